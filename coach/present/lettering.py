"""Text on pictures: dark plates with white letters, rendered once and blended many times.

OpenCV 5 brings a TrueType renderer with a built-in sans serif; with OpenCV 4 the stroke font
does, and letters outside ASCII are written without their accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.present.brush import DARK, Picture, icon
from coach.present.marks import Mark

__all__ = ["Lettering", "Plate", "TextLine"]

BOLD = 650
PLATE_OPACITY = 0.78
ICON_SHARE = 1.5
KEPT = 48
"""Plates that are kept; a clip needs about a dozen."""

ASCII_FOR = str.maketrans({"—": "-", "–": "-", "’": "'", "“": '"', "”": '"', "…": "..."})
HERSHEY_HEIGHT_PX = 22.0
"""Height of a capital of OpenCV's duplex stroke font at scale 1."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a plate.

    Attributes
    ----------
    size_px
        Height of the letters' body, as in CSS ``font-size``.
    """

    text: str
    size_px: int


@dataclass(frozen=True, slots=True)
class Plate:
    """A small picture with opacity, ready to be laid over another."""

    image_rgb: Picture
    opacity: NDArray[np.float32]

    def lay_on(self, image: Picture, left: int, top: int) -> None:
        """Blend onto an image; what hangs over its edges is cut off."""
        height, width = self.opacity.shape
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + width, image.shape[1]), min(top + height, image.shape[0])
        if x0 >= x1 or y0 >= y1:
            return
        part = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
        below = np.ascontiguousarray(image[y0:y1, x0:x1])
        opacity = np.ascontiguousarray(self.opacity[part])
        above = np.ascontiguousarray(self.image_rgb[part])
        image[y0:y1, x0:x1] = cv2.blendLinear(above, below, opacity, 1 - opacity)


PlateKey = tuple[TextLine | None, tuple[TextLine, ...], Mark | None]


@dataclass
class Lettering:
    """Writes plates, and remembers those it wrote."""

    _plates: dict[PlateKey, Plate] = field(default_factory=dict)
    _wraps: dict[tuple[str, int, int], tuple[TextLine, ...]] = field(default_factory=dict)
    _face: cv2.FontFace | None = field(
        default_factory=lambda: cv2.FontFace("sans") if hasattr(cv2, "FontFace") else None
    )

    @staticmethod
    def writes_all() -> bool:
        """Tell whether letters outside ASCII can be written."""
        return hasattr(cv2, "FontFace")

    def width_px(self, line: TextLine) -> int:
        """Tell how wide a line will be."""
        if self._face is None:
            scale = line.size_px * 0.72 / HERSHEY_HEIGHT_PX
            size, _ = cv2.getTextSize(_ascii(line.text), cv2.FONT_HERSHEY_DUPLEX, scale, 1)
            return int(size[0])
        rectangle = cv2.getTextSize((9, 9), line.text, (0, 0), self._face, line.size_px, BOLD)
        return int(rectangle[0] + rectangle[2])

    def wrap(self, text: str, size_px: int, width_px: int) -> tuple[TextLine, ...]:
        """Break a text into lines of about the same width that fit.

        A word that is too long gets a line of its own.
        """
        key = (text, size_px, width_px)
        if key not in self._wraps:
            if len(self._wraps) >= KEPT:
                self._wraps.clear()
            lines = self._broken(*key)
            while len(narrower := self._broken(text, size_px, width_px)) <= len(lines):
                lines = narrower
                if (width_px := round(width_px * 0.94)) < size_px:
                    break
            self._wraps[key] = tuple(TextLine(line, size_px) for line in lines)
        return self._wraps[key]

    def _broken(self, text: str, size_px: int, width_px: int) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_px(TextLine(longer, size_px)) <= width_px:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def plate(
        self,
        lines: Sequence[TextLine],
        *,
        big: TextLine | None = None,
        mark: Mark | None = None,
    ) -> Plate:
        """Give a plate: a big text or a verdict's icon on the left, lines of text beside it."""
        key = (big, tuple(lines), mark)
        if key not in self._plates:
            if len(self._plates) >= KEPT:
                self._plates.pop(next(iter(self._plates)))
            self._plates[key] = self._render(*key)
        return self._plates[key]

    def _render(
        self, big: TextLine | None, lines: tuple[TextLine, ...], mark: Mark | None
    ) -> Plate:
        size = max([line.size_px for line in lines] + ([big.size_px // 2] if big else []))
        gap = round(size * 0.6)
        row = round(size * 1.28)
        icon_px = round(size * ICON_SHARE) if mark else 0
        beside = (self.width_px(big) if big else icon_px) + (gap if lines and (big or mark) else 0)
        widest = max((self.width_px(line) for line in lines), default=0)
        inner = max(row * len(lines), round(big.size_px * 0.95) if big else 0, icon_px)
        height = inner + round(size * 0.7)
        width = gap * 2 + beside + widest
        letters = np.zeros((height, width), np.uint8)
        if big:
            self._write(letters, big, gap, round(height / 2 + big.size_px * 0.36))
        first = (height - row * len(lines)) / 2
        for number, line in enumerate(lines):
            baseline = round(first + row * (number + 0.5) + line.size_px * 0.36)
            self._write(letters, line, gap + beside, baseline)
        return _compose(letters, size, mark, gap + icon_px / 2)

    def _write(self, letters: Picture, line: TextLine, x: int, baseline: int) -> None:
        if self._face is None:
            scale = line.size_px * 0.72 / HERSHEY_HEIGHT_PX
            width = max(1, round(line.size_px / 11))
            where, font = (x, baseline), cv2.FONT_HERSHEY_DUPLEX
            cv2.putText(letters, _ascii(line.text), where, font, scale, (255,), width, cv2.LINE_AA)
        else:
            cv2.putText(letters, line.text, (x, baseline), (255,), self._face, line.size_px, BOLD)


def _compose(letters: Picture, size: int, mark: Mark | None, icon_x: float) -> Plate:
    height, width = letters.shape
    corner = max(1, min(round(size * 0.45), height // 3, width // 3))
    panel = np.zeros((height, width), np.uint8)
    cv2.rectangle(panel, (corner, 0), (width - 1 - corner, height - 1), (255,), cv2.FILLED)
    cv2.rectangle(panel, (0, corner), (width - 1, height - 1 - corner), (255,), cv2.FILLED)
    for x in (corner, width - 1 - corner):
        for y in (corner, height - 1 - corner):
            cv2.circle(panel, (x, y), corner, (255,), cv2.FILLED, cv2.LINE_AA)
    ink = letters.astype(np.float32) / 255
    opacity = np.maximum(panel.astype(np.float32) / 255 * PLATE_OPACITY, ink)
    image = (np.array(DARK) * (1 - ink[..., None]) + 255 * ink[..., None]).astype(np.uint8)
    if mark:
        centre = np.array([icon_x, (height - 1) / 2])
        radius = size * ICON_SHARE / 2
        icon(image, mark, centre, radius * 0.92)
        solid = np.zeros((height, width), np.uint8)
        where = (round(icon_x), height // 2)
        cv2.circle(solid, where, round(radius), (255,), cv2.FILLED, cv2.LINE_AA)
        opacity = np.maximum(opacity, solid.astype(np.float32) / 255)
    return Plate(image, opacity)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(ASCII_FOR))
    return plain.encode("ascii", "ignore").decode()
