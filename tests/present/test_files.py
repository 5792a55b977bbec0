"""Result files are whole or not there, whatever goes wrong."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import OutputError
from coach.present.files import atomic_path, atomic_write_bytes, atomic_write_text, output_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_text_is_written_as_it_is(tmp_path):
    atomic_write_text(tmp_path / "a.csv", "größe\r\n")
    assert (tmp_path / "a.csv").read_bytes() == "größe\r\n".encode()
    assert names(tmp_path) == ["a.csv"]


def test_the_file_gets_usual_permissions(tmp_path):
    (tmp_path / "plain").touch()
    atomic_write_bytes(tmp_path / "a", b"1")
    usual = stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == usual


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_after_a_failure_the_old_file_is_untouched(tmp_path, error):
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(error), atomic_path(path) as part:  # noqa: PT012 - the block is the point
        part.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk"),
        (errno.EACCES, "permission denied"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "input/output error"),
    ],
)
def test_what_the_system_says_becomes_one_line(tmp_path, number, words):
    with pytest.raises(OutputError, match=words) as caught, atomic_path(tmp_path / "a.json"):
        raise OSError(number, os.strerror(number))
    assert "\n" not in str(caught.value)
    assert "a.json" in str(caught.value)


def test_a_disk_that_fills_up_at_the_very_end(tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        atomic_write_text(tmp_path / "a.json", "{}")
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="its folder is a file"):
        atomic_write_text(tmp_path / "file" / "a.json", "{}")
    with pytest.raises(OutputError, match="it is a file"):
        output_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="its folder is a file"):
        output_folder(tmp_path / "file" / "below")


def test_a_folder_that_is_missing(tmp_path):
    with pytest.raises(OutputError, match="create it first"):
        atomic_write_text(tmp_path / "none" / "a.json", "{}")


def test_a_folder_in_the_way(tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OutputError, match="in the way"):
        atomic_write_text(tmp_path / "a.json", "{}")


def test_a_name_that_is_too_long(tmp_path):
    with pytest.raises(OutputError, match="too long"):
        atomic_write_text(tmp_path / ("x" * 300), "{}")
    assert names(tmp_path) == []


def test_a_folder_nobody_may_write_to():
    if not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    with pytest.raises(OutputError, match="/proc/coach"):
        output_folder(Path("/proc/coach"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="permission denied"):
        output_folder(tmp_path)


def test_a_new_folder_is_made_and_left_empty(tmp_path):
    assert output_folder(tmp_path / "a" / "b").is_dir()
    assert names(tmp_path / "a" / "b") == []


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    atomic_write_text(tmp_path / "link", "new")
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_and_not_replaced():
    before = Path(os.devnull).stat()
    atomic_write_text(Path(os.devnull), "gone")
    assert os.path.samestat(before, Path(os.devnull).stat())


def test_dev_full_says_so():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(OutputError, match="disk is full"):
        atomic_write_text(Path("/dev/full"), "much")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("can't mount a small disk here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk):
    atomic_write_bytes(small_disk / "small", b"1" * 1000)
    with pytest.raises(OutputError, match="disk is full"):
        atomic_write_bytes(small_disk / "large", b"1" * 100_000)
    assert names(small_disk) == ["small"]


def test_an_annotated_clip_on_a_disk_that_is_really_full(small_disk, make_clip):
    import numpy as np

    from coach.present.video import write_annotated

    generator = np.random.default_rng(1)
    clip = make_clip("clip.mp4", [i / 25 for i in range(30)], (160, 120), sound="aac")
    old = small_disk / "annotated.mp4"
    old.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"annotated\.mp4 can't be written: the disk is full"):
        write_annotated(
            clip, old, (), lambda f, _: generator.integers(0, 255, f.image_rgb.shape, np.uint8)
        )
    assert names(small_disk) == ["annotated.mp4"]
    assert old.read_bytes() == b"old"
