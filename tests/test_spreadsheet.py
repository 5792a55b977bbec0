"""Texts that a spreadsheet would run as formulas."""

from __future__ import annotations

import pytest

from coach.spreadsheet import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "\t=1", "\r\n@x"])
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text.lstrip()


@pytest.mark.parametrize("text", ["", "clip.mp4", " 3 of 4", "a=b", "Stroke outwards."])
def test_other_texts_stay(text: str) -> None:
    assert harmless(text) == text
