"""Make the pictures of the app again: desktop and phone, light and dark.

Run it from the checkout after the pages or the theme changed; it needs Chromium
(``COACH_CHROMIUM`` names another than ``chromium``)::

    python docs/make_screenshots.py                    every picture
    python docs/make_screenshots.py choose practice    those of these pages only

The app is the real one. It reviews a sample clip, and others play before its camera; the history
it shows is made up and kept in a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browsers import chromium, running_app, write_mjpeg
from coach.app.places import Place, path_of
from coach.coaching.review import review_clip
from coach.history.store import History
from coach.techniques.library import load_library

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "images" / "app"
CLIPS = ROOT / "sample_videos"
SIMPLE = {
    "techniques": path_of(Place.TECHNIQUES),
    "technique": f"{path_of(Place.TECHNIQUES)}?technique=forehead-to-temples",
    "progress": path_of(Place.PROGRESS),
    "choose": path_of(Place.PRACTICE),
    "check": f"{path_of(Place.PRACTICE)}?technique=forehead-to-temples",
    "review": path_of(Place.REVIEW),
}
"""Pages on which nothing has to be done, and where they are."""
NAMES = (*SIMPLE, "practice", "summary", "teach", "results", "correction")
TECHNIQUE, LEAST = "Forehead to temples", 3
REVIEW_MS, PRACTICE_MS = 240_000, 90_000
JPEG_QUALITY = 82
TALLEST_PX = 2600

COUNTED = """least => {
  const host = document.querySelector("[data-testid=stBidiComponentIsolated]");
  return Number(host.shadowRoot.querySelector("[data-part=total]").textContent) >= least;
}"""
"""So many repetitions have been counted."""


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see the app."""

    name: str
    width_px: int
    height_px: int
    scheme: Scheme
    wanted: frozenset[str] = frozenset(NAMES)

    def wants(self, *names: str) -> bool:
        """Tell whether a picture of one of these pages is to be taken."""
        return not self.wanted.isdisjoint(names)


LOOKS = tuple(
    Look(f"{device}-{scheme}", width_px, height_px, scheme)
    for device, width_px, height_px in (("desktop", 1280, 800), ("phone", 390, 844))
    for scheme in SCHEMES
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take every picture, or those that are asked for."""
    parser = argparse.ArgumentParser(description="Make the pictures of the app again.")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"of {', '.join(NAMES)}")
    wanted = frozenset(parser.parse_args(arguments).pages or NAMES)
    if unknown := wanted.difference(NAMES):
        parser.error(f"no page is called {', '.join(sorted(unknown))}: {', '.join(NAMES)}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        history = Path(folder) / "history.db"
        fill(History(history))
        with running_app(history) as address, sync_playwright() as driver:
            for clip, shoot_all in (
                ("forehead_to_temples", pages),
                ("temples_to_forehead", corrections),
            ):
                camera = write_mjpeg(
                    CLIPS / f"{clip}.mp4", Path(folder) / f"{clip}.mjpeg", still_s=2.0
                )
                with chromium(driver, camera) as browser:
                    for look in LOOKS:
                        with window(browser, look, address) as page:
                            shoot_all(page, replace(look, wanted=wanted))


def fill(history: History) -> None:
    """Make up a few weeks of practice from what the sample clips show."""
    library = load_library()
    right, wrong, neck = (
        review_clip(CLIPS / f"{name}.mp4", library).report
        for name in ("forehead_to_temples", "temples_to_forehead", "neck_side_down")
    )
    now = datetime.now().astimezone()
    for number, days_ago in enumerate((24, 22, 21, 19, 17, 15, 14, 12, 10, 8, 6, 5, 3, 2, 1, 0)):
        shown = neck if number % 4 == 1 else right
        faults = wrong.attempts[: max(0, 4 - number // 3)] if shown is right else ()
        session = replace(
            shown,
            source="camera",
            attempts=(*shown.attempts, *faults),
            duration_s=240.0 + 15 * number,
        )
        history.add(session, now - timedelta(days=days_ago))


@contextmanager
def window(browser: Browser, look: Look, address: str) -> Iterator[Page]:
    """Open a window of a look."""
    with browser.new_context(
        base_url=address,
        viewport={"width": look.width_px, "height": look.height_px},
        color_scheme=look.scheme,
        locale="en-GB",
    ) as context:
        yield context.new_page()


def pages(page: Page, look: Look) -> None:
    """Take every page, and a practice in which all goes well."""
    for name, path in SIMPLE.items():
        if look.wants(name):
            open_page(page, path)
            shoot(page, name, look)
    if look.wants("practice", "summary"):
        practise(page)
        page.wait_for_function(COUNTED, arg=LEAST, timeout=PRACTICE_MS)
        snap(page, "practice", look)
        page.get_by_role("button", name="Finish").click()
        page.get_by_role("heading", name="What went well").wait_for()
        shoot(page, "summary", look)
    if look.wants("teach"):
        open_page(page, path_of(Place.TEACH))
        teach(page)
        shoot(page, "teach", look)
    if look.wants("results"):
        open_page(page, path_of(Place.REVIEW))
        review(page)
        shoot(page, "results", look)


def corrections(page: Page, look: Look) -> None:
    """Take a practice in which strokes go the wrong way round."""
    if not look.wants("correction"):
        return
    practise(page)
    page.locator("canvas[data-arrow=on]").wait_for(timeout=PRACTICE_MS)
    page.wait_for_timeout(300)
    snap(page, "correction", look)


def practise(page: Page) -> None:
    """Click on a picture, which switches the camera on."""
    open_page(page, path_of(Place.PRACTICE))
    page.get_by_role("button", name=TECHNIQUE).click()
    page.locator(".coach[data-state=practice]").wait_for(timeout=PRACTICE_MS)


def open_page(page: Page, path: str) -> None:
    """Go to a page, and wait until it stands."""
    page.goto(f"/{path}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)


def review(page: Page) -> None:
    """Review a sample clip, and choose one of its attempts."""
    page.locator("input[type=file]").set_input_files(CLIPS / "temples_to_forehead.mp4")
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator("video").wait_for(timeout=REVIEW_MS)
    settle(page)
    page.get_by_label("Jump to").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("3.")
    page.keyboard.press("Enter")
    page.mouse.move(2, 2)
    settle(page)


def teach(page: Page) -> None:
    """Learn a technique from a sample clip."""
    page.get_by_label("What is it called?").fill("Brow sweep")
    page.keyboard.press("Enter")
    page.locator("input[type=file]").set_input_files(CLIPS / "forehead_to_temples.mp4")
    page.get_by_role("button", name="Watch it").click()
    page.get_by_role("button", name="Try it now").wait_for(timeout=REVIEW_MS)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the server has said all, and pictures and charts are drawn."""
    page.locator("[data-test-script-state=notRunning]").wait_for(state="attached")
    page.wait_for_timeout(2500)


def snap(page: Page, name: str, look: Look) -> None:
    """Take a picture of what is in the window, as it is now, if it is wanted."""
    if not look.wants(name):
        return
    path = PICTURES / f"{name}-{look.name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=JPEG_QUALITY)
    print(path.relative_to(ROOT))


def shoot(page: Page, name: str, look: Look) -> None:
    """Take a picture of the whole page, as tall as it is."""
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size(
        {"width": look.width_px, "height": min(max(tall, look.height_px), TALLEST_PX)}
    )
    settle(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    snap(page, name, look)
    page.set_viewport_size({"width": look.width_px, "height": look.height_px})


if __name__ == "__main__":
    main()
