"""Skull, face and neck.

Head centre at the origin, y up, the face towards +z, +x the person's left; centimetres. The eyes
are at half the height of the head (y = 0), the crown near +11.3 and the chin near -11.
"""

from __future__ import annotations

import numpy as np

from sample_videos.studio.hair import paint_beard
from sample_videos.studio.head_shape import EYE_CM, HeadShape
from sample_videos.studio.looks import Face, Look, linear
from sample_videos.studio.primitives import CUT, EYE, GLOSS, PAINT, Floats, Parts, drop_on, rotation

SIDES = (-1.0, 1.0)
EYEBALL_CM = 1.2
OUTER_CORNER_CM = (4.62, 0.10, 6.55)
INNER_CORNER_CM = (1.72, -0.10, 7.15)


_ARCHED_BROW = ((1.3, 1.75), (2.5, 2.1), (3.8, 2.35), (5.1, 1.8))
_STRAIGHT_BROW = ((1.1, 1.95), (2.4, 2.05), (3.7, 2.1), (4.9, 1.75))


FEATURES_CM = {
    "outer_eye": OUTER_CORNER_CM,
    "inner_eye": INNER_CORNER_CM,
    "hairline": (0.0, 5.1, 8.0),
    "tragus": (7.0, -1.2, 0.5),
    "nose_tip": (0.0, -3.2, 10.1),
    "nasion": (0.0, 0.5, 8.0),
    "upper_lid": (3.1, 0.5, 7.8),
    "lower_lid": (3.1, -0.42, 7.8),
    "iris": (3.12, 0.02, 7.7),
}
"""Places of the common head, about on the skin; of pairs, the one on the left."""


def feature_cm(look: Look, name: str, s: float = 1.0) -> Floats:
    """Return where a feature of `FEATURES_CM` is on a look's head, on the side `s`."""
    common = np.array(FEATURES_CM[name]) * (s, 1.0, 1.0)
    return HeadShape(look.face)(common)


def chin_cm(look: Look) -> Floats:
    """Return about where the chin turns under."""
    return HeadShape(look.face)(np.array((0.0, -9.6 - look.face.chin_cm, 6.2)))


def mouth_corner_cm(look: Look, s: float = 1.0) -> Floats:
    """Return about where a corner of the mouth is, in front of the skin."""
    face = look.face
    x, y = _corner_xy(face)
    return HeadShape(face)(np.array((s * x, y, 8.5)))


def add_head(parts: Parts, look: Look) -> None:
    """Add skull, face, ears and neck as one group of skin, then the eyes.

    It is the common head with the look's own jaw, cheeks, nose and lips; `head_shape` makes the
    look's head of it.
    """
    skin = linear(look.skin)
    parts.begin(1.2)
    _skull(parts, look, skin)
    _nose(parts, look, skin)
    _neck(parts, look, skin)
    for s in SIDES:
        _ear(parts, s, skin)
        _socket(parts, look, s, skin)
    _mouth(parts, look, skin)
    if look.face.marked > 0:
        _folds(parts, look, skin)
    _colours(parts, look)
    paint_beard(parts, look)
    _eyes(parts, look)


def _skull(parts: Parts, look: Look, skin: Floats) -> None:
    """Add the masses of head and jaw."""
    face, low = look.face, 0.3 - look.face.chin_cm
    parts.ell((0, 3.3, -1.8), (7.2, 7.9, 8.9), skin)
    parts.ell((0, 3.4, 1.6), (6.1, 6.2, 6.6), skin, k=2.5)
    parts.ell((0, -1.6, 0.6), (6.2, 7.6, 6.5), skin, k=2.0)
    parts.ell((0, -6.4 + low / 2, 2.3), (4.5 * face.jaw, 4.3, 4.8), skin, k=2.0)
    for s in SIDES:
        gonion = np.array((s * 4.65 * face.jaw, -5.6 + low / 2, -1.0))
        parts.cap(gonion, (s * 0.9, -9.75 + low, 5.7), 1.2, 1.15, skin, k=2.4)
        parts.cap(gonion, (s * 5.8, -1.0, -0.8), 1.2, 1.1, skin, k=2.2)
        parts.cap((s * 4.3, -1.9, 5.5), (s * 6.1, -1.0, 1.6), 1.1, 0.8, skin, k=1.8)
        parts.ell((s * 3.1, -6.0, 3.8), (2.2, 2.7, 2.4), skin, k=2.2)
        apple = face.cheek * (1.0 + 0.1 * face.smile)
        at = (s * 3.6, -3.3 + 0.25 * face.smile, 4.95)
        parts.ell(at, np.array((2.2, 2.1, 1.95)) * apple, skin, k=2.0)
        parts.cap((s * 1.2, 1.9, 7.4), (s * 4.5, 2.1, 5.9), 0.6, 0.6, skin, k=1.8)
    parts.ell((0, -6.1 + low / 2, 5.15), (2.9, 2.7, 2.8), skin, k=1.6)
    parts.ell((0, -9.7 + low, 6.3), (1.75 * face.jaw, 1.25, 1.4), skin, k=1.8)


