"""Numbers of every frame, as lists or as JSON text.

Most of a truth file is where the hands' joints are, ten thousand numbers and more. Turned into
Python's lists, and those into text, they took a fifth of the time that a session needs; looked up
in a table of texts, all at once, they take next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final

import numpy as np

from sample_videos.studio.primitives import Floats

LARGEST: Final = 20_000
"""Numbers of up to so many of their last digit are in the tables: 2000.0 px, 20.000 units."""
_MARK: Final = "@"
_Chars = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Numbers of every frame.

    Attributes
    ----------
    values : (n, ...) float
        The numbers, rounded.
    digits : int
        How many digits they have behind the point.
    there : (n,) bool
        Which frames have any; those of the others are told as null.
    """

    values: Floats
    digits: int
    there: np.ndarray

    def listed(self) -> list[Any]:
        """Return them as nested lists, None for a frame without."""
        rows = zip(self.values.tolist(), self.there.tolist(), strict=True)
        return [row if is_there else None for row, is_there in rows]

    def text(self) -> str:
        """Return what JSON makes of the lists, without spaces."""
        beside = np.expand_dims(self.there, tuple(range(1, self.values.ndim)))
        steps = np.rint(np.where(beside, self.values, 0.0) * 10**self.digits)
        if not (np.abs(steps) <= LARGEST).all():
            return _compact(self.listed())
        places = np.where((steps == 0) & np.signbit(steps), -1, steps + LARGEST)
        chars = _texts(self.digits)[places.astype(int)]
        while chars.ndim > 2:
            chars = _bracketed(chars)
        chars[~self.there] = 0
        chars[~self.there, :4] = np.frombuffer(b"null", np.uint8)
        return _bracketed(chars).tobytes().translate(None, b"\0").decode("ascii")


def listed(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a truth with its rows as lists."""
    plain = {}
    for name, value in told.items():
        nested = listed(value) if isinstance(value, Mapping) else value
        plain[name] = nested.listed() if isinstance(nested, Rows) else nested
    return plain


def dumps(told: Mapping[str, Any]) -> str:
    """Return a truth as JSON: what `json.dumps` makes of it `listed`, without spaces."""
    texts = []

    def marked(rows: Rows) -> str:
        texts.append(rows.text())
        return _MARK

    parts = _compact(told, default=marked).split(f'"{_MARK}"')
    return "".join(part + text for part, text in zip_longest(parts, texts, fillvalue=""))


def _compact(told: Any, **how: Any) -> str:
    return json.dumps(told, separators=(",", ":"), **how)


@lru_cache(maxsize=4)
def _texts(digits: int) -> _Chars:
    """Return the numbers' texts (2 * LARGEST + 2, width), ended by zeros; the last is -0.0."""
    numbers = np.arange(-LARGEST, LARGEST + 1) / 10**digits
    texts = np.array([repr(number) for number in [*numbers.tolist(), -0.0]], dtype=np.bytes_)
    return texts.view(np.uint8).reshape(len(texts), -1)


def _bracketed(chars: _Chars) -> _Chars:
    """Put texts (..., m, w) into brackets, with commas in between: (..., m * (w + 1) + 1)."""
    *others, count, width = chars.shape
    inner = np.empty((*others, count, width + 1), np.uint8)
    inner[..., 0] = ord(",")
    inner[..., 0, 0] = ord("[")
    inner[..., 1:] = chars
    end = np.full((*others, 1), ord("]"), np.uint8)
    return np.concatenate([inner.reshape(*others, -1), end], axis=-1)
