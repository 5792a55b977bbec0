"""`coach practice`: live practice of a technique or a routine in a plain window."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from coach.cli.asked import asked_for
from coach.cli.guard import Debug, complain, stoppable

if TYPE_CHECKING:
    from coach.coaching.guided import GuidedSession
    from coach.present.reminding import Reminding
    from coach.present.window import Key, Screen
    from coach.techniques.library import Library
    from coach.techniques.routine import Routine
    from coach.techniques.schema import Technique
    from coach.types import Frame, Observation

__all__ = ["PRACTICE_EXAMPLES", "practice", "practise"]

PRACTICE_EXAMPLES = """
[bold]Examples[/bold]
  coach practice
  coach practice chin-to-ears
  coach practice face-first              a routine, step by step
  coach practice my-stroke.toml --camera 1

[bold]Keys[/bold]
  space       pause, and go on (an open palm, held up, does the same)
  n           the next technique, or the routine's next step
  q, escape   stop
  h           it hurts: stop at once
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
            help="Id of the technique or routine to practise (see `coach techniques`, `coach "
            "routines`), or your own file (.toml, .coach.zip).",
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
    asked = asked_for(technique)
    library, routine = asked.library, asked.routine
    first = library.find(asked.technique or FIRST) if routine is None else _lead(routine, library)
    from coach.capture.webcam import open_webcam
    from coach.cli.safety_notes import may_begin, print_before
    from coach.cli.terminal import fetch_bar, on_stderr
    from coach.coaching.safety import limit_s
    from coach.present.window import open_window
    from coach.tracking.bundles import ensure
    from coach.tracking.tracker import Tracker

    region, aim = (routine.region, routine.aim) if routine else (first.region, None)
    # First of all, so that nobody answers questions for a practice that can't begin.
    with open_webcam(camera) as source, open_window("Coach") as window:
        with fetch_bar() as fetched:
            paths = ensure(progress=fetched)
        is_first = print_before(region, aim, on_stderr())
        if not may_begin(region, on_stderr(), _answer if sys.stdin.isatty() else None):
            return
        with stoppable() as stopped, Tracker(paths) as eye:
            for done in practise(
                source, eye, window, library, first, stopped, routine, limit_s(is_first=is_first)
            ):
                _tell(done, library)
        for warning in source.warnings:
            complain(warning)


def _answer(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True))


def practise(
    source: Iterable[Frame],
    eye: Eye,
    screen: Screen,
    library: Library,
    first: Technique,
    stopped: Callable[[], bool] = lambda: False,
    routine: Routine | None = None,
    limit_s: float = math.inf,
) -> Iterator[GuidedSession]:
    """Practise one technique after the other, until the person stops or the camera does.

    A routine is practised once, from its first step to its last.

    Yields
    ------
    GuidedSession
        Each practice as it ends.
    """
    from coach.coaching.guided import GuidedSession
    from coach.present.reminding import Reminding
    from coach.present.window import Key

    frames = iter(source)
    reminding = Reminding()
    worked_s = 0.0  # Over all techniques: they are one session.
    for technique in _from(first, library):
        session = GuidedSession(library, technique.id, routine, limit_s, worked_s)
        key = _until_key(frames, eye, screen, session, library, stopped, reminding)
        session.finish(hurts=key is Key.HURTS)
        worked_s = session.worked_s
        yield session
        if key is not Key.NEXT:
            return


def _lead(routine: Routine, library: Library) -> Technique:
    """Give the first technique of a routine that a camera can follow; else the first that is known.

    Raises
    ------
    TechniqueError
        None is known.
    """
    from coach.coaching.routine import lead_technique

    found = lead_technique(routine, library)
    return found if found is not None else library.find(routine.technique_ids[0])


def _from(first: Technique, library: Library) -> Iterator[Technique]:
    """Give the techniques round and round, from the first on.

    They are those of one part of the body: the check before was about that.
    """
    techniques = list(library.of_region(first.region))
    place = techniques.index(first)
    while True:
        yield techniques[place % len(techniques)]
        place += 1


def _until_key(
    frames: Iterator[Frame],
    eye: Eye,
    screen: Screen,
    session: GuidedSession,
    library: Library,
    stopped: Callable[[], bool],
    reminding: Reminding,
) -> Key | None:
    """Follow the person until a key ends it; None when no more pictures come."""
    from coach.present.practice_picture import PracticePicture
    from coach.present.window import Key

    is_paused = False
    shown, picture = session.technique, PracticePicture(library, session.technique, reminding)
    for frame in frames:
        if session.technique is not shown:  # The routine is in another step.
            shown = session.technique
            picture = PracticePicture(library, shown, reminding)
        if is_paused:
            image = picture.paused(frame.image_rgb)
        else:
            image = picture.draw(frame.image_rgb, session.take(frame, eye.observe(frame)))
        key = screen.show(image)
        if key is Key.PAUSE and session.is_resting:
            session.go_on()
        elif key is Key.PAUSE:
            is_paused = not is_paused
        elif key is Key.NEXT and session.routine is not None:
            session.next_step()
        elif key is not None or stopped():
            return key or Key.STOP
    return None


def _tell(done: GuidedSession, library: Library) -> None:
    """Sum a practice up, and put it into the history."""
    from coach.cli.results import print_report
    from coach.cli.safety_notes import print_after
    from coach.cli.terminal import on_stderr, on_stdout
    from coach.history.keeping import kept

    with on_stdout() as console:
        print_report(done.report, library, console)
        print_after(console, hurts=done.report.hurt)
    record = kept(done.report, done.started_at)
    if record.is_kept:
        on_stderr().print("Kept in your progress.", markup=False)
    elif record.fault:
        complain(f"not kept in your progress: {record.fault}")
