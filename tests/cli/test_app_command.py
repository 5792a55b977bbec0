"""`coach app`: what it checks, and what it starts."""

from __future__ import annotations

import socket

import pytest

from coach.cli import app_command, checks
from coach.cli.checks import Finding, State
from coach.errors import ModelError
from coach.tracking import bundles


@pytest.fixture
def started(monkeypatch):
    """Give the commands that were started; models and a camera are there."""
    commands = []
    monkeypatch.setattr(bundles, "ensure", lambda **_: None)
    monkeypatch.setattr(checks, "camera", lambda: Finding("camera", State.OK, "one"))
    monkeypatch.setattr(app_command, "_run", lambda command: commands.append(command) or 0)
    return commands


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("localhost", 0))
        return trial.getsockname()[1]


def test_it_starts_the_script_on_the_port(coach, started):
    port = free_port()
    done = coach("app", "--port", port, "--no-browser")
    assert done.code == 0
    assert done.err == ""
    (command,) = started
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert command[4] == str(app_command.script())
    assert command[5:] == [f"--server.port={port}", "--server.headless=true"]


def test_the_script_is_there():
    assert app_command.script().is_file()


def test_what_is_missing_is_one_line_each_and_no_obstacle(coach, started, monkeypatch):
    def ensure(**_):
        raise ModelError("can't fetch the models")

    monkeypatch.setattr(bundles, "ensure", ensure)
    monkeypatch.setattr(checks, "camera", lambda: Finding("camera", State.WARN, "none found"))
    done = coach("app", "--port", free_port())
    assert done.code == 0
    assert done.err.splitlines() == [
        "coach: can't fetch the models; until then nothing can be judged.",
        "coach: camera: none found.",
    ]
    assert started


def test_a_port_that_is_taken_is_said_before_anything_else(coach, started):
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        port = other.getsockname()[1]
        done = coach("app", "--port", port)
    assert done.code == 1
    assert f"port {port} can't be used" in done.err
    assert "--port" in done.err
    assert not started
