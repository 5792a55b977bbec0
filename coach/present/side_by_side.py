"""The video of a pupil beside a teacher, in step with each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import cv2
import numpy as np

from coach.body.scale import to_cm
from coach.present.brush import DARK, WHITE, Picture, cased_line, disc, line, rgb
from coach.present.lettering import Lettering, TextLine
from coach.present.marks import MARKS, Mark
from coach.present.overlay import GHOST, GHOST_OPACITY, draw_head, pen_px, text_px
from coach.present.paths import to_known_px, worked_side
from coach.present.reference import Reference
from coach.present.teacher_pane import TeacherPane
from coach.teaching.compare import Beside, Comparison
from coach.teaching.in_step import Turn, moment_of, turns
from coach.types import HANDS, Chart, Frame, Sense, Side, Update, Verdict, View

__all__ = ["Panes", "SideBySide", "panes", "sides_of"]

WIDEST_PX, HIGHEST_PX = 1920, 1080
"""Both pictures together fit on a usual screen."""
LOWEST_PX = 240
"""Lower clips are shown larger: letters have to be read."""
GAP_PX = 4
LINGER_S = 1.0
"""A repetition that is over is still told of for so long."""


@dataclass(frozen=True, slots=True)
class Panes:
    """Sizes of the two pictures, pixels: of one height, all even."""

    height_px: int
    pupil_px: int
    teacher_px: int


def panes(pupil: tuple[float, float], teacher: tuple[float, float]) -> Panes:
    """Scale two pictures to one height, neither of them distorted.

    Parameters
    ----------
    pupil, teacher
        Width and height of each, in any unit of its own; the higher number is the most that the
        height comes to, within what fits on a screen.
    """
    ratios = [width / height for width, height in (pupil, teacher)]
    wanted = max(LOWEST_PX, min(max(pupil[1], teacher[1]), HIGHEST_PX))
    # Rounded down, and with 2 px to spare: either width may be rounded up by one.
    fits = 2 * int((WIDEST_PX - GAP_PX - 2) / sum(ratios) / 2)
    height = min(_even(wanted), fits)
    return Panes(height, *(max(2, _even(height * ratio)) for ratio in ratios))


def sides_of(found: Comparison) -> tuple[Side, ...]:
    """Give the sides of the body on which a pupil did it."""
    worked = {worked_side(found.technique.chart, row.side) for row in found.rows}
    return tuple(side for side in HANDS if side in worked)


class SideBySide:
    """Draws the pupil's frame with what is to be seen on it, and the teacher's beside it.

    Parameters
    ----------
    found
        The pupil beside the technique.
    teacher
        Gives pictures of the size that `sizes` says.
    """

    def __init__(self, found: Comparison, teacher: TeacherPane, sizes: Panes) -> None:
        self._technique = found.technique
        self._turns = turns(found)
        self._teacher, self._sizes = teacher, sizes
        self._reference = Reference.of(found.technique, ())
        self._sides = sides_of(found)
        self._lettering = Lettering()

    def draw(self, frame: Frame, update: Update | None) -> Picture:
        """Give the picture of both for a frame of the pupil's."""
        turn = self._turn(frame.t_s)
        over = turn is not None and frame.t_s > turn.end_s
        pupil = self._pupil(frame, update, turn)
        teacher = self._teacher.at(frame.t_s, None if over else turn)
        self._label(pupil, "pupil", self._count(frame.t_s))
        self._label(teacher, self._teacher.label)
        if turn is not None:
            self._tell(pupil, turn, frame.t_s)
        gap = np.full((self._sizes.height_px, GAP_PX, 3), DARK, np.uint8)
        return np.concatenate([pupil, gap, teacher], axis=1)

    def _turn(self, t_s: float) -> Turn | None:
        """Give the repetition that goes on, or is just over."""
        index = self._begun(t_s)
        if index == 0 or t_s > self._turns[index - 1].end_s + LINGER_S:
            return None
        return self._turns[index - 1]

    def _begun(self, t_s: float) -> int:
        return bisect_right([turn.start_s for turn in self._turns], t_s)

    def _pupil(self, frame: Frame, update: Update | None, turn: Turn | None) -> Picture:
        canvas = np.array(frame.image_rgb, dtype=np.uint8, order="C", copy=True)
        chart = update.chart(self._technique.chart) if update is not None else None
        right_way_round = update is not None and update.view in (self._technique.view, View.UNKNOWN)
        if chart is not None and right_way_round:
            self._draw_upon(canvas, chart, turn, frame.t_s)
        size_px = (self._sizes.pupil_px, self._sizes.height_px)
        shrinks = size_px[1] < canvas.shape[0]
        scaled = cv2.resize(
            canvas, size_px, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        )
        return np.asarray(scaled, dtype=np.uint8)

    def _draw_upon(self, canvas: Picture, chart: Chart, turn: Turn | None, t_s: float) -> None:
        placed = self._reference.on(chart, self._sides)
        pen = pen_px(canvas, placed)
        soft = canvas.copy()
        placed.draw_ghost(soft, GHOST, pen)
        cv2.addWeighted(soft, GHOST_OPACITY, canvas, 1 - GHOST_OPACITY, 0, dst=canvas)
        for row in turn.rows if turn is not None else ():
            now = moment_of(row, t_s)
            gone_px = to_known_px(chart, now.gone_uv)
            mark = self._mark(row)
            cased_line(canvas, gone_px, rgb(mark.picture), pen, mark.dash)
            draw_head(canvas, gone_px, rgb(mark.picture), pen * 3.6)
            if t_s <= row.end_s:
                (right_px,) = to_known_px(chart, now.right_uv[None])
                line(canvas, np.stack([gone_px[-1], right_px]), WHITE, pen * 0.5)
                disc(canvas, right_px, pen * 1.5, DARK)
                disc(canvas, right_px, pen * 1.1, WHITE)

    def _mark(self, row: Beside) -> Mark:
        if row.sense is Sense.REVERSED:
            return MARKS[Verdict.REVERSED]
        near = row.gap_cm <= self._technique.off_path_cm
        return MARKS[Verdict.GOOD if near else Verdict.OFF_PATH]

    def _count(self, t_s: float) -> str:
        begun = self._begun(t_s)
        return f"repetition {begun} of {len(self._turns)}" if begun else ""

    def _label(self, pane: Picture, name: str, more: str = "") -> None:
        size = text_px(pane.shape[0])
        room = pane.shape[1] - 3 * size
        lines = self._lettering.wrap(name, round(size * 1.25), room)
        if more:
            lines = (*lines, *self._lettering.wrap(more, size, room))
        self._lettering.plate(lines).lay_on(pane, size // 2, size // 2)

    def _tell(self, pane: Picture, turn: Turn, t_s: float) -> None:
        """Write how far the pupil is from the way, at the foot of the picture."""
        size = text_px(pane.shape[0])
        reversed_ = turn.nearest.sense is Sense.REVERSED
        text = "the other way round" if reversed_ else self._gap_words(turn, t_s)
        mark = MARKS[Verdict.REVERSED] if reversed_ else None
        lines: tuple[TextLine, ...] = self._lettering.wrap(text, size, pane.shape[1] - 4 * size)
        plate = self._lettering.plate(lines, mark=mark)
        plate.lay_on(pane, size // 2, pane.shape[0] - size // 2 - plate.opacity.shape[0])

    def _gap_words(self, turn: Turn, t_s: float) -> str:
        over = t_s > turn.end_s
        gaps_cm = [row.gap_cm if over else self._gap_cm(row, t_s) for row in turn.rows]
        if len(gaps_cm) == 1:
            words = f"{gaps_cm[0]:.1f} cm off"
        else:
            hands = zip(turn.rows, gaps_cm, strict=True)
            words = ", ".join(f"{row.side} {gap_cm:.1f}" for row, gap_cm in hands) + " cm off"
        return f"{words} in the mean" if over else words

    def _gap_cm(self, row: Beside, t_s: float) -> float:
        now = moment_of(row, t_s)
        places_cm = to_cm(self._technique.chart, np.stack([now.gone_uv[-1], now.right_uv]))
        return float(np.hypot(*(places_cm[0] - places_cm[1])))


def _even(length: float) -> int:
    return 2 * round(length / 2)