def _nose(parts: Parts, look: Look, skin: Floats) -> None:
    """Add bridge, tip, wings and nostrils."""
    w = look.face.nose
    parts.cap((0, 0.4, 6.9), (0, -3.0, 7.9), 0.75, 1.25 * w, skin, k=1.0)
    parts.cap((0, 1.5, 7.4), (0, -2.7, 9.1), 0.58, 0.68 * w, skin, k=1.0)
    parts.ell((0, -3.2, 9.3), (0.82 * w, 0.74, 0.84), skin, k=0.7)
    for s in SIDES:
        parts.ell((s * 1.12 * w, -3.6, 8.45), (0.58 * w, 0.58, 0.85), skin, k=0.6)
    parts.cap((0, -3.85, 9.1), (0, -4.2, 8.1), 0.34, 0.4, skin, k=0.5)
    for s in SIDES:
        hole = (s * 0.64 * w, -4.12, 8.85)
        parts.ell(hole, (0.32 * w, 0.22, 0.45), skin, op=CUT, k=0.25)
        parts.ell(hole, (0.34 * w, 0.28, 0.5), 0.2 * skin, op=PAINT, kc=4.0, opacity=0.85)


def _neck(parts: Parts, look: Look, skin: Floats) -> None:
    """Add the root of the neck; its end is hidden in the torso's neck, which does not turn."""
    w = look.build.neck
    parts.cap((0, -5.0, -2.8), (0, -15.0, -4.2), 5.35 * w, 4.4 * w, skin, k=1.4)


def _ear(parts: Parts, s: float, skin: Floats) -> None:
    """Add one ear: a leaf with a rim, a hollow, a lobe and a tragus."""
    turn = rotation((0, 1, 0), -s * 0.55) @ rotation((1, 0, 0), -0.14)
    centre = np.array((s * 7.45, -0.7, -1.9))

    def at(x: float, y: float, z: float) -> Floats:
        return np.asarray(centre + turn @ np.array((s * x, y, z)))

    warm = skin * (1.0, 0.86, 0.82)
    parts.ell(at(0.0, 0.0, -0.2), (0.42, 2.7, 1.5), warm, rot=turn, k=0.5)
    flat = turn @ rotation((0, 0, 1), np.pi / 2)
    parts.ring(at(0.25, 0.35, -0.25), (2.65, 1.55, 0.3), warm, rot=flat, k=0.25)
    parts.ell(at(0.1, -2.75, 0.15), (0.42, 0.85, 0.75), warm, rot=turn, k=0.5)
    parts.ell(at(0.75, -0.25, 0.1), (0.6, 1.35, 0.8), warm, op=CUT, rot=turn, k=0.4)
    hollow = at(0.45, -0.3, 0.05)
    parts.ell(hollow, (0.6, 1.3, 0.8), 0.45 * warm, op=PAINT, rot=turn, kc=1.4, opacity=0.7)
    parts.ell(at(0.05, -0.55, 1.2), (0.35, 0.55, 0.4), skin, rot=turn, k=0.4)


def _socket(parts: Parts, look: Look, s: float, skin: Floats) -> None:
    """Carve the orbit, lay the lids over the eyeball and open them."""
    x, y, z = EYE_CM
    parts.ell((s * 3.0, 0.15, 8.25), (1.95, 1.15, 1.35), skin, op=CUT, k=1.3)
    lid = skin * (0.97, 0.9, 0.88)
    parts.ell((s * 3.2, -1.9, 6.1), (1.9, 1.2, 1.2), skin, k=2.0)
    parts.ell((s * x, y - 0.05, z), (1.52, 1.34, 1.36), lid, k=0.55)
    inner, outer = np.array(INNER_CORNER_CM), np.array(OUTER_CORNER_CM)
    opening = np.array(
        [inner, (2.35, 0.04, 7.72), (3.1, 0.04, 7.95), (3.85, 0.16, 7.66), outer]
    ) * (s, 1, 1)
    corner = 0.04 + 0.1 * look.face.marked
    parts.path(opening, (0.04, 0.37, 0.5, 0.4, corner), skin, op=CUT, k=0.08)
    crease = np.array([(1.9, 0.5, 7.55), (2.7, 0.92, 7.75), (3.6, 0.98, 7.6), (4.6, 0.52, 6.85)])
    parts.path(crease * (s, 1, 1), (0.05, 0.08, 0.09, 0.05), skin, op=CUT, k=0.3)
    if look.face.marked > 0:
        tip = np.array([(4.2, 0.14, 7.25), outer + np.array((0.06, 0.0, 0.05))]) * (s, 1, 1)
        dark = (0.12 * skin, 0.7 * look.face.marked)
        parts.path(tip, (0.12, 0.07), dark[0], op=PAINT, kc=8.0, opacity=dark[1])
    row = [(1.85, 0.1, 7.3), (2.4, 0.44, 7.7), (3.1, 0.56, 7.86), (3.85, 0.56, 7.62)]
    lash = np.array([*row, (4.72, 0.16, 6.6)])
    parts.path(
        lash * (s, 1, 1), (0.04, 0.1, 0.14, 0.15, 0.08), 0.1 * skin, op=PAINT, kc=8.0, opacity=0.85
    )


