"""From a technique of the catalogue to lines in its chart, and from those to the figure's skin.

Lines in a chart are on the hand's own side, u positive, as the catalogue writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from coach.body.scale import to_cm
from coach.techniques.library import Library, load_library
from coach.techniques.schema import Kind, Technique
from coach.types import ChartName
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Surface
from sample_videos.studio.paths import SkinPath, skin_path
from sample_videos.studio.primitives import Floats
from sample_videos.studio.truth import Chart, Region, chart_of

SHOWN: Final = (
    "around-the-eyes", "back-herringbone", "back-long-stroke", "brows-outwards", "chin-to-ears",
    "forehead-to-temples", "neck-side-down",
)  # fmt: skip
"""The techniques that seeds deal; what a seed shows must not change with the catalogue."""
EVERY: Final[Library] = load_library()
LIBRARY: Final[Library] = EVERY.only(SHOWN, ("eyes", "spine"))
N_LINE: Final = 25
MIDDLE_U: Final = 0.24
"""Fingers of two hands that meet on the midline keep this far from it."""
BELOW_EAR_V: Final = ((-1.0, 0.6, 0.9, 1.2), (-1.0, 0.6, 0.8, 0.84))
"""Heights on the neck, and where they are brought so that fingertips stay below the ear."""
_WITHIN: Final = {  # where a line off its path may still run: lowest and highest u, v
    ChartName.FACE: (0.12, 1.5, -1.02, 1.05),
    ChartName.NECK: (0.5, 1.6, 0.05, 0.9),
    ChartName.TORSO: (0.2, 0.85, 0.1, 0.98),
}


@dataclass(frozen=True, slots=True)
class Touch:
    """A person's own way of laying on the hand: turned and steeper or flatter than usual."""

    turn_deg: float = 0.0
    pitch_deg: float = 0.0


def region_of(technique: Technique) -> Region:
    """Return the region as the truth names it."""
    names: dict[str, Region] = {"face": "face", "neck": "neck", "back": "back"}
    return names[technique.region.value]


