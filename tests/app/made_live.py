"""People to practise with, made of landmarks, and pictures to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from coach.app.live.practice import Practice
from coach.app.live.protocol import Drawing
from coach.techniques.library import load_library
from coach.types import Frame, Observation
from tests.simulated import Move, Script, observe, repeat, technique_path

LIBRARY = load_library()
FOREHEAD = "forehead-to-temples"
LIGHT = np.full((48, 64, 3), 130, np.uint8)


def jpeg() -> bytes:
    """Give a small picture of an empty, bright room."""
    data = BytesIO()
    Image.fromarray(LIGHT).save(data, "JPEG")
    return data.getvalue()


def empty_room(duration_s: float) -> list[Observation]:
    """Give pictures without anybody in them."""
    nobody = {"face_px": np.full((468, 3), np.nan), "body_px": np.full((33, 2), np.nan)}
    return [replace(seen, **nobody) for seen in observe(Script([duration_s], [duration_s]))]


def strokes(times: int, *, backwards: bool = False, stroke_s: float = 1.2) -> list[Observation]:
    """Give a person who sits still for a moment, and strokes with both hands."""
    path = technique_path(LIBRARY.find(FOREHEAD))[:: -1 if backwards else 1]
    moves: list[Move | float] = [1.5, *repeat(path, times, stroke_s=stroke_s), 1.5]
    return list(observe(Script(moves, moves)))


class Replay:
    """An eye that sees what it is told to, one observation after the other."""

    def __init__(self, seen: list[Observation]) -> None:
        self._seen: Iterator[Observation] = iter(seen)
        self.closed = False

    def observe(self, frame: Frame) -> Observation:
        return replace(next(self._seen), t_s=frame.t_s)

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def practise(practice: Practice, seen: list[Observation], start_s: float = 0.0) -> list[Drawing]:
    """Let a practice see a person; give what it draws."""
    eye = Replay(seen)
    frames = [Frame(start_s + one.t_s, LIGHT) for one in seen]
    return [practice.take(number, frame, eye) for number, frame in enumerate(frames, start=1)]
