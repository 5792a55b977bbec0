"""Charts of the progress: a bar or a point a day."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import altair as alt

from coach.app.words import Words
from coach.history.progress import Day
from coach.present.svg import Scheme
from coach.types import Region

__all__ = ["minutes_chart", "repetitions_chart", "share_chart"]

HEIGHT = 240
BAR = 18
LABEL: dict[Scheme, str] = {"light": "#1e2732", "dark": "#e7ebf0"}


def repetitions_chart(days: Sequence[Day], words: Words) -> alt.Chart:
    """Draw how many repetitions each day had."""
    rows = [{"day": day.day.isoformat(), "repetitions": day.repetitions} for day in days]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(size=_bar_size(days), cornerRadiusEnd=3)
        .encode(
            x=_day_axis(),
            y=alt.Y("repetitions:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4)),
            tooltip=[
                alt.Tooltip("day:T", title=words("progress.day")),
                alt.Tooltip("repetitions:Q", title=words("progress.repetitions")),
            ],
        )
        .properties(height=HEIGHT)
    )
    return chart


def share_chart(days: Sequence[Day], words: Words) -> alt.Chart:
    """Draw the share of right attempts, day by day."""
    rows = [
        {"day": day.day.isoformat(), "share": day.right_share}
        for day in days
        if math.isfinite(day.right_share)
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point=alt.OverlayMarkDef(size=70), strokeWidth=2.5)
        .encode(
            x=_day_axis(),
            y=alt.Y(
                "share:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", tickCount=4),
            ),
            tooltip=[
                alt.Tooltip("day:T", title=words("progress.day")),
                alt.Tooltip("share:Q", title=words("progress.right"), format=".0%"),
            ],
        )
        .properties(height=HEIGHT)
    )
    return chart


def minutes_chart(
    minutes: Mapping[Region | None, float], words: Words, scheme: Scheme
) -> alt.LayerChart | alt.FacetChart:
    """Draw the minutes for each part of the body, with the numbers written beside the bars."""
    rows = [
        {"region": words(f"region.{region or 'none'}"), "minutes": round(amount, 1)}
        for region, amount in minutes.items()
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("minutes:Q", title=None, axis=None),
        y=alt.Y("region:N", title=None, sort="-x", axis=alt.Axis(ticks=False, domain=False)),
    )
    bars = base.mark_bar(size=BAR, cornerRadiusEnd=3)
    numbers = base.mark_text(align="left", dx=6, fontSize=14, color=LABEL[scheme]).encode(
        text=alt.Text("minutes:Q", format=".1f")
    )
    return alt.layer(bars, numbers).properties(height=HEIGHT)


def _day_axis() -> alt.X:
    axis = alt.Axis(format="%d.%m.", tickCount=5, labelOverlap=True, grid=False)
    return alt.X("day:T", title=None, axis=axis, scale=alt.Scale(padding=14))


def _bar_size(days: Sequence[Day]) -> float:
    span = (days[-1].day - days[0].day).days + 1 if days else 1
    return max(2.0, min(BAR, 200 / span))
