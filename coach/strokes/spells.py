"""Which bouts are no strokes but something else: taps, presses, kneading, vibration, holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from coach.strokes.holds import holds, is_holding, stays
from coach.strokes.kneads import is_kneading, kneads
from coach.strokes.presses import is_pressing, presses
from coach.strokes.rounds import is_circling, rounds
from coach.strokes.rubs import rubs, swings_wide
from coach.strokes.segment import Bout
from coach.strokes.shakes import is_shaking, shakes
from coach.strokes.signals import Motion, motions
from coach.strokes.spell import Beat, Spell
from coach.strokes.taps import is_tapping, taps
from coach.techniques.schema import Effector, Hands, Kind, Technique
from coach.types import ChartName

__all__ = ["is_at", "kind_of", "spells_of"]

SIGNS: dict[Kind, Callable[[Motion], float]] = {
    Kind.KNEAD: is_kneading,
    Kind.VIBRATE: is_shaking,
    Kind.TAP: is_tapping,
    Kind.CIRCLE: is_circling,
    Kind.PRESS: is_pressing,
    Kind.HOLD: is_holding,
}
"""What tells a kind, the plainest first: a hand that kneads may also rest, and so on."""
IN_PLACE = (Kind.KNEAD, Kind.VIBRATE, Kind.TAP, Kind.PRESS, Kind.HOLD)
"""Not what a hand does that goes to and fro, where there is anything to rub."""
RESTS = 0.5
"""The share of the time."""
LOOSE, LOOSE_SURE, LOOSE_ASKED = 1.2, 3.0, 3.0
"""How many times its tolerance off its place a technique is still recognised; one by its rhythm,
where that is as even as `SURE` (`SURE_BOTH` of what both hands do); and the one asked for."""
SURE, SURE_BOTH = 0.75, 0.55
"""A rhythm tells a technique by itself if this share of what moves keeps its rate."""
LEADS, LEADS_ASKED, MEANWHILE = 0.6, 0.42, 0.5
"""A hand whose taps are so even (where they were asked for) tells the rate of the other one, if
both are there for at least this share of the other's time."""
HERE = {
    ChartName.FACE: (ChartName.FACE, ChartName.NECK, ChartName.TORSO),
    ChartName.TORSO: (ChartName.TORSO, ChartName.FACE, ChartName.NECK),
    ChartName.ARM: (ChartName.ARM,),
    ChartName.LEG: (ChartName.LEG,),
    ChartName.HAND: (ChartName.HAND,),
}
"""Charts on which something may be meant by a hand that is followed in one: a hand on the other arm
is seen before the belly, and does not work on it."""


def is_at(technique: Technique, anchor: ChartName) -> bool:
    """Tell whether a hand that is followed in this chart may be doing this technique."""
    return technique.chart in HERE.get(anchor, (anchor,))


def spells_of(
    bouts: Sequence[Bout], techniques: Sequence[Technique], asked: Technique | None
) -> tuple[tuple[Spell, ...], tuple[Bout, ...]]:
    """Find what is no stroke; give it, and the bouts that are left.

    Parameters
    ----------
    techniques
        Candidates.
    asked
        The technique the person said they would do. One that goes along a path leaves all bouts.
    """
    if asked is not None and asked.kind.is_path and not _is_wound(asked):
        return (), tuple(bouts)
    found: list[Spell] = []
    rest: list[Bout] = []
    moves = [motions(bout) for bout in bouts]
    by_itself = [
        _spells(bout, mine, techniques, asked, _beside(bout, moves))
        for bout, mine in zip(bouts, moves, strict=True)
    ]
    for bout, moved, mine in zip(bouts, moves, by_itself, strict=True):
        leading = [spell for spells in by_itself for spell in spells if _leads(spell, bout, asked)]
        mine = _in_step(bout, moved, mine, leading)
        found += mine
        if not mine:
            rest.append(bout)
    return tuple(found), tuple(rest)


def _beside(bout: Bout, moves: Sequence[Sequence[Motion]]) -> list[Motion]:
    """Give what the other hand does, followed as this one is."""
    every = [motion for mine in moves for motion in mine]
    return [
        motion
        for motion in every
        if motion.bout.side is not bout.side and motion.bout.anchor is bout.anchor
    ]


def _leads(spell: Spell, bout: Bout, asked: Technique | None) -> bool:
    """Tell whether one hand surely taps for most of the time that the other is there."""
    least = LEADS_ASKED if spell.technique is asked else LEADS
    if spell.technique.kind is not Kind.TAP or spell.evenness < least:
        return False
    if spell.side is bout.side or not is_at(spell.technique, bout.anchor):
        return False
    shared_s = min(spell.beats[-1].end_s, bout.t_s[-1]) - max(spell.beats[0].start_s, bout.t_s[0])
    return bool(shared_s > MEANWHILE * (bout.t_s[-1] - bout.t_s[0]))


