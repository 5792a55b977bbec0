"""What a hand does when: approach, strokes in contact, lifted returns, gestures, leaving.

A hand's `Track` is a list of segments that follow each other in time. Each segment gives, at any
time, where the working part of the hand should be and how the hand is turned. Speeds are
minimum-jerk: they start and end at rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sample_videos.studio.field import Placement
from sample_videos.studio.paths import SkinPath, unit
from sample_videos.studio.primitives import Floats
from sample_videos.studio.reach import Effector
from sample_videos.studio.vocabulary import Fault, Sense


def minimum_jerk(tau: float) -> float:
    """Progress from 0 to 1 of a movement between rests, for time from 0 to 1."""
    tau = min(max(tau, 0.0), 1.0)
    return tau**3 * (10.0 - 15.0 * tau + 6.0 * tau**2)


def even_stroke(tau: float) -> float:
    """Progress of a slow, even stroke: soft at both ends, steady in between."""
    return 0.55 * minimum_jerk(tau) + 0.45 * (tau - math.sin(2 * math.pi * tau) / (2 * math.pi))


def plateau(tau: float, edge: float) -> float:
    """Rise from 0 to 1 within `edge`, stay, and fall again before 1."""
    return minimum_jerk(tau / edge) * minimum_jerk((1.0 - tau) / edge)


@dataclass(frozen=True, slots=True)
class Aim:
    """Place (cm), pointing direction and back-of-hand direction of the working part."""

    place_cm: Floats
    fingers: Floats
    back: Floats

    def placed(self, placement: Placement) -> Aim:
        """Return the aim moved with the body part it is attached to."""
        turn = placement.rotation
        return Aim(placement.to_world(self.place_cm), turn @ self.fingers, turn @ self.back)

    def mirrored(self) -> Aim:
        """Return the same aim on the other side of the body."""
        flip = np.array([-1.0, 1.0, 1.0])
        return Aim(self.place_cm * flip, self.fingers * flip, self.back * flip)

    def mixed(self, other: Aim, weight: float | Floats) -> Aim:
        """Blend towards another aim; with weights (n, 1) as many blends."""
        return Aim(
            (1 - weight) * self.place_cm + weight * other.place_cm,
            unit((1 - weight) * self.fingers + weight * other.fingers),
            unit((1 - weight) * self.back + weight * other.back),
        )


@dataclass(frozen=True, slots=True)
class Way:
    """A movement: the aim at every progress from 0 to 1.

    Attributes
    ----------
    many : callable
        Gives the aims at many progresses: one `Aim` whose vectors are (n, 3).
    """

    many: Callable[[Sequence[float]], Aim]

    def __call__(self, tau: float) -> Aim:
        """Return the aim at one progress."""
        aims = self.many([tau])
        return Aim(aims.place_cm[0], aims.fingers[0], aims.back[0])


@dataclass(frozen=True, slots=True)
class Deed:
    """What a working stroke is.

    Attributes
    ----------
    sense, fault
        Which way it runs along its technique, and what is wrong with it.
    touching : bool
        Whether it is on the skin, rather than over it.
    returns : bool
        Whether the hand then goes back to where the next stroke starts.
    path : SkinPath
        Its way on the skin, as the hand on the side x > 0 would run it.
    """

    sense: Sense
    fault: Fault | None
    touching: bool
    returns: bool
    path: SkinPath


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a hand's motion.

    Attributes
    ----------
    start_s, end_s : float
        When it happens.
    aim : callable
        Aim at progress tau in [0, 1], in the frame of the body part.
    deed : Deed or None
        What it is if it is a working stroke.
    """

    start_s: float
    end_s: float
    aim: Callable[[float], Aim]
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """What one hand does.

    Attributes
    ----------
    segments : tuple of Segment
        Without gaps, in order of time.
    shape_rad : callable or None
        Rest shape (11,) at a time, of a hand that opens and closes; otherwise its grip's.
    quickest_s : float
        How long a movement takes that is quicker than the shortest of its strokes, if one is.
    """

    segments: tuple[Segment, ...]
    shape_rad: Callable[[float], Floats] | None = None
    quickest_s: float = math.inf

    def at(self, t_s: float) -> Aim:
        """Return the aim at a time."""
        for segment in self.segments:
            if t_s < segment.end_s:
                break
        tau = (t_s - segment.start_s) / (segment.end_s - segment.start_s)
        return segment.aim(min(max(tau, 0.0), 1.0))

    def strokes(self) -> tuple[tuple[float, float, Deed], ...]:
        """Return start, end and deed of every working stroke."""
        return tuple((s.start_s, s.end_s, s.deed) for s in self.segments if s.deed is not None)


def hold(aim: Aim) -> Callable[[float], Aim]:
    """Stay."""
    return lambda tau: aim


def along(path: SkinPath) -> Way:
    """Stroke a path from its start to its end, on the skin."""

    def aims(taus: Sequence[float]) -> Aim:
        place, _, fingers, back = path.rows(np.array([even_stroke(tau) for tau in taus]))
        return Aim(place, fingers, back)

    return Way(aims)


def lifted_return(
    path: SkinPath, after: SkinPath, lift_cm: float, outward: Floats, edge: float, travel: float
) -> Way:
    """Go back from a path's end to the next one's start, off the skin.

    Parameters
    ----------
    path, after : SkinPath
        The path just stroked and the one to come.
    lift_cm : float
        Height of the return over the skin.
    outward : (3,) float
        Direction into which the return bows, besides the skin's normal.
    edge : float
        Fraction of the time taken to lift, and again to land.
    travel : float
        Fraction of the time after which the hand is over the start again.
    """

    def aims(taus: Sequence[float]) -> Aim:
        done = np.array([1.0 - minimum_jerk((tau - 0.06) / (travel - 0.06)) for tau in taus])
        old, normal, fingers, back = path.rows(done)
        new, normal_b, fingers_b, back_b = after.rows(done)
        s, lift = done[:, None], np.array([[lift_cm * plateau(tau, edge)] for tau in taus])
        place = s * old + (1 - s) * new
        away = unit(unit(s * normal + (1 - s) * normal_b) + outward)
        place = place + lift * away
        return Aim(
            place,
            unit(s * fingers + (1 - s) * fingers_b),
            unit(s * back + (1 - s) * back_b),
        )

    return Way(aims)


def swing(start: Aim, end: Aim, over: Sequence[Floats]) -> Way:
    """Move from one aim to another along a Bezier curve with the given control points."""
    points = np.stack([start.place_cm, *over, end.place_cm])

    def aims(taus: Sequence[float]) -> Aim:
        w = np.array([minimum_jerk(tau) for tau in taus])[:, None, None]
        curve = points[None]
        while curve.shape[1] > 1:
            curve = (1 - w) * curve[:, :-1] + w * curve[:, 1:]
        mixed = start.mixed(end, np.array([[minimum_jerk(tau * 1.15)] for tau in taus]))
        return Aim(curve[:, 0], mixed.fingers, mixed.back)

    return Way(aims)


def path_end(path: SkinPath, s: float, above_cm: float = 0.0) -> Aim:
    """Return the aim at one end of a path (s = 0 or 1), some way above the skin."""
    place, normal, fingers, back = path.at(s)
    return Aim(place + above_cm * normal, fingers, back)


@dataclass(frozen=True, slots=True)
class Grip:
    """How a hand works: rest shape (rad), tips that follow the skin, working part."""

    rest_rad: Floats
    working: tuple[int, ...]
    effector: Effector
