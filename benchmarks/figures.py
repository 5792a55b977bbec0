"""How well MediaPipe's landmarks agree with the truth on stills of drawn people.

`python -m benchmarks.figures [--seeds N] [--json FILE]`. If they did not agree, rendered clips
would prove nothing about what Coach does with photographs of people. The face is measured in two
ways, both as fractions of the distance between the outer corners of the eyes, uncovered faces
only: *features* are mesh points whose place on the figure is known; *surface* takes every mesh
point of a picture to the place of the true surface that it lies on, and asks how far the same mesh
point is from that place (its median over a person's views) in the other pictures, or how far
outside the face it is. Hands' joints are measured in widths of the palm (joints 5 to 17). Neither
is foreshortened.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.figure_errors import BodyErrors, Faces, HandErrors
from benchmarks.figure_stills import FEATURES, stills
from coach.tracking.quiet import quiet
from coach.tracking.seclusion import seclude
from sample_videos.studio.looks import Drawing
from sample_videos.studio.primitives import Floats

MODELS = Path(__file__).resolve().parents[1] / "models"
TONE_GROUPS = {"1-3": range(1, 4), "4-6": range(4, 7), "7-10": range(7, 11)}
FACE_BAR, HAND_BAR, FOUND_BAR = 0.04, 0.06, 0.95


GROUPS = {
    "face_features_by_tone": "features, tones",
    "face_features_by_view": "features,",
    "hands_by_pose": "hands,",
    "hands_by_tone": "hands, tones",
    "body_joints": "body:",
}


class Eyes:
    """MediaPipe's three landmarkers, each picture by itself."""

    def __init__(self) -> None:
        seclude()
        import mediapipe as mp

        self._mp, vision = mp, mp.tasks.vision
        self._tasks = {}
        counts = {"face": {"num_faces": 1}, "hand": {"num_hands": 2}, "pose": {"num_poses": 1}}
        for kind, options in counts.items():
            model = (MODELS / f"{kind}_landmarker.task").read_bytes()
            name = kind.capitalize() + "Landmarker"
            with quiet():
                base = mp.tasks.BaseOptions(model_asset_buffer=model)
                settings = getattr(vision, name + "Options")(
                    base_options=base, running_mode=vision.RunningMode.IMAGE, **options
                )
                self._tasks[kind] = getattr(vision, name).create_from_options(settings)

    def close(self) -> None:
        """Let go of the native threads."""
        for task in self._tasks.values():
            with quiet():
                task.close()

    def points_px(self, kind: str, picture: NDArray[np.uint8]) -> list[Floats]:
        """Return the points (n, 2) of each face, hand or body in a picture."""
        image = self._mp.Image(
            image_format=self._mp.ImageFormat.SRGB, data=np.ascontiguousarray(picture)
        )
        with quiet():
            result = self._tasks[kind].detect(image)
        size = np.array(picture.shape[1::-1])
        found = getattr(result, f"{kind}_landmarks")
        return [np.array([(p.x, p.y) for p in points]) * size for points in found]


def _spread(values: Floats) -> dict[str, float]:
    if not len(values):
        return {"median": float("nan"), "p95": float("nan"), "n": 0}
    return {
        "median": round(float(np.median(values)), 4),
        "p95": round(float(np.percentile(values, 95)), 4),
        "n": len(values),
    }


def _rates(found: Mapping[tuple[str, int], list[bool]]) -> dict[str, Any]:
    """Return shares found by view and by group of tones."""
    names = sorted({name for name, _ in found})
    rows: dict[str, Any] = {}
    for name in names:
        row = {}
        for group, tones in TONE_GROUPS.items():
            hits = [
                hit for (n, t), seen in found.items() if n == name and t in tones for hit in seen
            ]
            row[group] = round(float(np.mean(hits)), 3) if hits else None
        every = [hit for (n, _), seen in found.items() if n == name for hit in seen]
        rows[name] = {**row, "all": round(float(np.mean(every)), 3), "n": len(every)}
    return rows


