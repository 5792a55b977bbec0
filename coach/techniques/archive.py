"""Reading a ZIP file from a stranger: into memory, within limits, and nothing in it is run.

Nothing is ever unpacked by the names that stand in it: a caller says which names it expects.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from coach.errors import TechniqueError

__all__ = ["Limits", "read_archive", "written_archive"]

END = struct.Struct("<4s4H2LH")
"""The record that every ZIP file ends with (APPNOTE 4.3.16)."""
END_SIGN, LOCATOR_SIGN = b"PK\x05\x06", b"PK\x06\x07"
LOCATOR_BYTES = 20
ROW_BYTES = 46 + 200
"""A row of the directory: its fixed part, and more than enough for our names and extras."""
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Archives hold no times, so that the same content is the same file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold.

    Attributes
    ----------
    archive_bytes, entry_bytes, total_bytes
        Of the file, of one entry and of all entries unpacked, at most.
    entries
        How many entries at most.
    """

    archive_bytes: int
    entry_bytes: int
    total_bytes: int
    entries: int


def read_archive(path: Path, limits: Limits, expects: Callable[[str], bool]) -> dict[str, bytes]:
    """Read all entries of an archive.

    Parameters
    ----------
    expects
        Tells whether a name may be in it. Any other name is refused, and so what leads out of a
        folder, and folders.

    Returns
    -------
    Content by name.

    Raises
    ------
    TechniqueError
        It can't be read, is damaged, or holds what it may not; one line says what.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(limits.archive_bytes + 1)
    except OSError as error:
        raise TechniqueError(f"{name} can't be read: {error.strerror}") from error
    if len(data) > limits.archive_bytes:
        raise _refused(name, f"it is larger than {limits.archive_bytes // 1_000_000} MB")
    _check_end(name, data, limits)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            rows = archive.infolist()
            _check_rows(name, rows, limits, expects)
            return _contents(name, archive, rows, limits)
    # What a damaged file makes of zipfile and zlib is as various as the damage.
    except (
        zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, KeyError,
        RuntimeError, NotImplementedError, OverflowError, IndexError,
    ) as error:  # fmt: skip
        raise TechniqueError(f"{name} is damaged: get it again from where it came") from error


def written_archive(contents: dict[str, bytes]) -> bytes:
    """Write an archive; the same contents give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            row = zipfile.ZipInfo(name, FIRST_DAY)
            row.external_attr = (stat.S_IFREG | 0o644) << 16
            row.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(row, contents[name])
    return out.getvalue()


def _check_end(name: str, data: bytes, limits: Limits) -> None:
    """Look at how long the directory is before it is read: a million rows take gigabytes."""
    if len(data) < END.size or data[-END.size :][:4] != END_SIGN:
        raise TechniqueError(f"{name} is no pack, or only a part of one: get it again")
    _, _, _, _, rows, directory_bytes, _, comment_bytes = END.unpack(data[-END.size :])
    locator = data[-END.size - LOCATOR_BYTES :][:4]
    if comment_bytes or locator == LOCATOR_SIGN:
        raise _refused(name, "it is a sort of archive that packs don't need")
    if rows > limits.entries or directory_bytes > limits.entries * ROW_BYTES:
        raise _refused(name, f"it holds more than {limits.entries} files")


def _check_rows(
    name: str, rows: list[zipfile.ZipInfo], limits: Limits, expects: Callable[[str], bool]
) -> None:
    names = [row.filename for row in rows]
    if len(rows) > limits.entries:
        raise _refused(name, f"it holds more than {limits.entries} files")
    if len(set(names)) < len(names):
        raise _refused(name, "it holds two files of one name")
    for row in rows:
        # zipfile cuts names at a NUL; as it was written, this one was another.
        if not expects(row.filename) or row.orig_filename != row.filename:
            raise _refused(name, f"it holds a file that does not belong in it: {_shown(row)}")
        mode = row.external_attr >> 16
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            raise _refused(name, f"{row.filename} is no plain file")
        if row.flag_bits & ENCRYPTED or row.compress_type not in METHODS:
            raise _refused(name, f"{row.filename} is packed in a way that packs don't need")
        if row.file_size > limits.entry_bytes:
            raise _refused(name, f"{row.filename} is too large")
    if sum(row.file_size for row in rows) > limits.total_bytes:
        raise _refused(name, "unpacked it is too large")


def _contents(
    name: str, archive: zipfile.ZipFile, rows: list[zipfile.ZipInfo], limits: Limits
) -> dict[str, bytes]:
    """Unpack; sizes are counted, as those that stand in the file may lie."""
    contents: dict[str, bytes] = {}
    left = limits.total_bytes
    for row in rows:
        with archive.open(row) as entry:
            content = entry.read(min(limits.entry_bytes, left) + 1)
        left -= len(content)
        if len(content) > limits.entry_bytes or left < 0:
            raise _refused(name, f"{row.filename} is too large")
        contents[row.filename] = content
    return contents


def _shown(row: zipfile.ZipInfo) -> str:
    plain = "".join(sign if sign.isprintable() else "?" for sign in row.orig_filename)
    return f'"{plain[:60]}"'


def _refused(name: str, why: str) -> TechniqueError:
    return TechniqueError(f"{name} is not opened: {why}")
