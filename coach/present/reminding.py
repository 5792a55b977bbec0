"""When a reminder is shown in a window: once, for a while, and not beside a correction."""

from __future__ import annotations

import math

from coach.coaching.guided import Moment, Stage

__all__ = ["Reminding"]

SHOWN_S = 8.0
"""So long a reminder can be read (ours)."""
QUIET_S = 5.0
"""So long a correction has the attention to itself (ours; a cue in a window is shown as long)."""
PATIENCE_S = 30.0
"""A reminder that corrections have held back for so long is shown beside one (ours)."""


class Reminding:
    """Holds a reminder back while a correction is read, and shows each of them once."""

    def __init__(self) -> None:
        self._turn = 0
        self._words = ""
        self._shown_s = self._corrected_s = -math.inf
        self._due_s = math.nan

    def words(self, moment: Moment) -> str:
        """Give what is to be shown beside a frame; empty for nothing."""
        t_s, due = moment.update.t_s, moment.reminder
        if any(attempt.cue for attempt in moment.finished):
            self._corrected_s = t_s
        if due is not None and due.turn != self._turn and moment.stage is Stage.PRACTICE:
            self._due_s = t_s if math.isnan(self._due_s) else self._due_s
            waited = due.is_urgent or t_s - self._due_s >= PATIENCE_S
            if waited or t_s - self._corrected_s >= QUIET_S:
                self._turn, self._words, self._shown_s = due.turn, due.note.words, t_s
                self._due_s = math.nan
        return self._words if t_s - self._shown_s < SHOWN_S else ""
