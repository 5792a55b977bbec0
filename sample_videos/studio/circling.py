"""Round and round without a stop: what hands do that circle, on the belly and around the eyes.

Drawn clips go round from rest to rest, one circle after the other, as beginners may. Here the hand
speeds up once, goes on evenly, and slows down at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.techniques.library import load_library
from sample_videos.studio import routes
from sample_videos.studio.casting import Figure
from sample_videos.studio.doers import TWO_FINGERS, doer_of, manner_for
from sample_videos.studio.habits import Habit
from sample_videos.studio.hands import SIDES
from sample_videos.studio.motion import (
    Aim,
    Deed,
    Segment,
    Track,
    hold,
    minimum_jerk,
    path_end,
    swing,
)
from sample_videos.studio.paths import N_PATH, SkinPath, unit
from sample_videos.studio.performance import Performance, drift
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Frame, Manner

EDGE_S: Final = 0.4
"""How long the hand takes to speed up, and to slow down."""
SEAM: Final = 0.7
"""From this share of a round on the hand goes over to the next one, which is not quite alike."""
BEYOND: Final = 0.25
"""By this share of a round a line is laid beyond either end, so that smoothing leaves no gap."""
SMOOTHED: Final = 1.25
"""Laying a round as small as one about an eye draws it in: it is laid larger by this factor."""
LEAST_U: Final = 0.38
"""Fingers of two hands keep this far from the midline."""


def from_half_way(line_uv: Floats) -> Floats:
    """Return a closed line (n, 2) that begins where it was half round."""
    half = len(line_uv) // 2
    return np.concatenate([line_uv[half:-1], line_uv[: half + 1]])


def beyond(line_uv: Floats) -> Floats:
    """Return a closed line (n, 2) continued at both ends by a quarter of a round."""
    more = round(BEYOND * (len(line_uv) - 1))
    return np.concatenate([line_uv[-more - 1 : -1], line_uv, line_uv[1 : more + 1]])


def closed(path: SkinPath) -> SkinPath:
    """Return the one round of a path that was laid beyond its ends."""
    s = np.linspace(BEYOND, 1 + BEYOND, N_PATH) / (1 + 2 * BEYOND)
    points, *ways = (np.stack(rows) for rows in zip(*(path.at(float(x)) for x in s), strict=True))
    # a few millimetres are missing, as smoothing has drawn in the ends that were laid beyond
    share = np.linspace(0.5, -0.5, N_PATH)[:, None]
    points = points + share * (points[-1] - points[0])
    return SkinPath(points, *(unit(way) for way in ways))


@dataclass(frozen=True, slots=True)
class Rounds:
    """When a hand goes round.

    Attributes
    ----------
    begin_s, period_s : float
        When it sets out, and how long a round takes.
    count : int
        How often.
    """

    begin_s: float
    period_s: float
    count: int

    @property
    def marks_s(self) -> list[float]:
        """When the rounds begin, and when the last one ends."""
        inner = [self.begin_s + EDGE_S / 2 + k * self.period_s for k in range(1, self.count)]
        return [self.begin_s, *inner, self.begin_s + self.count * self.period_s + EDGE_S]

    def gone(self, t_s: float) -> float:
        """Return how many rounds are gone at a time."""
        whole_s = self.count * self.period_s + EDGE_S
        since_s = min(max(t_s - self.begin_s, 0.0), whole_s)
        early, late = min(since_s, EDGE_S), min(whole_s - since_s, EDGE_S)
        # at the edges the speed rises and falls evenly, which costs half of their time
        even_s = since_s - early - (EDGE_S - late)
        ramps_s = (early**2 + EDGE_S**2 - late**2) / (2 * EDGE_S)
        return (even_s + ramps_s) / self.period_s


def segments_of(paths: Sequence[SkinPath], deeds: Sequence[Deed], rounds: Rounds) -> list[Segment]:
    """Return a hand's rounds, one after the other."""
    marks, segments = rounds.marks_s, []
    for k, (path, deed) in enumerate(zip(paths, deeds, strict=True)):
        after = paths[min(k + 1, len(paths) - 1)]
        around = _round(path, after, rounds, k)
        segments.append(Segment(marks[k], marks[k + 1], around, deed))
    return segments


