"""How much of a person was seen, and what to say about what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from coach.techniques.schema import Technique
from coach.types import Attempt, Chart, ChartName, Observation, Side, Tracking, Verdict, View

__all__ = ["Tally"]

RARE = 0.6
"""A part seen in a smaller share of the frames than this is worth a warning."""
SLOW_FPS = 10.0
"""Below this rate, quick strokes fall between the frames."""
CROWD = 0.2
HELD = 0.1
"""A chart that holds in a smaller share of the frames is no base for a judgement."""
SHOW = "Show head and shoulders; for the back, shoulders and hips."

TURN = {
    View.FRONT: "Turn so that the camera sees your face.",
    View.BACK: "Turn so that the camera sees the back.",
}
TURN_PART = {
    (ChartName.NECK, View.BACK): "Turn so that the camera sees the nape and the shoulders.",
    (ChartName.TORSO, View.FRONT): "Turn so that the camera sees chest and belly.",
    (ChartName.ARM, View.FRONT): "Turn so that the camera sees the arm from shoulder to wrist.",
    (ChartName.LEG, View.FRONT): "Turn so that the camera sees the front of the legs.",
    (ChartName.LEG, View.BACK): "Turn so that the camera sees the back of the legs.",
}
"""What to turn where it is no face and no back that the camera must see."""
SHOW_PART = {
    ChartName.NECK: "Show head and shoulders.",
    ChartName.TORSO: "Show shoulders and hips.",
    ChartName.ARM: "Show the arm from shoulder to wrist, with elbow and hand free.",
    ChartName.LEG: "Show the leg from hip to toes.",
    ChartName.HAND: "Show both hands, the one that is massaged flat before the camera.",
}
"""What must be in the picture for a technique of a chart."""


def _turn(asked: Technique) -> str:
    return TURN_PART.get((asked.chart, asked.view), TURN[asked.view])


class Tally:
    """Counts frames and what was seen in them."""

    def __init__(self) -> None:
        self._frames = 0
        self._seen = np.zeros(4)
        self._crowded = 0
        self._views: Counter[View] = Counter()
        self._charts: Counter[ChartName] = Counter()
        self._first_s = self._last_s = 0.0

    def push(self, seen: Observation, view: View, charts: Sequence[Chart] = ()) -> None:
        """Count one frame, and the charts that held in it."""
        self._charts.update(chart.name for chart in charts)
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

    def obstacle(self, asked: Technique | None) -> str:
        """Say why nothing at all can be judged; empty when something can."""
        face, body, *hands = self._seen / max(self._frames, 1)
        if max(face, body) == 0 and max(hands) == 0:
            return "Nobody was found in the picture. Sit closer, with light on you."
        if max(hands) == 0:
            return "A person was found, but no hands. Keep your hands in the picture."
        if max(face, body) == 0 and (asked is None or asked.chart is not ChartName.HAND):
            return "Hands were found, but no face or body to place them on. Move further away."
        known = self.view is not View.UNKNOWN and (
            asked is None or asked.chart is not ChartName.HAND
        )
        if asked is not None and known and not asked.is_seen_from(self.view):
            return f'"{asked.name}" can\'t be seen from this side. {_turn(asked)}'
        needed = [asked.chart] if asked is not None else list(ChartName)
        if max(self._charts[chart] for chart in needed) < HELD * self._frames:
            show = SHOW_PART.get(asked.chart, SHOW) if asked is not None else SHOW
            return f"Too little of the body is in the picture to place the hands on. {show}"
        return ""

    def warnings(self, asked: Technique | None, attempts: Sequence[Attempt]) -> tuple[str, ...]:
        """Say what stood in the way, in plain sentences."""
        obstacle = self.obstacle(asked)
        found = [obstacle] if obstacle else self._about_people()
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
