"""Trunk, clothes and hips, in the frame of the heads: y up, the chest towards +z; centimetres.

The same trunk is worn bare (seen from behind) and, a little larger, as the cloth that covers it.
"""

from __future__ import annotations

import numpy as np

from sample_videos.studio.looks import Build, Look, linear
from sample_videos.studio.primitives import (
    CLOTH,
    CUT,
    PAINT,
    Floats,
    Parts,
    distances_cm,
    drop_on,
    rotation,
)

SIDES = (-1.0, 1.0)
SPINE_CM = np.array(
    [
        (0, -18.0, -9.2),
        (0, -26, -11.6),
        (0, -34, -12.6),
        (0, -46, -11.0),
        (0, -56, -10.2),
        (0, -64, -11.2),
    ]
)
"""Middle line of the back from the neck to the sacrum, about on the skin."""


def shoulder_joint_cm(build: Build, s: float) -> Floats:
    """Return the shoulder joint on the side `s` (+1: the person's left)."""
    return np.array((s * 17.4 * build.shoulders, -22.2, -4.4))


def hip_joint_cm(build: Build, s: float) -> Floats:
    """Return the hip joint on the side `s` (+1: the person's left)."""
    return np.array((s * 9.0 * build.hips, -72.0, -3.5))


def _neck(parts: Parts, width: float, colour: Floats) -> None:
    """Add the neck, its two oblique muscles and the larynx."""
    parts.cap((0, -7.0, -3.0), (0, -19.0, -4.8), 5.25 * width, 5.5 * width, colour)
    parts.cap((0, -17.0, -4.4), (0, -23.0, -5.0), 5.0 * width, 6.4, colour, k=2.0)
    parts.ell((0, -12.6, 0.3 * width), (1.2, 2.2, 0.9), colour, k=1.8)
    for s in SIDES:
        muscle = ((s * 5.3 * width, -6.0, -3.9), (s * 1.7, -20.0, -0.2))
        parts.cap(*muscle, 0.9, 0.75, colour, k=2.0)


def _trunk(parts: Parts, build: Build, colour: Floats, grow: float) -> None:
    """Add neck base, shoulders, rib cage, waist and pelvis, swollen by `grow` cm."""
    sh, wa, hi, nk = build.shoulders, build.waist, build.hips, build.neck
    bare = grow == 0  # cloth leaves the neck free
    if bare:
        _neck(parts, nk, colour)
        parts.cap((0, -8.0, -6.6), (0, -18.0, -7.2), 1.6 * nk, 2.6, colour, k=3.0)
    else:
        parts.cap((0, -19.0, -4.6), (0, -24.0, -4.6), 6.5, 7.5, colour)
    parts.ell((0, -33, -3.9), (14.6 * sh + grow, 15.5 + grow, 9.3 + grow), colour, k=3.0)
    parts.ell((0, -47, -3.7), (12.6 * wa + grow, 14 + grow, 8.6 + grow), colour, k=4.0)
    parts.ell((0, -66, -3.6), (15.6 * hi + grow, 12.5 + grow, 10 + grow), colour, k=5.0)
    for s in SIDES:
        joint = shoulder_joint_cm(build, s)
        slope = np.array((s * 3.4, -15.6, -5.4) if bare else (s * 5.0, -17.4, -5.4))
        if bare:
            parts.cap((s * 2.6, -8.0, -5.6), (s * 4.4, -16, -5.6), 1.9 * nk, 3.0, colour, k=3.0)
        end = joint * (0.8, 1, 1) + np.array((0, 0.6, 0))
        parts.cap(slope, end, 3.3 * nk + grow, 3.3 + grow, colour, k=3.5)
        round_cm = np.array((4.6, 5.3, 4.8)) * build.limbs + grow
        parts.ell(joint - np.array((0, 1.0, 0)), round_cm, colour, k=3.5)
        chest = joint * (0.62, 1, 1) - np.array((0, 2.8, 0))
        parts.cap(chest, (s * 12.2 * sh, -36, -4.5), 5.5 + grow, 5 + grow, colour, k=3.0)


