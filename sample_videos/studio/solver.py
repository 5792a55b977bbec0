"""The compiled core of the inverse kinematics: damped least squares, a hand at an instant."""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math

import numba as nb
import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.bones import N_FREE, N_PROBES, moves, turned
from sample_videos.studio.felt import distance, slope

PALM_DEPTH_CM = 1.35
FIRM = 100.0
# longest step of the solver in a round: turn (rad), wrist (cm), angles (rad)
_STRIDE = np.array([0.3] * 3 + [2.0] * 3 + [0.3] * hands.N_ANGLES)
# how strongly the angles are held at rest: knuckles, middle joints, fan, thumb
_STIFFNESS = np.array([0.5] * 4 + [0.6] * 4 + [1.5, 1.5, 2.0])
_RADII = np.concatenate([hands.RADII_CM, np.full(4, PALM_DEPTH_CM)])
_LOWEST, _HIGHEST = hands.LOWEST, hands.HIGHEST
_PALM = np.array(hands.PALM)
_PADS = np.array(hands.EFFECTOR_TIPS)
_TIPS = np.array(hands.TIPS[1:])
N_ROWS = 4 + 3 + 4 + N_PROBES + 3 + 3 + hands.N_ANGLES + hands.N_ANGLES + 2 + 1


@nb.njit(cache=True)
def _gap_row(r, weight, gap, wanted, x, bodies, frames, d_places, probe, value, jac):
    """Add a residual `weight * (gap - wanted)` of a probe."""
    normal = np.empty(3)
    slope(x[0], x[1], x[2], bodies, frames, normal)
    value[r] = weight * (gap - wanted)
    for k in range(N_FREE):
        step = 0.0
        for i in range(3):
            step += normal[i] * d_places[k, probe, i]
        jac[r, k] = weight * step


@nb.njit(cache=True)
def _touch(r, gap, lift, working, x, bodies, frames, d_places, value, jac):
    """Add what keeps tips at the wanted height, and idle tips and all else off the skin."""
    # higher up the tips no longer follow the skin's shape
    follow = 6.0 if lift < 0.6 else max(6.0 - 4.0 * (lift - 0.6), 0.15)
    for n in range(len(working)):
        p = working[n]
        _gap_row(r, follow, gap[p], lift, x[p], bodies, frames, d_places, p, value, jac)
        r += 1
    for n in range(len(_TIPS)):
        p, idle = _TIPS[n], True
        for m in range(len(working)):
            idle = idle and working[m] != p
        if idle and gap[p] < 0.4:
            _gap_row(r, 5.0, gap[p], 0.4, x[p], bodies, frames, d_places, p, value, jac)
            r += 1
    for p in range(N_PROBES):
        if gap[p] < 0.02:
            _gap_row(r, 12.0, gap[p], 0.02, x[p], bodies, frames, d_places, p, value, jac)
            r += 1
    return r


@nb.njit(cache=True)
def _aim(r, goal, palm, places, d_places, value, jac):
    """Add what brings the working part to its place.

    Near the skin two tips may straddle a hollow: how deep they go is left to what they touch.
    """
    which = _PALM if palm else _PADS
    deep, weight = (PALM_DEPTH_CM, 5.0) if palm else (0.6, 6.0)
    firm = 1.0 if palm else 0.12 + 0.88 * min(goal[9], 1.0)
    off, moved = np.empty(3), np.empty((N_FREE, 3))
    for i in range(3):
        at = 0.0
        for n in range(len(which)):
            at += places[which[n], i] / len(which)
        off[i] = at - deep * goal[6 + i] - goal[i]
        for k in range(N_FREE):
            step = 0.0
            for n in range(len(which)):
                step += d_places[k, which[n], i] / len(which)
            moved[k, i] = step
    out = goal[6:9]
    height = off[0] * out[0] + off[1] * out[1] + off[2] * out[2]
    for i in range(3):
        value[r] = weight * (off[i] - (1.0 - firm) * height * out[i])
        for k in range(N_FREE):
            rise = moved[k, 0] * out[0] + moved[k, 1] * out[1] + moved[k, 2] * out[2]
            jac[r, k] = weight * (moved[k, i] - (1.0 - firm) * rise * out[i])
        r += 1
    return r


@nb.njit(cache=True)
def _posture(r, goal, hold, free, turn, d_turn, value, jac):
    """Add the wanted directions and the rest shape."""
    for axis in range(2):
        for i in range(3):
            value[r] = hold * (turn[i, 1 + axis] - goal[3 + 3 * axis + i])
            for k in range(N_FREE):
                jac[r, k] = hold * d_turn[k, i, 1 + axis]
            r += 1
    stiff = 1.0 if hold < FIRM else 3.0
    for n in range(hands.N_ANGLES):
        angle = free[6 + n]
        value[r] = stiff * _STIFFNESS[n] * (angle - goal[13 + n])
        jac[r, 6 + n] = stiff * _STIFFNESS[n]
        r += 1
        beyond = min(angle - _LOWEST[n], 0.0) + max(angle - _HIGHEST[n], 0.0)
        if beyond != 0.0:
            value[r] = 6.0 * beyond
            jac[r, 6 + n] = 6.0
            r += 1
    # index and middle finger work as one: each could else reach another way round a nose
    for n in (0, 4):
        value[r] = 2.0 * (free[6 + n] - free[7 + n] - goal[13 + n] + goal[14 + n])
        jac[r, 6 + n], jac[r, 7 + n] = 2.0, -2.0
        r += 1
    return r


