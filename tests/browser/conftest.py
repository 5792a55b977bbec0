"""The app as it is started for people, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("COACH_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
START_S = 60
AXE = "axe-core@4"
HERE = ("localhost", "127.0.0.1")


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
def app(tmp_path_factory) -> Iterator[App]:
    """Start the app with `coach app`."""
    folder = tmp_path_factory.mktemp("app")
    with socket.socket() as trial:
        trial.bind(("localhost", 0))
        port = trial.getsockname()[1]
    history = folder / "history.db"
    command = [sys.executable, "-m", "coach", "app", "--no-browser", "--port", str(port)]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "COACH_HISTORY": str(history), "PYTHONPATH": str(ROOT)},
        )
        address = f"http://localhost:{port}"
        try:
            _wait(f"{address}/_stcore/health", running, folder / "log")
            yield App(address, history)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)


def _wait(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        assert running.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app does not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or COACH_CHROMIUM")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Open a browser context without a way out."""
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
def axe(request) -> str:
    """Give the script of axe-core, which is fetched once from the npm registry."""
    folder = request.config.cache.mkdir("axe-core")
    script = folder / "package" / "axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm to fetch axe-core with")
        fetched = subprocess.run(
            [npm, "pack", AXE, "--silent"], cwd=folder, capture_output=True, text=True, timeout=120
        )
        if fetched.returncode != 0:
            pytest.skip(f"axe-core can't be fetched: {fetched.stderr.strip()[:200]}")
        with tarfile.open(folder / fetched.stdout.strip().splitlines()[-1]) as archive:
            archive.extract("package/axe.min.js", folder, filter="data")
    return script.read_text("utf-8")
