"""Circles of a flat palm on the belly of a person who stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from coach.techniques.library import load_library
from coach.techniques.schema import Technique
from sample_videos.studio import routes
from sample_videos.studio.casting import Figure
from sample_videos.studio.circling import Rounds, beyond, closed, segments_of
from sample_videos.studio.doers import PALMS
from sample_videos.studio.habits import Habit
from sample_videos.studio.hands import SIDES
from sample_videos.studio.motion import Aim, Deed, Segment, Track, hold, path_end
from sample_videos.studio.paths import SkinPath, skin_path, unit
from sample_videos.studio.performance import Performance
from sample_videos.studio.truth import chart_of

HANGING: Final = Aim(
    np.array([23.5, -79.0, 1.0]), unit(np.array([0.06, -1.0, 0.12])), unit(np.array([0.9, 0, 0.4]))
)
"""The left hand beside the thigh."""
PITCH_DEG: Final = 5.0


@dataclass(frozen=True, slots=True)
class OnTheBelly:
    """Performs circles on the belly with the right hand; a clip's `perform`.

    The palm lies where it begins from the start on, and stays where it ends.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    habit : Habit
        How; the body stands still.
    """

    technique: str
    habit: Habit = field(default_factory=Habit)

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        technique = load_library().find(self.technique)
        paths = [_laid(figure, technique, self.habit, rng) for _ in range(self.habit.count)]
        deeds = [Deed("right", None, True, False, path.mirrored()) for path in paths]
        rounds = Rounds(float(rng.uniform(1.25, 1.6)), self.habit.stroke_s, self.habit.count)
        end_s = round(rounds.marks_s[-1] + float(rng.uniform(1.0, 1.4)), 1)
        lies, stays = hold(path_end(paths[0], 0.0)), hold(path_end(paths[-1], 1.0))
        works = (
            Segment(0.0, rounds.begin_s, lies),
            *segments_of(paths, deeds, rounds),
            Segment(rounds.marks_s[-1], end_s, stays),
        )
        pole = np.array([1.0, -0.35, -0.15])
        return Performance(
            end_s,
            {"left": Track((Segment(0.0, end_s, hold(HANGING)),)), "right": Track(works)},
            dict.fromkeys(SIDES, PALMS),
            {"left": pole, "right": pole * (-1, 1, 1)},
            figure.landmarks.shoulders_cm,
            "torso",
            False,
        )


def _laid(figure: Figure, technique: Technique, habit: Habit, rng: np.random.Generator) -> SkinPath:
    """Lay one circle on the skin, a little different every time."""
    shift_cm = np.array(habit.offset_cm) + rng.uniform(-habit.jitter_cm, habit.jitter_cm, 2)
    line = beyond(routes.shifted_uv(technique, routes.line_uv(technique), shift_cm))
    xy = chart_of("abdomen", figure.landmarks, figure.view).xy_cm(line)
    skin = figure.feel([figure.torso])
    start = np.concatenate([xy, np.full((len(xy), 1), 45.0)], axis=1)
    points = skin.meet(start, np.array([0.0, 0.0, -1.0]))
    # the forearm comes from the right: the hand lies across, and turns a little as it rises
    rise = np.deg2rad(12.0 + 14.0 * np.interp(line[::3, 1], [0.1, 0.45], [1.0, -0.4]))
    pointing = np.stack([np.cos(rise), np.sin(rise), np.zeros(len(rise))], axis=1)
    return closed(skin_path(skin, points, pointing, (PITCH_DEG, PITCH_DEG), 2.0, 9.0))
