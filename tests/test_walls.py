"""The walls between the rooms; `lint-imports` proves the contracts, this that none is left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]
ROOMS = {
    f"coach.{path.stem}"
    for path in (ROOT / "coach").iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"coach.__init__", "coach.__main__"}


def test_every_room_has_its_layer() -> None:
    (layers,) = [c["layers"] for c in CONTRACTS if c["type"] == "layers"]
    assert {room for layer in layers for room in layer.split(" | ")} == ROOMS


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("mediapipe", {"coach.tracking"}),
        ("cv2", {"coach.capture", "coach.tracking", "coach.present"}),
        ("av", {"coach.capture", "coach.tracking", "coach.present"}),
        ("streamlit", {"coach.app"}),
        ("sqlite3", {"coach.history"}),
        ("ray", {"coach.batch"}),
    ],
)
def test_every_other_room_is_kept_from_a_library(library: str, allowed: set[str]) -> None:
    (walled,) = [
        set(c["source_modules"]) for c in CONTRACTS if library in c.get("forbidden_modules", [])
    ]
    assert walled == ROOMS - allowed
