"""What can go wrong with a camera, a page or a server: each has its words and its way back."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from benchmarks.browsers import chromium, free_port, running_app
from tests.browser.practising import WAIT_MS, reaches, start, to_the_camera, window


def test_a_refused_camera_has_its_words_and_a_way_back(driver: Playwright, app_url: str) -> None:
    with chromium(driver, None, allowed=False) as browser, window(browser) as page:
        to_the_camera(page, app_url)
        reaches(page, "refused")
        expect(page.get_by_text("The camera is not allowed")).to_be_visible()
        expect(page.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.skipif(any(Path("/dev").glob("video*")), reason="this computer has a camera")
def test_no_camera_at_all_has_its_words(driver: Playwright, app_url: str) -> None:
    with chromium(driver, None, plugged=False) as browser, window(browser) as page:
        to_the_camera(page, app_url)
        reaches(page, "absent")
        expect(page.get_by_text("No camera was found")).to_be_visible()


def test_a_busy_camera_has_its_words_and_a_way_back(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        page.add_init_script(
            """const devices = navigator.mediaDevices;
            const real = devices.getUserMedia.bind(devices);
            window.busy = true;
            devices.getUserMedia = async (wish) => {
                if (window.busy) throw new DOMException("", "NotReadableError");
                return real(wish);
            };"""
        )
        to_the_camera(page, app_url)
        reaches(page, "busy")
        expect(page.get_by_text("The camera is busy")).to_be_visible()
        page.evaluate("window.busy = false")
        page.get_by_role("button", name="Try again").click()
        reaches(page, "practice")


def test_a_black_picture_has_its_words(driver: Playwright, app_url: str, tmp_path: Path) -> None:
    black = BytesIO()
    Image.new("RGB", (640, 480)).save(black, "JPEG", subsampling="4:2:0")
    camera = tmp_path / "black.mjpeg"
    camera.write_bytes(black.getvalue() * 30)
    with chromium(driver, camera) as browser, window(browser) as page:
        to_the_camera(page, app_url)
        expect(page.locator("[data-part=cue]")).to_have_text(
            re.compile("The picture is black"), timeout=WAIT_MS
        )
        expect(page.locator(".coach")).to_have_attribute("data-state", "framing")


def test_a_camera_that_stands_still_has_its_words_and_a_way_back(
    forwards: Browser, app_url: str
) -> None:
    with window(forwards) as page:
        start(page, app_url)
        page.evaluate(
            """() => {
                const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
                const video = host.shadowRoot.querySelector("video");
                video.requestVideoFrameCallback = () => {};
                window.thaw = () => delete video.requestVideoFrameCallback;
            }"""
        )
        reaches(page, "frozen")
        expect(page.get_by_text("The camera gives no pictures")).to_be_visible()
        page.evaluate("window.thaw()")
        page.get_by_role("button", name="Try again").click()
        reaches(page, "practice")


def test_a_hidden_page_pauses(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        start(page, app_url)
        # Playwright keeps every page visible: the browser's word is put into its mouth.
        page.evaluate(
            """() => {
                Object.defineProperty(document, "visibilityState", {
                    configurable: true, get: () => "hidden",
                });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        reaches(page, "hidden")
        expect(page.get_by_text("Paused while you were on another page")).to_be_visible()
        page.evaluate("delete document.visibilityState")
        page.get_by_role("button", name="Go on").click()
        reaches(page, "practice")


def test_a_computer_that_was_asleep_is_told_and_goes_on(
    driver: Playwright, app_url: str, cameras: dict[str, Path]
) -> None:
    with chromium(driver, cameras["forehead_to_temples"]) as browser, window(browser) as page:
        start(page, app_url)
        with asleep(browser):
            time.sleep(SLEEP_S)
        reaches(page, "asleep")
        expect(page.get_by_text("Your computer was asleep")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
        reaches(page, "practice")


LEAVES_MS = 10_000
"""So long it may take until who has left is no longer counted."""
SLEEP_S = 22.0
"""A little longer than what the page takes for a nap."""


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Have all pages of a browser stand still, as they do while a computer sleeps."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    pages = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    for process in pages:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in pages:
            os.kill(process, signal.SIGCONT)


def test_who_comes_to_a_full_server_is_told_and_gets_in_later(
    forwards: Browser, app_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_LIVE_CONNECTIONS", "1")
    with (
        running_app(tmp_path / "history.db") as url,
        window(forwards) as first,
        window(forwards) as second,
    ):
        start(first, url)
        to_the_camera(second, url)
        reaches(second, "full")
        expect(second.get_by_text("All places are taken")).to_be_visible()
        first.close()
        again = second.get_by_role("button", name="Try again")
        second.wait_for_timeout(LEAVES_MS)
        again.click()
        reaches(second, "practice")


def test_an_unplugged_camera_has_its_words_and_a_way_back(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        start(page, app_url)
        page.evaluate(
            """() => {
                const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
                const track = host.shadowRoot.querySelector("video").srcObject.getVideoTracks()[0];
                track.stop();
                track.dispatchEvent(new Event("ended"));
            }"""
        )
        reaches(page, "unplugged")
        page.get_by_role("button", name="Try again").click()
        reaches(page, "practice")


def test_a_server_that_is_gone_is_told_and_the_page_finds_back(
    driver: Playwright, cameras: dict[str, Path], tmp_path: Path
) -> None:
    port, history = free_port(), tmp_path / "history.db"
    with chromium(driver, cameras["forehead_to_temples"]) as browser, window(browser) as page:
        with running_app(history, port) as url:
            start(page, url)
        reaches(page, "server")
        expect(page.get_by_role("heading", name="Coach doesn't answer")).to_be_visible()
        with running_app(history, port):
            page.get_by_role("button", name="Try again").click()
            expect(page.get_by_text("Your last practice can't be continued")).to_be_visible(
                timeout=WAIT_MS
            )
            expect(page.get_by_text("Before you begin")).to_be_visible(timeout=WAIT_MS)
