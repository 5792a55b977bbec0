"""The camera's part of the Practice page: what the browser shows, and what it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from coach.app.live.protocol import Counts, Row
from coach.app.live.stay import STAYS
from coach.app.practice_words import PracticeWords
from coach.app.routine_cards import step_amount, step_name
from coach.coaching.leeway import allowed_deg, allowed_off_cm
from coach.coaching.routine import of_routine
from coach.coaching.safety import safety
from coach.present.marks import MARKS
from coach.present.paths import Way, has_direction, way_of
from coach.present.tempo import IN_RHYTHM
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import Kind, Technique
from coach.types import ChartName, View

__all__ = ["bars_of", "camera", "camera_data", "framed"]

PARTS = Path(__file__).parent / "practice_component"

BEGIN = {kind: str(kind) for kind in (Kind.RUB, Kind.TAP, Kind.PRESS, Kind.HOLD, Kind.TIMED)}
HAS_BACK = frozenset({ChartName.FACE, ChartName.NECK, ChartName.TORSO, ChartName.LEG})

camera = st.components.v2.component(
    "coach_practice",
    html=(PARTS / "practice.html").read_text("utf-8"),
    css=(PARTS / "practice.css").read_text("utf-8"),
    js=(PARTS / "loader.js").read_text("utf-8"),
)
"""Mounts the camera; tells ``ended`` when practice is over, ``token`` when it needs a new one."""


def camera_data(
    technique: Technique,
    words: PracticeWords,
    token: str,
    root: str,
    counts: Counts,
    rows: list[Row],
    *,
    start: bool = False,
    routine: Routine | None = None,
    library: Library | None = None,
) -> dict[str, Any]:
    """Give all that the browser's part has to know.

    Parameters
    ----------
    token
        Opens one connection.
    root
        Path of the server in front of all of the app's paths; empty or ``/like-this``.
    start
        The person has just clicked for the camera.
    routine, library
        The routine that is practised, with the techniques at hand, if one is.
    """
    texts = dict(words.table("live"))
    texts["cues"] = words.cues(technique)
    return {
        "token": token,
        "root": root,
        "start": start,
        "language": words.language,
        "words": texts,
        "technique": _technique(technique, words),
        "marks": {str(verdict): _mark(verdict) for verdict in MARKS},
        "steps": _steps(routine, library, words) if routine and library else None,
        "reminders": {
            note.id: words.shared.of_note(note) for note in (*safety().during, safety().enough)
        },
        "counts": counts.model_dump(),
        "rows": [row.model_dump(mode="json") for row in rows],
    }


def _steps(routine: Routine, library: Library, words: PracticeWords) -> list[dict[str, Any]]:
    """Give each step's name and amount, and its technique when the camera can follow it."""
    watched = {one.id: one for one in of_routine(routine, library).techniques}
    return [
        {
            "name": step_name(step, library, words),
            "amount": step_amount(step, words),
            "technique": (
                {**_technique(one, words), "cues": words.cues(one)}
                if (one := watched.get(step.technique)) is not None
                else None
            ),
        }
        for step in routine.step
    ]


def _technique(technique: Technique, words: PracticeWords) -> dict[str, Any]:
    place = framed(technique)
    return {
        "id": technique.id,
        "name": words.of_technique(technique, "name"),
        "instruction": words.of_technique(technique, "instruction"),
        "start_text": words(f"live.start_texts.{place}"),
        "show_body": words(f"live.show_texts.{place}"),
        "begin": words(f"live.begin.{BEGIN.get(technique.kind, 'path')}"),
        "view": str(technique.view),
        "frame": place.removesuffix("_back"),
        "kind": str(technique.kind),
        "way": str(way_of(technique)),
        "bars": bars_of(technique),
        "by_clock": technique.kind in STAYS,
        "target": technique.repetitions,
        "pace_min_s": technique.pace_min_s,
        "pace_max_s": technique.pace_max_s,
        "off_path_cm": allowed_off_cm(technique),
        "direction_deg": round(allowed_deg(technique)),
    }


def framed(technique: Technique) -> str:
    """Name the part of the body that has to be in the picture."""
    on_head = technique.chart in (ChartName.FACE, ChartName.NECK)
    part = "head" if on_head else str(technique.chart)
    back = technique.view is View.BACK and technique.chart in HAS_BACK
    return f"{part}_back" if back else part


def bars_of(technique: Technique) -> tuple[str, ...]:
    """Name the bars that mean something for a technique."""
    if technique.kind is Kind.TIMED:
        return ("time",)
    if technique.kind is Kind.HOLD:
        return ("time", "place")
    pace = "rate" if technique.kind in IN_RHYTHM else "pace"
    if way_of(technique) is Way.PLACE:
        return (pace, "place")
    return ("direction", pace, "path") if has_direction(technique) else (pace, "path")


def _mark(verdict: Any) -> dict[str, Any]:
    mark = MARKS[verdict]
    return {
        "picture": mark.picture,
        "light": mark.light,
        "dark": mark.dark,
        "dash": list(mark.dash),
        "icon": [[list(point) for point in line] for line in mark.icon],
    }
