"""How the rendered people differ: build, face, colours, hair, clothes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from sample_videos.studio.primitives import Floats

Hairstyle = Literal[
    "crop", "tied", "curls", "shaved", "swept", "bald", "receding", "fringe", "long", "bob"
]
Top = Literal["tshirt", "tank", "robe", "sleeves"]
BeardKind = Literal["stubble", "full", "goatee", "moustache"]
Rgb = tuple[int, int, int]
Drawing = Literal["studio", "other"]
"""How people are drawn: as usual, or in shapes, colours and light of another kind."""


def linear(srgb: Rgb) -> Floats:
    """Return the linear-light albedo of an 8-bit sRGB colour."""
    c = np.asarray(srgb, float) / 255.0
    return np.asarray(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


@dataclass(frozen=True, slots=True)
class Face:
    """Shape of a face as factors of, or centimetres added to, a common one.

    Attributes
    ----------
    jaw, cheek, nose, lips : float
        Width of the jaw, fullness of the cheeks, width of the nose, fullness of the lips; about 1.
    brow : float
        Strength of the brow ridge and thickness of the brows; about 1.
    chin_cm : float
        How much longer the lower face is.
    smile : float
        0 at rest, 1 a broad closed smile.
    size, width, height, depth : float
        Size of the whole head; its width, height and depth besides; about 1.
    forehead_cm : float
        How much higher the forehead, and with it the crown, is.
    eye_gap, eye : float
        How far the eyes are apart and how large they are; about 1.
    brow_cm : float
        How much higher the brows sit above the eyes.
    nose_cm, nose_out_cm : float
        How much longer the nose is, and how much further it stands out.
    mouth_cm, mouth : float
        How much higher the mouth sits; its width, about 1.
    open_cm : float
        How far the lips are parted in the middle.
    marked : float
        How clearly the corners of the eyes open, the crease above the chin and the folds beside
        the mouth are drawn, 0 to 1.
    taper : float
        How much wider the head is 10 cm above the eyes, and narrower below, as a share.
    """

    jaw: float = 1.0
    cheek: float = 1.0
    nose: float = 1.0
    lips: float = 1.0
    brow: float = 1.0
    chin_cm: float = 0.0
    smile: float = 0.55
    size: float = 1.0
    width: float = 1.0
    height: float = 1.0
    depth: float = 1.0
    forehead_cm: float = 0.0
    eye_gap: float = 1.0
    eye: float = 1.0
    brow_cm: float = 0.0
    nose_cm: float = 0.0
    nose_out_cm: float = 0.0
    mouth_cm: float = 0.0
    mouth: float = 1.0
    open_cm: float = 0.0
    marked: float = 0.0
    taper: float = 0.0


@dataclass(frozen=True, slots=True)
class Build:
    """Shape of a trunk, as factors of a common one (about 1), and of its chest.

    Attributes
    ----------
    shoulders, waist, hips, neck, limbs : float
        Width of each; thickness of neck and limbs.
    bust : float
        0 for a flat chest, 1 for a full bust.
    muscle : float
        How much shoulder blades and muscles of the back stand out.
    palm_wide, palm_long : float
        Breadth and length of the palm between the same wrist and fingertips, so that a short palm
        has long fingers.
    fingers : float
        Thickness of the fingers.
    """

    shoulders: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    neck: float = 1.0
    limbs: float = 1.0
    bust: float = 0.0
    muscle: float = 1.0
    palm_wide: float = 1.0
    palm_long: float = 1.0
    fingers: float = 1.0


@dataclass(frozen=True, slots=True)
class Glasses:
    """A pair of glasses.

    Attributes
    ----------
    half_width_cm, half_height_cm : float
        Half the width and height of a lens.
    rim_cm : float
        Radius of the rim's section: 0.06 is wire, 0.2 thick plastic.
    colour : Rgb
        8-bit sRGB.
    """

    half_width_cm: float
    half_height_cm: float
    rim_cm: float
    colour: Rgb


@dataclass(frozen=True, slots=True)
class Look:
    """One person: colours are 8-bit sRGB, `seed` varies what chance decides (hair, brows).

    Attributes
    ----------
    beard : float
        How dense a beard is, 0 to 1; `beard_kind` says where it grows.
    tone : int
        Nearest of the ten Monk Skin Tones, 1 (lightest) to 10.
    palm : Rgb, optional
        Inside of the hands, where it is lighter than the skin elsewhere.
    drawing : Drawing
        In which way the person is drawn.
    """

    name: str
    skin: Rgb
    lip: Rgb
    blush: Rgb
    hair: Rgb
    iris: Rgb
    cloth: Rgb
    trousers: Rgb
    hairstyle: Hairstyle
    top: Top = "tshirt"
    beard: float = 0.0
    face: Face = field(default_factory=Face)
    build: Build = field(default_factory=Build)
    seed: int = 0
    tone: int = 4
    beard_kind: BeardKind = "stubble"
    glasses: Glasses | None = None
    palm: Rgb | None = None
    drawing: Drawing = "studio"


_FEMININE: Final = Build(0.89, 0.90, 1.02, 0.86, 0.86, 0.8, 0.55)

LOOKS: Final[dict[str, Look]] = {
    look.name: look
    for look in (
        Look(
            name="hazel",
            skin=(229, 182, 156),
            lip=(196, 112, 106),
            blush=(224, 140, 122),
            hair=(92, 58, 38),
            iris=(88, 104, 78),
            cloth=(108, 142, 138),
            trousers=(70, 78, 96),
            hairstyle="tied",
            face=Face(jaw=0.92, cheek=1.05, nose=0.9, lips=1.12, brow=0.6, chin_cm=-0.4, smile=0.7),
            build=_FEMININE,
            seed=3,
            tone=4,
        ),
        Look(
            name="umber",
            skin=(120, 78, 56),
            lip=(122, 66, 58),
            blush=(128, 72, 52),
            hair=(28, 22, 20),
            iris=(52, 32, 20),
            cloth=(206, 170, 96),
            trousers=(74, 66, 60),
            hairstyle="curls",
            top="tank",
            face=Face(jaw=0.95, cheek=1.1, nose=1.12, lips=1.3, brow=0.65, chin_cm=-0.3, smile=0.7),
            build=_FEMININE,
            seed=5,
            tone=7,
        ),
        Look(
            name="birch",
            skin=(222, 170, 144),
            lip=(184, 108, 98),
            blush=(216, 128, 108),
            hair=(122, 92, 62),
            iris=(84, 112, 134),
            cloth=(74, 94, 128),
            trousers=(88, 82, 74),
            hairstyle="crop",
            beard=0.35,
            face=Face(jaw=1.04, nose=1.02, lips=0.92, brow=1.1, chin_cm=0.2),
            build=Build(waist=1.07, hips=0.95),
            seed=7,
            tone=4,
        ),
        Look(
            name="walnut",
            skin=(88, 57, 42),
            lip=(98, 56, 50),
            blush=(96, 54, 40),
            hair=(20, 17, 16),
            iris=(40, 26, 18),
            cloth=(196, 198, 192),
            trousers=(58, 70, 84),
            hairstyle="shaved",
            beard=0.45,
            face=Face(jaw=1.03, nose=1.18, lips=1.22, brow=1.0, chin_cm=0.1),
            build=Build(shoulders=1.03, waist=1.08, hips=0.95, muscle=1.2),
            seed=11,
            tone=8,
        ),
        Look(
            name="olive",
            skin=(190, 138, 102),
            lip=(166, 96, 84),
            blush=(190, 112, 84),
            hair=(36, 28, 26),
            iris=(62, 40, 26),
            cloth=(232, 226, 214),
            trousers=(96, 74, 66),
            hairstyle="swept",
            top="robe",
            face=Face(jaw=1.0, cheek=1.0, nose=1.0, lips=1.0, brow=1.0, smile=0.6),
            build=Build(shoulders=0.96, waist=1.1, hips=0.96, muscle=0.8),
            seed=13,
            tone=5,
        ),
    )
}
"""People to choose from: from light to dark, men and women."""
