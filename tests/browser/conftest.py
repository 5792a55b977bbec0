"""The app as it is started for people, and a browser to look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from benchmarks.browsers import CHROMIUM, chromium, running_app, write_mjpeg
from coach.tracking.bundles import BundlePaths
from tests.browser.practising import HERE, SAMPLES, STILL_S

ROOT = Path(__file__).parents[2]


@dataclass
class App:
    """A running app."""

    address: str
    history: Path


@dataclass
class Watched:
    """A browser context that lets nothing leave this computer, and notes what would."""

    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Start the app once for all browser tests, with `coach app`."""
    if not CHROMIUM.exists() and os.environ.get("COACH_CHROMIUM"):
        pytest.fail(f"COACH_CHROMIUM names {CHROMIUM}, and there is none")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or COACH_CHROMIUM")
    history = tmp_path_factory.mktemp("app") / "history.db"
    with running_app(history) as address:
        yield App(address, history)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Start Playwright; only one may run at a time."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Start Chromium, with a camera that shows the browser's own test picture."""
    with chromium(driver, None) as browser:
        yield browser


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Open a browser context without a way out."""
    with watching(browser) as watched:
        yield watched


@contextmanager
def watching(browser: Browser) -> Iterator[Watched]:
    """Open a browser context without a way out, as long as one likes."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    watched = Watched(context)

    def look(route):
        address = route.request.url
        if urlsplit(address).hostname in HERE or address.startswith(("data:", "blob:")):
            watched.inside.append(address)
            route.continue_()
        else:
            watched.outside.append(address)
            route.abort()

    context.route("**/*", look)
    context.on(
        "page",
        lambda page: page.on(
            "websocket",
            lambda socket: (
                watched.inside if urlsplit(socket.url).hostname in HERE else watched.outside
            ).append(socket.url),
        ),
    )
    yield watched
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the script of axe-core, which a package of the tests brings along."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


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


def serious(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    """Give what axe takes for a serious barrier, with some of the places."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]][:4])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
