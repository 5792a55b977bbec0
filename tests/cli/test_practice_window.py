"""`coach practice` in a real window, on a display that nobody sees."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageGrab

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "sample_videos" / "forehead_to_temples.mp4"
LOADED_S = 180.0
SEATED = """
import sys, time
import cv2
from coach.cli import main

class Camera:
    '''A camera before which a clip plays, over and over.'''

    def __init__(self, index):
        self.clip = {clip!r}
        self.film = film(self.clip)

    def isOpened(self):
        return True

    def read(self):
        time.sleep(0.02)
        good, image = self.film.read()
        if not good:
            self.film = film(self.clip)
            good, image = self.film.read()
        return good, image

    def get(self, prop):
        return 25.0

    def release(self):
        self.film.release()

film, cv2.VideoCapture = cv2.VideoCapture, Camera
sys.argv = ["coach", "practice"]
main()
"""


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """Give a display that nobody sees, with a window manager, as desktops have.

    Without one, the window library leaves a window black now and then (on a busy machine one in
    four).
    """
    for program, package in (("Xvfb", "xvfb"), ("openbox", "openbox")):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: apt-get install {package}")
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x960x24"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            name = f":{told.readline().strip()}"
        with managed(name, tmp_path / "manages"):
            yield name
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def managed(display: str, ready: Path) -> Iterator[None]:
    """Run a window manager; `ready` is a file that it makes once it has begun."""
    manager = subprocess.Popen(
        ["openbox", "--sm-disable", "--startup", f"touch {ready}"],
        env={**os.environ, "DISPLAY": display},
        stderr=subprocess.DEVNULL,
    )
    try:
        end_s = time.monotonic() + LOADED_S
        while not ready.exists():
            assert manager.poll() is None, "the window manager ended"
            assert time.monotonic() < end_s, "the window manager does not begin"
            time.sleep(0.1)
        yield
    finally:
        manager.terminate()
        manager.wait(20)


def test_the_window_shows_the_person_and_ends_with_a_sum(
    display: str, tmp_path: Path, models: object
) -> None:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "COACH_HISTORY": str(tmp_path / "history.db"),
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }
    app = subprocess.Popen(
        [sys.executable, "-c", SEATED.format(clip=str(CLIP))],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        picture = wait_for_picture(display, app)
        app.send_signal(signal.SIGINT)
        told, said = app.communicate(timeout=LOADED_S)
    finally:
        app.kill()
    if folder := os.environ.get("COACH_TEST_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        picture.save(Path(folder) / "window.png")
    assert "Traceback" not in said
    assert "Forehead to temples: " in told, (told, said)


def wait_for_picture(display: str, app: subprocess.Popen[str]) -> Image.Image:
    """Wait until the window shows a person: a good part of the screen is no longer black."""
    end_s = time.monotonic() + LOADED_S
    while time.monotonic() < end_s and app.poll() is None:
        picture = ImageGrab.grab(xdisplay=display)
        if np.mean(np.asarray(picture.convert("L")) > 60) > 0.3:
            time.sleep(4.0)  # Practice has begun, and the path lies on the face.
            return ImageGrab.grab(xdisplay=display)
        time.sleep(0.5)
    app.kill()
    raise AssertionError(f"no picture in the window: {app.communicate()}")
