"""The nouns: what travels through the walls between Coach's rooms.

All are frozen dataclasses. Arrays are checked for shape and made read-only on the way in.
Missing numbers are NaN, never zero and never a repeat of the last one. Times are seconds of
the source's own clock. Sides are the person's own: a picture that was mirrored has been
turned back at capture. All nouns stand in this one file so that no room has to know another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "BODY_POINTS",
    "FACE_POINTS",
    "HANDS",
    "HAND_POINTS",
    "ON_TRUNK",
    "PATH_POINTS",
    "Attempt",
    "Chart",
    "ChartName",
    "FloatArray",
    "Frame",
    "HandPart",
    "Observation",
    "Phase",
    "Region",
    "Report",
    "Sense",
    "Side",
    "SourceInfo",
    "Standing",
    "StepCount",
    "StepState",
    "Tracking",
    "Update",
    "Verdict",
    "View",
    "frozen_array",
    "usual_part",
]

FloatArray = NDArray[np.float64]

HAND_POINTS = 21
FACE_POINTS = 468
BODY_POINTS = 33
PATH_POINTS = 16
"""How many points a reported path has."""


class Side(StrEnum):
    """A side of the person's own body, or the hand on that side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


HANDS = (Side.LEFT, Side.RIGHT)
"""The order of the first axis of every per-hand array."""


class View(StrEnum):
    """Which way the person faces."""

    FRONT = "front"
    BACK = "back"
    UNKNOWN = "unknown"


class ChartName(StrEnum):
    """A person-fixed plane; see ``coach.body``."""

    FACE = "face"
    NECK = "neck"
    TORSO = "torso"
    ARM = "arm"
    LEG = "leg"
    HAND = "hand"


ON_TRUNK = frozenset((ChartName.TORSO, ChartName.ARM, ChartName.LEG))
"""On these charts the middle of the palm is followed; on face, neck and hand the fingertips are."""


class HandPart(IntEnum):
    """A part of the hand that may touch, in the order of arrays over parts."""

    FINGERTIPS = 0
    PALM = 1
    THUMB = 2


def usual_part(chart: ChartName, view: View) -> HandPart:
    """Tell which part of a hand is followed on a chart, seen from a side."""
    return HandPart.PALM if view is View.BACK or chart in ON_TRUNK else HandPart.FINGERTIPS


class Region(StrEnum):
    """A part of the body that techniques belong to."""

    FACE = "face"
    NECK = "neck"
    BACK = "back"
    CHEST = "chest"
    ABDOMEN = "abdomen"
    ARM = "arm"
    HAND = "hand"
    LEG = "leg"
    BODY = "body"
    """Wherever a device is put."""


class Sense(StrEnum):
    """Which way along its technique a stroke went."""

    RIGHT = "right"
    REVERSED = "reversed"


class Verdict(StrEnum):
    """What is said of one attempt."""

    GOOD = "good"
    REVERSED = "reversed"
    TOO_SHORT = "too_short"
    OFF_PATH = "off_path"
    NO_GO = "no_go"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    NOT_JUDGED = "not_judged"


def frozen_array(values: ArrayLike, shape: tuple[int | None, ...], name: str) -> FloatArray:
    """Give a read-only float array of the shape asked for.

    Parameters
    ----------
    values
        Anything numpy reads as numbers.
    shape
        The shape wanted; None stands for any length.
    name
        What the array is called in the error.

    Raises
    ------
    ValueError
        The shape is another one.
    """
    array = np.array(values, dtype=np.float64)
    fits = array.ndim == len(shape) and all(
        want is None or want == have for want, have in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name} has shape {array.shape}, not {shape}")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a clip or camera before its first frame.

    Attributes
    ----------
    name
        File name or camera, for people.
    width_px, height_px
        Size of the upright picture.
    fps
        Nominal rate; a hint only, times come from the frames. NaN when unknown.
    duration_s
        NaN when unknown (cameras, some containers).
    has_audio
        There is a sound track.
    """

    name: str
    width_px: int
    height_px: int
    fps: float
    duration_s: float
    has_audio: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright, un-mirrored picture.

    Attributes
    ----------
    t_s
        Time in the source's clock, strictly increasing, 0 at the first frame.
    image_rgb
        (height, width, 3) uint8.
    """

    t_s: float
    image_rgb: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.image_rgb.ndim != 3 or self.image_rgb.shape[2] != 3:
            raise ValueError(f"image_rgb has shape {self.image_rgb.shape}, not (height, width, 3)")


