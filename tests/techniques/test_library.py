"""Technique files: what is accepted, and how a mistake is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from coach.errors import TechniqueError
from coach.techniques.library import DATA_DIR, load_library
from coach.techniques.schema import NUMBERS, Kind, read_no_go, read_technique
from coach.types import View

LIBRARY = load_library()
GOOD = (DATA_DIR / "forehead-to-temples.toml").read_text("utf-8")
WANTED = {
    "forehead-to-temples",
    "brows-outwards",
    "chin-to-ears",
    "around-the-eyes",
    "neck-side-down",
    "back-long-stroke",
    "back-herringbone",
}


def fault(tmp_path: Path, old: str, new: str) -> str:
    assert old in GOOD
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(TechniqueError) as told:
        read_technique(path)
    message = str(told.value)
    assert message.startswith("mine.toml: ")
    assert "\n" not in message
    return message


def test_all_techniques_are_there() -> None:
    assert {t.id for t in LIBRARY.techniques} == WANTED


def test_every_number_has_a_source() -> None:
    for technique in LIBRARY.techniques:
        assert set(technique.sources) == set(NUMBERS)


def test_references_lie_on_the_persons_left() -> None:
    for technique in LIBRARY.techniques:
        assert (technique.path_array_uv[:, 0] > 0).all()


def test_the_articles_directions() -> None:
    """Outwards on the face, down on the neck, up on the back."""
    for name in ("forehead-to-temples", "brows-outwards", "chin-to-ears"):
        u = LIBRARY.find(name).path_array_uv[:, 0]
        assert (np.diff(u) > 0).all()
    assert (np.diff(LIBRARY.find("neck-side-down").path_array_uv[:, 1]) < 0).all()
    for name in ("back-long-stroke", "back-herringbone"):
        assert (np.diff(LIBRARY.find(name).path_array_uv[:, 1]) > 0).all()
    eyes = LIBRARY.find("around-the-eyes")
    highest = eyes.path_array_uv[np.argmax(eyes.path_array_uv[:, 1])]
    assert eyes.kind is Kind.CIRCLE
    before_top = eyes.path_array_uv[: int(np.argmax(eyes.path_array_uv[:, 1]))]
    assert (before_top[:, 0] < highest[0]).all()  # outwards under the brow


def test_the_back_keeps_off_the_spine() -> None:
    for technique in LIBRARY.techniques:
        if technique.view is View.BACK:
            assert [zone.id for zone in LIBRARY.zones_of(technique)] == ["spine"]


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    message = fault(tmp_path, "pace_min_s = 0.5", "pace_min = 0.5")
    assert message == 'mine.toml: unknown key "pace_min"; did you mean "pace_min_s"?'


def test_an_unknown_cue_names_the_nearest(tmp_path: Path) -> None:
    assert 'did you mean "reversed"' in fault(tmp_path, "reversed = ", "reverse = ")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "forehead', 'id = "Forehead', '"id"'),
        ('region = "face"', 'region = "foot"', '"region"'),
        ("pace_max_s = 4.0", "pace_max_s = 0.1", "pace_min_s must be below"),
        ("off_path_cm = 2.5", "off_path_cm = -1", '"off_path_cm"'),
        ("off_path_cm = 2.5", "off_path_cm = nan", '"off_path_cm"'),
        ("direction_deg = 35", 'direction_deg = "wide"', '"direction_deg"'),
        ("[1.42, 0.22]]", "[1.42, inf]]", "finite number"),
        ("path_uv = [[0.10, 0.55], ", "path_uv = [[0.10], ", '"path_uv'),
        ('kind = "stroke"', 'kind = "circle"', "must end where it began"),
        ('pace_max_s = "ours"\n', "", 'sources lacks "pace_max_s"'),
        ("format = 1", "format = 2", '"format"'),
        ("format = 1", "format = ", "not a TOML file"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(TechniqueError, match=r"^mine\.toml") as told:
        read_technique(path)
    assert words in str(told.value)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(TechniqueError, match=r"gone\.toml can't be read"):
        read_technique(tmp_path / "gone.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TechniqueError, match="not a TOML file"):
        read_technique(tmp_path / "odd.toml")


def test_a_technique_of_ones_own_needs_no_python(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace('id = "forehead-to-temples"', 'id = "mine"'), "utf-8")
    library = load_library([path])
    assert library.find("mine").name == "Forehead to temples"
    assert len(library.techniques) == len(WANTED) + 1


def test_keeping_off_an_unknown_place_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace('no_go = ["eyes"]', 'no_go = ["nose"]'), "utf-8")
    with pytest.raises(TechniqueError, match="nose"):
        load_library([path])


def test_no_go_places_name_their_source() -> None:
    zones = read_no_go(DATA_DIR / "no_go.toml")
    assert {zone.id for zone in zones} == {"spine", "eyes"}
    assert all(zone.source for zone in zones)


def test_every_file_is_valid_toml_by_the_standard_library() -> None:
    for path in DATA_DIR.glob("*.toml"):
        assert tomllib.loads(path.read_text("utf-8"))["format"] == 1
