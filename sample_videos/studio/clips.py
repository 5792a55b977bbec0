"""From a performance to a film and its truth."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from sample_videos.studio import hands, motion, reach, render, truth
from sample_videos.studio.backdrop import background
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, Skin, bake
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.performance import FPS, Clip, Performance, head_placement
from sample_videos.studio.primitives import Floats
from sample_videos.studio.truth import StrokeTruth

HAND_STEP_CM = 0.6
ARM_STEP_CM = 0.5
LIMB_MARGIN_CM = 3.0


@dataclass(frozen=True, slots=True)
class Take:
    """A clip worked out: everything but the pictures.

    Attributes
    ----------
    times_s : (frames,) float
        When each frame is seen.
    heads : tuple of Placement
        Where the head is in each frame.
    poses : dict of side to list of HandPose
        Where the hands are.
    """

    clip: Clip
    figure: Figure
    performance: Performance
    seed: int
    times_s: Floats
    heads: tuple[Placement, ...]
    poses: dict[Side, list[HandPose]]

    def skin(self, frame: int) -> Skin:
        """Return the person's surface in a frame."""
        return Skin([(self.figure.head, self.heads[frame]), (self.figure.torso, Placement())])

    def elbow_cm(self, side: Side, wrist_cm: Floats) -> Floats:
        """Return where the elbow is for a wrist."""
        shoulder = self.performance.shoulders_cm[hands.SIDES.index(side)]
        return motion.elbow_cm(shoulder, wrist_cm, self.performance.poles[side])


