"""Live practice in a real browser, whose camera plays a clip with a known truth, for ever."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from benchmarks.browsers import START_CAMERA, chromium, desktop, free_port, running_app, write_mjpeg
from coach.history.store import History
from coach.tracking.bundles import BundlePaths
from tests.browser.conftest import HERE, App, serious

SAMPLES = Path(__file__).parents[2] / "sample_videos"
WAIT_MS = 90_000
"""Other work on the same machine makes everything slow."""


LOCAL = ("data:", "blob:")
STILL_S = 2.0
"""A moment in front of each clip for the person to get ready."""


def truth(clip: str) -> tuple[int, float]:
    """Give how many repetitions the camera shows each time round, and how long that takes."""
    told = json.loads((SAMPLES / f"{clip}.truth.json").read_text("utf-8"))
    return int(told["repetitions"]), float(told["duration_s"]) + STILL_S


@pytest.fixture(scope="session")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Clips as camera files."""
    folder = tmp_path_factory.mktemp("cameras")
    clips = ("forehead_to_temples", "temples_to_forehead")
    return {
        clip: write_mjpeg(SAMPLES / f"{clip}.mp4", folder / f"{clip}.mjpeg", still_s=STILL_S)
        for clip in clips
    }


@pytest.fixture(scope="session")
def app_url(app: App, models: BundlePaths) -> str:
    return app.address


@pytest.fixture(scope="module")
def forwards(driver: Playwright, app_url: str, cameras: dict[str, Path]) -> Iterator[Browser]:
    with chromium(driver, cameras["forehead_to_temples"]) as browser:
        yield browser


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


NOTE_COUNTS = """() => {
    const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
    const total = host.shadowRoot.querySelector("[data-part=total]");
    window.shown = [];
    new MutationObserver(() => window.shown.push(Number(total.textContent)))
        .observe(total, {childList: true, characterData: true, subtree: true});
}"""
"""Note every number that the counter shows."""


def cue(page: Page) -> str:
    return page.locator("[data-part=cue]").inner_text()


def test_right_strokes_are_counted_kept_over_a_reload_and_summed_up(
    forwards: Browser, app: App, app_url: str
) -> None:
    with window(forwards) as page:
        repetitions, round_s = truth("forehead_to_temples")
        began_s = time.monotonic()
        to_the_camera(page, app_url)
        expect(page.locator("[data-part=total]")).to_be_visible(timeout=WAIT_MS)
        page.evaluate(NOTE_COUNTS)
        wait_for_count(page, repetitions)
        before = count(page)
        shown = page.evaluate("window.shown")
        assert shown == sorted(shown), "counts never go back"
        # Strokes are told as they come, not all at once when the hands have left.
        assert set(shown) >= set(range(1, repetitions + 1))
        rounds = 1 + int((time.monotonic() - began_s) / round_s)
        assert before <= repetitions * rounds
        tries = page.locator("[data-part=tries] li").all()
        assert "wrong way round" not in {one.get_attribute("title") for one in tries}

        page.reload()
        go_on = page.get_by_role("button", name="Go on")
        expect(go_on).to_be_visible(timeout=WAIT_MS)
        assert count(page) >= before
        go_on.click()
        reaches(page, "practice")
        wait_for_count(page, before + 1)

        page.keyboard.press("Space")
        reaches(page, "paused")
        page.keyboard.press("Space")
        reaches(page, "practice")
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("heading", name="What went well")).to_be_visible(timeout=WAIT_MS)
        # With few pictures a second a stroke may get another verdict; most are right.
        right = re.compile("(Every stroke|strokes) went in the right direction")
        expect(page.get_by_text(right)).to_be_visible()
        expect(page.get_by_text("Kept in your progress")).to_be_visible()
        page.reload()
        expect(page.get_by_text("Kept in your progress")).to_be_visible(timeout=WAIT_MS)
    (session,) = [one for one in History(app.history).sessions() if one.source == "live practice"]
    assert session.technique == "forehead-to-temples"
    assert sum(attempt.counted for attempt in session.attempts) > repetitions


