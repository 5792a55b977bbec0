"""Texts and numbers as pages show them."""

from __future__ import annotations

import math

__all__ = ["DASH", "METRIC_PX", "degrees", "literal", "percent", "seconds"]

DASH = "–"
METRIC_PX = 165
"""Two big numbers stand side by side on a phone."""
MARKDOWN = "\\`*_[]<>#$~|:"


def literal(text: str) -> str:
    """Keep a file's name or an error from being read as Markdown or HTML."""
    return "".join(f"\\{letter}" if letter in MARKDOWN else letter for letter in text)


def percent(share: float) -> str:
    """Give a share as per cent; a dash when it is unknown."""
    return f"{share:.0%}" if math.isfinite(share) else DASH


def seconds(length_s: float) -> str:
    """Give a length of time; a dash when it is unknown."""
    return f"{length_s:.1f} s" if math.isfinite(length_s) else DASH


def degrees(angle_deg: float) -> str:
    """Give an angle; a dash when it is unknown."""
    return f"{angle_deg:.0f}°" if math.isfinite(angle_deg) else DASH
