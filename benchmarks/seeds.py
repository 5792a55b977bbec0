"""Which clips are drawn: seeds for development, and seeds that nobody tunes on.

A clip is all that its seed decides: person, camera, light, and what is done. Twenty seeds in a
row hold every act in fixed shares (see ``sample_videos/studio/scenario.py``), so a list is whole
multiples of twenty long.

The two lists are drawn from the same distribution. What keeps the test list honest is only that
nobody looks at its clips while changing a threshold: tune on `DEVELOPMENT`, or on any seed below
1000; run `TEST` when a version is done or corrected, and tell its numbers whatever they are.
"""

from __future__ import annotations

__all__ = ["DEVELOPMENT", "SPENT", "TEST", "is_for_tests", "seeds_of"]

CYCLE = 20
"""The acts come round after so many seeds."""

DEVELOPMENT = tuple(range(80))
SPENT = {9018: 9098, 9038: 9118, 9058: 9138, 9078: 9158}
"""Seeds whose clips have led to a change of rules, and those that take their places, with the same
act: all that show strokes of one hand, of which a table told that they had lost."""
TEST = tuple(SPENT.get(seed, seed) for seed in range(9000, 9080))
NAMED = {"dev": DEVELOPMENT, "test": TEST}


def is_for_tests(name: str) -> bool:
    """Tell whether a clip of this name is one of a seed that is kept for tests: 9000 to 9999."""
    return name.isdecimal() and 9000 <= int(name) < 10000


def seeds_of(words: str) -> tuple[int, ...]:
    """Read a list of seeds.

    Parameters
    ----------
    words
        ``dev``, ``test``, or seeds and spans with commas in between: ``0-39,57``.

    Raises
    ------
    ValueError
        It is none of these.
    """
    if words in NAMED:
        return NAMED[words]
    found: list[int] = []
    for part in words.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ValueError(f'"{part}" is no seed: write dev, test, 17 or 0-39')
        found += range(int(first), int(last or first) + 1)
    if not found:
        raise ValueError(f'"{words}" holds no seed: the first must not be above the last')
    return tuple(dict.fromkeys(found))