def test_reversed_strokes_get_an_arrow_and_no_count_and_pain_stops_it(
    driver: Playwright, app_url: str, cameras: dict[str, Path]
) -> None:
    with chromium(driver, cameras["temples_to_forehead"]) as browser, window(browser) as page:
        start(page, app_url)
        expect(page.locator("[data-part=cue]")).to_have_text(
            re.compile("Stroke outwards"), timeout=WAIT_MS
        )
        expect(page.locator("li[title='wrong way round']").first).to_be_visible()
        assert count(page) == 0
        assert page.locator("canvas").get_attribute("data-arrow") == "on"
        page.get_by_role("button", name="It hurts, stop").click()
        expect(page.get_by_text("You stopped. That was right.")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_role("button", name="Practise again")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_practice_and_summary(
    forwards: Browser, app_url: str, axe: str, scheme: Literal["light", "dark"]
) -> None:
    with window(forwards) as page:
        page.emulate_media(color_scheme=scheme)
        start(page, app_url)
        wait_for_count(page, 1)
        assert serious(page, axe) == []
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("heading", name="What went well")).to_be_visible(timeout=WAIT_MS)
        page.wait_for_timeout(1000)
        assert serious(page, axe) == []


def test_two_browsers_at_once_count_for_themselves(forwards: Browser, app_url: str) -> None:
    with window(forwards) as one, window(forwards) as other:
        start(one, app_url)
        start(other, app_url)
        wait_for_count(one, 2)
        wait_for_count(other, 2)


def test_a_refused_camera_has_its_words_and_a_way_back(driver: Playwright, app_url: str) -> None:
    with chromium(driver, None, allowed=False) as browser, window(browser) as page:
        to_the_camera(page, app_url)
        reaches(page, "refused")
        expect(page.get_by_text("The camera is not allowed")).to_be_visible()
        expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_no_camera_is_asked_for_before_a_click(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        page.add_init_script(
            """const devices = navigator.mediaDevices;
            const real = devices.getUserMedia.bind(devices);
            window.asked = 0;
            devices.getUserMedia = (wish) => { window.asked += 1; return real(wish); };
            """
        )
        page.goto(f"{app_url}/?technique=forehead-to-temples")
        begin = page.get_by_role("button", name=START_CAMERA)
        begin.wait_for()
        page.wait_for_timeout(1000)
        assert page.evaluate("window.asked") == 0
        begin.click()
        reaches(page, "practice")
        assert page.evaluate("window.asked") == 1
        # A page that is opened anew has not been clicked yet.
        page.reload()
        expect(page.get_by_role("button", name="Go on")).to_be_visible(timeout=WAIT_MS)
        page.wait_for_timeout(1000)
        assert page.evaluate("window.asked") == 0


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
        wait_for_count(page, 1)
        before = count(page)
        with asleep(browser):
            time.sleep(SLEEP_S)
        reaches(page, "asleep")
        expect(page.get_by_text("Your computer was asleep")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
        reaches(page, "practice")
        assert count(page) >= before


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
        second.get_by_role("button", name="Try again").click()
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


def test_a_page_from_elsewhere_can_not_connect(forwards: Browser, app_url: str) -> None:
    with desktop(forwards) as context:
        page = context.new_page()
        page.route("http://elsewhere.test/", lambda route: route.fulfill(body="<p>elsewhere</p>"))
        page.goto("http://elsewhere.test/")
        address = app_url.replace("http", "ws") + "/ws/frames"
        outcome = page.evaluate(
            """address => new Promise(done => {
                const socket = new WebSocket(address);
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            })""",
            address,
        )
        assert outcome == "refused"
        page.goto(app_url)
        assert (
            page.evaluate(
                """address => new Promise(done => {
                const socket = new WebSocket(address);
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            })""",
                address,
            )
            == "open"
        )


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
