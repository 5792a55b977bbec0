"""A routine drawn: its steps beside one another, each with its technique's drawing."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from coach.present.diagram import technique_svg
from coach.present.svg import Scheme
from coach.techniques.library import Library
from coach.techniques.routine import Routine, Step
from coach.techniques.schema import Technique

__all__ = ["routine_svg"]

COLUMNS = 4
WIDTH, HEIGHT, FOOT = 200, 240, 46
"""Size of a step's field, and how much of it is for words, in user units."""
INKS: dict[Scheme, str] = {"light": "#1f2a37", "dark": "#e6edf3"}
LONGEST = 28
LABELS = re.compile(r' aria-labelledby="[^"]*"')


def routine_svg(routine: Routine, library: Library, *, scheme: Scheme = "light") -> str:
    """Draw every step with its number, name and amount; what nobody knows gets no drawing."""
    known = {technique.id: technique for technique in library.techniques}
    columns = min(COLUMNS, len(routine.step))
    rows = -(-len(routine.step) // columns)
    fields = [
        _field(number, step, known.get(step.technique), library, scheme)
        for number, step in enumerate(routine.step)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * WIDTH} {rows * HEIGHT}" '
        f'role="img" font-family="system-ui, sans-serif"><title>{escape(routine.name)}</title>'
        f"{''.join(fields)}</svg>"
    )


def _field(
    number: int, step: Step, technique: Technique | None, library: Library, scheme: Scheme
) -> str:
    x, y = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
    name = technique.name if technique is not None else step.technique
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - 1]}…"
    much = f"{step.minutes:g} min" if step.minutes is not None else f"{step.repetitions} ×"
    ink = INKS[scheme]
    words = (
        f'<text x="{x + WIDTH / 2}" y="{y + HEIGHT - 26}" text-anchor="middle" font-size="13" '
        f'font-weight="600" fill="{ink}">{number + 1}. {escape(name)}</text>'
        f'<text x="{x + WIDTH / 2}" y="{y + HEIGHT - 9}" text-anchor="middle" font-size="12" '
        f'fill="{ink}">{escape(much)}</text>'
    )
    return f"{_drawing(technique, library, scheme, x, y)}{words}"


def _drawing(technique: Technique | None, library: Library, scheme: Scheme, x: int, y: int) -> str:
    if technique is None:
        return ""
    zones = library.zones_of(technique)
    svg = technique_svg(technique, zones, scheme=scheme, legend=False)
    svg = LABELS.sub("", svg[svg.index("<svg") :], count=1)
    # Ids hold within a whole file: those of one drawing must not mean another's.
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>s{x}-{y}-", svg)
    place = f'<svg x="{x + 8}" y="{y + 6}" width="{WIDTH - 16}" height="{HEIGHT - FOOT - 6}"'
    return svg.replace("<svg", place, 1)
