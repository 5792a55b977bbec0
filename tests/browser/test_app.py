"""The app in a browser: a clip is reviewed, the video jumps, nothing leaves, all can use it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from coach.app.places import Place, path_of
from coach.history.store import History
from tests.browser.conftest import ROOT, serious, watching
from tests.browser.practising import WAIT_MS, settle, window
from tests.history.conftest import attempt, days_later, report

CLIP = ROOT / "sample_videos" / "forehead_to_temples.mp4"
REVIEW_MS = 240_000
TECHNIQUES = path_of(Place.TECHNIQUES)
PRACTICE = path_of(Place.PRACTICE)
REVIEW, PROGRESS = path_of(Place.REVIEW), path_of(Place.PROGRESS)
TEACH = path_of(Place.TEACH)
PAGES = (
    PRACTICE,
    f"{PRACTICE}?routine=face-first",
    TECHNIQUES,
    REVIEW,
    TEACH,
    PROGRESS,
    f"{TECHNIQUES}?technique=forehead-to-temples",
)

BRIGHTNESS = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return Math.max(...getComputedStyle(app).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number));
}"""
"""How bright the page's ground is, 0 to 255."""


def opened(watched, app, path=""):
    page = watched.context.new_page()
    page.goto(f"{app.address}/{path}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    return page


def video_time(page):
    return page.locator("video").evaluate("video => video.currentTime")


def wait_for_time(page, low_s, high_s):
    page.wait_for_function(
        "([low, high]) => { const t = document.querySelector('video').currentTime;"
        " return low <= t && t <= high }",
        arg=[low_s, high_s],
    )


@pytest.fixture(scope="module")
def reviewed(browser, app, models):
    """Upload the sample clip, and wait for what comes of it."""
    with watching(browser) as watched:
        page = opened(watched, app, REVIEW)
        page.locator("input[type=file]").set_input_files(CLIP)
        page.get_by_role("button", name="Review", exact=True).click()
        page.get_by_role("progressbar").wait_for()
        page.locator("video").wait_for(timeout=REVIEW_MS)
        settle(page)
        yield page, watched


def test_axe_finds_nothing_serious_in_results(reviewed, axe):
    assert serious(reviewed[0], axe) == []


def test_a_reviewed_clip_jumps_where_an_attempt_is_clicked(reviewed):
    page, watched = reviewed
    assert "4" in page.get_by_test_id("stMetric").first.inner_text()
    assert video_time(page) == 0
    click_an_attempt(page, from_share=0.6)
    page.wait_for_function("document.querySelector('video').currentTime > 3")
    settle(page)
    said = page.get_by_label("Jump to").first.input_value()
    number, at_s = re.search(r"(\d+)\. 0:0(\d\.\d)", said).groups()
    assert number in "34"
    # The list rounds to a tenth; players go to the frame.
    wait_for_time(page, float(at_s) - 0.1, float(at_s) + 0.1)

    jump = page.get_by_label("Jump to").first
    jump.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("1.")
    page.keyboard.press("Enter")
    wait_for_time(page, 1, 2)

    for name in ("Annotated clip", "Report as a page", "JSON", "Table (CSV)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.path().stat().st_size > 500
    assert watched.outside == []
    assert any("/_stcore/stream" in address for address in watched.inside)


def click_an_attempt(page, from_share):
    """Move along the left hand's row of the timeline, and click the first bar that answers."""
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    for row in (0.12, 0.2, 0.28):
        for share in range(int(100 * from_share), 100, 2):
            x, y = box["x"] + box["width"] * share / 100, box["y"] + box["height"] * row
            page.mouse.move(x, y)
            page.wait_for_timeout(30)
            if page.locator("#vg-tooltip-element.visible").count():
                page.mouse.click(x, y)
                return
    pytest.fail("no attempt was found in the timeline")


def test_a_technique_leads_to_a_review_with_it(watched, app):
    page = opened(watched, app, f"{TECHNIQUES}?technique=chin-to-ears")
    page.get_by_role("button", name="Review a clip with this").click()
    page.get_by_role("heading", name="Review", exact=True).wait_for()
    settle(page)
    assert page.get_by_label("What is done in it?").input_value() == "Chin to ears"


def test_a_technique_leads_to_its_practice(watched, app):
    page = opened(watched, app, f"{TECHNIQUES}?technique=chin-to-ears")
    page.get_by_role("button", name="Practise this").click()
    page.get_by_role("heading", name="Before you begin").wait_for()
    settle(page)
    assert page.get_by_role("heading", name="Chin to ears").count() == 1


def test_a_review_can_be_cancelled(watched, app, models):
    page = opened(watched, app, REVIEW)
    page.locator("input[type=file]").set_input_files(CLIP)
    page.get_by_role("button", name="Review", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Review another clip").wait_for(timeout=30_000)
    assert page.locator("video").count() == 0


@pytest.fixture(scope="module", params=PAGES)
def page_of_it(request, browser, app):
    """Open each page once, for all that is looked at on it."""
    filled(app)
    with watching(browser) as watched:
        yield opened(watched, app, request.param), watched


def filled(app):
    history = History(app.history)
    for day in range(12):
        history.add(report(attempt(), attempt(4.0)), days_later(2 * day))


def test_headings_are_in_order(page_of_it):
    levels = (
        page_of_it[0]
        .locator("h1, h2, h3, h4")
        .evaluate_all("found => found.map(heading => Number(heading.tagName[1]))")
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page_of_it, axe, scheme):
    page, _ = page_of_it
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # Nothing half faded.
    settle(page)
    assert (page.evaluate(BRIGHTNESS) > 128) == (scheme == "light")
    assert serious(page, axe) == []
    if scheme == "dark":  # Drawings and charts are dark from the next visit on.
        page.reload()
        page.get_by_role("heading", level=1).wait_for()
        settle(page)
        assert serious(page, axe) == []


def test_the_keyboard_reaches_what_can_be_done_and_is_seen(page_of_it):
    page, _ = page_of_it
    reached = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "() => { const at = document.activeElement; const look = getComputedStyle(at);"
            " const box = at.closest('[data-baseweb], [data-testid]') ?? at;"
            " const around = getComputedStyle(box);"
            " return [at.tagName + ':' + (at.innerText || at.getAttribute('aria-label') || ''),"
            " look.outlineStyle + look.boxShadow + around.borderColor] }"
        )
        reached.add(name)
        if not name.startswith("BODY"):
            assert outline != "nonenone", name
    assert len(reached) > 5


def test_nothing_leaves_this_computer(page_of_it):
    page, watched = page_of_it
    page.wait_for_timeout(1000)
    assert watched.outside == []


def test_a_foreign_page_gets_no_connection(watched, app):
    page = opened(watched, app)
    assert connection(page, app) == "open"
    page.route("http://127.0.0.1/**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    page.goto("http://127.0.0.1/elsewhere")
    assert connection(page, app) == "refused"


def connection(page, app):
    return page.evaluate(
        "address => new Promise(done => { const socket = new WebSocket(address, ['streamlit']);"
        " socket.onopen = () => done('open'); socket.onerror = () => done('refused') })",
        app.address.replace("http", "ws") + "/_stcore/stream",
    )


def test_russian_is_chosen_by_the_browser(browser, app):
    context = browser.new_context(locale="ru-RU")
    page = context.new_page()
    page.goto(f"{app.address}/{TECHNIQUES}")
    page.get_by_role("heading", name="Приёмы").wait_for()
    context.close()


def test_a_clip_is_recorded_in_the_browser_and_reviewed(forwards, app):
    with window(forwards) as page:
        page.goto(f"{app.address}/{REVIEW}")
        page.get_by_text("Or record one now").click()
        page.get_by_role("button", name="Record with the camera").click()
        stop = page.get_by_role("button", name="Stop recording")
        stop.wait_for(timeout=WAIT_MS)
        page.wait_for_timeout(4000)
        stop.click()
        page.get_by_role("button", name="Throw it away").wait_for(timeout=WAIT_MS)
        page.get_by_role("button", name="Review", exact=True).click()
        page.get_by_test_id("stMetric").first.wait_for(timeout=REVIEW_MS)
        page.get_by_role("button", name="Annotated clip").wait_for(timeout=REVIEW_MS)
