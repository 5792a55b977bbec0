"""What is measured on a still: how far MediaPipe's points are from the true ones."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from benchmarks.figure_stills import Still
from sample_videos.studio.field import Skin
from sample_videos.studio.hands import HandPose
from sample_videos.studio.primitives import Floats

FOUND_WITHIN: Final = 1.0
"""A detected hand is a true one's if its joints are nearer than this, in palms, on average."""
GRAZING: Final = 0.35
"""Surface is compared where the cosine of the angle to the ray is at least this."""
HEAD_POINTS: Final = 468
BODY_JOINTS: Final = {"shoulders": [11, 12], "hips": [23, 24]}
"""Joints of the pose, the left one first."""


def length_px(still: Still, a_cm: Floats, b_cm: Floats) -> float:
    """Return how many pixels a length has where it is, seen square on."""
    depth = -still.camera.to_camera_cm((a_cm + b_cm) / 2)[2]
    return float(np.linalg.norm(a_cm - b_cm) * still.camera.focal_px / depth)


def rays(still: Still, points_px: Floats) -> Floats:
    """Return unit directions (n, 3) in the world of the rays through picture points."""
    camera = still.camera
    x = (points_px[:, 0] - camera.width_px / 2) / camera.focal_px
    y = (camera.height_px / 2 - points_px[:, 1]) / camera.focal_px
    ways = np.stack([x, y, -np.ones_like(x)], axis=1) @ camera.axes
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True))


def miss_cm(skin: Skin, start_cm: Floats, ways: Floats, depth_cm: float) -> Floats:
    """Return how far rays (n, 3) pass outside of a surface at about a depth, 0 where they meet."""
    steps = np.linspace(depth_cm - 16.0, depth_cm + 16.0, 65)
    at = start_cm + steps[None, :, None] * ways[:, None, :]
    apart = skin.distance_cm(at.reshape(-1, 3)).reshape(len(ways), -1)
    return np.asarray(np.maximum(apart.min(axis=1), 0.0))


class Faces:
    """Collects what is measured on uncovered faces."""

    def __init__(self) -> None:
        self.features: dict[int, list[Floats]] = defaultdict(list)
        self.seen_from: dict[int, list[str]] = defaultdict(list)
        self.surface: list[Floats] = []
        self.outside: list[float] = []
        self._views: list[tuple[Still, Floats, Floats]] = []

    def add(self, still: Still, mesh_px: Floats) -> None:
        """Take a detected mesh (478, 2)."""
        eyes = still.features_cm[33], still.features_cm[263]
        unit_px = length_px(still, *eyes)
        camera, eye = still.camera, np.asarray(still.camera.position_cm)
        for index, place in still.features_cm.items():
            way = (place - eye) / np.linalg.norm(place - eye)
            met = still.bare.meet((eye + 30.0 * way)[None], way[None], 120.0)[0]
            if np.linalg.norm(met - place) < 0.7:
                up_down = (mesh_px[index] - camera.project_px(place)) / unit_px
                self.features[index].append(np.append(up_down, still.look.tone))
                self.seen_from[index].append(still.name)
        ways = rays(still, mesh_px[:HEAD_POINTS])
        depth = float(np.linalg.norm(eye - eyes[0]))
        miss = miss_cm(still.bare, eye, ways, depth)
        met = still.bare.meet(eye + (depth - 20.0) * ways, ways, 40.0)
        facing = -np.sum(still.bare.normal(met) * ways, axis=1)
        met[(miss > 0.05) | (facing < GRAZING)] = np.nan
        eye_cm = float(np.linalg.norm(eyes[0] - eyes[1]))
        self.outside.append(float(np.mean(miss > 0.05)))
        self.surface.append(miss[miss > 0.05] / eye_cm)
        self._views.append((still, mesh_px, met))

    def finish_person(self) -> None:
        """Compare the views of one person, when all were added."""
        if len(self._views) > 1:
            places = np.stack([met for _, _, met in self._views])
            seen = np.isfinite(places[..., 0])
            with np.errstate(all="ignore"):
                middle = np.array(
                    [
                        np.median(places[seen[:, j], j], axis=0)
                        if seen[:, j].sum() > 1
                        else np.full(3, np.nan)
                        for j in range(HEAD_POINTS)
                    ]
                )
            for (still, mesh_px, _), visible in zip(self._views, seen, strict=True):
                unit_px = length_px(still, still.features_cm[33], still.features_cm[263])
                both = visible & np.isfinite(middle[:, 0])
                apart = mesh_px[:HEAD_POINTS][both] - still.camera.project_px(middle[both])
                self.surface.append(np.linalg.norm(apart, axis=1) / unit_px)
        self._views.clear()


