"""Technique files: what is accepted, and how a mistake is told."""

from __future__ import annotations

import re
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
from coach.techniques.writing import technique_toml
from coach.types import Region, View

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


def test_a_device_says_which_parts_of_the_body_it_works_on(tmp_path: Path) -> None:
    assert LIBRARY.find("vibrating-massager-lower-legs").parts == {Region.LEG}
    assert LIBRARY.find("chin-to-ears").parts == {Region.FACE}
    assert all(LIBRARY.find(device).treats for device in DEVICES)
    anywhere = tmp_path / "mine.toml"
    anywhere.write_text(GOOD.replace('region = "face"', 'region = "body"'), "utf-8")
    assert read_technique(anywhere).parts == set(Region) - {Region.BODY}


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ('region = "face"\ntreats = ["leg"]', 'treats is for the region "body"'),
        ('region = "body"\ntreats = ["body"]', 'treats names parts of the body, not "body"'),
        ('region = "body"\ntreats = []', "treats"),
        ('region = "body"\ntreats = ["knee"]', "treats"),
    ],
)
def test_parts_that_make_no_sense_are_told(tmp_path: Path, new: str, words: str) -> None:
    assert words in fault(tmp_path, 'region = "face"', new)


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


def kept_off(technique_id: str) -> set[str]:
    return {zone.id for zone in LIBRARY.zones_of(LIBRARY.find(technique_id))}


@pytest.mark.parametrize(
    ("technique_id", "wanted"),
    [
        ("back-cup-clap", {"spine", "kidneys", "shoulders"}),
        ("back-thumb-press", {"spine"}),
        ("chin-to-ears", {"eyes"}),
        ("jaw-outwards", {"eyes"}),
        ("collar-circles", {"collarbone", "throat", "neck-nodes"}),
        ("neck-side-down", {"throat", "neck-nodes"}),
        ("thymus-taps", {"heart", "throat-hollow", "armpits", "groin"}),
        ("abdomen-navel-out", {"armpits", "groin"}),
        ("leg-front-upwards", {"inner-thigh"}),
        ("leg-upwards", set()),
        ("towel-rub", set()),
        ("vibrating-massager-lower-legs", {"knee-hollows", "inner-thigh"}),
        ("vibrating-massager-sides", {"kidneys", "heart", "armpits", "groin"}),
        ("foam-roller", {"armpits", "groin"}),
    ],
)
def test_what_the_articles_forbid_is_kept_off(technique_id: str, wanted: set[str]) -> None:
    assert kept_off(technique_id) == wanted


def test_every_place_is_kept_off_by_a_technique() -> None:
    every = {zone.id for zone in LIBRARY.no_go}
    assert every == {one for t in LIBRARY.techniques for one in kept_off(t.id)}


def test_who_may_go_over_a_place_says_why() -> None:
    """Where an article contradicts itself, technique and place say so."""
    allowed = [(zone, *one) for zone in LIBRARY.no_go for one in zone.but_for.items()]
    for zone, technique_id, why in allowed:
        technique = LIBRARY.find(technique_id)
        assert zone.chart is technique.chart
        assert zone.forbids(technique.kind), "an exception that nothing needs"
        assert len(why) > 30
    vibration = LIBRARY.find("back-vibration")
    assert "kidneys" not in kept_off("back-vibration")
    assert "kidneys" in vibration.instruction
    assert "forbids vibration in the area of the kidneys" in vibration.sources["path_uv"]


def test_every_technique_says_that_force_is_not_seen() -> None:
    for technique in LIBRARY.techniques:
        assert re.search("firmly|hard|light", technique.cannot_see), technique.id
    assert "which finger" in LIBRARY.find("finger-by-finger").cannot_see


def own(tmp_path: Path, technique_id: str, path: object, **changes: object) -> Path:
    """Write a technique file of one's own that is like a built-in one but for its path."""
    values = {"id": "mine", "path_uv": path, "no_go": (), **changes}
    technique = LIBRARY.find(technique_id).model_copy(update=values)
    file = tmp_path / "mine.toml"
    file.write_text(technique_toml(technique), "utf-8")
    return file


