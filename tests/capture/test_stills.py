"""Pictures taken from a clip."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.capture.jpeg import read_jpeg
from coach.capture.stills import stills
from coach.errors import InputError
from tests.conftest import MakeClip


def test_pictures_at_equal_steps(make_clip: MakeClip) -> None:
    path = make_clip("clip.mp4", tuple(i / 25 for i in range(50)))
    taken = stills(path, 6)
    assert len(taken) == 6
    greys = [float(read_jpeg(one)[50:, 70:].mean()) for one in taken]  # the grey level tells when
    steps = [b - a for a, b in pairwise(greys)]
    assert greys[0] == pytest.approx(40, abs=4)
    assert all(step > 25 for step in steps[:3])


def test_pictures_of_a_part(make_clip: MakeClip) -> None:
    path = make_clip("clip.mp4", tuple(i / 25 for i in range(50)))
    taken = stills(path, 3, start_s=0.4, end_s=0.8)
    greys = [float(read_jpeg(one)[50:, 70:].mean()) for one in taken]
    assert greys == pytest.approx([90, 115, 140], abs=6)


def test_a_part_that_is_not_there(make_clip: MakeClip) -> None:
    with pytest.raises(InputError, match="has no picture between"):
        stills(make_clip("clip.mp4"), 3, start_s=5.0)


def test_a_large_picture_is_made_smaller(make_clip: MakeClip) -> None:
    path = make_clip("clip.mp4", (0.0, 0.04, 0.08), (1280, 720))
    assert read_jpeg(stills(path, 2)[0]).shape == (540, 960, 3)
