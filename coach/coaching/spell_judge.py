"""What is said of taps, presses, kneading, vibration, rubbing and holds: one attempt a beat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from coach.body.scale import to_cm
from coach.coaching.leeway import allowed_off_cm
from coach.coaching.no_go import NO_GO_SHARE, share_on, wider_cm
from coach.coaching.timed import TOO_BRIEF, has_place
from coach.strokes.spell import Beat, Spell, shares_along
from coach.techniques.library import Library
from coach.techniques.schema import Hands, Kind, Technique
from coach.types import Attempt, FloatArray, Sense, Side, Verdict

__all__ = ["joined_stays", "judge_spells"]

COUNTED = {Verdict.GOOD, Verdict.TOO_FAST, Verdict.TOO_SLOW}
FEWEST = 3
"""Of fewer circles none is in the middle."""
STAYS = (Kind.HOLD, Kind.TIMED)
SAME_STAY_S = 5.0
"""A hand that is out of sight for no longer has not left its place (ours): holds take minutes."""


def judge_spells(spells: Iterable[Spell], library: Library) -> tuple[Attempt, ...]:
    """Judge every beat of every spell."""
    counted = _in_step(tuple(spells))
    return tuple(
        _judged(beat, spell, over)
        for spell in counted
        for beat, over in zip(spell.beats, _goes_over(spell, library), strict=True)
    )


def _goes_over(spell: Spell, library: Library) -> list[bool]:
    """Tell of each beat whether it went over a place to keep off.

    Circles that are done alike all did where the middle one of them does.
    """
    technique = spell.technique
    over = np.zeros(len(spell.beats), dtype=bool)
    for zone in library.zones_of(technique):
        if zone.chart is not technique.chart:
            continue
        # A press close beside the spine would lie on one that is taken to be wider.
        wider = 0.0 if technique.kind is Kind.PRESS else wider_cm(zone, technique)
        shares = np.array([share_on(zone, _where(b, technique), wider) for b in spell.beats])
        if technique.kind is Kind.CIRCLE and len(shares) >= FEWEST:
            shares[:] = np.median(shares)
        over |= shares > NO_GO_SHARE
    return over.tolist()


def _in_step(spells: Sequence[Spell]) -> list[Spell]:
    """Leave out of two hands that rub together the one of which less was seen.

    They go to and fro in step, or the one forth while the other goes back: either way one
    there-and-back of both is one, and where each turns is too uncertain to pair them one by one.
    """
    kept: list[Spell] = []
    for spell in sorted(spells, key=lambda one: -_seen_s(one)):
        together = spell.technique.kind is Kind.RUB and spell.technique.hands is Hands.BOTH
        other = next((k for k, one in enumerate(kept) if together and _overlap(one, spell)), None)
        if other is None:
            kept.append(spell)
        else:
            kept[other] = replace(kept[other], side=Side.BOTH)
    return kept


def _seen_s(spell: Spell) -> float:
    """Give for how long it was surely seen: not how often, as a rate is taken for twice as high."""
    return spell.evenness * (spell.beats[-1].end_s - spell.beats[0].start_s)


def _overlap(one: Spell, other: Spell) -> bool:
    start_s = max(one.beats[0].start_s, other.beats[0].start_s)
    end_s = min(one.beats[-1].end_s, other.beats[-1].end_s)
    return one.technique is other.technique and one.side is not other.side and end_s > start_s


def joined_stays(attempts: Sequence[Attempt], library: Library) -> tuple[Attempt, ...]:
    """Join holds, and what is only timed, that a blink of the camera or a pause parted.

    What was judged piece by piece is judged again by how long it took in all.
    """
    done: list[Attempt] = []
    for one in sorted(attempts, key=lambda a: a.start_s):
        technique = library.find(one.technique) if one.technique is not None else None
        if technique is None or technique.kind not in STAYS:
            done.append(one)
            continue
        before = next((a for a in reversed(done) if _goes_on(a, one)), None)
        if before is None:
            done.append(one)
            continue
        whole = replace(
            before,
            end_s=max(before.end_s, one.end_s),
            side=before.side if before.side is one.side else Side.BOTH,
        )
        verdict = one.verdict
        if verdict is not Verdict.NO_GO and before.verdict is not Verdict.NO_GO:
            verdict = _pace_verdict(technique, whole.pace_s)
        done[done.index(before)] = replace(
            whole, verdict=verdict, counted=verdict in COUNTED, cue=_cue(technique, verdict)
        )
    return tuple(done)


def _goes_on(before: Attempt, one: Attempt) -> bool:
    same_hand = before.side is one.side or Side.BOTH in (before.side, one.side)
    return (
        before.technique == one.technique
        and same_hand
        and one.start_s - before.end_s <= SAME_STAY_S
    )


def _judged(beat: Beat, spell: Spell, over: bool) -> Attempt:
    technique = spell.technique
    verdict = _verdict(beat, technique, over)
    sense = None if technique.either_way else beat.sense
    return Attempt(
        start_s=beat.start_s,
        end_s=beat.end_s,
        side=spell.side,
        technique=technique.id,
        sense=sense,
        direction_error_deg=float("nan"),
        verdict=verdict,
        counted=verdict in COUNTED,
        confidence=spell.evenness,
        cue=_cue(technique, verdict),
        chart=technique.chart,
        path_uv=beat.path_uv,
        coverage=_coverage(beat, technique),
        offset_cm=beat.offset_cm,
    )


def _verdict(beat: Beat, technique: Technique, over: bool) -> Verdict:
    if technique.kind is Kind.TIMED:
        return _pace_verdict(technique, beat.pace_s)
    if over:
        return Verdict.NO_GO
    if beat.sense is Sense.REVERSED and not technique.either_way:
        return Verdict.REVERSED
    if beat.offset_cm > allowed_off_cm(technique):
        return Verdict.OFF_PATH
    travels = technique.kind in (Kind.VIBRATE, Kind.RUB)
    if travels and _coverage(beat, technique) < technique.coverage_min:
        return Verdict.TOO_SHORT
    return _pace_verdict(technique, beat.pace_s)


def _where(beat: Beat, technique: Technique) -> FloatArray:
    """(k, 2): where a hand was; if it stays in one place, what it moves by is error."""
    stays = technique.kind in (Kind.PRESS, Kind.KNEAD)
    return np.median(beat.path_uv, axis=0)[None] if stays else beat.path_uv


def _pace_verdict(technique: Technique, pace_s: float) -> Verdict:
    if pace_s < technique.pace_min_s:
        if technique.kind is Kind.TIMED and not has_place(technique):
            return Verdict.NOT_JUDGED  # A hand may be on a body for a while for any reason.
        return Verdict.TOO_SHORT if technique.kind in STAYS else Verdict.TOO_FAST
    return Verdict.TOO_SLOW if pace_s > technique.pace_max_s else Verdict.GOOD


def _coverage(beat: Beat, technique: Technique) -> float:
    """Share of the path that the hand went along meanwhile."""
    if not np.isfinite(beat.path_uv).all():
        return float("nan")
    along = shares_along(to_cm(technique.chart, beat.path_uv), technique)
    return float(np.ptp(along))


def _cue(technique: Technique, verdict: Verdict) -> str:
    if verdict is Verdict.GOOD:
        return ""
    if verdict is Verdict.NOT_JUDGED:
        return TOO_BRIEF
    words: str = getattr(technique.cues, verdict.value)
    return words
