"""A second, closer look for hands that the first missed: on a back, at wrists of who stands.

The palm detector looks at 192 × 192 pixels. In a crop around a whole body a hand is a tenth of
that, and one that hardly differs from the skin below it is not found. So, while a hand is missing,
a second landmarker looks at a square tile, brightened: place after place, until it finds one, then
wherever the hands go.

The tile glides. The landmarker follows hands in the tile's own coordinates, and from frame to
frame a hand must not seem to move more in them than hands do; a tile that jumped would lose it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.tracking.landmarkers import HandLandmarker, HandLandmarks
from coach.types import FloatArray, Frame

__all__ = [
    "CloseLook",
    "OnBack",
    "Search",
    "Tile",
    "Torso",
    "chosen",
    "glide",
    "have_size",
    "is_double",
    "palms_px_of",
    "plausible",
    "sweep",
    "without_ghosts",
]

HALF = 0.78
"""Half the width of a tile, in shoulder widths: three hands from wrist to middle knuckle. Half
widths of 2 to 3.5 hands find most; at 5, as around a whole body, a third of that."""
MARGIN = 0.45
"""A tile goes on this far beyond the palms it follows, in shoulder widths."""
GLIDE_S = 0.14
"""The tile comes nearer to where it should be by a factor e in this time."""
ROWS = (0.2, 0.6, 1.0)
"""Heights of the sweep's tiles on the back: 0 at the hips, 1 at the shoulders."""
WORTH_IT = 0.75
"""A tile that is not narrower than this share of the picture shows no more than the first look."""
FOLLOW_S = 0.5
"""The tile stays this long where a hand was found last."""
PATIENCE_S, SELDOM_S = 2.0, 0.25
"""After this long without a hand to believe in it looks only now and then."""
AGREE_S, AGREE = 0.4, 0.35
"""A hand is believed when the look before, not longer ago than this, found one nearer than this,
in shoulder widths."""
HAND = (0.15, 0.4)
"""From wrist to middle knuckle in shoulder widths. Of hands found on rendered backs 98 in 100 had
0.17 to 0.39; the whole back is taken for a hand now and then, and the point of an elbow."""
SPAN = 0.8
"""The longer side of a hand's box, in shoulder widths, at most."""
MOST, MOST_SPAN = 0.45, 0.9
"""Whatever is larger is no hand on a back, wherever it was found."""
SIDEWAYS = 0.95
"""Further out than this, in shoulder half widths, lie elbows."""
SAME = 0.5
"""Hands whose boxes share more than this of the smaller one are the same hand."""
SHOULDERS_BY_TORSO = 0.72
"""Width of the shoulder joints by the height from hips to shoulders (36 by 50 cm, see
docs/conventions.md): so a back that is turned is not taken for a small one."""
BRIGHTER = (255 * np.sqrt(np.arange(256) / 255)).astype(np.uint8)

LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP = 11, 12, 23, 24
SURE = 0.5
WRIST, INDEX_KNUCKLE, MIDDLE_KNUCKLE, LITTLE_KNUCKLE = 0, 5, 9, 17
PALM = [WRIST, INDEX_KNUCKLE, MIDDLE_KNUCKLE, LITTLE_KNUCKLE]


@dataclass(frozen=True, slots=True)
class Torso:
    """Where a back is in the picture.

    Attributes
    ----------
    hips_px, up_px
        (2,): the middle of the hips, and from there to the middle of the shoulders.
    shoulder_px
        Width of the shoulders.
    """

    hips_px: FloatArray
    up_px: FloatArray
    shoulder_px: float

    @classmethod
    def of(cls, body_px: FloatArray, visibility: FloatArray) -> Torso | None:
        """Give that of a pose (33, 2) with its visibility (33,); None where none is seen."""
        shoulders, hips = body_px[[LEFT_SHOULDER, RIGHT_SHOULDER]], body_px[[LEFT_HIP, RIGHT_HIP]]
        if not visibility[[LEFT_SHOULDER, RIGHT_SHOULDER]].min() > SURE:
            return None
        up_px = shoulders.mean(axis=0) - hips.mean(axis=0)
        length_px = float(np.hypot(*up_px))
        width_px = max(
            float(np.hypot(*(shoulders[0] - shoulders[1]))), SHOULDERS_BY_TORSO * length_px
        )
        return cls(hips.mean(axis=0), up_px, width_px) if length_px > 0 else None

    def sideways(self, points_px: FloatArray) -> FloatArray:
        """Say how far beside the spine points (n, 2) are, in shoulder half widths, unsigned."""
        across = np.array([-self.up_px[1], self.up_px[0]]) / np.hypot(*self.up_px)
        beside: FloatArray = np.abs((points_px - self.hips_px) @ across) / (self.shoulder_px / 2)
        return beside


