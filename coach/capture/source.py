"""What every source of pictures keeps to, whether a file or a camera."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from coach.types import Frame, SourceInfo

__all__ = ["Source"]


class Source(Protocol):
    """Something that gives frames, once, from the first to the last.

    - The first frame's time is 0 s; times strictly increase.
    - Pictures are upright and un-mirrored, and all of the size that `info` says.
    - Iterating again goes on after the last frame taken, as a file does.
    - Closing twice does no harm; iterating after closing raises ValueError.
    """

    @property
    def info(self) -> SourceInfo:
        """What is known before the first frame."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Plain sentences about what went wrong so far without ending the reading."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """Give the frames that have not been taken yet."""
        ...

    def close(self) -> None:
        """Let go of the file or camera."""
        ...

    def __enter__(self) -> Self:
        """Give the source itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        ...
