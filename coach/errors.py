"""Every way Coach can say no, as one tree.

::

    CoachError                 exit 1   anything Coach knows how to explain
    ├── InputError             exit 3   the clip or camera can't be read
    │   └── NothingToJudge     exit 4   it was read, but nothing in it can be judged
    │       └── NotLearned     exit 4   … or learned: a demonstration that can't be trusted
    ├── TechniqueError         exit 5   no such technique, or its file is wrong
    ├── ModelError             exit 6   the landmark models can't be fetched or loaded
    ├── OutputError            exit 7   a result can't be written
    └── HistoryError           exit 8   the history can't be read or written

A message is one line: what is wrong, and the way out. Exit 2 is a mistake on the command
line (the shell convention), 130 is Ctrl-C.
"""

from __future__ import annotations

__all__ = [
    "CoachError",
    "HistoryError",
    "InputError",
    "ModelError",
    "NotLearned",
    "NothingToJudge",
    "OutputError",
    "TechniqueError",
]


class CoachError(Exception):
    """Something went wrong that can be said in one line, with the way out."""

    exit_code = 1


class InputError(CoachError):
    """The clip or camera can't be read."""

    exit_code = 3


class NothingToJudge(InputError):
    """The clip was read, but nothing in it can be judged."""

    exit_code = 4


class NotLearned(NothingToJudge):
    """The demonstration was seen, but no technique can be learned from it."""


class TechniqueError(CoachError):
    """There is no such technique, or its file breaks the schema."""

    exit_code = 5


class ModelError(CoachError):
    """The landmark models can't be fetched, verified or loaded."""

    exit_code = 6


class OutputError(CoachError):
    """A result can't be written."""

    exit_code = 7


class HistoryError(CoachError):
    """The history of sessions can't be read or written."""

    exit_code = 8
