"""The table: RFC 4180, harmless in spreadsheets."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import pytest

from coach.present.report import strokes_csv
from coach.present.strokes_csv import COLUMNS
from coach.types import Side, Verdict


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_one_row_an_attempt_under_the_header(make_report):
    text = strokes_csv(make_report(Verdict.GOOD, Verdict.REVERSED))
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 3
    rows = rows_of(text)
    assert tuple(rows[0]) == COLUMNS
    assert [row["verdict"] for row in rows] == ["good", "reversed"]
    assert [row["counted"] for row in rows] == ["yes", "no"]
    assert rows[0]["start_s"] == "1.000"
    assert (rows[0]["start_u"], rows[0]["end_u"]) == ("0.1000", "1.4200")
    assert (rows[1]["start_u"], rows[1]["end_u"]) == ("1.4200", "0.1000")


def test_no_attempts_leave_the_header(make_report):
    assert strokes_csv(make_report()) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("name", ["=1+1.mp4", "+a.mp4", "-a.mp4", "@a.mp4", "\t=a.mp4", " =a.mp4"])
def test_no_text_becomes_a_formula(make_report, name):
    report = replace(make_report(Verdict.GOOD), source=name)
    assert rows_of(strokes_csv(report))[0]["source"] == "'" + name.strip()


def test_commas_quotes_and_breaks_stay_in_their_cell(make_report):
    report = replace(make_report(Verdict.GOOD), source='a,"b"\r\nc.mp4')
    rows = rows_of(strokes_csv(report))
    assert len(rows) == 1
    assert rows[0]["source"] == 'a,"b"\ufffd\ufffdc.mp4'


def test_unknown_numbers_are_empty(make_report, make_attempt):
    unsure = make_attempt(
        Verdict.NOT_JUDGED, side=Side.LEFT, sense=None, direction_error_deg=math.nan
    )
    row = rows_of(strokes_csv(replace(make_report(), attempts=(unsure,))))[0]
    assert row["direction_error_deg"] == row["sense"] == ""
