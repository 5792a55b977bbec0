"""Where a clip comes from: an upload, a sample, or the camera of this very page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from coach.app.recorder import record_clip
from coach.app.review_job import Clip
from coach.app.samples import sample_clips
from coach.app.session_files import session_files
from coach.app.words import Words

__all__ = ["ClipChoice", "choose_clips"]

TYPES = ("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "ts", "3gp", "ogv")


@dataclass(frozen=True, slots=True)
class ClipChoice:
    """What the person chose; false when that is nothing yet."""

    uploads: Sequence[UploadedFile] = ()
    sample: Path | None = None
    recorded: Path | None = None

    def __bool__(self) -> bool:
        return bool(self.uploads or self.sample or self.recorded)

    def clips(self, words: Words) -> list[Clip]:
        """Give the clips as files.

        Raises
        ------
        OSError
            There is no room for an upload.
        """
        if self.recorded is not None:
            return [Clip(words("clips.recorded"), self.recorded)]
        if self.sample is not None:
            return [Clip(self.sample.name, self.sample)]
        return [Clip(upload.name, session_files().keep(upload)) for upload in self.uploads]


def choose_clips(key: str, words: Words, *, several: bool = True) -> ClipChoice:
    """Ask for clips; a sample or a recording only while nothing else is chosen.

    Parameters
    ----------
    key
        Tells the pages that ask apart.
    """
    given = st.file_uploader(
        words("clips.upload" if several else "clips.upload_one"),
        type=TYPES,
        accept_multiple_files=several,
        key=f"{key}_uploads",
    )
    if given:
        return ClipChoice(uploads=given if isinstance(given, list) else [given])
    samples = {path.stem: path for path in sample_clips()}
    sample = None
    if samples:
        sample = st.selectbox(
            words("clips.sample"),
            list(samples),
            index=None,
            format_func=lambda name: name.replace("_", " "),
            placeholder=words("clips.no_sample"),
            key=f"{key}_sample",
        )
    if sample is not None:
        return ClipChoice(sample=samples[sample])
    with st.expander(words("clips.record"), icon=":material/videocam:"):
        return ClipChoice(recorded=record_clip(key, words))
