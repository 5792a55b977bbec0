"""Live practice in a real browser, whose camera plays a clip with a known truth, for ever."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    Playwright,
    WebSocketRoute,
    expect,
)

from benchmarks.browsers import START_CAMERA, chromium, desktop
from coach.history.store import History
from tests.browser.conftest import App, serious
from tests.browser.practising import (
    WAIT_MS,
    count,
    reaches,
    settle,
    start,
    to_the_camera,
    truth,
    wait_for_count,
    window,
)

NOTE_COUNTS = """() => {
    const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
    const total = host.shadowRoot.querySelector("[data-part=total]");
    window.shown = [];
    new MutationObserver(() => window.shown.push(Number(total.textContent)))
        .observe(total, {childList: true, characterData: true, subtree: true});
}"""
"""Note every number that the counter shows."""
NOTE_SPOKEN = """
    window.spoken = [];
    speechSynthesis.speak = (words) => window.spoken.push(words.text);
"""


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
        right = re.compile("You went in the right direction")
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
        page.add_init_script(NOTE_SPOKEN)
        start(page, app_url)
        page.locator("input[name=sound][value=voice]").check()
        expect(page.locator("[data-part=cue]")).to_have_text(
            re.compile("Stroke outwards"), timeout=WAIT_MS
        )
        expect(page.locator("li[title='wrong way round']").first).to_be_visible()
        assert count(page) == 0
        # The next picture that is drawn shows it.
        expect(page.locator("canvas")).to_have_attribute("data-arrow", "on")
        # Who closes the eyes hears it, and hears it again while it is still wrong.
        page.wait_for_function("window.spoken.length > 1", timeout=WAIT_MS)
        correction = page.locator("[data-part=cue]").inner_text()
        assert set(page.evaluate("window.spoken")) == {correction}
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


def reminded(ws: WebSocketRoute) -> None:
    """Let the server say with every drawing that a reminder is due, as it does after a minute."""
    server = ws.connect_to_server()

    def answer(message: str | bytes) -> None:
        told = json.loads(message)
        if told["type"] == "drawing":
            told["reminder"] = {"id": "no-pain", "turn": 1, "urgent": False}
        ws.send(json.dumps(told))

    server.on_message(answer)


def test_a_reminder_is_said_once_with_a_single_technique_and_stays_a_while(
    forwards: Browser, app_url: str
) -> None:
    with window(forwards) as page:
        page.add_init_script(NOTE_SPOKEN)
        page.add_init_script("localStorage.setItem('coach-feedback', 'voice')")
        page.route_web_socket(re.compile("/ws/frames"), reminded)
        start(page, app_url)
        cue = page.locator("[data-part=cue]")
        expect(cue).to_have_text(re.compile("pain, dizziness or nausea, stop"), timeout=WAIT_MS)
        wait_for_count(page, 4)
        page.wait_for_function("window.spoken.length > 1", timeout=WAIT_MS)
        page.wait_for_timeout(8000)
        expect(cue).not_to_have_text(re.compile("dizziness"))
        spoken = page.evaluate("window.spoken")
        assert sum("dizziness" in words for words in spoken) == 1


def test_two_browsers_at_once_count_for_themselves(forwards: Browser, app_url: str) -> None:
    with window(forwards) as one, window(forwards) as other:
        start(one, app_url)
        start(other, app_url)
        wait_for_count(one, 2)
        wait_for_count(other, 2)


def test_a_routine_counts_its_step_goes_on_and_is_accessible(
    forwards: Browser, app_url: str, axe: str
) -> None:
    with window(forwards) as page:
        page.goto(f"{app_url}/?routine=face-first")
        page.get_by_role("button", name=START_CAMERA).click()
        reaches(page, "practice")
        now = page.locator("[data-part=steps] li[aria-current=step]")
        expect(now).to_contain_text("Forehead to temples")
        wait_for_count(page, 2)
        expect(now).to_contain_text("of 25")
        assert serious(page, axe) == []
        page.get_by_role("button", name="Next step").click()
        expect(now).to_contain_text("Around the eyes", timeout=WAIT_MS)
        steps = page.locator("[data-part=steps] li")
        expect(steps.first).to_contain_text("left out")
        assert count(page) == 0, "the number is of the step"
        page.get_by_role("button", name="It hurts, stop").click()
        expect(page.get_by_text("You stopped. That was right.")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("Left out: Forehead to temples.")).to_be_visible()


def picture_of(page: Page, url: str, technique: str) -> Locator:
    """Open the landing page, and wait for a picture on it."""
    page.goto(url)
    picture = page.get_by_role("button", name=technique)
    picture.wait_for()
    settle(page)
    return picture


def test_one_click_on_the_landing_page_starts_and_the_check_is_folded_then(
    forwards: Browser, app_url: str, axe: str
) -> None:
    with window(forwards) as page:
        picture = picture_of(page, app_url, "Forehead to temples")
        assert serious(page, axe) == []
        picture.click()
        reaches(page, "practice")
        wait_for_count(page, 1)
        expect(page.get_by_text("Forehead to temples. Put your")).to_be_visible()
        page.get_by_role("button", name="Finish").click()
        page.get_by_role("button", name="Another technique").click()
        expect(page.get_by_text("Checked: nothing speaks against it.")).to_be_visible()
        expect(page.get_by_text("fever, or an infection")).to_be_hidden()
        settle(page)
        assert serious(page, axe) == []


def test_the_landing_page_is_gone_through_with_the_keyboard(
    forwards: Browser, app_url: str
) -> None:
    with window(forwards) as page:
        page.set_viewport_size({"width": 1280, "height": 500})
        picture = picture_of(page, app_url, "Chin to ears")
        fever = page.get_by_role("checkbox", name="fever")
        fever.focus()
        page.keyboard.press("Space")
        expect(page.get_by_text("Rest today")).to_be_visible()
        expect(picture).to_have_count(0)
        expect(fever).to_be_focused()
        page.keyboard.press("Space")
        picture.wait_for()
        page.add_style_tag(content="[data-testid=stMainBlockContainer] {min-height: 3000px}")
        picture.focus()
        page.keyboard.press("Enter")
        reaches(page, "practice")
        # The picture stood far down the page, which stays as long; the practice begins at its top.
        expect(page.locator("[data-part=total]")).to_be_in_viewport(ratio=1)


def test_on_a_phone_a_tick_is_answered_where_it_is_seen(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        picture_of(page, app_url, "Chin to ears")
        page.get_by_text("fever, or an infection").click()
        expect(page.get_by_text("Rest today")).to_be_in_viewport(ratio=1)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390


def test_a_reason_that_is_ticked_keeps_the_camera_off(forwards: Browser, app_url: str) -> None:
    with window(forwards) as page:
        page.goto(f"{app_url}/?routine=face-first")
        page.get_by_role("button", name=START_CAMERA).wait_for()
        page.get_by_text("high or low blood pressure").click()
        expect(page.get_by_text("Ask your doctor first.")).to_be_visible()
        expect(page.get_by_role("button", name=START_CAMERA)).to_have_count(0)


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
        go_on = page.get_by_role("button", name=re.compile("Start camera|Go on"))
        expect(go_on).to_be_visible(timeout=WAIT_MS)
        page.wait_for_timeout(1000)
        assert page.evaluate("window.asked") == 0


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
