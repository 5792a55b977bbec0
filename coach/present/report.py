"""What a clip showed, for programs, spreadsheets and people: one door to the three writers."""

from __future__ import annotations

from coach.present.report_html import report_html
from coach.present.report_json import read_report, report_json
from coach.present.strokes_csv import strokes_csv

__all__ = ["read_report", "report_html", "report_json", "strokes_csv"]
