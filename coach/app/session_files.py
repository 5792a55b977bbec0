"""The files of one browser session: in a folder of their own, removed when it ends."""

from __future__ import annotations

import itertools
import secrets
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import streamlit as st

__all__ = ["SessionFiles", "session_files"]


class SessionFiles:
    """A temporary folder, and what has to end before it can be removed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True)
        self._numbers = itertools.count(1)
        self._ends: list[Callable[[], None]] = []

    def folder(self) -> Path:
        """Give a new empty folder; its name says nothing about what is put into it."""
        made = Path(self._folder.name) / f"{next(self._numbers):04d}"
        made.mkdir()
        return made

    def keep(self, content: BinaryIO) -> Path:
        """Write an upload to a new file. Its own name plays no part."""
        path = self.folder() / secrets.token_hex(8)
        with path.open("wb") as file:
            while piece := content.read(1 << 20):
                file.write(piece)
        return path

    def before_end(self, end: Callable[[], None]) -> None:
        """Have this called before the folder goes."""
        self._ends.append(end)

    def close(self) -> None:
        """End what is going on, and remove everything."""
        while self._ends:
            self._ends.pop()()
        self._folder.cleanup()

    def close_soon(self) -> None:
        """Do so in a thread: the server must not wait until a review has stopped."""
        threading.Thread(target=self.close, name="close session").start()


@st.cache_resource(scope="session", on_release=SessionFiles.close_soon, show_spinner=False)
def session_files() -> SessionFiles:
    """Give this session's files."""
    return SessionFiles()