def circled(
    paths: Sequence[SkinPath], deeds: Sequence[Deed], rounds: Rounds, frame: Frame, manner: Manner
) -> Track:
    """Compose a hand's track: in from rest, round after round, out again."""
    first, last = path_end(paths[0], 0.0), path_end(paths[-1], 1.0)
    over_first = path_end(paths[0], 0.0, 3.5).place_cm
    over_last = path_end(paths[-1], 1.0, 3.5).place_cm
    begin_s, end_s = rounds.marks_s[0], rounds.marks_s[-1]
    way_in = swing(manner.rest, first, [*manner.via_in_cm, over_first])
    way_out = swing(last, manner.rest, [over_last, *manner.via_out_cm])
    gone_s = end_s + frame.leave_s
    return Track(
        (
            Segment(0.0, frame.arrive_s, hold(manner.rest)),
            Segment(frame.arrive_s, begin_s, way_in),
            *segments_of(paths, deeds, rounds),
            Segment(end_s, gone_s, way_out),
            Segment(gone_s, max(frame.end_s, gone_s + 0.1), hold(manner.rest)),
        )
    )


def _round(path: SkinPath, after: SkinPath, rounds: Rounds, k: int) -> Callable[[float], Aim]:
    """Go round once, and over to where the next round runs."""
    start_s, end_s = rounds.marks_s[k], rounds.marks_s[k + 1]

    def aim(tau: float) -> Aim:
        s = rounds.gone(start_s + tau * (end_s - start_s)) - k
        on = minimum_jerk((s - SEAM) / (1.0 - SEAM))
        return path_end(path, s).mixed(path_end(after, s), on)

    return aim


@dataclass(frozen=True, slots=True)
class AroundTheEyes:
    """Performs circles of both hands' fingertips around the eyes; a clip's `perform`.

    They begin beside the eyes, where fingers come to first.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    habit : Habit
        How.
    """

    technique: str
    habit: Habit

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        habit, doer = self.habit, doer_of(figure, rng)
        begin_s, away_s = float(rng.uniform(1.25, 1.6)), float(rng.uniform(1.0, 1.4))
        rounds = Rounds(begin_s, habit.stroke_s, habit.count)
        end_s = round(rounds.marks_s[-1] + away_s, 1)
        tracks = {}
        for side in SIDES:
            late_s = float(rng.uniform(0.0, habit.lag_s)) * (side == "right")
            mine = Rounds(begin_s + late_s, habit.stroke_s, habit.count)
            paths = [self._laid(figure, rng) for _ in range(habit.count)]
            deeds = [Deed("right", None, True, False, path) for path in paths]
            manner = manner_for(figure, paths[0], paths[-1])
            frame = Frame(begin_s - float(rng.uniform(0.85, 1.1)), 0.8, end_s)
            if side == "right":
                paths, manner = [path.mirrored() for path in paths], manner.mirrored()
            tracks[side] = circled(paths, deeds, mine, frame, manner)
        return Performance(
            end_s,
            tracks,
            dict.fromkeys(SIDES, TWO_FINGERS),
            doer.poles,
            doer.shoulders_cm,
            "head",
            True,
            None if habit.head_deg is None else drift(rng, habit.head_deg),
        )

    def _laid(self, figure: Figure, rng: np.random.Generator) -> SkinPath:
        """Lay one round on the skin, a little different every time."""
        technique, habit = load_library().find(self.technique), self.habit
        jitter = rng.uniform(-habit.jitter_cm, habit.jitter_cm, 2)
        shift_cm = (np.array(habit.offset_cm) + jitter) * (0.7, 1.0)
        line = from_half_way(routes.shifted_uv(technique, routes.line_uv(technique), shift_cm))
        middle = line[:-1].mean(axis=0)
        line = middle + SMOOTHED * (line - middle)
        line[:, 0] = np.maximum(line[:, 0], LEAST_U)
        return closed(routes.laid(figure, technique, beyond(line), habit.touch))
