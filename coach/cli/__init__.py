"""The command line: one module a command; nothing heavy is imported before it is needed."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli.app_command import APP_EXAMPLES, app_in_browser
from coach.cli.batch_command import BATCH_EXAMPLES, batch
from coach.cli.compare_command import COMPARE_EXAMPLES, compare
from coach.cli.doctor_command import DOCTOR_EXAMPLES, doctor
from coach.cli.guard import GuardedGroup, flush_quietly, settle_streams
from coach.cli.models_command import MODELS_EXAMPLES, models
from coach.cli.pack_command import pack_app
from coach.cli.practice_command import PRACTICE_EXAMPLES, practice
from coach.cli.review_command import REVIEW_EXAMPLES, review
from coach.cli.routines_command import routines_app
from coach.cli.teach_command import TEACH_EXAMPLES, teach
from coach.cli.techniques_command import techniques_app

__all__ = ["app", "main"]

EPILOG = """
[bold]Start here[/bold]
  coach doctor                           is everything in place?
  coach app                              the app, in the browser
  coach practice                         practise in a plain window
  coach review clip.mp4                  judge every stroke of a clip
  coach review clip.mp4 --out results    and write an annotated clip, a report
  coach batch clips --out results        a folder of clips, in one table
  coach teach clip.mp4 --name "Mine"     learn a technique from a demonstration
  coach techniques                       what Coach knows
  coach routines                         techniques one after the other

[bold]Exit codes[/bold]
  0    done
  1    something unexpected, or doctor found something essential missing
  2    a mistake on the command line
  3    the clip or camera can't be read; of many clips, one failed
  4    it was read, but nothing in it can be judged: nobody, no hand, or the wrong side
  5    no such technique, or its file is wrong
  6    the landmark models can't be fetched or loaded
  7    a result can't be written
  8    the history can't be read or written
  130  stopped with Ctrl-C
"""

app = typer.Typer(
    name="coach",
    cls=GuardedGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from coach import __version__

        print(f"coach {__version__}")
        raise typer.Exit


@app.callback()
def coach(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Watch a clip of self-massage: which way every stroke went, and what to do better.

    Coach looks at how hands move, nothing else; it is no medical device.
    Everything runs on this computer: no clip leaves it.
    """


app.command("app", epilog=APP_EXAMPLES)(app_in_browser)
app.command(epilog=PRACTICE_EXAMPLES)(practice)
app.command(epilog=REVIEW_EXAMPLES)(review)
app.command(epilog=BATCH_EXAMPLES)(batch)
app.command(epilog=TEACH_EXAMPLES)(teach)
app.command(epilog=COMPARE_EXAMPLES)(compare)
app.add_typer(techniques_app, name="techniques")
app.add_typer(routines_app, name="routines")
app.add_typer(pack_app, name="pack")
app.command(epilog=MODELS_EXAMPLES)(models)
app.command(epilog=DOCTOR_EXAMPLES)(doctor)


def main() -> None:
    """Run the command line; the entry point of the ``coach`` program."""
    settle_streams()
    try:
        app()
    finally:
        flush_quietly()
