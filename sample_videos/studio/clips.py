"""From a performance to a film and its truth."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np

from sample_videos.studio import carry, hands, reach, render, telling, truth
from sample_videos.studio.backdrop import background
from sample_videos.studio.camera import Camera
from sample_videos.studio.carry import Stand
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, bake
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.reach import Surroundings
from sample_videos.studio.telling import Take, tell

__all__ = ["Take", "film", "pictures", "plan", "render_clip", "seeded", "tell"]

HAND_STEP_CM: Final = 0.6
ARM_STEP_CM: Final = 0.5
LIMB_MARGIN_CM: Final = 3.0
SOLVED_HZ: Final = 20.0
"""Motions are worked out at this rate, whatever the sensor's, and then settled frame by frame."""
SMOOTH_S: Final = 0.11
SETTLED_S: Final = 0.045
"""Widths over which a motion is smoothed, before and after it is settled on the skin; less where
strokes are short."""


def seeded(name: str, seed: int) -> np.random.Generator:
    """Return a clip's own random numbers."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def plan(clip: Clip, figure: Figure, seed: int) -> Take:
    """Work out where everything is in every frame."""
    performance = clip.perform(figure, seeded(clip.name, seed))
    fps = clip.sensor.fps
    times = np.arange(round(performance.duration_s * fps)) / fps
    stands = _stands(performance, figure, times)
    poses = {side: _moved(performance, figure, side, times, stands, fps) for side in hands.SIDES}
    return Take(clip, figure, performance, seed, times, stands, poses)


def _stands(performance: Performance, figure: Figure, times_s: Floats) -> tuple[Stand, ...]:
    pivot = figure.landmarks.neck_pivot_cm
    return tuple(performance.stand_at(float(t), pivot) for t in times_s)


def _moved(
    performance: Performance,
    figure: Figure,
    side: Side,
    times_s: Floats,
    stands: Sequence[Stand],
    fps: float,
) -> list[HandPose]:
    """Return a hand's pose in every frame."""
    if figure.held is not None and figure.held.pose.side == side:
        return [_carried(figure.held.pose, stand.torso) for stand in stands]
    track = performance.tracks[side]
    held = performance.device_in(side) or performance.stiff
    if held is not None:
        at_rest = (track.at(float(t_s)) for t_s in times_s)
        aims = map(Stand.carried, stands, at_rest, [performance.carrier] * len(stands))
        return [figure.handed(held.posed(side, aim)) for aim in aims]
    known_s = np.arange(0.0, times_s[-1] + 1.0 / SOLVED_HZ, 1.0 / SOLVED_HZ)
    if len(track.segments) == 1:  # it rests all the time
        known_s = times_s[:1]
    coarse = _stands(performance, figure, known_s)
    poses = reach.solve(
        _goals(performance, figure, side, known_s, coarse), side, _around(figure, side, coarse)
    )
    if len(known_s) == 1:
        return [figure.handed(poses[0])] * len(times_s)
    shortest = min((end - start for start, end, _ in track.strokes()), default=1.0)
    shortest = min(shortest, track.quickest_s)
    poses = reach.smooth(poses, min(SMOOTH_S, 0.14 * shortest) * SOLVED_HZ)
    poses = reach.between(poses, known_s, times_s)
    goals = _goals(performance, figure, side, times_s, stands)
    poses = reach.settle(goals, side, _around(figure, side, stands), poses)
    # what settling did from frame to frame is evened out, and the tips find the skin once more
    sigma = min(SETTLED_S, 0.08 * shortest) * fps
    poses = reach.settle(goals, side, _around(figure, side, stands), reach.smooth(poses, sigma))
    return [figure.handed(pose) for pose in reach.smooth(poses, 0.5 * sigma)]


def _carried(pose: HandPose, body: Placement) -> HandPose:
    """Return a pose moved along with the body that carries it."""
    turn = body.rotation @ pose.rotation
    return replace(pose, rotation=turn, wrist_cm=body.to_world(pose.wrist_cm))


def _goals(
    performance: Performance,
    figure: Figure,
    side: Side,
    times_s: Floats,
    stands: Sequence[Stand],
) -> list[reach.Goal]:
    skins = [telling.skin_of(figure, stand, side) for stand in stands]
    return carry.goals(
        performance.tracks[side],
        times_s,
        stands,
        skins,
        performance.grips[side],
        lambda wrist: performance.elbow_cm(side, wrist),
        performance.carrier,
    )


