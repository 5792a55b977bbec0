"""How far landmarks are from the truth: the numbers, and where they are kept.

Lengths are told in sizes of the part they belong to, so that they hold for every camera: palms
for hands (root mean square distance among the wrist and the four knuckles), distances of the
outer eye corners for faces, widths between the shoulder joints for bodies. Times are seconds, so
that they hold for every frame rate. `fitted` gives what `benchmarks.fit_noise` measured; a
`LandmarkNoise` as it is made gives no noise at all.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

Where = Literal["near", "back", "hand", "palm", "standing"]
"""Faces and necks; backs; fingers on a hand that is held out to them, a thumb in its palm; who
stands further off."""
FITTED: Final[dict[Where, Path]] = {
    "near": Path(__file__).with_name("landmark_noise.json"),
    "back": Path(__file__).with_name("landmark_noise_back.json"),
    "hand": Path(__file__).with_name("landmark_noise_hand.json"),
    "palm": Path(__file__).with_name("landmark_noise_palm.json"),
    "standing": Path(__file__).with_name("landmark_noise_standing.json"),
}
N_JOINTS: Final = 21
EVEN: Final = (1.0,) * N_JOINTS
SPREAD_TAU_S: Final = 1.0
"""How long a landmarker is in good or bad form (ours)."""
NO_BIAS: Final = ((0.0, 0.0),) * N_JOINTS


@dataclass(frozen=True, slots=True)
class Wander:
    """An error: what stays, what drifts and what is new; the latter two stronger now and then.

    Attributes
    ----------
    white : float
        Standard deviation of what is new in every frame.
    drift : float
        Standard deviation of what comes and goes smoothly: a critically damped AR(2) process.
    tau_s : float
        Its time constant: after so long, 0.74 of it is left.
    spread : float
        Standard deviation of the logarithm of how strong white noise and drift are at a time; it
        changes slowly (`SPREAD_TAU_S`). Their sizes hold for the median strength.
    stays : float
        Standard deviation of what is the same throughout a session.
    """

    white: float = 0.0
    drift: float = 0.0
    tau_s: float = 0.2
    spread: float = 0.0
    stays: float = 0.0


@dataclass(frozen=True, slots=True)
class Presence:
    """When something that is in the picture is found.

    Attributes
    ----------
    lost_per_s : float
        How often it is lost while it is followed.
    away_s : float
        How long it then takes to be found again, on average; also when it comes into the picture.
    """

    lost_per_s: float = 0.0
    away_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Mode:
    """A way in which a hand's joints are off together.

    Attributes
    ----------
    pattern : 21 pairs of float
        How far each joint is off, along and across the hand, where this error is 1.
    size : Wander
        Of the error.
    """

    pattern: tuple[tuple[float, float], ...]
    size: Wander


@dataclass(frozen=True, slots=True)
class HandNoise:
    """Errors of a hand's joints, in palms.

    Attributes
    ----------
    modes : tuple of Mode
        What joints have in common: a hand that is moved, longer, turned, more or less bent.
    joint : Wander
        What is left of each joint by itself.
    uneven : 21 float
        How much more, or less, each joint wanders than that.
    bias : 21 pairs of float
        What is always there: along the hand (from the wrist to the middle knuckle) and across it
        (to the thumb's side).
    """

    modes: tuple[Mode, ...] = ()
    joint: Wander = field(default_factory=Wander)
    uneven: tuple[float, ...] = EVEN
    bias: tuple[tuple[float, float], ...] = NO_BIAS


@dataclass(frozen=True, slots=True)
class FaceNoise:
    """Errors of a face mesh, in distances of the outer eye corners.

    Attributes
    ----------
    place, log_size, turn_deg : Wander
        Of the mesh as a whole: where it is, how large, and how it is turned about each axis.
    bend : Wander
        Of its shape: smooth, over the whole mesh.
    point : Wander
        Of each point by itself.
    slide : Wander
        Of what lies under a hand: those points move along with each other.
    place_uneven, turn_deg_uneven : 2 and 3 float
        How much more, or less, each axis wanders than that.
    """

    place: Wander = field(default_factory=Wander)
    log_size: Wander = field(default_factory=Wander)
    turn_deg: Wander = field(default_factory=Wander)
    bend: Wander = field(default_factory=Wander)
    point: Wander = field(default_factory=Wander)
    slide: Wander = field(default_factory=Wander)
    place_uneven: tuple[float, ...] = (1.0, 1.0)
    turn_deg_uneven: tuple[float, ...] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class BodyNoise:
    """Errors of the pose's joints, in widths between the shoulders.

    Attributes
    ----------
    joint : Wander
        Of joints in the picture.
    guessed : Wander
        Of joints out of it, that are only guessed.
    every_s : float
        How often the pose is looked for.
    """

    joint: Wander = field(default_factory=Wander)
    guessed: Wander = field(default_factory=Wander)
    every_s: float = 0.0


@dataclass(frozen=True, slots=True)
class LandmarkNoise:
    """Everything that is wrong with landmarks.

    Attributes
    ----------
    hand_free, hand_over, hand_cut : HandNoise
        Hands before the background or in the air (or worked on by the other one), over the body
        part they work on, and cut off by the picture's edge.
    hand_inside, hand_edge, hand_over_seen : Presence
        Hands well in the picture, partly out of it, and over the body.
    hand_fast : float
        By what share of itself a hand's error grows with each palm a second (not what stays).
    swapped_share, swapped_s : float
        How often hands have each other's name from when one of them is met anew, and for how long,
        on average.
    world : float
        Standard deviation of each joint's place in the hand, in palms, along every axis.
    depth : float
        The same along the line of sight, on top.
    face_free, face_covered : FaceNoise
        With the face uncovered, and what comes on top where hands cover all of it.
    face_drags : float
        How far points that are not covered take part in what comes on top, from 0 to 1.
    face_free_seen, face_covered_seen : Presence
        The same two.
    face_larger : float
        Mean of the logarithm of the mesh's size over that of the face.
    face_person : FaceNoise
        What differs from person to person, and stays.
    body : BodyNoise
        The pose.
    """

    hand_free: HandNoise = field(default_factory=HandNoise)
    hand_over: HandNoise = field(default_factory=HandNoise)
    hand_cut: HandNoise = field(default_factory=HandNoise)
    hand_inside: Presence = field(default_factory=Presence)
    hand_edge: Presence = field(default_factory=Presence)
    hand_over_seen: Presence = field(default_factory=Presence)
    hand_fast: float = 0.0
    swapped_share: float = 0.0
    swapped_s: float = 0.2
    world: float = 0.0
    depth: float = 0.0
    face_free: FaceNoise = field(default_factory=FaceNoise)
    face_covered: FaceNoise = field(default_factory=FaceNoise)
    face_drags: float = 1.0
    face_free_seen: Presence = field(default_factory=Presence)
    face_covered_seen: Presence = field(default_factory=Presence)
    face_larger: float = 0.0
    face_person: FaceNoise = field(default_factory=FaceNoise)
    body: BodyNoise = field(default_factory=BodyNoise)


NONE: Final = LandmarkNoise()
"""Landmarks that are exactly right, and never missing within the picture."""


def write_noise(path: Path, noise: LandmarkNoise, measured: dict[str, Any]) -> None:
    """Write noise and what it was measured on."""
    values = {"measured_on": measured, "noise": _rounded(asdict(noise))}
    text = json.dumps(values, indent=1)
    rows = re.sub(r"\[\s+([^][{}]+?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)
    path.write_text(rows + "\n", encoding="utf-8")


def read_noise(path: Path) -> LandmarkNoise:
    """Read noise from a file that `write_noise` wrote."""
    return _noise_of(json.loads(path.read_text(encoding="utf-8"))["noise"])


@cache
def fitted(where: Where = "near") -> LandmarkNoise:
    """Return the noise measured on MediaPipe and rendered clips."""
    return read_noise(FITTED[where])


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(inner) for inner in value]
    return float(f"{value:.3g}")


def _noise_of(values: dict[str, Any]) -> LandmarkNoise:
    made: dict[str, Any] = {}
    for key, value in values.items():
        if key in ("hand_free", "hand_over", "hand_cut"):
            modes = tuple(
                Mode(_pairs(mode["pattern"]), Wander(**mode["size"])) for mode in value["modes"]
            )
            joint, uneven = Wander(**value["joint"]), tuple(value["uneven"])
            made[key] = HandNoise(modes, joint, uneven, _pairs(value["bias"]))
        elif key in ("face_free", "face_covered", "face_person"):
            own = {
                name: Wander(**inner) for name, inner in value.items() if isinstance(inner, dict)
            }
            axes = {name: tuple(inner) for name, inner in value.items() if name not in own}
            made[key] = FaceNoise(**own, **axes)
        elif key == "body":
            joint, guessed = Wander(**value["joint"]), Wander(**value["guessed"])
            made[key] = BodyNoise(joint, guessed, value["every_s"])
        elif isinstance(value, dict):
            made[key] = Presence(**value)
        else:
            made[key] = value
    return LandmarkNoise(**made)


def _pairs(rows: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(along), float(across)) for along, across in rows)
