"""Pairing hands, and what is said about what was not seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.body.torso import PlaneChart
from coach.coaching.counter import pair_hands, without_fragments
from coach.coaching.sought import ANYTHING, Sought
from coach.coaching.tally import Tally
from coach.techniques.library import load_library
from coach.techniques.schema import Technique
from coach.types import Attempt, ChartName, Observation, Sense, Side, Verdict, View

LEFT = Attempt(
    1.0, 2.0, Side.LEFT, "chin-to-ears", Sense.RIGHT, 4.0, Verdict.GOOD, True, 0.9, "",
    ChartName.FACE, np.linspace((0.1, -1), (1.6, -0.2), 16),
)  # fmt: skip
RIGHT = replace(LEFT, side=Side.RIGHT, path_uv=LEFT.path_uv * (-1, 1))


def test_hands_that_move_together_make_one() -> None:
    (both,) = pair_hands([LEFT, replace(RIGHT, start_s=1.2, end_s=2.3)])
    assert (both.side, both.start_s, both.end_s) == (Side.BOTH, 1.0, 2.3)
    np.testing.assert_array_equal(both.path_uv, LEFT.path_uv)
    np.testing.assert_array_equal(both.path_right_uv, RIGHT.path_uv)


def test_hands_in_turn_make_one_each() -> None:
    later = replace(RIGHT, start_s=1.8, end_s=2.8)
    assert [a.side for a in pair_hands([later, LEFT])] == [Side.LEFT, Side.RIGHT]


def test_taps_that_happen_to_fall_together_count_by_hand() -> None:
    taps = {"chin-to-ears"}
    assert [a.side for a in pair_hands([LEFT, RIGHT], apart=taps)] == [Side.LEFT, Side.RIGHT]


def test_what_both_hands_did_already_stays() -> None:
    both = replace(LEFT, side=Side.BOTH, start_s=4.0, end_s=5.0)
    assert [a.side for a in pair_hands([both, LEFT])] == [Side.LEFT, Side.BOTH]


def test_different_techniques_are_not_paired() -> None:
    assert len(pair_hands([LEFT, replace(RIGHT, technique="brows-outwards")])) == 2


def test_a_pair_has_the_worse_verdict() -> None:
    short = replace(RIGHT, verdict=Verdict.TOO_SHORT, counted=False, cue="Go on.")
    (both,) = pair_hands([LEFT, short])
    assert (both.verdict, both.counted, both.cue) == (Verdict.TOO_SHORT, False, "Go on.")


def test_each_attempt_is_paired_once() -> None:
    twice = [LEFT, replace(LEFT, start_s=3.0, end_s=4.0), RIGHT]
    assert [a.side for a in pair_hands(twice)] == [Side.BOTH, Side.LEFT]


def test_what_is_left_of_a_lost_hand_is_part_of_what_the_other_did() -> None:
    parts = [replace(RIGHT, start_s=a, end_s=b) for a, b in ((1.0, 1.3), (1.5, 2.1))]
    assert [a.side for a in pair_hands([LEFT, *parts])] == [Side.BOTH]
    assert [a.side for a in pair_hands([LEFT, parts[0]])] == [Side.LEFT]
    assert [a.side for a in pair_hands([LEFT, parts[0]], apart={"chin-to-ears"})] == [
        Side.LEFT, Side.RIGHT
    ]  # fmt: skip


def test_another_technique_or_sense_meanwhile_is_no_part() -> None:
    short = replace(RIGHT, start_s=1.1, end_s=1.3)
    for other in (replace(short, technique="jaw-outwards"), replace(short, sense=Sense.REVERSED)):
        assert pair_hands([LEFT, other]) == (LEFT, other)


def test_setting_down_and_lifting_off_are_no_strokes() -> None:
    lift = replace(LEFT, technique=None, start_s=2.1, end_s=2.4)
    other = replace(lift, start_s=5.0, end_s=6.0)
    assert without_fragments([LEFT, lift, other]) == (LEFT, other)


CHARTS = [PlaneChart(name, np.zeros(2), np.eye(2)) for name in ChartName]


def seen(t_s: float, *, face: bool = True, hands: int = 2, people: int = 1) -> Observation:
    hands_px = np.full((2, 21, 2), np.nan)
    hands_px[:hands] = 1.0
    return Observation(
        t_s, (640, 480), hands_px, np.full((2, 21, 3), np.nan), np.ones(2),
        np.full((468, 3), 1.0 if face else np.nan), np.full((33, 2), 1.0 if face else np.nan),
        np.ones(33), people,
    )  # fmt: skip


def tally(*frames: Observation, view: View = View.FRONT, asked: Technique | None = None) -> Tally:
    counted = Tally(Sought((asked,), asked.name, asked) if asked is not None else ANYTHING)
    for frame in frames:
        counted.push(frame, view, CHARTS)
    return counted


def test_obstacles_say_the_way_out() -> None:
    library = load_library()
    assert "Nobody" in tally(seen(0, face=False, hands=0)).obstacle()
    assert "no hands" in tally(seen(0, hands=0)).obstacle()
    assert "no face or body" in tally(seen(0, face=False)).obstacle()
    assert tally(seen(0)).obstacle() == ""
    back = library.find("back-long-stroke")
    assert "camera sees the back" in tally(seen(0), asked=back).obstacle()
    assert tally(seen(0), view=View.BACK, asked=back).obstacle() == ""


def test_a_body_that_can_not_be_placed_is_said() -> None:
    counted = Tally()
    for index in range(30):
        counted.push(seen(index / 30), View.FRONT, CHARTS[:1] if index == 0 else [])
    assert "Too little of the body" in counted.obstacle()


def test_warnings_about_light_crowd_and_rate() -> None:
    frames = [seen(i / 5, face=i % 3 == 0, people=2) for i in range(30)]
    found = " ".join(tally(*frames).warnings(()))
    assert "33%" in found
    assert "Several people" in found
    assert "5 pictures a second" in found


def test_a_good_clip_has_no_warnings() -> None:
    assert tally(*(seen(i / 30) for i in range(60))).warnings([LEFT]) == ()


def test_tracking_counts_shares() -> None:
    share = tally(seen(0), seen(0.1, hands=1), seen(0.2, face=False, hands=0)).tracking()
    assert (share.left_hand, share.right_hand) == (2 / 3, 1 / 3)
    assert share.face == 2 / 3


def test_a_tally_of_nothing_is_calm() -> None:
    assert Tally().view is View.UNKNOWN
    assert Tally().tracking().face == 0


def test_a_place_to_keep_off_is_told_whichever_hand_went_there() -> None:
    off = replace(RIGHT, sense=None, verdict=Verdict.NO_GO, counted=False, cue="Keep off.")
    (both,) = pair_hands([LEFT, off])
    assert (both.verdict, both.counted, both.cue) == (Verdict.NO_GO, False, "Keep off.")
