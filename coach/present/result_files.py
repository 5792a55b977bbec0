"""The four files that a review leaves in a folder, for every program that writes them."""

from __future__ import annotations

from pathlib import Path

from coach.coaching.review import Review
from coach.present.files import atomic_write_text
from coach.present.lettering import Lettering
from coach.present.overlay import Overlay
from coach.present.report import report_html, report_json, strokes_csv
from coach.present.tongue import ENGLISH, Tongue
from coach.present.video import Progress, write_annotated
from coach.present.words import find_technique
from coach.techniques.library import Library
from coach.types import Report

__all__ = ["ANNOTATED", "PAGE", "REPORT", "STROKES", "write_texts", "write_video"]

ANNOTATED = "annotated.mp4"
PAGE = "report.html"
REPORT = "report.json"
STROKES = "strokes.csv"


def write_texts(
    folder: Path,
    report: Report,
    library: Library,
    video: str | None = None,
    tongue: Tongue = ENGLISH,
) -> None:
    """Write the report as a page, as JSON, and as a table.

    Parameters
    ----------
    video
        Name of the annotated clip, when it lies beside the page.
    tongue
        Of the page; the others are for programs.

    Raises
    ------
    OutputError
        They can't be written.
    """
    atomic_write_text(folder / REPORT, report_json(report))
    atomic_write_text(folder / STROKES, strokes_csv(report))
    atomic_write_text(folder / PAGE, report_html(report, library, video=video, tongue=tongue))


def write_video(
    clip: Path,
    folder: Path,
    done: Review,
    library: Library,
    *,
    mirrored: bool = False,
    progress: Progress | None = None,
    tongue: Tongue = ENGLISH,
) -> tuple[str, ...]:
    """Write the annotated clip from what the review kept.

    Returns
    -------
    tuple of str
        Plain sentences about what is not as it should be and that the report does not say yet.

    Raises
    ------
    InputError
        The clip can't be read any more.
    OutputError
        The result can't be written.
    """
    report = done.report
    spoken = tongue if Lettering.writes_all() else ENGLISH
    told = spoken.of_library(library)
    attempts = spoken.of_report(report, library).attempts
    overlay = Overlay(told, find_technique(report.wanted, told), attempts, tongue=spoken)
    warnings = write_annotated(
        clip,
        folder / ANNOTATED,
        done.updates,
        lambda frame, update: (
            overlay.draw(frame.image_rgb, update) if update is not None else frame.image_rgb
        ),
        mirrored=mirrored,
        progress=progress,
    )
    return tuple(warning for warning in warnings if warning not in report.warnings)
