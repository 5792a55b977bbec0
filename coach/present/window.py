"""A plain window on the desktop: shows pictures, and tells which key was pressed."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import StrEnum
from typing import Protocol, Self

import cv2

from coach.errors import OutputError
from coach.present.brush import Picture

__all__ = ["DesktopWindow", "Key", "Screen", "open_window"]

PROBE = "import cv2; cv2.namedWindow('Coach'); cv2.destroyAllWindows()"
PROBE_S = 30
KEY_WAIT_MS = 1


class Key(StrEnum):
    """What a key means."""

    PAUSE = "pause"
    NEXT = "next"
    STOP = "stop"
    HURTS = "hurts"


ESCAPE = 27
KEYS = {
    ord(" "): Key.PAUSE,
    ord("n"): Key.NEXT,
    ord("N"): Key.NEXT,
    ord("h"): Key.HURTS,
    ord("H"): Key.HURTS,
    ord("q"): Key.STOP,
    ord("Q"): Key.STOP,
    ESCAPE: Key.STOP,
}


class Screen(Protocol):
    """Shows pictures, and tells keys."""

    def show(self, image_rgb: Picture) -> Key | None:
        """Show a picture; give the key that was pressed since the last one."""
        ...


def open_window(title: str) -> DesktopWindow:
    """Open a window.

    Raises
    ------
    OutputError
        There is no display, or none that a window can be opened on.
    """
    if not _can_open():
        raise OutputError(
            "no window can be opened here: run this on a desktop with a display, "
            "or practise in the browser with `coach app`"
        )
    return DesktopWindow(title)


def _can_open() -> bool:
    """Try it in another process: without a display, the window library ends the one it is in."""
    is_unix = sys.platform not in ("win32", "darwin")
    if is_unix and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        tried = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, timeout=PROBE_S)
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


class DesktopWindow:
    """An open window; made by `open_window`."""

    def __init__(self, title: str) -> None:
        self._title = title
        # Without the tool bar that some window libraries add.
        flags = cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL
        cv2.namedWindow(title, flags)
        self._is_sized = False

    def show(self, image_rgb: Picture) -> Key | None:
        """Show a picture; give the key that was pressed. Closing the window is a stop."""
        if not self._is_sized:
            height, width = image_rgb.shape[:2]
            cv2.resizeWindow(self._title, max(width, 960), max(width, 960) * height // width)
            self._is_sized = True
        cv2.imshow(self._title, image_rgb[:, :, ::-1])
        code = cv2.waitKey(KEY_WAIT_MS)
        if cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1:
            return Key.STOP
        return KEYS.get(code & 0xFF) if code >= 0 else None

    def close(self) -> None:
        """Close the window, if the person has not."""
        cv2.destroyAllWindows()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
