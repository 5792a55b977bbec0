"""Tables by group: by act and technique, by view, frame rate and skin tone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.acts import QUIET_ACTS
from benchmarks.bars import MEASURES, Measure, change, estimate
from benchmarks.bootstrap import Estimate, difference
from benchmarks.clips import Scored
from benchmarks.tables import Table, with_interval

__all__ = ["COLUMNS", "by_group", "estimates", "grouped_tables", "side_by_side", "tones_table"]

COLUMNS = {
    "sense": "sense",
    "sense_given": "given",
    "technique": "technique",
    "exact": "exact",
    "direction": "direction",
    "contact_all": "contact",
    "spine": "spine",
    "false_alarms": "false alarms",
    "false_attempts": "spoken of",
}
"""Measures that are told group by group, and what they are called in the heads of tables."""
OTHERS = "others, one each"
EVEN = 0.03
"""So far apart may shares of the worst and the best skin tone be."""

Band = tuple[float, str]
TONES: tuple[Band, ...] = ((3, "tone 1 to 3"), (6, "tone 4 to 6"), (10, "tone 7 to 10"))
"""Monk Skin Tone, light, medium and dark: 24, 24 and 32 clips in 80. Each tone on its own would
have eight, of which nothing can be told."""
RATES: tuple[Band, ...] = (
    (14.5, "10 to 14 a second"),
    (22.5, "15 to 22 a second"),
    (27.5, "23 to 27 a second"),
    (1000, "28 to 30 a second"),
)
"""Bands, each with the highest value that belongs to it."""

Label = Callable[[Scored], str | None]


def estimates(clips: Sequence[Scored]) -> dict[str, Estimate]:
    """Give every measure, each as its bar wants it."""
    return {m.key: estimate(m, [c.told if m.told else c.untold for c in clips]) for m in MEASURES}


def grouped_tables(clips: Sequence[Scored]) -> list[Table]:
    """Give the tables by group."""
    quiet = [clip for clip in clips if clip.act in QUIET_ACTS]
    strokes = [clip for clip in clips if clip.act not in QUIET_ACTS]
    return [
        by_group("acts", "By act", strokes, lambda clip: clip.act),
        by_group("quiet", "Where there is no stroke", quiet, lambda clip: clip.act),
        by_group("techniques", "By technique", strokes, lambda clip: clip.technique),
        side_by_side("views", "By view", clips, lambda clip: clip.view),
        side_by_side("rates", "By frame rate", clips, lambda clip: _band(clip.fps, RATES)),
        side_by_side(
            "parity",
            "By skin tone (Monk scale)",
            clips,
            lambda clip: _band(clip.tone, TONES) if clip.tone else None,
            even=EVEN,
        ),
    ]


def by_group(key: str, title: str, clips: Sequence[Scored], label: Label) -> Table:
    """Give a row for each group, and a column for each measure that any of them has.

    Groups of one clip share a row: a clip is no group.
    """
    groups = _grouped(clips, label)
    alone = [group[0] for group in groups.values() if len(group) == 1]
    groups = {name: group for name, group in groups.items() if len(group) > 1}
    groups |= {OTHERS: alone} if alone else {}
    found = {name: estimates(group) for name, group in groups.items()}
    measures = [m for m in MEASURES if m.key in COLUMNS
                and any(row[m.key].clips for row in found.values())]  # fmt: skip
    rows = (
        (name, f"{len(groups[name])}", *(_cell(m, row[m.key]) for m in measures))
        for name, row in found.items()
    )
    return Table(key, title, ("", "clips", *(COLUMNS[m.key] for m in measures)), tuple(rows))


def side_by_side(
    key: str, title: str, clips: Sequence[Scored], label: Label, even: float | None = None
) -> Table:
    """Give a row for each measure that has a bar, a column for each group, and how they differ.

    Parameters
    ----------
    even
        So far apart may the shares of the worst and the best group be; None if that is no matter.
    """
    groups = _grouped(clips, label)
    found = [estimates(group) for group in groups.values()]
    rows = []
    for measure in (m for m in MEASURES if m.bar is not None):
        values = [row[measure.key] for row in found]
        known = sorted((v for v in values if v.clips), key=lambda v: v.value)
        if len(known) < 2:
            continue
        apart = difference(known[-1], known[0])
        cells = [measure.name, *(_cell(measure, v) for v in values), _cell(measure, apart)]
        if even is not None:
            met = "yes" if apart.value <= even else "no"
            cells.append(met if measure.unit == "share" else "")
        rows.append(tuple(cells))
    names = [f"{name} ({len(group)})" for name, group in groups.items()]
    last = [] if even is None else [f"within {100 * even:.0f} points"]
    return Table(key, title, ("measure", *names, "worst from best", *last), tuple(rows))


def tones_table(by_tone: Mapping[int, Sequence[Scored]]) -> Table:
    """Lay the same clips in several tones of skin side by side.

    The last column holds by how much the worst differs from the best, over the same clips.

    Parameters
    ----------
    by_tone
        Clips by the Monk tone they were drawn in, in the same order.
    """
    rows = []
    for measure in (m for m in MEASURES if m.bar is not None):
        told = [[c.told if measure.told else c.untold for c in clips] for clips in by_tone.values()]
        found = [(estimate(measure, tallies), tallies) for tallies in told]
        known = sorted((one for one in found if one[0].clips), key=lambda one: one[0].value)
        if len(known) == len(by_tone):
            before, after = known[0][1], known[-1][1]
            cells = (_cell(measure, one) for one, _ in found)
            rows.append((measure.name, *cells, _cell(measure, change(measure, before, after))))
    heads = (f"tone {tone}" for tone in by_tone)
    title = f"The same {len(next(iter(by_tone.values())))} clips in other tones of skin"
    return Table("tones", title, ("measure", *heads, "worst from best"), tuple(rows))


def _grouped(clips: Sequence[Scored], label: Label) -> Mapping[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for clip in clips:
        name = label(clip)
        if name is not None:
            groups.setdefault(name, []).append(clip)
    return dict(sorted(groups.items()))


def _band(value: float, bands: Sequence[Band]) -> str:
    return next(name for highest, name in bands if value <= highest)


def _cell(measure: Measure, found: Estimate) -> str:
    return with_interval(measure.unit, found, brief=True)
