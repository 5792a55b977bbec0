"""What is dear to make and is kept: rendered clips, simulated sessions, and landmarks.

Everything is keyed by what it was made by, so that a changed renderer or tracker is never mixed
with an old one, and every file appears whole or not at all.

========================== ==================================================================
clips/<studio>/            <seed>.mp4 and <seed>.truth.json, as the studio draws them
clips/<other>-other/       the same seeds in the studio's other looks
clips/<studio>-tone<n>/    the same seeds, whoever works with skin of one tone
clips/<studio>-elsewhere/  hands on a hand and on a belly, by seeds of their own
clips/<studio>-catalogue/  all techniques that the studio can show, by seeds of their own
simulated/<studio>/        <seed>.npz and <seed>.truth.json, as the simulator tells them
landmarks/<tracking>/      <clip's hash>.npz: what the landmarkers found
========================== ==================================================================
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

import coach
import sample_videos.studio
from sample_videos.studio.looks import Drawing

__all__ = [
    "READ_BY_STUDIO",
    "clips_folder",
    "digest_of",
    "landmarks_folder",
    "prune",
    "root",
    "simulated_folder",
    "sweep",
    "writing",
]

PART = ".part-"
STUDIO = Path(sample_videos.studio.__file__).parent
COACH = Path(coach.__file__).parent
NO_PICTURE = (
    "__main__", "belly", "by_device", "by_score", "circling", "collection", "devices",
    "face_mesh", "front_trunk", "held_", "landmark_", "led", "scores", "simulat", "skin_map",
    "standing", "stiff",
)  # fmt: skip
"""Files of the studio that decide nothing about a clip's pictures and truth."""
READ_BY_STUDIO = {
    "id", "region", "view", "chart", "kind", "hands", "effector", "path_uv", "pace_min_s",
    "pace_max_s", "off_path_cm", "no_go",
}  # fmt: skip
READ_OF_ZONES = {"id", "chart", "polygon_uv"}
"""Keys of technique and no-go files that the studio reads."""
SAME_PICTURES = {
    "567b41d19d6d": "4f54b92e967b",
    "3616c51422d8": "328337cb7bce",
}
"""The sources as they are, in either way of drawing, make the very pictures that earlier ones made:
by their digests. What was changed since is known to draw what it drew before, as far as one source
does that is compiled twice: the last grey level may differ."""
TRACKING = ("tracking/[!_]*.py", "capture/clip.py", "capture/timing.py", "capture/orientation.py")


def root() -> Path:
    """Where all is kept: ``COACH_BENCH_CACHE``, or a folder of the user's cache."""
    return Path(os.environ.get("COACH_BENCH_CACHE") or Path.home() / ".cache" / "coach-bench")


def clips_folder(drawing: Drawing = "studio", tone: int | None = None) -> Path:
    """Where this studio's clips are kept, those of each way of drawing and of one tone apart."""
    ending = "" if drawing == "studio" else f"-{drawing}"
    ending += "" if tone is None else f"-tone{tone}"
    return root() / "clips" / f"{_pictures_version(drawing)}{ending}"


def simulated_folder() -> Path:
    """Where this simulator's sessions are kept."""
    return root() / "simulated" / _made_by(_studio_files())


def landmarks_folder() -> Path:
    """Where the landmarks that this tracker finds are kept."""
    return root() / "landmarks" / _tracking_version()


def digest_of(files: Iterable[Path], extra: str = "") -> str:
    """Give 12 digits that change whenever a file's name or content does."""
    sha = hashlib.sha256(extra.encode())
    for path in sorted(files):
        sha.update(path.name.encode() + b"\0")
        sha.update(hashlib.sha256(path.read_bytes()).digest())
    return sha.hexdigest()[:12]


@cache
def _pictures_version(drawing: Drawing) -> str:
    """Give the digest of what decides about the pictures of one way of drawing."""
    left_out = NO_PICTURE if drawing == "other" else (*NO_PICTURE, "other_")
    made_by = _made_by(path for path in _studio_files() if not path.stem.startswith(left_out))
    return SAME_PICTURES.get(made_by, made_by)


def _studio_files() -> list[Path]:
    # By name: compiled code lies beside the sources, and is another on every machine.
    return [path for name in ("*.py", "*.json") for path in sorted(STUDIO.glob(name))]


def _made_by(files: Iterable[Path]) -> str:
    return digest_of(files, extra=_shown())


@cache
def _shown() -> str:
    """Write down what the studio reads of the techniques that its clips show."""
    from sample_videos.studio import routes

    techniques = [
        t.model_dump(mode="json", include=READ_BY_STUDIO) for t in routes.LIBRARY.techniques
    ]
    zones = [zone.model_dump(mode="json", include=READ_OF_ZONES) for zone in routes.LIBRARY.no_go]
    return json.dumps([techniques, zones], sort_keys=True)


@cache
def _tracking_version() -> str:
    files = [path for pattern in TRACKING for path in COACH.glob(pattern)]
    return digest_of(files, extra=version("mediapipe"))


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Give a path of the same name to write to; it takes its place when all went well.

    The name ends alike, as some writers choose their format by it. Whatever goes wrong, nothing
    stands at `path` that is not whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f"{PART}{os.getpid()}"
    part.mkdir(exist_ok=True)
    try:
        yield part / path.name
        (part / path.name).replace(path)
    finally:
        (part / path.name).unlink(missing_ok=True)
        if not any(part.iterdir()):
            part.rmdir()


def sweep(folder: Path) -> None:
    """Clear away what processes left that were killed while they wrote."""
    for part in folder.glob(f"{PART}*"):
        if not _lives(int(part.name.removeprefix(PART))):
            shutil.rmtree(part, ignore_errors=True)


def prune(folder: Path, keep: int = 3) -> None:
    """Clear away the sessions of older simulators: they are large, and made again in seconds."""
    others = [one for one in folder.parent.iterdir() if one.is_dir() and one != folder]
    for old in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[keep - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
