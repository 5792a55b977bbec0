"""Make what the README shows again: its picture, and what its first command prints.

Run it from the checkout after the overlay, the words, the judging or the sample clips changed::

    python docs/make_pictures.py

Nothing in the picture is drawn for it: frames are what ``annotated.mp4`` holds, words are what
``coach review`` prints.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from coach.capture.clip import open_clip
from coach.cli.results import clock
from coach.coaching.review import Review, review_clip
from coach.present.brush import DARK, Picture
from coach.present.lettering import Lettering, Plate, TextLine
from coach.present.marks import MARKS
from coach.present.overlay import Overlay
from coach.present.praise import what_went_well
from coach.present.words import (
    SIDE_WORDS,
    find_technique,
    headline,
    verdict_words,
    work_on,
)
from coach.techniques.library import Library, load_library

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
CLIPS = ROOT / "sample_videos"
README = ROOT / "README.md"
OUTPUT = re.compile(r"(^```text\n).*?(^```$)", re.DOTALL | re.MULTILINE)
PICTURE = DOCS / "images" / "what_it_does.jpg"
JPEG_QUALITY = 86


@dataclass(frozen=True, slots=True)
class Panel:
    """One frame of the strip.

    Attributes
    ----------
    clip
        File name in the folder of clips.
    attempt
        Which of its attempts is shown, from 0.
    """

    clip: str
    attempt: int


STRIP = (
    Panel("forehead_to_temples.mp4", 1),
    Panel("temples_to_forehead.mp4", 1),
    Panel("back_long_stroke.mp4", 1),
)
AFTER_S = 0.1
"""A frame shows its attempt this long after it ended, with its mark."""
WIDTH_PX, HEIGHT_PX, CARD_PX, GAP_PX = 480, 360, 250, 6
TEXT_PX, ROWS = 19, 3


def panel_of(panel: Panel, folder: Path, library: Library) -> Picture:
    """Review one clip; give a frame of it above an excerpt of its report."""
    path = folder / panel.clip
    review = review_clip(path, library, keep_updates=True)
    frame = cv2.resize(
        annotated(path, review, panel, library), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA
    )
    card = np.full((CARD_PX, WIDTH_PX, 3), DARK, np.uint8)
    top = TEXT_PX // 2
    for plate in lines_of(review, library):
        plate.lay_on(card, 0, top)
        top += plate.opacity.shape[0]
    return np.vstack([np.asarray(frame, np.uint8), card])


def annotated(path: Path, review: Review, panel: Panel, library: Library) -> Picture:
    """Give the frame just after an attempt ended, as the annotated clip shows it."""
    report = review.report
    overlay = Overlay(library, find_technique(report.technique, library), report.attempts)
    t_s = report.attempts[panel.attempt].end_s + AFTER_S
    with open_clip(path) as clip:
        for frame, update in zip(clip, review.updates, strict=True):
            if frame.t_s >= t_s:
                return overlay.draw(frame.image_rgb, update)
    raise ValueError(f"{path.name} ends before {t_s:.1f} s")


def lines_of(review: Review, library: Library) -> Iterator[Plate]:
    """Give the headline, the first attempts and the last word of a report."""
    report, lettering = review.report, Lettering()
    room_px = WIDTH_PX - 2 * TEXT_PX
    yield lettering.plate(lettering.wrap(headline(report, library), TEXT_PX, room_px))
    for attempt in report.attempts[:ROWS]:
        words = (
            clock(attempt.start_s),
            SIDE_WORDS[attempt.side],
            verdict_words(attempt, library),
            f"{attempt.direction_error_deg:.0f}° off",
            f"{attempt.pace_s:.1f} s",
        )
        row = TextLine("  ".join(words), TEXT_PX - 2)
        yield lettering.plate([row], mark=MARKS[attempt.verdict])
    last = work_on(report) or what_went_well(report, library)
    yield lettering.plate(lettering.wrap(last, TEXT_PX - 2, room_px))


def printed(clip: Path) -> str:
    """Give what `coach review` prints of a clip, in 80 columns."""
    command = [sys.executable, "-m", "coach", "review", str(clip)]
    wide = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=wide)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def main() -> None:
    """Make the picture, and put the output into the README."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clips", type=Path, default=CLIPS, help="folder of the clips")
    parser.add_argument("--to", type=Path, default=PICTURE, help="the picture to write (.jpg)")
    asked = parser.parse_args()
    library = load_library()
    panels = [panel_of(panel, asked.clips, library) for panel in STRIP]
    between = np.full((HEIGHT_PX + CARD_PX, GAP_PX, 3), 255, np.uint8)
    strip = np.hstack([part for panel in panels for part in (between, panel)][1:])
    asked.to.parent.mkdir(exist_ok=True)
    quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    if not cv2.imwrite(str(asked.to), cv2.cvtColor(strip, cv2.COLOR_RGB2BGR), quality):
        raise OSError(f"{asked.to} can't be written")
    if asked.to == PICTURE:
        page = README.read_text("utf-8")
        shown = printed(asked.clips / STRIP[0].clip)
        README.write_text(OUTPUT.sub(lambda block: block[1] + shown + block[2], page), "utf-8")
    print(f"{asked.to}: {strip.shape[1]} x {strip.shape[0]}, {asked.to.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
