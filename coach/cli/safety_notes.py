"""What is said on the terminal before a practice and after it."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.text import Text

from coach.coaching.safety import Advice, safety, today, usual_aim
from coach.errors import HistoryError
from coach.history.store import History
from coach.present.words import NOT_A_MEDICAL_DEVICE
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = ["print_after", "print_before"]

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
    reasons = "; ".join(reason.words for reason in safety().reasons_of(region))
    console.print(Text(f"Not today, and a doctor first, with: {reasons}."))
    try:
        now = today(History().sessions(), aim or usual_aim(region), date.today())
    except HistoryError:
        return False
    if now.advice in WORDS:
        console.print(Text(WORDS[now.advice]))
    return now.advice is Advice.FIRST


def print_after(console: Console, *, hurts: bool) -> None:
    """Say what is good after a massage; first of all, if it hurt, what to do about that."""
    if hurts:
        console.print(Text(HURTS, style="bold"))
    console.print(Text("Now: " + " ".join(note.words for note in safety().after)))