@dataclass(frozen=True, slots=True)
class Observation:
    """What the landmarkers found in one frame, in picture coordinates.

    Attributes
    ----------
    t_s
        Time of the frame.
    size_px
        (width, height) of the frame.
    hands_px
        (2, 21, 2): left hand, right hand (the person's own, or the masseur's own).
    hands_world_m
        (2, 21, 3): the same joints in metres about the hand's own centre, picture axes.
    hands_score
        (2,): how sure the landmarker is that this is a hand, 0 to 1.
    face_px
        (468, 3): face mesh; z in the scale of x, smaller is nearer to the camera.
    body_px
        (33, 2): pose joints.
    body_visibility
        (33,): 0 to 1.
    people
        How many people the landmarkers saw; only one of them is followed.
    """

    t_s: float
    size_px: tuple[int, int]
    hands_px: FloatArray
    hands_world_m: FloatArray
    hands_score: FloatArray
    face_px: FloatArray
    body_px: FloatArray
    body_visibility: FloatArray
    people: int = 1

    def __post_init__(self) -> None:
        shapes: dict[str, tuple[int | None, ...]] = {
            "hands_px": (2, HAND_POINTS, 2),
            "hands_world_m": (2, HAND_POINTS, 3),
            "hands_score": (2,),
            "face_px": (FACE_POINTS, 3),
            "body_px": (BODY_POINTS, 2),
            "body_visibility": (BODY_POINTS,),
        }
        for name, shape in shapes.items():
            object.__setattr__(self, name, frozen_array(getattr(self, name), shape, name))

    @property
    def has_face(self) -> bool:
        """A face mesh was found."""
        return bool(np.isfinite(self.face_px[0, 0]))

    @property
    def has_body(self) -> bool:
        """A pose was found."""
        return bool(np.isfinite(self.body_px[0, 0]))

    @property
    def has_hand(self) -> tuple[bool, bool]:
        """The left, the right hand was found."""
        seen = np.isfinite(self.hands_px[:, 0, 0])
        return bool(seen[0]), bool(seen[1])


class Chart(Protocol):
    """A person-fixed, size-free plane laid over one frame.

    ``u`` runs across (0 on the midline, positive on the person's left), ``v`` up. Each chart's
    own file says where its ±1 are.
    """

    @property
    def name(self) -> ChartName:
        """Which chart this is."""
        ...

    def to_uv(self, points_px: FloatArray) -> FloatArray:
        """Map (n, 2) picture points to (n, 2) chart points."""
        ...

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        """Map (n, 2) chart points to (n, 2) picture points."""
        ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """One stroke, judged: a row of the report.

    Attributes
    ----------
    start_s, end_s
        When the hand was moving along it.
    side
        The hand, or both when they moved together.
    technique
        Id of the technique it fits; None when it fits none.
    sense
        Along it, or reversed; None when that can't be told.
    direction_error_deg
        Angle between the stroke as a whole and the reference's right direction over the same
        stretch, 0 to 180; for a circle, the median angle along the way.
    verdict, counted
        What is said of it, and whether it is a repetition.
    confidence
        How sure the sense and the contact are, 0 to 1.
    cue
        The one correction that matters most; empty when there is nothing to correct.
    chart
        The chart of the path.
    path_uv
        (16, 2): the path in order. For both hands, the left hand's.
    path_right_uv
        (16, 2): for both hands, the right hand's; NaN otherwise.
    coverage
        Share of the reference's length that was gone along, 0 to 1.
    offset_cm
        Median distance from the reference, in centimetres of an average adult.
    """

    start_s: float
    end_s: float
    side: Side
    technique: str | None
    sense: Sense | None
    direction_error_deg: float
    verdict: Verdict
    counted: bool
    confidence: float
    cue: str
    chart: ChartName
    path_uv: FloatArray
    path_right_uv: FloatArray = field(
        default_factory=lambda: np.full((PATH_POINTS, 2), np.nan), repr=False
    )
    coverage: float = float("nan")
    offset_cm: float = float("nan")

    def __post_init__(self) -> None:
        for name in ("path_uv", "path_right_uv"):
            path = frozen_array(getattr(self, name), (PATH_POINTS, 2), name)
            object.__setattr__(self, name, path)

    @property
    def pace_s(self) -> float:
        """How long it took."""
        return self.end_s - self.start_s


