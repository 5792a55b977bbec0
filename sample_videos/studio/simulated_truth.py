"""What is true in a simulated session, told as the truth file of a rendered clip tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sample_videos.studio import hands, truth
from sample_videos.studio.casting import Figure
from sample_videos.studio.hands import Side
from sample_videos.studio.landmark_scene import TrueLandmarks, cover, inside_share
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.simulated_person import Motion
from sample_videos.studio.simulated_text import Rows
from sample_videos.studio.truth import Chart

N_PATH_UV = 12
SPINE_CM = 2.5


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand in every frame.

    Attributes
    ----------
    joints_cm : (n, 21, 3) float
        Its joints in the world.
    rest_cm, lift_cm : (n, 3) and (n,) float
        Where its working part is on bodies at rest, and how far over the skin.
    """

    side: Side
    joints_cm: Floats
    rest_cm: Floats
    lift_cm: Floats


@dataclass(frozen=True, slots=True)
class Session:
    """A clip worked out: everything but the errors."""

    clip: Clip
    figure: Figure
    performance: Performance
    seed: int
    landmarks: TrueLandmarks
    motion: Motion
    head_deg: Floats
    hands: tuple[Hand, ...]

    @property
    def chart(self) -> Chart:
        """The chart it is told in."""
        region = self.clip.region or ("back" if self.clip.view == "back" else "face")
        return truth.chart_of(region, self.figure.landmarks, self.clip.view)


def tell(one: Session) -> dict[str, Any]:
    """Return the truth of a session; what its hands do in every frame are `Rows`."""
    clip, seen = one.clip, one.landmarks
    strokes = _strokes(one)
    good = [row["side"] for row in strokes if row["fault"] in truth.COUNTED]
    sides = {side: good.count(side) for side in hands.SIDES}
    total = max(sides.values()) if one.performance.together else sum(sides.values())
    return {
        "version": truth.TRUTH_VERSION,
        "clip": clip.name,
        "studio_version": truth.STUDIO_VERSION,
        "seed": one.seed,
        "width": seen.size_px[0],
        "height": seen.size_px[1],
        "fps": clip.sensor.fps,
        "mirrored": clip.sensor.mirrored,
        "duration_s": round(len(seen.t_s) / clip.sensor.fps, 4),
        "view": clip.view,
        "region": clip.region,
        "technique": clip.technique,
        "act": clip.act,
        "fault": clip.fault,
        "together": one.performance.together,
        "chart_cm": one.chart.row(),
        "repetitions": total,
        "repetitions_by_side": sides,
        "person": {"look": one.figure.hands_look.name, "tone": one.figure.hands_look.tone},
        "camera": {
            "position_cm": np.round(clip.camera.position_cm, 2).tolist(),
            "rotation": np.round(clip.camera.rotation, 5).tolist(),
            "focal_px": round(clip.camera.focal_px, 2),
        },
        "strokes": strokes,
        "frames": _frames(one, strokes),
    }


def _strokes(one: Session) -> list[dict[str, Any]]:
    if one.clip.technique is None:
        return []
    rows = []
    for hand in one.hands:
        mine = one.performance.tracks[hand.side].strokes()
        for k, (start, end, deed) in enumerate(mine):
            until = mine[k + 1][0] if k + 1 < len(mine) and deed.returns else None
            points = deed.path.points_cm[np.linspace(0, 59, N_PATH_UV).round().astype(int)]
            uv = one.chart.uv(points) * (one.chart.sign, 1.0)
            spine = one.clip.view == "back" and np.abs(points[:, 0]).min() < SPINE_CM
            row = truth.StrokeTruth(
                start,
                end,
                hand.side,
                one.clip.technique,
                deed.sense,
                deed.fault,
                None if until is None else _lift_cm(one, hand, end, until),
                deed.touching,
                "spine" if spine else None,
                uv,
            )
            rows.append(row.row())
    return sorted(rows, key=lambda row: (row["start_s"], row["side"]))


def _lift_cm(one: Session, hand: Hand, start_s: float, end_s: float) -> float:
    t_s = one.landmarks.t_s
    between = np.flatnonzero((t_s >= start_s) & (t_s <= end_s))
    if not len(between):
        between = np.array([int(np.argmin(np.abs(t_s - (start_s + end_s) / 2)))])
    return max(float(hand.lift_cm[between].max()), 0.0)


def _frames(one: Session, strokes: list[dict[str, Any]]) -> dict[str, Any]:
    marks, motion, seen = one.figure.landmarks, one.motion, one.landmarks
    camera, front = one.clip.camera, one.clip.view == "front"

    def px(points_cm: Floats) -> Any:
        return np.round(camera.project_px(points_cm), 1).tolist()

    covered = cover(seen.hands_px, seen.face_px[:, ::8, :2]).mean(axis=1) if front else None
    return {
        "t_s": np.round(seen.t_s, 4).tolist(),
        "eyes_px": px(motion.with_head(marks.outer_eyes_cm)) if front else None,
        "head_deg": np.round(one.head_deg, 2).tolist(),
        "head_cm": np.round(motion.head_cm, 2).tolist(),
        "torso_cm": np.round(motion.torso_cm, 2).tolist(),
        "shoulders_px": px(motion.with_torso(marks.shoulders_cm)),
        "hips_px": px(motion.with_torso(marks.hips_cm)),
        "occluded": None if covered is None else np.round(covered, 2).tolist(),
    } | {hand.side: _rows(one, hand, k, strokes) for k, hand in enumerate(one.hands)}


def _rows(one: Session, hand: Hand, index: int, strokes: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell where one hand is; what a row has of fingers alone, a rigid hand has of its whole."""
    seen = one.landmarks
    inside = inside_share(seen.hands_px[:, index], seen.size_px) > 0.5
    px = np.round(seen.hands_px[:, index], 1)
    palm_cm = hand.joints_cm[:, list(hands.PALM)].mean(axis=1)
    # all of the hand is told on the body at rest, by how far it is from the working part
    part = list(hands.PALM if one.performance.grips[hand.side].effector == "palm" else (8, 12))
    about = np.concatenate([hand.joints_cm, palm_cm[:, None]], axis=1)
    offset = about - hand.joints_cm[:, part].mean(axis=1, keepdims=True)
    uv = np.round(one.chart.uv(hand.rest_cm[:, None] + offset), 3)
    lift = np.round(hand.lift_cm, 2)
    number = np.full(len(inside), -1)
    for k, row in enumerate(strokes):
        if row["side"] == hand.side:
            number[(seen.t_s >= row["start_s"]) & (seen.t_s <= row["end_s"])] = k

    return {
        "in_picture": inside.tolist(),
        "contact": (inside & (lift < truth.CONTACT_CM)).tolist(),
        "stroke": number.tolist(),
        "joints_px": Rows(px, 1, inside),
        "joints_uv": Rows(uv[:, :-1], 3, inside),
        "lift_cm": Rows(np.repeat(lift[:, None], 5, axis=1), 2, inside),
        "palm_px": Rows(np.round(px[:, list(hands.PALM)].mean(axis=1), 1), 1, inside),
        "palm_uv": Rows(uv[:, -1], 3, inside),
    }
