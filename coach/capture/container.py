"""Opening a video container, or saying in one line why that can't be done."""

from __future__ import annotations

import os
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from coach.errors import InputError

__all__ = ["open_container", "picture_track", "quiet_libav"]

NOT_VIDEO_CODECS = frozenset({"ansi", "bintext", "idf", "xbin"})
"""libav draws plain text as pictures of a terminal; a note is not a clip."""


def quiet_libav() -> None:
    """Keep libav's own log lines off stderr: what matters is said as an error or a warning."""
    av.logging.set_level(None)


def open_container(path: Path) -> InputContainer:
    """Open a media file for reading.

    Raises
    ------
    InputError
        It is missing, empty, unreadable, or no media file.
    """
    quiet_libav()
    _check_readable(path)
    try:
        # A playlist must not make Coach fetch something: local files only.
        return av.open(str(path), options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise InputError(_why_not_media(path)) from error


def picture_track(container: InputContainer, path: Path) -> VideoStream:
    """Give the moving-picture track of a container; covers of music do not count.

    Raises
    ------
    InputError
        There is none, or none that can be decoded here.
    """
    tracks = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not tracks and container.streams.audio:
        raise InputError(f"{path.name} holds sound but no moving picture: choose a video")
    # A track without a codec context is one this libav has no decoder for.
    decodable = [s for s in tracks if getattr(s, "codec_context", None) is not None]
    if tracks and not decodable:
        raise InputError(
            f"{path.name} is coded in a way that can't be read here: convert it to H.264 (.mp4)"
        )
    if not decodable or decodable[0].codec_context.name in NOT_VIDEO_CODECS:
        raise InputError(f"{path.name} is not a video: choose a clip such as .mp4, .mov or .webm")
    return max(decodable, key=lambda s: s.codec_context.width * s.codec_context.height)


def _check_readable(path: Path) -> None:
    """Raise for everything that can be said before libav looks inside."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: name one clip in it")
        if not path.exists():
            raise InputError(f"there is no file {path}: check its name and folder")
        if not path.is_file():
            raise InputError(f"{path} is not a file: name a clip")
        with path.open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0
    except PermissionError as error:
        raise InputError(
            f"{path} can't be read: permission denied; allow reading it, or copy it elsewhere"
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path} can't be read: {why.lower()}") from error
    if empty:
        raise InputError(f"{path.name} is empty (0 bytes): copy or record it again")


def _why_not_media(path: Path) -> str:
    """Say why libav refused a file that can be read."""
    with path.open("rb") as file:
        head = file.read(12)
    # Phones write the index (moov) of an .mp4 or .mov last: cut short, there is none.
    is_mp4 = head[4:8] in (b"ftyp", b"mdat", b"wide", b"skip", b"free")
    is_other_video = head.startswith((b"\x1a\x45\xdf\xa3", b"RIFF"))
    if is_mp4 or is_other_video:
        missing = "the index at its end is missing, so " if is_mp4 else ""
        return (
            f"{path.name} is cut short: {missing}nothing in it can be read; copy it again from "
            "the camera or phone"
        )
    return f"{path.name} is not a video: choose a clip such as .mp4, .mov or .webm"
