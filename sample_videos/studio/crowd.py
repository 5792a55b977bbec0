"""People drawn by chance: ten skin tones, faces, builds, hair, glasses and clothes.

The tones are the Monk Skin Tone scale's (Ellis Monk with Google, https://skintone.google, CC BY
4.0). Its swatches are made to be looked at on a white page and reach from nearly white to nearly
black. Skin under a lamp is narrower than that, so a swatch gives hue and order, and its lightness
and colourfulness are brought into the range of skin (the numbers are ours).
"""

from __future__ import annotations

from typing import Final, TypeVar

import cv2
import numpy as np

from sample_videos.studio.looks import (
    BeardKind,
    Build,
    Face,
    Glasses,
    Hairstyle,
    Look,
    Rgb,
    Top,
)
from sample_videos.studio.primitives import Floats

MONK_SWATCHES: Final[tuple[Rgb, ...]] = (
    (0xF6, 0xED, 0xE4),
    (0xF3, 0xE7, 0xDB),
    (0xF7, 0xEA, 0xD0),
    (0xEA, 0xDA, 0xBA),
    (0xD7, 0xBD, 0x96),
    (0xA0, 0x7E, 0x56),
    (0x82, 0x5C, 0x43),
    (0x60, 0x41, 0x34),
    (0x3A, 0x31, 0x2A),
    (0x29, 0x24, 0x20),
)
"""The ten tones, lightest first, as published."""
TONES: Final = range(1, 11)
_LIGHTNESS: Final = (24.0, 78.0)
"""L* of the skin of tones 10 and 1: what 4 to 53 % of the light that falls on it gives back."""
_RUDDY: Final = (12.5, 18.5)
"""a* and b* towards which the swatches' are brought half of the way: blood shows through skin."""

_T = TypeVar("_T")

_FEMININE_HAIR: Final[dict[Hairstyle, float]] = {
    "long": 0.27, "tied": 0.2, "bob": 0.16, "curls": 0.12, "fringe": 0.08, "crop": 0.09,
    "shaved": 0.03, "swept": 0.05,
}  # fmt: skip
_MASCULINE_HAIR: Final[dict[Hairstyle, float]] = {
    "crop": 0.28, "shaved": 0.14, "swept": 0.14, "fringe": 0.1, "curls": 0.1, "bald": 0.1,
    "receding": 0.09, "tied": 0.03, "bob": 0.02,
}  # fmt: skip
_TOPS: Final[dict[Top, float]] = {"tshirt": 0.42, "tank": 0.18, "robe": 0.14, "sleeves": 0.26}
_BEARDS: Final[dict[BeardKind, float]] = {
    "stubble": 0.55, "full": 0.22, "goatee": 0.15, "moustache": 0.08,
}  # fmt: skip
_CLOTHS: Final[tuple[Rgb, ...]] = (
    (228, 226, 220), (206, 170, 96), (108, 142, 138), (74, 94, 128), (40, 44, 52), (150, 58, 56),
    (178, 120, 132), (96, 116, 76), (220, 196, 176), (84, 70, 108), (190, 196, 204), (58, 104, 122),
    (122, 84, 58), (232, 214, 120), (30, 30, 32),
)  # fmt: skip
_LIGHT_HAIR: Final[tuple[Rgb, ...]] = (
    (196, 160, 106), (150, 112, 70), (122, 84, 54), (92, 58, 38), (60, 42, 32), (146, 74, 42),
    (36, 28, 26),
)  # fmt: skip
_DARK_HAIR: Final[tuple[Rgb, ...]] = ((36, 28, 26), (24, 20, 19), (18, 16, 16), (48, 34, 28))
_FAIR_HAIR: Final = (0.95, 0.9, 0.75, 0.55, 0.2, 0.0)
_FAIR_EYES: Final = (0.85, 0.75, 0.6, 0.4, 0.15, 0.02)
"""How often hair and eyes are taken from the lighter colours, for tones 1 to 6 and above (ours)."""
_GREY_HAIR: Final[tuple[Rgb, ...]] = ((172, 170, 166), (120, 118, 116), (210, 208, 202))
_LIGHT_IRIS: Final[tuple[Rgb, ...]] = (
    (84, 112, 134), (104, 128, 142), (88, 104, 78), (96, 84, 52), (74, 48, 30),
)  # fmt: skip
_DARK_IRIS: Final[tuple[Rgb, ...]] = ((62, 40, 26), (48, 30, 20), (38, 25, 18))
_RIMS: Final[tuple[Rgb, ...]] = (
    (24, 22, 22), (70, 44, 28), (150, 146, 140), (168, 136, 78), (46, 58, 84), (120, 40, 44),
)  # fmt: skip


