"""Pictures of baked bodies: the stage holds what stays, each frame adds what moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from sample_videos.studio import march
from sample_videos.studio.camera import Camera
from sample_videos.studio.field import Body, Placement
from sample_videos.studio.primitives import Floats
from sample_videos.studio.shading import to_srgb

Picture = npt.NDArray[np.uint8]
Owners = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Actor:
    """A body in the scene.

    Attributes
    ----------
    body : Body
        What is seen.
    placement : Placement
        Where the body's frame is in the world.
    texture : Placement
        The frame in which the skin's grain is fixed.
    """

    body: Body
    placement: Placement = field(default_factory=Placement)
    texture: Placement = field(default_factory=Placement)


def _frame_row(actor: Actor) -> Floats:
    body = actor.body
    high = body.low_cm + (np.array(body.grid_cm.shape) - 1) * body.step_cm
    return np.concatenate(
        [
            actor.placement.rotation.ravel(),
            actor.placement.origin_cm,
            body.low_cm,
            [body.step_cm],
            high,
            actor.texture.rotation.ravel(),
            actor.texture.origin_cm,
        ]
    )


def flatten(actors: Sequence[Actor]) -> tuple[np.ndarray, ...]:
    """Lay the bodies of a scene end to end, as the compiled renderer wants them."""
    bodies = [actor.body for actor in actors]
    sizes = np.zeros((len(bodies), 7), np.int64)
    grid_at = lists_at = counts_at = rows_at = 0
    lists, codes = [], []
    for row, actor in zip(sizes, actors, strict=True):
        body = actor.body
        width = body.lists.shape[1]
        row[:] = [*body.grid_cm.shape, grid_at, lists_at, counts_at, width]
        lists.append((body.lists + np.int16(rows_at)).ravel())
        codes.append(body.codes)
        grid_at += body.grid_cm.size
        lists_at += body.lists.size
        counts_at += len(body.counts)
        rows_at += len(body.rows)
    return (
        np.stack([_frame_row(actor) for actor in actors]),
        sizes,
        np.concatenate([body.grid_cm.ravel() for body in bodies]),
        np.concatenate(lists),
        np.concatenate([body.counts for body in bodies]),
        np.concatenate([body.rows for body in bodies]),
        np.concatenate(codes),
    )


def _edges(picture: Floats, owner: Owners, depth: Floats, moving: bool) -> Marks:
    """Mark pixels that differ much from a neighbour in body, depth or brightness.

    With `moving`, only where a moving body (`owner` >= 0) is on either side.
    """
    bright = np.clip(picture.mean(axis=2), 0, 1) ** 0.5
    edge = np.zeros(bright.shape, bool)
    for axis in (0, 1):
        here = tuple(slice(None, -1) if a == axis else slice(None) for a in (0, 1))
        there = tuple(slice(1, None) if a == axis else slice(None) for a in (0, 1))
        step = (
            (owner[here] != owner[there])
            | (np.abs(depth[here] - depth[there]) > 1.2)
            | (np.abs(bright[here] - bright[there]) > (0.10 if moving else 0.06))
        )
        if moving:
            step &= (owner[here] >= 0) | (owner[there] >= 0)
        edge[here] |= step
        edge[there] |= step
    return edge


class Stage:
    """A camera before bodies that stay: they are rendered once, then moving ones over them.

    Parameters
    ----------
    camera : Camera
        The view.
    staying : sequence of Actor
        Bodies that do not move.
    room : (height, width, 3) float
        What is seen where no body is, in linear light.
    """

    def __init__(self, camera: Camera, staying: Sequence[Actor], room: Floats) -> None:
        self._camera, self._staying, self._room = camera, tuple(staying), room
        self._size = (camera.width_px, camera.height_px)
        self._eye = np.asarray(camera.position_cm, float)
        shape = self._size[::-1]
        self._plate = np.empty((*shape, 3))
        self._depth = np.empty(shape)
        self._surface = np.zeros((*shape, 15), np.float32)
        owner = np.empty(shape, np.int64)
        scene = flatten(self._staying)
        lens = (self._size, camera.focal_px, self._eye)
        march.render_plate(*lens, scene, room, self._plate, self._depth, owner, self._surface)
        edge = _edges(self._plate, owner, self._depth, moving=False)
        self._smooth = np.empty_like(self._plate)
        march.refine_edges(*lens, scene, room, edge, self._plate, self._smooth)

    def render(self, moving: Sequence[Actor]) -> Floats:
        """Render the stage with moving bodies.

        Returns
        -------
        (height, width, 3) float
            Linear light, with four samples at every edge.
        """
        if not moving:
            return self._smooth
        scene = flatten([*self._staying, *moving])
        lens = (self._size, self._camera.focal_px, self._eye)
        picture, out = np.empty_like(self._plate), np.empty_like(self._plate)
        depth, owner = self._depth.copy(), np.empty(self._depth.shape, np.int64)
        first = len(self._staying)
        plate = (self._plate, self._smooth, depth, self._surface)
        march.render_over(*lens, scene, first, *plate, picture, owner)
        edge = _edges(picture, owner, depth, moving=True)
        march.refine_edges(*lens, scene, self._room, edge, picture, out)
        return out


def develop(linear: Floats, noise: np.random.Generator, grain: float = 1.3) -> Picture:
    """Turn linear light into an RGB picture as a small camera would: tone, softness, grain."""
    soft = cv2.GaussianBlur(to_srgb(linear).astype(np.float32), (0, 0), 0.5)
    soft = soft + grain * noise.standard_normal(soft.shape, np.float32)
    return np.asarray(np.clip(np.rint(soft), 0, 255), np.uint8)
