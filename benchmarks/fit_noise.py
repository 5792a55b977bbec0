"""Measures what is wrong with landmarks, for the landmark simulator.

    python -m benchmarks.fit_noise                   the sample clips, and print
    python -m benchmarks.fit_noise --write           and keep what was measured
    python -m benchmarks.fit_noise --clips FOLDER    other rendered clips beside their truth
    python -m benchmarks.fit_noise --seeds 0-39      drawn clips (never those of the test set)
    python -m benchmarks.fit_noise --elsewhere 40    hands on a hand, in a palm, and on a belly

MediaPipe's landmarks of rendered clips are compared with the truth. The errors' sizes, how long
they last and how often parts are lost go into `sample_videos/studio/landmark_noise.json`, and the
mean face mesh into `face_mesh.json` beside it. Hands on a back, before the chest and before a belly
are seen otherwise than hands over a face, and a thumb in a palm that is shown to the camera better
than fingers before a hand: their errors go into files of their own. Then the truth of the
same clips is observed with that noise, and both kinds of errors are printed side by side.
Everything here is `rendered`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import cache, catalogue_drawn, elsewhere
from benchmarks.clips import in_pool
from benchmarks.filming import film
from benchmarks.landmarks import landmarks_of
from benchmarks.noise_check import side_by_side
from benchmarks.noise_errors import Measured, measure
from benchmarks.noise_fits import (
    fit_body,
    fit_face,
    fit_face_presence,
    fit_fast,
    fit_hand,
    fit_hands,
    fit_presence,
    fit_swaps,
    fit_world,
)
from benchmarks.seeds import is_for_tests
from coach.techniques.schema import Effector
from sample_videos.studio.landmark_noise import (
    FITTED,
    LandmarkNoise,
    Where,
    fitted,
    write_noise,
)

HERE = Path(__file__).resolve().parents[1] / "sample_videos"
FACE_MESH = FITTED["near"].with_name("face_mesh.json")
CORES = os.cpu_count() or 1
OWN_SEEDS = 10_000
"""Drawn clips of the catalogue that nothing is measured on begin here."""


def load_folder(folder: Path) -> list[Measured]:
    """Measure the clips that have a truth beside them; each is tracked once, and kept.

    Bellies and hands are left out: those of `load_elsewhere` tell of them.
    """
    told = (facts for facts in _truths(folder) if _region(facts) not in ("abdomen", "hand"))
    pairs = ((facts.with_suffix("").with_suffix(".mp4"), facts) for facts in told)
    return [_measured(video, facts) for video, facts in pairs if video.exists()]


def load_elsewhere(count: int) -> dict[Where, list[Measured]]:
    """Measure drawn clips of hands on a hand and on a belly; what is missing is rendered first.

    Those of fingers and thumbs are a tenth as many of each technique as of strokes and bellies.
    """
    for _ in in_pool(elsewhere.film, [(seed,) for seed in range(count)], CORES, "rendering"):
        pass
    paths = [elsewhere.folder() / f"{seed}.mp4" for seed in range(count)]
    clips = [_measured(path, path.with_suffix(".truth.json")) for path in paths]
    each = count // 10
    return {
        "hand": clips[::2] + _on_hand(each, by_thumb=False),
        "palm": _on_hand(each, by_thumb=True),
        "standing": clips[1::2],
    }


def _on_hand(count: int, *, by_thumb: bool) -> list[Measured]:
    """Measure so many drawn clips of each technique on a hand, by thumb or by fingers."""
    made = [
        job
        for technique in catalogue_drawn.drawn_on_hand()
        if (technique.effector is Effector.THUMB) is by_thumb
        for job in catalogue_drawn.jobs(OWN_SEEDS, {"right": count}, technique.id)
    ]
    films = sorted(in_pool(catalogue_drawn.film, made, CORES, "rendering"))
    return [_measured(path, path.with_suffix(".truth.json")) for path in films]


def _working(clips: Sequence[Measured]) -> list[Measured]:
    """Leave out hands that do nothing: on a belly the right one works."""
    found = []
    for clip in clips:
        hands_px = clip.true.hands_px.copy()
        if clip.region == "abdomen":
            hands_px[:, 0] = np.nan
        found.append(replace(clip, true=replace(clip.true, hands_px=hands_px)))
    return found


def load_seeds(seeds: range) -> list[Measured]:
    """Measure the drawn clips of seeds; what is not in the cache is rendered first."""
    folder = cache.clips_folder()
    for seed in seeds:
        if not (folder / f"{seed}.truth.json").exists():
            film(seed, folder)
    return [_measured(folder / f"{seed}.mp4", folder / f"{seed}.truth.json") for seed in seeds]


def _truths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.truth.json"))


def _region(facts: Path) -> str | None:
    region: str | None = json.loads(facts.read_text(encoding="utf-8"))["region"]
    return region


def _measured(video: Path, facts: Path) -> Measured:
    truth = json.loads(facts.read_text(encoding="utf-8"))
    seen = landmarks_of(video, mirrored=bool(truth.get("mirrored", False)))
    return measure(video.stem, seen, truth)


def fit(clips: Sequence[Measured]) -> LandmarkNoise:
    """Measure all of it."""
    world, depth = fit_world(clips)
    fast = fit_fast(clips)
    swapped_share, swapped_s = fit_swaps(clips)
    return LandmarkNoise(
        **fit_hands(clips, fast),
        **fit_presence(clips),
        **fit_face(clips),
        **fit_face_presence(clips),
        hand_fast=fast,
        swapped_share=swapped_share,
        swapped_s=swapped_s,
        world=world,
        depth=depth,
        body=fit_body(clips),
    )


def fit_back(clips: Sequence[Measured], near: LandmarkNoise) -> LandmarkNoise:
    """Measure hands and bodies on backs.

    Hands at the picture's edge, of which these clips hold few, and how errors grow with speed are
    as they are over faces.
    """
    world, depth = fit_world(clips)
    swapped_share, swapped_s = fit_swaps(clips)
    return replace(
        near,
        hand_free=fit_hand(clips, 0, near.hand_fast),
        hand_over=fit_hand(clips, 1, near.hand_fast),
        **(fit_presence(clips) | {"hand_edge": near.hand_edge}),
        swapped_share=swapped_share,
        swapped_s=swapped_s,
        world=world,
        depth=depth,
        body=fit_body(clips),
    )


def fit_elsewhere(clips: Sequence[Measured], near: LandmarkNoise) -> LandmarkNoise:
    """Measure hands and bodies; what these clips don't show is as it is over faces.

    Hands are hardly ever fast in them.
    """
    working = _working(clips)
    swapped_share, swapped_s = fit_swaps(clips)
    free, seen = fit_hand(working, 0, near.hand_fast), fit_presence(working)
    over, over_seen = free, seen["hand_inside"]
    if any(clip.true.works is not None for clip in clips):  # by the other hand
        over, over_seen = fit_hand(working, 1, near.hand_fast), seen["hand_over_seen"]
    return replace(
        near,
        hand_free=free,
        hand_over=over,
        hand_inside=seen["hand_inside"],
        hand_over_seen=over_seen,
        swapped_share=swapped_share,
        swapped_s=swapped_s,
        body=fit_body(clips),
    )


def write_mesh(path: Path, clips: Sequence[Measured]) -> None:
    """Keep the mean mesh: people's left, up, out of the face; outer eye corners 1 apart."""
    shapes = np.array([clip.shape for clip in clips if clip.shape is not None])
    rows = np.round(shapes.mean(axis=0), 4).tolist()
    path.write_text(json.dumps({"points": rows}, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--clips", type=Path, help="folder of clips with truth beside them")
    parser.add_argument("--seeds", help="drawn clips, as 0-39, besides the folder's")
    parser.add_argument("--write", action="store_true", help="keep what was measured")
    parser.add_argument("--elsewhere", type=int, help="so many clips of hands and bellies instead")
    asked = parser.parse_args()
    if asked.elsewhere is not None:
        if not 10 <= asked.elsewhere <= 70:
            parser.error(
                "there are 10 to 70 clips elsewhere, and a tenth as many of each technique"
            )
        for where, shown in load_elsewhere(asked.elsewhere).items():
            _told(where, _working(shown), fit_elsewhere(shown, fitted()), write=asked.write)
        return
    if asked.clips and any(is_for_tests(path.stem) for path in asked.clips.glob("*.mp4")):
        parser.error("this folder holds clips that are kept for tests: nothing is fitted to them")
    clips = load_folder(asked.clips or HERE) if asked.clips or not asked.seeds else []
    if asked.seeds:
        first, last = (int(part) for part in asked.seeds.split("-"))
        if any(is_for_tests(str(seed)) for seed in range(first, last + 1)):
            parser.error("seeds 9000 to 9999 are kept for tests: nothing is fitted to them")
        clips += load_seeds(range(first, last + 1))
    backs = [clip for clip in clips if clip.view == "back"]
    near = [clip for clip in clips if clip.view != "back"]
    noise = fit(near)
    _told("near", near, noise, write=asked.write)
    if backs:
        _told("back", backs, fit_back(backs, noise), write=asked.write)
    if asked.write:
        write_mesh(FACE_MESH, clips)


def _told(where: Where, clips: Sequence[Measured], noise: LandmarkNoise, *, write: bool) -> None:
    """Keep what was measured, if it is wanted, and print it beside what is simulated with it."""
    if write:
        frames = sum(len(clip.true.t_s) for clip in clips)
        on = {"clips": [clip.name for clip in clips], "frames": frames, "kind": "rendered"}
        write_noise(FITTED[where], noise, on)
    print(f"{where}\n{side_by_side(clips, noise)}\n")


if __name__ == "__main__":
    main()
