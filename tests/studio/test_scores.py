"""Scores: what a hand does with every kind of technique, as functions of time."""

from __future__ import annotations

import numpy as np
import pytest

from coach.techniques.library import load_library
from coach.techniques.schema import Technique
from sample_videos.studio.scores import STEP_HZ, Score, score_of

LIBRARY = load_library()
MOVED = [t for t in LIBRARY.techniques if t.kind.value not in ("hold", "timed")]


def played(name: str, seed: int = 3, **how: float) -> Score:
    return score_of(LIBRARY.find(name), "right", np.random.default_rng(seed), **how)


def steps_of(score: Score, span: tuple[float, float]) -> slice:
    return slice(round(span[0] * STEP_HZ), round(span[1] * STEP_HZ))


@pytest.mark.parametrize("technique", MOVED, ids=lambda one: one.id)
def test_the_hand_is_on_the_skin_at_every_repetition(technique: Technique) -> None:
    score = score_of(technique, "right", np.random.default_rng(1))
    begins = [start for start, _ in score.spans_s]
    assert begins == sorted(begins)
    assert score.spans_s[-1][1] <= score.contact_s + 1 / STEP_HZ
    for span in score.spans_s:
        assert score.lift_cm[steps_of(score, span)].max() < 0.1


@pytest.mark.parametrize("name", ["back-cup-clap", "back-thumb-press", "back-vibration"])
def test_it_lifts_between_repetitions(name: str) -> None:
    score = played(name)
    for (_, end_s), (start_s, _) in zip(score.spans_s, score.spans_s[1:], strict=False):
        assert score.lift_cm[steps_of(score, (end_s, start_s))].max() > 2.0


def test_kneading_closes_once_a_fold() -> None:
    score = played("back-knead-fold")
    closed = np.diff((score.open < 0.5).astype(int))
    assert (closed == 1).sum() == score.count
    assert score.open.min() < 0.01
    assert score.open.max() > 0.99


def test_the_wrong_way_is_the_same_way_back() -> None:
    technique = LIBRARY.find("back-vibration")
    right, back = (
        score_of(technique, sense, np.random.default_rng(5)) for sense in ("right", "reversed")
    )
    np.testing.assert_allclose(back.along, 1.0 - right.along)
    assert back.spans_s == right.spans_s


@pytest.mark.parametrize("technique", MOVED, ids=lambda one: one.id)
def test_what_would_take_too_long_is_done_fewer_times(technique: Technique) -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        score = score_of(technique, "right", rng, longest_s=8.0)
        assert score.count >= 2
        assert score.contact_s < 9.0 or score.count == 2