def draw_look(rng: np.random.Generator, tone: int | None = None) -> Look:
    """Return a person drawn by chance.

    Parameters
    ----------
    rng : numpy.random.Generator
        The same state gives the same person.
    tone : int, optional
        Monk Skin Tone, 1 (lightest) to 10; drawn evenly if not given.
    """
    drawn = int(rng.integers(1, 11))
    tone = drawn if tone is None else tone
    if tone not in TONES:
        raise ValueError(f"tone {tone} is not on the Monk scale, which goes from 1 to 10")
    seed = int(rng.integers(1, 2**31))
    feminine = bool(rng.random() < 0.5)
    skin = centre_lab(tone) + rng.normal(0.0, (1.2, 1.2, 1.6)).clip(-3.0, 3.0)
    iris = _LIGHT_IRIS if rng.random() < _FAIR_EYES[min(tone, 6) - 1] else ()
    kind = _pick(rng, _BEARDS)
    bearded = not feminine and rng.random() < 0.6
    beard = float(rng.uniform(0.25, 0.6) if kind == "stubble" else rng.uniform(0.7, 0.95))
    return Look(
        name=f"drawn-{seed:08x}",
        skin=to_rgb(skin),
        lip=to_rgb(_lip_lab(rng, skin, feminine)),
        blush=to_rgb(skin + np.array((-5.0, 9.0, 2.0) if tone < 7 else (-2.0, 4.0, 2.0))),
        hair=_varied(rng, _hair_colours(rng, tone)),
        iris=_varied(rng, iris or _DARK_IRIS),
        cloth=_varied(rng, _CLOTHS),
        trousers=_varied(rng, _CLOTHS),
        hairstyle=_pick(rng, _FEMININE_HAIR if feminine else _MASCULINE_HAIR),
        top=_pick(rng, _TOPS),
        beard=beard if bearded else 0.0,
        face=_draw_face(rng, feminine, tone),
        build=_draw_build(rng, feminine),
        seed=seed,
        tone=tone,
        beard_kind=kind,
        glasses=_draw_glasses(rng) if rng.random() < 0.2 else None,
        palm=to_rgb(_palm_lab(skin)),
    )


def centre_lab(tone: int) -> Floats:
    """Return L*, a*, b* of the albedo in the middle of a Monk tone."""
    swatches = np.array([to_lab(swatch) for swatch in MONK_SWATCHES])
    # the third swatch is a hair lighter than the second, if yellower
    light = np.minimum.accumulate(swatches[:, 0])
    share = (light[tone - 1] - light[-1]) / (light[0] - light[-1])
    ruddy = np.array(_RUDDY) * (0.65 + 0.35 * np.sin(np.pi * (0.1 + 0.7 * share)))
    chroma = 0.35 * swatches[tone - 1, 1:] + 0.65 * ruddy
    low, high = _LIGHTNESS
    return np.array((low + (high - low) * share, *chroma))


def to_lab(rgb: Rgb) -> Floats:
    """Return L*, a*, b* of an 8-bit sRGB colour."""
    picture = np.array([[rgb]], np.float32) / 255.0
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab)[0, 0], float)


def to_rgb(lab: Floats) -> Rgb:
    """Return the 8-bit sRGB colour nearest to L*, a*, b*."""
    picture = cv2.cvtColor(np.array([[lab]], np.float32), cv2.COLOR_Lab2RGB)[0, 0]
    r, g, b = (int(c) for c in np.rint(255.0 * np.clip(picture, 0.0, 1.0)))
    return r, g, b


def _pick(rng: np.random.Generator, shares: dict[_T, float]) -> _T:
    """Draw a key by the shares, which need not add up to 1."""
    weights = np.array(list(shares.values()))
    return list(shares)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def _varied(rng: np.random.Generator, colours: tuple[Rgb, ...]) -> Rgb:
    """Draw one of the colours, a little off."""
    lab = to_lab(colours[int(rng.integers(len(colours)))])
    return to_rgb(lab + rng.normal(0.0, (2.5, 1.5, 1.5)))


