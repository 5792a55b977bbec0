"""Running one of MediaPipe's landmarkers: silence, seclusion, the clock, and a clean end."""

from __future__ import annotations

import weakref
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from coach.errors import ModelError
from coach.tracking.quiet import can_be_quiet, quiet
from coach.tracking.seclusion import NO_AUTHORITIES, seclude

__all__ = ["Task"]


class Task:
    """A landmarker of MediaPipe's in VIDEO mode, and what all of them need.

    Parameters
    ----------
    kind
        hand, face or pose.
    model
        Its bundle.
    options
        What MediaPipe's options of that kind are called with.

    Raises
    ------
    ModelError
        The model or the native library can't be loaded.
    """

    def __init__(self, kind: str, model: Path, options: dict[str, Any]) -> None:
        self._kind = kind
        self._last_ms: int | None = None
        self._quiet_until_found = True
        self._task = _open(kind, model, options)
        # A landmarker that is dropped without being closed is closed when it is collected, or
        # when Python ends. MediaPipe's own __del__ prints a traceback then.
        self._finalizer = weakref.finalize(self, _close, self._task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the native threads; a second time does nothing."""
        self._finalizer()

    def run(self, image_rgb: NDArray[np.uint8], t_ms: int) -> Any:
        """Give MediaPipe's result for the next frame.

        Raises
        ------
        ValueError
            The time does not rise, or it is no RGB picture.
        RuntimeError
            The landmarker is closed.
        """
        import mediapipe as mp

        if not self._finalizer.alive:
            raise RuntimeError(f"the {self._kind} landmarker is closed")
        if image_rgb.ndim != 3 or image_rgb.shape[2] != 3 or image_rgb.dtype != np.uint8:
            raise ValueError(f"not an RGB picture: {image_rgb.dtype} {image_rgb.shape}")
        if self._last_ms is not None and t_ms <= self._last_ms:
            raise ValueError(
                f"time must rise from frame to frame: {t_ms} ms came after {self._last_ms} ms "
                "(a new clip needs a new landmarker)"
            )
        self._last_ms = t_ms
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(image_rgb))
        # Some networks run, and say so, only once there is something to look at.
        with quiet() if self._quiet_until_found else nullcontext():
            return self._task.detect_for_video(image, t_ms)

    def found(self, count: int) -> None:
        """Take note of how many were found."""
        if count:
            self._quiet_until_found = False


def _open(kind: str, model: Path, options: dict[str, Any]) -> Any:
    """Make MediaPipe's own landmarker, which neither chatters nor talks to the network."""
    seclude()
    try:
        import mediapipe as mp

        # The first picture loads the native library. That must be before descriptor 2 is turned
        # aside: a library with a C runtime of its own remembers what it was at this moment.
        mp.Image(image_format=mp.ImageFormat.SRGB, data=np.zeros((1, 1, 3), np.uint8))
    except (ImportError, OSError) as error:
        raise ModelError(
            f"MediaPipe can't be loaded ({error}): `coach doctor` says what to install"
        ) from error

    class Secluded(mp.tasks.BaseOptions):  # type: ignore[misc]
        def to_ctypes(self) -> Any:
            native = super().to_ctypes()
            native.ca_bundle_path = NO_AUTHORITIES
            return native

    vision = mp.tasks.vision
    name = kind.capitalize() + "Landmarker"
    try:
        with quiet():
            # The content, not the path: on Windows the native library opens no file whose path
            # has letters beyond ASCII, as many a user's name has.
            base = Secluded(model_asset_buffer=model.read_bytes())
            settings = getattr(vision, name + "Options")(
                base_options=base, running_mode=vision.RunningMode.VIDEO, **options
            )
            return getattr(vision, name).create_from_options(settings)
    except (OSError, RuntimeError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"the {kind} model {model} can't be loaded: {said}") from error


def _close(task: Any) -> None:
    """Close MediaPipe's landmarker, or disarm it when Python is already on its way out."""
    try:
        with quiet() if can_be_quiet() else nullcontext():
            task.close()
    except RuntimeError:  # its executor takes no more work; the system ends its threads
        task._handle = None
