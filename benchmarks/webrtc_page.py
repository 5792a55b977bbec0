"""The other way of live video, streamlit-webrtc, with Coach's landmarkers behind it.

`benchmarks/webrtc.py` runs this page in an environment of its own.
"""

from __future__ import annotations

import threading
import time

import av
import numpy as np
import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import Frame


@st.cache_resource
def tracker() -> tuple[Tracker, threading.Lock]:
    """Load the landmarkers once."""
    return Tracker(ensure()), threading.Lock()


EYE, LOCK = tracker()


def look(frame: av.VideoFrame) -> av.VideoFrame:
    """Find the landmarks of a picture and draw the hands' joints into it."""
    image = np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
    with LOCK:
        seen = EYE.observe(Frame(time.monotonic(), image))
    height, width = image.shape[:2]
    for x, y in seen.hands_px.reshape(-1, 2):
        if 3 <= x < width - 3 and 3 <= y < height - 40:
            image[int(y) - 3 : int(y) + 3, int(x) - 3 : int(x) + 3] = (255, 255, 255)
    answer = av.VideoFrame.from_ndarray(image, format="rgb24")
    answer.pts, answer.time_base = frame.pts, frame.time_base
    return answer


webrtc_streamer(
    key="camera",
    mode=WebRtcMode.SENDRECV,
    video_frame_callback=look,
    async_processing=True,
    rtc_configuration={"iceServers": []},
    media_stream_constraints={"video": {"width": 640, "height": 480}, "audio": False},
)
