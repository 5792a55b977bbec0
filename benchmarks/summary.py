"""From judged clips to the tables of the report."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np

from benchmarks.bars import LIFT_MEASURE, MEASURES, Measure, estimate, share_of
from benchmarks.bootstrap import Estimate, of_sums
from benchmarks.clips import Scored
from benchmarks.measures import LIFT_BANDS_CM
from benchmarks.tables import Table, bar_of, with_interval, written
from coach.types import FloatArray

__all__ = ["ablation_table", "all_tables", "estimates"]

BY_KEY = {measure.key: measure for measure in MEASURES}
GROUPED = ("sense", "sense_given", "technique", "exact", "direction", "contact_all", "spine")
PARITY = ("sense", "sense_given", "technique", "exact", "contact_all", "place_free", "place_over")
ABLATED = ("sense", "sense_given", "technique", "exact", "contact_all", "place_over", "spine",
           "false_alarms")  # fmt: skip
TONES = ((1, 3), (4, 6), (7, 10))
"""Monk Skin Tone, light, medium and dark: 24, 24 and 32 clips in 80."""
RATES = ((0, 14.5), (14.5, 22.5), (22.5, 27.5), (27.5, 1000))


def estimates(clips: Sequence[Scored]) -> dict[str, Estimate]:
    """Give every measure, each as its bar wants it."""
    return {m.key: estimate(m, [c.told if m.told else c.untold for c in clips]) for m in MEASURES}


def all_tables(clips: Sequence[Scored]) -> list[Table]:
    """Give all tables that these clips fill."""
    tables = [
        main_table(clips),
        group_table("acts", "By act", clips, lambda c: c.act),
        group_table("techniques", "By technique", clips, lambda c: c.technique),
        group_table("views", "By view", clips, lambda c: c.view),
        group_table("rates", "By frame rate", clips, _rate),
        lift_table(clips),
        place_table(clips),
        parity_table(clips),
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
            with_interval(measure, found),
            f"{found.clips}",
            bar_of(measure),
            meets,
            written(measure, without.value) if measure.told else "–",
            written(measure, naive.value),
        ))  # fmt: skip
    head = ("measure", "Coach", "clips", "bar", "met", "untold", "naive")
    return Table("main", f"All {len(clips)} clips (95 % intervals over clips)", head, tuple(rows))


def group_table(
    key: str, title: str, clips: Sequence[Scored], group: Callable[[Scored], Hashable]
) -> Table:
    """Give some measures for groups of clips."""
    measures = [BY_KEY[name] for name in (*GROUPED, "false_alarms")]
    groups: dict[Hashable, list[Scored]] = {}
    for clip in clips:
        groups.setdefault(group(clip), []).append(clip)
    rows = []
    for name in sorted((g for g in groups if g is not None), key=str):
        found = estimates(groups[name])
        values = [written(m, found[m.key].value) for m in measures]
        rows.append((str(name), f"{len(groups[name])}", *values))
    head = ("", "clips", *(_short(m) for m in measures))
    return Table(key, title, head, tuple(rows))


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
    measure = BY_KEY["sense"]
    return with_interval(measure, of_sums(rows, share_of(of, by), share=True))


def place_table(clips: Sequence[Scored]) -> Table:
    """Give how far touches are seen from where they are, and to which side."""
    rows = []
    for region in sorted({c.region for c in clips if c.region is not None}):
        own = [c.told for c in clips if c.region == region and "bias" in c.told]
        if own:
            off = np.sum([t["place"][:3] for t in own], axis=(0, 1))
            out, up, frames = np.sum([t["bias"] for t in own], axis=0)
            cells = (
                f"{off[0] / off[1]:.1f} mm",
                f"{out / frames:+.1f} mm",
                f"{up / frames:+.1f} mm",
            )
            rows.append((region, f"{len(own)}", *cells))
    head = ("region", "clips", "off", "outwards", "upwards")
    return Table("places", "Place of the touch, against where it is", head, tuple(rows))


def parity_table(clips: Sequence[Scored]) -> Table:
    """Give measures by skin tone, and how far the worst is from the best."""
    groups = [[c for c in clips if c.tone and low <= c.tone <= high] for low, high in TONES]
    if sum(bool(group) for group in groups) < 2:
        return Table("parity", "", (), ())
    found = [estimates(group) for group in groups]
    rows = []
    for key in PARITY:
        measure = BY_KEY[key]
        values = [f[key].value for f in found]
        known = [value for value in values if np.isfinite(value)]
        apart = max(known) - min(known) if known else float("nan")
        rows.append((
            measure.name,
            *(with_interval(measure, f[key]) for f in found),
            written(measure, apart),
            {True: "yes", False: "no", None: ""}[_is_even(measure, apart)],
        ))  # fmt: skip
    head = ("measure", *(f"tone {low} to {high} ({len(g)})" for (low, high), g in
                         zip(TONES, groups, strict=True)), "apart", "within 3 points")  # fmt: skip
    return Table("parity", "By skin tone (Monk scale; clips in brackets)", head, tuple(rows))


def _is_even(measure: Measure, apart: float) -> bool | None:
    return apart <= 0.03 if measure.unit == "share" and np.isfinite(apart) else None


def fault_table(clips: Sequence[Scored]) -> Table:
    """Give what was said of strokes with each fault: shares of a row."""
    counts = sum((c.faults for c in clips), start=type(clips[0].faults)()) if clips else {}
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
    """Give each rule switched off, as differences from all rules together."""
    measures = [BY_KEY[key] for key in ABLATED]
    base = estimates(with_all)
    rows = [("(all rules)", *(written(m, base[m.key].value) for m in measures))]
    for name, clips in without.items():
        found = estimates(clips)
        rows.append((name, *(_change(m, base[m.key], found[m.key]) for m in measures)))
    return Table(
        "rules", "Each rule switched off", ("", *(_short(m) for m in measures)), tuple(rows)
    )


def _change(measure: Measure, base: Estimate, found: Estimate) -> str:
    change = found.value - base.value
    if not np.isfinite(change):
        return "–"
    digits = 3 if measure.unit == "share" else 1
    return f"{change:+.{digits}f}" if abs(change) >= 0.5 * 10**-digits else "0"


def _rate(clip: Scored) -> str:
    low, high = next((low, high) for low, high in RATES if low <= clip.fps < high)
    names = {0: "10 to 14", 14.5: "15 to 22", 22.5: "23 to 27", 27.5: "28 to 30"}
    return f"{names.get(low, high)} a second"


def _short(measure: Measure) -> str:
    return {
        "sense": "sense",
        "sense_given": "given",
        "technique": "technique",
        "exact": "exact",
        "direction": "direction",
        "contact_all": "contact",
        "place_over": "over face",
        "spine": "spine",
        "false_alarms": "false alarms",
    }[measure.key]
