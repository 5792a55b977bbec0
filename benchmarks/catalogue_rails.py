"""Where on a simulated person the techniques of the whole catalogue run: lines in space.

Face, neck and back are the studio's figures with their skin. What the studio has no skin for is
laid on simpler bodies: a belly that bulges, a nape, straight limbs, a hand held flat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.body.hand import AXIS_U
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Region, View
from sample_videos.studio import hands, routes
from sample_videos.studio.hands import Side
from sample_videos.studio.paths import SkinPath, evenly, unit
from sample_videos.studio.simulated_person import RigidHand
from sample_videos.studio.simulator import Player
from sample_videos.studio.truth import chart_of

__all__ = ["WITH_SKIN", "Body", "body_of", "rail_of"]

BELLY_CM = 9.0
"""How far the belly's middle lies before the plane of the joints (ours)."""
NAPE_CM = 4.0
ARMS_CM = {
    "hangs": (np.array([4.0, -28.0, 3.0]), np.array([4.0, -24.5, 6.0])),
    "bent": (np.array([5.0, -27.0, 5.0]), np.array([-15.0, 14.0, 15.0])),
}
"""From the left shoulder to the elbow, and from there to the wrist."""
LEG_CM = (np.array([2.0, -41.0, 3.0]), np.array([1.0, -41.0, 1.0]), np.array([3.0, -5.0, 17.0]))
"""From the left hip to the knee, on to the ankle, and on to the toes."""
LIMB_CM = 4.5
"""From a limb's bone to its skin."""
WITH_SKIN = (
    (ChartName.FACE, View.FRONT),
    (ChartName.NECK, View.FRONT),
    (ChartName.TORSO, View.BACK),
)
"""Charts and views of which the studio has the skin."""
ACROSS_CM = 10.0
"""One unit of u on a limb."""


@dataclass(frozen=True, slots=True)
class Body:
    """A person's limbs in space, in the studio's frame: x to the right as the camera sees it.

    Attributes
    ----------
    arms_cm, legs_cm
        (2, 3, 3) and (2, 4, 3): left and right, wrist to shoulder and toes to hip.
    receiving_cm
        (21, 3): joints of the hand that is massaged; None where none is.
    receiver
        Which hand that is.
    """

    player: Player
    view: View
    arms_cm: FloatArray
    legs_cm: FloatArray
    receiving_cm: FloatArray | None
    receiver: Side | None


def body_of(player: Player, technique: Technique, worker: Side) -> Body:
    """Set a person up for a technique that a hand does."""
    marks = player.figure.landmarks
    facing = 1.0 if technique.view is View.FRONT else -1.0
    pose = "bent" if technique.id.startswith("forearm") else "hangs"
    arms, legs = [], []
    for index, sign in enumerate((facing, -facing)):
        out = np.array([sign, 1.0, 1.0])
        shoulder, hip = marks.shoulders_cm[index], marks.hips_cm[index]
        upper, lower = ARMS_CM[pose]
        arms.append([shoulder + (upper + lower) * out, shoulder + upper * out, shoulder])
        knee = hip + LEG_CM[0] * out
        ankle = knee + LEG_CM[1] * out
        legs.append([ankle + LEG_CM[2] * out * (1, 1, facing), ankle, knee, hip])
    receiver: Side | None = None
    receiving = None
    if technique.chart is ChartName.HAND:
        receiver = "right" if worker == "left" else "left"
        receiving = _held(receiver, palm_shown=technique.id != "hand-wrist-to-webs")
    return Body(player, technique.view, np.array(arms), np.array(legs), receiving, receiver)


def _held(side: Side, *, palm_shown: bool) -> FloatArray:
    """(21, 3): a hand that is held flat before the chest, its fingers up and a little inwards."""
    from sample_videos.studio.doers import PALMS

    sign = 1.0 if side == "left" else -1.0
    place = np.array([[7.0 * sign, -30.0, 26.0]])
    fingers = unit(np.array([[-0.45 * sign, 1.0, 0.0]]))
    back = np.array([[0.0, 0.0, -1.0 if palm_shown else 1.0]])
    return np.asarray(RigidHand(side, PALMS).joints_cm(place, fingers, back)[0])


