"""Truth as text: the very text that JSON makes of the lists."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sample_videos.studio.simulated_text import LARGEST, Rows, dumps, listed


def made(digits: int, shape: tuple[int, ...], seed: int = 0, largest: float = LARGEST) -> Rows:
    rng = np.random.default_rng(seed)
    values = rng.uniform(-largest, largest, shape) / 10**digits * rng.random(shape) ** 4
    return Rows(np.round(values, digits), digits, rng.random(shape[0]) < 0.7)


@pytest.mark.parametrize("digits", [1, 2, 3])
@pytest.mark.parametrize("shape", [(40, 21, 2), (30, 5), (25, 2), (1, 2)])
def test_text_is_what_json_makes_of_the_lists(digits: int, shape: tuple[int, ...]) -> None:
    for seed in range(5):
        rows = made(digits, shape, seed)
        assert rows.text() == json.dumps(rows.listed(), separators=(",", ":"))


def test_zeros_keep_their_sign_and_ends_of_the_table_are_in_it() -> None:
    ends = [0.0, -0.0, LARGEST / 10, -LARGEST / 10]
    rows = Rows(np.array([ends]), 1, np.array([True]))
    assert rows.text() == "[[0.0,-0.0,2000.0,-2000.0]]"


@pytest.mark.parametrize("far", [2000.1, -1e9])
def test_what_is_in_no_table_is_written_all_the_same(far: float) -> None:
    rows = Rows(np.array([[far, 1.0], [np.nan, 2.0]]), 1, np.array([True, False]))
    assert json.loads(rows.text()) == [[far, 1.0], None]


def test_rows_are_told_where_they_stand() -> None:
    px, uv = made(1, (4, 2)), made(3, (4, 3, 2))
    told = {"a": 1, "b": {"px": px, "c": [None], "uv": uv}, "d": "x@y"}
    plain = listed(told)
    assert plain["b"] == {"px": px.listed(), "c": [None], "uv": uv.listed()}
    assert dumps(told) == json.dumps(plain, separators=(",", ":"))
    assert dumps(plain) == json.dumps(plain, separators=(",", ":"))
