"""The committed truth files say what their format promises, and agree with themselves."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

HERE = Path(__file__).resolve().parents[2] / "sample_videos"
NAMES = (
    "forehead_to_temples",
    "temples_to_forehead",
    "chin_to_ears",
    "neck_side_down",
    "back_long_stroke",
    "back_on_the_spine",
    "around_the_eyes",
    "hand_wrist_to_webs",
    "abdomen_clockwise",
    "idle",
)
CIRCLES = ("around_the_eyes", "abdomen_clockwise")
SIDES = ("left", "right")
VERSION = 3
PER_FRAME = {"joints_px": 21, "joints_uv": 21, "lift_cm": 5, "rotation": 3, "wrist_cm": 3}


def load(name: str) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.truth.json").read_text(encoding="utf-8"))


@pytest.fixture(params=NAMES)
def truth(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load(request.param)


def test_it_is_small_enough_to_read_at_once(truth: dict[str, Any]) -> None:
    assert (HERE / f"{truth['clip']}.truth.json").stat().st_size < 600_000
    assert (HERE / f"{truth['clip']}.mp4").stat().st_size < 1_500_000


def test_it_has_the_version_that_is_read(truth: dict[str, Any]) -> None:
    assert truth["version"] == VERSION


def test_every_series_has_one_entry_a_frame(truth: dict[str, Any]) -> None:
    frames = truth["frames"]
    count = len(frames["t_s"])
    assert count == round(truth["duration_s"] * truth["fps"])
    assert frames["t_s"] == pytest.approx([k / truth["fps"] for k in range(count)], abs=1e-4)
    for side in SIDES:
        for series in frames[side].values():
            assert len(series) == count


def test_a_hand_out_of_the_picture_is_null_and_one_in_it_is_whole(truth: dict[str, Any]) -> None:
    for side in SIDES:
        hand = truth["frames"][side]
        for k, seen in enumerate(hand["in_picture"]):
            for key, width in PER_FRAME.items():
                assert (hand[key][k] is not None) == seen
                assert not seen or len(hand[key][k]) == width


def test_contact_is_a_tip_or_the_palm_nearer_than_three_millimetres(truth: dict[str, Any]) -> None:
    for side in SIDES:
        hand = truth["frames"][side]
        palms = hand["palm_lift_cm"]
        for contact, lift, palm in zip(hand["contact"], hand["lift_cm"], palms, strict=True):
            gaps = [*(lift or []), *([] if palm is None else [palm])]
            assert contact == (min(gaps, default=1.0) < 0.3)
            assert lift is None or min(lift) > -0.3


def test_strokes_are_in_order_in_contact_and_numbered_in_the_frames(truth: dict[str, Any]) -> None:
    strokes, frames = truth["strokes"], truth["frames"]
    assert strokes == sorted(strokes, key=lambda s: (s["start_s"], s["side"]))
    for side in SIDES:
        hand = frames[side]
        for t_s, number, contact in zip(
            frames["t_s"], hand["stroke"], hand["contact"], strict=True
        ):
            inside = [
                k
                for k, s in enumerate(strokes)
                if s["side"] == side and s["start_s"] <= t_s <= s["end_s"]
            ]
            assert number == (inside[0] if inside else -1)
            assert contact or number < 0


def test_hands_move_without_jumps_inside_a_stroke(truth: dict[str, Any]) -> None:
    for side in SIDES:
        hand = truth["frames"][side]
        for number, _ in enumerate(truth["strokes"]):
            own = [k for k, n in enumerate(hand["stroke"]) if n == number]
            if own:
                tips = np.array([hand["joints_px"][k][8:13:4] for k in own]).mean(axis=1)
                palm = np.array([hand["palm_px"][k] for k in own])
                for series, most_px in ((tips, 6.0), (palm, 12.0)):
                    change = np.diff(series, n=2, axis=0)
                    assert np.linalg.norm(change, axis=1).max() < most_px


def test_returns_are_lifted_well_clear(truth: dict[str, Any]) -> None:
    frames = truth["frames"]
    for side in SIDES:
        mine = [s for s in truth["strokes"] if s["side"] == side]
        # over a hand the ring finger, which does not work there, hangs lower than the others
        tips = slice(1, 3 if truth["region"] == "hand" else 4)
        for before, after in pairwise(mine):
            if before["lift_cm"] is None:  # it goes on round
                assert truth["clip"] in CIRCLES
                continue
            gaps = [
                min(lift[tips])
                for t_s, lift in zip(frames["t_s"], frames[side]["lift_cm"], strict=True)
                if before["end_s"] < t_s < after["start_s"]
            ]
            assert max(gaps) > 2.5


def test_the_counts_follow_from_the_strokes(truth: dict[str, Any]) -> None:
    right = [s for s in truth["strokes"] if s["fault"] is None]
    by_side = {side: sum(s["side"] == side for s in right) for side in SIDES}
    assert truth["repetitions_by_side"] == by_side
    one_each = truth["clip"] in ("neck_side_down", "hand_wrist_to_webs", "abdomen_clockwise")
    assert truth["together"] != one_each
    assert truth["repetitions"] == (sum(by_side.values()) if one_each else max(by_side.values()))
    for stroke in truth["strokes"]:
        assert stroke["technique"] == truth["technique"]
        assert stroke["fault"] == truth["fault"]
        assert stroke["sense"] == ("reversed" if truth["fault"] == "reversed" else "right")


@pytest.mark.parametrize(
    ("name", "strokes", "repetitions"),
    [
        ("forehead_to_temples", 8, 4),
        ("temples_to_forehead", 8, 0),
        ("chin_to_ears", 8, 4),
        ("neck_side_down", 4, 4),
        ("back_long_stroke", 6, 3),
        ("back_on_the_spine", 3, 0),
        ("around_the_eyes", 8, 4),
        ("hand_wrist_to_webs", 5, 5),
        ("abdomen_clockwise", 4, 4),
        ("idle", 0, 0),
    ],
)
def test_each_clip_shows_what_it_is_for(name: str, strokes: int, repetitions: int) -> None:
    truth = load(name)
    assert len(truth["strokes"]) == strokes
    assert truth["repetitions"] == repetitions


def test_left_hands_are_on_the_persons_left() -> None:
    crossing = {"back_on_the_spine", "hand_wrist_to_webs", "abdomen_clockwise"}
    for name in set(NAMES) - {"idle"} - crossing:
        frames = load(name)["frames"]
        for side, sign in (("left", 1), ("right", -1)):
            for number, joints in zip(
                frames[side]["stroke"], frames[side]["joints_uv"], strict=True
            ):
                assert number < 0 or sign * (joints[8][0] + joints[12][0]) > 0


def test_circles_on_the_belly_go_clockwise_for_who_looks_down() -> None:
    for stroke in load("abdomen_clockwise")["strokes"]:
        # told with u positive on the hand's own side, the right one's; the person's left is +u
        u, v = np.array(stroke["path_uv"]).T * np.array([[-1.0], [1.0]])
        assert (u * np.roll(v, -1) - np.roll(u, -1) * v).sum() < 0
        assert u[np.argmin(np.abs(v - v.mean()))] < 0  # it goes up on the person's right
        assert v.min() == pytest.approx(0.08, abs=0.05)
        assert v.max() == pytest.approx(0.46, abs=0.05)


def test_the_hand_that_is_massaged_lies_where_its_chart_says() -> None:
    truth = load("hand_wrist_to_webs")
    held = truth["frames"]["left"]
    assert not any(held["contact"])
    for joints in held["joints_uv"]:
        assert joints[0] == pytest.approx([2.0, 0.0], abs=2e-3)
        assert joints[9] == pytest.approx([2.0, 1.0], abs=2e-3)
        assert joints[5][0] - joints[17][0] == pytest.approx(2.0, abs=2e-3)
        assert joints[5][0] > joints[17][0]  # the thumb's side is the outer one
    for stroke in truth["strokes"]:
        first, *_, last = stroke["path_uv"]
        assert first == pytest.approx([2.0, 0.05], abs=0.1)
        assert last == pytest.approx([2.0, 1.15], abs=0.1)


def test_the_film_has_the_frames_that_the_truth_tells_of(truth: dict[str, Any]) -> None:
    with av.open(str(HERE / f"{truth['clip']}.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (truth["width"], truth["height"])
        assert stream.frames == len(truth["frames"]["t_s"])
        assert stream.codec_context.name == "h264"
        assert not container.streams.audio
