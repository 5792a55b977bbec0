"""streamlit-webrtc beside Coach's own way: an environment of its own, its page, its measure."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.browsers import ROOT, chromium, desktop, free_port, wait_for_app

__all__ = ["NEEDS", "environment", "measure_webrtc", "running_page"]

NEEDS = "streamlit-webrtc>=0.60,<1"
PAGE = Path(__file__).with_name("webrtc_page.py")
STAMPS = Path(__file__).with_name("webrtc_stamps.js")
BEGINS_S, ENDS_S = 90.0, 20.0


def environment(folder: Path) -> Path:
    """Build the environment, or use the one that is there; give its Python.

    Raises
    ------
    subprocess.CalledProcessError
        pip can't install it; what pip says was shown.
    """
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists():
        print(f"building an environment with {NEEDS} in {folder} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", str(ROOT), NEEDS]
        subprocess.run(install, check=True)
        done.touch()
    return python


@contextmanager
def running_page(python: Path) -> Iterator[str]:
    """Start the page; give its address."""
    port = free_port()
    with tempfile.TemporaryFile() as said:
        app = subprocess.Popen(
            [
                *(str(python), "-m", "streamlit", "run", str(PAGE)),
                *(f"--server.port={port}", "--server.headless=true"),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=said,
        )
        try:
            url = f"http://localhost:{port}"
            wait_for_app(url, app)
            yield url
        finally:
            app.terminate()
            app.wait(ENDS_S)


def measure_webrtc(seconds: float, url: str, camera: Path) -> list[tuple[float, float]]:
    """Let one browser use the page; give (taken, there and back) of each picture, in ms.

    Raises
    ------
    RuntimeError
        No picture came back.
    """
    with sync_playwright() as driver, chromium(driver, camera) as browser:
        page = desktop(browser).new_page()
        page.add_init_script(path=STAMPS)
        page.goto(url)
        frame = page.frame_locator("iframe").first
        frame.get_by_role("button", name="Start").click(timeout=BEGINS_S * 1000)
        _wait_until_it_comes(page)
        _entries(page, clear=True)
        time.sleep(seconds)
        return _entries(page)


def _wait_until_it_comes(page: Page) -> None:
    end_s = time.monotonic() + BEGINS_S
    while time.monotonic() < end_s:
        if len(_entries(page)) > 30:
            return
        page.wait_for_timeout(500)
    raise RuntimeError("no picture came back over streamlit-webrtc")


def _entries(page: Page, *, clear: bool = False) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for frame in page.frames:
        found += frame.evaluate(
            """clear => {
                const found = performance.getEntriesByName("coach:landmarks");
                if (clear) performance.clearMeasures("coach:landmarks");
                return found.map(entry => [entry.startTime, entry.duration]);
            }""",
            clear,
        )
    return found
