"""A technique is taught from a sample clip, corrected on its drawing, kept, and practised."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.browsers import START_CAMERA
from coach.app.places import Place, path_of
from tests.browser.conftest import App, serious
from tests.browser.practising import (
    SAMPLES,
    WAIT_MS,
    reaches,
    settle,
    wait_for_count,
    window,
)

LEARN_MS = 240_000
CLIP = SAMPLES / "forehead_to_temples.mp4"


def taught(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{path_of(Place.TEACH)}")
    settle(page)
    page.get_by_label("What is it called?").fill(name)
    page.keyboard.press("Enter")
    settle(page)
    page.locator("input[type=file]").set_input_files(CLIP)
    page.get_by_role("button", name="Watch it").click()
    page.get_by_role("button", name="Try it now").wait_for(timeout=LEARN_MS)


def test_a_technique_is_taught_from_a_sample_and_practised(
    forwards: Browser, app: App, app_url: str, axe: str
) -> None:
    with window(forwards) as page:
        taught(page, app_url, "Brow sweep")
        told = page.get_by_text(re.compile("from the middle of the forehead"))
        expect(told.first).to_be_visible()
        assert serious(page, axe) == []
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("Kept with your techniques")).to_be_visible(timeout=WAIT_MS)
        assert (app.history.with_name("techniques") / "brow-sweep.toml").exists()
        page.get_by_role("button", name="Try it now").click()
        expect(page.get_by_role("heading", name="Brow sweep")).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("button", name=START_CAMERA).click()
        reaches(page, "practice")
        wait_for_count(page, 1)


def test_a_point_of_the_path_is_moved_with_the_keyboard_and_the_mouse_and_back(
    forwards: Browser, app_url: str
) -> None:
    with window(forwards) as page:
        taught(page, app_url, "Lifted brow")
        spot = page.get_by_role("button", name="Point 3 of the path")
        undo = page.get_by_role("button", name="Undo the last change")
        first = spot.get_attribute("cy") or ""
        spot.focus()
        page.keyboard.press("Shift+ArrowUp")
        expect(undo).to_be_enabled(timeout=WAIT_MS)
        nudged = f"{float(first) - 10:g}"
        stands_at(spot, nudged)

        box = spot.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
        page.mouse.up()
        expect(spot).not_to_have_attribute("cy", nudged)
        # The drawing follows the mouse at once; once the page has taken it, the place is round.
        expect(spot).to_have_attribute("cy", re.compile(r"^\d+(\.\d)?$"), timeout=WAIT_MS)
        undo.click()
        stands_at(spot, nudged)
        undo.click()
        stands_at(spot, first)
        expect(undo).to_be_disabled(timeout=WAIT_MS)


def stands_at(spot: Locator, cy: str) -> None:
    expect(spot).to_have_attribute("cy", cy, timeout=WAIT_MS)
