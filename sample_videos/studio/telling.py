"""What is true in a take: strokes, counts, and where everything is in every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sample_videos.studio import hands, reach, truth
from sample_videos.studio.camera import Camera
from sample_videos.studio.carry import Stand
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Skin
from sample_videos.studio.hand_chart import HandChart
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.motion import Deed
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.truth import Chart, StrokeTruth

N_PATH_UV = 12
SPINE_CM = 2.5
"""A palm whose middle comes this near to the spine's line is on the spine."""


@dataclass(frozen=True, slots=True)
class Take:
    """A clip worked out: everything but the pictures.

    Attributes
    ----------
    times_s : (frames,) float
        When each frame is seen.
    stands : tuple of Stand
        Where head and torso are in each frame.
    poses : dict of side to list of HandPose
        Where the hands are.
    """

    clip: Clip
    figure: Figure
    performance: Performance
    seed: int
    times_s: Floats
    stands: tuple[Stand, ...]
    poses: dict[Side, list[HandPose]]
    _shifted: dict[float, dict[Side, list[HandPose]]] = field(default_factory=dict)

    def skin(self, frame: int, side: Side) -> Skin:
        """Return the person's surface in a frame, as the hand of a side feels it."""
        return skin_of(self.figure, self.stands[frame], side)

    def at(self, frame: int, shift_s: float = 0.0) -> tuple[Stand, dict[Side, HandPose]]:
        """Return where everything is in a frame, or a little before or after it."""
        if shift_s == 0.0:
            return self.stands[frame], {side: self.poses[side][frame] for side in hands.SIDES}
        if shift_s not in self._shifted:
            times = self.times_s + shift_s
            self._shifted[shift_s] = {
                side: reach.between(self.poses[side], self.times_s, times) for side in hands.SIDES
            }
        poses = self._shifted[shift_s]
        pivot = self.figure.landmarks.neck_pivot_cm
        stand = self.performance.stand_at(float(self.times_s[frame]) + shift_s, pivot)
        return stand, {side: poses[side][frame] for side in hands.SIDES}


def skin_of(figure: Figure, stand: Stand, side: Side) -> Skin:
    """Return a figure's surface as the hand of a side feels it."""
    bodies = figure.felt_by(side)
    return Skin(list(zip(bodies, stand.carrying(len(bodies)), strict=True)))


def chart_for(take: Take) -> Chart | HandChart:
    """Return the chart in which a take is told: the region's, or the view's if there is none."""
    if take.figure.held is not None:
        return HandChart.of(take.figure.held.pose)
    region = take.clip.region or ("back" if take.clip.view == "back" else "face")
    return truth.chart_of(region, take.figure.landmarks, take.clip.view)


def strokes_of(take: Take) -> list[StrokeTruth]:
    """Return the working strokes of both hands, in order of time."""
    if take.clip.technique is None:
        return []
    rows = []
    for side in hands.SIDES:
        mine = take.performance.tracks[side].strokes()
        for k, (start, end, deed) in enumerate(mine):
            until = mine[k + 1][0] if deed.returns else None
            rows.append(_stroke(take, side, start, end, deed, until))
    return sorted(rows, key=lambda row: (row.start_s, row.side))


def _stroke(
    take: Take, side: Side, start_s: float, end_s: float, deed: Deed, until_s: float | None
) -> StrokeTruth:
    chart = chart_for(take)
    picked = np.linspace(0, len(deed.path.points_cm) - 1, N_PATH_UV).round().astype(int)
    points = deed.path.points_cm[picked]
    uv = chart.uv(points) * (chart.sign, 1.0)
    on_spine = take.clip.view == "back" and float(np.abs(points[:, 0]).min()) < SPINE_CM
    return StrokeTruth(
        start_s,
        end_s,
        side,
        str(take.clip.technique),
        deed.sense,
        deed.fault,
        None if until_s is None else _lift_cm(take, side, end_s, until_s),
        deed.touching,
        "spine" if on_spine else None,
        uv,
    )


def _lift_cm(take: Take, side: Side, start_s: float, end_s: float) -> float:
    """Return how far the working tips, or a device, are off the skin at the height of a return."""
    grip, device = take.performance.grips[side], take.performance.device_in(side)
    between = np.flatnonzero((take.times_s >= start_s) & (take.times_s <= end_s))
    if not len(between):
        between = np.array([int(np.argmin(np.abs(take.times_s - (start_s + end_s) / 2)))])
    tips = list(grip.working)
    gaps = []
    for frame in between:
        pose, skin = take.poses[side][frame], take.skin(int(frame), side)
        if device is not None:
            gaps.append(device.gap_cm(pose, skin))
        else:
            gaps.append((skin.distance_cm(pose.joints_cm()[tips]) - hands.RADII_CM[tips]).min())
    return max(float(max(gaps)), 0.0)


def repetitions(take: Take, strokes: Sequence[StrokeTruth]) -> tuple[int, dict[str, int]]:
    """Count right repetitions: hands that work together count once, hands in turn each."""
    counted = [s.side for s in strokes if s.fault in truth.COUNTED]
    sides = {side: counted.count(side) for side in hands.SIDES}
    total = max(sides.values()) if take.performance.together else sum(sides.values())
    return total, {str(side): count for side, count in sides.items()}


