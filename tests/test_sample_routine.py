"""A whole routine on rendered people: three steps, pauses in an empty room, one step skipped.

The clips of the three steps are played one after the other, as one film. In each of them the hands
come into the picture and leave it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from coach.capture.clip import open_clip
from coach.coaching.session import Session
from coach.techniques.library import load_library
from coach.techniques.routine import Routine, routine_of
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import Frame, Phase, Standing, StepState

SAMPLES = Path(__file__).parents[1] / "sample_videos"
FOREHEAD, EYES, JAW = "forehead_to_temples", "around_the_eyes", "chin_to_ears"
PAUSE_S, PAUSE_FPS = 5.0, 10.0


def repetitions(clip: str) -> int:
    truth = json.loads((SAMPLES / f"{clip}.truth.json").read_text("utf-8"))
    return int(truth["repetitions"])


def routine() -> Routine:
    steps = (
        ("forehead-to-temples", repetitions(FOREHEAD)),
        ("brows-outwards", 5),
        ("around-the-eyes", repetitions(EYES)),
        ("chin-to-ears", repetitions(JAW)),
    )
    text = 'format = 1\nid = "film"\nname = "Film"\nregion = "face"\nview = "front"\n'
    text += 'aim = "face"\ninstruction = "As in the film."\nsource = "ours"\n'
    for technique, times in steps:
        text += f'\n[[step]]\ntechnique = "{technique}"\nrepetitions = {times}\n'
        text += 'pressure = "light"\nsource = "ours"\n'
    return routine_of(text.encode(), "film.toml")


def film() -> Iterator[Frame]:
    t_s = 0.0
    for name in (FOREHEAD, EYES, JAW):
        with open_clip(SAMPLES / f"{name}.mp4") as clip:
            start_s = t_s
            for frame in clip:
                t_s = start_s + frame.t_s
                yield replace(frame, t_s=t_s)
        for _ in range(round(PAUSE_S * PAUSE_FPS)):
            t_s += 1 / PAUSE_FPS
            yield Frame(t_s, np.full_like(frame.image_rgb, 128))
        t_s += 1 / PAUSE_FPS


def test_a_routine_is_followed_through_a_pause_and_a_skipped_step(models: object) -> None:
    session = Session(load_library(), routine=routine())
    told: list[Standing] = []
    with Tracker(ensure()) as tracker:
        for frame in film():
            update = session.push(tracker.observe(frame))
            assert update.standing is not None
            told.append(update.standing)
    session.finish()
    standing = session.report("film", told[-1].t_s).standing
    assert standing is not None
    first, skipped, eyes, last = standing.steps
    assert (first.state, first.total) == (StepState.DONE, repetitions(FOREHEAD))
    assert (skipped.state, skipped.total) == (StepState.SKIPPED, 0)
    assert (eyes.state, eyes.total) == (StepState.DONE, repetitions(EYES))
    assert (last.state, last.total) == (StepState.DONE, repetitions(JAW))
    assert standing.phase is Phase.OVER
    assert Phase.AWAY in {one.phase for one in told}
    # The pauses stand still, but for the 2.5 s that it takes to be sure.
    assert standing.worked_s <= standing.t_s - 2 * (PAUSE_S - 2.7)
