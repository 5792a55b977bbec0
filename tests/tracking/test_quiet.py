"""Native noise is hidden; nothing else is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from coach.tracking.quiet import quiet

NOISE = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"INFO: [environment.cc:36] Creating LiteRT environment with options\n"
    b"WARNING: [model_load.cc:402] Sparsity tensors may not yet be fully supported.\n"
    b"WARNING: Logging before InitGoogle() is written to STDERR\n"
    b"W0000 00:00:1795181470.193053    4976 inference_feedback_manager.cc:121] Feedback\n"
    b"I0000 00:00:1731930035.529357   21253 task_runner.cc:85] GPU suport is not available\n"
    b"E0000 00:00:1778098539.49 26131921 portable_clearcut_uploader.cc:90] Failed to send\n"
    b"libEGL warning: failed to open /dev/dri/card0: Permission denied\n"
)

RunPython = Callable[..., subprocess.CompletedProcess[str]]
Captured = pytest.CaptureFixture[str]


def test_native_noise_is_hidden(capfd: Captured) -> None:
    with quiet():
        os.write(2, NOISE)
    assert capfd.readouterr().err == ""


def test_everything_else_comes_late_and_in_order(capfd: Captured) -> None:
    sys.stderr.write("before\n")
    with quiet():
        os.write(2, b"E0000 00:00:1 1 calculator.cc:1] a native error\n" + NOISE)
        os.write(2, b"Traceback (most recent call last):\n  no end of line")
        assert capfd.readouterr().err in ("", "before\n")
    os.write(2, b"\nafter\n")
    said = capfd.readouterr().err
    assert said.splitlines()[-4:] == [
        "E0000 00:00:1 1 calculator.cc:1] a native error",
        "Traceback (most recent call last):",
        "  no end of line",
        "after",
    ]


def test_descriptor_is_given_back_after_an_error(capfd: Captured) -> None:
    with pytest.raises(KeyError), quiet():
        raise KeyError
    os.write(2, NOISE[:10])
    assert capfd.readouterr().err == NOISE[:10].decode()


def test_blocks_overlap_in_threads(capfd: Captured) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with quiet():
            inside.set()
            go_on.wait(10)
            os.write(2, NOISE + b"from the thread\n")

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    with quiet():
        os.write(2, b"said in between\n" + NOISE)
    # The thread is still in its block; what was said must not wait for that.
    assert capfd.readouterr().err == "said in between\n"
    go_on.set()
    thread.join()
    assert capfd.readouterr().err == "from the thread\n"


def test_leaks_no_descriptors() -> None:
    def next_free() -> int:
        number = os.dup(1)
        os.close(number)
        return number

    before = next_free()
    for _ in range(50):
        with quiet(), quiet():
            os.write(2, NOISE)
    assert next_free() == before


def test_can_be_switched_off(capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_NATIVE_LOG", "1")
    with quiet():
        os.write(2, NOISE)
    assert capfd.readouterr().err == NOISE.decode()


def test_works_without_a_console(run_python: RunPython) -> None:
    done = run_python(
        "import os, sys; os.close(2); sys.stderr = None\n"
        "from coach.tracking.quiet import quiet\n"
        "with quiet(): print('fine')\n"
    )
    assert (done.returncode, done.stdout) == (0, "fine\n")
