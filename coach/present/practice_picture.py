"""The picture of practice in a window: the person as in a mirror, and what to do."""

from __future__ import annotations

import numpy as np

from coach.coaching.framing import Hint
from coach.coaching.guided import Moment, Stage
from coach.present.brush import Picture
from coach.present.lettering import Lettering, TextLine
from coach.present.overlay import Overlay, text_px
from coach.present.reminding import Reminding
from coach.present.routine_words import standing_line
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import Attempt, ChartName, View

__all__ = ["HINT_WORDS", "KEY_WORDS", "PracticePicture"]

KEY_WORDS = "space or an open palm: pause, n: next, q: stop, h: it hurts"
PAUSED, AWAY = "Paused", "Paused while you are away. Come back into the picture to go on."
RESTING = "Paused. Hold an open palm up again to go on."
SHOW: dict[tuple[ChartName, View], str] = {
    (ChartName.TORSO, View.BACK): "Show the back from the shoulders to the hips.",
    (ChartName.TORSO, View.FRONT): "Show yourself from the shoulders to the hips.",
    (ChartName.NECK, View.BACK): "Show head and shoulders from behind.",
    (ChartName.LEG, View.BACK): "Show the legs from behind, from the hips to the feet.",
    (ChartName.LEG, View.FRONT): "Show the legs from the hips to the feet.",
    (ChartName.ARM, View.FRONT): "Show the arm from the shoulder to the hand.",
    (ChartName.HAND, View.FRONT): "Show both hands, the massaged one flat before the camera.",
}
"""What has to be in the picture; where nothing is said, head and shoulders."""
HINT_WORDS: dict[Hint, str] = {
    Hint.LOOKING: "Let me see you.",
    Hint.FINE: "Good. Hold still for a moment.",
    Hint.BLACK: "The picture is black. Is something covering the camera?",
    Hint.DARK: "It's too dark. More light, please, from the front.",
    Hint.NOBODY: "I can't see anybody. Step in front of the camera.",
    Hint.TURN_BACK: "Turn your back to the camera.",
    Hint.TURN_FRONT: "Turn your face to the camera.",
    Hint.COME_CLOSER: "Come closer.",
    Hint.STEP_BACK: "Move back a little.",
    Hint.SHOW_BODY: "Show head and shoulders, so that I know where your hands are.",
    Hint.INTO_MIDDLE: "Move into the middle of the picture.",
}
LINGER_S, CUE_S = 3.0, 5.0
"""Verdicts come a second or more after their strokes: trails and cues stay that much longer."""


class PracticePicture:
    """Draws one practice.

    Parameters
    ----------
    library
        For the places to keep off.
    technique
        The one that is practised.
    reminding
        Goes on from one picture's technique to the next one's; None to begin anew.
    """

    def __init__(
        self, library: Library, technique: Technique, reminding: Reminding | None = None
    ) -> None:
        self._library = library
        self._reminding = reminding if reminding is not None else Reminding()
        self._show = SHOW.get((technique.chart, technique.view), HINT_WORDS[Hint.SHOW_BODY])
        self._attempts: list[Attempt] = []
        self._lettering = Lettering()
        self._overlay = Overlay(
            library, technique, self._attempts, mirrored=True, linger_s=LINGER_S, cue_s=CUE_S
        )

    def draw(self, image_rgb: Picture, moment: Moment) -> Picture:
        """Give the picture of one frame, as in a mirror, with all that belongs to it."""
        self._attempts += moment.finished
        if moment.stage is Stage.RESTING:
            return self.paused(image_rgb, RESTING)
        canvas = self._overlay.draw(image_rgb, moment.update)
        reminder = self._reminding.words(moment)
        if moment.stage is Stage.FRAMING:
            self._tell(canvas, self._hint(moment.hint), KEY_WORDS)
        elif moment.stage is Stage.AWAY:
            self._tell(canvas, AWAY, KEY_WORDS)
        elif moment.update.standing is not None:
            line = standing_line(moment.update.standing, self._library)
            self._tell(canvas, f"{line}. {reminder}" if reminder else line, KEY_WORDS)
        elif reminder:
            self._tell(canvas, reminder, KEY_WORDS)
        return canvas

    def paused(self, image_rgb: Picture, words: str = PAUSED) -> Picture:
        """Give the picture while practice rests."""
        canvas = np.ascontiguousarray(image_rgb[:, ::-1]) // 2
        self._tell(canvas, words, KEY_WORDS)
        return canvas

    def _hint(self, hint: Hint) -> str:
        return self._show if hint is Hint.SHOW_BODY else HINT_WORDS[hint]

    def _tell(self, canvas: Picture, words: str, small: str) -> None:
        """Write words, and small ones below them, at the foot of the picture."""
        height, width = canvas.shape[:2]
        size = text_px(height)
        top = height - size // 3
        for text, size_px in ((small, round(size * 0.7)), (words, round(size * 1.3))):
            lines: tuple[TextLine, ...] = self._lettering.wrap(text, size_px, width - 3 * size)
            plate = self._lettering.plate(lines)
            plate_height, plate_width = plate.opacity.shape
            top -= plate_height
            plate.lay_on(canvas, (width - plate_width) // 2, top)
            top -= size // 4
