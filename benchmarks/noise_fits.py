"""From errors of landmarks to the numbers of `LandmarkNoise`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from benchmarks.noise_errors import (
    FREE_SHARE,
    Measured,
    errors_of_face,
    errors_of_hands,
    laid_on,
)
from benchmarks.noise_moments import LEAST, evened, size_and_spread, wander
from coach.types import FloatArray
from sample_videos.studio import hands
from sample_videos.studio.landmark_errors import hand_speed, met_anew
from sample_videos.studio.landmark_noise import (
    BodyNoise,
    FaceNoise,
    HandNoise,
    Mode,
    Presence,
    Wander,
)
from sample_videos.studio.landmark_scene import HIPS, SHOULDERS, inside_share, palm_px

__all__ = [
    "fit_body",
    "fit_face",
    "fit_face_presence",
    "fit_fast",
    "fit_hand",
    "fit_hands",
    "fit_presence",
    "fit_swaps",
    "fit_world",
]

SLIPPED = 0.5
"""A joint of the pose further off than this, in widths between the shoulders, was taken for
another joint; that is no noise (palms, for hands: 2)."""
COVERED_SHARE = 0.25
POSE_EVERY_S = 0.12
"""As `coach.tracking.tracker` has it."""
SLOW, FAST = 2.0, 5.0
"""Palms a second."""
STAYS, MOVES = 6, 8
"""So many ways in which joints are off together throughout a clip, and for a while, are kept; of
what is left each joint has its own."""
FINGERS = slice(5, 21)
"""Joints that tell how the hand as a whole is off: wrist and thumb are far worse."""


def fit_hands(clips: Sequence[Measured], fast: float) -> dict[str, Any]:
    """Measure joints' errors: free, over the body, and cut off by the picture's edge."""
    names = ("hand_free", "hand_over", "hand_cut")
    return {name: fit_hand(clips, kind, fast) for kind, name in enumerate(names)}


def fit_hand(clips: Sequence[Measured], wanted: int, fast: float) -> HandNoise:
    """Measure joints' errors of hands that are free (0), over the body (1), or cut off (2)."""
    series, growth, dt_s = [], [], []
    for clip in clips:
        errors, over, _ = errors_of_hands(clip)
        speed = _speed(clip)
        cut = inside_share(clip.true.hands_px, clip.true.size_px) < 1
        kind = np.where(cut, 2, over)
        for side in range(2):
            own = errors[:, side].copy()
            slipped = np.linalg.norm(own, axis=-1).mean(axis=-1) > 4 * SLIPPED
            own[(kind[:, side] != wanted) | slipped] = np.nan
            series.append(own)
            growth.append(1 + fast * speed[:, side, None])
            dt_s.append(_dt_s(clip))
    bias = np.nan_to_num(np.nanmedian(np.concatenate(series), axis=0))
    rest = [one - bias for one in series]
    flat = [one.reshape(len(one), -1) for one in rest]
    middles = [_middle(one) for one in flat]
    moving = [(one - m) / grown for one, m, grown in zip(flat, middles, growth, strict=True)]
    # as if each clip's middle had been seen so often that it tells of what stays
    staying = [np.tile(middle, (LEAST, 1)) for middle in middles if middle.any()]
    stay, _ = _modes(staying, [1.0] * len(staying), STAYS)
    move, left = _modes(moving, dt_s, MOVES)
    each = np.concatenate(left).reshape(-1, 21, 2)
    sizes = np.array([size_and_spread(each[:, joint])[0] for joint in range(21)])
    uneven = sizes / np.exp(np.log(sizes).mean())
    single = wander([one / np.repeat(uneven, 2) for one in left], dt_s)
    modes = (*stay, *(replace(mode, size=replace(mode.size, stays=0.0)) for mode in move))
    return HandNoise(modes, replace(single, stays=0.0), tuple(uneven.tolist()), _pairs(bias))


def _middle(errors: FloatArray) -> FloatArray:
    """Return the median (42,) of errors in a clip; zeros where few are known."""
    seen = np.isfinite(errors[:, 0])
    return np.median(errors[seen], axis=0) if seen.sum() >= LEAST else np.zeros(errors.shape[1])


