"""`coach app`: the app in the browser."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.guard import Debug, complain
from coach.errors import CoachError, ModelError

__all__ = ["APP_EXAMPLES", "app_in_browser"]

APP_EXAMPLES = """
[bold]Examples[/bold]
  coach app
  coach app --port 8600 --no-browser
"""

USUAL_PORT = 8501
GONE_S = 5.0
"""How long the app may take to end when it is asked to."""


def app_in_browser(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where it answers on this computer.")
    ] = USUAL_PORT,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Don't open the browser.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Open the app in the browser: practise, review clips, look techniques up.

    Only this computer can reach it. Ctrl-C ends it. The first run fetches the
    landmark models; without them techniques and progress can be looked at.
    """
    _check_port(port)
    for missing in _missing():
        complain(missing)
    raise typer.Exit(_run(_command(port, headless=no_browser)))


def _missing() -> list[str]:
    """Fetch the models if need be; say in a line each what can't be had."""
    from coach.cli.checks import State, camera
    from coach.cli.terminal import fetch_bar
    from coach.tracking.bundles import ensure

    lines = []
    try:
        with fetch_bar() as progress:
            ensure(progress=progress)
    except ModelError as error:
        lines.append(f"{error}; until then nothing can be judged.")
    found = camera()
    if found.state is not State.OK:
        lines.append(f"camera: {found.detail}" + (f"; {found.mend}." if found.mend else "."))
    return lines


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("localhost", port))
        except OSError as error:
            raise CoachError(
                f"port {port} can't be used ({error.strerror}): choose another with --port"
            ) from error


def script() -> Path:
    """Give the file that starts the app: that of the checkout, else the installed one."""
    package = Path(__file__).parents[1]
    inside = package / "app" / "streamlit_app.py"
    return inside if inside.exists() else package.parent / "streamlit_app.py"


def _command(port: int, *, headless: bool) -> list[str]:
    options = [f"--server.port={port}", f"--server.headless={str(headless).lower()}"]
    return [sys.executable, "-m", "streamlit", "run", str(script()), *options]


def _run(command: list[str]) -> int:
    """Run until it ends; Ctrl-C, which reaches it too, is the usual end."""
    with subprocess.Popen(command) as running:
        try:
            return running.wait()
        except KeyboardInterrupt:
            running.wait(GONE_S)
            return 0
        finally:
            if running.poll() is None:
                running.terminate()