@nb.njit(cache=True)
def _wrist(r, goal, hold, places, turn, d_places, d_turn, value, jac):
    """Add what keeps the wrist from breaking."""
    if hold >= FIRM:
        return r
    dx, dy, dz = goal[10] - places[0, 0], goal[11] - places[0, 1], goal[12] - places[0, 2]
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    straight = -(dx * turn[0, 1] + dy * turn[1, 1] + dz * turn[2, 1]) / length
    if straight >= 0.72:
        return r
    value[r] = 5.0 * (0.72 - straight)
    for k in range(N_FREE):
        pull = dx * d_turn[k, 0, 1] + dy * d_turn[k, 1, 1] + dz * d_turn[k, 2, 1]
        # the forearm turns with the wrist's place
        pull -= turn[0, 1] * d_places[k, 0, 0]
        pull -= turn[1, 1] * d_places[k, 0, 1] + turn[2, 1] * d_places[k, 0, 2]
        away = dx * d_places[k, 0, 0] + dy * d_places[k, 0, 1] + dz * d_places[k, 0, 2]
        jac[r, k] = 5.0 * (pull / length - straight * away / length**2)
    return r + 1


@nb.njit(cache=True)
def _rows(goal, working, palm, hold, flip, bodies, frames, free, base, value, jac):
    """Write residuals and their slopes; return how many there are."""
    turn, places = np.empty((3, 3)), np.empty((N_PROBES, 3))
    d_turn, d_places = np.empty((N_FREE, 3, 3)), np.empty((N_FREE, N_PROBES, 3))
    moves(free, base, flip, turn, places, d_turn, d_places)
    value[:] = 0.0
    jac[:] = 0.0
    r, away = 0, 0.0
    for i in range(3):
        mean = 0.0
        for p in range(N_PROBES):
            mean += places[p, i] / N_PROBES
        away += (mean - goal[i]) ** 2
    if away < 1600.0 and goal[9] < 12.0:
        gap = np.empty(N_PROBES)
        for p in range(N_PROBES):
            gap[p] = distance(places[p, 0], places[p, 1], places[p, 2], bodies, frames) - _RADII[p]
        r = _touch(r, gap, goal[9], working, places, bodies, frames, d_places, value, jac)
    r = _aim(r, goal, palm, places, d_places, value, jac)
    r = _posture(r, goal, hold, free, turn, d_turn, value, jac)
    return _wrist(r, goal, hold, places, turn, d_places, d_turn, value, jac)


@nb.njit(cache=True)
def _solve(goal, working, palm, hold, flip, bodies, frames, free, base, rounds):
    """Improve the free vector (17,) in place."""
    value, jac = np.empty(N_ROWS), np.empty((N_ROWS, N_FREE))
    new_value, new_jac = np.empty(N_ROWS), np.empty((N_ROWS, N_FREE))
    damping = 0.05
    n = _rows(goal, working, palm, hold, flip, bodies, frames, free, base, value, jac)
    cost = np.sum(value[:n] ** 2)
    trial = np.empty(N_FREE)
    for _ in range(rounds):
        slopes = jac[:n]
        square = slopes.T @ slopes
        for k in range(N_FREE):
            square[k, k] += damping
        push = np.linalg.solve(square, slopes.T @ value[:n])
        longest = 0.0
        for k in range(N_FREE):
            step = min(max(push[k], -_STRIDE[k]), _STRIDE[k])
            trial[k] = free[k] - step
            longest = max(longest, abs(step))
        m = _rows(goal, working, palm, hold, flip, bodies, frames, trial, base, new_value, new_jac)
        new_cost = np.sum(new_value[:m] ** 2)
        if new_cost < cost:
            free[:] = trial
            value, new_value = new_value, value
            jac, new_jac = new_jac, jac
            n, cost, damping = m, new_cost, damping * 0.4
            if longest < 2e-3:
                break
        else:
            damping *= 6.0
            if damping > 1e8:
                break


@nb.njit(cache=True)
def solve_all(goals, working, palm, hold, flip, bodies, frames, turns, wrists, angles, rounds):
    """Solve goals (n, 24) from a first pose each one after the other, or from one pose each.

    Returns rotations (n, 3, 3), wrists (n, 3) and angles (n, 11).
    """
    n = len(goals)
    out_turns, out_wrists = np.empty((n, 3, 3)), np.empty((n, 3))
    out_angles = np.empty((n, hands.N_ANGLES))
    free, now = np.zeros(N_FREE), np.empty((3, 3))
    chained = len(turns) < n or n == 1
    for t in range(n):
        start = 0 if chained else t
        base = turns[start].copy() if not chained or t == 0 else out_turns[t - 1].copy()
        if not chained or t == 0:
            free[3:6] = wrists[start]
            free[6:] = angles[start]
        free[:3] = 0.0
        many = rounds + 20 if chained and t == 0 else rounds
        _solve(goals[t], working, palm, hold, flip, bodies, frames[t], free, base, many)
        turned(free[:3], base, now)
        out_turns[t], out_wrists[t], out_angles[t] = now, free[3:6], free[6:]
    return out_turns, out_wrists, out_angles
