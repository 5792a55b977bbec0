"""Practising in a real browser, whose camera plays a clip with a known truth, for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from benchmarks.browsers import START_CAMERA, desktop

SAMPLES = Path(__file__).parents[2] / "sample_videos"
WAIT_MS = 90_000
"""Other work on the same machine makes everything slow."""
HERE = ("localhost", "127.0.0.1")
LOCAL = ("data:", "blob:")
STILL_S = 2.0
"""A moment in front of each clip for the person to get ready."""
CALM = """() => {
  const isBusy = !document.querySelector("[data-test-script-state=notRunning]")
    || document.querySelector("[data-stale=true]");
  const now = performance.now();
  window.calmSince = isBusy ? undefined : window.calmSince ?? now;
  return !isBusy && now - window.calmSince > 1000;
}"""
"""The server has said all, and for a second nothing has been drawn anew."""


def truth(clip: str) -> tuple[int, float]:
    """Give how many repetitions the camera shows each time round, and how long that takes."""
    told = json.loads((SAMPLES / f"{clip}.truth.json").read_text("utf-8"))
    return int(told["repetitions"]), float(told["duration_s"]) + STILL_S


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """Open a window; errors in the page, and words to another computer, fail the test."""
    errors: list[str] = []
    asked: list[str] = []
    with desktop(browser) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        yield page
    assert not errors
    assert {urlsplit(url).hostname for url in asked if not url.startswith(LOCAL)} <= set(HERE)


def to_the_camera(page: Page, url: str) -> None:
    page.goto(f"{url}/?technique=forehead-to-temples")
    page.get_by_role("button", name=START_CAMERA).click()


def start(page: Page, url: str) -> None:
    to_the_camera(page, url)
    reaches(page, "practice")


def reaches(page: Page, state: str) -> None:
    expect(page.locator(".coach")).to_have_attribute("data-state", state, timeout=WAIT_MS)


def count(page: Page) -> int:
    return int(page.locator("[data-part=total]").inner_text())


def wait_for_count(page: Page, least: int) -> None:
    page.wait_for_function(
        """least => {
            const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
            return Number(host.shadowRoot.querySelector("[data-part=total]").textContent) >= least;
        }""",
        arg=least,
        timeout=WAIT_MS,
    )


def settle(page: Page) -> None:
    """Wait until the page stands still: what is typed before may be drawn over."""
    page.evaluate("window.calmSince = undefined")
    page.wait_for_function(CALM)
