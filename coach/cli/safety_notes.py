"""What is said on the terminal before a practice and after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from coach.coaching.how_often import Advice, today, usual_aim
from coach.coaching.safety import Reason, safety
from coach.errors import HistoryError
from coach.history.store import History
from coach.present.words import NOT_A_MEDICAL_DEVICE
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = ["may_begin", "print_after", "print_before"]

HURTS = (
    "You stopped. That was right. Let the place rest. If the pain doesn't go away soon, or comes "
    "back, ask a doctor."
)
FIRST_ROUTINE = "This is the first session here: it goes on to its last step after 15 minutes."
FIRST_TECHNIQUE = "This is the first session here: you are told when 15 minutes are over."
WORDS = {
    Advice.OFTEN: "You massaged here often enough this week: a day of rest may be better.",
    Advice.COURSE_OVER: "Your course is complete: two to four weeks' break are recommended now.",
    Advice.HURT: "It hurt here last time. Begin gently, and leave that place out if it is sore.",
}


def print_before(region: Region, aim: Aim | None, console: Console) -> bool:
    """Say what speaks against a massage, and how it stands to what was done before.

    Parameters
    ----------
    aim
        That of the routine; None for a single technique.

    Returns
    -------
    bool
        It is the first session in this computer's history.
    """
    console.print(Text(NOT_A_MEDICAL_DEVICE))
    console.print(Text("Before you begin", style="bold"))
    reasons, before = safety().reasons_of(region), safety().before_of(region)
    _list("Not today, and a doctor first, with:", reasons, 1, console)
    _list("Not yet, with:", before, 1 + len(reasons), console)
    try:
        now = today(History().sessions(), [region], aim or usual_aim(region), date.today())
    except HistoryError:
        return False
    if now.advice is Advice.FIRST:
        console.print(Text(FIRST_TECHNIQUE if aim is None else FIRST_ROUTINE))
    elif now.advice in WORDS:
        console.print(Text(WORDS[now.advice]))
    return now.advice is Advice.FIRST


def may_begin(region: Region, console: Console, ask: Callable[[str], str] | None) -> bool:
    """Ask whether something that speaks against a massage holds; say what to do if it does.

    Parameters
    ----------
    ask
        Puts a question and gives the answer; None where nobody can answer.
    """
    reasons = (*safety().reasons_of(region), *safety().before_of(region))
    while ask is not None:
        answer = ask("Does one of these hold for you? Its number, or Enter for none:").strip()
        if not answer:
            break
        if answer.isdecimal() and 1 <= int(answer) <= len(reasons):
            console.print(Text(reasons[int(answer) - 1].stop, style="bold"))
            return False
        console.print(Text(f"Type a number from 1 to {len(reasons)}, or only Enter."))
    return True


def _list(title: str, reasons: Sequence[Reason], first: int, console: Console) -> None:
    console.print(Text(title))
    for number, reason in enumerate(reasons, start=first):
        console.print(Text(f"  {number:2d}  {reason.words}"))


def print_after(console: Console, *, hurts: bool) -> None:
    """Say what is good after a massage; first of all, if it hurt, what to do about that."""
    if hurts:
        console.print(Text(HURTS, style="bold"))
    console.print(Text("Now: " + " ".join(note.words for note in safety().after)))