def rail_of(body: Body, technique: Technique, line_uv: FloatArray, worker: Side) -> SkinPath:
    """Lay a line of the technique's chart, written on the person's left, for a hand.

    Returns
    -------
    The line with the hand's directions along it, in the studio's frame.
    """
    figure, on_left = body.player.figure, worker == "left"
    if (technique.chart, technique.view) in WITH_SKIN:
        # The studio works with the hand on the side x > 0.
        region = {
            ChartName.FACE: Region.FACE,
            ChartName.NECK: Region.NECK,
            ChartName.TORSO: Region.BACK,
        }
        fitted = technique.model_copy(update={"region": region[technique.chart]})
        moved = line_uv.copy()
        moved[:, 0] = np.maximum(moved[:, 0], 0.16)
        path = routes.laid(figure, fitted, moved, routes.Touch())
        flipped = on_left == (technique.view is View.BACK)
        return path.mirrored() if flipped else path
    side = on_left
    if technique.chart in (ChartName.ARM, ChartName.HAND):
        side = not on_left
    line = line_uv.copy()
    if technique.mirror is not Mirror.NONE and not side:
        line[:, 0] *= -1.0
        if technique.mirror is Mirror.PLACE:
            line = line[::-1]
    if technique.chart is ChartName.HAND:
        return _on_hand(body, line, on_left)
    if technique.chart in (ChartName.ARM, ChartName.LEG):
        return _on_limb(body, technique.chart, line, on_left)
    return _on_trunk(body, technique, line, on_left)


def _path(points: FloatArray, normal: FloatArray, fingers: FloatArray) -> SkinPath:
    points = evenly(points)
    normals = np.tile(unit(normal), (len(points), 1))
    pointing = np.tile(unit(fingers), (len(points), 1))
    return SkinPath(points, normals, pointing, normals)


def _on_trunk(body: Body, technique: Technique, line: FloatArray, on_left: bool) -> SkinPath:
    marks = body.player.figure.landmarks
    front = body.view is View.FRONT
    inwards = -1.0 if on_left == front else 1.0
    if technique.chart is ChartName.NECK:  # the nape
        chart = chart_of("neck", marks, "back")
        xy = chart.xy_cm(line) * (-1.0, 1.0)
        depth = float(marks.tragi_cm[:, 2].mean()) + NAPE_CM
        points = np.concatenate([xy, np.full((len(xy), 1), depth)], axis=1)
        return _path(points, np.array([0.0, 0.1, 1.0]), np.array([0.35 * inwards, 1.0, 0.0]))
    chart = chart_of("back", marks, "front")
    xy = chart.xy_cm(line)
    joints_z = float(np.mean([marks.shoulders_cm[:, 2].mean(), marks.hips_cm[:, 2].mean()]))
    bulge = BELLY_CM * np.clip(1.0 - (line[:, 0] / 1.25) ** 2, 0.0, 1.0)
    points = np.concatenate([xy, (joints_z + 2.0 + bulge)[:, None]], axis=1)
    return _path(points, np.array([0.0, 0.1, 1.0]), np.array([0.9 * inwards, 0.5, 0.0]))


def _on_limb(body: Body, name: ChartName, line: FloatArray, on_left: bool) -> SkinPath:
    row = 0 if line[:, 0].mean() > 0 else 1
    front = body.view is View.FRONT
    joints = (body.arms_cm if name is ChartName.ARM else body.legs_cm)[row]
    marks_v = np.array([0.0, 0.5, 1.0] if name is ChartName.ARM else [-0.24, 0.0, 0.5, 1.0])
    at = np.clip(np.searchsorted(marks_v, line[:, 1]) - 1, 0, len(marks_v) - 2)
    share = (line[:, 1] - marks_v[at]) / np.diff(marks_v)[at]
    step = np.diff(joints, axis=0)[at]
    aside = unit(np.stack([step[:, 1], -step[:, 0], np.zeros(len(step))], axis=1))
    across = (line[:, 0] - (1.0 if row == 0 else -1.0)) * ACROSS_CM * (1.0 if front else -1.0)
    points = joints[at] + share[:, None] * step + across[:, None] * aside
    points = points + np.array([0.0, 0.0, LIMB_CM])
    inwards = -1.0 if on_left == front else 1.0
    arm = name is ChartName.ARM
    fingers = np.array([inwards, 0.3, 0.0]) if arm else np.array([0.25 * inwards, -1.0, 0.0])
    return _path(points, np.array([0.0, 0.0, 1.0]), fingers)


def _on_hand(body: Body, line: FloatArray, on_left: bool) -> SkinPath:
    joints = body.receiving_cm
    if joints is None:
        raise ValueError("no hand is held out")
    upwards = joints[9] - joints[0]
    thumbwards = (joints[5] - joints[17]) / 2
    thumbwards = thumbwards - upwards * (thumbwards @ upwards) / (upwards @ upwards)
    across = np.abs(line[:, :1]) - AXIS_U
    points = joints[0] + across * thumbwards + line[:, 1:] * upwards + np.array([0.0, 0.0, 1.2])
    inwards = -1.0 if on_left else 1.0
    return _path(points, np.array([0.0, 0.0, 1.0]), np.array([inwards, 0.35, 0.0]))


SIDES = hands.SIDES
