"""Holistic over one clip; run by the Python of its own environment, which has no Coach.

Its usual settings, and OpenCV's reader, as every example of it has them. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time

import cv2
import mediapipe

__all__: list[str] = []


def main() -> None:
    """Find the landmarks of the clip that is named, and print what it took."""
    clip = cv2.VideoCapture(sys.argv[1])
    frames, began_s, began_processor_s = 0, 0.0, 0.0
    with mediapipe.solutions.holistic.Holistic() as holistic:
        while True:
            there, picture = clip.read()
            if not there:
                break
            holistic.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            if frames == 0:  # The first one loads the models.
                began_s, began_processor_s = time.perf_counter(), time.process_time()
            frames += 1
        seconds = time.perf_counter() - began_s
        processor_s = time.process_time() - began_processor_s
    found = {"frames": frames, "seconds": seconds, "processor_ms": 1000 * processor_s / frames}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