ON_SPINE = ((0.03, 0.15), (0.03, 0.9))


@pytest.mark.parametrize(
    ("like", "path", "words"),
    [
        ("back-long-stroke", ON_SPINE, 'the spine, which a "stroke" has to keep off'),
        ("back-long-stroke", ((-0.5, 0.5), (0.6, 0.5)), "the spine"),
        ("back-long-stroke", ((-0.3, 0.2), (0.9, 0.9)), "the spine"),
        ("forehead-to-temples", ((0.2, 0.02), (1.3, 0.02)), "the eyes"),
        ("forehead-to-temples", ((0.7, 0.6), (0.7, -0.6)), "the eyes"),
        ("forehead-to-temples", ((-0.7, 0.6), (-0.7, -0.6)), "the eyes"),
        ("back-cup-clap", ((0.35, 0.3), (0.35, 0.45)), "the kidneys"),
        ("back-vibration", ((0.35, 0.1), (0.35, 0.9)), "the kidneys"),
        ("thymus-taps", ((0.3, 0.7), (0.35, 0.7)), "the place over the heart"),
        ("thymus-taps", ((0.0, 1.1), (0.0, 1.1)), "the throat"),
        ("neck-press-release", ((0.1, 0.2), (0.1, 0.8)), "the neck's spine"),
        ("vibrating-massager-lower-legs", ((1.0, 0.4), (1.0, 0.6)), "the hollow of the knee"),
    ],
)
def test_a_path_over_a_place_to_keep_off_is_refused_with_its_source(
    tmp_path: Path, like: str, path: object, words: str
) -> None:
    """Whether or not the file names the place, however long the path is elsewhere."""
    file = own(tmp_path, like, path)
    zone = next(zone for zone in LIBRARY.no_go if zone.say in words)
    with pytest.raises(TechniqueError) as told:
        load_library([file])
    assert str(told.value).startswith(f"mine: its path runs over {words}")
    assert zone.source.split(".")[0] in str(told.value) or words == "the throat"
    assert "\n" not in str(told.value)
    with pytest.raises(TechniqueError, match="its path runs over"):
        LIBRARY.joined(read_technique(file))


def test_to_say_that_the_spine_is_kept_off_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(TechniqueError, match="runs over the spine"):
        load_library([own(tmp_path, "back-long-stroke", ON_SPINE, no_go=("spine",))])


@pytest.mark.parametrize(
    ("like", "path"),
    [
        ("back-long-stroke", ((0.15, 0.15), (0.15, 0.9))),
        ("back-long-stroke", ((0.35, 0.2), (0.35, 0.5))),  # strokes may run over the kidneys
        ("arm-upwards", ((0.03, 0.15), (0.03, 0.9))),  # another chart
        ("abdomen-brush-down", ((0.03, 0.7), (0.03, 0.1))),  # another side of the body
    ],
)
def test_a_path_beside_such_a_place_is_not_refused(tmp_path: Path, like: str, path: object) -> None:
    assert load_library([own(tmp_path, like, path)]).find("mine")


def test_what_is_only_timed_is_seen_from_either_side() -> None:
    for technique in LIBRARY.techniques:
        sides = {view for view in (View.FRONT, View.BACK) if technique.is_seen_from(view)}
        timed = technique.kind is Kind.TIMED
        assert sides == ({View.FRONT, View.BACK} if timed else {technique.view})
    assert LIBRARY.find("foam-roller") in LIBRARY.for_view(View.BACK)


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
        "neck-nodes", "armpits", "heart", "groin", "knee-hollows", "inner-thigh", "throat-hollow",
    }  # fmt: skip
    assert all(zone.source for zone in zones)


def test_every_file_is_valid_toml_by_the_standard_library() -> None:
    for path in DATA_DIR.glob("*.toml"):
        assert tomllib.loads(path.read_text("utf-8"))["format"] == 1
