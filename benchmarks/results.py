"""What a run found, as a file: numbers, versions, and the machine they come from."""

from __future__ import annotations

import ast
import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bars import MEASURES
from benchmarks.bootstrap import Estimate
from benchmarks.cache import clips_folder, digest_of, landmarks_folder, writing
from benchmarks.clips import Scored
from benchmarks.groups import estimates
from benchmarks.seeds import is_for_tests
from benchmarks.tables import Table
from coach.techniques.library import DATA_DIR

__all__ = ["default_path", "record", "rules_version", "stamp", "write"]

FOLDER = Path(__file__).parent / "results"
JUDGING = ("body", "strokes", "coaching", "techniques")
"""Rooms of Coach that decide about a verdict."""
LIBRARIES = ("mediapipe", "numpy", "scipy", "opencv-contrib-python", "av")


def default_path(kind: str, what: str) -> Path:
    """Where today's run over these clips is written."""
    words = re.sub(r"\W+", "-", f"{kind} {what}").strip("-")
    return FOLDER / f"{words}-{datetime.now(UTC):%Y-%m-%d}.json"


def record(
    kind: str, what: str, tables: Sequence[Table], took_s: float, clips: Sequence[Scored] = ()
) -> dict[str, Any]:
    """Give all that is to be kept of a run; recordings have their tables only."""
    found = estimates(clips)
    return {
        "kind": kind,
        "clips": what,
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "took_s": round(took_s, 1),
        "versions": _versions(),
        "machine": _machine(),
        "measures": {
            m.key: {**_estimate(found[m.key]), "name": m.name, "bar": m.bar}
            for m in MEASURES
            if clips
        },
        "tables": {t.key: {"title": t.title, "head": t.head, "rows": t.rows} for t in tables},
        "each": [
            {
                "name": c.name,
                "act": c.act,
                "technique": c.technique,
                "badness": round(c.badness, 2),
                "line": c.line,
                "told": {key: _plain(row) for key, row in c.told.items()},
                "untold": {key: _plain(row) for key, row in c.untold.items()},
            }
            for c in clips
            if not is_for_tests(c.name)  # their clips are not looked at one by one
        ],
    }


def write(path: Path, found: dict[str, Any]) -> None:
    """Write a run's record, whole or not at all."""
    with writing(path) as part:
        part.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _estimate(found: Estimate) -> dict[str, float | None]:
    return {key: _number(value) for key, value in asdict(found).items()}


def _plain(row: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
    return np.round(row, 4).tolist()


def _number(value: float) -> float | None:
    return round(value, 5) if np.isfinite(value) else None


@cache
def rules_version() -> str:
    """Give a digest of all that decides about a verdict once landmarks are found.

    Words about the code do not count: tables of the same digest were judged by the same rules.
    """
    coach = DATA_DIR.parents[1]
    sources = sorted(path for part in JUDGING for path in (coach / part).rglob("*.py"))
    code = [ast.unparse(_without_words(ast.parse(path.read_bytes()))) for path in sources]
    return digest_of(sorted(DATA_DIR.rglob("*.toml")), extra="".join(code))


def stamp() -> str:
    """Say when and by which rules, for what stands below a table."""
    return f"{datetime.now(UTC):%Y-%m-%d}, rules {rules_version()[:8]}"


def _without_words(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not _is_text(one)] or [ast.Pass()]
    return tree


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in LIBRARIES}
    return {
        "coach": version("coach"),
        "rules": rules_version(),
        "studio": clips_folder().name,
        "tracking": landmarks_folder().name,
        "python": platform.python_version(),
        **found,
    }


def _machine() -> dict[str, str | int | None]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": platform.processor() or None,
        "cores": os.cpu_count(),
    }
