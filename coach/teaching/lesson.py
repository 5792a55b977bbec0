"""A lesson: what was learned from a demonstration, and what a teacher may still change in it."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from coach import __version__
from coach.errors import NotLearned
from coach.teaching.correct import technique_from
from coach.teaching.doubts import doubts, too_few
from coach.teaching.numbers import Numbers, numbers_of
from coach.teaching.repetition import Odd, Repetition
from coach.teaching.setting import Setting
from coach.teaching.touching import Touching
from coach.teaching.wording import Way, cues, instruction, summary, way_of
from coach.techniques.kept_off import share_on
from coach.techniques.schema import (
    AUTO,
    Effector,
    Hands,
    Kind,
    Known,
    NoGo,
    Origin,
    Technique,
)
from coach.types import HandPart, Side

__all__ = ["Lesson", "identifier_of"]

CANNOT_SEE = "How firmly you press, and fingers that are hidden behind the hand."
IN_TURN = 0.25
"""Where either hand did so many of the taps, both tap in turn."""
FROM = "learned from a demonstration"


@dataclass(frozen=True)
class Lesson:
    """What was found in a demonstration, and the technique that follows from it.

    Nothing in it changes: what a teacher decides gives another lesson.

    Attributes
    ----------
    setting
        What it was about.
    repetitions
        All that were shown, in time order; `Repetition.kept` says which are learned from, and
        `Repetition.odd` why not.
    touching
        Which part of the hand touches, and whether that was seen.
    by_part
        What would be learned from each part of the hand, for a teacher who knows better.
    """

    setting: Setting
    repetitions: tuple[Repetition, ...]
    touching: Touching
    by_part: Mapping[HandPart, Lesson] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[Repetition, ...]:
        """The repetitions that are learned from."""
        return tuple(one for one in self.repetitions if one.kept)

    def toggled(self, index: int) -> Lesson:
        """Keep a repetition that was left out, or leave one out: the teacher knows better.

        Raises
        ------
        NotLearned
            Nothing of its path is known, or it goes round where the others don't, so that there
            is nothing to keep.
        IndexError
            There is no such repetition.
        """
        one = self.repetitions[index]
        if one.kept:
            changed = replace(one, odd=Odd.BY_HAND)
        elif not one.done_cm:
            raise NotLearned(f"this repetition can't be kept: {one.odd}")
        elif any(other.closed is not one.closed for other in self.kept):
            raise NotLearned("circles and strokes can't be learned together: keep one sort only")
        else:
            changed = replace(one, odd=None)
        rest = (*self.repetitions[:index], changed, *self.repetitions[index + 1 :])
        return replace(self, repetitions=rest)

    def named(self, name: str, *, teacher: str = "", words: str = "") -> Lesson:
        """Give it another name, and the teacher's words."""
        return replace(self, setting=replace(self.setting, name=name, teacher=teacher, words=words))

    def touched_with(self, effector: Effector) -> Lesson:
        """Let another part of the hand touch, and follow it: the teacher knows better."""
        given = Touching(effector, Known.GIVEN)
        if effector.part is self.touching.effector.part:
            return replace(self, touching=given)
        other = self.by_part[effector.part]
        said = (self.setting.name, self.setting.teacher, self.setting.words)
        named = other.named(said[0], teacher=said[1], words=said[2])
        return replace(named, touching=given, by_part=self.by_part)

    @cached_property
    def numbers(self) -> Numbers:
        """Path, pace and tolerances.

        Raises
        ------
        NotLearned
            No repetition is kept.
        """
        if not self.kept:
            raise NotLearned(too_few(self.repetitions, self.kind))
        return numbers_of(self.kept, self.setting.chart, self.kind)

    @property
    def kind(self) -> Kind:
        """What sort of movement it is."""
        if self.setting.kind is not None:
            return self.setting.kind
        return Kind.CIRCLE if self.kept and self.kept[0].closed else Kind.STROKE

    @property
    def side(self) -> Side:
        """The hand it was shown with, or both when they worked together."""
        sides = Counter(one.side for one in self.kept)
        in_turn = min(sides[Side.LEFT], sides[Side.RIGHT])
        if self.kind is Kind.TAP and in_turn > IN_TURN * len(self.kept):
            return Side.BOTH
        if 2 * sides[Side.BOTH] >= len(self.kept):
            return Side.BOTH
        return Side.LEFT if sides[Side.LEFT] >= sides[Side.RIGHT] else Side.RIGHT

    @property
    def hands(self) -> Hands:
        """Which hands do it: what one hand shows, either may do."""
        return Hands.BOTH if self.side is Side.BOTH else Hands.EITHER

    @property
    def zones(self) -> tuple[NoGo, ...]:
        """The places to keep off that its path stays clear of."""
        path_uv = np.array(self.numbers.path_uv)
        return tuple(z for z in self._forbidden if share_on(z, path_uv) == 0)

    @property
    def sentence(self) -> str:
        """What was learned, for the teacher to check."""
        return summary(
            self.numbers, self._way, self.kind, self.side, self.touching, self.repetitions
        )

    @property
    def doubt(self) -> str:
        """Why it can't be trusted; empty when it can."""
        if not self.kept:
            return too_few(self.repetitions, self.kind)
        return doubts(
            self.setting, self.repetitions, self.numbers, self.kind, self.side, self._forbidden
        )

    def technique(self) -> Technique:
        """Give the technique.

        Raises
        ------
        NotLearned
            The demonstration can't be trusted; the message says why, and the way out.
        TechniqueError
            Name or words are none that a technique file may hold.
        """
        if self.doubt:
            raise NotLearned(self.doubt)
        return technique_from(self._values())

    @property
    def _forbidden(self) -> tuple[NoGo, ...]:
        """The places that this kind of movement has to keep off."""
        return tuple(zone for zone in self.setting.zones if zone.forbids(self.kind))

    @property
    def _way(self) -> Way:
        both = self.hands is Hands.BOTH
        return way_of(self.numbers, self.kind, self.setting.chart, self.setting.view, both=both)

    def _values(self) -> dict[str, object]:
        """Give what the technique's file says, key by key."""
        setting, numbers, way = self.setting, self.numbers, self._way
        found = instruction(way, self.kind, self.hands, self.touching)
        count = len(self.kept)
        return {
            "format": 1,
            "id": identifier_of(setting.name),
            "name": setting.name,
            "region": setting.region,
            "view": setting.view,
            "chart": setting.chart,
            "kind": self.kind,
            "hands": self.hands,
            "effector": self.touching.effector,
            "path_uv": numbers.path_uv,
            "pace_min_s": numbers.pace_min_s,
            "pace_max_s": numbers.pace_max_s,
            "off_path_cm": numbers.off_path_cm,
            "direction_deg": numbers.direction_deg,
            "coverage_min": numbers.coverage_min,
            "repetitions": count,
            "no_go": tuple(zone.id for zone in self.zones),
            "instruction": setting.words or found,
            "cannot_see": CANNOT_SEE,
            "cues": cues(way, self.kind, self.zones),
            "sources": _sources(count, numbers.pace_s),
            "origin": Origin(
                learned_on=setting.learned_on,
                coach=__version__,
                repetitions=count,
                left_out=len(self.repetitions) - count,
                shown_with=self.side,
                effector=self.touching.known,
                teacher=setting.teacher or None,
                words=setting.words or None,
            ),
        }


def identifier_of(name: str) -> str:
    """Make an id of a name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    if slug == AUTO:
        return f"learned-{slug}"  # By itself it stands for whichever technique is done.
    return slug or f"learned-{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def _sources(count: int, pace_s: float) -> dict[str, str]:
    spread = f"{FROM}: the teacher's own spread, no tighter than tracking resolves"
    return {
        "path_uv": f"{FROM}: the mean of {count} repetitions",
        "pace_min_s": f"{FROM}: each took {pace_s:.1f} s",
        "pace_max_s": f"{FROM}: each took {pace_s:.1f} s",
        "off_path_cm": spread,
        "direction_deg": spread,
        "coverage_min": spread,
        "repetitions": f"{FROM}: as many as were shown and kept",
    }