class StepState(StrEnum):
    """What became of a step of a routine."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class Phase(StrEnum):
    """What a routine waits for."""

    WORKING = "working"
    RESTING = "resting"
    AWAY = "away"
    """Nobody is in the picture: the clock stands still."""
    HANDS_AWAY = "hands_away"
    """A step that goes by the clock, and no hand in the picture."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far one step of a routine is.

    Attributes
    ----------
    technique
        Id of its technique.
    state
        Done, skipped, or neither yet.
    left, right, total
        Repetitions that counted; hands that move together make one.
    done_s
        How long it has gone on, for steps that go by the clock.
    repetitions
        How many are wanted; 0 for steps that go by the clock.
    length_s
        How long it is to go on; NaN for steps that are counted.
    each
        So many are wanted of either hand.
    """

    technique: str
    state: StepState
    left: int
    right: int
    total: int
    done_s: float
    repetitions: int
    length_s: float
    each: bool = False

    @property
    def by_clock(self) -> bool:
        """It goes on for a time, and is not counted."""
        return not self.repetitions

    @property
    def done(self) -> int:
        """Repetitions towards what is wanted: of the hand that has fewer, if both are."""
        return min(self.left, self.right) if self.each else self.total

    @property
    def is_full(self) -> bool:
        """All that is wanted was done."""
        if self.by_clock:
            return self.done_s >= self.length_s
        return self.done >= self.repetitions

    @property
    def left_s(self) -> float:
        """How long it still goes on; NaN for steps that are counted."""
        return max(self.length_s - self.done_s, 0.0) if self.by_clock else float("nan")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where in a routine the person is.

    Attributes
    ----------
    routine
        Its id.
    t_s
        Time of the frame.
    step
        Index of the step; the number of steps when it is over.
    phase
        What it waits for.
    steps
        How far each step is.
    rest_left_s
        How long the pause still lasts; 0 for none.
    worked_s
        How long it has gone on, without the time the person was away.
    missing
        Ids of techniques that should have come before this step and did not.
    """

    routine: str
    t_s: float
    step: int
    phase: Phase
    steps: tuple[StepCount, ...]
    rest_left_s: float = 0.0
    worked_s: float = 0.0
    missing: tuple[str, ...] = ()

    @property
    def current(self) -> StepCount | None:
        """The step the person is in; None when all is over."""
        return self.steps[self.step] if self.step < len(self.steps) else None


@dataclass(frozen=True, slots=True)
class Update:
    """What one frame added; enough to draw the overlay again without the landmarks.

    Attributes
    ----------
    t_s
        Time of the frame.
    view
        Which way the person faces, as known so far.
    charts
        The charts that hold in this frame.
    hands_px
        (2, 21, 2): left, right hand.
    contact_px
        (2, 2): where the left, the right hand would touch (fingertips or palm).
    finished
        Attempts that were completed by this frame.
    standing
        Where in the routine the person is, if one is done.
    """

    t_s: float
    view: View
    charts: tuple[Chart, ...]
    hands_px: FloatArray
    contact_px: FloatArray
    finished: tuple[Attempt, ...] = ()
    standing: Standing | None = None

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "hands_px", frozen_array(self.hands_px, (2, HAND_POINTS, 2), "hands_px")
        )
        object.__setattr__(self, "contact_px", frozen_array(self.contact_px, (2, 2), "contact_px"))

    def chart(self, name: ChartName) -> Chart | None:
        """Give the chart of that name, if it holds in this frame."""
        return next((chart for chart in self.charts if chart.name == name), None)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Share of the frames, 0 to 1, in which each part was seen."""

    face: float
    body: float
    left_hand: float
    right_hand: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a clip showed.

    Attributes
    ----------
    source
        Name of the clip.
    technique
        The technique that was done: the one asked for, else the one most attempts fit; None
        when none does.
    region, view
        Where on the body, and which way the person faces.
    duration_s
        Length of the clip.
    attempts
        In time order.
    tracking
        How much was seen.
    warnings
        Plain sentences about what could not be judged.
    asked
        The technique the person said they would do, if they did.
    standing
        How far the routine came, if one was done.
    hurt
        The person stopped because something hurt.
    obstacle
        Why nothing at all could be judged; empty when something could. It is one of the warnings.
    """

    source: str
    technique: str | None
    region: Region | None
    view: View
    duration_s: float
    attempts: Sequence[Attempt]
    tracking: Tracking
    warnings: Sequence[str] = ()
    asked: str | None = None
    standing: Standing | None = None
    hurt: bool = False
    obstacle: str = ""

    @property
    def wanted(self) -> str | None:
        """The technique the report is about: the one asked for, else the one that was done."""
        return self.asked or self.technique

    @property
    def repetitions(self) -> int:
        """Counted attempts; hands that move together make one, hands in turn one each."""
        return sum(attempt.counted for attempt in self.attempts)

    def repetitions_of(self, side: Side) -> int:
        """Count the repetitions in which the hand of that side took part."""
        return sum(a.counted and a.side in (side, Side.BOTH) for a in self.attempts)
