"""The drawing of a technique whose points can be moved, by mouse, finger or keyboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from coach.app.setting import scheme
from coach.app.words import Words
from coach.present.diagram import technique_svg
from coach.present.svg import Sheet
from coach.techniques.schema import Kind, NoGo, Technique

__all__ = ["nudge", "nudged_uv"]

PARTS = Path(__file__).parent / "nudge_component"

_drawing = st.components.v2.component(
    "coach_nudge",
    html='<div class="nudge"></div>',
    css=(PARTS / "nudge.css").read_text("utf-8"),
    js=(PARTS / "nudge.js").read_text("utf-8"),
)


def nudge(
    technique: Technique, zones: tuple[NoGo, ...], words: Words, key: str
) -> tuple[int, tuple[float, float]] | None:
    """Show the drawing; give which point was moved, and where to, when one was.

    Returns
    -------
    The point's number, and its new place in the technique's chart.
    """
    sheet = Sheet.of(technique.chart, technique.view)
    points = sheet.from_uv(technique.path_array_uv)
    # A circle's last point is its first.
    shown = points[:-1] if technique.kind is Kind.CIRCLE else points
    said = _drawing(
        key=key,
        data={
            "svg": technique_svg(technique, zones, scheme=scheme(), legend=False),
            "points": shown.round(1).tolist(),
            "label": words("teach.point"),
        },
        on_moved_change=_noted,
    )
    moved = getattr(said, "moved", None)
    return nudged_uv(sheet, moved, len(shown)) if moved is not None else None


def nudged_uv(sheet: Sheet, moved: object, points: int) -> tuple[int, tuple[float, float]] | None:
    """Read what the browser says of a moved point; None when it is nothing of the kind."""
    if not isinstance(moved, dict):
        return None
    index, x, y = (moved.get(name) for name in ("index", "x", "y"))
    if not (isinstance(index, int) and 0 <= index < points):
        return None
    if not all(isinstance(number, int | float) and abs(number) < 1e4 for number in (x, y)):
        return None
    u, v = sheet.to_uv(np.array([x, y], dtype=np.float64))
    return index, (round(float(u), 3), round(float(v), 3))


def _noted() -> None:
    """Do nothing: the page is run again, and takes the change."""
