"""What is said about a learned technique: to the teacher who checks it, and to pupils."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.body.scale import to_cm
from coach.teaching.align import ring_area_cm2
from coach.teaching.beats import IN_PLACE
from coach.teaching.numbers import Numbers
from coach.teaching.places import place_words
from coach.teaching.repetition import Repetition
from coach.teaching.touching import Touching
from coach.techniques.schema import Cues, Effector, Hands, Kind, Known, NoGo
from coach.types import ChartName, FloatArray, Side, View

__all__ = ["Way", "cues", "instruction", "left_out_words", "summary", "touch_words", "way_of"]

DOES = {
    Kind.CIRCLE: "circles ",
    Kind.RUB: "rubbing to and fro ",
    Kind.TAP: "taps ",
    Kind.PRESS: "pressing ",
    Kind.HOLD: "resting ",
}
COUNTED = {
    Kind.TAP: ("tap", "taps"),
    Kind.PRESS: ("press", "presses"),
    Kind.HOLD: ("hold", "holds"),
}
EACH = {Kind.RUB: " there and back", Kind.TAP: " from one to the next", Kind.PRESS: " each"}
TOUCH = {
    Effector.FINGERTIPS: ("fingertips", "fingertips", "the fingertips of both hands"),
    Effector.PALM: ("palm", "palms", "both palms"),
    Effector.THUMB: ("thumb", "thumbs", "both thumbs"),
    Effector.EDGE: ("edge of the palm", "edges of the palms", "the edges of both palms"),
    Effector.FIST: ("fist", "fists", "both fists"),
    Effector.DEVICE: ("device", "devices", "both devices"),
}
"""What touches: of one hand, of both, and what a pupil with both is told to take."""
FEW_FINGERS = {
    1: ("one fingertip", "one fingertip each", "one fingertip of each hand"),
    2: ("two fingertips", "two fingertips each", "two fingertips of each hand"),
}
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a path leads, in words.

    Attributes
    ----------
    words
        "from the middle of the forehead to the temples", or which way round where.
    back
        The same for the other way.
    start, end
        Where it begins and ends; of a circle, its middle.
    """

    words: str
    back: str
    start: str
    end: str


def way_of(numbers: Numbers, kind: Kind, chart: ChartName, view: View, *, both: bool) -> Way:
    """Put a path into words."""
    path_uv = np.array(numbers.path_uv)
    if kind is Kind.CIRCLE:
        place = place_words(chart, view, path_uv[:-1].mean(axis=0), both=both)
        # On the person's left, seen from the front, u runs to the right: outwards above is
        # clockwise, and its area negative.
        outwards = ring_area_cm2(to_cm(chart, path_uv)) < 0
        turns = ("outwards above and back inwards below", "inwards above and back outwards below")
        there, again = turns if outwards else turns[::-1]
        around = f"around {place}" if place.startswith(("the ", "both ")) else place
        return Way(f"{around}, {there}", f"{around}, {again}", place, place)
    if kind in IN_PLACE:
        return _at_places(path_uv, chart, view, both=both)
    start, end = (place_words(chart, view, point, both=both) for point in path_uv[[0, -1]])
    if start == end:
        heading = _heading(path_uv[-1] - path_uv[0])
        return Way(f"{heading}, {_at(start)}", f"the other way, {_at(start)}", start, end)
    return Way(f"from {start} to {end}", f"from {end} to {start}", start, end)


def _at_places(path_uv: FloatArray, chart: ChartName, view: View, *, both: bool) -> Way:
    """Say where something is done that has no way along its path."""
    start, end = (place_words(chart, view, point, both=both) for point in path_uv[[0, -1]])
    words = _at(start) if start == end else f"between {start} and {end}"
    return Way(words, words, start, end)


def summary(
    numbers: Numbers,
    way: Way,
    kind: Kind,
    side: Side,
    touching: Touching,
    repetitions: Sequence[Repetition],
) -> str:
    """Say what was learned in one sentence that a teacher can check."""
    kept = sum(one.kept for one in repetitions)
    with_what = touch_words(touching)[side is Side.BOTH]
    if touching.known is Known.ASSUMED:
        with_what += f" (assumed: {touching.why})"
    sides = {one.side for one in repetitions if one.kept}
    if side is Side.BOTH:
        how = "in turn" if kind is Kind.TAP else "mirroring each other"
        hands = f"both hands, {how}, {with_what}"
    elif sides == {Side.LEFT, Side.RIGHT}:
        hands = f"one hand at a time, {with_what}"
    else:
        hands = f"the {side} hand, {with_what}"
    one, many = COUNTED.get(kind, ("repetition", "repetitions"))
    count = f"{_number(kept)} {one if kept == 1 else many}"
    pace = f"{numbers.pace_s:.1f} s{EACH.get(kind, '')}"
    sentence = f"{hands}, {DOES.get(kind, '')}{way.words}, {pace}, {count}"
    left_out = left_out_words(repetitions)
    return f"{sentence[0].upper()}{sentence[1:]}{f', {left_out}' if left_out else ''}."