def tell(take: Take, scale: float = 1.0) -> dict[str, Any]:
    """Return the truth of a take, for a picture `scale` times as large, as its file tells it."""
    clip, camera = take.clip, take.clip.camera.scaled(scale)
    strokes = strokes_of(take)
    total, by_side = repetitions(take, strokes)
    return {
        "version": truth.TRUTH_VERSION,
        "clip": clip.name,
        "studio_version": truth.STUDIO_VERSION,
        "seed": take.seed,
        "width": camera.width_px,
        "height": camera.height_px,
        "fps": clip.sensor.fps,
        "mirrored": clip.sensor.mirrored,
        "duration_s": round(len(take.times_s) / clip.sensor.fps, 4),
        "view": clip.view,
        "region": clip.region,
        "technique": clip.technique,
        "act": clip.act,
        "fault": clip.fault,
        "together": take.performance.together,
        "chart_cm": _chart_row(take),
        "repetitions": total,
        "repetitions_by_side": by_side,
        "person": _person(take),
        "camera": _camera(take, camera),
        "strokes": [row.row() for row in strokes],
        "frames": _frames(take, camera, strokes),
    }


def _chart_row(take: Take) -> dict[str, float]:
    if take.figure.held is not None:
        return chart_for(take).row()
    return truth.chart_of(take.clip.region, take.figure.landmarks, take.clip.view).row()


def _person(take: Take) -> dict[str, Any]:
    """Summarise who is seen, and whose hands."""
    look, partner = take.clip.look, take.clip.partner
    return {
        "look": look.name,
        "tone": look.tone,
        "hair": look.hairstyle,
        "beard": look.beard,
        "glasses": look.glasses is not None,
        "hands_tone": (partner or look).tone,
    }


def _camera(take: Take, camera: Camera) -> dict[str, Any]:
    """Tell the camera's place and lens, and the sensor's ways that matter to landmarks."""
    sensor = take.clip.sensor
    return {
        "position_cm": np.round(camera.position_cm, 2).tolist(),
        "rotation": np.round(camera.rotation, 5).tolist(),
        "focal_px": round(camera.focal_px, 2),
        "render_scale": round(sensor.render_scale, 3),
        "shutter_s": round(sensor.shutter_s, 4),
        "grain": round(sensor.grain, 2),
        "crf": sensor.crf,
    }


def _frames(take: Take, camera: Camera, strokes: Sequence[StrokeTruth]) -> dict[str, Any]:
    clip, marks, times = take.clip, take.figure.landmarks, take.times_s
    seen = truth.Lens(camera, clip.sensor)
    heads = [stand.head for stand in take.stands]
    torsos = [stand.torso for stand in take.stands]
    shoulders = [torso.to_world(marks.shoulders_cm) for torso in torsos]
    hips = [torso.to_world(marks.hips_cm) for torso in torsos]
    angles = [take.performance.head_at(float(t)) for t in times]
    frames: dict[str, Any] = {
        "t_s": np.round(times, 4).tolist(),
        "eyes_px": None,
        "head_deg": np.round(angles, 2).tolist(),
        "head_cm": np.round([head.origin_cm for head in heads], 2).tolist(),
        "torso_cm": np.round([torso.origin_cm for torso in torsos], 2).tolist(),
        "shoulders_px": seen.px(np.array(shoulders)),
        "hips_px": seen.px(np.array(hips)),
        "occluded": None,
    }
    if clip.view == "front":
        eyes = [head.to_world(marks.outer_eyes_cm) for head in heads]
        frames["eyes_px"] = seen.px(np.array(eyes))
        frames["occluded"] = [truth.occluded(camera, *_face(take, k)) for k in range(len(times))]
    for side in hands.SIDES:
        skins = [take.skin(k, side) for k in range(len(times))]
        mine = [(k, row) for k, row in enumerate(strokes) if row.side == side]
        number = [next((k for k, r in mine if r.start_s <= t <= r.end_s), -1) for t in times]
        local = [
            lambda points, stand=stand: stand.at_rest(points, take.performance.carrier)
            for stand in take.stands
        ]
        frames[side] = truth.hand_rows(
            take.poses[side], skins, local, seen, chart_for(take), number
        )
        if device := take.performance.device_in(side):  # the hand itself touches nothing
            gaps = map(device.gap_cm, take.poses[side], skins)
            frames[side]["contact"] = [
                there and gap_cm < truth.CONTACT_CM
                for there, gap_cm in zip(frames[side]["in_picture"], gaps, strict=True)
            ]
    return frames


def _face(take: Take, frame: int) -> tuple[Floats, list[Floats]]:
    """Return points around the face, and each hand's joints with its elbow, in the world."""
    stand, poses = take.at(frame)
    marks = take.figure.landmarks
    edge = np.concatenate([marks.tragi_cm, marks.chin_cm[None], marks.hairline_cm[None]])
    arms = []
    for side, pose in poses.items():
        elbow = take.performance.elbow_cm(side, pose.wrist_cm)
        arms.append(np.concatenate([pose.joints_cm(), elbow[None]]))
    return stand.head.to_world(edge), arms
