"""Correcting a technique by hand: every change gives a technique that was checked anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from coach.errors import TechniqueError
from coach.techniques.schema import Kind, Technique, first_fault

__all__ = ["point_moved", "renamed", "technique_from", "tolerances_set"]

OURS = "set by hand"


def technique_from(values: Mapping[str, Any]) -> Technique:
    """Check what a technique says, as a file of it would be.

    Raises
    ------
    TechniqueError
        Something in it is none that a technique may say; the message names it.
    """
    try:
        return Technique.model_validate(dict(values))
    except ValidationError as error:
        raise TechniqueError(f"this technique: {first_fault(error, Technique)}") from error


def point_moved(technique: Technique, index: int, to_uv: tuple[float, float]) -> Technique:
    """Move one point of the path.

    Parameters
    ----------
    index
        Which point. A circle's first and last are one and move together.
    to_uv
        Where to, on the person's left, in the technique's chart.

    Raises
    ------
    TechniqueError
        There is no such point, or it can't lie there.
    """
    path = list(technique.path_uv)
    if not 0 <= index < len(path):
        raise TechniqueError(f"the path has {len(path)} points, and no number {index}")
    path[index] = to_uv
    if technique.kind is Kind.CIRCLE and index in (0, len(path) - 1):
        path[0] = path[-1] = to_uv
    return _changed(technique, {"path_uv": tuple(path)})


def renamed(
    technique: Technique, name: str, *, new_id: str | None = None, instruction: str | None = None
) -> Technique:
    """Give it another name, another id, or other words for pupils; raises TechniqueError."""
    values: dict[str, Any] = {"name": name}
    if new_id is not None:
        values["id"] = new_id
    if instruction is not None:
        values["instruction"] = instruction
    return technique_from({**technique.model_dump(), **values})


def tolerances_set(
    technique: Technique,
    *,
    off_path_cm: float | None = None,
    direction_deg: float | None = None,
    coverage_min: float | None = None,
    pace_min_s: float | None = None,
    pace_max_s: float | None = None,
    repetitions: int | None = None,
) -> Technique:
    """Set tolerances, pace or the goal; what is not given stays.

    Raises
    ------
    TechniqueError
        A number is none that a technique may hold.
    """
    given: dict[str, float | None] = {
        "off_path_cm": off_path_cm,
        "direction_deg": direction_deg,
        "coverage_min": coverage_min,
        "pace_min_s": pace_min_s,
        "pace_max_s": pace_max_s,
        "repetitions": repetitions,
    }
    return _changed(technique, {key: value for key, value in given.items() if value is not None})


def _changed(technique: Technique, numbers: Mapping[str, Any]) -> Technique:
    """Change numbers, and let the file say that they were set by hand."""
    values = technique.model_dump()
    values.update(numbers)
    values["sources"] = {**values["sources"], **dict.fromkeys(numbers, OURS)}
    if values["origin"] is not None:
        values["origin"]["corrected"] = True
    return technique_from(values)