@dataclass(frozen=True, slots=True)
class Tile:
    """A square part of the picture.

    Attributes
    ----------
    centre_px
        (2,).
    half_px
        Half its width.
    """

    centre_px: FloatArray
    half_px: float


class Search(Protocol):
    """Where hands are looked for that are not known yet, and which may be they."""

    @property
    def shoulder_px(self) -> float:
        """Width of the person's shoulders."""
        ...

    def misses(self, known: HandLandmarks) -> bool:
        """Tell whether a hand is missing among those that are known."""
        ...

    def tiles(self, known: HandLandmarks) -> list[Tile]:
        """Give the tiles to look at, one after the other."""
        ...

    def plausible(self, hands: HandLandmarks) -> HandLandmarks:
        """Keep the hands that may be what is looked for."""
        ...


@dataclass(frozen=True, slots=True)
class OnBack:
    """A search for the two hands that work on a back."""

    torso: Torso

    @property
    def shoulder_px(self) -> float:
        """Width of the back's shoulders."""
        return self.torso.shoulder_px

    def misses(self, known: HandLandmarks) -> bool:
        """Tell whether fewer than two hands are on the back."""
        return len(self.plausible(known).points_px) < 2

    def tiles(self, known: HandLandmarks) -> list[Tile]:
        """Give the known hands, as hands work together, and the back from the hips up."""
        return sweep(self.torso, palms_px_of(known))

    def plausible(self, hands: HandLandmarks) -> HandLandmarks:
        """Keep the hands that have a hand's size and lie on the back."""
        return plausible(hands, self.torso)


class CloseLook:
    """Looks for the hands of a search that are not known yet.

    Parameters
    ----------
    landmarker
        One of its own, for two hands.
    """

    def __init__(self, landmarker: HandLandmarker) -> None:
        self._landmarker = landmarker
        self._tile: Tile | None = None
        self._swept = 0
        self._met_s = self._looked_s = self._awake_s = -math.inf
        self._known = -1
        self._before_px = np.empty((0, 2))

    def look(
        self, frame: Frame, t_ms: int, search: Search | None, known: HandLandmarks
    ) -> HandLandmarks:
        """Give the hands that are known in this frame, and those it finds besides.

        Parameters
        ----------
        t_ms
            The frame's time for the landmarker, later than before.
        known
            What the first look found, in the picture's pixels.
        """
        if search is None or self._should_rest(frame, search, known):
            return known
        tile = self._place(frame.t_s, search, known)
        seen = search.plausible(self._hands_in(frame, t_ms, tile))
        fresh = _without_doubles(seen, known)
        palms_px = palms_px_of(fresh)
        near_px = AGREE * search.shoulder_px
        believed = chosen(fresh, self._agreeing(frame.t_s, palms_px, near_px))
        if len(palms_px):
            self._met_s = frame.t_s
        if len(believed.points_px):
            self._awake_s = frame.t_s
        passed_s = frame.t_s - self._looked_s
        self._tile = glide(tile, palms_px_of(seen), search.shoulder_px, passed_s)
        self._looked_s, self._before_px = frame.t_s, palms_px
        return _joined(known, believed)

    def _should_rest(self, frame: Frame, search: Search, known: HandLandmarks) -> bool:
        """Nothing is missing, a tile would show no more, or it has looked in vain for long."""
        there = len(search.plausible(known).points_px)
        if there != self._known:
            self._known, self._awake_s = there, frame.t_s
        if not search.misses(known):
            return True
        if 2 * HALF * search.shoulder_px > WORTH_IT * max(frame.image_rgb.shape):
            return True
        in_vain = frame.t_s - self._awake_s > PATIENCE_S
        return in_vain and frame.t_s - self._looked_s < SELDOM_S

    def _place(self, t_s: float, search: Search, known: HandLandmarks) -> Tile:
        if self._tile is not None and t_s - self._met_s <= FOLLOW_S:
            return self._tile
        places = search.tiles(known)
        self._swept += 1
        return places[self._swept % len(places)]

    def _hands_in(self, frame: Frame, t_ms: int, tile: Tile) -> HandLandmarks:
        height, width = frame.image_rgb.shape[:2]
        left, top = (max(0, int(edge)) for edge in tile.centre_px - tile.half_px)
        right = min(width, math.ceil(tile.centre_px[0] + tile.half_px))
        bottom = min(height, math.ceil(tile.centre_px[1] + tile.half_px))
        if right - left < 32 or bottom - top < 32:
            left, top, right, bottom = 0, 0, width, height
        found = self._landmarker.detect(BRIGHTER[frame.image_rgb[top:bottom, left:right]], t_ms)
        return replace(found, points_px=found.points_px + np.array([left, top]))

    def _agreeing(self, t_s: float, palms_px: FloatArray, near_px: float) -> list[int]:
        """Which of these palms (n, 2) the look before has found, too."""
        if t_s - self._looked_s > AGREE_S or not len(self._before_px):
            return []
        apart_px = np.linalg.norm(palms_px[:, None] - self._before_px[None], axis=2).min(axis=1)
        return [int(index) for index in np.flatnonzero(apart_px < near_px)]


