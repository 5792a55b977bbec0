"""From where landmarks truly are to what landmarkers say: `observe` puts the noise on.

Everything is done for all frames of a session at once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from scipy.signal import lfilter

from coach.types import Observation
from sample_videos.studio.landmark_noise import (
    SPREAD_TAU_S,
    FaceNoise,
    HandNoise,
    LandmarkNoise,
    Presence,
    Wander,
)
from sample_videos.studio.landmark_scene import (
    OUTER_EYES,
    RIGID,
    SHOULDERS,
    TrueLandmarks,
    are_inside,
    cover,
    eye_px,
    inside_share,
    over_body,
    palm_px,
)
from sample_videos.studio.primitives import Floats

SURE: Final = 0.95
"""How sure the hand landmarker always says it is (it tells next to nothing)."""
VISIBLE: Final = 0.99
HIDDEN: Final = 0.01
FASTEST: Final = 20.0
"""Palms a second: whoever is faster is seen no worse than that."""
FORGOTTEN_S: Final = 0.6
"""As `coach.tracking.identity` has it: a hand that was not seen for longer is met anew."""
PALM_M: Final = 0.056
"""Size of the studio's hand, in the measure of `palm_px`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What landmarkers say of every frame: an `Observation`'s fields as columns (n, ...)."""

    t_s: Floats
    size_px: np.ndarray[Any, np.dtype[np.int64]]
    hands_px: Floats
    hands_world_m: Floats
    hands_score: Floats
    face_px: Floats
    body_px: Floats
    body_visibility: Floats
    people: np.ndarray[Any, np.dtype[np.int64]]

    def columns(self) -> dict[str, np.ndarray]:
        """Return the columns by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def frames(self) -> list[Observation]:
        """Return them frame by frame."""
        columns = self.columns() | {"t_s": self.t_s.tolist(), "people": self.people.tolist()}
        columns["size_px"] = map(tuple, self.size_px.tolist())
        return [Observation(*row) for row in zip(*columns.values(), strict=True)]


def _unit_drift(rng: np.random.Generator, count: int, dt_s: float, tau_s: float, k: int) -> Floats:
    """Draw (count, k) smooth processes of standard deviation 1: AR(2), critically damped.

    Errors of landmarkers change smoothly: an AR(1) process that wanders as far within a second
    jumps three times as far from one frame to the next.
    """
    keep = float(np.exp(-dt_s / max(tau_s, 1e-6)))
    near = 2 * keep / (1 + keep**2)  # how alike neighbouring frames are
    fresh = rng.standard_normal((count + 2, k))
    fresh[2:] *= np.sqrt((1 - keep**2) ** 3 / (1 + keep**2))
    last = fresh[0]
    before = near * last + np.sqrt(1 - near**2) * fresh[1]
    began = np.stack([2 * keep * last - keep**2 * before, -(keep**2) * last])
    return np.asarray(lfilter([1.0], [1.0, -2 * keep, keep**2], fresh[2:], axis=0, zi=began)[0])


@dataclass(frozen=True, slots=True)
class Clock:
    """Draws errors for the frames of one session: how many there are, how far apart."""

    rng: np.random.Generator
    count: int
    dt_s: float

    def form(self) -> Floats:
        """Draw (count, 1): in how bad form the landmarker is, for all errors of a part."""
        return _unit_drift(self.rng, self.count, self.dt_s, SPREAD_TAU_S, 1)

    def draw(
        self, wander: Wander, k: int, form: Floats | float = 0.0, growth: Floats | float = 1.0
    ) -> Floats:
        """Draw (count, k) of an error; what of it does not stay is `growth` (count, 1) as large."""
        errors = np.zeros((self.count, k))
        if wander.white > 0:
            errors += wander.white * self.rng.standard_normal((self.count, k))
        if wander.drift > 0:
            errors += wander.drift * _unit_drift(self.rng, self.count, self.dt_s, wander.tau_s, k)
        if wander.spread > 0:
            errors *= np.exp(wander.spread * form)
        errors *= growth
        if wander.stays > 0:
            errors += wander.stays * self.rng.standard_normal(k)
        return errors

    def pass_over(self, wander: Wander, k: int) -> None:
        """Let chance run on as if (count, k) of an error had been drawn."""
        rows = self.count * (wander.white > 0) + (self.count + 2) * (wander.drift > 0)
        self.rng.standard_normal(k * (rows + (wander.stays > 0)))