def measure(seeds: range, even_tones: bool = True, drawing: Drawing = "studio") -> dict[str, Any]:
    """Render and measure people; with `even_tones` they take the ten tones in turn."""
    eyes, faces, hand_errors, bodies = Eyes(), Faces(), HandErrors(), BodyErrors()
    face_found: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for done, seed in enumerate(seeds):
        for still in stills(seed, seed % 10 + 1 if even_tones else None, drawing):
            tone = still.look.tone
            if still.kind != "back":
                meshes = eyes.points_px("face", still.picture)
                name = still.name if still.kind == "face" else "behind hands"
                face_found[name, tone].append(bool(meshes))
                if still.kind == "face" and meshes:
                    faces.add(still, meshes[0])
            if still.kind != "face":
                hand_errors.add(still, eyes.points_px("hand", still.picture))
            bodies.add(still, eyes.points_px("pose", still.picture))
        faces.finish_person()
        print(f"\r{done + 1}/{len(seeds)} people", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    eyes.close()
    return _report(seeds, faces, hand_errors, bodies, face_found)


def _report(
    seeds: range, faces: Faces, hand_errors: HandErrors, bodies: BodyErrors, face_found: Any
) -> dict[str, Any]:
    rows = {index: np.array(rows) for index, rows in faces.features.items()}
    all_features = np.concatenate([np.linalg.norm(r[:, :2], axis=1) for r in rows.values()])
    tones = np.concatenate([r[:, 2] for r in rows.values()])
    seen_from = np.concatenate([faces.seen_from[index] for index in rows])
    joints = np.concatenate([e for es in hand_errors.errors.values() for e in es])
    each = np.stack([e for es in hand_errors.errors.values() for e in es])
    return {
        "measured_on": "rendered stills, MediaPipe in IMAGE mode",
        "seeds": [seeds.start, seeds.stop - 1],
        "face_features": _spread(all_features),
        "face_features_by_tone": {
            g: _spread(all_features[np.isin(tones, list(t))]) for g, t in TONE_GROUPS.items()
        },
        "face_features_by_view": {
            name: _spread(all_features[seen_from == name]) for name in np.unique(seen_from).tolist()
        },
        "face_surface": _spread(np.concatenate(faces.surface)),
        "face_outside_share": round(float(np.mean(faces.outside)), 4),
        "feature_bias": {
            f"{index} {FEATURES[index][0]}": {
                **_spread(np.linalg.norm(r[:, :2], axis=1)),
                "right": round(float(np.median(r[:, 0])), 4),
                "down": round(float(np.median(r[:, 1])), 4),
            }
            for index, r in sorted(rows.items())
        },
        "hands": _spread(joints[:, 0]),
        "hands_by_pose": {
            pose: _spread(
                _sizes(hand_errors, [key for key in hand_errors.errors if key[0] == pose])
            )
            for pose in dict.fromkeys(name for name, _ in hand_errors.errors)
        },
        "hands_by_tone": {
            group: _spread(
                _sizes(hand_errors, [key for key in hand_errors.errors if key[1] in tones])
            )
            for group, tones in TONE_GROUPS.items()
        },
        "body_joints": {
            f"{joints}, {kind}": _spread(np.concatenate(es))
            for (kind, joints), es in sorted(bodies.errors.items())
        },
        "sides_swapped": {
            kind: round(float(np.mean(each)), 3) for kind, each in bodies.swapped.items()
        },
        "joint_bias": {
            str(j): {
                **_spread(each[:, j, 0]),
                "along": round(float(np.median(each[:, j, 1])), 4),
                "thumbwards": round(float(np.median(each[:, j, 2])), 4),
            }
            for j in range(21)
        },
        "face_found": _rates(face_found),
        "hand_found": _rates(hand_errors.found),
        "pose_found": _rates(bodies.found),
    }


def _sizes(hand_errors: HandErrors, keys: Sequence[tuple[str, int]]) -> Floats:
    """Return how far the joints of some hands are off, in palms."""
    some = [error[:, 0] for key in keys for error in hand_errors.errors[key]]
    return np.concatenate(some) if some else np.empty(0)


def show(report: Mapping[str, Any]) -> None:
    """Print a report as tables."""
    console = Console()
    table = Table("what", "median", "95th", "n", title=f"Seeds {report['seeds']}")
    for key in ("face_features", "face_surface", "hands"):
        table.add_row(key, *(f"{report[key][k]:.4g}" for k in ("median", "p95", "n")))
    for key, words in GROUPS.items():
        for group, row in report[key].items():
            table.add_row(f"  {words} {group}", *(f"{row[k]:.4g}" for k in row))
    console.print(table)
    table = Table("found", *TONE_GROUPS, "all", "n")
    for kind in ("face_found", "hand_found", "pose_found"):
        for name, row in report[kind].items():
            table.add_row(f"{kind.split('_')[0]}: {name}", *(str(value) for value in row.values()))
    console.print(table)
    table = Table("bias", "size", "right / along", "down / thumbwards")
    for name, row in report["feature_bias"].items():
        table.add_row(name, f"{row['median']}", f"{row['right']:+}", f"{row['down']:+}")
    for name, row in report["joint_bias"].items():
        table.add_row(
            f"joint {name}", f"{row['median']}", f"{row['along']:+}", f"{row['thumbwards']:+}"
        )
    console.print(table)


def main(
    seeds: Annotated[int, typer.Option(help="How many people.")] = 10,
    first: Annotated[int, typer.Option(help="The first one's seed.")] = 0,
    looks: Annotated[Drawing, typer.Option(help="How they are drawn.")] = "studio",
    out: Annotated[Path | None, typer.Option("--json", help="File for the numbers.")] = None,
) -> None:
    """Measure how well MediaPipe's landmarks agree with the truth on drawn people."""
    report = measure(range(first, first + seeds), drawing=looks)
    show(report)
    if out is not None:
        out.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
