"""The speed tables as they are printed and stand in the handbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.speed_figures import Figure
from benchmarks.tables import Table
from coach.types import FloatArray

__all__ = ["Table", "figures", "memory", "stages"]


HEAD = ("measure", "median", "lowest to highest", "bar", "met")


def figures(rows: Sequence[Figure]) -> Table:
    """Give every number beside its bar."""
    return Table("speed", "How quick Coach is", HEAD, tuple(_row(figure) for figure in rows))


def memory(rows: Sequence[Figure]) -> Table:
    """Give how much memory a long clip took, beside its bars."""
    return Table("memory", "Memory of a long review", HEAD, tuple(_row(figure) for figure in rows))


def stages(names: Sequence[str], stages_ms: Mapping[str, FloatArray]) -> Table:
    """Give where a frame's time goes."""
    head = ("stage, ms a frame", *stages_ms)
    rows = [
        (name, *(f"{row[k]:.2f}" for row in stages_ms.values())) for k, name in enumerate(names)
    ]
    return Table(
        "stages", "Where the time of a frame goes, each stage by itself", head, tuple(rows)
    )


def _row(figure: Figure) -> tuple[str, ...]:
    spread = figure.spread
    sign = "≥" if figure.better == "more" else "≤"
    bar = "" if figure.bar is None else f"{sign} {figure.bar:g} {figure.unit}".strip()
    met = {True: "yes", False: "no", None: ""}[figure.is_met]
    median = f"{_number(spread.median)} {figure.unit}".strip()
    between = f"{_number(spread.low)} to {_number(spread.high)}" if spread.turns > 1 else ""
    return figure.name, median, between, bar, met


def _number(value: float) -> str:
    return (
        f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )
