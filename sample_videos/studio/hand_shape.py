"""Hands and arms laid over given joints."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sample_videos.studio.looks import Look, linear
from sample_videos.studio.primitives import CLOTH, CUT, GLOSS, PAINT, Floats, Parts

Side = Literal["left", "right"]

# radius at each joint of a hand whose wrist is 9.2 cm from the middle knuckle
_FINGERS = (
    ((5, 6, 7, 8), (1.02, 0.92, 0.80, 0.66)),
    ((9, 10, 11, 12), (1.04, 0.95, 0.82, 0.68)),
    ((13, 14, 15, 16), (1.0, 0.9, 0.78, 0.64)),
    ((17, 18, 19, 20), (0.9, 0.79, 0.68, 0.56)),
)
_THUMB = ((2, 3, 4), (1.22, 1.02, 0.8))


def _unit(v: Floats) -> Floats:
    return np.asarray(v / (np.linalg.norm(v) + 1e-12))


def back_of_hand(joints_cm: Floats, side: Side) -> Floats:
    """Return the unit direction out of the back of the hand."""
    across = np.cross(joints_cm[5] - joints_cm[0], joints_cm[17] - joints_cm[0])
    return _unit(across) * (1.0 if side == "left" else -1.0)


def hand_parts(joints_cm: Floats, side: Side, look: Look, elbow_cm: Floats | None = None) -> Parts:
    """Return a hand on 21 joints in MediaPipe's order, and the forearm that flows into it.

    Parameters
    ----------
    joints_cm : (21, 3) float
        Joints in cm, in any frame.
    side : {"left", "right"}
        Which hand it is.
    look : Look
        Whose hand it is.
    elbow_cm : (3,) float, optional
        Where the elbow is; without it the hand ends behind the wrist.
    """
    j = np.asarray(joints_cm, float)
    size = float(np.linalg.norm(j[9] - j[0])) / 8.6 * (0.6 + 0.4 * look.build.limbs)
    skin, back = linear(look.skin), back_of_hand(j, side)
    parts = Parts()
    parts.begin(0.45 * size)
    _palm(parts, j, back, size, skin)
    ups = [
        _finger(parts, j[list(chain)], np.array(radii) * size * look.build.fingers, back, skin)
        for chain, radii in (*_FINGERS, _THUMB)
    ]
    _knuckles(parts, j, back, size, skin)
    if look.palm is not None:
        _inside(parts, j, back, ups, size, linear(look.palm))
    if elbow_cm is not None:
        across = _unit(np.cross(j[9] - j[0], back))
        _forearm(parts, np.asarray(elbow_cm, float), j[0], across * size, look)
        _cuff(parts, np.asarray(elbow_cm, float), j[0], look)
    return parts


def _palm(parts: Parts, j: Floats, back: Floats, size: float, skin: Floats) -> None:
    """Add the palm's pads, the ball of the thumb, the webs and the wrist."""
    wrist, along = j[0], _unit(j[9] - j[0])
    across = _unit(np.cross(along, back))
    for k, r in ((5, 1.12), (9, 1.16), (13, 1.12), (17, 1.02)):
        root = wrist + 0.1 * (j[k] - wrist) - 0.1 * size * back
        parts.cap(root, j[k] - 0.12 * size * back, 1.2 * size, r * size, skin, k=0.9 * size)
    heel = 0.24 * j[17] + 0.76 * wrist - 0.45 * size * back
    parts.cap(
        heel, 0.8 * j[17] + 0.2 * wrist - 0.3 * size * back, 1.15 * size, size, skin, k=0.9 * size
    )
    ball = 0.45 * j[1] + 0.55 * wrist
    parts.cap(ball, j[2], 1.35 * size, 1.25 * size, skin, k=1.0 * size)
    parts.cap(j[1], 0.55 * j[5] + 0.45 * j[2], 1.15 * size, 0.75 * size, skin, k=1.1 * size)
    for a, b in ((5, 9), (9, 13), (13, 17)):
        web = 0.5 * (j[a] + j[b]) + 0.22 * (0.5 * (j[a + 1] + j[b + 1]) - 0.5 * (j[a] + j[b]))
        parts.ell(web - 0.15 * size * back, (0.62 * size,) * 3, skin, k=0.8 * size)
    for s in (-1.0, 1.0):
        edge = wrist + s * 0.85 * size * across
        ends = (edge - 1.9 * size * along, edge + 0.1 * size * along)
        parts.cap(*ends, 1.15 * size, 1.5 * size, skin, k=0.9 * size)


