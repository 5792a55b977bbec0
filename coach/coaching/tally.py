"""How much of a person was seen, and what to say about what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from coach.coaching.sought import ANYTHING, Sought, is_in_picture, show, show_place, turn
from coach.coaching.timed import NOWHERE, TOO_BRIEF, WHICH
from coach.techniques.schema import Kind, Technique
from coach.types import Attempt, Chart, ChartName, Observation, Side, Tracking, Verdict, View

__all__ = ["Tally"]

RARE = 0.6
"""A part seen in a smaller share of the frames than this is worth a warning."""
SLOW_FPS = 10.0
"""Below this rate, quick strokes fall between the frames."""
CROWD = 0.2
HELD = 0.1
"""A chart that holds, or a place that is in the picture, in a smaller share of the frames is no
base for a judgement."""


class Tally:
    """Counts frames and what was seen in them.

    Parameters
    ----------
    sought
        What the person said they would do.
    """

    def __init__(self, sought: Sought = ANYTHING) -> None:
        self._sought = sought
        self._frames = 0
        self._seen = np.zeros(4)
        self._crowded = 0
        self._views: Counter[View] = Counter()
        self._charts: Counter[ChartName] = Counter()
        self._places: Counter[str] = Counter()
        self._first_s = self._last_s = 0.0

    def push(self, seen: Observation, view: View, charts: Sequence[Chart] = ()) -> None:
        """Count one frame, and the charts that held in it."""
        held = {chart.name: chart for chart in charts}
        self._charts.update(held.keys())
        self._places.update(
            technique.id
            for technique in self._sought.techniques
            if technique.chart in held
            and is_in_picture(technique, held[technique.chart], seen.size_px)
        )
        if self._frames == 0:
            self._first_s = seen.t_s
        self._last_s = seen.t_s
        self._frames += 1
        self._seen += [seen.has_face, seen.has_body, *seen.has_hand]
        self._crowded += seen.people > 1
        self._views[view] += 1

    @property
    def view(self) -> View:
        """The view of most frames in which it was known."""
        known = [(n, view) for view, n in self._views.items() if view is not View.UNKNOWN]
        return max(known)[1] if known else View.UNKNOWN

    def tracking(self) -> Tracking:
        """Share of the frames in which each part was seen."""
        face, body, left, right = self._seen / max(self._frames, 1)
        return Tracking(float(face), float(body), float(left), float(right))

    def obstacle(self, attempts: Sequence[Attempt] = ()) -> str:
        """Say why nothing at all can be judged; empty when something can."""
        return self._about_anybody() or self._about_sought(attempts)

    def warnings(self, attempts: Sequence[Attempt]) -> tuple[str, ...]:
        """Say what stood in the way, in plain sentences; an obstacle comes first."""
        obstacle = self.obstacle(attempts)
        found = [obstacle] if obstacle else [*self._about_time(attempts), *self._about_people()]
        fps = (self._frames - 1) / max(self._last_s - self._first_s, 1e-9)
        if self._frames > 1 and fps < SLOW_FPS:
            found.append(f"Only {fps:.0f} pictures a second: quick movements may have been missed.")
        if any(a.verdict is Verdict.NOT_JUDGED and a.counted for a in attempts):
            found.append(
                "For some repetitions the way back could not be told from the stroke; "
                "lift your hands clear on the way back."
            )
        if not any(a.side is Side.BOTH for a in attempts) and self._one_hand_lost():
            found.append("One hand was seen much less than the other; keep both in the picture.")
        return tuple(found)

    def _about_anybody(self) -> str:
        """Say that nobody can be placed at all; empty when somebody can."""
        face, body, *hands = self._seen / max(self._frames, 1)
        if max(face, body) == 0 and max(hands) == 0:
            return "Nobody was found in the picture. Sit closer, with light on you."
        if max(hands) == 0:
            return "A person was found, but no hands. Keep your hands in the picture."
        on_hand = any(t.chart is ChartName.HAND for t in self._sought.techniques)
        if max(face, body) == 0 and not on_hand:
            return "Hands were found, but no face or body to place them on. Move further away."
        return ""

    def _about_sought(self, attempts: Sequence[Attempt]) -> str:
        """Say why nothing of what was asked for could be seen; empty when something could."""
        wanted = self._sought.techniques
        if wanted and self._sought.technique is None and all(t.kind is Kind.TIMED for t in wanted):
            return WHICH
        facing = [t for t in wanted if self._faces(t)]
        if wanted and not facing:
            return f"{self._sought.hidden} {turn(wanted[0])}"
        held = [t for t in facing if self._often(self._charts[t.chart])]
        anything = any(self._often(self._charts[name]) for name in ChartName)
        if not (held if wanted else anything):
            first = facing[0] if facing else None
            return f"Too little of the body is in the picture to place the hands on. {show(first)}"
        done = {attempt.technique for attempt in attempts if attempt.counted}
        if wanted and not any(t.id in done or self._often(self._places[t.id]) for t in held):
            return f"{self._sought.outside} {show_place(held[0])}"
        return ""

    def _faces(self, technique: Technique) -> bool:
        """Tell whether a technique can be seen from the side that was shown."""
        anyhow = self.view is View.UNKNOWN or technique.chart is ChartName.HAND
        return anyhow or technique.is_seen_from(self.view)

    def _often(self, frames: int) -> bool:
        return frames >= HELD * self._frames

    def _about_time(self, attempts: Sequence[Attempt]) -> list[str]:
        """Say what is not known of a technique that is only timed, where nothing can be told."""
        asked = self._sought.technique
        if asked is None or asked.kind is not Kind.TIMED:
            return []
        told = [a.verdict for a in attempts if a.technique == asked.id]
        if any(verdict is not Verdict.NOT_JUDGED for verdict in told):
            return []
        return [TOO_BRIEF if told else NOWHERE]

    def _about_people(self) -> list[str]:
        face = self._seen[0] / max(self._frames, 1)
        found = []
        if self.view is View.FRONT and face < RARE:
            found.append(
                f"The face was found in {face:.0%} of the pictures only; "
                "face the camera, with light from the front."
            )
        if self._crowded > CROWD * self._frames:
            found.append(
                "Several people are in the picture, and only one is followed; film one at a time."
            )
        return found

    def _one_hand_lost(self) -> bool:
        few, many = sorted(self._seen[2:] / max(self._frames, 1))
        return bool(many > RARE and 0 < few < RARE / 3)