def _modes(
    series: Sequence[FloatArray], dt_s: Sequence[float], count: int
) -> tuple[tuple[Mode, ...], list[FloatArray]]:
    """Find how joints are off together in errors (n, 42), and what that leaves of them.

    These are principal axes of the errors' directions: every frame counts alike, however far off
    its joints are (the spatial sign covariance of Locantore et al. 1999, doi:10.1007/BF02595862).
    """
    rows = np.concatenate(series)
    rows = rows[np.isfinite(rows).all(axis=1) & rows.any(axis=1)]
    signs = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    _, axes = np.linalg.eigh(signs.T @ signs)
    axes = axes[:, ::-1][:, :count]
    alongs = [one @ axes for one in series]
    modes = tuple(
        Mode(_pairs(axes[:, k].reshape(21, 2)), wander([a[:, k : k + 1] for a in alongs], dt_s))
        for k in range(count)
    )
    return modes, [one - a @ axes.T for one, a in zip(series, alongs, strict=True)]


def _pairs(rows: FloatArray) -> tuple[tuple[float, float], ...]:
    return tuple((float(along), float(across)) for along, across in rows)


def fit_presence(clips: Sequence[Measured]) -> dict[str, Any]:
    """Measure how often hands are lost, and for how long."""
    names = ("hand_inside", "hand_over_seen", "hand_edge")
    tally = {name: np.zeros(4) for name in names}  # lost, followed_s, found, missing_s
    for clip in clips:
        _, over, _ = errors_of_hands(clip)
        share = inside_share(clip.true.hands_px, clip.true.size_px)
        seen = np.isfinite(clip.hands_px[..., 0, 0])
        for side in range(2):
            there = share[:, side] >= 0.5
            kind = np.where(share[:, side] < 1, 2, over[:, side]).astype(int)
            for k in np.nonzero(there[:-1] & there[1:])[0]:
                on, after = seen[k, side], seen[k + 1, side]
                row = tally[names[kind[k + 1]]]
                row[:2] += (on and not after, on * _dt_s(clip))
                row[2:] += (after and not on, (not on) * _dt_s(clip))
    return {name: _presence(row) for name, row in tally.items()}


def _presence(row: FloatArray) -> Presence:
    lost, followed_s, found, missing_s = row
    # a third of an event where none was seen: rare is not never
    rate = max(lost, 1 / 3) / max(followed_s, 1e-9)
    return Presence(float(rate), float(max(missing_s, 0.02) / max(found, 1.0)))


def fit_face(clips: Sequence[Measured]) -> dict[str, Any]:
    """Measure the mesh's errors, uncovered, and what is more for each share that is covered."""
    clips = [clip for clip in clips if clip.shape is not None]
    parts: dict[str, dict[str, list[FloatArray]]] = {"free": {}, "covered": {}}
    shares = []
    for clip in clips:
        errors = errors_of_face(clip)
        share = errors.covered.mean(axis=1)
        covered = errors.covered > 0.5
        shares.append(share[share > COVERED_SHARE])
        under = np.where(covered[..., None], errors.left, np.nan)
        over = np.where(covered[..., None], np.nan, errors.left)[:, ::6]
        values = {
            "place": errors.place,
            "log_size": errors.log_size,
            "turn_deg": errors.turn_deg,
            "bend": over.reshape(len(over), -1),
            "slide": under.reshape(len(under), -1)[:, ::4],
        }
        for part, mask in (("free", share < FREE_SHARE), ("covered", share > COVERED_SHARE)):
            for name, value in values.items():
                kept = np.where(mask[:, None], value, np.nan)
                parts[part].setdefault(name, []).append(kept)
    dt_s = [_dt_s(clip) for clip in clips]
    uneven: dict[str, dict[str, Any]] = {"free": {}, "covered": {}}
    for part, own in parts.items():
        for name in ("place", "turn_deg"):
            own[name], uneven[part][f"{name}_uneven"] = evened(own[name])
    free: dict[str, Any] = {name: wander(series, dt_s) for name, series in parts["free"].items()}
    much = {name: wander(series, dt_s) for name, series in parts["covered"].items()}
    point = Wander(white=free["bend"].white)
    free |= {"point": point, "slide": Wander()}
    mean_share = float(np.sqrt((np.concatenate(shares) ** 2).mean()))
    slide = _excess(much["slide"], much["bend"], 1.0)
    more: dict[str, Any] = {
        name: _excess(much[name], free[name], mean_share) for name in values if name != "slide"
    }
    return {
        "face_free": FaceNoise(**free, **uneven["free"]),
        "face_covered": FaceNoise(**more, slide=slide, **uneven["covered"]),
        "face_drags": _drags(clips),
        "face_larger": float(np.mean([clip.log_size for clip in clips])),
        "face_person": _people(clips),
    }


