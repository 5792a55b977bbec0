"""A browser whose camera plays a clip, over and over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from coach.capture.clip import open_clip

CAMERA_FPS = 30
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


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
def chromium(camera: Path | None, *, allowed: bool = True) -> Iterator[Browser]:
    """Start a browser with this camera; with None, it has the browser's own test picture."""
    flags = [*FLAGS]
    if camera is not None:
        flags.append(f"--use-file-for-fake-video-capture={camera}")
    flags.append("--use-fake-ui-for-media-stream" if allowed else "--deny-permission-prompts")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), headless=True, args=flags
        )
        try:
            yield browser
        finally:
            browser.close()


def desktop(browser: Browser, **more: Any) -> BrowserContext:
    """Open a window of its own, without what others remember."""
    return browser.new_context(viewport={"width": 1280, "height": 800}, **more)
