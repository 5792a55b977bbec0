"""What is said so that more can be seen, and when practice may begin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.placement import BodyFollower
from coach.coaching.framing import Framing, Hint, brightness, look
from coach.coaching.sought import Sought
from coach.coaching.tally import Tally
from coach.techniques.library import load_library
from coach.types import View
from tests.simulated import Camera, Script, observe, repeat, technique_path

LIBRARY = load_library()
FACE, BACK = LIBRARY.find("forehead-to-temples"), LIBRARY.find("back-long-stroke")
BRIGHT = 120.0


def seen_and_hint(
    technique: object, camera: Camera, view: View, light: float = BRIGHT, **changes: object
) -> Hint:
    """Let a person sit still for a second, and give the last frame's hint."""
    follower = BodyFollower()
    for frame in observe(Script([1.0], [1.0]), camera, view):
        seen = replace(frame, **changes)  # type: ignore[arg-type]
        placement = follower.push(seen)
    chart = next((c for c in placement.charts if c.name == technique.chart), None)  # type: ignore[attr-defined]
    path = technique.path_array_uv  # type: ignore[attr-defined]
    guides = np.empty((0, 2))
    if chart is not None:
        guides = chart.to_px(np.concatenate([path, path * (-1, 1)]))
    return look(seen, placement.view, chart, guides, technique, light)  # type: ignore[arg-type]


NOBODY = {
    "face_px": np.full((468, 3), np.nan),
    "body_px": np.full((33, 2), np.nan),
}


@pytest.mark.parametrize(
    ("unit_px", "origin_px", "hint"),
    [
        (40.0, (320.0, 200.0), Hint.FINE),
        (18.0, (320.0, 200.0), Hint.COME_CLOSER),
        (80.0, (320.0, 220.0), Hint.STEP_BACK),
        (40.0, (25.0, 200.0), Hint.INTO_MIDDLE),
        (40.0, (320.0, 10.0), Hint.INTO_MIDDLE),
    ],
)
def test_a_face_is_told_where_to_go(
    unit_px: float, origin_px: tuple[float, float], hint: Hint
) -> None:
    camera = Camera(unit_px=unit_px, origin_px=origin_px)
    assert seen_and_hint(FACE, camera, View.FRONT) is hint


@pytest.mark.parametrize(
    ("unit_px", "hint"), [(24.0, Hint.FINE), (9.0, Hint.COME_CLOSER), (70.0, Hint.STEP_BACK)]
)
def test_a_back_is_told_how_far_away(unit_px: float, hint: Hint) -> None:
    assert seen_and_hint(BACK, Camera(unit_px, origin_px=(320.0, 60.0)), View.BACK) is hint


def test_the_other_side_is_asked_for() -> None:
    assert seen_and_hint(BACK, Camera(24.0), View.FRONT) is Hint.TURN_BACK
    assert seen_and_hint(FACE, Camera(24.0), View.BACK) is Hint.TURN_FRONT


def test_who_lies_on_a_roller_need_not_turn() -> None:
    """Only the time is taken: from whichever side."""
    roller, circles = LIBRARY.find("foam-roller"), LIBRARY.find("abdomen-clockwise")
    camera = Camera(24.0, origin_px=(320.0, 60.0))
    assert seen_and_hint(circles, camera, View.BACK) is Hint.TURN_FRONT
    assert seen_and_hint(roller, camera, View.BACK) is Hint.FINE
    tallies = [Tally(Sought((t,), t.name, t)) for t in (circles, roller)]
    follower = BodyFollower()
    moves = repeat(technique_path(BACK), 1)
    for seen in observe(Script(moves, moves), camera, View.BACK):
        charts = follower.push(seen).charts
        for tally in tallies:
            tally.push(seen, View.BACK, charts)
    assert "Turn so that the camera sees chest and belly." in tallies[0].obstacle()
    assert tallies[1].obstacle() == ""


@pytest.mark.parametrize(
    ("light", "hint"), [(3.0, Hint.BLACK), (20.0, Hint.DARK), (BRIGHT, Hint.NOBODY)]
)
def test_nobody_to_be_seen_may_be_the_light(light: float, hint: Hint) -> None:
    assert seen_and_hint(FACE, Camera(), View.FRONT, light, **NOBODY) is hint


def test_brightness_is_the_mean_of_the_picture() -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    assert brightness(image) == 0
    image[:240] = 200
    assert brightness(image) == pytest.approx(100)


def test_practice_begins_only_after_all_was_well_for_a_while() -> None:
    framing = Framing()
    ready = []
    for tick in range(40):
        t_s = tick / 10
        framing.push(t_s, Hint.FINE if tick >= 5 and tick != 10 else Hint.COME_CLOSER)
        ready.append(framing.is_ready(t_s))
    assert 18 <= ready.index(True) <= 20  # 0.8 s after the interruption at 1.0 s.


def test_a_hint_that_flickers_is_not_given() -> None:
    framing = Framing()
    for tick in range(20):
        hint = framing.push(tick / 10, Hint.NOBODY if tick == 15 else Hint.FINE)
        assert hint is not Hint.NOBODY
    assert hint is Hint.FINE


@pytest.mark.parametrize(("hands", "hint"), [(True, Hint.FINE), (False, Hint.SHOW_BODY)])
def test_who_is_to_stroke_a_hand_shows_hands(hands: bool, hint: Hint) -> None:
    hand = LIBRARY.find("hand-wrist-to-webs")
    places = (
        np.random.default_rng(1).uniform(80, 120, (2, 21, 2))
        if hands
        else np.full((2, 21, 2), np.nan)
    )
    assert seen_and_hint(hand, Camera(), View.FRONT, hands_px=places) is hint
