"""A practice counts what was right, over any number of connections, and draws on the body."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.live.practice import Practice
from coach.app.live.strictness import Strictness, with_strictness
from coach.errors import TechniqueError
from coach.types import Sense, Verdict
from tests.app.made_live import FOREHEAD, LIBRARY, empty_room, practise, strokes
from tests.simulated import Camera, Script, observe


def test_right_strokes_are_counted_for_both_hands() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    drawings = practise(practice, strokes(3))
    assert practice.counts.model_dump() == {"left": 3, "right": 3, "total": 3, "attempts": 3}
    assert drawings[-1].counts == practice.counts
    assert [row.verdict for row in practice.rows] == [Verdict.GOOD] * 3
    told = [row for drawing in drawings for row in drawing.finished]
    assert len(told) == 3
    assert [d.rows for d in drawings if d.rows is not None][-1] == practice.rows


def test_each_stroke_is_told_while_the_person_goes_on() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    seen = strokes(5)
    drawings = practise(practice, seen)
    told_s = [
        one.t_s
        for one, drawing in zip(seen, drawings, strict=True)
        for _ in range(len(drawing.finished))
    ]
    ends_s = [attempt.end_s for attempt in practice.report.attempts]
    assert practice.counts.total == 5
    waits_s = [told - end for told, end in zip(told_s, ends_s, strict=True)]
    assert max(waits_s) < 3.0
    assert sorted(waits_s)[2] < 1.5


def test_reversed_strokes_are_shown_and_not_counted() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    drawings = practise(practice, strokes(3, backwards=True))
    assert practice.counts.total == 0
    assert practice.counts.attempts == 3
    assert {row.verdict for row in practice.rows} == {Verdict.REVERSED}
    lines = [line for line in drawings[-1].last if line.verdict is Verdict.REVERSED]
    assert lines, "the last attempt lies on the body"


def test_guides_lie_on_the_body_and_run_in_the_right_direction() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    drawing = practise(practice, strokes(1))[30]
    left, right = (np.array(guide.points) for guide in drawing.guides)
    camera = Camera()
    # From the middle outwards: the person's left is on the right of the picture.
    assert left[0, 0] == pytest.approx(camera.origin_px[0], abs=12)
    assert left[-1, 0] > left[0, 0] + camera.unit_px
    assert right[-1, 0] < right[0, 0] - camera.unit_px
    assert (left[:, 1] < camera.origin_px[1]).all(), "above the eyes"
    assert len(drawing.zones) == 2, "each eye"


def test_nothing_is_judged_before_the_person_is_seen_well() -> None:
    far_away = list(observe(Script([5.0], [5.0]), Camera(unit_px=15.0)))
    practice = Practice(LIBRARY, FOREHEAD)
    drawings = practise(practice, far_away)
    assert {drawing.stage for drawing in drawings} == {"framing"}
    assert drawings[-1].hint == "come_closer"
    near = practise(practice, strokes(2), start_s=practice.next_s)
    assert near[-1].stage == "practice"
    assert practice.counts.total == 2


def test_strokes_that_began_before_practice_did_are_left_out() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    early = strokes(3)[80:]  # The quiet moment in front is missing: strokes come at once.
    practise(practice, early)
    assert 0 < practice.counts.attempts < 3


def test_who_leaves_the_picture_pauses() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    practise(practice, strokes(1))
    gone = practise(practice, empty_room(4.0), start_s=practice.next_s)
    assert gone[10].stage == "practice"
    assert gone[-1].stage == "away"
    back = practise(practice, strokes(1), start_s=practice.next_s)
    assert back[-1].stage == "practice"
    assert practice.counts.total == 2


def test_counts_go_on_over_connections() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    practise(practice, strokes(2))
    practice.reconnected()
    practise(practice, strokes(3), start_s=practice.next_s)
    assert practice.counts.total == 5
    assert len(practice.rows) == 5


def test_the_end_judges_what_was_still_going_on() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    seen = strokes(3)
    practise(practice, seen[: len(seen) - 75])  # Before the hands have left.
    practice.finish(hurts=True)
    assert practice.is_over
    assert practice.hurts
    assert practice.report.repetitions == practice.counts.total > 0
    assert all(attempt.sense is Sense.RIGHT for attempt in practice.report.attempts)


def test_an_unknown_technique_is_refused() -> None:
    with pytest.raises(TechniqueError):
        Practice(LIBRARY, "forehead-to-moon")


def test_strictness_changes_the_room_and_nothing_else() -> None:
    usual = LIBRARY.find(FOREHEAD)
    gentle = with_strictness(LIBRARY, Strictness.GENTLE).find(FOREHEAD)
    strict = with_strictness(LIBRARY, Strictness.STRICT).find(FOREHEAD)
    assert strict.off_path_cm < usual.off_path_cm < gentle.off_path_cm
    assert strict.direction_deg < usual.direction_deg < gentle.direction_deg <= 90
    assert gentle.coverage_min < usual.coverage_min < strict.coverage_min <= 1
    assert gentle.pace_min_s < usual.pace_min_s < strict.pace_min_s
    assert strict.pace_max_s < usual.pace_max_s < gentle.pace_max_s
    assert gentle.path_uv == usual.path_uv
    assert gentle.no_go == usual.no_go
    assert with_strictness(LIBRARY, Strictness.NORMAL) is LIBRARY


def test_strictness_is_felt() -> None:
    verdicts = {}
    for strictness in (Strictness.GENTLE, Strictness.STRICT):
        practice = Practice(with_strictness(LIBRARY, strictness), FOREHEAD)
        practise(practice, strokes(3, stroke_s=0.45))
        verdicts[strictness] = {row.verdict for row in practice.rows}
    assert verdicts[Strictness.GENTLE] == {Verdict.GOOD}
    assert Verdict.TOO_FAST in verdicts[Strictness.STRICT]