def presence(
    rng: np.random.Generator, there: np.ndarray, lost_per_s: Floats, away_s: Floats, dt_s: float
) -> np.ndarray:
    """Tell (n,) when something is found that is `there` (n,): a two-state Markov chain."""
    lose = 1 - np.exp(-lost_per_s * dt_s)
    find = 1 - np.exp(-dt_s / np.maximum(away_s, 1e-9))
    dice = rng.random(len(there))
    found = []
    on = bool(there[0])
    chances = zip(there.tolist(), (dice >= lose).tolist(), (dice < find).tolist(), strict=True)
    for is_there, stays, comes in chances:
        on = is_there and (stays if on else comes)
        found.append(on)
    return np.array(found, dtype=bool)


def _mixed(first: Presence, second: Presence, weight: Floats) -> tuple[Floats, Floats]:
    lost = (1 - weight) * first.lost_per_s + weight * second.lost_per_s
    return np.asarray(lost), np.asarray((1 - weight) * first.away_s + weight * second.away_s)


def hand_speed(joints_px: Floats, dt_s: float) -> Floats:
    """Tell how fast a hand (n, 21, 2) is, in palms a second (n,): no more than 20."""
    centre = joints_px[:, RIGID].mean(axis=1)
    moved = np.linalg.norm(np.gradient(centre, dt_s, axis=0), axis=1)
    return np.minimum(np.nan_to_num(moved / palm_px(joints_px)), FASTEST)


def _hand(
    clock: Clock, noise: LandmarkNoise, joints_px: Floats, over: Floats, cut: Floats
) -> tuple[Floats, Floats]:
    """Return a hand's joints (n, 21, 2) with their errors, and its size (n,)."""
    count = clock.count
    size = palm_px(joints_px)
    errors, turned = np.zeros((count, 21, 2)), np.zeros((count, 21, 2))  # x, y; along, across
    situations: tuple[tuple[HandNoise, Floats], ...] = (
        (noise.hand_free, (1.0 - over) * (1.0 - cut)),
        (noise.hand_over, over * (1.0 - cut)),
        (noise.hand_cut, cut),
    )
    form, growth = clock.form(), 1 + noise.hand_fast * hand_speed(joints_px, clock.dt_s)[:, None]
    along = joints_px[:, 9] - joints_px[:, 0]
    along = along / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    thumb = ((joints_px[:, 5] - joints_px[:, 17]) * across).sum(axis=1)
    across = across * np.where(thumb < 0, -1.0, 1.0)[:, None]
    for hand, weight in situations:
        if not weight.any():
            for mode in hand.modes:
                clock.pass_over(mode.size, 1)
            clock.pass_over(hand.joint, 42)
            continue
        for mode in hand.modes:
            size_of = weight[:, None] * clock.draw(mode.size, 1, form, growth)
            turned += size_of[..., None] * np.array(mode.pattern)
        single = clock.draw(hand.joint, 42, form, growth).reshape(count, 21, 2)
        errors += weight[:, None, None] * np.array(hand.uneven)[:, None] * single
        turned += weight[:, None, None] * np.array(hand.bias)
    errors += turned[..., :1] * along[:, None] + turned[..., 1:] * across[:, None]
    return joints_px + size[:, None, None] * errors, size


