"""The words and marks that the command line, the overlay and the report share.

Plain, warm and exact; nothing here promises a medical effect. Nothing here draws.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from coach.coaching.severity import SEVERITY
from coach.errors import TechniqueError
from coach.present.marks import MARKS, ORDER, Mark
from coach.present.paths import Way, way_of
from coach.present.tongue import ENGLISH, Tongue
from coach.present.zones import entered_zone
from coach.techniques.library import Library
from coach.techniques.schema import Kind, NoGo, Technique
from coach.types import Attempt, ChartName, Region, Report, Side, Tracking, Verdict, View

__all__ = [
    "KIND_WORDS",
    "MARKS",
    "NOT_A_MEDICAL_DEVICE",
    "ORDER",
    "REGION_WORDS",
    "SIDE_WORDS",
    "VERDICT_WORDS",
    "Mark",
    "clean",
    "duration_words",
    "find_technique",
    "headline",
    "share_words",
    "sight",
    "technique_name",
    "tracking_sentences",
    "verdict_words",
    "viewpoint",
    "work_on",
]

NOT_A_MEDICAL_DEVICE = (
    "Coach looks at how hands move in a picture, nothing else. It is not a medical device, gives "
    "no medical advice, and can't see pressure, pain or health. Stop when something hurts, and "
    "ask a doctor when in doubt."
)

VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.GOOD: "right way",
    Verdict.REVERSED: "reversed",
    Verdict.TOO_SHORT: "too short",
    Verdict.OFF_PATH: "off the path",
    Verdict.NO_GO: "on a no-go place",
    Verdict.TOO_FAST: "too fast",
    Verdict.TOO_SLOW: "too slow",
    Verdict.NOT_JUDGED: "not judged",
}
"""What each verdict is called; `verdict_words` also names the no-go place."""

SIDE_WORDS: dict[Side, str] = {
    Side.LEFT: "left hand",
    Side.RIGHT: "right hand",
    Side.BOTH: "both hands",
}

SHARES: tuple[tuple[float, str], ...] = (
    (0.99, "all the time"),
    (0.85, "nearly all the time"),
    (0.6, "most of the time"),
    (0.4, "about half of the time"),
    (0.15, "now and then"),
    (0.005, "hardly ever"),
)

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Replace what no text file can hold: control characters and halves of surrogate pairs."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def find_technique(technique_id: str | None, library: Library) -> Technique | None:
    """Give the technique of that id; None when the library doesn't hold it (any more)."""
    if technique_id is None:
        return None
    try:
        return library.find(technique_id)
    except TechniqueError:
        return None


def technique_name(technique_id: str | None, library: Library) -> str:
    """Name a technique for people; its id when the library doesn't hold it."""
    found = find_technique(technique_id, library)
    if found is not None:
        return found.name
    return "no known technique" if technique_id is None else clean(technique_id)


def verdict_words(attempt: Attempt, library: Library) -> str:
    """Say the verdict in a word or two: "right way", "reversed", "on the spine"."""
    technique = find_technique(attempt.technique, library)
    if attempt.verdict is Verdict.OFF_PATH and technique and way_of(technique) is Way.PLACE:
        return "off the place"
    if attempt.verdict is Verdict.NO_GO:
        zone = _zone_touched(attempt, library.zones_of(technique) if technique else ())
        if zone is not None:
            return f"on {zone.say}"
    return VERDICT_WORDS[attempt.verdict]


def _zone_touched(attempt: Attempt, zones: Sequence[NoGo]) -> NoGo | None:
    if len(zones) == 1:
        return zones[0]
    return entered_zone((attempt.path_uv, attempt.path_right_uv), zones)


def headline(report: Report, library: Library, tongue: Tongue = ENGLISH) -> str:
    """Say in one line what was recognised, and how many repetitions were right.

    Examples: "Forehead to temples: 8 repetitions right out of 10 attempts.", "No movement over
    the skin was seen."
    """
    said = tongue(_in_short(report, library))
    others = Counter(
        a.technique for a in report.attempts if a.technique not in (report.wanted, None)
    )
    also = ", ".join(f"{technique_name(key, library)} ({n})" for key, n in others.most_common())
    return f"{said} {tongue(f'Also seen: {also}.')}" if also else said


def _in_short(report: Report, library: Library) -> str:
    """Say what was seen of what was asked for, or of what was done."""
    if report.wanted is not None:
        name = technique_name(report.wanted, library)
        tries = [a for a in report.attempts if a.technique == report.wanted]
        return f"{name}: {_score(tries) if report.attempts else 'nothing of it was seen'}."
    if report.standing is not None and (report.attempts or report.obstacle):
        if not report.obstacle and all(step.by_clock for step in report.standing.steps):
            return "This routine goes by the clock."
        return "Nothing of this routine was seen."
    if not report.attempts:
        return "No movement over the skin was seen."
    if report.obstacle:
        return "Nothing that could be judged was seen."
    if any(attempt.technique is not None for attempt in report.attempts):
        return "Nothing of what was asked for was seen."
    seen = _count(len(report.attempts), "movement was", "movements were")
    return f"{seen} seen, but none fits a technique Coach knows."