def _front(parts: Parts, build: Build, colour: Floats, grow: float) -> None:
    """Add chest muscles or bust and the collar bones."""
    for s in SIDES:
        if build.bust > 0:
            size = 4.4 + 1.2 * build.bust + grow
            parts.ell((s * 7.0, -35.5, 1.8 + 0.6 * build.bust), (size, size, size), colour, k=3.0)
        parts.ell((s * 6.8, -30.0, 1.2), (6.6 + grow, 5.2 + grow, 3.4 + grow), colour, k=3.0)
        reach = 14.6 * build.shoulders
        bone = ((s * 1.9, -19.6, 1.4), (s * reach, -19.6, -2.2))
        parts.cap(*bone, 0.8 + 0.7 * grow, 0.7 + 0.7 * grow, colour, k=2.2)


def _back(parts: Parts, build: Build, colour: Floats) -> None:
    """Add what moves under the skin of a bare back, and carve the groove of the spine."""
    m, sh, wa = build.muscle, build.shoulders, build.waist
    for s in SIDES:
        lat = ((s * 12.4 * sh, -31, -6.2), (s * 8.5 * wa, -52, -6.0))
        parts.cap(*lat, 4.0 + 0.6 * m, 4.6, colour, k=4.0)
        blade = rotation((0, 1, 0), -s * 0.3) @ rotation((0, 0, 1), s * 0.2)
        parts.ell((s * 8.6 * sh, -29.5, -10.7), (3.6, 7.0, 1.0 + 0.3 * m), colour, rot=blade, k=4.0)
        ridge = ((s * 5.5 * sh, -24.4, -10.3), (s * 14.5 * sh, -21.8, -7.2))
        parts.cap(*ridge, 0.8, 0.9, colour, k=3.5)
        tilt = rotation((1, 0, 0), -0.07)
        parts.ell((s * 3.3, -49, -8.9), (2.4, 17, 2.2 + 0.15 * m), colour, rot=tilt, k=3.5)
        parts.ell((s * 4.4, -64.0, -12.9), (0.8, 0.9, 0.8), colour, op=CUT, k=2.0)
    for centre, length, lean in (((0, -29, -13.7), 9.0, 0.14), ((0, -50.5, -12.9), 15.5, -0.08)):
        rot = rotation((1, 0, 0), lean)
        parts.ell(centre, (0.9, length, 1.5), colour, op=CUT, rot=rot, k=3.0)
    parts.ell((0, -18.2, -9.2), (0.9, 0.9, 0.7), colour, k=2.5)


def add_chest(parts: Parts, look: Look) -> None:
    """Add a chest in its T-shirt, tank top or bathrobe, with skin where the neckline is open."""
    parts.begin(2.0)
    skin = linear(look.skin)
    _trunk(parts, look.build, skin, 0.0)
    _front(parts, look.build, skin, 0.0)
    parts.ell((0, -19.6, 3.4), (1.1, 1.3, 1.2), skin, op=CUT, k=1.6)
    covered = -55.0 if look.top == "tank" else -44.0
    parts.ell((0, covered, -4), (24, 20, 15), skin, op=CUT, k=0.5)  # nothing to see through folds
    if look.top in ("tshirt", "sleeves"):
        for s in SIDES:
            parts.ell((s * 13.0, -31.0, -1.0), (6.5, 6.5, 10.0), skin, op=CUT, k=0.5)
    parts.extend(_garment(look))


def _garment(look: Look) -> Parts:
    """Return what is worn above the waist, apart from the skin so that seams are laid on cloth."""
    cloth, parts = linear(look.cloth), Parts()
    parts.begin(2.0, CLOTH)
    grow = 1.0 if look.top == "robe" else 0.8
    _trunk(parts, look.build, cloth, grow)
    _front(parts, look.build, cloth, grow)
    {"tshirt": _tshirt, "sleeves": _tshirt, "tank": _tank, "robe": _robe}[look.top](
        parts, look, cloth
    )
    return parts