def _hair_colours(rng: np.random.Generator, tone: int) -> tuple[Rgb, ...]:
    if rng.random() < 0.15:
        return _GREY_HAIR
    return _LIGHT_HAIR if rng.random() < _FAIR_HAIR[min(tone, 6) - 1] else _DARK_HAIR


def _lip_lab(rng: np.random.Generator, skin_lab: Floats, feminine: bool) -> Floats:
    """Return the lips' colour: redder and darker than the skin, more so where it is light."""
    light = np.clip((skin_lab[0] - 24.0) / 56.0, 0.0, 1.0)
    red = 7.0 + 13.0 * light + rng.normal(0.0, 2.0)
    lip = skin_lab + np.array((-2.0 - 17.0 * light, red, -1.0 - 2.0 * light))
    if feminine and rng.random() < 0.35:
        lip = lip + np.array((-4.0 * light, 12.0, 2.0))  # lipstick
    return np.asarray(lip)


def _palm_lab(skin_lab: Floats) -> Floats:
    """Return the colour of the palm: hardly any pigment, whatever the tone."""
    bare = np.array((66.0, 14.0, 17.0))
    share = np.clip((62.0 - skin_lab[0]) / 60.0, 0.0, 1.0)
    return np.asarray(skin_lab + np.array((1.0, 2.0, 0.0)) + 0.75 * share * (bare - skin_lab))


def _draw_face(rng: np.random.Generator, feminine: bool, tone: int) -> Face:
    """Draw a face; spreads are of the order of those between adults (ours)."""
    broad = rng.normal(0.0, 1.0)  # noses and lips vary together more than apart
    drift = 0.05 * max(0, tone - 5)

    def about(middle: float, spread: float) -> float:
        return float(middle + spread * np.clip(rng.normal(), -2.0, 2.0))

    return Face(
        jaw=about(0.93 if feminine else 1.03, 0.035),
        cheek=about(1.04 if feminine else 1.0, 0.05),
        nose=float(np.clip((0.93 if feminine else 1.0) + drift + 0.05 * broad, 0.8, 1.25)),
        lips=float(np.clip((1.08 if feminine else 0.95) + drift + 0.07 * broad, 0.8, 1.4)),
        brow=about(0.6 if feminine else 1.05, 0.12),
        chin_cm=about(-0.3 if feminine else 0.15, 0.2),
        smile=float(rng.uniform(0.0, 1.0)),
        size=about(0.965 if feminine else 1.01, 0.018),
        width=about(1.035, 0.03),
        height=about(1.0, 0.03),
        depth=about(1.0, 0.025),
        forehead_cm=about(0.0, 0.3),
        eye_gap=about(0.97, 0.025),
        eye=about(1.03 if feminine else 0.98, 0.035),
        brow_cm=about(0.1 if feminine else -0.05, 0.13),
        nose_cm=about(0.0, 0.22),
        nose_out_cm=about(0.0, 0.2),
        mouth_cm=about(0.0, 0.15),
        mouth=about(1.0, 0.05),
        marked=float(rng.uniform(0.6, 1.0)),
        open_cm=float(rng.uniform(0.2, 0.7)) if rng.random() < 0.2 else 0.0,
    )


def _draw_build(rng: np.random.Generator, feminine: bool) -> Build:
    stout = rng.normal(0.0, 0.035)

    def about(middle: float, share: float = 1.0) -> float:
        return float(middle + share * np.clip(stout, -0.07, 0.07) + rng.normal(0.0, 0.012))

    if feminine:
        bust = float(rng.uniform(0.4, 1.0))
        return Build(
            about(0.89, 0.3), about(0.9), about(1.02), about(0.87, 0.6), about(0.87, 0.6), bust,
            float(rng.uniform(0.4, 0.8)),
        )  # fmt: skip
    return Build(
        about(1.0, 0.3), about(1.06), about(0.96), about(0.99, 0.8), about(0.99, 0.6), 0.0,
        float(rng.uniform(0.8, 1.25)),
    )  # fmt: skip


def _draw_glasses(rng: np.random.Generator) -> Glasses:
    """Draw wire or plastic frames, round or wide."""
    thin = rng.random() < 0.5
    height = float(rng.uniform(1.7, 2.4))
    return Glasses(
        half_width_cm=float(rng.uniform(max(2.35, height), 2.75)),
        half_height_cm=height,
        rim_cm=float(rng.uniform(0.06, 0.09) if thin else rng.uniform(0.13, 0.2)),
        colour=_varied(rng, _RIMS),
    )
