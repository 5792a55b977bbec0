"""Carrying the sound of a clip over into another container."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from coach.capture.codecs import can_encode
from coach.capture.container import open_container

__all__ = ["Soundtrack"]

RATES_HZ = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
USUAL_RATE_HZ = 48_000

BROKEN = "The sound of the clip could not be read to its end; the annotated clip has the rest."


class Soundtrack:
    """The sound of a clip, written bit by bit beside the pictures.

    AAC is copied as it is; anything else is coded as AAC, which every browser plays in mp4.

    Parameters
    ----------
    clip_path
        The clip that the sound comes from.
    start_s
        Time in its clock that becomes 0; sound before it is left out.
    output
        Container to write to, nothing muxed yet.
    """

    def __init__(self, clip_path: Path, start_s: float, output: OutputContainer) -> None:
        self.warnings: list[str] = []
        self._output = output
        self._start_s = start_s
        self._input = open_container(clip_path)
        self._packets: Iterator[av.Packet[AudioStream]] = iter(())
        self._next: av.Packet[AudioStream] | None = None
        track = _sound_track(self._input)
        if track is None:
            return
        if track.codec_context.name.startswith("aac") and track.codec_context.extradata:
            self._packets = self._copied(track)
        elif can_encode("aac"):
            self._packets = self._recoded(track)
        else:
            self.warnings.append("The sound was left out: this computer has no AAC encoder.")
        # Runs up to the first packet, so that the track is there before anything is muxed.
        self._next = next(self._packets, None)

    def write_until(self, t_s: float) -> None:
        """Write the sound that comes before a time, so that it lies beside its pictures."""
        while self._next is not None and _time_s(self._next) < t_s:
            self._output.mux(self._next)
            self._next = next(self._packets, None)

    def close(self) -> None:
        """Close the clip."""
        self._input.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _copied(self, track: AudioStream) -> Iterator[av.Packet[AudioStream]]:
        copy = self._output.add_stream_from_template(track)
        last_dts: int | None = None
        for packet in self._read(track):
            if packet.pts is None or packet.dts is None or packet.time_base is None:
                continue
            shift = round(self._start_s / packet.time_base)
            packet.pts -= shift
            packet.dts -= shift
            # Times that go back (pieces joined end to end) can't be muxed.
            if packet.dts < 0 or (last_dts is not None and packet.dts <= last_dts):
                continue
            last_dts = packet.dts
            packet.stream = copy
            yield packet

    def _recoded(self, track: AudioStream) -> Iterator[av.Packet[AudioStream]]:
        rate_hz = track.rate if track.rate in RATES_HZ else USUAL_RATE_HZ
        layout = "mono" if track.codec_context.channels == 1 else "stereo"
        coded = self._output.add_stream("aac", rate=rate_hz, layout=layout)
        assert isinstance(coded, AudioStream)
        tick = Fraction(1, rate_hz)
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate_hz)
        for frame in chain(self._decoded(track), (None,)):
            for piece in resampler.resample(frame):
                if piece is None:  # The last word of a resampler that had nothing to do.
                    continue
                if piece.pts is not None and piece.time_base is not None:
                    piece.pts = round(
                        (piece.pts * piece.time_base - Fraction(self._start_s)) / tick
                    )
                    piece.time_base = tick
                    if piece.pts < 0:
                        continue
                yield from coded.encode(piece)
        yield from coded.encode(None)

    def _decoded(self, track: AudioStream) -> Iterator[AudioFrame]:
        for packet in self._read(track):
            try:
                yield from packet.decode()
            except (av.FFmpegError, OSError):
                continue

    def _read(self, track: AudioStream) -> Iterator[av.Packet[AudioStream]]:
        try:
            yield from self._input.demux(track)
        except (av.FFmpegError, OSError):
            self.warnings.append(BROKEN)


def _sound_track(container: InputContainer) -> AudioStream | None:
    """Give the first sound track that can be read."""
    readable = (s for s in container.streams.audio if getattr(s, "codec_context", None))
    return next(readable, None)


def _time_s(packet: av.Packet[AudioStream]) -> float:
    ticks = packet.dts if packet.dts is not None else packet.pts
    if ticks is None or packet.time_base is None:
        return 0.0
    return float(ticks * packet.time_base)
