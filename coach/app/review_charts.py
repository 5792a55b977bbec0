"""Charts of a review. Verdicts have a colour and a sign each, never a colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from coach.app.review_figures import Numbered, clock
from coach.app.words import Words
from coach.present.marks import MARKS, ORDER, Mark
from coach.present.svg import WIDTH, Scheme, Sheet
from coach.present.whereabouts import OutlineLine, Whereabouts, cells, outline_lines
from coach.techniques.schema import Technique
from coach.types import HANDS, Side, Verdict

__all__ = ["SELECTION", "heat_map", "pace_chart", "timeline_chart"]

Layers = alt.LayerChart | alt.FacetChart

SELECTION = "attempt"
ROW = 64
AROUND = 120
"""What axis and legend take."""
BAR = 20
SIGN = 300
RING = "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0"
HEAT = 460
INK: dict[Scheme, str] = {"light": "#1e2732", "dark": "#e7ebf0"}
LINE: dict[Scheme, str] = {"light": "#a79e95", "dark": "#737d8b"}
PAPER: dict[Scheme, str] = {"light": "#faf8f5", "dark": "#13171c"}
LEAST_BAR_SHARE = 0.012
"""A bar is drawn at least this long, in shares of the clip, so that it can be hit."""


def timeline_chart(
    shown: Sequence[Numbered], length_s: float, chosen: int, words: Words, scheme: Scheme
) -> Layers:
    """Draw attempts along the clip, a row a hand; a click selects one by its ``number``."""
    least_s = length_s * LEAST_BAR_SHARE
    hands = [words(f"side.{hand}") for hand in HANDS]
    rows = [
        {
            "number": one.number,
            "start": one.attempt.start_s,
            "end": max(one.attempt.end_s, one.attempt.start_s + least_s),
            "middle": (one.attempt.start_s + one.attempt.end_s) / 2,
            "hand": words(f"side.{hand}"),
            "verdict": words(f"verdict.{one.attempt.verdict}"),
            "at": clock(one.attempt.start_s),
            "is_chosen": one.number == chosen,
        }
        for one in shown
        for hand in HANDS
        if one.attempt.side in (hand, Side.BOTH)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("hand:N", title=None, sort=hands, scale=alt.Scale(domain=hands)),
        color=_colours(words, scheme, shown),
        tooltip=[
            alt.Tooltip("number:Q", title="#"),
            alt.Tooltip("at:N", title=words("results.at")),
            alt.Tooltip("verdict:N", title=words("results.verdict")),
        ],
    )
    picked = alt.selection_point(name=SELECTION, fields=["number"], toggle=False, clear=False)
    bars = (
        base.mark_bar(height=BAR, cornerRadius=5, cursor="pointer")
        .encode(
            x=alt.X(
                "start:Q",
                title=words("results.seconds"),
                scale=alt.Scale(domain=[0, length_s], nice=False),
                axis=alt.Axis(grid=False, tickMinStep=1),
            ),
            x2="end:Q",
            stroke=alt.condition("datum.is_chosen", alt.value(INK[scheme]), alt.value(None)),
            strokeWidth=alt.value(3),
        )
        .add_params(picked)
    )
    signs = base.mark_point(
        filled=False,
        strokeWidth=2,
        size=SIGN,
        yOffset=-BAR - 3,
        strokeCap="round",
        strokeJoin="round",
    ).encode(x="middle:Q", shape=_signs(words, shown))
    return alt.layer(bars, signs).properties(height=ROW * len(HANDS) + AROUND)


def pace_chart(
    shown: Sequence[Numbered], technique: Technique | None, words: Words, scheme: Scheme
) -> Layers:
    """Draw how long each attempt took, over the band that the technique asks for."""
    rows = [
        {
            "number": one.number,
            "pace": one.pace_s,
            "verdict": words(f"verdict.{one.attempt.verdict}"),
        }
        for one in shown
    ]
    points = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_point(filled=False, strokeWidth=2, size=SIGN)
        .encode(
            x=alt.X("number:O", title=words("results.attempt"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("pace:Q", title=words("results.seconds"), scale=alt.Scale(domainMin=0)),
            color=_colours(words, scheme, shown, legend=False),
            shape=_signs(words, shown, legend=False),
            tooltip=[alt.Tooltip("pace:Q", title=words("results.seconds"), format=".1f")],
        )
    )
    layers: list[alt.Chart] = [points]
    if technique is not None:
        band = [{"low": technique.pace_min_s, "high": technique.pace_max_s}]
        layers.insert(
            0,
            alt.Chart(alt.InlineData(values=band))
            .mark_rect(opacity=0.16, color=_colour(MARKS[Verdict.GOOD], scheme))
            .encode(y="low:Q", y2="high:Q"),
        )
    return alt.layer(*layers).properties(height=260)


def heat_map(places: Whereabouts, words: Words, scheme: Scheme) -> Layers:
    """Draw how long the hands were where, over the outline of the body."""
    sheet = Sheet.of(places.chart, places.view)
    height = sheet.height
    found = cells(places)
    spots = [
        {"x": x, "x2": x + found.side, "y": y, "y2": y + found.side, "seconds": seconds}
        for (x, y), seconds in zip(found.corners.tolist(), found.seconds.tolist(), strict=True)
    ]
    across = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    down = alt.Scale(domain=[height, 0], nice=False, zero=False)
    heat = (
        alt.Chart(alt.InlineData(values=spots))
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X("x:Q", axis=None, scale=across),
            x2="x2:Q",
            y=alt.Y("y:Q", axis=None, scale=down),
            y2="y2:Q",
            color=alt.Color(
                "seconds:Q",
                title=words("results.seconds"),
                scale=alt.Scale(type="sqrt"),
                legend=alt.Legend(orient="bottom", gradientLength=180, tickCount=3),
            ),
            tooltip=[alt.Tooltip("seconds:Q", title=words("results.seconds"), format=".1f")],
        )
    )
    body = [_shape(line, across, down, scheme) for line in outline_lines(places.chart, places.view)]
    return alt.layer(*body, heat).properties(
        width=HEAT * WIDTH / height, height=HEAT, view=alt.ViewConfig(strokeWidth=0)
    )


def _shape(line: OutlineLine, across: alt.Scale, down: alt.Scale, scheme: Scheme) -> alt.Chart:
    points = [{"x": x, "y": y, "order": order} for order, (x, y) in enumerate(line.points.tolist())]
    fill = PAPER[scheme] if line.is_closed else "transparent"
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(strokeWidth=1.4, stroke=LINE[scheme], fill=fill, clip=True)
        .encode(
            x=alt.X("x:Q", axis=None, scale=across),
            y=alt.Y("y:Q", axis=None, scale=down),
            order="order:Q",
        )
    )
    return chart


def _order(shown: Sequence[Numbered]) -> list[Verdict]:
    there = {one.attempt.verdict for one in shown}
    return [verdict for verdict in ORDER if verdict in there]


def _colours(
    words: Words, scheme: Scheme, shown: Sequence[Numbered], *, legend: bool = True
) -> alt.Color:
    order = _order(shown)
    return alt.Color(
        "verdict:N",
        title=None,
        scale=alt.Scale(
            domain=[words(f"verdict.{verdict}") for verdict in order],
            range=[_colour(MARKS[verdict], scheme) for verdict in order],
        ),
        legend=alt.Legend(orient="bottom", symbolStrokeWidth=2, symbolFillColor="transparent")
        if legend
        else None,
    )


def _signs(words: Words, shown: Sequence[Numbered], *, legend: bool = True) -> alt.Shape:
    order = _order(shown)
    scale = alt.Scale(
        domain=[words(f"verdict.{verdict}") for verdict in order],
        range=[_sign(MARKS[verdict]) for verdict in order],
    )
    if not legend:
        return alt.Shape("verdict:N", title=None, scale=scale, legend=None)
    return alt.Shape("verdict:N", title=None, scale=scale)


def _sign(mark: Mark) -> str:
    """Give a verdict's icon in a ring as the path of a symbol; dots are very short lines."""
    strokes = [
        [f"{x:g},{y + (0.01 if number else 0):g}" for number, (x, y) in enumerate(stroke)]
        for stroke in mark.icon
    ]
    return RING + "".join("M" + "L".join(points) for points in strokes)


def _colour(mark: Mark, scheme: Scheme) -> str:
    return mark.dark if scheme == "dark" else mark.light
