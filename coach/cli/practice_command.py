"""`coach practice`: live practice in a plain window, without the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from coach.cli.asked import library_for
from coach.cli.guard import Debug, complain, stoppable

if TYPE_CHECKING:
    from coach.coaching.guided import GuidedSession
    from coach.present.practice_picture import PracticePicture
    from coach.present.window import Key, Screen
    from coach.techniques.library import Library
    from coach.techniques.schema import Technique
    from coach.types import Frame, Observation

__all__ = ["PRACTICE_EXAMPLES", "practice", "practise"]

PRACTICE_EXAMPLES = """
[bold]Examples[/bold]
  coach practice
  coach practice chin-to-ears
  coach practice my-stroke.toml --camera 1

[bold]Keys[/bold]
  space       pause, and go on (an open palm, held up, does the same)
  n           the next technique
  q, escape   stop
"""
FIRST = "forehead-to-temples"


class Eye(Protocol):
    """Finds landmarks, as `Tracker` does."""

    def observe(self, frame: Frame) -> Observation:
        """Find hands, face and body in the next frame."""
        ...


def practice(
    technique: Annotated[
        str,
        typer.Argument(
            metavar="TECHNIQUE",
            help="Id of the one to practise (see `coach techniques`), or your own file (.toml, "
            ".coach.zip).",
        ),
    ] = FIRST,
    camera: Annotated[
        int, typer.Option(metavar="N", min=0, help="Which camera; 0 is the first.")
    ] = 0,
    debug: Debug = False,
) -> None:
    """Practise before the camera, in a plain window.

    Coach says what to do to be seen, shows the way, counts, and corrects one thing
    at a time. At the end it sums up, and keeps the practice in your progress.
    `coach app` offers the same in the browser, with sound.
    """
    library, asked = library_for(technique)
    first = library.find(asked or FIRST)
    from coach.capture.webcam import open_webcam
    from coach.cli.terminal import fetch_bar, on_stderr
    from coach.present.window import open_window
    from coach.present.words import NOT_A_MEDICAL_DEVICE
    from coach.tracking.bundles import ensure
    from coach.tracking.tracker import Tracker

    with open_webcam(camera) as source, open_window("Coach") as window:
        with fetch_bar() as fetched:
            paths = ensure(progress=fetched)
        on_stderr().print(NOT_A_MEDICAL_DEVICE, markup=False)
        with stoppable() as stopped, Tracker(paths) as eye:
            for done in practise(source, eye, window, library, first, stopped):
                _tell(done, library)
        for warning in source.warnings:
            complain(warning)


def practise(
    source: Iterable[Frame],
    eye: Eye,
    screen: Screen,
    library: Library,
    first: Technique,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[GuidedSession]:
    """Practise one technique after the other, until the person stops or the camera does.

    Yields
    ------
    GuidedSession
        Each practice as it ends.
    """
    from coach.coaching.guided import GuidedSession
    from coach.present.practice_picture import PracticePicture
    from coach.present.window import Key

    frames = iter(source)
    for technique in _from(first, library):
        session = GuidedSession(library, technique.id)
        picture = PracticePicture(library, technique)
        key = _until_key(frames, eye, screen, session, picture, stopped)
        session.finish()
        yield session
        if key is not Key.NEXT:
            return


def _from(first: Technique, library: Library) -> Iterator[Technique]:
    """Give the techniques round and round, from the first on."""
    techniques = list(library.techniques)
    place = techniques.index(first)
    while True:
        yield techniques[place % len(techniques)]
        place += 1


def _until_key(
    frames: Iterator[Frame],
    eye: Eye,
    screen: Screen,
    session: GuidedSession,
    picture: PracticePicture,
    stopped: Callable[[], bool],
) -> Key | None:
    """Follow the person until a key ends it; None when no more pictures come."""
    from coach.present.window import Key

    is_paused = False
    for frame in frames:
        if is_paused:
            image = picture.paused(frame.image_rgb)
        else:
            image = picture.draw(frame.image_rgb, session.take(frame, eye.observe(frame)))
        key = screen.show(image)
        if key is Key.PAUSE and session.is_resting:
            session.go_on()
        elif key is Key.PAUSE:
            is_paused = not is_paused
        elif key is not None or stopped():
            return key or Key.STOP
    return None


def _tell(done: GuidedSession, library: Library) -> None:
    """Sum a practice up, and put it into the history."""
    from coach.cli.results import print_report
    from coach.cli.terminal import on_stderr, on_stdout
    from coach.history.keeping import kept

    with on_stdout() as console:
        print_report(done.report, library, console)
    record = kept(done.report, done.started_at)
    if record.is_kept:
        on_stderr().print("Kept in your progress.", markup=False)
    elif record.fault:
        complain(f"not kept in your progress: {record.fault}")
