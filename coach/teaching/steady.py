"""Steadying the body of a demonstration: unlike a live pupil's, it may be looked at ahead.

Under hands, the mesh of a face goes astray for some frames, and arms that reach over a back take
its shoulders with them. All charts hang on these, so that both hands seem to jump by some
centimetres where nothing but the chart did. Heads and shoulders don't jump. What differs from the
frames before and after is put where those have it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coach.body.face import OUTER_EYE_LEFT, OUTER_EYE_RIGHT
from coach.body.torso import HIPS, MIN_VISIBILITY, SHOULDERS
from coach.types import FloatArray, Observation

__all__ = ["Steadied"]

AROUND_S = 1.5
"""Frames so long before and after are compared with: a stroke covers the middle of a face, or a
shoulder, for less; and who shows a technique sits still for longer."""
ASTRAY, GROWN = 0.27, 0.1
"""A mesh further off than the first, in half distances of the outer eye corners (1.2 cm), or larger
or smaller by more than the second, as a logarithm, is astray."""
DRAGGED = 0.1
"""A joint further off than this share of the shoulders' width has been dragged along."""
SIZE = 1.15
"""Root mean square distance of a mesh's points from their middle, in half distances of the outer
eye corners."""
TORSO = SHOULDERS + HIPS


@dataclass(frozen=True, slots=True)
class _Body:
    """What charts hang on in one frame.

    Attributes
    ----------
    seen
        The frame.
    head
        (3,): midway between the outer eye corners in the picture, pixels, and the logarithm of the
        mesh's size in pixels; NaN without a mesh.
    joints_px
        (4, 2): left and right shoulder, left and right hip; NaN when they are not seen.
    """

    seen: Observation
    head: FloatArray
    joints_px: FloatArray


class Steadied:
    """Takes frames, and gives them again, steadied, as soon as enough is known of what follows."""

    def __init__(self) -> None:
        self._bodies: deque[_Body] = deque()
        self._given = 0

    def push(self, seen: Observation) -> Iterator[Observation]:
        """Take one frame; give those that can be told by now."""
        self._bodies.append(_body(seen))
        while seen.t_s - self._bodies[self._given].seen.t_s > AROUND_S:
            yield self._next()

    def finish(self) -> Iterator[Observation]:
        """Give the rest."""
        while self._given < len(self._bodies):
            yield self._next()

    def _next(self) -> Observation:
        body = self._bodies[self._given]
        while body.seen.t_s - self._bodies[0].seen.t_s > AROUND_S:
            self._bodies.popleft()
            self._given -= 1
        self._given += 1
        until_s = body.seen.t_s + AROUND_S
        around = [one for one in self._bodies if one.seen.t_s <= until_s]
        return replace(body.seen, face_px=_mesh_px(body, around), body_px=_body_px(body, around))


def _body(seen: Observation) -> _Body:
    head, joints_px = np.full(3, np.nan), np.full((len(TORSO), 2), np.nan)
    if seen.has_face:
        mesh_px = seen.face_px
        size_px = np.sqrt(((mesh_px - mesh_px.mean(axis=0)) ** 2).sum(axis=1).mean())
        eyes_px = mesh_px[[OUTER_EYE_LEFT, OUTER_EYE_RIGHT], :2].mean(axis=0)
        head = np.append(eyes_px, np.log(size_px))
    if seen.has_body and seen.body_visibility[SHOULDERS].min() >= MIN_VISIBILITY:
        joints_px = seen.body_px[TORSO]
    return _Body(seen, head, joints_px)


def _mesh_px(body: _Body, around: Sequence[_Body]) -> FloatArray:
    """Give a frame's mesh; one that is astray, as it goes from the last right one to the next."""
    if not body.seen.has_face:
        return body.seen.face_px
    faces = [one for one in around if one.seen.has_face]
    middle = np.median([one.head for one in faces], axis=0)
    unit_px = np.exp(middle[2]) / SIZE
    if not _astray(body.head - middle, unit_px):
        return body.seen.face_px
    right = [face for face in faces if not _astray(face.head - middle, unit_px)]
    if not right:
        return body.seen.face_px
    before = next((one for one in right[::-1] if one.seen.t_s < body.seen.t_s), right[0])
    after = next((one for one in right if one.seen.t_s > body.seen.t_s), right[-1])
    if before is after:
        return before.seen.face_px
    share = (body.seen.t_s - before.seen.t_s) / (after.seen.t_s - before.seen.t_s)
    return np.asarray((1 - share) * before.seen.face_px + share * after.seen.face_px)


def _astray(off: FloatArray, unit_px: float) -> bool:
    return bool(np.hypot(*off[:2]) > ASTRAY * unit_px or abs(off[2]) > GROWN)


def _body_px(body: _Body, around: Sequence[_Body]) -> FloatArray:
    """Give a frame's pose; shoulders and hips that were dragged along, in the others' middle."""
    joints_px = np.stack([one.joints_px for one in around])
    joints_px = joints_px[np.isfinite(joints_px).all(axis=(1, 2))]
    if not np.isfinite(body.joints_px).all():
        return body.seen.body_px
    turns = np.array([_turn(one) for one in joints_px])
    usual = turns == (1.0 if turns.sum() > 0 else -1.0)
    middle_px = np.median(joints_px[usual], axis=0) if usual.any() else body.joints_px
    width_px = np.hypot(*(middle_px[0] - middle_px[1]))
    if np.hypot(*(body.joints_px - middle_px).T).max() <= DRAGGED * width_px:
        return body.seen.body_px
    body_px = body.seen.body_px.copy()
    body_px[TORSO] = middle_px
    return body_px


def _turn(joints_px: FloatArray) -> float:
    """Tell which side of the trunk is seen: poses flicker between the two."""
    across = joints_px[0] - joints_px[1]
    upwards = joints_px[:2].mean(axis=0) - joints_px[2:].mean(axis=0)
    return float(np.sign(across[0] * upwards[1] - across[1] * upwards[0]))
