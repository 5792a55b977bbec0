"""From judged clips to the tables of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks import ablation
from benchmarks.bars import LIFT_MEASURE, MEASURES, Measure, change, estimate, share_of
from benchmarks.bootstrap import of_sums
from benchmarks.clips import Scored
from benchmarks.groups import COLUMNS, estimates, grouped_tables
from benchmarks.measures import LIFT_BANDS_CM
from benchmarks.tables import Table, bar_of, with_interval, written
from coach.types import FloatArray

__all__ = ["ablation_table", "all_tables", "perfect_table"]

BY_KEY = {measure.key: measure for measure in MEASURES}
ABLATED = ("sense", "sense_given", "technique", "exact", "off_by_one", "direction",
           "direction_p95", "contact_all", "place_over", "place_free", "place_back", "spine",
           "false_alarms")  # fmt: skip
HEADS = {**COLUMNS, "off_by_one": "off by one", "direction_p95": "its 95th percentile",
         "place_over": "over face", "place_free": "beside it", "place_back": "back"}  # fmt: skip


def all_tables(clips: Sequence[Scored]) -> list[Table]:
    """Give all tables that these clips fill."""
    tables = [
        main_table(clips),
        *grouped_tables(clips),
        lift_table(clips),
        place_table(clips),
        fault_table(clips),
    ]
    return [table for table in tables if table.rows]


def main_table(clips: Sequence[Scored]) -> Table:
    """Give the measures, their bars, and the baseline."""
    rows = []
    for measure in MEASURES:
        own, other = ("told", "untold") if measure.told else ("untold", "told")
        found = estimate(measure, [getattr(c, own) for c in clips])
        without = estimate(measure, [getattr(c, other) for c in clips])
        naive = estimate(measure, [c.naive if measure.told else c.naive_untold for c in clips])
        meets = {True: "yes", False: "no", None: ""}[measure.meets(found.value)]
        rows.append((
            measure.name,
            with_interval(measure.unit, found),
            f"{found.clips}",
            bar_of(measure),
            meets,
            written(measure.unit, without.value) if measure.told else "–",
            written(measure.unit, naive.value),
        ))  # fmt: skip
    head = ("measure", "Coach", "clips", "bar", "met", "untold", "naive")
    return Table("main", f"All {len(clips)} clips (95 % intervals over clips)", head, tuple(rows))


def lift_table(clips: Sequence[Scored]) -> Table:
    """Give sense by how high the returns were lifted."""
    rows = []
    tallies = [c.told[LIFT_MEASURE] for c in clips if LIFT_MEASURE in c.told]
    for band, (low, high) in enumerate(LIFT_BANDS_CM):
        own = [row[band] for row in tallies if row[band, 2] > 0]
        cells = [_sense(own, 0, 1), _sense(own, 1, 2)]
        strokes = f"{sum(row[2] for row in own):.0f}" if own else "0"
        rows.append((f"{low:g} to {min(high, 8):g} cm", strokes, *cells))
    head = ("lift of the return", "strokes", "sense", "share given one")
    return Table("lifts", "Sense by lift", head, tuple(rows) if tallies else ())


def _sense(rows: Sequence[FloatArray], of: int, by: int) -> str:
    return with_interval("share", of_sums(rows, share_of(of, by), "share"))


def place_table(clips: Sequence[Scored]) -> Table:
    """Give how far touches are seen from where they are, and to which side."""
    rows = []
    for region in sorted({c.region for c in clips if c.region is not None}):
        own = [c.told for c in clips if c.region == region and "bias" in c.told]
        off = of_sums([row["place"][:3].sum(axis=0) for row in own], share_of(0, 1))
        sideways = (of_sums([row["bias"] for row in own], share_of(k, 2)) for k in (0, 1))
        if own:
            cells = (with_interval("mm", found) for found in (off, *sideways))
            rows.append((region, f"{len(own)}", *cells))
    head = ("region", "clips", "off", "outwards", "upwards")
    return Table("places", "Place of the touch, against where it is", head, tuple(rows))


def fault_table(clips: Sequence[Scored]) -> Table:
    """Give what was said of strokes with each fault: shares of a row."""
    counts = sum((c.faults for c in clips), Counter[tuple[str, str]]())
    given = sorted({fault for fault, _ in counts})
    said = sorted({words for _, words in counts})
    rows = []
    for fault in given:
        total = sum(counts[fault, words] for words in said)
        shares = [counts[fault, words] / total for words in said]
        rows.append((fault, f"{total}", *(f"{share:.2f}" if share else "" for share in shares)))
    title = "Fault given against what was said (shares of the strokes; technique told)"
    return Table("faults", title, ("fault", "strokes", *said), tuple(rows))


def ablation_table(with_all: Sequence[Scored], without: Mapping[str, Sequence[Scored]]) -> Table:
    """Give each rule switched off, as differences from all rules together.

    A star stands where the interval of the difference, over the same clips, leaves 0 out.
    """
    said = {f"{rule}: {ablation.what_of(rule)}": clips for rule, clips in without.items()}
    return Table("rules", "Each rule switched off", *_against("(all rules)", with_all, said))


def perfect_table(found: Sequence[Scored], true: Mapping[str, Sequence[Scored]]) -> Table:
    """Give what true joints change, as differences from the first row; see `ablation_table`."""
    return Table("true", "True joints instead of those found", *_against("(found)", found, true))


def looks_table(
    usual: Mapping[str, Sequence[Scored]], other: Mapping[str, Sequence[Scored]]
) -> Table:
    """Give what other looks change in the very same clips, for each way they were judged.

    A star stands where the interval of the difference, over the same clips, leaves 0 out.

    Parameters
    ----------
    usual, other
        Clips by how they were judged, in the same order.
    """
    rows: list[tuple[str, ...]] = []
    for how, clips in usual.items():
        head, own = _against(f"{how}, usual look", clips, {"in other looks": other[how]})
        rows += own
    return Table("looks", "The same clips in other looks", head, tuple(rows))


def _against(
    first: str, before: Sequence[Scored], after: Mapping[str, Sequence[Scored]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the head and the rows of a table of differences from its first row."""
    measures = [BY_KEY[key] for key in ABLATED]
    base = estimates(before)
    rows = [(first, *(written(m.unit, base[m.key].value) for m in measures))]
    for name, clips in after.items():
        rows.append((name, *(_change(m, before, clips) for m in measures)))
    return ("", *(HEADS[m.key] for m in measures)), tuple(rows)


def _change(measure: Measure, before: Sequence[Scored], after: Sequence[Scored]) -> str:
    found = change(measure, *([c.told if measure.told else c.untold for c in clips]
                              for clips in (before, after)))  # fmt: skip
    if not np.isfinite(found.value):
        return "–"
    digits = 3 if measure.unit == "share" else 1
    if abs(found.value) < 0.5 * 10**-digits:
        return "0"
    return f"{found.value:+.{digits}f}{'*' if found.low > 0 or found.high < 0 else ''}"
