"""What Coach lays over the picture: the ghost of the technique, trails, the counter, one cue.

Everything follows the person: the reference goes through the frame's own chart. Where no chart
holds, nothing that needs it is drawn: rather nothing than something wrong. Sizes follow the
picture; text is at least 1/22 of its height.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from coach.present.brush import (
    DARK,
    WHITE,
    Colour,
    Picture,
    cased_line,
    icon,
    line,
    polygon,
    rgb,
)
from coach.present.lettering import Lettering, TextLine
from coach.present.paths import MIDDLE_UV, arrow_head, beside, to_known_px, worked_side
from coach.present.reference import PlacedReference, Reference
from coach.present.silhouette import hand_outline
from coach.present.tongue import ENGLISH, Tongue
from coach.present.words import MARKS, VERDICT_WORDS, Mark
from coach.techniques.library import Library
from coach.techniques.schema import Hands, Technique
from coach.types import HANDS, Attempt, Chart, FloatArray, Side, Update, Verdict, View

__all__ = ["GHOST", "GHOST_OPACITY", "Overlay", "draw_head", "pen_px", "text_px"]

LINGER_S = 1.0
"""How long a finished trail stays."""

CUE_S = 2.2
"""How long a cue stays: time to read a short sentence."""

TITLE_S = 5.0
"""How long the technique's name stands at the beginning; then the head has the room."""

TEXT_SHARE = 1 / 22
"""Height of the letters over the picture's."""

SMALLEST_TEXT_PX = 8
NARROW = 16
"""In pictures narrower than this many letter heights, a cue's icon sits on top of its plate."""

TALLEST_CUE = 0.5
"""A cue that would cover more of the picture is cut down to the verdict."""

Sign = tuple[Mark, FloatArray, float]
"""A mark, where it stands in the picture, and its radius."""

GHOST_OPACITY = 0.6
GHOST: Colour = (236, 244, 255)
ZONE: Colour = (255, 178, 214)


