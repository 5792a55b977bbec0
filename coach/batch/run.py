"""A batch from end to end: what is there already is kept, the rest is handed out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coach.batch.finding import Missed
from coach.batch.order import (
    Clip,
    Engine,
    Event,
    Failed,
    Outcome,
    Progressed,
    Returned,
    Reviewed,
    Wish,
)
from coach.batch.shelf import Shelf
from coach.batch.summary import Row, State, summary_csv
from coach.present.files import atomic_write_text

__all__ = ["SUMMARY", "Standing", "run_batch"]

SUMMARY = "summary.csv"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is.

    Attributes
    ----------
    clips, of
        How many are over, and how many there are to be done now.
    share
        Of the work, 0 to 1, by the clips' size.
    remaining_s
        At the pace so far; NaN while that is unknown.
    event
        What has just happened; None before the first.
    """

    clips: int
    of: int
    share: float
    remaining_s: float
    event: Event | None = None


def run_batch(
    clips: Sequence[Clip],
    missed: Sequence[Missed],
    wish: Wish,
    folder: Path,
    engine: Engine,
    *,
    told: Callable[[Standing], None] = lambda _standing: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Row, ...]:
    """Review clips, lay their results down, and write the summary.

    Clips that an earlier run reviewed in the same way with the same Coach are not reviewed again.
    Clips with the same content are reviewed once. Whatever happens, the summary tells what was
    done until then.

    Parameters
    ----------
    missed
        Clips that can't even be read; they are part of the summary.
    folder
        Where results go; it is there already.
    told
        Called whenever something happens.
    stopped
        Asked several times a second whether to leave the rest.

    Returns
    -------
    tuple of Row
        One for each clip.

    Raises
    ------
    OutputError
        Results can't be written.
    """
    shelf = Shelf(folder)
    first = {clip.sha256: clip for clip in reversed(clips)}
    rows = {sha: _row_of_earlier(shelf, clip, wish) for sha, clip in first.items()}
    left = [first[sha] for sha in dict.fromkeys(clip.sha256 for clip in clips) if not rows[sha]]
    try:
        for event in _followed(engine.run(left, wish, stopped), left, told) if left else ():
            rows[event.clip.sha256] = _row(shelf, event.clip, wish, event.outcome)
    finally:
        table = (*_rows(clips, rows), *(_row_of_missed(one) for one in missed))
        atomic_write_text(folder / SUMMARY, summary_csv(table))
    return table


def _followed(
    events: Iterable[Event], clips: Sequence[Clip], told: Callable[[Standing], None]
) -> Iterator[Returned]:
    """Tell how far the work is; give what comes of clips."""
    shares: dict[str, float] = {}
    over = 0
    all_bytes = max(1, sum(clip.size_bytes for clip in clips))
    sizes = {clip.sha256: clip.size_bytes for clip in clips}
    began_s = time.monotonic()
    told(Standing(0, len(clips), 0.0, float("nan")))
    for event in events:
        sha = event.clip.sha256
        if isinstance(event, Returned):
            over += 1
            yield event
        shares[sha] = _share_of(event)
        share = sum(sizes[one] * part for one, part in shares.items()) / all_bytes
        spent_s = time.monotonic() - began_s
        left_s = spent_s * (1 - share) / share if share > 0 else float("nan")
        told(Standing(over, len(clips), share, left_s, event))


def _share_of(event: Event) -> float:
    if isinstance(event, Progressed):
        return event.share
    return 1.0 if isinstance(event, Returned) else 0.0


def _row_of_earlier(shelf: Shelf, clip: Clip, wish: Wish) -> Row | None:
    found = shelf.finished(clip, wish)
    return replace(_told(shelf, clip, found), was_there=True) if found is not None else None


def _row(shelf: Shelf, clip: Clip, wish: Wish, outcome: Outcome) -> Row:
    if isinstance(outcome, Failed):
        return Row(clip.name, State.FAILED, why=outcome.why, sha256=clip.sha256)
    return _told(shelf, clip, shelf.lay_down(clip, wish, outcome))


def _told(shelf: Shelf, clip: Clip, done: Reviewed) -> Row:
    return Row(
        clip.name,
        State.NOTHING_TO_JUDGE if done.obstacle else State.REVIEWED,
        done.report,
        done.obstacle,
        shelf.place_of(clip).name,
        done.took_s,
        clip.sha256,
    )


def _rows(clips: Sequence[Clip], rows: dict[str, Row | None]) -> Iterator[Row]:
    for clip in clips:
        row = rows[clip.sha256] or Row(clip.name, State.NOT_REACHED, sha256=clip.sha256)
        yield replace(row, clip=clip.name)


def _row_of_missed(one: Missed) -> Row:
    return Row(one.name, State.FAILED, why=one.why)