def line_uv(technique: Technique) -> Floats:
    """Return the technique's path (25, 2), evenly by length, rounded through its corners."""
    points = technique.path_array_uv
    steps = np.linalg.norm(np.diff(to_cm(technique.chart, points), axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(PchipInterpolator(along / along[-1], points)(np.linspace(0, 1, N_LINE)))


def part_of(line: Floats, start: float, end: float) -> Floats:
    """Return a stretch of a line (25, 2), as fractions of its length."""
    s = np.linspace(0, 1, len(line))
    wanted = np.linspace(start, end, N_LINE)
    return np.stack([np.interp(wanted, s, line[:, k]) for k in (0, 1)], axis=1)


def to_uv(chart: ChartName, points_cm: Floats) -> Floats:
    """Take centimetres of an average adult (n, 2) back to a chart: the inverse of `to_cm`."""
    unit, above, below = (
        to_cm(chart, np.array(uv)) for uv in ([1.0, 0.0], [0.0, 1.0], [0.0, -1.0])
    )
    x, y = points_cm[:, 0], points_cm[:, 1]
    return np.stack([x / unit[0], np.where(y >= 0, y / above[1], -y / below[1])], axis=1)


def shifted_uv(technique: Technique, line: Floats, shift_cm: Floats) -> Floats:
    """Return a line moved by centimetres of an average adult."""
    return to_uv(technique.chart, to_cm(technique.chart, line) + shift_cm)


@lru_cache(maxsize=64)
def off_path_lines(name: str) -> tuple[Floats, ...]:
    """Return lines beside a technique's, clearly off it and still on the body part.

    They are 1.55 to 2.35 times `off_path_cm` away (median). What would leave the body part is cut
    off; lines that would run over a place to keep off, or along another technique's path, are
    left out. On the back and the neck there is no room for any.
    """
    technique = EVERY.find(name)
    line = line_uv(technique)
    here_cm = to_cm(technique.chart, line)
    found = []
    for times in np.arange(1.2, 3.6, 0.1):
        for angle in np.deg2rad(np.arange(-165.0, 181.0, 15.0)):
            shift = times * technique.off_path_cm * np.array([np.cos(angle), np.sin(angle)])
            moved = _inside(technique, shifted_uv(technique, line, shift))
            if moved is not None and _clear(technique, moved, here_cm):
                moved.setflags(write=False)
                found.append(moved)
    return tuple(found)


def _inside(technique: Technique, line: Floats) -> Floats | None:
    """Return the stretch of a line that is on the body part, if that is most of it."""
    left, right, low, high = _WITHIN[technique.chart]
    inside = (line[:, 0] >= left) & (line[:, 0] <= right) & (line[:, 1] >= low)
    inside &= line[:, 1] <= high
    if inside.all():
        return line
    kept = np.flatnonzero(inside)
    whole = technique.kind is Kind.CIRCLE
    if whole or len(kept) < 0.75 * N_LINE or kept[-1] - kept[0] != len(kept) - 1:
        return None
    return part_of(line, kept[0] / (N_LINE - 1), kept[-1] / (N_LINE - 1))


def _clear(technique: Technique, line: Floats, here_cm: Floats) -> bool:
    away = _median_cm(to_cm(technique.chart, line), here_cm) / technique.off_path_cm
    if not 1.55 <= away <= 2.35:
        return False
    for zone in LIBRARY.no_go:
        outline = np.array(zone.polygon_uv, np.float32)
        near = [cv2.pointPolygonTest(outline, point.tolist(), True) > -0.03 for point in line]
        if zone.chart is technique.chart and any(near):
            return False
    others = [
        _median_cm(to_cm(technique.chart, line), to_cm(other.chart, line_uv(other)))
        > other.off_path_cm
        for other in LIBRARY.of_region(technique.region)
        if other.id != technique.id and other.kind is Kind.STROKE
    ]
    return all(others)


def _median_cm(line_cm: Floats, reference_cm: Floats) -> float:
    """Return the median distance of points (n, 2) from a polyline (m, 2)."""
    start, step = reference_cm[:-1], np.diff(reference_cm, axis=0)
    along = np.sum((line_cm[:, None] - start) * step, axis=2) / np.sum(step**2, axis=1)
    foot = start + np.clip(along, 0.0, 1.0)[..., None] * step
    return float(np.median(np.linalg.norm(line_cm[:, None] - foot, axis=2).min(axis=1)))


def laid(figure: Figure, technique: Technique, line: Floats, touch: Touch) -> SkinPath:
    """Lay a line of a technique's chart on a figure, for the hand on the side x > 0."""
    chart = chart_of(region_of(technique), figure.landmarks, figure.view)
    if technique.chart is ChartName.TORSO:
        return _on_back(figure, chart, line, touch)
    if technique.chart is ChartName.NECK:
        return _on_neck(figure, chart, line, touch)
    return _on_face(figure, chart, technique, line, touch)


def _on_face(
    figure: Figure, chart: Chart, technique: Technique, line: Floats, touch: Touch
) -> SkinPath:
    skin = figure.feel([figure.head])
    xy = chart.xy_cm(line)
    jaw = bool(line[:, 1].mean() < -0.4)
    points = skin.around(_above_jaw_edge(skin, xy) if jaw else xy, -1.5, 85.0)
    # towards the midline in the middle of the face, upwards beside it
    u = line[:: len(line) // 6, 0]
    # round the eyes from steeper, so that the two hands have room beside the nose
    low_deg = 56.0 if technique.kind is Kind.CIRCLE else 16.0
    turn = np.interp(u, [0.1, 1.45], [low_deg, 64.0]) + touch.turn_deg
    round_cm = -0.38 * np.clip((u - 0.4) / 1.0, 0.0, 1.0)
    pitch = np.array([28.0, 28.0, 26.0] if jaw else [24.0, 26.0, 28.0]) + touch.pitch_deg
    return skin_path(skin, points, _pointing(turn, round_cm), pitch, 3.0, 18.0)


def _above_jaw_edge(skin: Surface, xy: Floats) -> Floats:
    """Lift the points of a line that would slip off the jaw's lower edge onto the neck."""
    drops = np.arange(1.75, -0.3, -0.25)
    x, y = np.repeat(xy[:, 0], len(drops)), (xy[:, 1:] + drops).ravel()
    start = np.stack([x, y, np.full(len(x), 25.0)], axis=1)
    met = skin.meet(start, np.array([0.0, 0.0, -1.0]), 32.0)
    met_z = met[:, 2].reshape(len(xy), -1)
    facing_down = (skin.normal(met, 0.3)[:, 1] < -0.62).reshape(len(xy), -1)
    # from above, the edge is where the skin turns under or falls back
    fallen = np.diff(met_z, axis=1, prepend=met_z[:, :1]) < -0.7
    off = np.cumsum(facing_down | fallen, axis=1) > 0
    lift = np.array([drops[np.argmax(row)] + 0.35 if row.any() else 0.0 for row in off])
    lift = np.where(xy[:, 0] < 6.2, np.clip(lift, 0.0, 2.0), 0.0)
    smooth = gaussian_filter1d(lift, 2.0, mode="nearest")
    return np.stack([xy[:, 0], xy[:, 1] + smooth], axis=1)


def _on_neck(figure: Figure, chart: Chart, line: Floats, touch: Touch) -> SkinPath:
    skin = figure.feel([figure.head, figure.torso])
    # fingers that point upwards have the ear lobe above them
    low = np.interp(line[:, 1], *BELOW_EAR_V)
    below_ear = np.stack([line[:, 0], low], axis=1)
    points = skin.around(chart.xy_cm(below_ear), -3.5, 98.0)
    v = line[:: len(line) // 6, 1]
    turn = np.interp(v, [0.15, 0.88], [22.0, 55.0]) + touch.turn_deg
    pitch = np.array([30.0, 28.0, 24.0]) + touch.pitch_deg
    return skin_path(skin, points, _pointing(turn, np.full(len(v), -0.1)), pitch, 7.0, 24.0)


def _pointing(turn_deg: Floats, depth: Floats) -> Floats:
    """Return directions of fingers that are turned up from pointing inwards."""
    turn = np.deg2rad(turn_deg)
    return np.stack([-np.cos(turn), np.sin(turn), depth], axis=1)


def _on_back(figure: Figure, chart: Chart, line: Floats, touch: Touch) -> SkinPath:
    skin = figure.feel([figure.torso])
    xy = chart.xy_cm(line) * np.array([-1.0, 1.0])
    start = np.concatenate([xy, np.full((len(xy), 1), 45.0)], axis=1)
    points = skin.meet(start, np.array([0.0, 0.0, -1.0]))
    # the fingers lead, as far as the wrist lets them
    step = np.gradient(xy, axis=0)
    upwards = 1.0 if xy[-1, 1] >= xy[0, 1] else -1.0
    lead = np.rad2deg(np.arctan2(step[:, 0] * upwards, np.abs(step[:, 1]) + 1e-6))
    lean = np.deg2rad(np.clip(0.6 * lead, -40.0, 40.0)[::4] - 5.0 + touch.turn_deg)
    pointing = np.stack([np.sin(lean), np.cos(lean), np.zeros(len(lean))], axis=1)
    pitch = max(6.0 + 0.3 * touch.pitch_deg, 3.0)
    return skin_path(skin, points, pointing, (pitch, pitch), 5.0, 14.0)
