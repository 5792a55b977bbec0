"""How quick live practice is: real browsers, the app as people start it, a clip as the camera.

Run it from the checkout::

    python -m benchmarks.live
    python -m benchmarks.live --beside-webrtc FOLDER    # streamlit-webrtc in turn with it

Pictures a second are those whose landmarks were drawn; latency is from the capture of a picture
in the browser to its landmarks drawn over the video.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks import cache
from benchmarks.browsers import START_CAMERA, chromium, desktop, running_app, write_mjpeg
from benchmarks.results import FOLDER
from benchmarks.tables import Table
from benchmarks.webrtc import environment, measure_webrtc, running_page

__all__ = ["Speed", "main", "measure", "speed_of", "table"]

CLIP = Path(__file__).parents[1] / "sample_videos" / "forehead_to_temples.mp4"
TECHNIQUE = "forehead-to-temples"
MEASURE = "coach:landmarks"
"""Name of the entries in the browser's performance log; see ``practice.js``."""
WAIT_MS = 90_000
WEBSOCKET, WEBRTC = "WebSocket", "streamlit-webrtc"
"""Coach's own way: landmarks come back and are drawn over the browser's picture. The other: the
picture itself goes there and back."""
ROUNDS = 3
LIBRARIES = ("streamlit", "mediapipe", "numpy", "playwright")


@dataclass(frozen=True, slots=True)
class Speed:
    """What one of several browsers saw.

    Attributes
    ----------
    browsers
        How many practised at once.
    way
        How pictures go to the server and what comes back.
    fps
        Pictures a second whose landmarks were drawn.
    p50_ms, p95_ms
        From capture to landmarks drawn: median, and what 19 of 20 stay below.
    """

    browsers: int
    way: str
    pictures: int
    fps: float
    p50_ms: float
    p95_ms: float


def speed_of(
    starts_ms: Sequence[float],
    latencies_ms: Sequence[float],
    browsers: int,
    way: str = WEBSOCKET,
) -> Speed:
    """Sum up the log of one browser.

    Parameters
    ----------
    starts_ms
        When each picture was taken.
    latencies_ms
        How long after that its landmarks were drawn.
    """
    span_s = (max(starts_ms) - min(starts_ms)) / 1000
    p50, p95 = np.percentile(latencies_ms, [50, 95])
    fps = (len(starts_ms) - 1) / span_s
    return Speed(
        browsers, way, len(starts_ms), round(fps, 1), round(float(p50), 1), round(float(p95), 1)
    )


def measure(browsers: int, seconds: float, url: str, camera: Path) -> list[Speed]:
    """Let so many browsers practise at once; give what each saw."""
    with ExitStack() as stack:
        driver = stack.enter_context(sync_playwright())
        pages = []
        for _ in range(browsers):
            browser = stack.enter_context(chromium(driver, camera))
            pages.append(desktop(browser).new_page())
        for page in pages:
            _begin(page, url)
        for page in pages:
            page.evaluate("name => performance.clearMeasures(name)", MEASURE)
        time.sleep(seconds)
        return [_speed(page, browsers) for page in pages]


def _begin(page: Page, url: str) -> None:
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{url}/?technique={TECHNIQUE}")
    page.get_by_role("button", name=START_CAMERA).click()
    page.locator('.coach[data-state="practice"]').wait_for()


def _speed(page: Page, browsers: int) -> Speed:
    entries = page.evaluate(
        "name => performance.getEntriesByName(name).map(e => [e.startTime, e.duration])", MEASURE
    )
    starts_ms, latencies_ms = zip(*entries, strict=True)
    return speed_of(starts_ms, latencies_ms, browsers)


def beside(python: Path, seconds: float, url: str, camera: Path) -> list[Speed]:
    """Measure both ways in turn, so that what else goes on meets both."""
    speeds: list[Speed] = []
    with running_page(python) as other:
        for _ in range(ROUNDS):
            speeds += measure(1, seconds, url, camera)
            starts_ms, latencies_ms = zip(*measure_webrtc(seconds, other, camera), strict=True)
            speeds.append(speed_of(starts_ms, latencies_ms, 1, WEBRTC))
    return speeds


def table(speeds: Sequence[Speed]) -> Table:
    """Give what is printed."""
    head = ("way", "browsers", "pictures", "per second", "latency p50 (ms)", "p95 (ms)")
    rows = tuple(
        (
            s.way,
            str(s.browsers),
            str(s.pictures),
            f"{s.fps:.1f}",
            f"{s.p50_ms:.0f}",
            f"{s.p95_ms:.0f}",
        )
        for s in speeds
    )
    return Table("live", "Live practice, capture to landmarks drawn", head, rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the record."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--browsers", type=int, nargs="+", default=[1, 2], help="at once, in turn")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each (default 20)")
    usual = FOLDER / f"live-{datetime.now(UTC):%Y-%m-%d}.json"
    parser.add_argument("--to", type=Path, default=usual, help="where the record is written")
    parser.add_argument(
        "--beside-webrtc",
        type=Path,
        metavar="FOLDER",
        help=f"also measure streamlit-webrtc, {ROUNDS} times in turn with one browser of ours, in "
        "an environment that is built in this folder",
    )
    asked = parser.parse_args(arguments)
    python = environment(asked.beside_webrtc) if asked.beside_webrtc is not None else None
    load = os.getloadavg()[0]
    speeds: list[Speed] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(running_app(folder / "history.db"))
        camera = write_mjpeg(CLIP, folder / "camera.mjpeg")
        for browsers in asked.browsers:
            speeds += measure(browsers, asked.seconds, url, camera)
        if python is not None:
            speeds += beside(python, asked.seconds, url, camera)
    print(table(speeds).plain())
    found = {
        "kind": "live",
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "seconds": asked.seconds,
        "clip": CLIP.stem,
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "load_before": round(load, 1),
        },
        "versions": {name: version(name) for name in ("coach", *LIBRARIES)},
        "speeds": [asdict(speed) for speed in speeds],
    }
    with cache.writing(asked.to) as part:
        part.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(f"written to {asked.to}")


if __name__ == "__main__":
    main()