def hands_seen(
    clock: Clock, noise: LandmarkNoise, true: TrueLandmarks, over: Floats
) -> tuple[Floats, Floats]:
    """Return hands (n, 2, 21, 2) as they are found, and their world joints (n, 2, 21, 3)."""
    seen, world = true.hands_px.copy(), true.hands_world_m.copy()
    for side in range(2):
        share = inside_share(true.hands_px[:, side], true.size_px)
        edge = (share < 1.0).astype(np.float64)
        lost, away = _mixed(noise.hand_inside, noise.hand_over_seen, over[:, side])
        lost = np.where(edge > 0, noise.hand_edge.lost_per_s, lost)
        away = np.where(edge > 0, noise.hand_edge.away_s, away)
        found = presence(clock.rng, share >= 0.5, lost, away, clock.dt_s)
        seen[:, side], _ = _hand(clock, noise, true.hands_px[:, side], over[:, side], edge)
        if noise.world > 0 or noise.depth > 0:
            axes = np.array([noise.world, noise.world, np.hypot(noise.world, noise.depth)])
            fresh = clock.draw(Wander(drift=1.0, tau_s=0.2), 63).reshape(-1, 21, 3)
            world[:, side] += PALM_M * axes * fresh
        seen[~found, side], world[~found, side] = np.nan, np.nan
    if noise.swapped_share > 0:
        there = np.isfinite(seen[:, :, 0, 0])
        swapped = swaps(clock, there, noise.swapped_share, noise.swapped_s)
        seen[swapped], world[swapped] = seen[swapped][:, ::-1], world[swapped][:, ::-1]
    return seen, world


def swaps(clock: Clock, seen: np.ndarray, share: float, lasts_s: float) -> np.ndarray:
    """Tell (n,) when each hand that is seen (n, 2) has the other one's name.

    Names are given where a hand is met anew, and kept while hands are followed, over a blink, too.

    Parameters
    ----------
    share
        Of the times that a hand is met anew, in which they are wrong from then on.
    lasts_s
        How long they are wrong then, on average.
    """
    met = np.flatnonzero(met_anew(seen, clock.dt_s))
    dice, lasts = clock.rng.random(len(met)), clock.rng.exponential(lasts_s, len(met))
    swapped = np.zeros(len(seen), dtype=bool)
    for first, seconds in zip(met[dice < share], lasts[dice < share], strict=True):
        swapped[first : first + max(round(seconds / clock.dt_s), 1)] = True
    return swapped


def met_anew(seen: np.ndarray, dt_s: float) -> np.ndarray:
    """Tell (n,) when either hand (n, 2) is seen that was not for so long that it was forgotten."""
    at = np.arange(len(seen))[:, None]
    last = np.maximum.accumulate(np.where(seen, at, -len(seen)), axis=0)
    before = np.concatenate([np.full((1, 2), -len(seen)), last[:-1]])
    return np.asarray((seen & ((at - before) * dt_s > FORGOTTEN_S)).any(axis=1))


def bends(mesh: Floats) -> Floats:
    """Return smooth patterns (5, m) over a mesh (m, 2), each of root mean square 1."""
    x, y = (mesh - mesh.mean(axis=0)).T / 0.6
    patterns = np.stack([x * x, x * y, y * y, x * x * y, x * y * y])
    flat = np.stack([np.ones_like(x), x, y])
    patterns = patterns - patterns @ np.linalg.pinv(flat) @ flat
    return np.asarray(patterns / np.sqrt((patterns**2).mean(axis=1, keepdims=True)))


def face_seen(clock: Clock, noise: LandmarkNoise, true: TrueLandmarks) -> Floats:
    """Return the mesh (n, 468, 3) as it is found.

    In between x, y and z are kept apart, (3, n, 468), which numpy is much quicker with.
    """
    mesh = true.face_px
    if not np.isfinite(mesh[:, 0, 0]).any():
        return mesh
    covered = cover(true.hands_px, mesh[..., :2])
    share = covered.mean(axis=1)
    unit = eye_px(mesh)[:, None]
    middle = mesh[:, OUTER_EYES].mean(axis=1)
    local = np.ascontiguousarray(np.moveaxis(mesh, -1, 0))
    local -= middle.T[..., None]
    local /= unit
    local += _warp(clock, noise.face_person, local, 0.0)
    form = clock.form()
    seen = _warp(clock, noise.face_free, local, form)
    seen += np.exp(noise.face_larger) * local
    if share.max() > 0 and noise.face_covered != FaceNoise():
        drags = noise.face_drags + (1 - noise.face_drags) * covered
        more = _warp(clock, noise.face_covered, local, form)
        more *= share[:, None]
        more *= drags
        seen += more
        slide = clock.draw(noise.face_covered.slide, 2, form)
        seen[:2] += covered * slide.T[..., None]
    if noise.face_free.point.white > 0:
        fresh = clock.rng.standard_normal(mesh.shape, np.float32)
        fresh *= np.float32(noise.face_free.point.white)
        seen += np.moveaxis(fresh, -1, 0)
    seen *= unit
    seen += middle.T[..., None]
    seen = np.ascontiguousarray(np.moveaxis(seen, 0, -1))
    lost, away = _mixed(noise.face_free_seen, noise.face_covered_seen, share)
    there = inside_share(mesh[..., :2], true.size_px) > 0.6
    seen[~presence(clock.rng, there, lost, away, clock.dt_s)] = np.nan
    return seen


