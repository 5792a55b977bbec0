"""Charts of arm, leg, hand and nape: there and back, sides, and which hand works."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.hand import AXIS_U, hand_chart
from coach.body.limb import LimbChart, LimbFitter
from coach.body.neck import nape_chart
from coach.body.receiving import Receiving
from coach.body.torso import PlaneChart
from coach.types import BODY_POINTS, FACE_POINTS, ChartName, FloatArray, Observation, Side, View
from tests.simulated import HAND

BODY = np.zeros((BODY_POINTS, 2))
BODY[[11, 12]] = [(400.0, 150.0), (240.0, 150.0)]
BODY[[13, 14]] = [(430.0, 260.0), (210.0, 260.0)]
BODY[[15, 16]] = [(430.0, 360.0), (240.0, 340.0)]
BODY[[7, 8]] = [(350.0, 80.0), (290.0, 80.0)]
BODY[[23, 24]] = [(370.0, 400.0), (270.0, 400.0)]
BODY[[25, 26]] = [(380.0, 560.0), (260.0, 560.0)]
BODY[[27, 28]] = [(385.0, 720.0), (255.0, 720.0)]
BODY[[31, 32]] = [(395.0, 790.0), (245.0, 790.0)]


def seen(
    t_s: float, left: np.ndarray | None = None, right: np.ndarray | None = None
) -> Observation:
    hands = np.full((2, 21, 2), np.nan)
    for row, hand in enumerate((left, right)):
        if hand is not None:
            hands[row] = hand
    return Observation(
        t_s, (640, 800), hands, np.full((2, 21, 3), np.nan), np.ones(2),
        np.full((FACE_POINTS, 3), np.nan), BODY, np.ones(BODY_POINTS),
    )  # fmt: skip


@pytest.mark.parametrize("name", [ChartName.ARM, ChartName.LEG])
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_limbs_there_and_back(name: ChartName, side: float) -> None:
    chart = LimbFitter(name).push(seen(0.0), View.FRONT)
    assert chart is not None
    uv = np.array([[side * 1.0, 0.1], [side * 1.2, 0.3], [side * 0.9, 0.72], [side * 1.0, 0.95]])
    np.testing.assert_allclose(chart.to_uv(chart.to_px(uv)), uv, atol=1e-6)


def test_a_limbs_ends_are_where_the_joints_are() -> None:
    chart = LimbFitter(ChartName.ARM).push(seen(0.0), View.FRONT)
    assert chart is not None
    ends = chart.to_px(np.array([[1.0, 0.0], [1.0, 0.5], [-1.0, 1.0]]))
    np.testing.assert_allclose(ends, BODY[[15, 13, 12]])


def test_outwards_is_to_the_persons_left_on_the_left_and_right_on_the_right() -> None:
    chart = LimbFitter(ChartName.LEG).push(seen(0.0), View.FRONT)
    assert chart is not None
    left, right = chart.to_px(np.array([[1.3, 0.7], [-1.3, 0.7]]))
    bones = chart.to_px(np.array([[1.0, 0.7], [-1.0, 0.7]]))
    assert left[0] > bones[0, 0]
    assert right[0] < bones[1, 0]


def test_a_hidden_limb_carries_no_chart() -> None:
    unseen = replace(seen(0.0), body_visibility=np.zeros(BODY_POINTS))
    assert LimbFitter(ChartName.LEG).push(unseen, View.FRONT) is None


def without(*joints: int) -> Observation:
    visibility = np.ones(BODY_POINTS)
    visibility[list(joints)] = 0.0
    return replace(seen(0.0), body_visibility=visibility)


def test_a_leg_whose_toes_are_cut_off_goes_on_as_it_is_at_the_shin() -> None:
    whole = LimbFitter(ChartName.LEG).push(seen(0.0), View.FRONT)
    cut = LimbFitter(ChartName.LEG).push(without(31, 32), View.FRONT)
    assert whole is not None
    assert cut is not None
    uv = np.array([[1.0, 0.05], [1.2, 0.4], [-0.9, 0.8]])
    np.testing.assert_allclose(cut.to_px(uv), whole.to_px(uv))
    knee, ankle, below = cut.to_px(np.array([[1.0, 0.5], [1.0, 0.0], [1.0, -0.2]]))
    np.testing.assert_allclose(below - ankle, 0.4 * (ankle - knee))


def test_a_leg_whose_ankle_is_cut_off_carries_no_chart() -> None:
    assert LimbFitter(ChartName.LEG).push(without(27, 28, 31, 32), View.FRONT) is None


def bent() -> LimbChart:
    """Give an arm that is bent so that the forearm lies before the upper arm."""
    body = BODY.copy()
    body[[11, 13, 15]] = (400.0, 150.0), (430.0, 260.0), (405.0, 165.0)
    chart = LimbFitter(ChartName.ARM).push(replace(seen(0.0), body_px=body), View.FRONT)
    assert chart is not None
    return chart


def test_a_hand_that_comes_to_a_bent_arm_is_at_the_forearm() -> None:
    chart, nowhere = bent(), np.full((1, 2), np.nan)
    # a little nearer to the upper arm than to the forearm, which lies before it
    point_px = np.array([[413.0, 210.0]])
    assert chart.to_uv(point_px)[0, 1] > 0.5
    assert chart.to_uv(point_px, before_uv=nowhere)[0, 1] < 0.5


def test_a_hand_stays_on_the_bone_it_is_on() -> None:
    chart = bent()
    for before_v in (0.25, 0.75):
        before_uv, v = np.array([[1.0, before_v]]), []
        for x in np.linspace(400.0, 425.0, 12):
            before_uv = chart.to_uv(np.array([[x, 205.0]]), before_uv=before_uv)
            v.append(before_uv[0, 1])
        assert (np.array(v) < 0.5).all() == (before_v < 0.5)
        assert np.ptp(v) < 0.15


def test_a_hand_goes_on_over_a_stretched_elbow() -> None:
    chart = LimbFitter(ChartName.ARM).push(seen(0.0), View.FRONT)
    assert chart is not None
    way_uv = np.stack([np.ones(30), np.linspace(0.1, 0.9, 30)], axis=1)
    before_uv, found = way_uv[:1], []
    for point_px in chart.to_px(way_uv):
        before_uv = chart.to_uv(point_px[None], before_uv=before_uv)
        found.append(before_uv[0])
    np.testing.assert_allclose(found, way_uv, atol=1e-6)


def hand_at(x: float, y: float, scale: float = 30.0, *, flip: float = 1.0) -> FloatArray:
    return np.array([x, y]) + HAND / 2.0 * (flip * scale, -scale)


@pytest.mark.parametrize(("side", "sign"), [(Side.LEFT, 1.0), (Side.RIGHT, -1.0)])
def test_a_hands_middle_line_and_thumb(side: Side, sign: float) -> None:
    hand = hand_at(300.0, 400.0, flip=sign)
    chart = hand_chart(hand, side)
    assert chart is not None
    wrist, knuckle, thumb, little = chart.to_uv(hand[[0, 9, 4, 17]])
    np.testing.assert_allclose(knuckle, [sign * AXIS_U, 1.0], atol=1e-9)
    np.testing.assert_allclose(wrist, [sign * AXIS_U, 0.0], atol=0.1)
    assert abs(thumb[0]) > AXIS_U > abs(little[0])
    np.testing.assert_allclose(chart.to_px(chart.to_uv(hand)), hand)
    assert np.isnan(chart.to_px(chart.to_uv(hand) * (-1.0, 1.0))).all(), "that is the other hand"


@pytest.mark.parametrize(
    ("joints", "by"), [([0], 0.25), ([0], -0.25), ([12], -0.6), ([5, 17], 0.4), ([5, 17], -0.15)]
)
def test_one_wrong_measure_does_not_make_a_hand_longer_or_shorter(
    joints: list[int], by: float
) -> None:
    """As the wrist is found, a finger bends, or a hand turns."""
    hand = hand_at(300.0, 400.0)
    middle, along = hand[9], hand[9] - hand[0]
    long_px = 1.5 * np.hypot(*(hand[5] - hand[17])) / np.hypot(*along)
    hand[0], hand[12] = middle - long_px * along, middle + long_px * along
    changed = hand.copy()
    changed[joints] += by * (middle - hand[joints])
    chart, other = hand_chart(hand, Side.LEFT), hand_chart(changed, Side.LEFT)
    assert chart is not None
    assert other is not None
    places = np.array([[AXIS_U, 0.0], [AXIS_U, 0.5], [AXIS_U, 1.0], [AXIS_U, 2.0]])
    np.testing.assert_allclose(other.to_px(places), chart.to_px(places), atol=1e-9)


@pytest.mark.parametrize("joints", [[0], [5, 17]])
def test_a_palm_that_is_seen_from_its_end_or_its_side_carries_no_chart(joints: list[int]) -> None:
    hand = hand_at(300.0, 400.0)
    hand[joints] = hand[9] + 0.05 * (hand[joints] - hand[9])
    assert hand_chart(hand, Side.LEFT) is None


def test_a_hand_that_strokes_the_other_works_on_it_and_not_the_other_way() -> None:
    receiving = Receiving()
    still = hand_at(320.0, 400.0)
    found = []
    for k in range(60):
        moving = hand_at(325.0, 430.0 + 25 * np.sin(k / 4))
        found.append(receiving.push(seen(k / 30, still, moving), None, None))
    names = [(left, right) for (left, _), (right, _) in found[20:]]
    assert set(names) == {(None, ChartName.HAND)}


def test_who_comes_to_the_other_hand_works_on_it_however_little_it_moves_there() -> None:
    receiving, found = Receiving(), []
    still = hand_at(320.0, 400.0)
    for k in range(150):
        away = 200.0 * max(1.0 - k / 60, 0.0)  # It comes slowly: two seconds for three palms.
        found.append(receiving.push(seen(k / 30, still, hand_at(325.0, 430.0 + away)), None, None))
    assert {(left, right) for (left, _), (right, _) in found[70:]} == {(None, ChartName.HAND)}


def test_who_worked_works_on_after_a_moment_apart() -> None:
    receiving, found = Receiving(), []
    still = hand_at(320.0, 400.0)
    for k in range(240):
        stroke = 25 * np.sin(k / 4) if k < 60 else 0.0
        aside = 300.0 if 150 < k < 160 else 0.0  # as landmarks go astray for a moment
        moving = hand_at(325.0 + aside, 430.0 + stroke)
        found.append(receiving.push(seen(k / 30, still, moving), None, None))
    assert found[155][1][0] is None
    assert {(left, right) for (left, _), (right, _) in found[165:]} == {(None, ChartName.HAND)}


def test_hands_that_move_alike_work_on_neither() -> None:
    receiving = Receiving()
    for k in range(60):
        way = 60 * np.sin(k / 6)
        left, right = hand_at(350.0, 400.0 + way), hand_at(300.0, 400.0 + way, flip=-1.0)
        (at_left, _), (at_right, _) = receiving.push(seen(k / 30, left, right), None, None)
        assert (at_left, at_right) == (None, None)


def test_the_nape_lies_between_shoulders_and_ears() -> None:
    torso = PlaneChart(
        ChartName.TORSO, np.array([320.0, 400.0]), np.array([[-80.0, 0.0], [0.0, -250.0]])
    )
    chart = nape_chart(seen(0.0), torso)
    assert chart is not None
    foot, top = chart.to_px(np.array([[0.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(foot, [320.0, 150.0])
    np.testing.assert_allclose(top, [320.0, 80.0])
    assert nape_chart(replace(seen(0.0), body_visibility=np.zeros(BODY_POINTS)), torso) is None


def test_limb_charts_say_their_name() -> None:
    chart = LimbFitter(ChartName.ARM).push(seen(0.0), View.FRONT)
    assert isinstance(chart, LimbChart)
    assert chart.name is ChartName.ARM


@pytest.mark.parametrize(("receiver_seen", "at"), [(True, ChartName.ARM), (False, None)])
def test_who_strokes_the_belly_reaches_over_an_unseen_arm_at_times(
    receiver_seen: bool, at: ChartName | None
) -> None:
    receiving, found = Receiving(), []
    arms = LimbFitter(ChartName.ARM).push(seen(0.0), View.FRONT)
    assert arms is not None
    elbow_px = arms.bones_px[0][1]
    # A trunk so wide that the arm lies before it.
    trunk = PlaneChart(
        ChartName.TORSO, np.add(elbow_px, (0.0, 60.0)), np.array([[-300.0, 0.0], [0.0, -200.0]])
    )
    away = hand_at(60.0, 60.0) if receiver_seen else np.full((21, 2), np.nan)
    for k in range(120):
        x, y = np.add(elbow_px, (0.0, 40 * np.sin(k / 4)))
        found.append(receiving.push(seen(k / 30, away, hand_at(x, y, flip=-1.0)), arms, trunk))
    assert {right for _, (right, _) in found[100:]} == {at}


@pytest.mark.parametrize("back", [60, 120])
def test_a_hand_that_comes_back_into_sight_does_not_seem_to_work(back: int) -> None:
    receiving, found = Receiving(), []
    unseen = np.full((21, 2), np.nan)
    for k in range(240):
        moving = hand_at(325.0, 430.0 + 25 * np.sin(k / 4))
        left = hand_at(60.0, 60.0) if k < 30 else unseen if k < back else hand_at(320.0, 400.0)
        found.append(receiving.push(seen(k / 30, left, moving), None, None))
    assert {(left, right) for (left, _), (right, _) in found[back + 30 :]} == {
        (None, ChartName.HAND)
    }


def test_a_hand_that_holds_still_is_where_it_was_while_it_is_seen_wrongly() -> None:
    """As the landmarker sees it under the hand that works: turned over, and small."""
    receiving, held = Receiving(), []
    still, wrong = hand_at(320.0, 400.0), hand_at(330.0, 380.0, 8.0, flip=-1.0)
    for k in range(120):
        moving = hand_at(325.0, 430.0 + 25 * np.sin(k / 4))
        left = wrong if 60 < k < 72 else still
        (_, _), (at, chart) = receiving.push(seen(k / 30, left, moving), None, None)
        if k > 40:
            assert at is ChartName.HAND
            assert chart is not None
            held.append(chart.to_px(np.array([[AXIS_U, 0.0], [AXIS_U, 1.0]])))
    own = hand_chart(still, Side.LEFT)
    assert own is not None
    where = own.to_px(np.array([[AXIS_U, 0.0], [AXIS_U, 1.0]]))
    np.testing.assert_allclose(held, np.broadcast_to(where, (len(held), 2, 2)), atol=1e-9)


@pytest.mark.parametrize(("tips_v", "at"), [(0.6, ChartName.HAND), (0.0, ChartName.ARM)])
def test_who_comes_over_the_arm_is_at_the_hand_once_the_fingers_stay_on_it(
    tips_v: float, at: ChartName
) -> None:
    receiving, found = Receiving(), []
    arms = LimbFitter(ChartName.ARM).push(seen(0.0), View.FRONT)
    assert arms is not None
    wrist_px = arms.bones_px[0][0]
    # A hand that hangs from its wrist, its fingers down.
    held = wrist_px + HAND / 2.0 * (30.0, 30.0)
    for k in range(110):
        # The palm that works lies over the wrist, and comes down to it from the forearm.
        down = min(k / 40, 1.0) * 80.0 + 6 * np.sin(k / 3)
        working = HAND / 2.0 * (-30.0, 30.0)
        tip = np.add(wrist_px, (2.0, tips_v * 30.0 - 80.0 + down))
        working = working + (tip - working[[8, 12]].mean(axis=0))
        found.append(receiving.push(seen(k / 30, held, working), arms, None))
    assert found[25][1][0] is ChartName.ARM
    assert {right for _, (right, _) in found[80:]} == {at}