def seeded(name: str, seed: int) -> np.random.Generator:
    """Return a clip's own random numbers."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def plan(clip: Clip, figure: Figure, seed: int) -> Take:
    """Work out where everything is in every frame."""
    performance = clip.perform(figure, seeded(clip.name, seed))
    times = np.arange(round(performance.duration_s * FPS)) / FPS
    pivot = figure.landmarks.neck_pivot_cm
    heads = tuple(head_placement(performance.head_at(float(t)), pivot) for t in times)
    take = Take(clip, figure, performance, seed, times, heads, {})
    skins = [take.skin(k) for k in range(len(times))]
    carriers = heads if performance.on_head else (Placement(),) * len(times)
    for side in hands.SIDES:
        goals = motion.goals(
            performance.tracks[side],
            times,
            carriers,
            skins,
            performance.grips[side],
            lambda wrist, side=side: take.elbow_cm(side, wrist),  # type: ignore[misc]
        )
        take.poses[side] = reach.follow(goals, side, skins)
    return take


def staying(take: Take) -> list[render.Actor]:
    """Return the bodies that do not move in a take."""
    bodies = [render.Actor(take.figure.torso)]
    if take.performance.head_deg is None:
        bodies.append(render.Actor(take.figure.head))
    return bodies


def moving(take: Take, frame: int, camera: Camera) -> list[render.Actor]:
    """Return the bodies that move, in a frame; what is far out of the picture is left out."""
    figure, head = take.figure, take.heads[frame]
    cast = [] if take.performance.head_deg is None else [render.Actor(figure.head, head, head)]
    for side in hands.SIDES:
        pose = take.poses[side][frame]
        joints = pose.joints_cm()
        elbow = take.elbow_cm(side, pose.wrist_cm)
        shoulder = take.performance.shoulders_cm[hands.SIDES.index(side)]
        texture = Placement(pose.rotation, pose.wrist_cm)
        hand, arm = figure.limb(side, joints, elbow, shoulder)
        if _near_picture(camera, joints):
            cast.append(render.Actor(bake(hand, HAND_STEP_CM, LIMB_MARGIN_CM), texture=texture))
        if _near_picture(camera, np.stack([elbow, shoulder, pose.wrist_cm])):
            cast.append(render.Actor(bake(arm, ARM_STEP_CM, LIMB_MARGIN_CM), texture=texture))
    return cast


def _near_picture(camera: Camera, points_cm: Floats) -> bool:
    """Tell whether points in front of the camera come near its picture from above."""
    depth = camera.position_cm[2] - points_cm[:, 2]
    rows = camera.project_px(points_cm)[depth > 5.0, 1]
    return bool(len(rows) and rows.min() < camera.height_px * 1.2)


def pictures(take: Take, scale: float = 1.0, every: int = 1) -> Iterator[render.Picture]:
    """Render the frames of a take."""
    camera = take.clip.camera.scaled(scale)
    room = background(camera.width_px, camera.height_px, take.clip.room)
    stage = render.Stage(camera, staying(take), room)
    grain = seeded(take.clip.name + " grain", take.seed)
    for frame in range(0, len(take.times_s), every):
        yield render.develop(stage.render(moving(take, frame, camera)), grain)


def strokes_of(take: Take) -> list[StrokeTruth]:
    """Return the working strokes of both hands, in order of time."""
    clip = take.clip
    if clip.technique is None:
        return []
    rows = [
        StrokeTruth(
            start,
            end,
            side,
            clip.technique,
            "reversed" if clip.fault == "reversed" else "right",
            clip.fault,
        )
        for side in hands.SIDES
        for start, end in take.performance.tracks[side].strokes()
    ]
    return sorted(rows, key=lambda row: (row.start_s, row.side))


def _repetitions(take: Take, strokes: Sequence[StrokeTruth]) -> tuple[int, dict[str, int]]:
    """Count right repetitions: hands that work together count once, hands in turn each."""
    sides = {side: sum(s.side == side and s.fault is None for s in strokes) for side in hands.SIDES}
    together = take.clip.technique != "neck-side-down"
    total = max(sides.values()) if together else sum(sides.values())
    return total, {str(side): count for side, count in sides.items()}


def tell(take: Take, scale: float = 1.0) -> dict[str, Any]:
    """Return the truth of a take, for a picture `scale` times as large, as its file tells it."""
    clip, camera = take.clip, take.clip.camera.scaled(scale)
    strokes = strokes_of(take)
    total, by_side = _repetitions(take, strokes)
    chart = truth.chart_of(clip.region, take.figure.landmarks, clip.view)
    carriers = take.heads if clip.region in ("face", None) else (Placement(),) * len(take.heads)
    skins = [take.skin(k) for k in range(len(take.times_s))]
    frames: dict[str, Any] = {"t_s": np.round(take.times_s, 4).tolist()}
    if clip.view == "front":
        eyes = [head.to_world(take.figure.landmarks.outer_eyes_cm) for head in take.heads]
        frames["eyes_px"] = np.round(camera.project_px(np.array(eyes)), 1).tolist()
    else:
        frames["eyes_px"] = None
    marks = take.figure.landmarks
    frames["head_deg"] = np.round(
        [take.performance.head_at(float(t)) for t in take.times_s], 2
    ).tolist()
    frames["shoulders_px"] = np.round(camera.project_px(marks.shoulders_cm), 1).tolist()
    frames["hips_px"] = np.round(camera.project_px(marks.hips_cm), 1).tolist()
    for side in hands.SIDES:
        mine = [row.side == side for row in strokes]
        number = [
            next(
                (k for k, row in enumerate(strokes) if mine[k] and row.start_s <= t <= row.end_s),
                -1,
            )
            for t in take.times_s
        ]
        frames[side] = truth.hand_rows(take.poses[side], skins, carriers, camera, chart, number)
    return {
        "version": truth.TRUTH_VERSION,
        "clip": clip.name,
        "studio_version": truth.STUDIO_VERSION,
        "seed": take.seed,
        "width": camera.width_px,
        "height": camera.height_px,
        "fps": FPS,
        "duration_s": round(len(take.times_s) / FPS, 4),
        "view": clip.view,
        "region": clip.region,
        "technique": clip.technique,
        "fault": clip.fault,
        "repetitions": total,
        "repetitions_by_side": by_side,
        "strokes": [row.row() for row in strokes],
        "frames": frames,
    }


def film(
    take: Take, path: Path, scale: float, report: Callable[[int, int], None] | None = None
) -> None:
    """Render a take into an H.264 file that starts to play before it is loaded."""
    camera = take.clip.camera.scaled(scale)
    total = len(take.times_s)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height = camera.width_px, camera.height_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.options = {"crf": "22", "preset": "slow", "threads": "2"}
        for number, picture in enumerate(pictures(take, scale)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
            if report is not None:
                report(number + 1, total)
        container.mux(stream.encode())


def render_clip(
    clip: Clip,
    figure: Figure,
    out: Path,
    seed: int,
    scale: float = 1.0,
    report: Callable[[int, int], None] | None = None,
) -> tuple[Path, Path]:
    """Write a clip and its truth; return both paths."""
    take = plan(clip, figure, seed)
    video, facts = out / f"{clip.name}.mp4", out / f"{clip.name}.truth.json"
    film(take, video, scale, report)
    truth.write(facts, tell(take, scale))
    return video, facts