def _finger(parts: Parts, chain: Floats, radii: Floats, back: Floats, skin: Floats) -> Floats:
    """Add one finger: bones a little slimmer between the joints, a soft pad and a nail.

    Returns the unit direction out of its nail.
    """
    for i in range(len(chain) - 1):
        a, b = chain[i], chain[i + 1]
        middle = 0.5 * (a + b)
        waist = 0.485 * (radii[i] + radii[i + 1])
        parts.path([a, middle, b], (radii[i], waist, radii[i + 1]), skin, k=0.12 * radii[i])
    tip = _unit(chain[-1] - chain[-2])
    if len(chain) == 4:
        up = back - (back @ tip) * tip
        bend = np.cross(chain[1] - chain[0], chain[-1] - chain[-2])
        if np.linalg.norm(bend) > 0.3:  # a bent finger tells its own back
            side = _unit(bend)
            turned = np.cross(side, tip)
            up = turned * np.sign(turned @ (back + 0.3 * (chain[1] - chain[-1])) + 1e-9)
    else:
        across = chain[-1] - chain[0]
        up = back - (back @ across) * across / (across @ across)
        up = up - (up @ tip) * tip
    up = _unit(up)
    r = float(radii[-1])
    pad = chain[-1] - 0.12 * r * up - 0.3 * r * tip
    parts.ell(pad, (r, r, r), skin, k=0.3 * r)
    across = np.cross(tip, up)
    turn = np.stack([across, tip, up], axis=1)
    nail = 0.9 * skin * (1.0, 0.9, 0.9) + 0.07
    bed = chain[-1] + 0.72 * r * up - 0.2 * r * tip
    size = (0.68 * r, 0.85 * r, 0.3 * r)
    parts.ell(bed, size, nail, rot=turn, k=0.08, kc=8.0)
    parts.ell(
        bed, np.array(size) * 1.12, nail, op=PAINT, rot=turn, kc=8.0, opacity=0.9, material=GLOSS
    )
    return np.asarray(up)


def _inside(
    parts: Parts, j: Floats, back: Floats, ups: list[Floats], size: float, pale: Floats
) -> None:
    """Paint the palm and the fingers' insides in their own, lighter colour."""
    along = _unit(j[9] - j[0])
    turn = np.stack([_unit(np.cross(along, back)), along, back], axis=1)
    middle = 0.5 * (j[0] + 0.5 * (j[9] + j[13])) - 1.5 * size * back
    palm = np.array((3.9, 5.2, 1.15)) * size
    parts.ell(middle, palm, pale, op=PAINT, rot=turn, kc=1.6 / size, opacity=0.85)
    for (chain, radii), up in zip((*_FINGERS, _THUMB), ups, strict=True):
        r = np.array(radii) * size
        row = j[list(chain)] - 0.75 * r[:, None] * up
        parts.path(row, 0.8 * r, pale, op=PAINT, kc=2.0 / size, opacity=0.8)


def _knuckles(parts: Parts, j: Floats, back: Floats, size: float, skin: Floats) -> None:
    """Add the knuckles' bumps with slightly darker, redder skin, and tendons towards them."""
    warm = skin * (0.93, 0.82, 0.8)
    for k in (5, 9, 13, 17):
        top = j[k] + 0.44 * size * back
        parts.ell(top, (0.6 * size,) * 3, skin, k=0.7 * size)
        parts.ell(top, (0.9 * size,) * 3, warm, op=PAINT, kc=1.2 / size, opacity=0.4)
        parts.cap(top, 0.6 * j[k] + 0.4 * j[0] + 0.72 * size * back, 0.3 * size, 0.25 * size, skin,
                  k=0.8 * size)  # fmt: skip
        for i in (k + 1, k + 2):
            parts.ell(j[i] + 0.6 * size * back, (0.5 * size,) * 3, warm, op=PAINT, kc=1.6 / size,
                      opacity=0.4)  # fmt: skip


