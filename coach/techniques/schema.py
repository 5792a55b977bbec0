"""What a technique file and a no-go file may say, checked strictly."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self, TypeVar, get_args

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from coach.errors import TechniqueError
from coach.types import ChartName, FloatArray, HandPart, Region, Side, View, usual_part

__all__ = [
    "AUTO",
    "LARGEST_BYTES",
    "Cues",
    "Effector",
    "Hands",
    "Identifier",
    "Kind",
    "Known",
    "Name",
    "NoGo",
    "NoGoFile",
    "Origin",
    "Strict",
    "Technique",
    "Words",
    "checked",
    "first_fault",
    "read_checked",
    "read_no_go",
    "read_technique",
    "technique_of",
]

AUTO = "auto"
"""Asked for in place of a technique's id, it leaves it to Coach which one is done."""
LARGEST_BYTES = 200_000
"""No file here is longer than this; the longest of our own has 3 kB."""
DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*+\.[ \t]*+){9}""", re.ASCII)
"""Keys within keys within keys …: tomllib takes minutes over a file full of them."""
FURTHEST_UV = 10.0
"""No place of a body lies further from its chart's origin than this, in chart units."""


def _printable(words: str) -> str:
    # Files come from strangers, and words go to terminals and pages.
    if not all(sign.isprintable() or sign == "\n" for sign in words):
        raise ValueError("holds a sign that can't be printed")
    return words


def _not_auto(name: str) -> str:
    if name == AUTO:
        raise ValueError(f'"{AUTO}" can\'t be an id: it stands for whichever technique is done')
    return name


Coordinate = Annotated[float, Field(ge=-FURTHEST_UV, le=FURTHEST_UV, allow_inf_nan=False)]
Point = tuple[Coordinate, Coordinate]
Positive = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Words = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(_printable)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_printable)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
TechniqueId = Annotated[Identifier, AfterValidator(_not_auto)]

NUMBERS = (
    "path_uv",
    "pace_min_s",
    "pace_max_s",
    "off_path_cm",
    "direction_deg",
    "coverage_min",
    "repetitions",
)
"""Keys that hold numbers: each must name its source, or say "ours"."""


class Kind(StrEnum):
    """What sort of movement a technique is.

    Its path, pace and repetitions mean something else for each:

    - stroke, circle: the way, once along or round; the time that takes.
    - rub: the way to and fro; the time once there and back. Both directions are right.
    - tap: where taps fall; the time from one to the next.
    - press: where it is pressed; how long each press lasts.
    - knead: the way along which folds are picked up; the time from one to the next.
    - vibrate: the way the shaking hand travels; the time once along. One way along is one.
    - hold: where the hand rests; how long, in all. One hold is one.
    - timed: nothing of the movement is judged; how long, in all.
    """

    STROKE = "stroke"
    CIRCLE = "circle"
    RUB = "rub"
    TAP = "tap"
    PRESS = "press"
    KNEAD = "knead"
    VIBRATE = "vibrate"
    HOLD = "hold"
    TIMED = "timed"

    @property
    def is_path(self) -> bool:
        """It is laid along its path as a whole, one way or the other."""
        return self in (Kind.STROKE, Kind.CIRCLE)


class Mirror(StrEnum):
    """What becomes of the path on the person's right side."""

    PATH = "path"
    """It is mirrored, place and direction."""
    PLACE = "place"
    """The place is, but it goes round the same way, as a clock does on either leg."""
    NONE = "none"
    """It lies on the midline, or goes around it: there is only one."""


class Hands(StrEnum):
    """Which hands do it."""

    BOTH = "both"
    EITHER = "either"


class Effector(StrEnum):
    """The part of the hand that touches."""

    FINGERTIPS = "fingertips"
    PALM = "palm"
    THUMB = "thumb"
    EDGE = "edge of the palm"
    FIST = "fist"
    DEVICE = "device"

    @property
    def part(self) -> HandPart:
        """The part of the hand whose place stands for it."""
        return PARTS.get(self, HandPart.PALM)


PARTS = {Effector.FINGERTIPS: HandPart.FINGERTIPS, Effector.THUMB: HandPart.THUMB}


class Known(StrEnum):
    """How it is known what a demonstration doesn't always show."""

    SEEN = "seen"
    ASSUMED = "assumed"
    GIVEN = "given"
    """The teacher said so."""


