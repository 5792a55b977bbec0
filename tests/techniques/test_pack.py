"""Packs and files from strangers: one clear line each, and nothing left behind."""

from __future__ import annotations

import io
import random
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from coach.errors import TechniqueError
from coach.techniques.library import DATA_DIR, load_library
from coach.techniques.pack import is_pack, open_pack, own_technique, pack_bytes
from coach.techniques.routine import Routine, routine_of
from coach.techniques.routine_library import load_routines
from coach.techniques.schema import Origin, Technique, read_technique, technique_of
from coach.techniques.writing import routine_toml, technique_toml
from coach.types import Side

LIBRARY = load_library()
FOREHEAD = LIBRARY.find("forehead-to-temples")
ORIGIN = Origin(
    learned_on=date(2026, 11, 25), coach="0.1.0", repetitions=5, left_out=2,
    shown_with=Side.BOTH, teacher="Анна", words='Softly, "as if"\nyou stroke a cat: ← →.',
)  # fmt: skip
MINE = FOREHEAD.model_copy(update={"id": "mine", "origin": ORIGIN})
DAY = date(2026, 11, 25)
FILE = technique_toml(MINE)


def picture(size: tuple[int, int] = (64, 48), seed: int = 1) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (*size[::-1], 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG")
    return out.getvalue()


GOOD = pack_bytes(MINE, "CC BY 4.0", [picture(), picture(seed=2)], DAY)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    yield
    assert [path.name for path in inside.iterdir()] in ([], ["some.coach.zip"], ["mine.toml"])
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def refused(content: bytes) -> str:
    path = Path("some.coach.zip")
    path.write_bytes(content)
    with pytest.raises(TechniqueError) as told:
        open_pack(path)
    return one_line(str(told.value))


def one_line(message: str) -> str:
    assert message.isprintable()
    assert message.startswith(("some.coach.zip", "mine.toml"))
    assert len(message) < 400
    return message


def zipped(*rows: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in rows:
            archive.writestr(name, content)
    return out.getvalue()


def contents_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_row(name: str | zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    return zipped(*contents_of(GOOD).items(), (name, content))


def test_there_and_back() -> None:
    Path("some.coach.zip").write_bytes(GOOD)
    pack = open_pack(Path("some.coach.zip"))
    assert pack.technique == MINE
    assert (pack.licence, pack.made_on) == ("CC BY 4.0", DAY)
    assert pack.pictures == (picture(), picture(seed=2))
    assert own_technique(Path("some.coach.zip")) == MINE
    assert pack_bytes(MINE, "CC BY 4.0", [picture(), picture(seed=2)], DAY) == GOOD


@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda t: t.id)
def test_what_is_written_is_what_is_read(technique: Technique) -> None:
    text = technique_toml(technique)
    assert technique_of(text.encode(), "mine.toml") == technique


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=80),
    st.lists(
        st.tuples(*[st.floats(-5, 5).map(lambda x: round(x, 3))] * 2), min_size=2, max_size=64
    ),
)
def test_any_technique_is_read_back(words: str, path: list[tuple[float, float]]) -> None:
    update = {"name": words, "path_uv": tuple(path)}
    technique = Technique.model_validate({**MINE.model_dump(), **update})
    assert technique_of(technique_toml(technique).encode(), "mine.toml") == technique


@pytest.mark.parametrize(
    "name",
    [
        "../evil.toml", "/etc/passwd", "..\\evil.toml", "C:\\evil.toml", "pictures/../../evil.jpg",
        "pictures/", "evil.py", "pictures/13.jpg", "pictures/1.jpg", "pictures/01.JPG", "PACK.TOML",
        "technique.toml ", "./pack.toml", "technique.toml/x", "\x1b[2J", "ｐack.toml",
    ],
)  # fmt: skip
def test_names_that_do_not_belong(name: str) -> None:
    assert "does not belong in it" in refused(with_row(name))


def test_a_name_with_a_nul() -> None:
    harmless = with_row("pictures/03.jpgX.exe")
    assert "does not belong" in refused(harmless.replace(b"03.jpgX.exe", b"03.jpg\0.exe"))


def test_two_files_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = with_row("technique.toml", FILE.encode())
    assert "two files of one name" in refused(twice)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFBLK])
def test_what_is_no_plain_file(kind: int) -> None:
    row = zipfile.ZipInfo("pictures/03.jpg")
    row.external_attr = (kind | 0o777) << 16
    assert "no plain file" in refused(with_row(row, b"/etc/passwd"))


def test_a_bomb_that_says_so() -> None:
    assert "too large" in refused(with_row("pictures/03.jpg", bytes(50_000_000)))