@dataclass
class Overlay:
    """Draws on the frames of one clip or one live session.

    Attributes
    ----------
    library
        For the places to keep off.
    technique
        The one being practised; without it there is no ghost.
    attempts
        All that are known. A list may grow while it is in use (live practice).
    mirrored
        Give the picture as in a mirror; what is written stays readable.
    linger_s, cue_s
        How long a finished trail and a cue stay.
    tongue
        Of all that is written but cues and names, which come in the right language.
    """

    library: Library
    technique: Technique | None
    attempts: Sequence[Attempt]
    mirrored: bool = False
    linger_s: float = LINGER_S
    cue_s: float = CUE_S
    tongue: Tongue = ENGLISH

    def __post_init__(self) -> None:
        technique = self.technique
        self._lettering = Lettering()
        self._reference = (
            Reference.of(technique, self.library.zones_of(technique)) if technique else None
        )

    def draw(self, image_rgb: Picture, update: Update) -> Picture:
        """Give a new picture with everything that belongs to this frame on it.

        Parameters
        ----------
        image_rgb
            (height, width, 3) uint8; it is left as it is.
        update
            What the session made of this frame.
        """
        canvas = np.array(image_rgb, dtype=np.uint8, order="C", copy=True)
        placed = self._placed(update)
        pen = pen_px(canvas, placed)
        soft = canvas.copy()
        for joints_px in update.hands_px:
            for outline in hand_outline(joints_px):
                line(soft, outline, WHITE, pen * 0.4)
        if placed:
            placed.draw_zones(soft, ZONE, pen)
            placed.draw_ghost(soft, GHOST, pen)
        cv2.addWeighted(soft, GHOST_OPACITY, canvas, 1 - GHOST_OPACITY, 0, dst=canvas)
        shown = [a for a in self.attempts if a.start_s <= update.t_s <= a.end_s + self.linger_s]
        if placed and not shown:
            placed.draw_dot(canvas, update.t_s, pen)
        signs = [
            sign
            for attempt in shown
            for sign in self._draw_attempt(canvas, attempt, update, placed, pen)
        ]
        if self.mirrored:
            canvas = np.ascontiguousarray(canvas[:, ::-1])
        for mark, place_px, radius in signs:
            icon(canvas, mark, self._shown_px(place_px, canvas.shape[1]), radius)
        self._draw_counter(canvas, update.t_s)
        self._draw_cue(canvas, update.t_s)
        return canvas

    def _placed(self, update: Update) -> PlacedReference | None:
        """Lay the reference on the person, if this frame shows them the right way round."""
        if self.technique is None or self._reference is None:
            return None
        chart = update.chart(self.technique.chart)
        if chart is None or update.view not in (self.technique.view, View.UNKNOWN):
            return None
        return self._reference.on(chart, self._sides())

    def _sides(self) -> tuple[Side, ...]:
        """Sides of the body on which the technique is done, as far as is known; else both."""
        worked = {worked_side(a.chart, a.side) for a in self.attempts}
        used = tuple(side for side in HANDS if worked & {side, Side.BOTH})
        if self.technique is not None and self.technique.hands is Hands.EITHER and used:
            return used
        return HANDS

    def _draw_attempt(
        self,
        canvas: Picture,
        attempt: Attempt,
        update: Update,
        placed: PlacedReference | None,
        pen: float,
    ) -> list[Sign]:
        """Draw where it went; give the signs of its verdict, which are never mirrored."""
        chart = update.chart(attempt.chart)
        if chart is None:
            return []
        mark = MARKS[attempt.verdict]
        if attempt.verdict is Verdict.REVERSED and placed:
            for path_px in _paths_of(attempt, placed):
                _draw_right_way(canvas, path_px, pen)
        colour = rgb(mark.picture)
        away_from = to_known_px(chart, MIDDLE_UV[attempt.chart][None])[0]
        signs = []
        for path_px in _gone_px(attempt, chart, update.t_s):
            width = pen * (0.65 if attempt.verdict is Verdict.NOT_JUDGED else 1.0)
            cased_line(canvas, path_px, colour, width, mark.dash)
            draw_head(canvas, path_px, colour, width * 3.6)
            if update.t_s >= attempt.end_s:
                signs.append((mark, beside(path_px, 0.5, away_from, pen * 6.5), pen * 3.8))
        return signs

    def _shown_px(self, place_px: FloatArray, width: int) -> FloatArray:
        """Give where a place of the picture is shown."""
        return np.array([width - 1 - place_px[0], place_px[1]]) if self.mirrored else place_px

    def _draw_counter(self, canvas: Picture, t_s: float) -> None:
        height, width = canvas.shape[:2]
        size = text_px(height)
        counted = [a for a in self.attempts if a.counted and a.end_s <= t_s]
        big = TextLine(str(len(counted)), round(size * 2.1))
        lines = [TextLine(text, size) for text in self._beside_counter(counted, t_s)]
        room = width - size
        while lines and self._lettering.plate(lines, big=big).opacity.shape[1] > room:
            lines.pop()
        self._lettering.plate(lines, big=big).lay_on(canvas, size // 2, size // 2)

    def _beside_counter(self, counted: Sequence[Attempt], t_s: float) -> Iterator[str]:
        technique = self.technique
        if technique is None:
            yield self.tongue("repetition" if len(counted) == 1 else "repetitions")
        elif technique.hands is Hands.BOTH:
            goal = technique.repetitions
            yield self.tongue(f"of {goal}" if len(counted) <= goal else "repetitions")
        else:
            left = sum(a.side is not Side.RIGHT for a in counted)
            right = sum(a.side is not Side.LEFT for a in counted)
            yield self.tongue(f"left {left}, right {right}")
        if technique is not None and t_s < TITLE_S:
            yield technique.name

    def _draw_cue(self, canvas: Picture, t_s: float) -> None:
        fresh = [a for a in self.attempts if a.cue and 0 <= t_s - a.end_s <= self.cue_s]
        if not fresh:
            return
        latest = max(fresh, key=lambda attempt: attempt.end_s)
        height, width = canvas.shape[:2]
        size = text_px(height)
        margin = size // 3
        mark = MARKS[latest.verdict]
        narrow = width < NARROW * size
        room = width - 2 * margin - round(size * (1.2 if narrow else 3.4))
        lines = self._lettering.wrap(latest.cue, size, room)
        plate = self._lettering.plate(lines, mark=None if narrow else mark)
        if plate.opacity.shape[0] > height * TALLEST_CUE:
            words = (TextLine(self.tongue(VERDICT_WORDS[latest.verdict]), size),)
            plate, narrow = self._lettering.plate(words, mark=mark), False
        plate_height, plate_width = plate.opacity.shape
        left, top = (width - plate_width) // 2, height - margin - plate_height
        plate.lay_on(canvas, left, top)
        if narrow:
            icon(canvas, mark, np.array([width / 2, top - size * 0.25]), size * 0.7)


def pen_px(canvas: Picture, placed: PlacedReference | None) -> float:
    """Give the width of lines: of the picture, but fine on somebody far away."""
    pen = min(canvas.shape[:2]) / 110
    length_px = placed.length_px if placed else math.nan
    if math.isfinite(length_px):
        pen = min(pen, max(length_px / 18, pen * 0.4))
    return float(max(1.0, pen))


def text_px(height: int) -> int:
    """Give the size of letters for a picture of this height."""
    return max(SMALLEST_TEXT_PX, int(np.ceil(height * TEXT_SHARE)))


def _paths_of(attempt: Attempt, placed: PlacedReference) -> list[FloatArray]:
    worked = worked_side(attempt.chart, attempt.side)
    return [path_px for side, path_px in placed.paths_px.items() if worked in (side, Side.BOTH)]


def _draw_right_way(canvas: Picture, path_px: FloatArray, pen: float) -> None:
    """Draw the bold arrow that shows which way it should have gone."""
    cased_line(canvas, path_px, WHITE, pen * 2.2)
    draw_head(canvas, path_px, WHITE, pen * 6.5)


def draw_head(canvas: Picture, path_px: FloatArray, colour: Colour, size_px: float) -> None:
    """Draw the arrow head that ends a path."""
    head = arrow_head(path_px, size_px)
    if head is not None:
        polygon(canvas, head + (head - head.mean(axis=0)) * 0.35, DARK)
        polygon(canvas, head, colour)


def _gone_px(attempt: Attempt, chart: Chart, t_s: float) -> list[FloatArray]:
    """Give what was gone until now: the left hand's path, and the right one's if there is one."""
    paths = [p for p in (attempt.path_uv, attempt.path_right_uv) if np.isfinite(p).any()]
    share = 1.0 if attempt.pace_s <= 0 else min((t_s - attempt.start_s) / attempt.pace_s, 1.0)
    gone = []
    for path in paths:
        place = share * (len(path) - 1)
        step = min(int(place), len(path) - 2)
        tip = path[step] + (path[step + 1] - path[step]) * (place - step)
        gone.append(to_known_px(chart, np.concatenate([path[: step + 1], tip[None]])))
    return gone