def _drags(clips: Sequence[Measured]) -> float:
    """Measure how far off uncovered points are against those under a hand."""
    under, over = [], []
    for clip in clips:
        covered = errors_of_face(clip).covered
        away = np.linalg.norm((clip.face_px - clip.true.face_px)[..., :2], axis=-1)
        half = (covered.mean(axis=1) > COVERED_SHARE) & np.isfinite(away[:, 0])
        under.append(away[half][covered[half] > 0.9])
        over.append(away[half][covered[half] < 0.1])
    return float(np.median(np.concatenate(over)) / np.median(np.concatenate(under)))


def _excess(much: Wander, little: Wander, share: float) -> Wander:
    white = np.sqrt(max(much.white**2 - little.white**2, 0.0)) / share
    drift = np.sqrt(max(much.drift**2 - little.drift**2, 0.0)) / share
    stays = np.sqrt(max(much.stays**2 - little.stays**2, 0.0)) / share
    return Wander(float(white), float(drift), much.tau_s, much.spread, float(stays))


def _people(clips: Sequence[Measured]) -> FaceNoise:
    """Measure how the meshes of people's uncovered faces differ from each other.

    Each lies where its own head truly is, so that most of it is how the landmarker takes a face to
    nod or turn. (How faces themselves differ is next to nothing beside it.)
    """
    shown = [clip for clip in clips if clip.shape is not None]
    if len(shown) < 2:
        return FaceNoise()
    shapes = [np.asarray(clip.shape) for clip in shown]
    laid = [laid_on(np.mean(shapes, axis=0), shape) for shape in shapes]

    def spread(values: Sequence[Any]) -> FloatArray:
        return np.atleast_1d(np.std(np.array(values), axis=0, ddof=1))

    place, turn = spread([one.origin[:2] for one in laid]), spread([one.turn_deg for one in laid])
    sizes = [one.log_size + clip.log_size for one, clip in zip(laid, shown, strict=True)]
    left = np.array([one.left for one in laid])
    middles = [float(np.exp(np.log(one).mean())) for one in (place, turn)]
    return FaceNoise(
        place=Wander(stays=middles[0]),
        log_size=Wander(stays=float(spread(sizes)[0])),
        turn_deg=Wander(stays=middles[1]),
        bend=Wander(stays=float(np.sqrt((left**2).mean() * len(laid) / (len(laid) - 1)))),
        place_uneven=tuple((place / middles[0]).tolist()),
        turn_deg_uneven=tuple((turn / middles[1]).tolist()),
    )


def fit_face_presence(clips: Sequence[Measured]) -> dict[str, Any]:
    """Measure how often a face is lost: uncovered, and wholly covered."""
    free, covered, shares = np.zeros(4), np.zeros(4), []
    for clip in clips:
        if clip.shape is None:
            continue
        share = errors_of_face(clip).covered.mean(axis=1)
        seen = np.isfinite(clip.face_px[:, 0, 0])
        shares.append(share[share > COVERED_SHARE])
        for k in range(len(seen) - 1):
            row = covered if share[k + 1] > COVERED_SHARE else free
            row[:2] += (seen[k] and not seen[k + 1], seen[k] * _dt_s(clip))
            row[2:] += (seen[k + 1] and not seen[k], (not seen[k]) * _dt_s(clip))
    less, most = _presence(free), _presence(covered)
    # rates grow with the share: what was seen of half covered faces is twice that when all is
    share = float(np.mean(np.concatenate(shares)))
    lost_per_s = (most.lost_per_s - (1 - share) * less.lost_per_s) / share
    return {
        "face_free_seen": less,
        "face_covered_seen": Presence(lost_per_s, most.away_s),
    }


def fit_body(clips: Sequence[Measured]) -> BodyNoise:
    """Measure shoulders and hips."""
    joints = list(SHOULDERS + HIPS)
    inside_series, outside_series, dt_s = [], [], []
    for clip in clips:
        true, said = clip.true.body_px[:, joints], clip.body_px[:, joints]
        width = np.linalg.norm(true[:, 0] - true[:, 1], axis=-1)[:, None, None]
        errors = (said - true) / width
        errors[np.linalg.norm(errors, axis=-1).max(axis=1) > SLIPPED] = np.nan
        within = (true >= 0) & (true < np.array(clip.true.size_px))
        inside = np.all(within, axis=-1, keepdims=True)
        own = np.where(inside, errors, np.nan).reshape(len(errors), -1)
        inside_series.append(own)
        outside_series.append(np.where(inside, np.nan, errors).reshape(len(errors), -1))
        dt_s.append(_dt_s(clip))
    return BodyNoise(wander(inside_series, dt_s), wander(outside_series, dt_s), POSE_EVERY_S)


