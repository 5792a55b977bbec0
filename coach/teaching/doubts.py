"""Why a demonstration can't be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from coach.body.scale import to_cm
from coach.teaching.align import length_cm
from coach.teaching.beats import IN_PLACE
from coach.teaching.numbers import Numbers
from coach.teaching.repetition import Odd, Repetition
from coach.teaching.setting import Setting
from coach.teaching.wording import left_out_words
from coach.techniques.kept_off import goes_over
from coach.techniques.schema import Kind, NoGo
from coach.types import ChartName, FloatArray, Side

__all__ = ["doubts", "too_few"]

LEAST = 2
"""So many repetitions that are alike make a technique."""
HELD = 0.6
"""A face or body lost for more of the time than the rest of this is not to be learned from."""
MOSTLY_ALIKE = 0.5
"""Whole movements of which a smaller share than this are alike are no demonstration of one."""
SURE = 0.7
"""Which way touched must be this probable, in the mean."""
ACROSS = 0.25
"""A path with more than this share on the other side of the body can't be mirrored."""
QUICKEST_S = 0.35
"""Strokes that are quicker can't be told from rubbing and tapping (ours)."""
SHORTEST_CM = {ChartName.FACE: 2.5, ChartName.NECK: 2.5, ChartName.TORSO: 8.0}
"""A shorter path has no direction that can be told."""
NO_FAULT = {Odd.NOT_FOLLOWED, Odd.LOST, Odd.OTHER_LOST, Odd.ONE_HAND, Odd.BY_HAND}
"""What is left out for these reasons does not speak against the rest: the body or the hand was not
seen well, or one hand was seen to do what both did at other times."""


def doubts(
    setting: Setting,
    repetitions: Sequence[Repetition],
    numbers: Numbers,
    kind: Kind,
    side: Side,
    forbidden: Sequence[NoGo],
) -> str:
    """Say what is wrong with a demonstration that has at least one repetition to learn from.

    Parameters
    ----------
    forbidden
        The places that such a movement has to keep off.

    Returns
    -------
    The gravest reason and the way out; empty when it can be trusted.
    """
    kept = [one for one in repetitions if one.kept]
    if len(kept) < (1 if kind is Kind.HOLD else LEAST):
        return too_few(repetitions, kind)
    path_uv = np.array(numbers.path_uv)
    found = [_about_sight(setting), _about_middle(path_uv), _about_likeness(repetitions)]
    if kind not in IN_PLACE:
        path_cm = length_cm(to_cm(setting.chart, path_uv))
        found += [_about_hands(repetitions, side), _about_length(path_cm, setting.chart)]
    if kind.is_path:
        found += [_about_sense(repetitions), _about_contact(kept), _about_pace(numbers)]
    found.append(_about_places(path_uv, forbidden))
    return next((words for words in found if words), "")


def too_few(repetitions: Sequence[Repetition], kind: Kind) -> str:
    """Say that there are not enough repetitions to learn from."""
    count = sum(one.kept for one in repetitions)
    if not repetitions:
        return (
            "no stroke was seen that could be learned: stroke slowly, lift your hands clear on "
            "the way back, and keep face or back and both hands in the picture (kneading and "
            "vibration can't be learned)"
        )
    open_ones = sum(one.odd is Odd.OPEN for one in repetitions)
    if 2 * open_ones > len(repetitions):
        return (
            f"stroke and way back could not be told apart in {open_ones} of {len(repetitions)} "
            "movements: lift your hands clear on the way back (or rub briskly to and fro)"
        )
    seen = "no repetition was" if count == 0 else "only one repetition was"
    left_out = left_out_words(repetitions)
    why = f" ({left_out})" if left_out else ""
    return f"{seen} fit to be learned from{why}: show it at least {LEAST} times, the same way"


def _about_sight(setting: Setting) -> str:
    if setting.held >= HELD:
        return ""
    part = "face" if setting.chart is ChartName.FACE else "body"
    return (
        f"the {part} could be followed for {setting.held:.0%} of the time only: keep it in the "
        "picture, with light from the front"
    )


def _about_likeness(repetitions: Sequence[Repetition]) -> str:
    kept = sum(one.kept for one in repetitions)
    whole = [one for one in repetitions if one.odd not in NO_FAULT]
    if kept >= MOSTLY_ALIKE * len(whole):
        return ""
    return (
        f"only {kept} of {len(whole)} movements were alike ({left_out_words(repetitions)}): show "
        "one technique, the same way each time, or choose its part with --from and --to"
    )


def _about_hands(repetitions: Sequence[Repetition], side: Side) -> str:
    """Look for a hand that did something else at the same time."""
    if side is Side.BOTH:
        return ""
    kept = [one for one in repetitions if one.kept]
    others = [one for one in repetitions if not one.kept and one.done_cm and one.side is not side]
    beside = sum(
        any(o.start_s < one.end_s and o.end_s > one.start_s for o in others) for one in kept
    )
    if 2 * beside < len(kept):
        return ""
    return (
        "both hands worked at once, and did not mirror each other: show it with one hand, or "
        "choose one with --hands left or --hands right"
    )


def _about_sense(repetitions: Sequence[Repetition]) -> str:
    kept = sum(one.kept for one in repetitions)
    against = sum(one.odd is Odd.OTHER_WAY for one in repetitions)
    if 2 * against < kept:
        return ""
    return (
        f"{kept} went the one way and {against} the other, so that the right way is not clear: "
        "lift your hands clear on the way back"
    )


def _about_contact(kept: Sequence[Repetition]) -> str:
    told = [one.contact for one in kept if one.told_from_way_back]
    if not told or float(np.mean(told)) >= SURE:
        return ""
    return (
        "stroke and way back look too much alike to be sure which is which: lift your hands clear "
        "on the way back, or let it be quicker than the stroke"
    )


def _about_pace(numbers: Numbers) -> str:
    if numbers.pace_s >= QUICKEST_S:
        return ""
    return (
        f"each stroke took {numbers.pace_s:.1f} s only, too quick to be told from the way back: "
        "stroke more slowly"
    )


def _about_length(path_cm: float, chart: ChartName) -> str:
    if path_cm >= SHORTEST_CM[chart]:
        return ""
    return (
        f"the path is {path_cm:.1f} cm long only, too short to tell its direction: make longer "
        "strokes; taps, presses and holds are learned where little else is done"
    )


def _about_middle(path_uv: FloatArray) -> str:
    line = shapely.LineString(path_uv)
    steps = shapely.get_coordinates(line.segmentize(line.length / 40))
    if float((steps[:, 0] < 0).mean()) <= ACROSS:
        return ""
    return (
        "the path crosses the middle of the body, so that it can't be mirrored for the other "
        "hand: show a path that stays on one side"
    )


def _about_places(path_uv: FloatArray, zones: Sequence[NoGo]) -> str:
    over = next((zone for zone in zones if goes_over(zone, path_uv)), None)
    return f"the path runs over {over.say}, which is never massaged" if over else ""