def _corner_xy(face: Face) -> tuple[float, float]:
    """Return where the left corner of the mouth is in the common head's frontal plane."""
    return 2.3 + 0.35 * face.smile, -6.3 - face.chin_cm / 2 + 0.42 * face.smile


def _mouth(parts: Parts, look: Look, skin: Floats) -> None:
    """Add lips in a slight smile, closed or a little open, laid on the face that is there."""
    face = look.face
    full, line = face.lips, -6.3 - face.chin_cm / 2
    end = _corner_xy(face)
    parts.cap((0, line + 1.5, 8.35), (0, line + 0.8, 8.4), 0.1, 0.16, skin, op=CUT, k=0.6)
    upper = _on_face(
        parts, [(0.0, line + 0.24 * full), (0.5, line + 0.33 * full), (1.45, line + 0.25), end]
    )
    gap = face.open_cm
    lower = _on_face(parts, [(0.0, line - 0.44 * full - gap), (1.2, line - 0.32 - 0.85 * gap), end])
    for row in (upper, lower):
        row[-1, 2] -= 0.42  # the corners sink in
        row[-2, 2] -= 0.07
    for s in SIDES:
        side = np.array((s, 1.0, 1.0))
        radii = np.array((0.3, 0.34, 0.28)) * full
        parts.path(upper * side - np.array((0, 0, 0.18)), (*radii, 0.03), skin, k=0.4)
        radii = np.array((0.46, 0.38)) * full
        parts.path(lower * side - np.array((0, 0, 0.24)), (*radii, 0.03), skin, k=0.6)
    seam_xy = [
        (0, line - 0.06),
        (0.8, line),
        (1.7, line + 0.03),
        end,
        (end[0] + 0.2, end[1] + 0.04),
    ]
    seam = _on_face(parts, seam_xy)
    lip, dark = linear(look.lip), linear(look.lip) * 0.35
    for s in SIDES:
        side = np.array((s, 1.0, 1.0))
        parts.path(seam * side, (0.04, 0.04, 0.04, 0.03, 0.01), skin, op=CUT, k=0.25)
        for row, widths in ((upper, (0.38, 0.44, 0.36, 0.12)), (lower, (0.56, 0.46, 0.12))):
            red = np.array(widths) * full
            if look.drawing == "other":  # matt, with a clear edge
                parts.path(row * side, 1.05 * red, lip, op=PAINT, kc=6.0, opacity=0.85)
                continue
            parts.path(row * side, red, lip, op=PAINT, kc=3.2, opacity=0.7, material=GLOSS)
        parts.path(seam * side, (0.1, 0.1, 0.1, 0.09, 0.03), dark, op=PAINT, kc=5.0, opacity=0.5)
    if gap > 0:
        _parted(parts, seam, gap, dark)


def _folds(parts: Parts, look: Look, skin: Floats) -> None:
    """Press in the crease above the chin and the folds from the nose down past the mouth."""
    face, low = look.face, -look.face.chin_cm
    deep = 0.12 * face.marked
    crease = _on_face(parts, [(0.0, -8.05 + low / 2), (1.1, -8.0 + low / 2), (1.9, -7.7 + low / 2)])
    x, y = _corner_xy(face)
    fold = _on_face(parts, [(1.9, -3.7), (2.5, -4.7), (x + 0.45, y + 0.2), (x + 0.5, y - 0.8)])
    for s in SIDES:
        side = np.array((s, 1.0, 1.0))
        parts.path(crease * side, np.array((1.5, 1.2, 0.4)) * deep, skin, op=CUT, k=1.0)
        sunk = np.array((0.4, 0.5, 0.4, 0.1)) * deep * (0.3 + 0.5 * face.smile)
        parts.path(fold * side, sunk, skin, op=CUT, k=0.8)


