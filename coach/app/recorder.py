"""Recording a clip in the browser: the camera's picture, a countdown, and it is there."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.app.practice_words import practice_words
from coach.app.recordings import LONGEST_S, recordings
from coach.app.session_files import session_files
from coach.app.words import Words

__all__ = ["record_clip"]

PARTS = Path(__file__).parent / "recorder_component"
NAME = "recording"
TEXTS = ("start", "stop", "ready", "sending", "failed")

_recorder = st.components.v2.component(
    "coach_recorder",
    html=(PARTS / "recorder.html").read_text("utf-8"),
    css=(PARTS / "recorder.css").read_text("utf-8"),
    js=(PARTS / "loader.js").read_text("utf-8"),
)


def record_clip(key: str, words: Words) -> Path | None:
    """Let the person record a clip; give the one that was recorded, until it is thrown away.

    Parameters
    ----------
    key
        Tells recorders of different pages apart.
    """
    target_key = f"{key}_target"
    target, token = _target(target_key)
    if target.exists():
        st.video(str(target), width=420, alt=words("record.alt"))
        if st.button(words("record.again"), icon=":material/delete:", key=f"{key}_again"):
            target.unlink()
            del st.session_state[target_key]
            st.rerun()
        return target
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    texts = {name: words(f"record.{name}") for name in TEXTS}
    data = {
        "root": f"/{base}" if base else "",
        "token": token,
        "longest_s": LONGEST_S,
        "words": texts,
        "trouble": practice_words(words.language).table("live.trouble"),
    }
    _recorder(key=f"{key}-{target.parent.name}", data=data, on_recorded_change=_noted)
    return None


def _target(key: str) -> tuple[Path, str]:
    """Give the file for the next recording, and the token that opens it."""
    if key not in st.session_state:
        file = session_files().folder() / NAME
        st.session_state[key] = (file, recordings().token(file))
    target, token = st.session_state[key]
    return Path(target), str(token)


def _noted() -> None:
    """Do nothing: the page is run again, and finds the recording."""
