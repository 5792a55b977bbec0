"""What is true in a clip, frame by frame, and the charts in which it is told.

A chart is a flat, person-fixed map of a body part, without a size: (u, v), seen straight from the
front (or from behind) in the frame of head or torso. Sides are the person's own: u > 0 lies on the
person's left.

========= ======================= =============================================================
face      u = +-1: outer eye      v = 0: line of the outer eye corners; 1: hairline above the
          corners                 middle of the forehead; -1: bottom of the chin; linear between
neck      u = +-1: tragus points  v = 1: level of the tragus points; 0: line of the shoulder
                                  joints
torso     u = +-1: shoulder       v = 0: line of the hip joints; 1: line of the shoulder joints
          joints; 0: spine
========= ======================= =============================================================

A point off the skin is charted by the nearest place of the skin.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.people import Landmarks, View
from sample_videos.studio.primitives import Floats

Region = Literal["face", "neck", "back"]
CONTACT_CM = 0.3
TRUTH_VERSION = 1
STUDIO_VERSION = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """A person-fixed map: scales along x and, above and below its zero line, along y.

    Attributes
    ----------
    zero_y_cm, u_cm, up_cm, down_cm : float
        Height of v = 0, and the lengths of one unit of u, of v above and of v below.
    sign : float
        -1 where the person's left is on the -x side (seen from behind).
    """

    zero_y_cm: float
    u_cm: float
    up_cm: float
    down_cm: float
    sign: float = 1.0

    def uv(self, local_cm: Floats) -> Floats:
        """Chart points (..., 3) in the body part's frame."""
        y = local_cm[..., 1] - self.zero_y_cm
        v = np.where(y >= 0, y / self.up_cm, y / self.down_cm)
        return np.stack([self.sign * local_cm[..., 0] / self.u_cm, v], axis=-1)

    def xy_cm(self, uv: Floats) -> Floats:
        """Return the frontal place (..., 2), in cm, of chart points."""
        v = uv[..., 1]
        y = self.zero_y_cm + np.where(v >= 0, v * self.up_cm, v * self.down_cm)
        return np.stack([self.sign * uv[..., 0] * self.u_cm, y], axis=-1)


def chart_of(region: Region | None, landmarks: Landmarks, view: View) -> Chart:
    """Return a figure's chart of a region (of the face where no region is asked for)."""
    if region == "neck":
        foot = float(landmarks.shoulders_cm[:, 1].mean())
        rise = float(landmarks.tragi_cm[:, 1].mean()) - foot
        return Chart(foot, float(np.abs(landmarks.tragi_cm[:, 0]).mean()), rise, rise)
    if region == "back":
        foot = float(landmarks.hips_cm[:, 1].mean())
        rise = float(landmarks.shoulders_cm[:, 1].mean()) - foot
        wide = float(np.abs(landmarks.shoulders_cm[:, 0]).mean())
        return Chart(foot, wide, rise, rise, -1.0 if view == "back" else 1.0)
    eyes = landmarks.outer_eyes_cm
    level = float(eyes[:, 1].mean())
    up = float(landmarks.hairline_cm[1]) - level
    down = level - float(landmarks.chin_cm[1])
    return Chart(level, float(np.abs(eyes[:, 0]).mean()), up, down)


@dataclass(frozen=True, slots=True)
class StrokeTruth:
    """One working stroke of one hand."""

    start_s: float
    end_s: float
    side: Side
    technique: str
    sense: Literal["right", "reversed"]
    fault: Literal["reversed", "no_go"] | None

    def row(self) -> dict[str, Any]:
        """Return the stroke as the truth file tells it."""
        return {
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "side": self.side,
            "technique": self.technique,
            "sense": self.sense,
            "fault": self.fault,
        }


def _rounded(values: Floats, digits: int) -> Any:
    return np.round(values, digits).tolist()


def lifts_cm(pose: HandPose, skin: Skin) -> Floats:
    """Return the gap between the skin and each of a hand's five tips."""
    tips = list(hands.TIPS)
    return skin.distance_cm(pose.joints_cm()[tips]) - hands.RADII_CM[tips]


def hand_rows(
    poses: Sequence[HandPose],
    skins: Sequence[Skin],
    placements: Sequence[Placement],
    camera: Camera,
    chart: Chart,
    stroke_of: Sequence[int],
) -> dict[str, Any]:
    """Tell where one hand is in every frame (null while most of it is out of the picture)."""
    rows: dict[str, list[Any]] = {
        key: []
        for key in (
            "in_picture",
            "contact",
            "stroke",
            "tips_px",
            "tips_uv",
            "lift_cm",
            "palm_px",
            "palm_uv",
            "joints_px",
        )
    }
    for pose, skin, placement, stroke in zip(poses, skins, placements, stroke_of, strict=True):
        joints = pose.joints_cm()
        seen = bool(camera.sees(joints).mean() > 0.5)
        rows["in_picture"].append(seen)
        rows["stroke"].append(stroke)
        if not seen:
            rows["contact"].append(False)
            for key in ("tips_px", "tips_uv", "lift_cm", "palm_px", "palm_uv", "joints_px"):
                rows[key].append(None)
            continue
        palm = joints[list(hands.PALM)].mean(axis=0)
        places = np.concatenate([joints[list(hands.TIPS)], palm[None]])
        gap = skin.distance_cm(places)
        nearest = places - gap[:, None] * skin.normal(places, 0.3)
        uv = chart.uv(placement.to_local(nearest))
        lift = np.round(gap[:5] - hands.RADII_CM[list(hands.TIPS)], 2)
        px = camera.project_px(places)
        rows["contact"].append(bool(lift.min() < CONTACT_CM))
        rows["tips_px"].append(_rounded(px[:5], 1))
        rows["tips_uv"].append(_rounded(uv[:5], 3))
        rows["lift_cm"].append(lift.tolist())
        rows["palm_px"].append(_rounded(px[5], 1))
        rows["palm_uv"].append(_rounded(uv[5], 3))
        rows["joints_px"].append(_rounded(camera.project_px(joints), 1))
    return rows


def write(path: Path, truth: dict[str, Any]) -> None:
    """Write a truth file, compactly."""
    path.write_text(json.dumps(truth, separators=(",", ":")) + "\n", encoding="utf-8")
