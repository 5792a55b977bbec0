"""A whole routine on rendered people, as one clip: three steps, pauses, one step skipped.

The sample clips of the three steps are played one after the other. In each of them the hands come
into the picture and leave it again. Before and after the circles around the eyes nobody is there;
half way through them the person stays, without hands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from coach.capture.clip import open_clip
from coach.coaching.review import Review, review_clip
from coach.techniques.library import load_library
from coach.techniques.routine import Routine, routine_of
from coach.types import Phase, Standing, StepState

SAMPLES = Path(__file__).parents[1] / "sample_videos"
FOREHEAD, EYES, JAW = "forehead_to_temples", "around_the_eyes", "chin_to_ears"
SIZE, TICKS = (640, 480), 90_000
PAUSE_S, PAUSE_FPS = 5.0, 10.0
LATEST_S = 2.7
"""Nobody, or no hand, is there only after 2.5 s without them; a frame more, and some."""
EYES_S = 9.0
"""More than the circles of one clip take, and less than those of two."""

Picture = np.ndarray[Any, np.dtype[np.uint8]]


def repetitions(clip: str) -> int:
    truth = json.loads((SAMPLES / f"{clip}.truth.json").read_text("utf-8"))
    return int(truth["repetitions"])


def routine() -> Routine:
    steps = (
        ("forehead-to-temples", f"repetitions = {repetitions(FOREHEAD)}"),
        ("brows-outwards", "repetitions = 5"),
        ("around-the-eyes", f"minutes = {EYES_S / 60}"),
        ("chin-to-ears", f"repetitions = {repetitions(JAW)}"),
    )
    text = 'format = 1\nid = "film"\nname = "Film"\nregion = "face"\nview = "front"\n'
    text += 'aim = "face"\ninstruction = "As in the film."\nsource = "ours"\n'
    for technique, length in steps:
        text += f'\n[[step]]\ntechnique = "{technique}"\n{length}\n'
        text += 'pressure = "light"\nsource = "ours"\n'
    return routine_of(text.encode(), "film.toml")


def film() -> Iterator[tuple[float, Picture]]:
    """Give the frames: time and picture."""
    t_s = 0.0
    empty = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    for name, person_stays in ((FOREHEAD, False), (EYES, True), (EYES, False), (JAW, False)):
        start_s, last = t_s, empty
        with open_clip(SAMPLES / f"{name}.mp4") as clip:
            for frame in clip:
                t_s, last = start_s + frame.t_s, cv2.resize(frame.image_rgb, SIZE)
                yield t_s, last
        for _ in range(round(PAUSE_S * PAUSE_FPS)):
            t_s += 1 / PAUSE_FPS
            yield t_s, last if person_stays else empty
        t_s += 1 / PAUSE_FPS


@pytest.fixture(scope="module")
def review(models: object, tmp_path_factory: pytest.TempPathFactory) -> Review:
    path = tmp_path_factory.mktemp("routine") / "film.mp4"
    with av.open(str(path), "w") as output:
        stream: Any = output.add_stream("libx264", rate=30)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.codec_context.options = {"preset": "ultrafast", "crf": "18"}
        for t_s, picture in film():
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(t_s * TICKS), Fraction(1, TICKS)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return review_clip(path, load_library(), routine=routine(), keep_updates=True)


def standings(review: Review) -> list[Standing]:
    return [one.standing for one in review.updates if one.standing is not None]


def test_steps_are_done_and_the_skipped_one_is_told(review: Review) -> None:
    standing = review.report.standing
    assert standing is not None
    first, skipped, eyes, last = standing.steps
    assert (first.state, first.total) == (StepState.DONE, repetitions(FOREHEAD))
    assert (skipped.state, skipped.total) == (StepState.SKIPPED, 0)
    assert eyes.state is StepState.DONE
    assert (last.state, last.total) == (StepState.DONE, repetitions(JAW))
    assert standing.phase is Phase.OVER


def test_the_clock_stands_still_while_nobody_is_there(review: Review) -> None:
    standing = standings(review)[-1]
    assert Phase.AWAY in {one.phase for one in standings(review)}
    assert standing.worked_s <= standing.t_s - 2 * (PAUSE_S - LATEST_S)


def test_and_while_the_hands_are_out_of_the_picture(review: Review) -> None:
    during = [one for one in standings(review) if one.steps[2].state is StepState.OPEN]
    without = [one for one in during if one.phase is Phase.HANDS_AWAY]
    assert without[-1].t_s - without[0].t_s >= PAUSE_S - LATEST_S
    begun, ended = (one.steps[2].done_s for one in (without[0], without[-1]))
    assert 0 < begun == ended < EYES_S
