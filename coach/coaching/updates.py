"""What every frame of a review added, kept on disk: an hour of it would fill the memory."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Iterator

import numpy as np

from coach.body.placement import Placement
from coach.errors import OutputError
from coach.types import Attempt, Observation, Update

__all__ = ["Updates", "update_of"]


def update_of(
    seen: Observation, placement: Placement, finished: tuple[Attempt, ...] = ()
) -> Update:
    """Give what a frame added: what was seen, where the hands are, and what it finished."""
    return Update(
        t_s=seen.t_s,
        view=placement.view,
        charts=placement.charts,
        hands_px=seen.hands_px,
        contact_px=np.array([touch.contact_px for touch in placement.touches]),
        finished=finished,
    )


class Updates:
    """Updates in the order in which they were added; they can be gone through again and again.

    They lie in a file without a name, which goes when nobody holds this any more.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="coach-")  # noqa: SIM115, it outlives this call
        self._count = 0
        self._end = 0
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def add(self, update: Update) -> None:
        """Add the next one.

        Raises
        ------
        OutputError
            There is no room for it.
        """
        try:
            self._file.seek(self._end)
            pickle.dump(update, self._file, pickle.HIGHEST_PROTOCOL)
            self._end = self._file.tell()
        except OSError as error:
            raise OutputError(
                f"the temporary folder {tempfile.gettempdir()} can't be written to "
                f"({(error.strerror or str(error)).lower()}): free some space, or set TMPDIR"
            ) from error
        self._count += 1

    def __iter__(self) -> Iterator[Update]:
        """Give them from the first to the last."""
        place = 0
        for _ in range(self._count):
            self._file.seek(place)
            update: Update = pickle.load(self._file)
            place = self._file.tell()
            yield update
