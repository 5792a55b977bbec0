"""Make the pictures of the app again: desktop and phone, light and dark.

Run it from the checkout after the pages or the theme changed; it needs Chromium
(``COACH_CHROMIUM`` names another than ``chromium``)::

    python docs/make_screenshots.py

The app is the real one. It reviews a sample clip; the history it shows is made up and kept in
a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from coach.app.places import Place, path_of
from coach.coaching.review import review_clip
from coach.history.store import History
from coach.techniques.library import load_library

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "images" / "app"
CLIPS = ROOT / "sample_videos"
PORT = 8765
ADDRESS = f"http://localhost:{PORT}"
START_S, REVIEW_MS = 60.0, 240_000
JPEG_QUALITY = 82
TALLEST_PX = 2600


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see the app."""

    name: str
    width_px: int
    height_px: int
    scheme: str


LOOKS = tuple(
    Look(f"{device}-{scheme}", width_px, height_px, scheme)
    for device, width_px, height_px in (("desktop", 1280, 800), ("phone", 390, 844))
    for scheme in ("light", "dark")
)


def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        history = Path(folder) / "history.db"
        fill(History(history))
        with running_app(history), sync_playwright() as playwright:
            chromium = os.environ.get("COACH_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for look in LOOKS:
                take(browser, look)
            browser.close()


def fill(history: History) -> None:
    """Make up a few weeks of practice from what the sample clips show."""
    library = load_library()
    right, wrong, neck = (
        review_clip(CLIPS / f"{name}.mp4", library).report
        for name in ("forehead_to_temples", "temples_to_forehead", "neck_side_down")
    )
    now = datetime.now().astimezone()
    for number, days_ago in enumerate((24, 22, 21, 19, 17, 15, 14, 12, 10, 8, 6, 5, 3, 2, 1, 0)):
        shown = neck if number % 4 == 3 else right
        faults = wrong.attempts[: max(0, 4 - number // 3)] if shown is right else ()
        session = replace(
            shown,
            source="camera",
            attempts=(*shown.attempts, *faults),
            duration_s=240.0 + 15 * number,
        )
        history.add(session, now - timedelta(days=days_ago))


@contextmanager
def running_app(history: Path) -> Iterator[None]:
    """Run the app until the block ends."""
    command = [sys.executable, "-m", "coach", "app", "--no-browser", "--port", str(PORT)]
    app = subprocess.Popen(command, env={**os.environ, "COACH_HISTORY": str(history)})
    try:
        end = time.monotonic() + START_S
        while not answers():
            if time.monotonic() > end:
                raise TimeoutError("the app does not start")
            time.sleep(0.2)
        yield
    finally:
        app.terminate()
        app.wait()


def answers() -> bool:
    """Tell whether the app is there."""
    try:
        with urllib.request.urlopen(f"{ADDRESS}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


def take(browser: Browser, look: Look) -> None:
    """Take all pictures of one look."""
    context = browser.new_context(
        viewport={"width": look.width_px, "height": look.height_px},
        color_scheme=look.scheme,
        locale="en-GB",
    )
    page = context.new_page()
    for name, path in (
        ("techniques", path_of(Place.TECHNIQUES)),
        ("technique", f"{path_of(Place.TECHNIQUES)}?technique=forehead-to-temples"),
        ("progress", path_of(Place.PROGRESS)),
        ("review", path_of(Place.REVIEW)),
    ):
        open_page(page, path)
        shoot(page, name, look)
    review(page)
    shoot(page, "results", look)
    context.close()


def open_page(page: Page, path: str) -> None:
    """Go to a page, and wait until it stands."""
    page.goto(f"{ADDRESS}/{path}")
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


def settle(page: Page) -> None:
    """Wait until the server has said all, and pictures and charts are drawn."""
    page.locator("[data-test-script-state=notRunning]").wait_for(state="attached")
    page.wait_for_timeout(2500)


def shoot(page: Page, name: str, look: Look) -> None:
    """Take a picture of the whole page, as tall as it is."""
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size(
        {"width": look.width_px, "height": min(max(tall, look.height_px), TALLEST_PX)}
    )
    settle(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    path = PICTURES / f"{name}-{look.name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=JPEG_QUALITY)
    page.set_viewport_size({"width": look.width_px, "height": look.height_px})
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
