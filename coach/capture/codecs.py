"""Which codecs this computer's libav has: facts for `coach doctor` and for writing video."""

from __future__ import annotations

from typing import Literal

import av
from av.codec.codec import UnknownCodecError

__all__ = ["can_decode", "can_encode", "libav_version"]


def can_decode(codec: str) -> bool:
    """There is a decoder of that name."""
    return _has(codec, "r")


def can_encode(codec: str) -> bool:
    """There is an encoder of that name."""
    return _has(codec, "w")


def libav_version() -> str:
    """Give the version of the codec library that PyAV brings along."""
    major, minor, micro = av.library_versions["libavcodec"]
    return f"libavcodec {major}.{minor}.{micro}"


def _has(codec: str, mode: Literal["r", "w"]) -> bool:
    try:
        av.Codec(codec, mode)
    except (UnknownCodecError, ValueError):
        return False
    return True
