"""Rhythm: how often, how evenly and how far something goes up and down."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, find_peaks, sosfiltfilt

from coach.strokes.signals import GRID_HZ, smoothed
from coach.strokes.stretches import stretches
from coach.types import FloatArray

__all__ = ["ComplexArray", "Rhythm", "band", "lowest_hz", "one_way", "rhythm_of"]

ComplexArray = NDArray[np.complex128]

SLOW = 0.45
"""What is slower than this share of the lowest rate looked for is drift."""
AROUND = (0.55, 1.7)
"""Beats are counted in the band between these shares of the rate found."""
LEAST_ROOM = 1.25
"""Between rates that are nearer to each other nothing is looked for: pictures come too rarely."""
LASTS = 4.0
"""The direction of a swing is looked for over so many beats (standard deviation of a Gaussian)."""
STEEP = 1.5
"""What landmarks are off by changes slowly, and would outweigh quick beats: the power of each rate
counts times so high a power of it. (Of 0, 1, 1.5 and 2, this counted simulated taps best.)"""
MISSED = (1.6, 2.4)
"""Between two beats so many times the usual apart one was not seen."""
NARROW = 0.2
"""Standard deviation, in the logarithm of the rate, of what the phase is told from."""
PAUSE = 4.0
"""A hand that swings no more for so many beats has paused."""
LEAST_BEATS = 2.5
"""A rate of which there are fewer beats is none."""
FAINT = 0.35
"""A beat that swings less than this share of the usual is none: the hand comes or goes."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Beats of a movement.

    Attributes
    ----------
    rate_hz
        Beats a second.
    evenness
        Share of all that moves, within the band looked at, that keeps this rate: 0 to 1.
    swing
        Standard deviation of the movement at that rate, in the unit of the signal.
    beats
        (m,): indices of the beats' peaks on the grid.
    turns
        (k,): the same told by the phase alone, of which one that is lost in errors is not missing.
    """

    rate_hz: float
    evenness: float
    swing: float
    beats: tuple[int, ...]
    turns: tuple[int, ...]

    @property
    def unbroken(self) -> tuple[int, ...]:
        """The beats, and one where there is one missing: an even hand leaves none out."""
        step = GRID_HZ / self.rate_hz
        missed = [
            round((before + after) / 2)
            for before, after in pairwise(self.beats)
            if MISSED[0] * step < after - before < MISSED[1] * step
        ]
        return tuple(sorted([*self.beats, *missed]))


def rhythm_of(
    channels: FloatArray, low_hz: float, high_hz: float, steep: float = STEEP
) -> Rhythm | None:
    """Find the rhythm that channels have in common; None when nothing beats.

    Parameters
    ----------
    channels
        (n, k): on the grid, each in units of about its own uncertainty.
    low_hz, high_hz
        The rates that are looked for.
    steep
        The power of each rate counts times so high a power of it.
    """
    if lowest_hz(len(channels)) > low_hz or not np.isfinite(channels).all():
        return None
    if high_hz < LEAST_ROOM * low_hz:
        return None
    moved = band(channels, SLOW * low_hz, min(1.5 * high_hz, 0.45 * GRID_HZ))
    axis = _axis(moved)
    rate_hz, evenness = _rate(moved @ axis, low_hz, high_hz, steep)
    around = band(channels, AROUND[0] * rate_hz, min(AROUND[1] * rate_hz, 25.0))
    beating = (around * _axes(around, rate_hz, axis)).sum(axis=1)
    envelope = smoothed(np.abs(beating), 0.8 / rate_hz) * np.pi / 2
    usual = float(np.percentile(envelope, 60))
    peaks, _ = find_peaks(beating, height=FAINT * usual, distance=0.5 * GRID_HZ / rate_hz)
    beats = [int(k) for k in peaks if envelope[k] > FAINT * usual]
    swing = usual / np.sqrt(2)
    return Rhythm(rate_hz, evenness, float(swing), tuple(beats), _turns(channels, rate_hz, axis))


def _turns(channels: FloatArray, rate_hz: float, axis: FloatArray) -> tuple[int, ...]:
    """Give where the phase of channels (n, k) at a rate begins anew, while they swing at all."""
    at_rate = 2 * one_way(channels - channels.mean(axis=0), rate_hz, NARROW)
    swinging = (at_rate * _axes(at_rate.real, rate_hz, axis)).sum(axis=1)
    size = smoothed(np.abs(swinging), 0.8 / rate_hz)
    phase = np.maximum.accumulate(np.unwrap(np.angle(swinging)) / (2 * np.pi))
    anew = np.flatnonzero(np.diff(np.floor(phase)) > 0) + 1
    there = stretches(size > FAINT * np.percentile(size, 60), PAUSE * GRID_HZ / rate_hz)
    return tuple(int(k) for k in anew if any(first <= k <= last for first, last in there))


def one_way(values: ComplexArray | FloatArray, rate: float, broad: float) -> ComplexArray:
    """Keep of (n, ...) on the grid what turns at about a rate, and one way only.

    Parameters
    ----------
    rate
        Turns a second; less than 0 for clockwise, in a complex plane.
    broad
        Standard deviation in the logarithm of the rate.
    """
    count = len(values)
    mirrored = np.concatenate([values[::-1], values, values[::-1]])
    share = np.fft.fftfreq(len(mirrored), 1 / GRID_HZ) / rate
    passed = np.zeros(len(mirrored))
    same = share > 0
    passed[same] = np.exp(-0.5 * (np.log(share[same]) / broad) ** 2)
    passed = passed.reshape(-1, *[1] * (values.ndim - 1))
    kept = np.fft.ifft(np.fft.fft(mirrored, axis=0) * passed, axis=0)
    return np.asarray(kept[count : 2 * count])


def lowest_hz(count: int) -> float:
    """Give the lowest rate of which a movement of so many steps of the grid shows enough beats."""
    return LEAST_BEATS * GRID_HZ / max(count, 1)


def band(channels: FloatArray, low_hz: float, high_hz: float) -> FloatArray:
    """Keep of channels (n, k) what moves at rates in between, without shifting it in time."""
    sos = butter(2, (low_hz, min(high_hz, 0.48 * GRID_HZ)), "bandpass", fs=GRID_HZ, output="sos")
    pad = min(len(channels) - 1, int(2 * GRID_HZ / low_hz))
    return np.asarray(sosfiltfilt(sos, channels, axis=0, padlen=pad))


def _axis(moved: FloatArray) -> FloatArray:
    """(k,): the direction among the channels along which most moves."""
    # The hand's coming and going would outweigh all beats: what is far out counts as less.
    size = np.linalg.norm(moved, axis=1, keepdims=True)
    tamed = moved / np.maximum(1.0, size / max(2 * float(np.median(size)), 1e-9))
    _, vectors = np.linalg.eigh(tamed.T @ tamed)
    axis = vectors[:, -1]
    # Two hands that do the same must be counted at the same moments: the strongest of the
    # channels that mean the same for both, all but the first, tells up from down.
    told = axis[1:] if len(axis) > 1 else axis
    return np.asarray(axis * np.sign(told[np.abs(told).argmax()] or 1.0))


def _axes(around: FloatArray, rate_hz: float, axis: FloatArray) -> FloatArray:
    """(n, k): the same at each time, over a few beats: a hand that goes on turns its swing.

    Parameters
    ----------
    around
        (n, k): the channels, in the band around the rate.
    axis
        (k,): that of the whole movement, which tells up from down.
    """
    count, channels = around.shape
    products = (around[:, :, None] * around[:, None, :]).reshape(count, -1)
    near = smoothed(products, LASTS / rate_hz).reshape(count, channels, channels)
    axes = np.linalg.eigh(near)[1][:, :, -1]
    goes_on = np.where((axes[1:] * axes[:-1]).sum(axis=1) < 0, -1.0, 1.0)
    axes[1:] *= np.cumprod(goes_on)[:, None]
    return np.asarray(axes * (np.sign((axes @ axis).sum()) or 1.0))


def _rate(main: FloatArray, low_hz: float, high_hz: float, steep: float) -> tuple[float, float]:
    """Give the strongest rate, and the share of the movement that keeps it."""
    usual = max(float(np.median(np.abs(main))), 1e-9)
    tamed = np.clip(main, -3 * usual, 3 * usual) * np.hanning(len(main))
    rates = np.fft.rfftfreq(4 * len(main), 1 / GRID_HZ)
    power = np.abs(np.fft.rfft(tamed, 4 * len(main))) ** 2 * rates**steep
    looked = (rates >= low_hz) & (rates <= high_hz)
    rate_hz = float(rates[looked][power[looked].argmax()])
    near = (rates > 0.8 * rate_hz) & (rates < 1.25 * rate_hz)
    whole = (rates > 0.5 * low_hz) & (rates < 1.5 * high_hz)
    return rate_hz, float(power[near & whole].sum() / max(power[whole].sum(), 1e-12))
