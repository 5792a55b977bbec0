"""The app itself, running, and browsers whose camera plays a clip, over and over."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Playwright

from coach.capture.clip import open_clip

__all__ = [
    "CHROMIUM",
    "ROOT",
    "START_CAMERA",
    "chromium",
    "desktop",
    "free_port",
    "running_app",
    "wait_for_app",
    "write_mjpeg",
]

ROOT = Path(__file__).parents[1]
CAMERA_FPS = 30
STARTS_S, ENDS_S = 90.0, 30.0
CHROMIUM = Path(os.environ.get("COACH_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")
START_CAMERA = "None of these: start the camera"
"""The button that answers the check before a practice, in English."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
FAKE_CAMERA = "--use-fake-device-for-media-stream"


def write_mjpeg(clip: Path, path: Path, still_s: float = 0.0) -> Path:
    """Write a clip as Chromium's fake camera reads it.

    Single JPEGs one after the other, 4:2:0 (others show plain green), at 30 a second, since
    such a file has no rate of its own.

    Parameters
    ----------
    still_s
        The first picture stays this long, for a person who gets ready.
    """
    with open_clip(clip) as source, path.open("wb") as output:
        shown_s = -still_s
        for frame in source:
            jpeg = BytesIO()
            Image.fromarray(frame.image_rgb).save(jpeg, "JPEG", quality=92, subsampling="4:2:0")
            while shown_s <= frame.t_s:
                output.write(jpeg.getvalue())
                shown_s += 1 / CAMERA_FPS
    return path


@contextmanager
def chromium(
    driver: Playwright, camera: Path | None, *, allowed: bool = True, plugged: bool = True
) -> Iterator[Browser]:
    """Start a browser with this camera; with None, it has the browser's own test picture.

    Parameters
    ----------
    allowed
        The person lets pages use the camera.
    plugged
        There is a camera. Without, the browser has what this computer has.
    """
    flags = [*FLAGS, FAKE_CAMERA] if plugged else [*FLAGS]
    if camera is not None:
        flags.append(f"--use-file-for-fake-video-capture={camera}")
    flags.append("--use-fake-ui-for-media-stream" if allowed else "--deny-permission-prompts")
    browser = driver.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=flags)
    try:
        yield browser
    finally:
        browser.close()


def desktop(browser: Browser, **more: Any) -> BrowserContext:
    """Open a window of its own, without what others remember."""
    return browser.new_context(viewport={"width": 1280, "height": 800}, **more)


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(history: Path, port: int | None = None) -> Iterator[str]:
    """Start the app as people do; give its address.

    Parameters
    ----------
    history
        Where it keeps what was practised. What the app says lies beside it, in ``app.log``.

    Raises
    ------
    RuntimeError
        It doesn't start.
    """
    chosen = port or free_port()
    log = history.with_name("app.log")
    with log.open("a", encoding="utf-8") as output:
        app = subprocess.Popen(
            [sys.executable, "-m", "coach", "app", "--no-browser", f"--port={chosen}"],
            cwd=history.parent,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "COACH_HISTORY": str(history),
                "COACH_TECHNIQUES": str(history.with_name("techniques")),
            },
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://localhost:{chosen}"
        try:
            wait_for_app(url, app)
        except RuntimeError as error:
            raise RuntimeError(f"{error}:\n{log.read_text('utf-8')}") from None
        yield url
    finally:
        app.terminate()
        app.wait(ENDS_S)


def wait_for_app(url: str, app: subprocess.Popen[bytes]) -> None:
    """Wait until a Streamlit app answers.

    Raises
    ------
    RuntimeError
        It ended, or took too long.
    """
    end_s = time.monotonic() + STARTS_S
    while time.monotonic() < end_s:
        if app.poll() is not None:
            raise RuntimeError("the app ended by itself")
        try:
            with urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the app did not start")
