"""Measures on truths and outcomes made by hand, whose numbers are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import frames, measures
from benchmarks.bars import MEASURES, estimate, f1, tally
from benchmarks.matching import match
from coach.types import ChartName, Sense, Side, Verdict, View
from tests.benchmarks.made import (
    FRAMES,
    PATH_UV,
    SPANS_S,
    attempt,
    outcome,
    stroke,
    truth,
    turned,
)


def value(key: str, *pairs: tuple) -> float:
    (measure,) = [m for m in MEASURES if m.key == key]
    return estimate(measure, [tally(*pair) for pair in pairs]).value


def test_a_perfect_outcome_meets_every_bar_it_has_a_say_in() -> None:
    clip = (truth(), outcome())
    for measure in MEASURES:
        found = estimate(measure, [tally(*clip)])
        assert measure.meets(found.value) in (True, None), measure.name


def test_a_perfect_outcome_is_1_or_without_error() -> None:
    clip = (truth(), outcome())
    for key in ("sense", "sense_given", "technique", "exact", "off_by_one", "sides", "contact"):
        assert value(key, clip) == 1.0, key
    for key in ("count_error", "direction", "direction_p95", "place_free"):
        assert value(key, clip) == pytest.approx(0.0, abs=1e-4), key


def test_sense_counts_right_given_and_all() -> None:
    spans = SPANS_S
    said = [
        attempt(*spans[0]),
        attempt(*spans[1], sense=Sense.REVERSED),
        attempt(*spans[2], sense=None),
    ]
    found = measures.sense(truth(), outcome(said))
    assert found is not None
    assert found.tolist() == [1, 2, 4]


def test_rubbing_and_hovering_have_no_sense() -> None:
    rubbed = truth([stroke(*span, fault="rubbing") for span in SPANS_S], act="rubbing")
    hovered = truth([stroke(*span, fault="hovering") for span in SPANS_S], act="hovering")
    assert measures.sense(rubbed, outcome()) is None
    assert measures.sense(hovered, outcome()) is None


def test_sense_is_sorted_by_lift_and_a_last_stroke_takes_its_clips() -> None:
    lifts = (0.5, 2.0, 0.7, float("nan"))
    strokes = [stroke(*s, lift_cm=lift) for s, lift in zip(SPANS_S, lifts, strict=True)]
    found = measures.sense_by_lift(truth(strokes), outcome())
    assert found is not None
    assert found[:, 2].tolist() == [3, 1, 0, 0]


def test_both_hands_in_one_attempt_speak_of_both_strokes() -> None:
    strokes = [stroke(1.0, 2.0, side) for side in (Side.LEFT, Side.RIGHT)]
    matching = match(strokes, [attempt(1.0, 2.0, Side.BOTH)])
    assert all(said is not None for _, said in matching.pairs)
    assert not matching.extra_attempts


def test_an_attempt_speaks_of_one_stroke_only_and_that_which_it_shares_most_with() -> None:
    strokes = [stroke(1.0, 2.0), stroke(2.1, 3.1)]
    matching = match(strokes, [attempt(1.6, 3.0)])
    assert [said is not None for _, said in matching.pairs] == [False, True]


@pytest.mark.parametrize(("shift_s", "found"), [(0.0, True), (0.5, True), (0.6, False)])
def test_times_must_share_a_third_or_so(shift_s: float, found: bool) -> None:
    matching = match([stroke(1.0, 2.0)], [attempt(1.0 + shift_s, 2.0 + shift_s)])
    assert (matching.pairs[0][1] is not None) is found
    assert bool(matching.extra_attempts) is not found


def test_the_other_hand_is_no_match() -> None:
    assert match([stroke(1.0, 2.0)], [attempt(1.0, 2.0, Side.RIGHT)]).pairs[0][1] is None


def test_repetitions_off_by_one() -> None:
    clip = (truth(), outcome([attempt(*span) for span in SPANS_S[:3]]))
    assert value("exact", clip) == 0
    assert value("off_by_one", clip) == 1
    assert value("count_error", clip) == pytest.approx(1 / 4.1)


def test_a_repetition_where_none_is_weighs_ten() -> None:
    reversed_ = truth([stroke(*s, fault="reversed") for s in SPANS_S], act="reversed")
    clip = (reversed_, outcome([attempt(*SPANS_S[0])]))
    assert value("count_error", clip) == pytest.approx(10)
    assert np.isnan(value("count_error_some", clip))


def test_sides_are_compared_one_by_one() -> None:
    said = outcome([attempt(*span, side=Side.RIGHT) for span in SPANS_S])
    assert value("exact", (truth(), said)) == 1
    assert value("sides", (truth(), said)) == 0


@pytest.mark.parametrize("degrees", [0.0, 7.0, -12.0, 90.0, 180.0])
def test_direction_is_the_angle_between_the_mean_directions(degrees: float) -> None:
    line = PATH_UV + np.array([0.0, 0.5])
    path = turned(line, degrees)
    true = truth([stroke(1.0, 2.0, path_uv=line)])
    said = outcome([attempt(1.0, 2.0, path_uv=path)])
    assert value("direction", (true, said)) == pytest.approx(abs(degrees), abs=0.5)


@pytest.mark.parametrize(("way", "degrees"), [(1, 0.0), (-1, 180.0)])
def test_a_circle_is_compared_along_its_way(way: int, degrees: float) -> None:
    angle = np.linspace(0, 2 * np.pi, 16)
    ring = np.stack([0.5 + 0.4 * np.cos(angle), 0.6 + 0.3 * np.sin(angle)], axis=-1)
    later = np.roll(ring[:-1], 4, axis=0)
    said = outcome([attempt(1.0, 2.0, path_uv=np.vstack([later, later[:1]])[::way])])
    clip = (truth([stroke(1.0, 2.0, path_uv=ring)]), said)
    assert value("direction_round", clip) == pytest.approx(degrees, abs=15)
    assert np.isnan(value("direction", clip))


def test_a_path_in_another_chart_has_no_direction_to_compare() -> None:
    said = outcome([attempt(1.0, 2.0, chart=ChartName.NECK)])
    assert measures.direction_errors_deg(truth([stroke(1.0, 2.0)]), said) is None


@pytest.mark.parametrize(("late_frames", "perfect"), [(0, True), (2, True), (3, False)])
def test_touch_may_be_two_frames_late(late_frames: int, perfect: bool) -> None:
    late_s = late_frames / 20
    said = outcome([attempt(a + late_s, b + late_s) for a, b in SPANS_S])
    assert (value("contact", (truth(), said)) == 1.0) is perfect


def test_touch_that_is_said_all_the_time_has_its_precision() -> None:
    said = outcome([attempt(0.0, 8.0)])
    row = frames.contact(truth(), said)
    assert row is not None
    assert (row[1], row[2]) == (FRAMES, row[3])
    precision = row[0] / row[1]
    assert f1(row) == pytest.approx(2 * precision / (1 + precision))


def test_nothing_said_of_strokes_is_0_and_not_unknown() -> None:
    assert value("contact", (truth(), outcome([]))) == 0.0


def test_low_lifts_have_no_say_in_the_bar() -> None:
    low = truth([stroke(*span, lift_cm=2.0) for span in SPANS_S])
    assert np.isnan(value("contact", (low, outcome())))
    assert value("contact_all", (low, outcome())) == 1.0


def test_place_is_told_in_the_figures_own_millimetres() -> None:
    said = outcome(places_uv=np.full((FRAMES, 2, 2), (0.6, 0.5)))
    assert value("place_free", (truth(), said)) == pytest.approx(45 * 0.1)
    row = frames.bias(truth(), said)
    assert row is not None
    assert row[:2] / row[2] == pytest.approx([4.5, 0.0])


def test_a_hand_before_the_face_is_told_apart() -> None:
    over, beside = (truth(occluded=np.full(FRAMES, share)) for share in (0.2, 0.1))
    assert over.hand_over_face.all()
    assert not beside.hand_over_face.any()
    assert np.isnan(value("place_free", (over, outcome())))
    assert value("place_over", (over, outcome())) == 0.0


def test_touches_that_are_not_placed_are_told() -> None:
    said = outcome(places_uv=np.full((FRAMES, 2, 2), np.nan))
    assert value("placed", (truth(), said)) == 0.0
    assert np.isnan(value("place_free", (truth(), said)))


def test_spine_needs_the_right_strokes_flagged_and_no_others() -> None:
    on = [stroke(*span, fault="no_go", no_go=k < 2) for k, span in enumerate(SPANS_S)]
    true = truth(on, act="on_spine", view=View.BACK)
    flagged = [attempt(*span, verdict=Verdict.NO_GO) for span in SPANS_S[1:4]]
    row = measures.spine(true, outcome(flagged))
    assert row is not None
    assert row.tolist() == [1, 3, 1, 2]
    assert f1(row) == pytest.approx(2 * (1 / 3) * 0.5 / (1 / 3 + 0.5))


def test_false_alarms_are_a_rate_over_quiet_clips_only() -> None:
    quiet = truth([], act="scratching", duration_s=6.0)
    assert value("false_alarms", (quiet, outcome())) == pytest.approx(40)
    assert value("false_attempts", (quiet, outcome())) == pytest.approx(40)
    assert measures.false_alarms(truth(), outcome()) is None
    assert measures.repetitions(quiet, outcome()) is None


def test_faults_are_counted_against_what_was_said() -> None:
    strokes = [stroke(*SPANS_S[0], fault="too_short"), stroke(*SPANS_S[1])]
    said = outcome([attempt(*SPANS_S[0], verdict=Verdict.TOO_SHORT)])
    found = measures.faults(truth(strokes), said)
    assert found == {("too_short", "too_short"): 1, ("none", "nothing"): 1}