def test_a_bomb_that_lies_about_its_size() -> None:
    bomb = with_row("pictures/03.jpg", bytes(50_000_000))
    lying = bomb.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 1000))
    assert lying != bomb
    tracemalloc.start()
    message = refused(lying)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "damaged" in message or "too large" in message
    assert peak < 30_000_000


def test_a_million_files() -> None:
    row = bytes(zipped(("a", b""))[-22 - 47 : -22])
    assert row[:4] == b"PK\x01\x02"
    directory = row * 1_000_000
    small = row * 60_000
    for rows, told in ((directory, 0xFFFF), (small, 1), (small, 60_000)):
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, told, told, len(rows), 0, 0)
        began_s = time.monotonic()
        message = refused(rows + end)
        assert "files" in message or "larger than" in message
        assert time.monotonic() - began_s < 2


def test_too_large_a_file() -> None:
    assert "larger than 20 MB" in refused(bytes(20_000_001))


@pytest.mark.parametrize("size", [0, 1, 21, 22, 23, 100])
def test_hardly_anything(size: int) -> None:
    refused(GOOD[:size])
    refused(bytes(size))


def test_every_way_of_being_cut_off() -> None:
    for size in range(0, len(GOOD), 37):
        refused(GOOD[:size])
        refused(GOOD[size + 1 :])


def test_damage_anywhere_is_noticed_or_harmless() -> None:
    chance = random.Random(1)
    for _ in range(400):
        content = bytearray(GOOD)
        for _ in range(chance.choice([1, 2, 20])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        Path("some.coach.zip").write_bytes(content)
        try:
            assert open_pack(Path("some.coach.zip")).technique == MINE
        except TechniqueError as error:
            one_line(str(error))


@pytest.mark.parametrize(
    ("offset", "value"),
    [(8, 99), (6, 0x1), (8, 14)],  # an unknown method, encrypted, LZMA
)
def test_ways_of_packing_that_are_not_needed(offset: int, value: int) -> None:
    content = bytearray(GOOD)
    at = content.index(b"PK\x01\x02") + offset + 2
    content[at : at + 2] = struct.pack("<H", value)
    assert "packed in a way" in refused(bytes(content))


def test_a_comment_or_a_longer_archive_is_refused() -> None:
    with_comment = GOOD[:-2] + struct.pack("<H", 5) + b"hello"
    refused(with_comment)
    locator = b"PK\x06\x07" + bytes(16)
    refused(GOOD[:-22] + locator + GOOD[-22:])


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    contents = contents_of(GOOD)
    contents[name] = change(contents[name])
    return zipped(*contents.items())


def test_what_was_changed_after_packing() -> None:
    message = refused(changed("technique.toml", lambda text: text.replace(b"35", b"36")))
    assert "technique.toml was changed" in message


def test_parts_that_are_missing() -> None:
    for name in contents_of(GOOD):
        rest = {key: value for key, value in contents_of(GOOD).items() if key != name}
        assert name in refused(zipped(*rest.items())) or name.startswith("pictures")


def repacked(technique: bytes, *pictures: bytes) -> bytes:
    """Make a pack whose checksums are right, whatever is in it."""
    import hashlib

    contents = {"technique.toml": technique}
    contents |= {f"pictures/{n:02d}.jpg": one for n, one in enumerate(pictures, 1)}
    sums = "".join(f'"{k}" = "{hashlib.sha256(v).hexdigest()}"\n' for k, v in contents.items())
    manifest = f'format = 1\ncoach = "9"\nmade_on = 2026-11-25\nlicence = "CC0"\n[files]\n{sums}'
    return zipped(("pack.toml", manifest.encode()), *contents.items())


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"\xff\xd8\xff\xe0", picture()[:200], b"GIF89a" + bytes(50)],
)
def test_pictures_that_are_none(content: bytes) -> None:
    assert "pictures/01.jpg" in refused(repacked(FILE.encode(), content))


def test_pictures_that_are_too_large() -> None:
    assert "more than 1920" in refused(repacked(FILE.encode(), picture((2000, 8))))
    with pytest.raises(TechniqueError, match="12 pictures at most"):
        pack_bytes(MINE, "CC0", [picture()] * 13)