class BodyErrors:
    """Collects how far shoulders and hips are off, in widths of the shoulders, by view."""

    def __init__(self) -> None:
        self.errors: dict[tuple[str, str], list[Floats]] = defaultdict(list)
        self.found: dict[tuple[str, int], list[bool]] = defaultdict(list)
        self.swapped: dict[str, list[bool]] = defaultdict(list)

    def add(self, still: Still, found_px: list[Floats]) -> None:
        """Take a detected body (33, 2), its left and right as they fit better."""
        self.found[still.kind, still.look.tone].append(bool(found_px))
        if not found_px:
            return
        marks = still.figure.landmarks
        unit_px = length_px(still, *marks.shoulders_cm)
        true_px = {name: still.camera.project_px(place) for name, place in
                   (("shoulders", marks.shoulders_cm), ("hips", marks.hips_cm))}  # fmt: skip
        own = {name: found_px[0][BODY_JOINTS[name]] for name in true_px}
        shoulders = own["shoulders"]
        straight, crossed = (
            float(np.linalg.norm(order - true_px["shoulders"], axis=1).sum())
            for order in (shoulders, shoulders[::-1])
        )
        swapped = crossed < straight
        self.swapped[still.kind].append(swapped)
        for name, places in own.items():
            apart = (places[::-1] if swapped else places) - true_px[name]
            self.errors[still.kind, name].append(np.linalg.norm(apart, axis=1) / unit_px)


class HandErrors:
    """Collects what is measured on hands."""

    def __init__(self) -> None:
        self.errors: dict[tuple[str, int], list[Floats]] = defaultdict(list)
        self.found: dict[tuple[str, int], list[bool]] = defaultdict(list)

    def add(self, still: Still, found_px: list[Floats]) -> None:
        """Match detected hands (21, 2) to the true ones."""
        for pose in still.poses.values():
            joints = pose.joints_cm()
            if not still.camera.sees(joints).all():
                continue
            palm_px = length_px(still, joints[5], joints[17])
            true_px = still.camera.project_px(joints)
            apart = [(hand - true_px) / palm_px for hand in found_px]
            far = [float(np.linalg.norm(a, axis=1).mean()) for a in apart]
            near = bool(far) and min(far) < FOUND_WITHIN
            what = still.name.split(",")[0], still.hands_look.tone
            self.found[what].append(near)
            if near:
                best = apart[int(np.argmin(far))]
                self.errors[what].append(self._in_hand_axes(pose, still, best))

    @staticmethod
    def _in_hand_axes(pose: HandPose, still: Still, apart: Floats) -> Floats:
        """Return errors (21, 3): size, towards the fingers, and towards the thumb's side."""
        joints = still.camera.project_px(pose.joints_cm())
        along, thumb = joints[9] - joints[0], joints[5] - joints[17]
        along /= np.linalg.norm(along)
        thumb -= (thumb @ along) * along
        thumb /= np.linalg.norm(thumb)
        return np.stack([np.linalg.norm(apart, axis=1), apart @ along, apart @ thumb], axis=1)
