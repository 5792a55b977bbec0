"""Drawings of a technique, or of what was done, on a body outline.

The SVG needs nothing from outside, carries its own light and dark colours, and has a title and
a description for screen readers. Front views show the person as a camera facing them does.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from coach.coaching.severity import SEVERITY
from coach.present.legend import (
    ICON,
    TRY_WIDTH,
    band_row,
    legend_height,
    legend_rows,
    verdict_row,
    zone_row,
)
from coach.present.marks import MARKS, ORDER
from coach.present.paths import (
    MIDDLE_UV,
    Way,
    arrow_head,
    beside,
    drawn_path_uv,
    on_side,
    way_of,
)
from coach.present.svg import (
    WIDTH,
    Scheme,
    Sheet,
    dashes,
    hatch,
    icon,
    polygon_data,
    smooth_data,
    steady,
    style,
    text,
)
from coach.present.tongue import ENGLISH, Tongue
from coach.present.words import VERDICT_WORDS, clean, viewpoint
from coach.present.zones import outlines_uv, shown_zones
from coach.techniques.schema import Hands, Mirror, NoGo, Technique
from coach.types import HANDS, Attempt, ChartName, FloatArray, Side, Verdict, View

__all__ = [
    "Looks",
    "attempts_svg",
    "document",
    "drawn_body",
    "reference",
    "technique_svg",
]

HEAD = 15.0
SMALL_HEAD = 9.0
ICON_SHARES = (0.5, 0.75, 0.25, 1.0, 0.0)
"""Places along a path where its icon may stand, best first."""

OTHER_HAND_OPACITY = 0.4


@dataclass(frozen=True, slots=True)
class Looks:
    """How a drawing is finished."""

    view: View
    scheme: Scheme | None
    legend: bool
    tongue: Tongue = ENGLISH


def technique_svg(
    technique: Technique,
    zones: Sequence[NoGo],
    *,
    scheme: Scheme | None = None,
    legend: bool = True,
) -> str:
    """Draw how a technique goes: path with arrow, ring at the start, places to keep off.

    Both sides are drawn when both hands work together; with one hand at a time the second
    side is pale.

    Parameters
    ----------
    zones
        Places to keep off; those that this view doesn't show are left out.
    scheme
        For a light or a dark page; None to follow the reader's own setting.
    legend
        Explain below what is drawn, in English.
    """
    sheet = Sheet.of(technique.chart, technique.view)
    shown = shown_zones(zones, technique.chart, technique.view)
    pale = technique.hands is Hands.EITHER
    body = [drawn_body(sheet), *(_zone(sheet, zone) for zone in shown)]
    if technique.mirror is not Mirror.NONE:
        body.append(reference(sheet, technique, Side.RIGHT, OTHER_HAND_OPACITY if pale else 1.0))
    body.append(reference(sheet, technique, Side.LEFT, 1.0))
    rows = [zone_row(zone) for zone in shown]
    looks = Looks(technique.view, scheme, legend)
    hands = "one hand at a time" if pale else "both hands together"
    description = f"{technique.instruction} Drawn on {sheet.figure.words}; {hands}."
    return document(sheet, body, rows, looks, (technique.name, description))


def attempts_svg(
    attempts: Sequence[Attempt],
    technique: Technique | None,
    zones: Sequence[NoGo],
    chart: ChartName,
    view: View,
    *,
    scheme: Scheme | None = None,
    legend: bool = True,
    tongue: Tongue = ENGLISH,
) -> str:
    """Draw the paths of attempts over the technique's, coloured and dashed by verdict.

    Parameters
    ----------
    technique
        Drawn as a pale band when it lies on this chart.
    chart, view
        Which drawing; attempts on other charts are left out.
    scheme, legend
        As for `technique_svg`.
    tongue
        Of all that is written.
    """
    sheet = Sheet.of(chart, view)
    shown = shown_zones(zones, chart, view)
    tries = [attempt for attempt in attempts if attempt.chart is chart]
    body = [drawn_body(sheet), *(_zone(sheet, zone) for zone in shown)]
    rows = []
    if technique is not None and technique.chart is chart:
        body += [_band(sheet, technique, side) for side in _sides_used(technique, tries)]
        rows.append(band_row())
    body += [_try(sheet, attempt) for attempt in sorted(tries, key=lambda a: SEVERITY[a.verdict])]
    body += _icons(sheet, tries)
    counts = Counter(attempt.verdict for attempt in tries)
    rows += [verdict_row(v, counts[v], shown) for v in ORDER if counts[v]]
    rows += [zone_row(zone) for zone in shown]
    title = f"Paths of {len(tries)} {'attempt' if len(tries) == 1 else 'attempts'}"
    said = ", ".join(f"{tongue(VERDICT_WORDS[v])}: {counts[v]}" for v in ORDER if counts[v])
    description = tongue(f"Drawn on {sheet.figure.words}.")
    description += f" {said or tongue('Nothing was seen')}."
    looks = Looks(view, scheme, legend, tongue)
    return document(sheet, body, rows, looks, (tongue(title), description))


def drawn_body(sheet: Sheet) -> str:
    """Draw the body part; lines that reach past the sheet are cut off by its view box."""
    drawn = []
    for shape in sheet.figure.shapes:
        data = smooth_data(sheet.from_cm(shape.points_cm), closed=shape.closed)
        drawn.append(f'<path class="cd-{shape.paint}" d="{data}"/>')
    return "".join(drawn)


def _side_path(sheet: Sheet, technique: Technique, side: Side) -> FloatArray:
    return sheet.from_uv(on_side(technique, drawn_path_uv(technique), side))


def reference(sheet: Sheet, technique: Technique, side: Side, opacity: float) -> str:
    """Draw a technique's path on one side, with its start and its arrow, or as a place."""
    path = _side_path(sheet, technique, side)
    x, y = path[0]
    start = f'<circle class="cd-start" cx="{x:.1f}" cy="{y:.1f}" r="6.5"/>'
    if way_of(technique) is not Way.ALONG:
        start = ""
    kind = "cd-place" if way_of(technique) is Way.PLACE else "cd-ref"
    return (
        f'<g opacity="{opacity:g}" data-side="{side}">'
        f'<path class="{kind}" d="{smooth_data(path)}"/>'
        f"{_heads(path, technique, HEAD, 'cd-ref-tip')}{start}</g>"
    )


