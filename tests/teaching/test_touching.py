"""Which part of the hand touches, of hands whose shape is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.session import Session
from coach.teaching.compare import compare
from coach.teaching.learn import learn
from coach.teaching.lesson import Lesson
from coach.teaching.stretch import stretch_of
from coach.teaching.touching import Touching
from coach.techniques.schema import Effector, Known, Technique
from coach.types import ChartName, FloatArray, Observation, Report, Verdict
from sample_videos.studio.hands import RELAXED, local_joints_cm
from tests.simulated import FLAT_M, SIMULATED, Script, observe, repeat, technique_path
from tests.teaching.made import LIBRARY, moves, off_cm, watched

FOREHEAD = LIBRARY.find("forehead-to-temples")
BACK = LIBRARY.find("back-long-stroke")
ALONE = [t for t in SIMULATED if t.chart is not ChartName.NECK]
"""By another part of the hand, what is done on the neck seems to be done elsewhere."""
CHEEK = np.array([[0.9, -2.2], [1.05, -1.9], [1.2, -1.5], [1.3, -1.1]])
"""Low enough for the palm of a hand that points up to be beside the face."""


def held(flexed: tuple[float, ...], thumb_out: float, thumb_bent: float) -> FloatArray:
    """(21, 3): a hand whose fingers are bent so far, 0 to 1, in metres."""
    bent = np.array(flexed)
    angles = np.concatenate([1.35 * bent, 1.6 * bent, [0.6, thumb_out, thumb_bent]])
    return 0.01 * local_joints_cm("left", angles[None])[0]


FIST = held((1, 1, 1, 1), -0.1, 0.9)
THUMB = held((0.9, 0.9, 0.9, 0.9), 0.6, 0.0)
TWO = held((0.1, 0.1, 0.9, 0.9), 0.0, 0.4)
ONE = held((0.1, 0.9, 0.9, 0.9), 0.0, 0.4)
RELAXED_M = 0.01 * local_joints_cm("left", RELAXED[None])[0]
UNCLEAR = held((0.1, 0.1, 0.45, 0.9), 0.1, 0.3)


def shown(technique: Technique, hand_m: FloatArray, effector: Effector) -> Lesson:
    strokes = moves(technique)
    frames = observe(
        Script(strokes, strokes), view=technique.view, effector=effector, hand_m=hand_m
    )
    return learn(watched(frames), LIBRARY, "Mine")


def practised(technique: Technique, effector: Effector, path: FloatArray | None = None) -> Report:
    session = Session(LIBRARY.joined(technique), technique=technique.id)
    strokes = repeat(technique_path(technique) if path is None else path, 3)
    for seen in observe(Script(strokes, strokes), view=technique.view, effector=effector):
        session.push(seen)
    session.finish()
    return session.report("pupil", 1.0)


def test_stretch_is_told_whichever_way_the_hand_is_turned() -> None:
    turned = FIST[:, [2, 0, 1]] * (1.0, -1.0, 1.0)
    told = stretch_of(np.stack([RELAXED_M, FIST, turned, np.full((21, 3), np.nan)]))
    assert (told[0, 1:] > 1.5).all()
    assert (told[1, 1:] < 1.2).all()
    np.testing.assert_allclose(told[1], told[2])
    assert np.isnan(told[3]).all()
    assert stretch_of(THUMB[None])[0, 0] > 0.8 > 0.5 > told[1, 0]


@pytest.mark.parametrize("technique", [FOREHEAD, BACK], ids=lambda t: t.id)
@pytest.mark.parametrize(
    ("hand_m", "told", "words"),
    [
        (FIST, Touching(Effector.FIST, Known.SEEN), "fists,"),
        (THUMB, Touching(Effector.THUMB, Known.SEEN), "thumbs,"),
        (TWO, Touching(Effector.FINGERTIPS, Known.SEEN, fingers=2), "two fingertips each,"),
        (ONE, Touching(Effector.FINGERTIPS, Known.SEEN, fingers=1), "one fingertip each,"),
    ],
    ids=["fist", "thumb", "two", "one"],
)
def test_what_is_seen_is_learned_and_its_path_followed(
    technique: Technique, hand_m: FloatArray, told: Touching, words: str
) -> None:
    lesson = shown(technique, hand_m, told.effector)
    assert lesson.touching == told
    assert f", {words}" in lesson.sentence
    assert "assumed" not in lesson.sentence
    learned = lesson.technique()
    assert learned.effector is told.effector
    assert learned.origin is not None
    assert learned.origin.effector is Known.SEEN
    assert off_cm(learned.path_array_uv, technique.path_array_uv, technique.chart) < 0.4


def test_a_palm_beside_the_face_touches_it_with_the_fingertips() -> None:
    strokes = repeat(CHEEK, 3)
    frames = observe(Script(strokes, strokes), hand_m=RELAXED_M)
    lesson = learn(watched(frames), LIBRARY, "Mine")
    assert lesson.touching == Touching(Effector.FINGERTIPS, Known.SEEN)
    assert ", fingertips, from" in lesson.sentence


@pytest.mark.parametrize(
    ("technique", "hand_m", "effector", "words"),
    [
        (FOREHEAD, FLAT_M, Effector.FINGERTIPS, "the palm would look the same"),
        (BACK, FLAT_M, Effector.PALM, "fingertips would look the same"),
        (BACK, UNCLEAR, Effector.PALM, "the fingers were not seen well"),
        (BACK, np.full((21, 3), np.nan), Effector.PALM, "the fingers were not seen well"),
    ],
)
def test_what_cannot_be_seen_is_assumed_and_said(
    technique: Technique, hand_m: FloatArray, effector: Effector, words: str
) -> None:
    lesson = shown(technique, hand_m, effector)
    assert (lesson.touching.effector, lesson.touching.known) == (effector, Known.ASSUMED)
    assert f"(assumed: {words})" in lesson.sentence
    learned = lesson.technique()
    assert learned.origin is not None
    assert learned.origin.effector is Known.ASSUMED


def flickering(frames: Iterator[Observation], share: float) -> Iterator[Observation]:
    """Let some of the frames show a fist."""
    rng = np.random.default_rng(5)
    for seen in frames:
        world_m = np.where(np.isfinite(seen.hands_world_m), FIST, np.nan)
        yield replace(seen, hands_world_m=world_m) if rng.random() < share else seen


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.1, Effector.PALM), (0.5, Effector.PALM), (0.9, Effector.FIST)],
)
def test_the_whole_demonstration_decides(share: float, told: Effector) -> None:
    strokes = moves(BACK)
    frames = observe(Script(strokes, strokes), view=BACK.view, effector=Effector.PALM)
    touching = learn(watched(flickering(frames, share)), LIBRARY, "Mine").touching
    assert touching.effector is told
    assert (touching.known is Known.SEEN) is (told is Effector.FIST)


@pytest.mark.parametrize("technique", ALONE, ids=lambda t: t.id)
def test_the_teacher_knows_better(technique: Technique) -> None:
    usual = technique.effector
    other = Effector.PALM if usual is Effector.FINGERTIPS else Effector.FINGERTIPS
    lesson = shown(technique, FLAT_M, other).touched_with(other)
    assert "assumed" not in lesson.sentence
    learned = lesson.technique()
    assert learned.effector is other
    assert learned.origin is not None
    assert learned.origin.effector is Known.GIVEN
    assert off_cm(learned.path_array_uv, technique.path_array_uv, technique.chart) < 0.5
    again = lesson.touched_with(usual)
    assert again.touching == Touching(usual, Known.GIVEN)
    if again.kept:  # By the part that does not touch, the hand may be beside the body.
        path_uv = np.array(again.numbers.path_uv)
        assert off_cm(path_uv, technique.path_array_uv, technique.chart) > 2.0
    assert again.touched_with(other).numbers == lesson.numbers


def test_what_a_teacher_said_stays_said() -> None:
    lesson = shown(FOREHEAD, FLAT_M, Effector.FINGERTIPS).named("Sweep", teacher="Ana", words="Go.")
    for effector in (Effector.THUMB, Effector.FIST, Effector.EDGE, Effector.FINGERTIPS):
        lesson = lesson.touched_with(effector)
        setting = lesson.setting
        assert (setting.name, setting.teacher, setting.words) == ("Sweep", "Ana", "Go.")
    assert lesson.technique().name == "Sweep"
    odd = lesson.toggled(0).touched_with(Effector.FINGERTIPS)
    assert not odd.repetitions[0].kept, "the same part: what was left out stays so"


@pytest.mark.parametrize(
    ("technique", "effector"),
    [(FOREHEAD, Effector.PALM), (FOREHEAD, Effector.THUMB), (BACK, Effector.FINGERTIPS)],
)
def test_pupils_are_followed_by_the_part_that_was_taught(
    technique: Technique, effector: Effector
) -> None:
    taught = technique.model_copy(
        update={"id": "mine", "effector": effector, "no_go": (), "off_path_cm": 3.0}
    )
    assert taught.part_apart is effector.part
    right = practised(taught, effector)
    assert [one.verdict for one in right.attempts] == [Verdict.GOOD] * 3
    assert all(one.offset_cm < 0.5 for one in right.attempts)
    if technique is FOREHEAD:  # Up a back, another part of the hand is further along the path.
        assert practised(taught, technique.effector).repetitions == 0
    strokes = repeat(technique_path(taught), 3)
    frames = observe(Script(strokes, strokes), view=technique.view, effector=effector)
    assert compare(watched(frames), taught).gap_cm < 0.5