def fit_swaps(clips: Sequence[Measured]) -> tuple[float, float]:
    """Measure how often hands that are met anew get each other's name; and for how long."""
    met, swaps, swapped_s = 0, 0, 0.0
    for clip in clips:
        seen = np.isfinite(clip.hands_px[:, :, 9, 0])
        swapped = _swapped(clip)
        met += int(met_anew(seen, _dt_s(clip)).sum())
        swaps += int((swapped & ~np.roll(swapped, 1))[1:].sum()) + int(swapped[0])
        swapped_s += float(swapped.sum()) * _dt_s(clip)
    # none seen: rare, not never
    return max(swaps, 1 / 3) / max(met, 1), max(swapped_s, 0.05) / max(swaps, 1)


def _swapped(clip: Measured) -> np.ndarray:
    """Tell (n,) when hands have each other's name: as before, where the picture does not tell."""
    true, said = (one[:, :, 9] for one in (clip.true.hands_px, clip.hands_px))
    seen = np.isfinite(said[..., 0])
    near_px = 4 * SLIPPED * np.nan_to_num(palm_px(clip.hands_px))
    own, other = (_miss(said - one, seen, near_px) for one in (true, true[:, ::-1]))
    apart = np.minimum(own, other) < 0.5 * np.maximum(own, other)
    known = {k: bool(other[k] < own[k]) for k in np.flatnonzero(apart).tolist()}
    now, found = False, []
    for k in range(len(seen)):
        now = known.get(k, now)
        found.append(now)
    return np.array(found, dtype=bool)


def _miss(apart_px: FloatArray, seen: np.ndarray, near_px: FloatArray) -> FloatArray:
    """(n,): how far hands (n, 2) that are seen are off in all; without end if not near."""
    miss_px = np.linalg.norm(apart_px, axis=-1)
    miss_px = np.where(miss_px <= near_px, miss_px, np.inf)
    return np.asarray(np.where(seen, miss_px, 0.0).sum(axis=1))


def fit_world(clips: Sequence[Measured]) -> tuple[float, float]:
    """Measure the palm's joints in metres: what no turn and no size explains, in palms.

    A palm is rigid, so what is left after it is laid on the studio's is wrong. Returns the
    standard deviation across and, what is more, along the line of sight.
    """
    palm = list(hands.PALM)
    left = []
    for clip in clips:
        for index, side in enumerate(hands.SIDES):
            true = hands.local_joints_cm(side, hands.RELAXED[None])[0][palm]
            true = true - true.mean(axis=0)
            size = np.sqrt(2.5 * (true**2).sum(axis=1).mean())  # as `palm_px` has it
            said = clip.hands_world_m[:, index][:, palm] * (1.0, -1.0, -1.0)
            for joints in said[np.isfinite(said[:, 0, 0])]:
                b = joints - joints.mean(axis=0)
                turned = Rotation.align_vectors(b, true)[0].apply(true)
                scale = (turned * b).sum() / (turned**2).sum()
                left.append((b / scale - turned) / size)
    # seven of the fifteen numbers of five joints are fitted away
    rest = np.sqrt((np.array(left) ** 2).mean(axis=(0, 1)) * 15 / 8)
    across = float(np.sqrt((rest[:2] ** 2).mean()))
    return across, float(np.sqrt(max(rest[2] ** 2 - across**2, 0.0)))


def fit_fast(clips: Sequence[Measured]) -> float:
    """Measure by what share of itself a hand's error grows with each palm a second."""
    slow, fast, speeds = [], [], []
    for clip in clips:
        change = np.diff(errors_of_hands(clip)[0][:, :, FINGERS].mean(axis=2), axis=0)
        speed = _speed(clip)[1:]
        slow.append(change[speed < SLOW])
        fast.append(change[speed > FAST])
        speeds.append(speed)
    few, many = (size_and_spread(np.concatenate(one))[0] for one in (slow, fast))
    speed = np.concatenate(speeds)
    if not few or not many:
        return 0.0
    more, slower, faster = many / few, speed[speed < SLOW].mean(), speed[speed > FAST].mean()
    return float(max((more - 1) / max(faster - more * slower, 1e-9), 0.0))


def _speed(clip: Measured) -> FloatArray:
    """(n, 2): how fast the hands are, in palms a second."""
    both = (hand_speed(clip.true.hands_px[:, side], _dt_s(clip)) for side in range(2))
    return np.stack(list(both), axis=1)


def _dt_s(clip: Measured) -> float:
    return float(np.median(np.diff(clip.true.t_s)))
