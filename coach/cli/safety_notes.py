"""What is said on the terminal before a practice and after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rich.console import Console
from rich.text import Text

from coach.coaching.safety import Advice, safety, today, usual_aim
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
WORDS = {
    Advice.FIRST: "This is the first session here: it goes on to its last step after 15 minutes.",
    Advice.OFTEN: "For this aim you massaged often enough this week: a day of rest may be better.",
    Advice.COURSE_OVER: "Your course is complete: two to four weeks' break are recommended now.",
    Advice.HURT: "It hurt last time. Begin gently, and leave that place out if it is still sore.",
}


def print_before(region: Region, aim: Aim | None, console: Console) -> bool:
    """Say what has to be true before a massage, and what speaks against it.

    Returns
    -------
    bool
        It is the first session in this computer's history.
    """
    console.print(Text(NOT_A_MEDICAL_DEVICE))
    console.print(Text("Before you begin", style="bold"))
    for note in safety().before_of(region):
        console.print(Text(f"  {note.words}"))
    console.print(Text("Not today, and a doctor first, with:"))
    for number, reason in enumerate(safety().reasons_of(region), start=1):
        console.print(Text(f"  {number:2d}  {reason.words}"))
    try:
        now = today(History().sessions(), aim or usual_aim(region), date.today())
    except HistoryError:
        return False
    if now.advice in WORDS:
        console.print(Text(WORDS[now.advice]))
    return now.advice is Advice.FIRST


def may_begin(region: Region, console: Console, ask: Callable[[str], str] | None) -> bool:
    """Ask whether one of the reasons not to massage holds; say what to do if one does.

    Parameters
    ----------
    ask
        Puts a question and gives the answer; None where nobody can answer.
    """
    reasons = safety().reasons_of(region)
    while ask is not None:
        answer = ask("Does one of these hold for you? Its number, or Enter for none:").strip()
        if not answer:
            break
        if answer.isdecimal() and 1 <= int(answer) <= len(reasons):
            console.print(Text(reasons[int(answer) - 1].stop, style="bold"))
            return False
        console.print(Text(f"Type a number from 1 to {len(reasons)}, or only Enter."))
    return True


def print_after(console: Console, *, hurts: bool) -> None:
    """Say what is good after a massage; first of all, if it hurt, what to do about that."""
    if hurts:
        console.print(Text(HURTS, style="bold"))
    console.print(Text("Now: " + " ".join(note.words for note in safety().after)))
