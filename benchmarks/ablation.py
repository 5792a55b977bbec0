"""Each rule of Coach switched off in turn, to see what it is worth.

Coach has no switches for its rules: nobody should need them. So a rule is switched off from here,
by putting another value in the place of a constant or a function while a clip is judged. A rule
whose place is no longer there is an error, and a test finds it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np

__all__ = [
    "RULES",
    "Rule",
    "landmark_variant",
    "names",
    "owner_of",
    "places_hands",
    "switched_off",
    "what_of",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and how it is switched off.

    Attributes
    ----------
    name, what
        For the command line, and for people.
    changes
        (module:attribute, maker): the maker takes the old value and gives the one put in its place.
    landmarks
        It decides what the landmarkers find: the clips must be tracked anew.
    """

    name: str
    what: str
    changes: tuple[tuple[str, Callable[[Any], Any]], ...]
    landmarks: bool = False


def _value(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def _constant(value: Any) -> Callable[[Any], Any]:
    """Give a maker of a function that always gives this value."""
    return lambda _: lambda *_args, **_kwargs: value


def _same_as(module: str, attribute: str) -> Callable[[Any], Any]:
    return lambda _: getattr(importlib.import_module(module), attribute)


def _each_by_itself(_: Any) -> Callable[[Any, Sequence[Any]], tuple[int, ...]]:
    from coach.strokes.contact import DECIDED, _way_of

    return lambda _lane, evidence: tuple(_way_of(known, DECIDED) for known in evidence)


def _lanes_of_one(_: Any) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    from coach.strokes.lanes import Lane

    return lambda passes: tuple(Lane((one,), (1,)) for one in passes)


def _nothing_covered(_: Any) -> Callable[..., Any]:
    return lambda _hands_px, points_px: np.zeros(len(points_px))


def _whole_picture(_: Any) -> Callable[..., Any]:
    from coach.tracking.zoom import Crop

    return lambda _self, size_px, *_rest: Crop(0, 0, *size_px)


def _own_deg(_: Any) -> Callable[..., float]:
    return lambda technique, _chord_cm: technique.direction_deg


def _as_is(_: Any) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    return tuple


def _first_of(_: Any) -> Callable[..., Any]:
    return lambda first, *_rest: first


def _unsorted(_: Any) -> Callable[..., tuple[Any, ...]]:
    return lambda attempts, **_: tuple(sorted(attempts, key=lambda a: (a.start_s, a.side)))


CONTACT, MATCH, CUT = "coach.strokes.contact", "coach.strokes.match", "coach.strokes.cut"
PLACEMENT = "coach.body.placement"

NO_ROUNDS = (
    ("coach.strokes.stroke:wound", _constant(())),
    ("coach.coaching.reading:wound", _constant(())),
)

RULES: tuple[Rule, ...] = (
    Rule(
        "size",
        "palm's size, there against back",
        ((f"{CONTACT}:SIZE_LIFTED", _same_as(CONTACT, "SIZE_LEVEL")),),
    ),
    Rule(
        "bow", "bow of the way back", ((f"{CONTACT}:BOW_LIFTED", _same_as(CONTACT, "BOW_LEVEL")),)
    ),
    Rule("pace", "pace, there against back", ((f"{CONTACT}:PACE_WORTH", _value(0.0)),)),
    Rule("ends", "first and last pass of a bout", ((f"{CONTACT}:END_RIGHT", _value(0.5)),)),
    Rule("other-hand", "what the other hand says", ((f"{CONTACT}:OTHER_HAND", _value(0.0)),)),
    Rule(
        "rhythm",
        "passes as a chain, not one by one",
        ((f"{CONTACT}:CHANGE", _value(np.log(np.full((3, 3), 1 / 3)))),),
    ),
    Rule("lanes", "passes compared along a lane", (("coach.strokes.stroke:lanes", _lanes_of_one),)),
    Rule(
        "transit",
        "coming and leaving told from strokes",
        (("coach.strokes.stroke:TRANSIT_S", _value(-1.0)),),
    ),
    Rule("circles", "circles", ((f"{CUT}:find_loops", _constant([])), *NO_ROUNDS)),
    Rule("round", "the way round, where a circle's shape is lost", NO_ROUNDS),
    Rule("hesitation", "going on after hesitating", ((f"{CUT}:HESITATE_S", _value(-1.0)),)),
    Rule(
        "flies-on",
        "on the head a hand that goes on quicker is on its way back",
        ((f"{CUT}:SAME_PACE", _value({})),),
    ),
    Rule(
        "through-air",
        "ways back through the air are one movement",
        (("coach.strokes.returns:_flies_back", _constant(False)),),
    ),
    Rule(
        "wrong-way",
        "what was likelier done the wrong way does not count",
        (("coach.coaching.judge:WRONG_WAY", _value(np.inf)),),
    ),
    Rule("reject", "none of these", ((f"{MATCH}:_belongs", _constant(True)),)),
    Rule(
        "beside",
        "what was asked for, done elsewhere",
        (("coach.coaching.judge:lay_beside", _constant(None)),),
    ),
    Rule(
        "fragments",
        "leaving out fragments",
        (("coach.coaching.session:without_fragments", _value(tuple)),),
    ),
    Rule(
        "usual",
        "what most strokes are, nearly fitting ones are",
        (("coach.coaching.judge:most_done", _constant(None)),),
    ),
    Rule("midline", "the spine between two palms", (("coach.coaching.reading:centred", _as_is),)),
    Rule("wider", "places to keep off, widened", (("coach.coaching.no_go:NEARER", _value(0.0)),)),
    Rule("side", "hands outside the head", (("coach.strokes.stroke:OUTSIDE_CM", _value(99.0)),)),
    Rule(
        "holds-on",
        "what was decided holds on while it is the likeliest",
        (("coach.strokes.stroke:believed_ways", _each_by_itself),),
    ),
    Rule(
        "lost",
        "long strokes go on where a hand is lost for a moment",
        (("coach.strokes.cut:PASS_GAP_S", lambda old: dict.fromkeys(old, min(old.values()))),),
    ),
    Rule(
        "parts",
        "what lies within what the other hand did is part of it",
        (("coach.coaching.counter:WITHIN", _value(10.0)),),
    ),
    Rule("pairs", "two hands, one repetition", (("coach.coaching.session:pair_hands", _unsorted),)),
    Rule(
        "alongside",
        "the other hand, seen less well",
        (("coach.coaching.session:with_other_hand", _first_of),),
    ),
    Rule(
        "ways-back",
        "ways back told by strokes beside them",
        (("coach.coaching.session:without_ways_back", _value(tuple)),),
    ),
    Rule(
        "in-time",
        "no stroke without time for a way back",
        (("coach.coaching.session:in_time", _first_of),),
    ),
    Rule(
        "both-at-once",
        "one hand and the other within a repetition's time",
        (("coach.coaching.session:both_at_once", _first_of),),
    ),
    Rule(
        "one-hand",
        "what both hands do is not named where one works",
        (("coach.strokes.match:ALONE_COSTS", _value(0.0)),),
    ),
    Rule(
        "leeway",
        "no fault of what may be the camera's",
        (
            ("coach.coaching.leeway:FINEST_CM", _value({})),
            ("coach.coaching.judge:allowed_deg", _own_deg),
        ),
    ),
    Rule(
        "alike",
        "strokes done alike, judged by the middle one",
        (("coach.coaching.alike:FEWEST", _value(10**6)),),
    ),
    Rule(
        "astray",
        "passes from further off end no bout",
        (("coach.strokes.stroke:_is_astray", _constant(False)),),
    ),
    Rule("spine", "places to keep off", (("coach.coaching.judge:NO_GO_SHARE", _value(2.0)),)),
    Rule("cover", "the head under hands", (("coach.body.face:covered_by", _nothing_covered),)),
    Rule(
        "trust",
        "doubt in a mesh that fits badly",
        (("coach.body.face:FaceFitter._trust", _constant(1.0)),),
    ),
    Rule("slip", "poses that slip", (("coach.body.torso:TorsoFitter._slipped", _constant(False)),)),
    Rule(
        "palm", "the palm, on the back", ((f"{PLACEMENT}:PALM", _same_as(PLACEMENT, "FINGERTIPS")),)
    ),
    Rule(
        "zoom",
        "zoom onto small people",
        (("coach.tracking.zoom:Zoom.choose", _whole_picture),),
        landmarks=True,
    ),
)


def names(*, landmarks: bool = False) -> tuple[str, ...]:
    """Give the names of the rules; those that decide about landmarks only when asked for."""
    return tuple(rule.name for rule in RULES if landmarks or not rule.landmarks)


def what_of(name: str) -> str:
    """Say in a few words what a rule is."""
    return _find(name).what


def landmark_variant(name: str) -> str:
    """Give what the landmarks are kept under while a rule is off; empty for the usual ones."""
    return f"no-{name}" if name and _find(name).landmarks else ""


def places_hands(name: str) -> bool:
    """Tell whether a rule decides about where hands are on the body, and not what they do there."""
    rule = _find(name)
    return rule.landmarks or any(place.startswith("coach.body.") for place, _ in rule.changes)


@contextmanager
def switched_off(name: str) -> Iterator[None]:
    """Judge without a rule; with all of them for an empty name.

    Raises
    ------
    AttributeError
        Coach has changed, and the rule is not where it was.
    """
    with ExitStack() as stack:
        for place, make in _find(name).changes if name else ():
            owner, attribute = owner_of(place)
            value = make(getattr(owner, attribute))
            stack.enter_context(mock.patch.object(owner, attribute, value))
        yield


def _find(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


def owner_of(place: str) -> tuple[Any, str]:
    """Give what holds a place, and the name it has there."""
    module, _, path = place.partition(":")
    *owners, attribute = path.split(".")
    owner: Any = importlib.import_module(module)
    for step in owners:
        owner = getattr(owner, step)
    return owner, attribute