def _folds(parts: Parts, look: Look, cloth: Floats) -> None:
    """Press shallow folds into cloth, each a little different."""
    rng = np.random.default_rng(look.seed + 100)
    lines = np.array(
        [
            [(14, -29), (8, -33)],
            [(13.5, -33), (8.5, -42)],
            [(12, -45), (4, -49)],
            [(6, -23), (9, -28)],
        ]
    )
    lines = lines if look.top in ("tshirt", "sleeves") else lines[2:3]
    outside = np.array((0, 0, 0.95))
    for s in SIDES:
        xy = lines * (s, 1) + rng.normal(0, 0.8, lines.shape)
        points = np.concatenate([xy.reshape(-1, 2), np.full((xy.size // 2, 1), 25.0)], axis=1)
        places = drop_on(parts, points, (0, 0, -1), 0.0)
        frontal = _frontal(parts, places).reshape(-1, 2).all(axis=1)
        for a, b in places.reshape(-1, 2, 3)[frontal] + outside:
            parts.cap(a, b, 0.9, 0.7, cloth, op=CUT, k=1.6)


def _frontal(parts: Parts, points_cm: Floats) -> Floats:
    """Tell which points (n, 3) lie on a surface that looks forwards, at least a little.

    Where it looks aside, or where there is none, a fold would be cut right through the cloth.
    """
    step = np.array((0.0, 0.0, 0.1))
    arrays = parts.arrays()
    found = np.abs(points_cm[:, 2]) < 30.0
    ahead, behind = (distances_cm(arrays, points_cm + s * step) for s in (1.0, -1.0))
    return np.asarray(found & ((ahead - behind) / 0.2 > 0.25))


def _neckline(
    parts: Parts, cloth: Floats, back: Floats, front: Floats, width: float, rib: float
) -> None:
    """Cut a round neckline through a point of the back and one of the chest, and hem it.

    `width` is half the opening's width, `rib` the hem's radius, in cm.
    """
    lean = float(np.arctan2(back[1] - front[1], front[2] - back[2]))
    behind = back + np.array((0, 5.6, -0.9))
    parts.ell(behind, (8.5, 5.6, 6.5), cloth, op=CUT, k=0.6)  # no cloth up the neck
    rot = rotation((1, 0, 0), lean)
    down, sink, reach = rot @ (0.0, -1.0, 0.0), 6.0, 16.0
    middle = (back + front) / 2 - sink * down
    narrow = np.sqrt(1 - (sink / reach) ** 2)
    radii = np.array((width, 0, np.linalg.norm(front - back) / 2)) / narrow
    turn = np.linspace(0, 2 * np.pi, 33)
    flat = np.stack([np.sin(turn), 0 * turn, np.cos(turn)], axis=1) * radii
    scale = np.full((len(turn), 1), narrow)
    for _ in range(3):  # the cut narrows with depth, and the cloth's depth varies
        edge = drop_on(parts, middle + scale * flat @ rot.T, down, 8.0)
        depth = np.clip((edge - middle) @ down / reach, -0.9, 0.9)
        scale = np.sqrt(1 - depth[:, None] ** 2)
    flying = distances_cm(parts.arrays(), edge) > 0.2  # where the neck leaves no cloth to meet
    edge[flying] = (middle + sink * down + narrow * flat @ rot.T)[flying]
    parts.ell(middle, (radii[0], reach, radii[2]), cloth, op=CUT, rot=rot, k=0.3)
    parts.path(edge, [rib] * len(edge), cloth * 0.88, k=0.2, kc=8.0)


def _tshirt(parts: Parts, look: Look, cloth: Floats) -> None:
    _folds(parts, look, cloth)
    back, front = np.array((0, -15.8, -9.6)), np.array((0, -21.4, 3.6))
    _neckline(parts, cloth, back, front, 9.0 * look.build.neck**0.5, 0.45)


def _tank(parts: Parts, look: Look, cloth: Floats) -> None:
    """Cut arm holes and a deep neckline."""
    _folds(parts, look, cloth)
    back, front = np.array((0, -18.0, -10.5)), np.array((0, -28.5, 6.0))
    _neckline(parts, cloth, back, front, 9.4, 0.3)
    for s in SIDES:
        joint = shoulder_joint_cm(look.build, s)
        lean = rotation((0, 0, 1), -s * 0.12)
        parts.ell(
            joint * (1.13, 1, 1) - np.array((0, 1, 0)),
            (6.0, 11.5, 12),
            cloth,
            op=CUT,
            rot=lean,
            k=0.4,
        )


def _robe(parts: Parts, look: Look, cloth: Floats) -> None:
    """Open a V in front and lay a shawl collar along it and round the neck."""
    _folds(parts, look, cloth)
    down = np.linspace(0, 1, 6)[:, None]
    front = (7.6, -18.5, 25.0) * (1 - down) + np.array((-0.6, -40.0, 25.0)) * down
    front = drop_on(parts, front, (0, 0, -1), 0.0)
    turn = np.linspace(np.pi, 0.42 * np.pi, 6)
    around = np.stack([8.4 * np.sin(turn), -8 + 0 * turn, -3.8 + 6.9 * np.cos(turn)], axis=1)
    around = drop_on(parts, around, (0, -1, 0), 0.0)
    parts.cap((0, -4, -4.2), (0, -24, -3.4), 7.2, 7.2, cloth, op=CUT, k=0.3)
    parts.cap((0, -17, 4.0), (0, -39.0, 9.4), 6.0, 0.4, cloth, op=CUT, k=0.3)
    collar = np.concatenate([around, front])
    radii = [1.1] * len(around) + [1.2, 1.35, 1.45, 1.5, 1.45, 1.3]
    for s in SIDES:
        parts.path(collar * (s, 1, 1), radii, cloth * 0.95, k=0.5)


def _resting_arm(parts: Parts, build: Build, skin: Floats, s: float) -> None:
    """Let an arm hang, grown into the shoulder, with the hand in the lap and out of sight."""
    joint, w = shoulder_joint_cm(build, s), build.limbs
    elbow = joint + np.array((s * 4.5, -27.0, 1.0))
    wrist = elbow + np.array((-s * 5.0, -9.0, 21.0))
    middle = 0.55 * joint + 0.45 * elbow
    parts.cap(joint, middle, 4.4 * w, 4.1 * w, skin, k=2.5)
    parts.cap(middle, elbow, 4.1 * w, 3.4 * w, skin, k=0.3)
    parts.cap(elbow, wrist, 3.4 * w, 2.2 * w, skin, k=0.6)


def add_bare_back(parts: Parts, look: Look) -> None:
    """Add a bare trunk with trousers on the hips."""
    skin = linear(look.skin)
    parts.begin(2.5)
    _trunk(parts, look.build, skin, 0.0)
    _back(parts, look.build, skin)
    for s in SIDES:
        parts.ell(
            (s * 9, -30, -10.5), (6, 6, 3), linear(look.blush), op=PAINT, kc=0.3, opacity=0.12
        )
        _resting_arm(parts, look.build, skin, s)
    hi = look.build.hips
    cloth = linear(look.trousers)
    parts.begin(3.0, CLOTH)
    parts.ell((0, -68, -3.6), (16.3 * hi, 13, 10.7), cloth)
    for s in SIDES:
        parts.ell((s * 7.4 * hi, -75, -7.4), (8.8 * hi, 9.5, 8.8), cloth, k=3.0)
        parts.cap((s * 9.2 * hi, -78, -4), (s * 10.0 * hi, -105, -2), 9.6 * hi, 7.5, cloth, k=3.0)
    parts.ell((0, -52.5, -3.6), (26, 11.5, 20), cloth, op=CUT, k=0.6)
    parts.ring((0, -64.6, -3.6), (15.7 * hi, 10.2, 0.6), cloth * 0.8, k=0.5)
