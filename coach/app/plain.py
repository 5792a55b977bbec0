"""Texts and numbers as pages show them."""

from __future__ import annotations

import math

from coach.app.words import Words

__all__ = ["DASH", "METRIC_PX", "degrees", "exact_seconds", "literal", "percent", "seconds"]

DASH = "–"
LONG_S = 100.0
METRIC_PX = 165
"""Two big numbers stand side by side on a phone."""
MARKDOWN = "\\`*_[]<>#$~|:"


def literal(text: str) -> str:
    """Keep a file's name or an error from being read as Markdown or HTML."""
    return "".join(f"\\{letter}" if letter in MARKDOWN else letter for letter in text)


def percent(share: float) -> str:
    """Give a share as per cent; a dash when it is unknown."""
    return f"{share:.0%}" if math.isfinite(share) else DASH


def seconds(length_s: float, words: Words) -> str:
    """Give a length of time, in minutes when it is long; a dash when it is unknown."""
    if not math.isfinite(length_s):
        return DASH
    if length_s >= LONG_S:
        whole = round(length_s)
        return words("app.minutes", time=f"{whole // 60}:{whole % 60:02d}")
    return words("app.seconds", n=words.number(length_s, 1))


def exact_seconds(length_s: float, words: Words) -> str:
    """Give a length of time as a file says it: "0.35 s", "30:00 min"."""
    if length_s >= LONG_S:
        return seconds(length_s, words)
    digits = next(n for n in range(4) if n == 3 or math.isclose(round(length_s, n), length_s))
    return words("app.seconds", n=words.number(length_s, digits))


def degrees(angle_deg: float) -> str:
    """Give an angle; a dash when it is unknown."""
    return f"{angle_deg:.0f}°" if math.isfinite(angle_deg) else DASH
