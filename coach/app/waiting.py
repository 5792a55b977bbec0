"""How long something still takes, in words."""

from __future__ import annotations

from coach.app.words import Words

__all__ = ["left_words"]


def left_words(remaining_s: float, words: Words) -> str:
    """Say how long it still takes, in seconds or minutes."""
    if remaining_s < 60:
        return words.count("review.left_s", max(1, round(remaining_s)))
    return words.count("review.left_min", round(remaining_s / 60))