BAD_FILES = {
    "a million points": FILE.replace(
        FILE[FILE.index("path_uv") : FILE.index("pace_min_s")],
        f"path_uv = [{'[0.5, 0.5], ' * 1_000_000}]\n", 1,
    ),
    "a thousand points": FILE.replace("path_uv = [", f"path_uv = [{'[0.5, 0.5], ' * 1000}", 1),
    "NaN": FILE.replace("path_uv = [[0.1,", "path_uv = [[nan,", 1),
    "infinity": FILE.replace("path_uv = [[0.1,", "path_uv = [[-inf,", 1),
    "far away": FILE.replace("path_uv = [[0.1,", "path_uv = [[1e300,", 1),
    "a long number": FILE.replace("repetitions = 5", f"repetitions = {'9' * 5000}", 1),
    "a huge number": FILE.replace("off_path_cm = 2.5", "off_path_cm = 1e308", 1),
    "text for a number": FILE.replace("direction_deg = 35", 'direction_deg = "35"x', 1),
    "a table for text": FILE.replace('name = "Fore', 'name = {a = 1}\nx = "Fore', 1),
    "a list for a table": FILE.replace("[cues]", "[[cues]]", 1),
    "deep lists": f"format = {'[' * 50_000}",
    "deep tables": f"{'a.' * 50_000}b = 1",
    "deep braces": f"format = {'{a=' * 20_000}",
    "deep header": f"[{'a.' * 50_000}b]",
    "deep quoted keys": '"a" . ' * 30_000 + "b = 1",
    "a long word": "a" * 190_000,
    "long quoted": '"a' * 90_000,
    "a wide name": FILE.replace('name = "', f'name = "{"x" * 5000}', 1),
    "a sign of control": FILE.replace('name = "', 'name = "\\u001b[2J', 1),
    "a sign that turns text round": FILE.replace('name = "', 'name = "\\u202e', 1),
    "an unknown key": FILE.replace("[cues]", "[cues]\n\"\\u001b[31m\" = 1", 1),
    "a path as id": FILE.replace('id = "mine"', 'id = "../../mine"', 1),
    "a million": "x" * 1_000_000,
    "no text": "\ud800",
    "the year 0": FILE.replace("2026-11-25", "0000-11-25", 1),
    "a time for a day": FILE.replace("2026-11-25", "2026-11-25T10:00:00", 1),
    "minus one": FILE.replace("left_out = 2", "left_out = -1", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_technique_files_of_every_badness(name: str) -> None:
    content = BAD_FILES[name].encode("utf-8", "surrogatepass")
    assert content != FILE.encode()
    Path("mine.toml").write_bytes(content)
    began_s = time.monotonic()
    with pytest.raises(TechniqueError) as told:
        read_technique(Path("mine.toml"))
    one_line(str(told.value))
    assert time.monotonic() - began_s < 3
    Path("mine.toml").unlink()
    if len(content) < 1_000_000:
        assert "technique.toml" in refused(repacked(content))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
@example(GOOD[:300])
def test_any_bytes(content: bytes) -> None:
    refused(content)


@given(
    st.integers(0, len(FILE) - 1), st.sampled_from(['"', "[", "]", "=", "\n", "\0", "é", "-", "9"])
)
def test_any_change_of_a_file(at: int, sign: str) -> None:
    try:
        technique_of((FILE[:at] + sign + FILE[at + 1 :]).encode(), "mine.toml")
    except TechniqueError as error:
        one_line(str(error))


def test_a_folder_or_nothing() -> None:
    with pytest.raises(TechniqueError, match="can't be read"):
        open_pack(Path("gone.coach.zip"))
    with pytest.raises(TechniqueError, match="can't be read"):
        open_pack(Path())


def test_a_pack_may_not_take_the_place_of_a_technique_that_is_known() -> None:
    with pytest.raises(TechniqueError, match="may not replace"):
        LIBRARY.joined(FOREHEAD, replacing=False)
    assert LIBRARY.joined(MINE, replacing=False).find("mine") == MINE
    assert len(LIBRARY.techniques) == len(list(DATA_DIR.glob("*.toml"))) - 1


def test_packs_are_known_by_their_names() -> None:
    assert is_pack(Path("a/My.Coach.ZIP"))
    assert not is_pack(Path("a/coach.zip.toml"))


def routine(name: str = "mine") -> Routine:
    plan = load_routines(load_library()).find("face-first")
    return plan.model_copy(update={"id": name})


def test_a_pack_holds_a_routine_with_or_without_a_technique(tmp_path: Path) -> None:
    technique = load_library().find("chin-to-ears")
    for own in (None, technique):
        path = Path("some.coach.zip")
        path.write_bytes(pack_bytes(own, "CC0", routine=routine()))
        pack = open_pack(path)
        assert pack.routine == routine()
        assert pack.technique == own


def test_a_pack_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TechniqueError, match="neither"):
        pack_bytes(None, "CC0")
    path = Path("some.coach.zip")
    path.write_bytes(pack_bytes(None, "CC0", routine=routine()))
    with pytest.raises(TechniqueError, match="no technique of its own"):
        own_technique(path)


def test_every_routine_is_written_and_read_the_same() -> None:
    for plan in load_routines(load_library()).routines:
        assert routine_of(routine_toml(plan).encode(), "plan.toml") == plan
