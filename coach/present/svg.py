"""The pieces the SVG drawings are made of: sheet, line data, icons, hatching, colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
from shapely.geometry import LineString, MultiLineString, Polygon

from coach.body.scale import from_cm, to_cm
from coach.present.marks import MARKS, Mark
from coach.present.outlines import Figure, figure
from coach.present.paths import curve, evenly, finite_runs
from coach.present.words import clean
from coach.types import ChartName, FloatArray, View

__all__ = [
    "WIDTH",
    "Scheme",
    "Sheet",
    "dashes",
    "hatch",
    "icon",
    "polygon_data",
    "smooth_data",
    "steady",
    "style",
    "text",
]

Scheme = Literal["light", "dark"]

WIDTH = 360.0
"""Width of every drawing in its own units, so that lines and letters are the same in all."""

HATCH_STEP = 5.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where chart points lie on a drawing.

    Attributes
    ----------
    figure
        The body part.
    facing
        1 when the person's left is on the right of the drawing (front views), else -1.
    """

    chart: ChartName
    figure: Figure
    facing: float

    @classmethod
    def of(cls, chart: ChartName, view: View) -> Sheet:
        """Lay out the drawing of a chart as seen from one side."""
        return cls(chart, figure(chart, view), -1.0 if view is View.BACK else 1.0)

    @property
    def scale(self) -> float:
        """Drawing units in a centimetre."""
        return WIDTH / (self.figure.high_cm[0] - self.figure.low_cm[0])

    @property
    def height(self) -> float:
        """Height of the body part in drawing units."""
        return (self.figure.high_cm[1] - self.figure.low_cm[1]) * self.scale

    def from_cm(self, points_cm: FloatArray) -> FloatArray:
        """Map centimetres from the chart's origin to drawing units."""
        x = points_cm[..., 0] * self.facing - self.figure.low_cm[0]
        y = self.figure.high_cm[1] - points_cm[..., 1]
        return np.stack([x, y], axis=-1) * self.scale

    def to_uv(self, points: FloatArray) -> FloatArray:
        """Map drawing units to chart points: undoes `from_uv`."""
        plain = points / self.scale
        x = (plain[..., 0] + self.figure.low_cm[0]) * self.facing
        y = self.figure.high_cm[1] - plain[..., 1]
        return from_cm(self.chart, np.stack([x, y], axis=-1))

    def from_uv(self, points_uv: FloatArray) -> FloatArray:
        """Map chart points to drawing units."""
        return self.from_cm(to_cm(self.chart, points_uv))


def smooth_data(points: FloatArray, *, closed: bool = False) -> str:
    """Give the path data of a smooth line; pieces where points are unknown are left out."""
    data = []
    for run in finite_runs(points):
        if len(run) < 2:
            continue
        segments = curve(run, closed=closed)
        data.append("M" + _pair(run[0]))
        data += ["C" + " ".join(_pair(point) for point in segment[1:]) for segment in segments]
    return "".join(data) + ("Z" if closed and data else "")


def polygon_data(points: FloatArray) -> str:
    """Give the path data of a polygon."""
    return "M" + "L".join(_pair(point) for point in points) + "Z"


def _pair(point: FloatArray) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def hatch(outline: FloatArray) -> str:
    """Give the path data of slanted lines within an outline."""
    area = Polygon(outline)
    low_x, low_y, high_x, high_y = area.bounds
    height = high_y - low_y
    data = []
    for x in np.arange(low_x - height, high_x, HATCH_STEP):
        slant = LineString([(x, high_y), (x + height, low_y)])
        inside = area.intersection(slant) if area.is_valid else LineString()
        pieces = inside.geoms if isinstance(inside, MultiLineString) else [inside]
        for piece in pieces:
            if isinstance(piece, LineString) and not piece.is_empty:
                ends = np.array(piece.coords)
                data.append(f"M{_pair(ends[0])}L{_pair(ends[-1])}")
    return "".join(data)


def icon(mark: Mark, centre: FloatArray, radius: float) -> str:
    """Draw a verdict's icon: its strokes on a filled disc of its colour."""
    strokes = "".join(
        "M" + "L".join(_pair(centre + np.array(point) * radius * 0.82) for point in stroke)
        for stroke in mark.icon
    )
    x, y = centre
    return (
        f'<circle class="cd-disc cd-{mark.icon_name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        f'<path class="cd-icon" stroke-width="{radius * 0.22:.2f}" d="{strokes}"/>'
    )


