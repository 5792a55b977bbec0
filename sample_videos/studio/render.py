"""Pictures of baked bodies: the stage holds what stays, each frame adds what moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sample_videos.studio import pixels, raster
from sample_videos.studio.camera import Camera
from sample_videos.studio.field import Body, Placement
from sample_videos.studio.light import Light
from sample_videos.studio.looks import Drawing
from sample_videos.studio.mesh import coat, mesh_of
from sample_videos.studio.primitives import Floats
from sample_videos.studio.sensor import Picture, develop, expose

__all__ = ["Actor", "Picture", "Stage", "develop", "expose"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A body in the scene.

    Attributes
    ----------
    body : Body
        What is seen.
    placement : Placement
        Where the body's frame is in the world.
    texture : Placement, optional
        The frame in which the skin's grain is fixed; that of the placement if not given.
    """

    body: Body
    placement: Placement = field(default_factory=Placement)
    texture: Placement | None = None


def _frame_row(actor: Actor) -> Floats:
    body, texture = actor.body, actor.texture or actor.placement
    high = body.low_cm + (np.array(body.grid_cm.shape) - 1) * body.step_cm
    return np.concatenate(
        [
            actor.placement.rotation.ravel(),
            actor.placement.origin_cm,
            body.low_cm,
            [body.step_cm],
            high,
            texture.rotation.ravel(),
            texture.origin_cm,
        ]
    )


def flatten(actors: Sequence[Actor]) -> tuple[np.ndarray, ...]:
    """Lay the distances of a scene's bodies end to end, as the rays module wants them."""
    grids = [actor.body.grid_cm for actor in actors]
    begin = np.cumsum([0, *(grid.size for grid in grids[:-1])])
    return (
        np.stack([_frame_row(actor) for actor in actors]),
        np.array([[*grid.shape, at] for grid, at in zip(grids, begin, strict=True)]),
        np.concatenate([grid.ravel() for grid in grids]),
    )


class Stage:
    """A camera before bodies that stay: they are rendered once, then moving ones over them.

    Parameters
    ----------
    camera : Camera
        The view; `Sensor.camera` tells which for a sensor.
    staying : sequence of Actor
        Bodies that do not move.
    room : (height, width, 3) float
        What is seen where no body is, in linear light.
    light : Light, optional
        What shines on the bodies, and how bright the room is.
    drawing : Drawing
        How surfaces answer to it.
    """

    def __init__(
        self,
        camera: Camera,
        staying: Sequence[Actor],
        room: Floats,
        light: Light | None = None,
        drawing: Drawing = "studio",
    ) -> None:
        light = Light() if light is None else light
        self._staying, self._light = tuple(staying), light.rows()
        self._light[8, 1] = drawing == "other"
        size = (camera.width_px, camera.height_px)
        self._lens = np.array([*size, camera.focal_px, *camera.position_cm, *camera.rotation])
        shape = size[::-1]
        room = np.asarray(room * np.array(light.room_colour))
        nothing = (room, np.zeros(shape), np.zeros((*shape, pixels.SURFACE), np.float32))
        self._under: tuple[np.ndarray, ...] = (room, *nothing)
        self._nearness = np.zeros((*shape, raster.SAMPLES), np.float32)
        kept = tuple(array.copy() for array in nothing)
        picture = self._draw(self._staying, 0, self._nearness, kept)
        self._under = (picture, *kept)

    def render(self, moving: Sequence[Actor]) -> Floats:
        """Render the stage with moving bodies.

        Returns
        -------
        (height, width, 3) float
            Linear light, with four samples at every edge.
        """
        if not moving:
            return self._under[0]
        none = (np.empty((0, 0, 3)), np.empty((0, 0)), np.empty((0, 0, 0), np.float32))
        cast = [*self._staying, *moving]
        return self._draw(cast, len(self._staying), self._nearness.copy(), none)

    def _draw(
        self,
        cast: Sequence[Actor],
        first: int,
        nearness: np.ndarray,
        kept: tuple[np.ndarray, ...],
    ) -> Floats:
        """Draw the bodies from `first` on over what is there; `nearness` is changed."""
        out = np.empty_like(self._under[0])
        if len(cast) == first:
            out[:] = self._under[0]
            return out
        scene, actors = (*flatten(cast), self._light), cast[first:]
        meshes = [mesh_of(actor.body) for actor in actors]
        ends = np.cumsum([0, *(len(mesh.points_cm) for mesh in meshes)])
        spans = [slice(*span) for span in pairwise(ends.tolist())]
        screen = np.empty((ends[-1], 3), np.float32)
        for mesh, row, span in zip(meshes, scene[0][first:], spans, strict=True):
            raster.project(mesh.points_cm, row, self._lens, screen[span])
        shifted = [
            mesh.triangles + np.int32(at) for mesh, at in zip(meshes, ends[:-1], strict=True)
        ]
        triangles = np.concatenate(shifted)
        owners = np.repeat(np.arange(first, len(cast)), [len(rows) for rows in shifted])
        seen = np.full(nearness.shape, -1, np.int32)
        raster.draw(triangles, screen, nearness, seen)
        wanted = np.zeros(ends[-1], np.bool_)
        raster.mark(seen, triangles, wanted)
        for actor, span in zip(actors, spans, strict=True):
            coat(actor.body, wanted[span])
        layers = [
            np.concatenate([getattr(mesh, name) for mesh in meshes])
            for name in ("normals", "paint", "materials")
        ]
        drawn = ((*layers, triangles), owners, screen, seen, nearness, self._under)
        lit = np.empty((out.shape[0] // 2, out.shape[1] // 2, 7), np.float32)
        pixels.light_up(self._lens, scene, first, *drawn, lit)
        pixels.resolve(self._lens, scene, first, *drawn, lit, out, kept)
        return out