def sweep(torso: Torso, palms_px: FloatArray) -> list[Tile]:
    """Give the tiles to look at: on known palms (n, 2), as hands work together, and the back."""
    on_back = [torso.hips_px + row * torso.up_px for row in ROWS]
    return [Tile(place, HALF * torso.shoulder_px) for place in [*palms_px, *on_back]]


def glide(tile: Tile, palms_px: FloatArray, shoulder_px: float, passed_s: float) -> Tile:
    """Move a tile towards the palms (n, 2) seen in it, a little way; it stays where none is."""
    if not len(palms_px):
        return tile
    low, high = palms_px.min(axis=0), palms_px.max(axis=0)
    half_px = max(HALF * shoulder_px, (high - low).max() / 2 + MARGIN * shoulder_px)
    share = 1 - math.exp(-min(passed_s, GLIDE_S) / GLIDE_S)
    return Tile(
        tile.centre_px + share * ((low + high) / 2 - tile.centre_px),
        tile.half_px + share * (float(half_px) - tile.half_px),
    )


def plausible(hands: HandLandmarks, torso: Torso) -> HandLandmarks:
    """Keep the hands that have a hand's size and lie on the back."""
    good = have_size(hands, torso.shoulder_px)
    good &= torso.sideways(palms_px_of(hands)) < SIDEWAYS
    return chosen(hands, [int(index) for index in np.flatnonzero(good)])


def have_size(hands: HandLandmarks, shoulder_px: float) -> NDArray[np.bool_]:
    """Tell (n,) of hands whether they are as large as hands are beside shoulders of this width."""
    points = hands.points_px
    palm = np.linalg.norm(points[:, MIDDLE_KNUCKLE] - points[:, WRIST], axis=1) / shoulder_px
    span = np.ptp(points, axis=1).max(axis=1) / shoulder_px
    return np.asarray((palm > HAND[0]) & (palm < HAND[1]) & (span < SPAN))


def without_ghosts(hands: HandLandmarks, torso: Torso) -> HandLandmarks:
    """Leave out what is too large for a hand on this back, and second copies of a hand."""
    points = hands.points_px
    palm = np.linalg.norm(points[:, MIDDLE_KNUCKLE] - points[:, WRIST], axis=1) / torso.shoulder_px
    span = np.ptp(points, axis=1).max(axis=1) / torso.shoulder_px
    fits = np.flatnonzero((palm < MOST) & (span < MOST_SPAN))
    return _without_doubles(chosen(hands, [int(index) for index in fits]), chosen(hands, []))


def is_double(one_px: FloatArray, other_px: FloatArray) -> bool:
    """Tell whether two hands (21, 2) are the same, by their boxes."""
    low = np.maximum(one_px.min(axis=0), other_px.min(axis=0))
    high = np.minimum(one_px.max(axis=0), other_px.max(axis=0))
    shared = np.maximum(high - low, 0.0).prod()
    smaller = min(np.ptp(one_px, axis=0).prod(), np.ptp(other_px, axis=0).prod())
    return bool(shared > SAME * smaller)


def _without_doubles(hands: HandLandmarks, known: HandLandmarks) -> HandLandmarks:
    """Leave out the hands that are known, and all but the first of several that are the same."""
    kept: list[int] = []
    for index, points_px in enumerate(hands.points_px):
        others = [*known.points_px, *hands.points_px[kept]]
        if not any(is_double(points_px, other) for other in others):
            kept.append(index)
    return chosen(hands, kept)


def palms_px_of(hands: HandLandmarks) -> FloatArray:
    """Give the middles of the palms, (n, 2)."""
    middles: FloatArray = hands.points_px[:, PALM].mean(axis=1)
    return middles


def chosen(hands: HandLandmarks, indices: list[int]) -> HandLandmarks:
    """Give some of the hands."""
    rows = np.array(indices, dtype=np.intp)
    return HandLandmarks(**{f.name: getattr(hands, f.name)[rows] for f in fields(hands)})


def _joined(known: HandLandmarks, more: HandLandmarks) -> HandLandmarks:
    names = [f.name for f in fields(known)]
    return HandLandmarks(
        **{name: np.concatenate([getattr(known, name), getattr(more, name)]) for name in names}
    )