def _around(figure: Figure, side: Side, stands: Sequence[Stand]) -> Surroundings:
    bodies = figure.felt_by(side)
    return Surroundings.of(bodies, [stand.carrying(len(bodies)) for stand in stands])


def staying(take: Take) -> list[render.Actor]:
    """Return the bodies that do not move in a take."""
    if take.performance.sway_cm is not None:
        return []
    bodies = [render.Actor(take.figure.torso)]
    if take.performance.head_deg is None:
        bodies.append(render.Actor(take.figure.head))
    return bodies


def moving(
    take: Take, stand: Stand, poses: dict[Side, HandPose], camera: Camera
) -> list[render.Actor]:
    """Return the bodies that move, at one instant; what is far out of the picture is left out."""
    figure, performance = take.figure, take.performance
    cast = []
    if performance.sway_cm is not None:
        cast.append(render.Actor(figure.torso, stand.torso))
    if performance.sway_cm is not None or performance.head_deg is not None:
        cast.append(render.Actor(figure.head, stand.head))
    for side, pose in poses.items():
        joints = pose.joints_cm()
        shoulder, elbow = performance.arm_cm(side, pose.wrist_cm)
        shoulder = _out_of_picture(camera, shoulder, elbow) if figure.view == "back" else shoulder
        texture = Placement(pose.rotation, pose.wrist_cm)
        hand, arm = figure.limb(side, joints, elbow, shoulder)
        if _near_picture(camera, joints):
            cast.append(render.Actor(bake(hand, HAND_STEP_CM, LIMB_MARGIN_CM), texture=texture))
            if device := performance.device_in(side):
                cast.append(render.Actor(device.body, device.placed(pose)))
        if _near_picture(camera, np.stack([elbow, shoulder, pose.wrist_cm])):
            cast.append(render.Actor(bake(arm, ARM_STEP_CM, LIMB_MARGIN_CM), texture=texture))
    return cast


def _out_of_picture(camera: Camera, shoulder_cm: Floats, elbow_cm: Floats) -> Floats:
    """Draw a partner's upper arm so long that it ends outside the picture, as no body follows."""
    for longer in np.arange(1.0, 3.1, 0.25):
        end = elbow_cm + longer * (shoulder_cm - elbow_cm)
        if not camera.sees(end[None])[0]:
            break
    return np.asarray(end)


def _near_picture(camera: Camera, points_cm: Floats) -> bool:
    """Tell whether points before the camera come near its picture."""
    before = camera.to_camera_cm(points_cm)[:, 2] < -4.0
    if not before.any():
        return False
    px = camera.project_px(points_cm[before]) / (camera.width_px, camera.height_px)
    return bool(np.all(px.min(axis=0) < 1.25) and np.all(px.max(axis=0) > -0.25))


def pictures(take: Take, scale: float = 1.0, every: int = 1) -> Iterator[render.Picture]:
    """Render the frames of a take, as the sensor delivers them."""
    clip, sensor = take.clip, take.clip.sensor
    written, camera = clip.camera.scaled(scale), sensor.camera(clip.camera, scale)
    size = (written.width_px, written.height_px)
    room = background(camera.width_px, camera.height_px, clip.room, clip.look.drawing)
    stage = render.Stage(camera, staying(take), room, clip.light, clip.look.drawing)
    grain = seeded(clip.name + " grain", take.seed)
    for frame in range(0, len(take.times_s), every):
        shots = [
            stage.render(moving(take, *take.at(frame, shift), camera))
            for shift in sensor.moments_s()
        ]
        yield render.develop(render.expose(shots), grain, sensor, clip.light, size)


def film(
    take: Take,
    path: Path,
    scale: float = 1.0,
    report: Callable[[int, int], None] | None = None,
) -> None:
    """Render a take into an H.264 file that starts to play before it is loaded."""
    camera, sensor = take.clip.camera.scaled(scale), take.clip.sensor
    total, fps = len(take.times_s), Fraction(sensor.fps).limit_denominator(1001)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height = camera.width_px, camera.height_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / fps
        stream.options = {"crf": str(sensor.crf), "preset": "slow", "threads": "1"}
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
    *,
    truth_only: bool = False,
) -> tuple[Path, Path]:
    """Write a clip (unless its truth alone is wanted) and its truth; return both paths."""
    take = plan(clip, figure, seed)
    video, facts = out / f"{clip.name}.mp4", out / f"{clip.name}.truth.json"
    if not truth_only:
        film(take, video, scale, report)
    truth.write(facts, tell(take, scale))
    return video, facts
