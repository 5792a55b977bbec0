"""The folder of results: a folder a clip, each whole or not counted as there."""

from __future__ import annotations

import json
import re
from pathlib import Path

from coach.batch.order import Clip, Reviewed, Wish
from coach.errors import CoachError
from coach.present.files import atomic_write_text, output_folder
from coach.present.report_json import read_report
from coach.present.result_files import PAGE, REPORT, STROKES, write_texts

__all__ = ["FINISHED", "Shelf"]

FINISHED = "finished.json"
"""Written last: what was reviewed, by which Coach, and how."""
NAME_LETTERS = 60
FINGERPRINT_LETTERS = 8


class Shelf:
    """Lays results down, and knows which are there.

    Parameters
    ----------
    folder
        Where they belong; it is there already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place_of(self, clip: Clip) -> Path:
        """Give the folder of a clip's results: its name, and the beginning of its fingerprint."""
        stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", clip.path.stem)[:NAME_LETTERS].rstrip(". ")
        return self._folder / f"{stem}-{clip.sha256[:FINGERPRINT_LETTERS]}"

    def finished(self, clip: Clip, wish: Wish) -> Reviewed | None:
        """Give what an earlier run made of a clip; None when it has to be reviewed (again)."""
        place = self.place_of(clip)
        try:
            record = json.loads((place / FINISHED).read_text("utf-8"))
            if record["key"] != wish.key(clip) or not (place / PAGE).is_file():
                return None
            if not (place / STROKES).is_file():
                return None
            report = read_report((place / REPORT).read_text("utf-8"))
            return Reviewed(report, str(record["obstacle"]), float(record["took_s"]))
        except (OSError, ValueError, KeyError, TypeError, CoachError):
            return None  # missing or damaged: reviewing it again mends it

    def lay_down(self, clip: Clip, wish: Wish, done: Reviewed) -> Reviewed:
        """Write a clip's results, and then that they are there; give them as written.

        So the summary is the same whether a clip was reviewed now or by an earlier run.

        Raises
        ------
        OutputError
            They can't be written.
        """
        place = self.place_of(clip)
        output_folder(place)
        # While they change they are not whole.
        (place / FINISHED).unlink(missing_ok=True)
        write_texts(place, done.report, wish.library)
        took_s = round(done.took_s, 2)
        record = {
            "key": wish.key(clip),
            "sha256": clip.sha256,
            "obstacle": done.obstacle,
            "took_s": took_s,
        }
        atomic_write_text(place / FINISHED, json.dumps(record, indent=1) + "\n")
        written = read_report((place / REPORT).read_text("utf-8"))
        return Reviewed(written, done.obstacle, took_s)