def touch_words(touching: Touching) -> tuple[str, str, str]:
    """Name what touches, as in `TOUCH`."""
    return FEW_FINGERS.get(touching.fingers) or TOUCH[touching.effector]


def left_out_words(repetitions: Sequence[Repetition]) -> str:
    """Say how many were left out and why: "two left out: the hand was lost"; empty if none was."""
    why = Counter(one.odd for one in repetitions if one.odd is not None)
    if not why:
        return ""
    total = sum(why.values())
    if len(why) == 1:
        return f"{_number(total)} left out: {next(iter(why))}"
    reasons = "; ".join(f"{words} ({n})" for words, n in why.most_common())
    return f"{_number(total)} left out: {reasons}"


def instruction(way: Way, kind: Kind, hands: Hands, touching: Touching) -> str:
    """Tell a pupil how it goes, where the teacher did not."""
    both = hands is Hands.BOTH
    one, _, of_both = touch_words(touching)
    tool = of_both if both else one if touching.fingers else f"your {one}"
    if kind is Kind.CIRCLE:
        return f"With {tool}, circle {way.words}."
    if kind is Kind.RUB:
        return f"With {tool}, rub briskly to and fro, {way.words} and back."
    if kind is Kind.TAP:
        return f"With {tool}, tap evenly {way.words}."
    if kind is Kind.PRESS:
        return f"With {tool}, press {way.words}, let go, and press again."
    if kind is Kind.HOLD:
        return f"Rest {tool} {way.words}, and stay."
    clear = "your hands" if both else "your hand"
    return f"With {tool}, stroke {way.words}. Lift {clear} clear on the way back."


def cues(way: Way, kind: Kind, zones: Sequence[NoGo]) -> Cues:
    """Say for each fault what to do."""
    off = f"Keep off {zones[0].say}." if len(zones) == 1 else "Stay on the path that is drawn."
    if kind is Kind.CIRCLE:
        return Cues(
            reversed=f"Circle the other way: {way.words}.",
            too_short="Close the circle.",
            off_path="Stay on the circle that is drawn.",
            no_go=off,
            too_fast="Slower: let each circle take its time.",
            too_slow="A little quicker: one even, flowing circle.",
        )
    if kind is Kind.RUB:
        return Cues(
            reversed="Both ways are right here.",
            too_short=f"Rub all the way {way.words}.",
            off_path="Stay on the path that is drawn.",
            no_go=off,
            too_fast="A little slower, so that the skin can follow.",
            too_slow="A little quicker: rubbing is brisk.",
        )
    if kind in IN_PLACE:
        return _cues_in_place(way, kind, off)
    return Cues(
        reversed=f"The other way: {way.words}.",
        too_short=f"Begin at {_bare(way.start)} and go on until you reach {_bare(way.end)}.",
        off_path="Stay on the path that is drawn.",
        no_go=off,
        too_fast="Slower: let each stroke take its time.",
        too_slow="A little quicker: one even, flowing stroke.",
    )


def _cues_in_place(way: Way, kind: Kind, off: str) -> Cues:
    does, slower, quicker = {
        Kind.TAP: ("tap", "Slower: let each tap fall.", "A little quicker: evenly, tap by tap."),
        Kind.PRESS: ("press", "Stay a little longer before you let go.", "Let go a little sooner."),
        Kind.HOLD: ("rest", "Stay a little longer.", "That is long enough."),
    }[kind]
    return Cues(
        reversed="There is no direction here.",
        too_short="Stay a little longer." if kind is Kind.HOLD else f"Go on: {does} again.",
        off_path=f"{does.capitalize()} {way.words}.",
        no_go=off,
        too_fast=slower,
        too_slow=quicker,
    )


def _heading(step_uv: FloatArray) -> str:
    u, v = step_uv
    if abs(u) > abs(v):
        return "outwards" if u > 0 else "inwards"
    return "upwards" if v > 0 else "downwards"


def _at(place: str) -> str:
    return f"at {place}" if place.startswith(("the ", "both ")) else place


def _bare(place: str) -> str:
    """Name a place after "at" or "reach": "behind the ear" reads as "the place behind the ear"."""
    return place if place.startswith(("the ", "both ")) else f"the place {place}"


def _number(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