def dashes(mark: Mark, width: float) -> str:
    """Give the attribute of a dashed line; nothing for a solid one."""
    if not mark.dash:
        return ""
    lengths = " ".join(f"{length * width:.1f}" for length in mark.dash)
    return f' stroke-dasharray="{lengths}"'


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Write a line of text."""
    named = f"cd-text {kind}".strip()
    return f'<text class="{named}" x="{x:.1f}" y="{y:.1f}">{escape(clean(words))}</text>'


def steady(points: FloatArray) -> FloatArray:
    """Give a path in even steps, so that its arrow head looks back a known distance."""
    known = points[np.isfinite(points).all(axis=1)]
    return evenly(known, 64) if len(known) > 1 else known


def _rules(values: Iterable[tuple[str, str]]) -> str:
    return "".join(f"--cd-{name}:{value};" for name, value in values)


LIGHT = _rules(
    [
        ("skin", "#f7efe7"), ("hair", "#ddd2c7"), ("cloth", "#dde4ec"), ("line", "#a79e95"),
        ("hint", "#cfc4b9"), ("feature", "#8b8178"), ("ref", "#1f2a37"), ("band", "#9fb0c3"),
        ("text", "#3d4654"), ("zone", "#a34a7c"), ("icon", "#ffffff"),
        *((mark.icon_name, mark.light) for mark in MARKS.values()),
    ]
)  # fmt: skip
DARK = _rules(
    [
        ("skin", "#2e333b"), ("hair", "#424954"), ("cloth", "#27313d"), ("line", "#737d8b"),
        ("hint", "#4b535e"), ("feature", "#9aa4b1"), ("ref", "#f2f5f8"), ("band", "#66788d"),
        ("text", "#cdd4dd"), ("zone", "#e09ac2"), ("icon", "#14181d"),
        *((mark.icon_name, mark.dark) for mark in MARKS.values()),
    ]
)  # fmt: skip
VERDICTS = "".join(
    f".cd .cd-disc.cd-{mark.icon_name}{{fill:var(--cd-{mark.icon_name})}}"
    f".cd .cd-try.cd-{mark.icon_name}{{stroke:var(--cd-{mark.icon_name})}}"
    f".cd .cd-tip.cd-{mark.icon_name}{{fill:var(--cd-{mark.icon_name})}}"
    for mark in MARKS.values()
)
COLOURS = {
    None: (
        f".cd{{{LIGHT}}}"
        f"@media (prefers-color-scheme:dark){{.cd{{{DARK}}}}}"
        f"@media print{{.cd{{{LIGHT}}}}}"
    ),
    "light": f".cd{{{LIGHT}}}",
    "dark": f".cd{{{DARK}}}",
}
LINES = (
    ".cd path{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".cd .cd-skin,.cd .cd-hair,.cd .cd-cloth{stroke:var(--cd-line);stroke-width:1.6}"
    ".cd .cd-skin{fill:var(--cd-skin)}.cd .cd-hair{fill:var(--cd-hair)}"
    ".cd .cd-cloth{fill:var(--cd-cloth)}"
    ".cd .cd-feature{stroke:var(--cd-feature);stroke-width:2}"
    ".cd .cd-brow{stroke:var(--cd-hair);stroke-width:6}"
    ".cd .cd-hint{stroke:var(--cd-hint);stroke-width:1.8}"
    ".cd .cd-zone{stroke:var(--cd-zone);stroke-width:1.2;opacity:.85}"
    ".cd .cd-ref{stroke:var(--cd-ref);stroke-width:4.5}"
    ".cd .cd-place{stroke:var(--cd-ref);stroke-width:13;opacity:.7}"
    ".cd .cd-ref-tip{fill:var(--cd-ref)}"
    ".cd .cd-start{fill:var(--cd-skin);stroke:var(--cd-ref);stroke-width:3}"
    ".cd .cd-band{stroke:var(--cd-band);stroke-width:13;opacity:.5}"
    ".cd .cd-band-tip{fill:var(--cd-band);opacity:.75}"
    ".cd .cd-try{stroke-width:2.6}"
    ".cd .cd-icon{stroke:var(--cd-icon)}"
    ".cd .cd-text{fill:var(--cd-text);font:500 13px system-ui,-apple-system,'Segoe UI',Roboto,"
    "sans-serif}.cd .cd-small{font-size:12px;font-weight:400}"
    f"{VERDICTS}"
)


def style(scheme: Scheme | None = None) -> str:
    """Give colours and lines of every drawing.

    All names begin with ``cd``, to live in any page.

    Parameters
    ----------
    scheme
        For a light or a dark page; None to follow the reader's own setting.
    """
    return COLOURS[scheme] + LINES