def _warp(clock: Clock, noise: FaceNoise, local: Floats, form: Floats | float) -> Floats:
    """Return how far points (3, n, 468) are off: moved, turned, grown and bent as a whole."""
    turn_deg = clock.draw(noise.turn_deg, 3, form) * noise.turn_deg_uneven
    about = np.deg2rad(turn_deg).T[..., None]
    off = clock.draw(noise.log_size, 1, form) * local
    for axis, (k, m) in enumerate(((1, 2), (2, 0), (0, 1))):  # plus the cross product
        turned = about[k] * local[m]
        turned -= about[m] * local[k]
        off[axis] += turned
    off[:2] += (clock.draw(noise.place, 2, form) * noise.place_uneven).T[..., None]
    shape = clock.draw(noise.bend, 15, form).reshape(-1, 3, 5)
    flat = np.ascontiguousarray(local[:2, 0].T)
    off += np.swapaxes(shape @ (bends(flat) / np.sqrt(5)), 0, 1)
    return off


def body_seen(clock: Clock, noise: LandmarkNoise, true: TrueLandmarks) -> tuple[Floats, Floats]:
    """Return the pose (n, 33, 2) as it is found, and how visible its joints are (n, 33)."""
    body = noise.body
    inside = are_inside(true.body_px, true.size_px)
    left, right = (true.body_px[:, joint] for joint in SHOULDERS)
    width = np.linalg.norm(left - right, axis=-1)[:, None, None]
    shape = true.body_px.shape
    form = clock.form()
    errors = clock.draw(body.joint, shape[1] * 2, form).reshape(shape)
    if (~inside).any():
        guessed = clock.draw(body.guessed, shape[1] * 2, form).reshape(shape)
        errors = np.where(inside[..., None], errors, guessed)
    seen, visible = true.body_px + width * errors, np.where(inside, VISIBLE, HIDDEN)
    if body.every_s > 0:
        looked = np.floor(np.round(true.t_s / body.every_s, 6)) * body.every_s
        kept = np.searchsorted(true.t_s, looked - 1e-6)
        seen, visible = seen[kept], visible[kept]
    return np.asarray(seen), visible


def see(true: TrueLandmarks, noise: LandmarkNoise, rng: np.random.Generator) -> Seen:
    """Say what landmarkers would of all frames."""
    dt_s = float(np.median(np.diff(true.t_s)))
    clock = Clock(rng, len(true.t_s), dt_s)
    hands, world = hands_seen(clock, noise, true, over_body(true))
    face = face_seen(clock, noise, true)
    body, visible = body_seen(clock, noise, true)
    sure = np.where(np.isfinite(hands[:, :, 0, 0]), SURE, np.nan)
    count = len(true.t_s)
    size_px, people = np.tile(true.size_px, (count, 1)), np.ones(count, dtype=np.int64)
    return Seen(true.t_s, size_px, hands, world, sure, face, body, visible, people)


def observe(
    true: TrueLandmarks, noise: LandmarkNoise, rng: np.random.Generator
) -> list[Observation]:
    """Say what landmarkers would, frame by frame."""
    return see(true, noise, rng).frames()