class Strict(BaseModel):
    """Unknown keys are errors; values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cues(Strict):
    """What to say for each fault: short, plain, about the movement."""

    reversed: Words
    too_short: Words
    off_path: Words
    no_go: Words
    too_fast: Words
    too_slow: Words


class Origin(Strict):
    """Where a technique comes from that was shown rather than written.

    Attributes
    ----------
    learned_on
        The day.
    coach
        Version of the program that learned it.
    repetitions, left_out
        From how many repetitions; how many more were shown and left out.
    shown_with
        The hand it was shown with, or both.
    effector
        Whether it was seen which part of the hand touches, or assumed, or given by the teacher.
    teacher
        Who showed it, if they want to be named.
    words
        What the teacher says to it.
    corrected
        Somebody changed by hand what was learned.
    """

    learned_on: date
    coach: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]
    repetitions: Annotated[int, Field(ge=1, le=1000)]
    left_out: Annotated[int, Field(ge=0, le=1000)]
    shown_with: Side
    effector: Known | None = None
    teacher: Name | None = None
    words: Words | None = None
    corrected: bool = False


class Technique(Strict):
    """One technique, as its file describes it.

    Attributes
    ----------
    path_uv
        The reference on the person's left side (u positive), in the right direction, in the
        chart named; mirrored for the right side. A circle's path ends where it began.
    pace_min_s, pace_max_s
        Quicker than the one is too fast, slower than the other too slow.
    off_path_cm
        Further from the reference than this (median) is off the path.
    direction_deg
        A direction error above this is off the path.
    coverage_min
        Share of the reference's length a stroke must go along to count.
    mirror
        What becomes of the path on the right side.
    either_way
        Both ways along or round it are right.
    treats
        The parts of the body it works on, where ``region`` is ``body``; None: any.
    seen_as
        Id of the more usual technique that is the same movement to a camera. It is named where
        nobody said which of them is done.
    sources
        For each key that holds numbers: the article's words it comes from, "ours", or how it
        was learned.
    origin
        Of a technique that was learned from a demonstration.
    """

    format: Annotated[int, Field(ge=1, le=1)]
    id: TechniqueId
    name: Words
    region: Region
    treats: Annotated[tuple[Region, ...], Field(min_length=1)] | None = None
    view: View
    chart: ChartName
    kind: Kind
    hands: Hands
    effector: Effector
    path_uv: Annotated[tuple[Point, ...], Field(min_length=2, max_length=64)]
    pace_min_s: Positive
    pace_max_s: Positive
    off_path_cm: Positive
    direction_deg: Annotated[float, Field(gt=0, le=90)]
    coverage_min: Annotated[float, Field(gt=0, le=1)]
    repetitions: Annotated[int, Field(ge=1, le=200)]
    no_go: tuple[Identifier, ...] = ()
    mirror: Mirror = Mirror.PATH
    either_way: bool = False
    seen_as: Identifier | None = None
    instruction: Words
    cannot_see: Words
    cues: Cues
    sources: dict[str, Words]
    origin: Origin | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.pace_min_s >= self.pace_max_s:
            raise ValueError("pace_min_s must be below pace_max_s")
        for key in NUMBERS:
            if key not in self.sources:
                raise ValueError(f'sources lacks "{key}" (the article, or "ours")')
        for key in self.sources:
            if key not in NUMBERS:
                raise ValueError(f'sources names "{key}", which holds no numbers')
        if self.treats is not None and self.region is not Region.BODY:
            raise ValueError('treats is for the region "body"; any other names its own part')
        if Region.BODY in (self.treats or ()):
            raise ValueError('treats names parts of the body, not "body"')
        if self.kind is Kind.CIRCLE and self.path_uv[0] != self.path_uv[-1]:
            raise ValueError("the path of a circle must end where it began")
        return self

    @property
    def parts(self) -> frozenset[Region]:
        """The parts of the body it works on."""
        if self.region is not Region.BODY:
            return frozenset({self.region})
        return frozenset(self.treats or set(Region) - {Region.BODY})

    @property
    def part_apart(self) -> HandPart | None:
        """The part of the hand to follow along the path, where it is not the usual one there.

        On a hand the livelier of thumb and fingers is followed.
        """
        part = self.effector.part
        is_usual = part is usual_part(self.chart, self.view) or self.chart is ChartName.HAND
        return part if self.kind.is_path and not is_usual else None

    def is_seen_from(self, view: View) -> bool:
        """Tell whether a camera with this view of the person can follow it.

        What is only timed is seen from whichever side, once somebody is; and a hand is massaged
        before the camera, whether or not there is a face in the picture.
        """
        if view is View.UNKNOWN:
            return self.chart is ChartName.HAND
        return self.kind is Kind.TIMED or self.view is view

    @property
    def path_array_uv(self) -> FloatArray:
        """(n, 2) the reference as an array."""
        return np.array(self.path_uv, dtype=np.float64)


class NoGo(Strict):
    """A place that is never massaged, in chart coordinates.

    Attributes
    ----------
    polygon_uv
        Its outline; with ``mirrored``, there is a twin on the other side.
    say
        How it is spoken of: "the spine".
    kinds
        Kinds of movement that keep off it; empty for all. A stroke may run over the kidneys, a
        clap may not.
    but_for
        Ids of techniques that an article leads over it all the same, and why.
    """

    id: Identifier
    name: Words
    chart: ChartName
    views: tuple[View, ...]
    polygon_uv: Annotated[tuple[Point, ...], Field(min_length=3, max_length=64)]
    mirrored: bool
    say: Words
    source: Words
    kinds: tuple[Kind, ...] = ()
    but_for: dict[Identifier, Words] = {}

    def forbids(self, kind: Kind) -> bool:
        """Tell whether a kind of movement has to keep off it."""
        return not self.kinds or kind in self.kinds


class NoGoFile(Strict):
    """All no-go places."""

    format: Annotated[int, Field(ge=1, le=1)]
    zone: tuple[NoGo, ...]


Model = TypeVar("Model", bound=BaseModel)


def read_technique(path: Path) -> Technique:
    """Read and check one technique file.

    Raises
    ------
    TechniqueError
        The file can't be read, is too large, is not TOML, or breaks the schema; the message
        names the file, the key and, for an unknown key, the nearest known one.
    """
    return read_checked(path, Technique)


def technique_of(text: bytes, name: str) -> Technique:
    """Check what a technique file holds; raises as `read_technique`, with the name given."""
    return checked(text, name, Technique)


def read_no_go(path: Path) -> tuple[NoGo, ...]:
    """Read and check a file of no-go places; raises as `read_technique`."""
    return read_checked(path, NoGoFile).zone


def read_checked(path: Path, model: type[Model]) -> Model:
    """Read and check a file that holds what a model describes; raises as `read_technique`."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise TechniqueError(f"{path.name} can't be read: {error.strerror}") from error
    return checked(text, path.name, model)