def _score(tries: Sequence[Attempt]) -> str:
    total = len(tries)
    counted = [a for a in tries if a.counted]
    right = "right" if all(a.verdict is Verdict.GOOD for a in counted) else "counted"
    if total == 0:
        return "nothing that was seen fits it"
    if not counted:
        return "1 attempt, not counted yet" if total == 1 else f"{total} attempts, none counted yet"
    if len(counted) == total:
        return f"1 repetition {right}" if total == 1 else f"all {total} repetitions {right}"
    done = _count(len(counted), "repetition", "repetitions")
    return f"{done} {right} out of {total} attempts"


def work_on(report: Report) -> str:
    """Give the one correction that matters most; empty when there is nothing to correct.

    Each cue weighs as often as it was needed, times how grave the fault is. What can't be seen is
    not worked on: then what was seen instead is no fault, and what to do about it is noted.
    """
    weights: dict[str, float] = {}
    for attempt in report.attempts:
        if attempt.verdict is Verdict.NOT_JUDGED and (
            report.obstacle or attempt.cue in report.warnings
        ):
            continue
        if attempt.cue and SEVERITY[attempt.verdict] > 0:
            weights[attempt.cue] = weights.get(attempt.cue, 0.0) + SEVERITY[attempt.verdict]
    return max(weights, key=lambda cue: weights[cue]) if weights else ""


def duration_words(seconds: float) -> str:
    """Say a length of time: "42 s", "3 min 5 s"; "unknown" when it is NaN."""
    if not math.isfinite(seconds):
        return "unknown"
    whole = round(seconds)
    if whole < 10:
        return f"{seconds:.1f} s"
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def share_words(share: float) -> str:
    """Say a share of the time, 0 to 1, in words."""
    if not math.isfinite(share):
        return "unknown"
    return next((words for limit, words in SHARES if share >= limit), "never")


def sight(technique: Technique) -> str:
    """Say what the camera has to see for a technique."""
    seen = PART_WORDS.get(technique.chart)
    side = "from behind" if technique.view is View.BACK else "from the front"
    if technique.kind is Kind.TIMED:
        return f"{seen or 'the trunk'} from either side"
    if seen is not None:
        return seen if technique.chart is ChartName.HAND else f"{seen} {side}"
    if technique.chart is ChartName.NECK and technique.view is View.BACK:
        return "the nape"
    return "the back" if technique.view is View.BACK else "the front"


def tracking_sentences(tracking: Tracking, region: Region | None) -> tuple[str, ...]:
    """Say how much of the clip each part was seen in, the ones that matter for the region."""
    parts = [("The left hand", tracking.left_hand), ("The right hand", tracking.right_hand)]
    if region in (Region.FACE, Region.NECK, None):
        parts.insert(0, ("The face", tracking.face))
    if region is not Region.FACE:
        parts.insert(0, ("The body", tracking.body))
    return tuple(_seen(part, share) for part, share in parts)


def _seen(part: str, share: float) -> str:
    if not math.isfinite(share):
        return f"{part}: not known how much of it was seen."
    if share < SHARES[-1][0]:
        return f"{part} was not seen."
    return f"{part} was seen {share_words(share)} ({share:.0%})."


def viewpoint(view: View) -> str:
    """Say which side of a drawing is which side of the person."""
    if view is View.BACK:
        return "Seen from behind: the person's left is on the left."
    return "Seen from the front: the person's left is on the right."


KIND_WORDS = {
    Kind.STROKE: "stroke",
    Kind.CIRCLE: "circle",
    Kind.RUB: "to and fro",
    Kind.TAP: "taps",
    Kind.PRESS: "press and release",
    Kind.KNEAD: "kneading",
    Kind.VIBRATE: "vibration",
    Kind.HOLD: "hold",
    Kind.TIMED: "timed only",
}
REGION_WORDS = {
    Region.FACE: "Face",
    Region.NECK: "Neck and collar",
    Region.BACK: "Back",
    Region.CHEST: "Chest",
    Region.ABDOMEN: "Belly",
    Region.ARM: "Arms",
    Region.HAND: "Hands",
    Region.LEG: "Legs and feet",
    Region.BODY: "With a device",
}
PART_WORDS = {
    ChartName.ARM: "an arm",
    ChartName.LEG: "the legs",
    ChartName.HAND: "both hands",
}


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
