"""What goes over the live connection: nothing but what both sides know."""

from __future__ import annotations

import json
import math
import struct

import numpy as np
import pytest

from coach.app.live.protocol import (
    Hello,
    ProtocolError,
    Stop,
    points,
    read_picture,
    read_words,
    row,
)
from coach.types import Attempt, ChartName, Sense, Side, Verdict

JPEG = b"\xff\xd8\xff\xe0 and so on"


def test_a_picture_is_read_with_its_head() -> None:
    picture = read_picture(struct.pack("<Id", 7, 12.25) + JPEG)
    assert (picture.number, picture.stamp_s, picture.jpeg) == (7, 12.25, JPEG)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        struct.pack("<Id", 7, 12.25),
        struct.pack("<Id", 7, 12.25) + b"\x89PNG and so on",
        struct.pack("<Id", 7, math.nan) + JPEG,
        struct.pack("<Id", 7, math.inf) + JPEG,
        struct.pack("<Id", 7, -1.0) + JPEG,
        struct.pack("<Id", 7, 1e12) + JPEG,
    ],
)
def test_other_bytes_are_no_picture(message: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_picture(message)


def test_words_are_read_by_their_type() -> None:
    assert read_words('{"type": "hello", "token": "abc"}') == Hello(type="hello", token="abc")
    assert read_words('{"type": "stop", "hurts": true}') == Stop(type="stop", hurts=True)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "hello",
        "[]",
        '{"type": "other"}',
        '{"type": "hello"}',
        '{"type": "hello", "token": "abc", "more": 1}',
        json.dumps({"type": "hello", "token": "a" * 101}),
        '{"type": "stop", "hurts": "a lot"}',
    ],
)
def test_other_words_are_refused(message: str) -> None:
    with pytest.raises(ProtocolError):
        read_words(message)


def test_points_that_are_not_known_are_left_out() -> None:
    assert points(np.array([[1.04, 2.0], [np.nan, 3.0], [4.0, np.inf]])) == [(1.0, 2.0)]


def test_what_is_not_known_of_an_attempt_is_null() -> None:
    attempt = Attempt(
        start_s=1.0,
        end_s=2.5,
        side=Side.BOTH,
        technique="forehead-to-temples",
        sense=Sense.RIGHT,
        direction_error_deg=float("nan"),
        verdict=Verdict.GOOD,
        counted=True,
        confidence=0.9,
        cue="",
        chart=ChartName.FACE,
        path_uv=np.zeros((16, 2)),
        offset_cm=0.456,
    )
    told = json.loads(row(attempt, attempt.cue, attempt.pace_s).model_dump_json())
    assert told["direction_error_deg"] is None
    assert (told["pace_s"], told["offset_cm"], told["side"]) == (1.5, 0.46, "both")
