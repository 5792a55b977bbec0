"""The video of a pupil beside a teacher: sizes, what is drawn, and the teacher's pictures."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.capture.excerpts import Excerpts
from coach.errors import InputError
from coach.present.side_by_side import GAP_PX, HIGHEST_PX, WIDEST_PX, SideBySide, panes, sides_of
from coach.present.teacher_pane import TeacherClip, TeacherDrawing, drawing_size
from coach.teaching.compare import Comparison, compare
from coach.teaching.in_step import in_step, turns
from coach.types import HANDS, ChartName, Frame, Side, View
from tests.simulated import repeat, technique_path
from tests.teaching.made import LIBRARY, shown

FOREHEAD = LIBRARY.find("forehead-to-temples")
PATH = technique_path(FOREHEAD)
SIZES = panes((640, 480), (640, 480))
side_px = st.integers(16, 1280)


@pytest.fixture(scope="module")
def found() -> Comparison:
    strokes = repeat(PATH, 2)
    return compare(shown(FOREHEAD, strokes, strokes), FOREHEAD, 1.2)


@pytest.fixture
def grey(make_clip):
    """Give a clip whose frames are as bright as they are late: 4 grey levels a frame."""

    def make(times_s, **options):
        def image(width, height, number):
            return np.full((height, width, 3), 4 * number, np.uint8)

        return make_clip("grey.mp4", times_s, image=image, **options)

    return make


@given(side_px, side_px, side_px, side_px)
@example(675, 173, 956, 375)  # its height is between two even numbers, and was rounded up
def test_both_are_of_one_height_and_not_distorted(w1: int, h1: int, w2: int, h2: int) -> None:
    if max(w1 / h1, w2 / h2, h1 / w1, h2 / w2) > 4:
        return
    sizes = panes((w1, h1), (w2, h2))
    assert sizes.height_px <= HIGHEST_PX
    assert sizes.pupil_px + GAP_PX + sizes.teacher_px <= WIDEST_PX
    for width, ratio in ((sizes.pupil_px, w1 / h1), (sizes.teacher_px, w2 / h2)):
        assert width % 2 == 0
        assert width == pytest.approx(sizes.height_px * ratio, abs=1.01)


def test_the_teachers_frames_in_any_order(grey):
    clip = grey([i / 25 for i in range(50)])
    windows_s = np.array([[0.4, 0.6], [1.2, 1.4]])
    with Excerpts.of(clip, windows_s, (32, 20)) as kept:
        for t_s in (1.3, 0.4, 0.5, 1.2, 0.45, 1.4):
            picture = kept.at(t_s)
            assert picture.shape == (20, 32, 3)
            assert picture.mean() == pytest.approx(4 * int(t_s * 25 + 1e-6), abs=2.5)
        # What was not kept: the nearest before it, else the first.
        assert kept.at(0.9).mean() == pytest.approx(4 * 15, abs=2.5)
        assert kept.at(0.0).mean() == pytest.approx(4 * 9, abs=2.5)
    with pytest.raises(ValueError, match="closed"):
        kept.at(0.5)


def test_what_is_shown_as_a_part_begins_belongs_to_it(grey):
    clip = grey([0.0, 0.5, 1.0, 1.5])
    with Excerpts.of(clip, np.array([[0.7, 1.1]]), (32, 20)) as kept:
        assert kept.at(0.7).mean() == pytest.approx(4, abs=2.5)
        assert kept.at(1.05).mean() == pytest.approx(8, abs=2.5)
    with Excerpts.of(clip, np.array([[8.0, 9.0]]), (32, 20)) as kept:
        assert kept.at(8.5).mean() == pytest.approx(12, abs=2.5)


def test_turned_and_mirrored_clips_lie_right(make_clip):
    clip = make_clip("phone.mp4", rotation=-90)
    windows_s = np.array([[0.0, 0.2]])
    corners = []
    for mirrored in (False, True):
        with Excerpts.of(clip, windows_s, (64, 96), mirrored=mirrored) as kept:
            corners.append(kept.at(0.0).astype(int))
    assert corners[0].shape == (96, 64, 3)
    assert np.abs(corners[0] - corners[1][:, ::-1]).mean() < 6
    assert np.abs(corners[0] - corners[1]).mean() > 30


def test_stopping_leaves_what_was_taken(grey):
    clip = grey([i / 25 for i in range(20)])
    with Excerpts.of(clip, np.array([[0.0, 1.0]]), (32, 20), stopped=lambda: True) as kept:
        assert kept.at(9.0).mean() < 3
    with pytest.raises(InputError):
        Excerpts.of(clip.with_name("gone.mp4"), np.array([[0.0, 1.0]]), (32, 20))


def frame(t_s: float) -> Frame:
    return Frame(t_s, np.full((480, 640, 3), 90, np.uint8))


def test_a_repetition_is_drawn_on_the_pupil_and_the_dot_goes_with_it(
    found, face_chart, make_update
):
    teacher = TeacherDrawing(FOREHEAD, HANDS, (SIZES.teacher_px, SIZES.height_px))
    drawing = SideBySide(found, teacher, SIZES)
    (turn, *_) = turns(found)
    times_s = np.linspace(turn.start_s - 0.5, turn.end_s - 0.01, 4)
    pictures = [drawing.draw(frame(t), make_update(t, face_chart)) for t in times_s]
    assert {picture.shape for picture in pictures} == {(480, 1284, 3)}
    bare = drawing.draw(frame(times_s[2]), make_update(times_s[2]))
    on_face = np.s_[150:300, 200:440]
    assert (pictures[2][on_face] != bare[on_face]).any()  # ghost and trail
    assert (bare[on_face] == 90).all()  # no chart, no drawing
    for one, other in pairwise(pictures):
        assert (one[:, 644:] != other[:, 644:]).any()  # the dot
    late = frame(turn.end_s + 0.5)
    assert (drawing.draw(late, None)[440:, :300] != 90).any()  # how far off in the mean
    before = drawing.draw(frame(0.0), None)
    assert (before[440:, :640] == 90).all()


def test_seen_from_the_wrong_side_nothing_is_drawn_upon(found, face_chart, make_update):
    teacher = TeacherDrawing(FOREHEAD, HANDS, (SIZES.teacher_px, SIZES.height_px))
    seen = make_update(0.0, face_chart, view=View.BACK)
    picture = SideBySide(found, teacher, SIZES).draw(frame(0.0), seen)
    assert (picture[150:300, 200:440] == 90).all()


@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda t: t.id)
def test_every_technique_can_be_drawn(technique):
    if not technique.kind.is_path:
        return
    sizes = panes((640, 480), drawing_size(technique))
    pane = TeacherDrawing(technique, (Side.LEFT,), (sizes.teacher_px, sizes.height_px))
    picture = pane.at(0.0, None)
    assert picture.shape == (sizes.height_px, sizes.teacher_px, 3)
    assert (picture > 200).any()  # the path


def test_the_clip_beside_is_in_step(found, grey):
    last_s = found.rows[-1].end_s + 1.0
    clip = grey([i / 10 for i in range(int(last_s * 10) + 1)])
    steps = in_step(found, found)
    with Excerpts.of(clip, steps.windows_s, (64, 48)) as kept:
        pane = TeacherClip(kept, steps)
        for t_s in np.linspace(0.0, last_s, 25):
            wanted = 4 * int(steps.at(t_s) * 10 + 1e-3)
            assert pane.at(t_s, None).mean() == pytest.approx(wanted, abs=3)


def test_sides_are_those_of_the_pupil(found):
    assert sides_of(found) == HANDS
    assert found.technique.chart is ChartName.FACE
    strokes = repeat(PATH, 2)
    assert sides_of(compare(shown(FOREHEAD, strokes), FOREHEAD)) == (Side.LEFT,)
