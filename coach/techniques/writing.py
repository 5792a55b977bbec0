"""A technique, or a routine, as the text of its file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from coach.techniques.routine import Routine
from coach.techniques.schema import Technique

__all__ = ["routine_toml", "technique_toml", "toml_lines"]

DIGITS = 3
"""A chart unit is 2 to 50 cm long: more digits would pretend to an exactness there is not."""
DELETE = "\x7f"
BARE = re.compile(r"[A-Za-z0-9_-]+")


def technique_toml(technique: Technique) -> str:
    """Write a technique's file; `read_technique` gives the same technique back.

    Paths are rounded to a thousandth of a chart unit.
    """
    rows = technique.model_dump(exclude_none=True)
    rows["path_uv"] = [[round(value, DIGITS) for value in point] for point in technique.path_uv]
    return "\n".join(toml_lines(rows)) + "\n"


def routine_toml(routine: Routine) -> str:
    """Write a routine's file; `read_routine` gives the same routine back."""
    rows = routine.model_dump(exclude_none=True, exclude={"step"})
    lines = list(toml_lines(rows))
    for step in routine.step:
        lines += ["", "[[step]]", *toml_lines(step.model_dump(exclude_none=True))]
    return "\n".join(lines) + "\n"


def toml_lines(rows: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines of a TOML file: plain keys first, then tables."""
    tables = {key: value for key, value in rows.items() if isinstance(value, Mapping)}
    yield from (f"{_key(k)} = {_value(v)}" for k, v in rows.items() if k not in tables)
    for name, table in tables.items():
        yield ""
        yield f"[{_key(name)}]"
        yield from (f"{_key(k)} = {_value(v)}" for k, v in table.items())


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _value(name)


def _value(value: object) -> str:
    """Write one value: text, number, truth, date, or a list of them.

    Raises
    ------
    TypeError
        It is something else.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML's escapes are JSON's, but for one sign that only TOML minds.
        return json.dumps(str(value), ensure_ascii=False).replace(DELETE, "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    raise TypeError(f"{type(value).__name__} is not written into files")
