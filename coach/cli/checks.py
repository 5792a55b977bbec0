"""What `coach doctor` looks at: facts about this computer, each with the mend where one is due."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path

__all__ = ["Finding", "State", "camera", "examine"]

PACKAGES = (
    "mediapipe",
    "opencv-contrib-python",
    "av",
    "numpy",
    "scipy",
    "typer",
    "rich",
    "streamlit",
)

OPENCV_WHEELS = frozenset(
    {
        "opencv-python",
        "opencv-contrib-python",
        "opencv-python-headless",
        "opencv-contrib-python-headless",
    }
)

SYSTEM_LIBRARIES = (
    ("libEGL.so.1", "libegl1", "libglvnd-egl"),
    ("libGLESv2.so.2", "libgles2", "libglvnd-gles"),
    ("libGL.so.1", "libgl1", "libglvnd-glx"),
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
)
"""What MediaPipe (the first two) and OpenCV load on Linux: library, Debian and Fedora package."""

IMPORT_S = 60
CAMERAS_S = 20
STORE_BYTES = 100_000_000
"""Free space that the models and the fetching of them need."""

OLDEST, NEWEST = (3, 11), (3, 13)


class State(StrEnum):
    """How a finding is judged; only a fail keeps Coach from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's list.

    Attributes
    ----------
    name
        What was looked at.
    state
        How it is.
    detail
        What was found.
    mend
        What to do about it; empty when nothing is needed.
    """

    name: str
    state: State
    detail: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, quick things first."""
    yield _python()
    yield from _packages()
    yield _opencv_clash()
    if sys.platform == "linux":
        yield from _system_libraries()
    yield _imports("OpenCV", "cv2")
    yield _imports("MediaPipe", "mediapipe")
    yield from _codecs()
    yield from _models()
    yield camera()


def _python() -> Finding:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return Finding("Python", State.FAIL, found, "install Python 3.11, 3.12 or 3.13")
    return Finding("Python", State.OK, found)


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, State.OK, version(name))
        except PackageNotFoundError:
            yield Finding(name, State.FAIL, "not installed", f"pip install {name}")


def _opencv_clash() -> Finding:
    """Find a second OpenCV wheel: all of them own the same files, so the last one wins."""
    names = {(d.metadata["Name"] or "").lower().replace("_", "-") for d in distributions()}
    found = sorted(names & OPENCV_WHEELS)
    others = [name for name in found if name != "opencv-contrib-python"]
    if not others:
        return Finding("OpenCV wheels", State.OK, "one")
    return Finding(
        "OpenCV wheels",
        State.WARN,
        f"{', '.join(found)} overwrite each other's files",
        f"pip uninstall -y {' '.join(others)} && "
        "pip install --force-reinstall --no-deps opencv-contrib-python",
    )


def _system_libraries() -> Iterator[Finding]:
    for library, debian, fedora in SYSTEM_LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            yield Finding(library, State.FAIL, "missing", _install_command(debian, fedora))
        else:
            yield Finding(library, State.OK, "loads")


def _install_command(debian: str, fedora: str) -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install {debian}"
    if shutil.which("dnf"):
        return f"sudo dnf install {fedora}"
    return f"install the package called {debian} (Debian) or {fedora} (Fedora)"


def _run_python(code: str, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """Run code in another process: native libraries may crash or hang, the doctor must not."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=timeout_s, check=False
    )


def _imports(name: str, module: str) -> Finding:
    try:
        done = _run_python(f"import {module}; print({module}.__version__)", IMPORT_S)
    except subprocess.TimeoutExpired:
        return Finding(f"{name} starts", State.FAIL, f"no answer in {IMPORT_S} s", "try again")
    if done.returncode == 0:
        return Finding(f"{name} starts", State.OK, done.stdout.strip().splitlines()[-1])
    if done.returncode < 0:
        why = f"crashes (signal {-done.returncode}); this processor may be too old for it"
    else:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    package = "opencv-contrib-python" if module == "cv2" else module
    mend = f"pip install --force-reinstall --no-deps {package}"
    if "cannot open shared object" in why:
        mend = "install the system library named here"
    return Finding(f"{name} starts", State.FAIL, why, mend)


def _codecs() -> Iterator[Finding]:
    mend = "pip install --force-reinstall --no-deps av"
    try:
        from coach.capture.codecs import can_decode, can_encode, libav_version
    except ImportError as error:
        yield Finding("video codecs", State.FAIL, str(error), mend)
        return
    if can_decode("h264"):
        yield Finding("reading H.264", State.OK, libav_version())
    else:
        yield Finding("reading H.264", State.FAIL, "this libav can't", mend)
    if can_encode("libx264"):
        yield Finding("writing H.264", State.OK, "libx264")
    else:
        other = "annotated clips are coded otherwise, or not written"
        yield Finding("writing H.264", State.WARN, f"no libx264: {other}", mend)
    if can_encode("aac"):
        yield Finding("writing sound", State.OK, "aac")
    else:
        yield Finding("writing sound", State.WARN, "no AAC encoder: some sound is left out", mend)


def _models() -> Iterator[Finding]:
    try:
        from coach.tracking.bundles import status, store

        found, folder = status(), store()
    except (ImportError, OSError) as error:
        yield Finding("models", State.FAIL, str(error), "pip install --force-reinstall .")
        return
    for bundle in found:
        if bundle.verified:
            detail = f"verified, {bundle.origin}"
            yield Finding(f"{bundle.name} model", State.OK, detail)
        else:
            detail = "damaged" if bundle.present else "not fetched yet"
            mend = "coach models --fetch (or let the first review do it)"
            yield Finding(f"{bundle.name} model", State.WARN, detail, mend)
    yield _store(folder)


def _store(folder: Path) -> Finding:
    """Judge the models' folder by the nearest folder above it that exists."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    mend = "set COACH_MODELS to a folder that can be written, with 100 MB free"
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Finding("data folder", State.FAIL, f"{folder} can't be written to", mend)
    free = shutil.disk_usage(there).free
    if free < STORE_BYTES:
        return Finding("data folder", State.WARN, f"{folder}: {free // 10**6} MB free", mend)
    return Finding("data folder", State.OK, str(folder))


def camera() -> Finding:
    """Ask for cameras, in another process: drivers may hang."""
    none = Finding("camera", State.WARN, "none found; clips can be reviewed without one")
    if sys.platform == "linux" and not list(Path("/dev").glob("video*")):
        return none
    code = (
        "import json; from coach.capture.webcam import find_cameras; "
        "print(json.dumps([f'{c.name}: {c.width_px} x {c.height_px}' for c in find_cameras()]))"
    )
    try:
        done = _run_python(code, CAMERAS_S)
        found = json.loads(done.stdout.strip().splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return Finding(
            "camera", State.WARN, "gives no answer", "unplug it, plug it in again, close other apps"
        )
    return Finding("camera", State.OK, "; ".join(found)) if found else none
