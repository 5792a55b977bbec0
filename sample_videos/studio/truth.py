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
hand      see `hand_chart`
========= ======================= =============================================================

A point off the skin is charted by the nearest place of the skin; over the back, straight from
behind. The hand's chart is laid on the hand that is massaged, u > 0 on a left one, and points are
charted square to its plane.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import cv2
import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.field import Skin
from sample_videos.studio.hand_chart import HandChart
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.people import Landmarks, View
from sample_videos.studio.primitives import Floats
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.solver import PALM_DEPTH_CM
from sample_videos.studio.vocabulary import Fault, Sense

Region = Literal["face", "neck", "back", "abdomen", "hand"]
CONTACT_CM = 0.3
COUNTED: Final = (None, "too_fast")
"""A stroke with one of these faults is a repetition: it went far enough, the right way."""
TRUTH_VERSION = 3
STUDIO_VERSION = 2


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

    @property
    def straight(self) -> bool:
        """Whether points are charted straight, rather than by the nearest place of the skin.

        A back is flat, but for the groove of the spine, whose nearest side says nothing.
        """
        return self.sign < 0

    def row(self) -> dict[str, float]:
        """Return the lengths of one unit, as the truth file tells them."""
        lengths = {"u_cm": self.u_cm, "up_cm": self.up_cm, "down_cm": self.down_cm}
        return {name: round(length, 3) for name, length in lengths.items()}

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
    if region in ("back", "abdomen"):
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
    """One working stroke of one hand.

    Attributes
    ----------
    lift_cm : float or None
        Height of the return that follows, if one does.
    touching : bool
        Whether it is on the skin.
    no_go : str or None
        The place to keep off that it runs over.
    path_uv : (12, 2) float
        Its way in the chart, evenly by length, with u positive on the hand's own side.
    """

    start_s: float
    end_s: float
    side: Side
    technique: str
    sense: Sense
    fault: Fault | None
    lift_cm: float | None
    touching: bool
    no_go: str | None
    path_uv: Floats

    def row(self) -> dict[str, Any]:
        """Return the stroke as the truth file tells it."""
        return {
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "side": self.side,
            "technique": self.technique,
            "sense": self.sense,
            "fault": self.fault,
            "lift_cm": None if self.lift_cm is None else round(self.lift_cm, 2),
            "touching": self.touching,
            "no_go": self.no_go,
            "path_uv": _rounded(self.path_uv, 3),
        }


def _rounded(values: Floats, digits: int) -> Any:
    return np.round(values, digits).tolist()


@dataclass(frozen=True, slots=True)
class Lens:
    """Takes world points to pixels of the frames as they are written."""

    camera: Camera
    sensor: Sensor

    def px(self, points_cm: Floats) -> Any:
        """Return where points (..., 3) are seen, rounded, as nested lists."""
        places = self.camera.project_px(points_cm)
        return _rounded(self.sensor.place_px(places, self.camera.width_px), 1)


def lifts_cm(pose: HandPose, skin: Skin) -> Floats:
    """Return the gap between the skin and each of a hand's five tips."""
    tips = list(hands.TIPS)
    return skin.distance_cm(pose.joints_cm()[tips]) - hands.RADII_CM[tips]


def hand_rows(
    poses: Sequence[HandPose],
    skins: Sequence[Skin],
    local: Sequence[Callable[[Floats], Floats]],
    lens: Lens,
    chart: Chart | HandChart,
    stroke_of: Sequence[int],
) -> dict[str, Any]:
    """Tell where one hand is in every frame (null while most of it is out of the picture).

    `local` takes points of the world to the body part's frame, at every instant.
    """
    keys = ("joints_px", "joints_uv", "lift_cm", "palm_px", "palm_uv", "palm_lift_cm")
    keys += ("wrist_cm", "rotation")
    tips = list(hands.TIPS)
    rows: dict[str, list[Any]] = {key: [] for key in ("in_picture", "contact", "stroke", *keys)}
    for pose, skin, to_local, stroke in zip(poses, skins, local, stroke_of, strict=True):
        joints = pose.joints_cm()
        seen = bool(lens.camera.sees(joints).mean() > 0.5)
        rows["in_picture"].append(seen)
        rows["stroke"].append(stroke)
        if not seen:
            rows["contact"].append(False)
            for key in keys:
                rows[key].append(None)
            continue
        palm = joints[list(hands.PALM)].mean(axis=0)
        places = np.concatenate([joints, palm[None]])
        gap = skin.distance_cm(places)
        nearest = places if chart.straight else places - gap[:, None] * skin.normal(places, 0.3)
        uv = _rounded(chart.uv(to_local(nearest)), 3)
        px = lens.px(places)
        lift = np.round(gap[tips] - hands.RADII_CM[tips], 2)
        palm_lift = round(float(gap[-1]) - PALM_DEPTH_CM, 2)
        rows["contact"].append(bool(min(lift.min(), palm_lift) < CONTACT_CM))
        rows["joints_px"].append(px[:-1])
        rows["joints_uv"].append(uv[:-1])
        rows["lift_cm"].append(lift.tolist())
        rows["palm_px"].append(px[-1])
        rows["palm_uv"].append(uv[-1])
        rows["palm_lift_cm"].append(palm_lift)
        rows["wrist_cm"].append(_rounded(pose.wrist_cm, 2))
        rows["rotation"].append(_rounded(pose.rotation, 4))
    return rows


_BONES = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 21)]
_BONES += [bone for k in (5, 9, 13, 17) for bone in ((0, k), (k, k + 1), (k + 1, k + 2))]
_BONES += [(k + 2, k + 3) for k in (5, 9, 13, 17)]
_THICK_CM, _RASTER = 1.9, 48


def occluded(camera: Camera, face_cm: Floats, arms_cm: Sequence[Floats]) -> float:
    """Return how much of the box around a face hands and forearms cover.

    Parameters
    ----------
    camera : Camera
        Who looks.
    face_cm : (n, 3) float
        Points around the face.
    arms_cm : sequence of (22, 3) float
        Joints of a hand, and its elbow.
    """
    face = camera.project_px(face_cm)
    low = face.min(axis=0)
    scale = _RASTER / (face.max(axis=0) - low)
    mask = np.zeros((_RASTER, _RASTER), np.uint8)
    for arm in arms_cm:
        depth = -camera.to_camera_cm(arm)[:, 2]
        if depth.min() < 5.0:
            continue
        px = np.rint((camera.project_px(arm) - low) * scale).astype(int)
        thick = _THICK_CM * camera.focal_px / float(depth[:21].mean()) * float(scale.mean())
        for a, b in _BONES:
            cv2.line(mask, px[a].tolist(), px[b].tolist(), 1, max(round(thick), 1))
        cv2.fillConvexPoly(mask, px[list(hands.PALM)], 1)
    return round(float(mask.mean()), 2)


def write(path: Path, truth: dict[str, Any]) -> None:
    """Write a truth file, compactly."""
    path.write_text(json.dumps(truth, separators=(",", ":")) + "\n", encoding="utf-8")