def checked(text: bytes, name: str, model: type[Model]) -> Model:
    """Check a TOML file that holds what a model describes; raises as `read_technique`."""
    if len(text) > LARGEST_BYTES:
        raise TechniqueError(f"{name} is too large: {LARGEST_BYTES // 1000} kB at most")
    try:
        # TOML's own error is a ValueError, and so are bad UTF-8 and numbers of 5000 digits.
        words = text.decode("utf-8")
        if DEEP.search(words):
            raise ValueError("its keys are nested too deeply")
        values = tomllib.loads(words)
    except (ValueError, RecursionError) as error:
        raise TechniqueError(f"{name} is not a TOML file: {_short(str(error))}") from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise TechniqueError(f"{name}: {first_fault(error, model)}") from error


def _short(words: str) -> str:
    """Give one printable line of what a stranger's file may have put into it."""
    line = "".join(sign if sign.isprintable() else " " for sign in words)
    return line if len(line) <= 200 else f"{line[:200]}…"


def first_fault(error: ValidationError, model: type[BaseModel]) -> str:
    """Say in one line what matters most of what a model found wrong."""
    # An unknown key says more than the missing one it was meant to be.
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    key = _short(".".join(str(part) for part in fault["loc"]))
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(fault["loc"][-1])[:100], _known_keys(model), n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        return f'unknown key "{key}"{hint}'
    if fault["type"] == "missing":
        return f'the key "{key}" is missing'
    message = _short(fault["msg"].removeprefix("Value error, "))
    return f'"{key}": {message}' if key else message


def _known_keys(model: type[BaseModel]) -> list[str]:
    """Give all keys a model's file may hold, at any depth."""
    inner = [part for field in model.model_fields.values() for part in _models(field.annotation)]
    return [*model.model_fields, *(key for part in inner for key in _known_keys(part))]


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