def arm_parts(shoulder_cm: Floats, elbow_cm: Floats, wrist_cm: Floats, look: Look) -> Parts:
    """Return a bare arm from shoulder to wrist, with the sleeve that the look wears."""
    parts = Parts()
    upper_arm(parts, shoulder_cm, elbow_cm, look)
    forearm(parts, elbow_cm, wrist_cm, look)
    return parts


def upper_arm(parts: Parts, shoulder_cm: Floats, elbow_cm: Floats, look: Look) -> None:
    """Add the arm down to the elbow, and a sleeve."""
    a, b = np.asarray(shoulder_cm, float), np.asarray(elbow_cm, float)
    w, skin = look.build.limbs, linear(look.skin)
    parts.begin(0.1)
    parts.path([a, 0.6 * a + 0.4 * b, b], (4.4 * w, 4.1 * w, 3.35 * w), skin)
    if look.top == "tank":
        return
    cloth = linear(look.cloth)
    end = 0.42 if look.top == "tshirt" else 1.0
    hem = a + end * (b - a)
    parts.begin(1.0, CLOTH)
    radii = (5.4 * w, 5.5 * w) if look.top == "tshirt" else (6.0 * w, 6.0 * w)
    parts.cap(a, hem, *radii, cloth)
    if look.top == "tshirt":
        axis = _unit(b - a)
        parts.ell(hem + 5.2 * w * axis, (5.3 * w,) * 3, cloth, op=CUT, k=0.3)


def _forearm(parts: Parts, elbow: Floats, wrist: Floats, across: Floats, look: Look) -> None:
    """Add the forearm: fullest below the elbow, flat at the wrist (`across` is its unit width)."""
    w, skin = look.build.limbs, linear(look.skin)
    belly, slim = 0.72 * elbow + 0.28 * wrist, 0.25 * elbow + 0.75 * wrist
    near = wrist + 2.0 * _unit(elbow - wrist)  # the slimmest place is behind the joint
    for s in (-1.0, 1.0):
        parts.cap(slim + 0.6 * s * across, near + 0.75 * s * across, 2.1 * w, 1.4 * w, skin, k=0.5)
        parts.cap(belly, slim + 0.6 * s * across, 3.4 * w, 2.1 * w, skin, k=0.1)
    parts.cap(elbow, belly, 3.35 * w, 3.4 * w, skin, k=0.1)


def _cuff(parts: Parts, elbow: Floats, wrist: Floats, look: Look) -> None:
    """Add the wide sleeve of a bathrobe, or a close one, over the forearm."""
    if look.top == "sleeves":
        _close_sleeve(parts, elbow, wrist, look)
    if look.top != "robe":
        return
    w, cloth = look.build.limbs, linear(look.cloth)
    end = 0.45 * elbow + 0.55 * wrist
    parts.begin(1.0, CLOTH)
    parts.cap(elbow, end, 5.8 * w, 6.2 * w, cloth)
    parts.ell(end + 5.6 * w * _unit(wrist - elbow), (5.7 * w,) * 3, cloth, op=CUT, k=0.3)


def _close_sleeve(parts: Parts, elbow: Floats, wrist: Floats, look: Look) -> None:
    """Cover the forearm to a hand's width from the wrist, with the sleeve pushed up a little."""
    w, cloth = look.build.limbs, linear(look.cloth)
    along = _unit(wrist - elbow)
    end = wrist - 6.5 * along
    parts.begin(0.6, CLOTH)
    parts.path([elbow, 0.7 * elbow + 0.3 * end, end], (4.3 * w, 4.3 * w, 3.4 * w), cloth)
    parts.cap(end - 0.8 * along, end, 3.55 * w, 3.45 * w, cloth * 0.9, k=0.2, kc=8.0)
    parts.ell(end + 2.6 * w * along, (2.9 * w,) * 3, cloth, op=CUT, k=0.2)


def forearm(parts: Parts, elbow_cm: Floats, wrist_cm: Floats, look: Look) -> None:
    """Add a forearm without a hand."""
    elbow, wrist = np.asarray(elbow_cm, float), np.asarray(wrist_cm, float)
    parts.begin(0.4)
    side = _unit(np.cross(wrist - elbow, (0.3, 0.2, 1.0)))
    _forearm(parts, elbow, wrist, 0.9 * side, look)
    _cuff(parts, elbow, wrist, look)