def _heads(path: FloatArray, technique: Technique, size: float, kind: str) -> str:
    way = way_of(technique)
    ends = {Way.ALONG: (path,), Way.TO_AND_FRO: (path, path[::-1]), Way.PLACE: ()}[way]
    return "".join(_head(end, size, kind) for end in ends)


def _band(sheet: Sheet, technique: Technique, side: Side) -> str:
    path = _side_path(sheet, technique, side)
    head = _heads(path, technique, HEAD * 1.9, "cd-band-tip")
    return f'<path class="cd-band" data-side="{side}" d="{smooth_data(path)}"/>{head}'


def _head(path: FloatArray, size: float, kind: str) -> str:
    head = arrow_head(steady(path), size)
    return "" if head is None else f'<path class="{kind}" d="{polygon_data(head)}"/>'


def _zone(sheet: Sheet, zone: NoGo) -> str:
    drawn = []
    for outline_uv in outlines_uv(zone):
        outline = sheet.from_uv(outline_uv)
        drawn.append(f'<path class="cd-zone" d="{polygon_data(outline)}{hatch(outline)}"/>')
    return "".join(drawn)


def _sides_used(technique: Technique, tries: Sequence[Attempt]) -> tuple[Side, ...]:
    used = tuple(s for s in HANDS if any(a.side in (s, Side.BOTH) for a in tries))
    return used if technique.hands is Hands.EITHER and used else HANDS


def _paths(sheet: Sheet, attempt: Attempt) -> Iterator[FloatArray]:
    for path_uv in (attempt.path_uv, attempt.path_right_uv):
        if np.isfinite(path_uv).all(axis=1).sum() > 1:
            yield sheet.from_uv(path_uv)


def _try(sheet: Sheet, attempt: Attempt) -> str:
    mark = MARKS[attempt.verdict]
    drawn = []
    for path in _paths(sheet, attempt):
        line = f'<path class="cd-try cd-{mark.icon_name}"{dashes(mark, TRY_WIDTH)} d="'
        drawn.append(line + f'{smooth_data(path)}"/>')
        drawn.append(_head(path, SMALL_HEAD, f"cd-tip cd-{mark.icon_name}"))
    return f'<g opacity="{0.75 if attempt.verdict is Verdict.GOOD else 1:g}">{"".join(drawn)}</g>'


def _icons(sheet: Sheet, tries: Sequence[Attempt]) -> Iterator[str]:
    """Put one icon a fault beside its latest path, where there is room for it."""
    taken: list[FloatArray] = []
    middle = sheet.from_uv(MIDDLE_UV[sheet.chart])
    latest = {attempt.verdict: attempt for attempt in tries if attempt.verdict is not Verdict.GOOD}
    for verdict, attempt in latest.items():
        for path in _paths(sheet, attempt):
            line = steady(path)
            places = [beside(line, share, middle, ICON * 2) for share in ICON_SHARES]
            place = next((place for place in places if _free(place, taken)), None)
            if place is not None:
                taken.append(place)
                yield icon(MARKS[verdict], place, ICON)


def _free(place: FloatArray, taken: Sequence[FloatArray]) -> bool:
    return all(float(np.hypot(*(place - other))) > 2.2 * ICON for other in taken)


def document(
    sheet: Sheet,
    body: Iterable[str],
    rows: Sequence[tuple[str, str]],
    looks: Looks,
    words: tuple[str, str],
) -> str:
    """Put the drawing, its legend and its words together."""
    drawn = f'<svg x="0" y="0" width="{WIDTH:g}" height="{sheet.height:.1f}">{"".join(body)}</svg>'
    height = sheet.height
    if looks.legend:
        told = [(sample, looks.tongue(words)) for sample, words in rows]
        top = sheet.height + 20
        side_y = top + legend_height(told) + 4
        height = side_y + 12
        side = looks.tongue(viewpoint(looks.view))
        drawn += f"{legend_rows(told, top)}{text(14, side_y, side, 'cd-small')}"
    title, description = (escape(clean(part)) for part in words)
    # Names of parts must differ between drawings of one page, and not between two runs.
    key = f"cd-{zlib.crc32((title + description + drawn).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cd" role="img" '
        f'viewBox="0 0 {WIDTH:g} {height:.1f}" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>'
        f"<style>{style(looks.scheme)}</style>{drawn}</svg>\n"
    )
