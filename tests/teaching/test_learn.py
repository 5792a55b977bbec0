"""From a demonstration to a technique, on a simulated person whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.session import Session
from coach.errors import NotLearned
from coach.teaching.learn import learn
from coach.teaching.lesson import Lesson, identifier_of
from coach.teaching.numbers import TIGHTEST_CM
from coach.teaching.repetition import Odd
from coach.techniques.library import Library
from coach.techniques.schema import Hands, Kind, Technique
from coach.types import ChartName, FloatArray, Report, Sense, Side, Verdict
from tests.simulated import SIMULATED, Move, Script, observe, repeat, rest, technique_path
from tests.teaching.made import LIBRARY, moves, off_cm, shown, watched

EVERY = pytest.mark.parametrize("technique", SIMULATED, ids=lambda t: t.id)
FOREHEAD = LIBRARY.find("forehead-to-temples")
PATH = technique_path(FOREHEAD)
CHEEK = np.array([[0.7, -0.4], [0.85, -0.9], [0.9, -1.4], [0.85, -1.9]])
"""A path that no technique of the library has, in head units."""


def moved(path: FloatArray, left: float, up: float) -> FloatArray:
    return np.asarray(path + np.array([left, up]))


def lesson(
    technique: Technique, left: Sequence[Move | float], *right: Sequence[Move | float]
) -> Lesson:
    return learn(shown(technique, left, *right), LIBRARY, "Mine")


def practised(learned: Technique, path: FloatArray, times: int = 3) -> Report:
    session = Session(Library((*LIBRARY.techniques, learned), LIBRARY.no_go), technique=learned.id)
    strokes = repeat(path, times)
    for seen in observe(Script(strokes, strokes), noise_px=0.5):
        session.push(seen)
    session.finish()
    return session.report("pupil", 1.0)


@EVERY
@pytest.mark.parametrize("noise_px", [0.0, 1.0])
def test_what_is_shown_is_learned(technique: Technique, noise_px: float) -> None:
    strokes = moves(technique)
    found = learn(shown(technique, strokes, strokes, noise_px=noise_px), LIBRARY, "Mine")
    learned = found.technique()
    for key in ("region", "view", "chart", "kind", "effector"):
        assert getattr(learned, key) == getattr(technique, key)
    assert learned.hands is Hands.BOTH
    assert learned.repetitions == 3
    assert learned.origin is not None
    assert (learned.origin.repetitions, learned.origin.left_out) == (3, 0)
    assert off_cm(learned.path_array_uv, technique.path_array_uv, technique.chart) < 0.4
    assert learned.pace_min_s < 1.2 < learned.pace_max_s
    assert set(learned.no_go) >= set(technique.no_go)


@EVERY
def test_the_sense_shown_is_the_sense_learned(technique: Technique) -> None:
    strokes = moves(technique, backwards=True)
    learned = learn(shown(technique, strokes, strokes), LIBRARY, "Mine").technique()
    true_uv = technique.path_array_uv[::-1]
    if technique.kind is Kind.CIRCLE:
        assert winding(learned.path_array_uv) == -winding(technique.path_array_uv)
    else:
        way, true = (np.subtract(*path[[-1, 0]]) for path in (learned.path_array_uv, true_uv))
        assert way @ true > 0.9 * np.hypot(*way) * np.hypot(*true)


def winding(ring_uv: FloatArray) -> float:
    x, y = ring_uv.T
    return float(np.sign((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()))


def test_a_new_technique_judges_others() -> None:
    learned = lesson(FOREHEAD, repeat(CHEEK, 3), repeat(CHEEK, 3)).technique()
    right = practised(learned, CHEEK)
    assert [a.verdict for a in right.attempts] == [Verdict.GOOD] * 3
    assert right.repetitions == 3
    reversed_ = practised(learned, CHEEK[::-1])
    assert {a.sense for a in reversed_.attempts} == {Sense.REVERSED}
    assert reversed_.repetitions == 0
    beside = practised(learned, moved(CHEEK, 0.75, 0.0))
    assert {a.verdict for a in beside.attempts} == {Verdict.OFF_PATH}


def test_odd_ones_are_left_out_and_it_is_said_why() -> None:
    low = moved(CHEEK, 0.9, 0.5)
    strokes = [
        *repeat(CHEEK, 3)[:-2],
        Move(np.stack([CHEEK[-1], low[0]]), 0.6, 0.6),
        rest(low[0], 0.2), Move(low, 1.2), rest(low[-1], 0.2),
        Move(np.stack([low[-1], CHEEK[0]]), 0.6, 0.6),
        *repeat(CHEEK, 2)[2:],
    ]  # fmt: skip
    found = lesson(FOREHEAD, strokes, strokes)
    assert not found.doubt
    assert sum(one.kept for one in found.repetitions) == 5
    (odd,) = {one.odd for one in found.repetitions if not one.kept}
    assert odd in (Odd.BESIDE, Odd.ELSEWHERE)
    assert "five repetitions, " in found.sentence
    assert f"left out: {odd}" in found.sentence
    assert off_cm(found.technique().path_array_uv, uv(CHEEK), ChartName.FACE) < 0.4


def uv(path: FloatArray) -> FloatArray:
    """Head units to the face chart."""
    from tests.simulated import DOWN, UP

    return np.stack([path[:, 0], path[:, 1] / np.where(path[:, 1] >= 0, UP, DOWN)], axis=-1)


def test_a_round_among_strokes_is_parted() -> None:
    # Strokes whose way back bows so far, and so evenly, that both together are taken for a round.
    angle = np.linspace(0.0, np.pi, 24)[:, None]
    middle, arm = (PATH[0] + PATH[-1]) / 2, (PATH[-1] - PATH[0]) / 2
    bow = middle + np.cos(angle) * arm + 1.5 * np.sin(angle) * np.array([arm[1], -arm[0]])
    rounds = Move(np.concatenate([PATH, bow, PATH, bow]), 4.0)
    strokes = [*repeat(PATH, 3)[:-1], rounds, *repeat(PATH, 2)[2:]]
    found = shown(FOREHEAD, strokes, strokes)
    assert not any(stroke.closed for stroke in found.strokes)
    parted = learn(found, LIBRARY, "Mine")
    assert not parted.doubt
    assert len(parted.kept) == 6


def test_what_one_hand_does_too_does_not_speak_against_both() -> None:
    found = lesson(FOREHEAD, repeat(PATH, 3), repeat(PATH, 3))
    for odd, doubted in ((Odd.ONE_HAND, False), (Odd.ELSEWHERE, True)):
        more = tuple(replace(one, odd=odd) for one in (*found.kept, found.kept[0]))
        assert ("were alike" in replace(found, repetitions=found.kept + more).doubt) is doubted


def test_one_hand_shows_it_for_either() -> None:
    found = lesson(FOREHEAD, repeat(PATH, 3))
    assert found.side is Side.LEFT
    assert found.technique().hands is Hands.EITHER
    what = "fingertips (assumed: the palm would look the same)"
    assert found.sentence.startswith(f"The left hand, {what}, from the middle of the forehead")


def test_a_hand_that_was_lost_leaves_its_repetition_out() -> None:
    whole, gone = repeat(PATH, 4), repeat(PATH, 4)
    second = [index for index, move in enumerate(gone) if isinstance(move, Move)][5]
    gone[second : second + 3] = [
        float(sum(m if isinstance(m, float) else m.duration_s for m in gone[second : second + 3]))
    ]
    found = lesson(FOREHEAD, whole, gone)
    assert not found.doubt
    assert found.hands is Hands.BOTH
    assert [one.odd for one in found.repetitions if not one.kept] == [Odd.OTHER_LOST]


def test_the_teacher_knows_better() -> None:
    found = lesson(FOREHEAD, repeat(PATH, 3), repeat(PATH, 3))
    fewer = found.toggled(0)
    assert found.kept != fewer.kept  # Nothing in a lesson changes.
    assert fewer.repetitions[0].odd is Odd.BY_HAND
    assert fewer.technique().repetitions == 2
    assert fewer.toggled(0).technique().path_uv == found.technique().path_uv
    one = fewer.toggled(1)
    assert "at least 2 times" in one.doubt
    with pytest.raises(NotLearned, match="only one repetition"):
        one.technique()


def test_a_single_repetition_is_refused() -> None:
    with pytest.raises(NotLearned, match="show it at least 2 times"):
        lesson(FOREHEAD, repeat(PATH, 1), repeat(PATH, 1)).technique()


def test_rubbing_is_refused() -> None:
    found = lesson(FOREHEAD, repeat(PATH, 4, back_s=1.2, lift=0.0))
    with pytest.raises(NotLearned, match=r"ift your hands? clear"):
        found.technique()


def test_wandering_is_refused() -> None:
    ways = [CHEEK, moved(CHEEK, 0, 1.3), moved(CHEEK[::-1], 0.6, 0.5), moved(PATH, 0, 0)]
    strokes: list[Move | float] = [0.5]
    for way, then in zip(ways, [*ways[1:], ways[0]], strict=True):
        strokes += [rest(way[0], 0.3), Move(way, 1.2), rest(way[-1], 0.3)]
        strokes += [Move(way[::-1], 0.6, 0.6), Move(np.stack([way[0], then[0]]), 0.7, 0.6)]
    found = lesson(FOREHEAD, strokes)
    with pytest.raises(NotLearned, match=r"were alike|at least 2 times"):
        found.technique()


def test_the_places_to_keep_off_are_kept_off() -> None:
    over = np.array([[0.3, 0.05], [0.7, 0.02], [1.1, 0.0]])
    with pytest.raises(NotLearned, match="runs over the eyes"):
        lesson(FOREHEAD, repeat(over, 3)).technique()


def test_a_path_over_the_middle_is_refused() -> None:
    across = np.array([[-1.0, 0.6], [0.0, 0.9], [1.0, 0.6]])
    with pytest.raises(NotLearned, match="crosses the middle"):
        lesson(FOREHEAD, repeat(across, 3)).technique()


def test_hands_that_do_not_mirror_each_other_are_refused() -> None:
    down = np.array([[1.0, 0.6], [1.2, 0.0], [1.1, -0.8]])
    found = lesson(FOREHEAD, repeat(PATH, 3), repeat(down, 3))
    with pytest.raises(NotLearned, match="did not mirror"):
        found.technique()
    alone = learn(
        shown(FOREHEAD, repeat(PATH, 3), repeat(down, 3)), LIBRARY, "Mine", hands=Side.LEFT
    )
    assert alone.technique().hands is Hands.EITHER


def test_a_face_that_is_lost_is_refused() -> None:
    strokes = repeat(PATH, 3)
    frames = list(observe(Script(strokes, strokes)))
    with pytest.raises(NotLearned, match="nobody was found"):
        learn(watched([]), LIBRARY, "Mine")
    hidden = [
        replace(seen, face_px=np.full_like(seen.face_px, np.nan), body_visibility=np.zeros(33))
        if seen.t_s > 1.5
        else seen
        for seen in frames
    ]
    with pytest.raises(NotLearned):
        learn(watched(hidden), LIBRARY, "Mine").technique()


def test_a_part_of_a_clip() -> None:
    strokes = repeat(PATH, 5)
    frames = list(observe(Script(strokes, strokes)))
    part = learn(watched(frames, start_s=0.0, end_s=5.0), LIBRARY, "Mine")
    assert len(part.repetitions) == 2
    assert all(one.end_s <= 5.0 for one in part.repetitions)


@pytest.mark.parametrize("chart", list(TIGHTEST_CM))
def test_tolerances_are_never_tighter_than_tracking(chart: ChartName) -> None:
    technique = next(t for t in SIMULATED if t.chart is chart)
    strokes = moves(technique, 5)
    learned = learn(shown(technique, strokes, strokes), LIBRARY, "Mine").technique()
    assert learned.off_path_cm >= TIGHTEST_CM[chart]
    assert learned.direction_deg >= 35
    assert learned.coverage_min <= 0.75


def test_a_teacher_who_spreads_is_followed_more_loosely() -> None:
    def by(shifts: Sequence[float]) -> Technique:
        strokes: list[Move | float] = [0.5]
        for shift in shifts:
            way = moved(PATH, 0.0, shift)
            strokes += [rest(way[0], 0.3), Move(way, 1.2), rest(way[-1], 0.3)]
            strokes += [Move(way[::-1], 0.6, 0.6)]
        return learn(shown(FOREHEAD, strokes, strokes), LIBRARY, "Mine").technique()

    assert by([0.25, -0.25, 0.2, -0.2]).off_path_cm > by([0.0, 0.0, 0.0, 0.0]).off_path_cm


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("My Stroke!", "my-stroke"), ("Über die Stirn", "uber-die-stirn"), ("a" * 200, "a" * 50),
     ("Auto", "learned-auto")],
)  # fmt: skip
def test_names_become_ids(name: str, wanted: str) -> None:
    assert identifier_of(name) == wanted


def test_a_name_in_another_script_has_an_id_of_its_own() -> None:
    one, other = identifier_of("Лоб"), identifier_of("Шея")
    assert one != other
    assert one.startswith("learned-")
