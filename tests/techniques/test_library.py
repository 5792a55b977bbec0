"""Technique files: what is accepted, and how a mistake is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from coach.coaching.no_go import share_on
from coach.errors import TechniqueError
from coach.strokes.match import resample
from coach.techniques.library import DATA_DIR, load_library
from coach.techniques.schema import (
    NUMBERS,
    Kind,
    Mirror,
    Technique,
    read_no_go,
    read_technique,
)
from coach.types import Region

LIBRARY = load_library()
GOOD = (DATA_DIR / "forehead-to-temples.toml").read_text("utf-8")
FACE = {
    "forehead-to-temples", "around-the-eyes", "chin-to-ears", "brows-outwards", "nose-to-cheeks",
    "cheeks-to-ears", "jaw-outwards", "tear-duct-to-nose-wing",
}  # fmt: skip
NECK = {"neck-side-down", "collar-circles", "neck-press-release", "towel-rub"}
BACK = {
    "back-long-stroke", "back-herringbone", "back-rub-to-spine", "back-knead-fold",
    "back-cup-clap", "back-vibration", "back-thumb-press", "back-squeeze", "back-soothing-down",
    "finish-fingertips",
}  # fmt: skip
CHEST_AND_ABDOMEN = {
    "abdomen-brush-down", "abdomen-roller-down", "abdomen-navel-out", "abdomen-clockwise",
    "thymus-taps", "fists-below-navel",
}  # fmt: skip
ARMS_AND_HANDS = {
    "hand-wrist-to-webs", "palm-centre-press", "thumb-base-press", "finger-by-finger",
    "palm-thumb-circles", "arm-upwards", "arm-downwards", "forearm-clockwise-rub",
}  # fmt: skip
LEGS = {"leg-upwards", "leg-front-upwards", "thigh-clockwise-rub", "foot-thumb-knead"}
DEVICES = {
    "vibrating-massager-sides", "vibrating-massager-pelvis", "vibrating-massager-lower-legs",
    "vibrating-massager-arms", "vibrating-massager-abdomen", "foam-roller", "ball",
}  # fmt: skip
WANTED = FACE | NECK | BACK | CHEST_AND_ABDOMEN | ARMS_AND_HANDS | LEGS | DEVICES
"""Every technique that the two articles teach."""


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


def test_no_technique_is_called_what_stands_for_any(tmp_path: Path) -> None:
    assert '"auto" can\'t be an id' in fault(tmp_path, 'id = "forehead-to-temples"', 'id = "auto"')


def test_all_techniques_are_there() -> None:
    assert {t.id for t in LIBRARY.techniques} == WANTED


def test_every_number_has_a_source() -> None:
    for technique in LIBRARY.techniques:
        assert set(technique.sources) == set(NUMBERS)


def test_references_lie_on_the_persons_left() -> None:
    for technique in LIBRARY.techniques:
        if technique.mirror is not Mirror.NONE:
            assert (technique.path_array_uv[:, 0] > 0).all()


def test_the_parts_of_the_body() -> None:
    found = {region: {t.id for t in LIBRARY.of_region(region)} for region in Region}
    assert found[Region.FACE] == FACE
    assert found[Region.NECK] == NECK
    assert found[Region.BACK] == BACK
    assert found[Region.CHEST] | found[Region.ABDOMEN] == CHEST_AND_ABDOMEN
    assert found[Region.ARM] | found[Region.HAND] == ARMS_AND_HANDS
    assert found[Region.LEG] == LEGS
    assert found[Region.BODY] == DEVICES


def test_clockwise_is_clockwise_as_the_camera_sees_it() -> None:
    """Seen from the front u runs to the right of the picture and v up, so the area is negative."""
    for name in ("abdomen-clockwise", "forearm-clockwise-rub", "thigh-clockwise-rub"):
        u, v = LIBRARY.find(name).path_array_uv.T
        assert (u * np.roll(v, -1) - np.roll(u, -1) * v).sum() < 0
    belly = LIBRARY.find("abdomen-clockwise").path_array_uv
    side = belly[np.argmin(belly[:, 0])]  # the person's right
    after = belly[np.argmin(belly[:, 0]) + 1]
    assert after[1] > side[1]  # up on the right side


def test_what_looks_the_same_names_the_more_usual_one() -> None:
    for technique in LIBRARY.techniques:
        if technique.seen_as is not None:
            usual = LIBRARY.find(technique.seen_as)
            assert usual.seen_as is None
            assert (usual.view, usual.chart, usual.kind) == (
                technique.view, technique.chart, technique.kind,
            )  # fmt: skip


def test_what_the_articles_forbid_is_kept_off() -> None:
    assert {"spine", "kidneys", "shoulders"} <= set(LIBRARY.find("back-cup-clap").no_go)
    assert "collarbone" in LIBRARY.find("collar-circles").no_go
    assert "heart" in LIBRARY.find("thymus-taps").no_go


@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda t: t.id)
def test_a_technique_keeps_clear_of_its_own_no_go_places(technique: Technique) -> None:
    path_uv = resample(technique.path_array_uv, 60)
    for zone in LIBRARY.zones_of(technique):
        if zone.chart is technique.chart:
            assert share_on(zone, path_uv) == 0


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
        if technique.region is Region.BACK:
            assert "spine" in technique.no_go


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
    assert {zone.id for zone in zones} == {
        "spine", "eyes", "neck-spine", "kidneys", "shoulders", "throat", "collarbone",
        "neck-nodes", "armpits", "heart", "groin", "knee-hollows", "inner-thigh",
    }  # fmt: skip
    assert all(zone.source for zone in zones)


def test_every_file_is_valid_toml_by_the_standard_library() -> None:
    for path in DATA_DIR.glob("*.toml"):
        assert tomllib.loads(path.read_text("utf-8"))["format"] == 1
