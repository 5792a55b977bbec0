"""What has no right way along a path is learned, too: taps, presses, holds and rubbing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.catalogue_scene import Done, scene
from coach.body.placement import CHARTS
from coach.coaching.session import Session
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.teaching.beats import Beat
from coach.teaching.by_beat import kind_shown
from coach.teaching.learn import learn
from coach.teaching.lesson import Lesson
from coach.techniques.schema import Kind
from coach.types import ChartName, Observation, Region, Side
from sample_videos.studio.landmark_noise import LandmarkNoise
from tests.teaching.made import LIBRARY, watched

TEACHERS = {
    "back-cup-clap": 7700,
    "back-thumb-press": 8400,
    "back-rub-to-spine": 8100,
    "fists-below-navel": 9300,
}
OTHERS = 50
"""By how much another person's seed differs."""


def done(technique: str, seed: int) -> tuple[list[Observation], Done]:
    return scene(LIBRARY.find(technique), "right", seed, LandmarkNoise())


def learned(technique: str) -> Lesson:
    frames, _ = done(technique, TEACHERS[technique])
    return learn(watched(frames), LIBRARY, "Shown")


@pytest.mark.parametrize(
    ("technique", "kind", "region", "off"),
    [
        ("back-cup-clap", Kind.TAP, Region.BACK, 0.1),
        ("back-thumb-press", Kind.PRESS, Region.BACK, 0.0),
        ("back-rub-to-spine", Kind.RUB, Region.BACK, 0.1),
        ("fists-below-navel", Kind.HOLD, Region.ABDOMEN, 0.0),
    ],
)
def test_it_is_learned_and_counts_what_others_do(
    technique: str, kind: Kind, region: Region, off: float
) -> None:
    lesson = learned(technique)
    made = lesson.technique()
    assert (made.kind, made.region) == (kind, region)
    frames, truth = done(technique, TEACHERS[technique] + OTHERS)
    session = Session(LIBRARY.joined(made), technique=made.id)
    for seen in frames:
        session.push(seen)
    session.finish()
    told = len(session.report("pupil", frames[-1].t_s).attempts)
    wanted = max(truth.done, 1)  # One hold is one.
    assert abs(told - wanted) <= off * wanted


def test_the_sentence_says_what_was_shown() -> None:
    what = "palms (assumed: fingertips would look the same)"
    assert f"in turn, {what}, taps" in learned("back-cup-clap").sentence
    assert "resting at the" in learned("fists-below-navel").sentence
    assert "one hold" in learned("fists-below-navel").sentence


def test_cues_and_words_are_of_its_kind() -> None:
    made = learned("back-thumb-press").technique()
    assert made.instruction.startswith("With both palms, press")
    assert made.cues.reversed == "There is no direction here."


def beat(kind: Kind, start_s: float, pace_s: float, u: float = 0.5) -> Beat:
    path_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), (u, 0.5))
    return Beat(start_s, start_s + pace_s, Side.LEFT, ChartName.TORSO, kind, pace_s, path_uv)


STROKE = Stroke(
    0.0, 1.5, Side.LEFT, ChartName.TORSO, beat(Kind.TAP, 0, 1).path_uv,
    closed=False, contact=1.0, to_and_fro=False, evident=True,
)  # fmt: skip


def test_resting_between_strokes_is_no_hold() -> None:
    rests = [beat(Kind.HOLD, 3.0, 4.0)]
    assert kind_shown(rests, [STROKE]) is None
    assert kind_shown(rests, []) is Kind.HOLD


def test_presses_on_one_place_are_a_hold_that_trembles() -> None:
    still = [beat(Kind.PRESS, float(k), 0.8) for k in range(5)]
    moving = [beat(Kind.PRESS, float(k), 0.8, u=0.2 * k) for k in range(5)]
    assert kind_shown(still, []) is Kind.HOLD
    assert kind_shown(moving, []) is Kind.PRESS


def test_a_way_over_several_presses_is_no_stroke() -> None:
    presses = [beat(Kind.PRESS, 1.0 * k, 0.8, u=0.2 * k) for k in range(5)]
    assert kind_shown(presses, [replace(STROKE, end_s=5.0)]) is Kind.PRESS
    assert kind_shown(presses[:1], [replace(STROKE, end_s=5.0)]) is None