def _parted(parts: Parts, seam: Floats, gap_cm: float, dark: Floats) -> None:
    """Open the lips below their seam and show what is behind: dark, and the upper teeth."""
    wide = np.array((1.0, 0.95, 0.65, 0.1)) * gap_cm / 2
    low = seam[:4] - np.stack([0 * wide, wide, 0 * wide + 0.1], axis=1)
    for s in SIDES:
        side = np.array((s, 1.0, 1.0))
        parts.path(low * side, wide + 0.03, dark, op=CUT, k=0.15)
        parts.path(low * side, wide + 0.1, 0.5 * dark, op=PAINT, kc=6.0, opacity=0.9)
    parts.begin(0.1, GLOSS)
    teeth = seam[0] - np.array((0.0, 0.02, 1.15))
    parts.ell(teeth, (1.9, 0.3, 0.95), (0.62, 0.58, 0.5))


def _on_face(parts: Parts, xy: list[tuple[float, float]]) -> Floats:
    """Return the points of the face's surface straight behind picture positions."""
    return drop_on(parts, np.array([(x, y, 12.0) for x, y in xy]), (0, 0, -1), 0.0)


def _colours(parts: Parts, look: Look) -> None:
    """Paint blush, shadow of a beard and brows on the skin."""
    blush = linear(look.blush)
    for s in SIDES:
        parts.ell((s * 4.3, -2.9, 6.2), (2.2, 1.6, 2.0), blush, op=PAINT, kc=0.45, opacity=0.4)
        _brow(parts, s, look)
    parts.ell((0, -3.4, 10.0), (1.1, 0.9, 1.0), blush, op=PAINT, kc=0.8, opacity=0.35)


def _brow(parts: Parts, s: float, look: Look) -> None:
    """Paint one eyebrow: a soft band and short hairs over it."""
    rng = np.random.default_rng(look.seed)
    hair = linear(look.hair) * 0.8
    thick = 0.14 + 0.16 * look.face.brow
    other = look.drawing == "other"
    arch = _STRAIGHT_BROW if other else _ARCHED_BROW
    band = _on_face(parts, [(s * x, y) for x, y in arch])
    if other:
        dense = (1.15 * thick, 1.25 * thick, thick, 0.5 * thick)
        parts.path(band, dense, hair, op=PAINT, kc=6.0, opacity=0.75)
        return
    radii = (thick, thick, thick * 0.75, 0.08)
    parts.path(band, radii, hair, op=PAINT, kc=3.0, opacity=0.5)
    for t in np.linspace(0.02, 0.9, 12):
        i = min(int(t * 3), 2)
        root = band[i] + (band[i + 1] - band[i]) * (t * 3 - i) + (0, rng.uniform(-0.1, 0.08), 0)
        lean = np.array((s * (0.25 + 0.45 * t), 0.42 - 0.4 * t, -0.3 * t)) * rng.uniform(0.8, 1.1)
        parts.cap(root - lean / 2, root + lean / 2, 0.09, 0.05, hair, op=PAINT, kc=7.0, opacity=0.5)


def _eyes(parts: Parts, look: Look) -> None:
    """Add eyeballs that look at the camera."""
    iris = linear(look.iris)
    parts.begin(0.05, EYE)
    for s in SIDES:
        centre = np.array((s * EYE_CM[0], EYE_CM[1], EYE_CM[2]))
        front = centre + np.array((0, 0.02, EYEBALL_CM))
        parts.ell(centre, (EYEBALL_CM,) * 3, (0.62, 0.595, 0.57))
        parts.ell(
            centre - np.array((s * 1.3, 0, -0.75)),
            (0.4, 0.4, 0.4),
            (0.6, 0.3, 0.27),
            op=PAINT,
            kc=3.0,
        )
        if look.drawing == "other":  # a plain iris without a dark edge, and a wider pupil
            parts.ell(front, (0.6, 0.6, 0.5), iris, op=PAINT, kc=12.0)
            parts.ell(front, (0.31, 0.31, 0.4), (0.01, 0.01, 0.01), op=PAINT, kc=12.0)
            continue
        parts.ell(front, (0.62, 0.62, 0.5), iris * 0.25, op=PAINT, kc=9.0)
        parts.ell(front, (0.52, 0.52, 0.5), iris, op=PAINT, kc=7.0)
        parts.ell(front, (0.25, 0.25, 0.4), (0.01, 0.01, 0.01), op=PAINT, kc=12.0)
