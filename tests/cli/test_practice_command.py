"""`coach practice`: a clip plays before the camera, keys are pressed at its window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from coach.capture import webcam
from coach.capture.clip import open_clip
from coach.cli.practice_command import practise
from coach.cli.safety_notes import may_begin, print_before
from coach.coaching.safety import safety
from coach.errors import InputError
from coach.history.store import History
from coach.present import window
from coach.present.window import Key
from coach.techniques.library import load_library
from coach.techniques.routine import Aim
from coach.types import Frame, Observation, Region
from tests.simulated import Script, observe

SAMPLES = Path(__file__).parents[2] / "sample_videos"
STILL_S = 2.0
"""A moment in front of the clip for the person to get ready."""


class ClipCamera:
    """A camera before which a clip plays, once."""

    def __init__(self, clip: Path) -> None:
        self._clip = clip
        self.warnings = ("The camera stopped giving pictures.",)
        self.is_open = True

    def __iter__(self) -> Iterator[Frame]:
        with open_clip(self._clip) as clip:
            for number, frame in enumerate(clip):
                for i in range(round(STILL_S * 25)) if number == 0 else ():
                    yield Frame(i / 25, frame.image_rgb)
                yield Frame(STILL_S + frame.t_s, frame.image_rgb)

    def __enter__(self) -> ClipCamera:
        return self

    def __exit__(self, *_: object) -> None:
        self.is_open = False


class MadeWindow:
    """Keeps what it is shown; presses keys at the numbers of pictures."""

    def __init__(self, keys: dict[int, Key]) -> None:
        self._keys = keys
        self.shown: list[np.ndarray] = []
        self.is_open = True

    def show(self, image_rgb: np.ndarray) -> Key | None:
        self.shown.append(image_rgb)
        return self._keys.get(len(self.shown))

    def __enter__(self) -> MadeWindow:
        return self

    def __exit__(self, *_: object) -> None:
        self.is_open = False


@pytest.fixture
def at_the_desk(monkeypatch, tmp_path, models):
    """Give a function that puts a clip before the camera, and tells which keys are pressed."""
    monkeypatch.setenv("COACH_HISTORY", str(tmp_path / "history.db"))

    def sit(clip: str, keys: dict[int, Key] | None = None) -> tuple[ClipCamera, MadeWindow]:
        camera, made = ClipCamera(SAMPLES / f"{clip}.mp4"), MadeWindow(keys or {})
        monkeypatch.setattr(webcam, "open_webcam", lambda _index: camera)
        monkeypatch.setattr(window, "open_window", lambda _title: made)
        return camera, made

    return sit


def test_right_strokes_are_counted_shown_in_a_mirror_and_kept(coach, at_the_desk):
    camera, made = at_the_desk("forehead_to_temples")
    done = coach("practice", "forehead-to-temples")
    assert done.code == 0, done.err
    assert "Repetitions: 4 (left hand 4, right hand 4)." in done.out
    assert "Kept in your progress." in done.err
    assert "The camera stopped giving pictures." in done.err
    assert not camera.is_open
    assert not made.is_open
    (session,) = History().sessions()
    assert session.technique == "forehead-to-temples"
    first = next(iter(camera)).image_rgb
    corner = np.s_[200:240, :40]
    assert np.abs(made.shown[0][corner].astype(int) - first[:, ::-1][corner]).mean() < 2


def test_pause_rests_and_next_leads_to_another_technique(coach, at_the_desk):
    _, made = at_the_desk(
        "forehead_to_temples", {60: Key.PAUSE, 70: Key.PAUSE, 80: Key.NEXT, 90: Key.STOP}
    )
    done = coach("practice")
    assert done.code == 0, done.err
    assert len(made.shown) == 90
    assert made.shown[60].mean() < 0.7 * made.shown[59].mean(), "it is dimmed"
    assert made.shown[70].mean() > 0.9 * made.shown[59].mean()
    assert History().sessions() == ()
    assert "Kept" not in done.err


def test_no_camera_is_one_line(coach, at_the_desk, monkeypatch):
    at_the_desk("forehead_to_temples")

    def absent(index: int) -> None:
        raise InputError(f"camera {index} can't be opened")

    monkeypatch.setattr(webcam, "open_webcam", absent)
    done = coach("practice", "--camera", 7)
    assert done.code == InputError.exit_code
    assert done.err == "coach: camera 7 can't be opened\n"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_no_display_is_one_line_and_no_crash(coach, at_the_desk, monkeypatch):
    own = window.open_window
    camera, _ = at_the_desk("forehead_to_temples")
    monkeypatch.setattr(window, "open_window", own)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for display in ("", ":987"):
        monkeypatch.setenv("DISPLAY", display)
        done = coach("practice")
        assert done.code == 7
        assert done.err.startswith("coach: no window can be opened here")
        assert "coach app" in done.err
        assert not camera.is_open


def test_an_unknown_technique_is_said_before_the_camera_opens(coach, monkeypatch):
    monkeypatch.setattr(webcam, "open_webcam", lambda _: pytest.fail("opened"))
    assert coach("practice", "forehead-to-moon").code == 5


@pytest.mark.parametrize(
    ("answers", "begins"), [([""], True), (["99", "no", "0", ""], True), (["x", "1"], False)]
)
def test_a_reason_that_holds_stops_it_kindly(answers: list[str], begins: bool) -> None:
    console = Console(record=True, width=200)
    left = iter(answers)
    assert may_begin(Region.BACK, console, lambda question: next(left)) is begins
    assert next(left, None) is None
    said = console.export_text()
    assert (safety().reasons_of(Region.BACK)[0].stop in said) is not begins


def test_who_just_ate_is_told_to_wait() -> None:
    console = Console(record=True, width=200)
    reasons, before = safety().reasons_of(Region.ABDOMEN), safety().before_of(Region.ABDOMEN)
    number = len(reasons) + [one.id for one in before].index("meal-before") + 1
    print_before(Region.ABDOMEN, None, console)
    assert f"{number:2d}  a meal in the last two hours" in console.export_text(clear=False)
    assert not may_begin(Region.ABDOMEN, console, lambda question: str(number))
    assert "Wait until it is two hours ago." in console.export_text()


@pytest.mark.parametrize(
    ("aim", "said", "unsaid"),
    [(None, "you are told when 15 minutes", "last step"), (Aim.FACE, "last step", "you are told")],
)
def test_what_becomes_of_a_first_session_is_said_as_it_is(
    monkeypatch, tmp_path, aim: Aim | None, said: str, unsaid: str
) -> None:
    monkeypatch.setenv("COACH_HISTORY", str(tmp_path / "history.db"))
    console = Console(record=True, width=200)
    assert print_before(Region.FACE, aim, console)
    told = console.export_text()
    assert said in told
    assert unsaid not in told


def test_the_minutes_of_a_session_go_on_from_technique_to_technique() -> None:
    """Who presses n begins no new session: the clock is of all of it."""
    seen = list(observe(Script([8.0], [8.0])))
    frames = [Frame(one.t_s, np.full((48, 64, 3), 130, np.uint8)) for one in seen]
    look = iter(seen)

    class Eye:
        def observe(self, frame: Frame) -> Observation:
            return next(look)

    screen = MadeWindow({100: Key.NEXT, 190: Key.STOP})
    library = load_library()
    first = library.find("forehead-to-temples")
    one, two = practise(frames, Eye(), screen, library, first)
    assert one.worked_s > 1.0
    assert two.worked_s > one.worked_s + 1.0


def test_where_nobody_can_answer_nothing_is_asked() -> None:
    assert may_begin(Region.FACE, Console(), None)


def test_what_is_neither_a_technique_nor_a_routine_is_told_as_that(coach) -> None:
    outcome = coach("practice", "nope")
    assert outcome.code == 5
    assert "technique or routine" in outcome.err
    assert "`coach routines`" in outcome.err.replace("\n", " ")