def _in_step(
    bout: Bout, moved: Sequence[Motion], mine: list[Spell], leading: Sequence[Spell]
) -> list[Spell]:
    """Look for the taps of a hand again, at the other hand's rate, where that is surer."""
    lead = max(leading, key=lambda spell: spell.evenness, default=None)
    if lead is None or any(_stands(spell, lead) for spell in mine):
        return mine
    beside_hz = 1 / float(np.median([beat.pace_s for beat in lead.beats]))
    again = []
    for motion in moved:
        evenness, beats = taps(motion, lead.technique, asked=False, beside_hz=beside_hz)
        if beats:
            again.append(Spell(lead.technique, bout.side, bout.anchor, min(evenness, 1.0), beats))
    return [spell for spell in again if _off(spell) <= LOOSE_ASKED] or mine


def _stands(spell: Spell, lead: Spell) -> bool:
    """Tell whether what a hand was found to do stands beside one that surely taps.

    A hand that taps and is seen badly seems to rest, or to press.
    """
    if spell.technique.kind is Kind.TAP:
        return spell.evenness >= lead.evenness
    return spell.technique.kind not in (Kind.PRESS, Kind.HOLD)


def _timed_at(technique: Technique) -> tuple[ChartName, ...]:
    """Give the charts that a hand with a device is followed in."""
    if technique.chart is ChartName.LEG:
        return (ChartName.LEG,)
    # A hand on an arm is at times followed before the trunk, one on the hips on the legs.
    return (*HERE[ChartName.TORSO], ChartName.ARM, ChartName.HAND, ChartName.LEG)


def _is_wound(technique: Technique) -> bool:
    """Tell whether circles are counted by how often they go round; on the head shape is surer."""
    return technique.kind is Kind.CIRCLE and technique.chart is not ChartName.FACE


def _spells(
    bout: Bout,
    moved: Sequence[Motion],
    techniques: Sequence[Technique],
    asked: Technique | None,
    beside: Sequence[Motion],
) -> list[Spell]:
    found = []
    here = [t for t in techniques if is_at(t, bout.anchor)]
    may_rub = any(t.kind is Kind.RUB for t in here)
    by_thumb = {t.kind for t in here if t.effector is Effector.THUMB}
    for motion in moved:
        spell = _asked(motion, asked, beside) if asked is not None else None
        if spell is None:
            kind = kind_of(motion, by_thumb if bout.by_thumb else SIGNS)
            if kind in IN_PLACE and may_rub and swings_wide(motion) and not _rests(motion, kind):
                kind = None
            fits = [t for t in here if t.kind is kind]
            if asked is not None and asked.kind.is_path:
                fits = []  # what else it may be, strokes tell
            spell = _nearest([_spell(motion, t, beside, asked=False) for t in fits])
        if spell is not None:
            found.append(spell)
    return found


def _rests(motion: Motion, kind: Kind) -> bool:
    """Tell whether a hand presses that rests for most of the time: nobody rubs so."""
    return kind is Kind.PRESS and is_pressing(motion) >= RESTS


def kind_of(motion: Motion, among: Collection[Kind] = tuple(SIGNS)) -> Kind | None:
    """Tell what kind a movement is by itself; None for strokes, circles and whatever else."""
    return next((kind for kind, sign in SIGNS.items() if kind in among and sign(motion) > 0), None)


def _asked(motion: Motion, asked: Technique, beside: Sequence[Motion]) -> Spell | None:
    spell = _spell(motion, asked, beside, asked=True)
    if spell is None or asked.kind is Kind.TIMED:
        return spell
    return spell if spell.offset_cm <= LOOSE_ASKED * asked.off_path_cm else None


def _nearest(spells: Sequence[Spell | None]) -> Spell | None:
    near = [s for s in spells if s is not None and _off(s) <= _loose(s)]
    return min(near, key=_off, default=None)


def _loose(spell: Spell) -> float:
    sure = SURE_BOTH if spell.technique.hands is Hands.BOTH else SURE
    even = spell.technique.kind in (Kind.TAP, Kind.KNEAD) and spell.evenness >= sure
    return LOOSE_SURE if even else LOOSE


def _off(spell: Spell) -> float:
    return spell.offset_cm / spell.technique.off_path_cm


def _spell(
    motion: Motion, technique: Technique, beside: Sequence[Motion], *, asked: bool
) -> Spell | None:
    evenness, beats = _beats(motion, technique, beside, asked=asked)
    if not beats:
        return None
    bout = motion.bout
    return Spell(technique, bout.side, bout.anchor, min(evenness, 1.0), beats)


def _beats(
    motion: Motion, technique: Technique, beside: Sequence[Motion], *, asked: bool
) -> tuple[float, tuple[Beat, ...]]:
    if technique.kind is Kind.PRESS:
        return presses(motion, technique, asked=asked, beside=beside)
    if technique.kind is Kind.RUB:
        return rubs(motion, technique, asked=asked, beside=beside)
    if technique.kind is Kind.TIMED:
        return stays(motion) if motion.bout.anchor in _timed_at(technique) else (0.0, ())
    finders = {
        Kind.CIRCLE: rounds,
        Kind.TAP: taps,
        Kind.KNEAD: kneads,
        Kind.VIBRATE: shakes,
        Kind.HOLD: holds,
    }
    finder = finders.get(technique.kind)
    return finder(motion, technique, asked=asked) if finder is not None else (0.0, ())
