"""Errors that were measured beside errors that were simulated for the same truth."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.noise_errors import Measured, errors_of_face, errors_of_hands
from coach.types import FloatArray
from sample_videos.studio.landmark_errors import observe
from sample_videos.studio.landmark_noise import FaceNoise, LandmarkNoise
from sample_videos.studio.landmark_scene import OUTER_EYES, SHOULDERS, inside_share

__all__ = ["side_by_side", "simulated"]

QUANTILES = (0.5, 0.9, 0.99)
TIPS = (8, 12)


def side_by_side(clips: Sequence[Measured], noise: LandmarkNoise, rounds: int = 5) -> str:
    """Tell the quantiles of errors, measured and simulated, as a table in Markdown."""
    measured = _samples(clips)
    # a clip's own mesh is its truth here: how people differ is left out
    noise = replace(noise, face_larger=0.0, face_person=FaceNoise())
    again: dict[str, list[FloatArray]] = {}
    for seed in range(rounds):
        copies = [simulated(clip, noise, seed) for clip in clips]
        for name, values in _samples(copies).items():
            again.setdefault(name, []).append(values)
    rows = [
        "| error | n | measured 50 / 90 / 99 % | simulated 50 / 90 / 99 % |",
        "|---|---|---|---|",
    ]
    for name, values in measured.items():
        drawn = np.concatenate(again[name])
        rows.append(f"| {name} | {len(values)} | {_told(values)} | {_told(drawn)} |")
    return "\n".join(rows)


def _told(values: FloatArray) -> str:
    if len(values) == 0:
        return "-"
    if set(np.unique(values)) <= {0.0, 1.0}:
        return f"{values.mean():.1%} of frames"
    return " / ".join(f"{q:.3f}" for q in np.quantile(values, QUANTILES))


def simulated(clip: Measured, noise: LandmarkNoise, seed: int) -> Measured:
    """Give a clip with its true landmarks as they would be seen with noise."""
    rng = np.random.default_rng([seed, zlib.crc32(clip.name.encode())])
    seen = observe(clip.true, noise, rng)
    return replace(
        clip,
        hands_px=np.array([one.hands_px for one in seen]),
        hands_world_m=np.array([one.hands_world_m for one in seen]),
        face_px=np.array([one.face_px for one in seen]),
        body_px=np.array([one.body_px for one in seen]),
    )


def _samples(clips: Sequence[Measured]) -> dict[str, FloatArray]:
    found: dict[str, list[FloatArray]] = {}

    def add(name: str, values: FloatArray) -> None:
        found.setdefault(name, []).append(values[np.isfinite(values)])

    for clip in clips:
        _add_hands(clip, add)
        if clip.shape is not None:
            _add_face(clip, add)
        true, said = clip.true.body_px[:, SHOULDERS], clip.body_px[:, SHOULDERS]
        width = np.linalg.norm(true[:, 0] - true[:, 1], axis=-1)[:, None]
        add("shoulders, shoulder widths", (np.linalg.norm(said - true, axis=-1) / width).ravel())
    return {name: np.concatenate(values) for name, values in found.items()}


def _add_hands(clip: Measured, add) -> None:  # type: ignore[no-untyped-def]
    errors, over, _ = errors_of_hands(clip)
    tips = errors[:, :, TIPS].mean(axis=2)
    miss = np.linalg.norm(tips, axis=-1)
    jump = np.linalg.norm(np.diff(tips, axis=0), axis=-1)
    joints = np.linalg.norm(errors, axis=-1).mean(axis=-1)
    for name, kind in (("free", 0.0), ("over the body", 1.0)):
        mask = over == kind
        add(f"fingertips, {name}, palms", miss[mask])
        add(f"fingertips, {name}, change from frame to frame", jump[mask[1:]])
        add(f"all joints, {name}, palms", joints[mask])
        there = inside_share(clip.true.hands_px, clip.true.size_px) >= 0.5
        add(f"hand found, {name}", np.isfinite(clip.hands_px[..., 0, 0])[mask & there] * 1.0)


def _add_face(clip: Measured, add) -> None:  # type: ignore[no-untyped-def]
    errors = errors_of_face(clip)
    unit = np.linalg.norm(
        clip.true.face_px[:, OUTER_EYES[0]] - clip.true.face_px[:, OUTER_EYES[1]], axis=-1
    )[:, None]
    away = np.linalg.norm((clip.face_px - clip.true.face_px)[..., :2], axis=-1) / unit
    share = errors.covered.mean(axis=1)
    seen = np.isfinite(clip.face_px[:, 0, 0]) * 1.0
    for name, mask in (("free", share < 0.01), ("half covered", share > 0.25)):
        add(f"face found, {name}", seen[mask])
        add(f"mesh turned, {name}, degrees", np.linalg.norm(errors.turn_deg[mask], axis=-1))
        add(f"mesh size, {name}, log", np.abs(errors.log_size[mask, 0]))
        under = errors.covered[mask] > 0.5
        add(f"mesh points uncovered, {name}, eye distances", away[mask][~under])
        if name != "free":
            add(f"mesh points under a hand, {name}, eye distances", away[mask][under])
