"""The drawings: well-formed, true to the data, readable without seeing them."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from coach.body.scale import to_cm
from coach.present.canvas import canvas_legend, technique_canvas
from coach.present.diagram import attempts_svg, technique_svg
from coach.present.outlines import figure
from coach.present.paths import curve
from coach.present.svg import Sheet, hatch
from coach.techniques.library import load_library
from coach.techniques.schema import Hands
from coach.types import PATH_POINTS, ChartName, Side, Verdict, View

SVG = "{http://www.w3.org/2000/svg}"
TECHNIQUES = (
    "around-the-eyes",
    "back-herringbone",
    "brows-outwards",
    "chin-to-ears",
    "forehead-to-temples",
    "neck-side-down",
)


def drawn(text: str) -> ElementTree.Element:
    """Parse a drawing; names of other hosts or scripts have no place in it."""
    assert not re.search(r"<script|href|url\(|@import|http(?!://www\.w3\.org/2000/svg)", text)
    return ElementTree.fromstring(text)


def points(data: str) -> np.ndarray:
    return np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", data), dtype=float)


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


@pytest.mark.parametrize("name", TECHNIQUES)
def test_the_path_is_where_the_data_says(library, name):
    technique = library.find(name)
    root = drawn(technique_svg(technique, library.zones_of(technique)))
    sheet = Sheet.of(technique.chart, technique.view)
    for group in (e for e in root.iter(f"{SVG}g") if e.get("data-side")):
        mirror = [-1.0, 1.0] if group.get("data-side") == "right" else [1.0, 1.0]
        path = of_class(group, "cd-ref")[0]
        start, *_, end = points(path.get("d"))
        expected = sheet.from_uv(technique.path_array_uv * mirror)
        assert start == pytest.approx(expected[0], abs=0.06)
        ring = of_class(group, "cd-start")[0]
        assert (float(ring.get("cx")), float(ring.get("cy"))) == pytest.approx(start, abs=0.06)
        tip = points(of_class(group, "cd-ref-tip")[0].get("d"))[0]
        assert np.hypot(*(tip - end)) < 10
        if technique.kind == "stroke":
            assert end == pytest.approx(expected[-1], abs=0.06)


def test_the_persons_left_is_on_the_right_in_front_and_on_the_left_behind():
    left = np.array([[1.0, 0.0]])
    assert Sheet.of(ChartName.FACE, View.FRONT).from_uv(left)[0, 0] > 180
    assert Sheet.of(ChartName.TORSO, View.BACK).from_uv(left)[0, 0] < 180
    assert Sheet.of(ChartName.TORSO, View.UNKNOWN).facing == 1


def test_one_hand_at_a_time_leaves_the_other_side_pale(library):
    for name in TECHNIQUES:
        technique = library.find(name)
        root = drawn(technique_svg(technique, ()))
        opacity = {e.get("data-side"): e.get("opacity") for e in root.iter() if e.get("data-side")}
        assert opacity["left"] == "1"
        assert (opacity["right"] == "1") == (technique.hands is Hands.BOTH)


def test_title_and_description_speak(library):
    technique = library.find("back-herringbone")
    root = drawn(technique_svg(technique, library.zones_of(technique)))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert title.text == "Herringbone"
    assert technique.instruction in description.text
    said = " ".join(e.text for e in root.iter(f"{SVG}text"))
    assert "keep off the spine" in said
    assert "the person's left is on the left" in said


def test_zones_of_the_other_side_are_left_out(library):
    technique = library.find("chin-to-ears")
    assert of_class(drawn(technique_svg(technique, library.no_go)), "cd-zone")
    spine = tuple(zone for zone in library.no_go if zone.id == "spine")
    assert not of_class(drawn(technique_svg(technique, spine)), "cd-zone")


def test_texts_from_files_stay_text(library):
    evil = 'A <b>"bold"</b> & \x01 name'
    technique = library.find("chin-to-ears").model_copy(update={"name": evil})
    root = drawn(technique_svg(technique, ()))
    assert root.find(f"{SVG}title").text == 'A <b>"bold"</b> & \ufffd name'


def test_every_verdict_has_its_colour_dash_and_icon(make_report, library):
    report = make_report(*Verdict)
    technique = library.find(report.technique)
    text = attempts_svg(
        report.attempts, technique, library.zones_of(technique), ChartName.FACE, View.FRONT
    )
    root = drawn(text)
    said = {e.text for e in root.iter(f"{SVG}text")}
    assert {"right way: 1", "reversed: 1", "on the eyes: 1", "how it should go"} <= said
    looks = {(e.get("class"), e.get("stroke-dasharray")) for e in of_class(root, "cd-try")}
    assert len(looks) == len(Verdict)
    assert len({dash for _, dash in looks}) == len(Verdict)


def test_paths_of_attempts_are_where_they_went(make_attempt):
    attempt = make_attempt(Verdict.REVERSED, side=Side.LEFT)
    root = drawn(attempts_svg([attempt], None, (), ChartName.FACE, View.FRONT))
    path, _legend = of_class(root, "cd-try")
    way = points(path.get("d"))
    expected = Sheet.of(ChartName.FACE, View.FRONT).from_uv(attempt.path_uv)
    assert way[0] == pytest.approx(expected[0], abs=0.06)
    assert way[-1] == pytest.approx(expected[-1], abs=0.06)


def test_unknown_points_leave_gaps_and_no_nan(make_attempt):
    path = np.array(make_attempt().path_uv)
    path[5:7] = np.nan
    nothing = np.full((PATH_POINTS, 2), np.nan)
    attempts = [
        replace(make_attempt(side=Side.LEFT), path_uv=path),
        replace(make_attempt(side=Side.LEFT), path_uv=nothing),
        replace(make_attempt(side=Side.LEFT), path_uv=np.zeros((PATH_POINTS, 2))),
    ]
    text = attempts_svg(attempts, None, (), ChartName.FACE, View.FRONT)
    assert "nan" not in text.lower()
    first, _second, _legend = of_class(drawn(text), "cd-try")
    assert first.get("d").count("M") == 2


def test_other_charts_are_left_out(make_report, library):
    report = make_report(Verdict.GOOD)
    root = drawn(attempts_svg(report.attempts, None, (), ChartName.TORSO, View.BACK))
    assert of_class(root, "cd-try") == []
    assert "Nothing was seen" in root.find(f"{SVG}desc").text


def test_drawings_are_the_same_each_time(make_report, library):
    technique = library.find("brows-outwards")
    assert technique_svg(technique, library.no_go) == technique_svg(technique, library.no_go)


@pytest.mark.parametrize("chart", ChartName)
@pytest.mark.parametrize("view", View)
def test_figures_fit_their_sheet_and_their_scale(chart, view):
    drawing = figure(chart, view)
    low, high = np.array(drawing.low_cm), np.array(drawing.high_cm)
    assert -low[0] == high[0]
    landmarks = np.array([[-1.0, 0.0], [1.0, 0.0], [-1.0, 1.0], [1.0, 1.0]])
    shown = to_cm(chart, landmarks)
    assert (shown > low).all()
    assert (shown < high).all()


def test_a_hatch_keeps_within_its_outline():
    square = np.array([[10.0, 10.0], [60.0, 10.0], [60.0, 40.0], [10.0, 40.0]])
    lines = points(hatch(square))
    assert len(lines) > 8
    assert (lines.min(axis=0) >= 9.9).all()
    assert (lines.max(axis=0) <= [60.1, 40.1]).all()
    crossed = square[[0, 2, 1, 3]]
    assert hatch(crossed) == ""


def test_a_curve_goes_through_its_points():
    through = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    assert curve(through)[:, 0] == pytest.approx(through[:-1])
    assert curve(through)[-1, 3] == pytest.approx(through[-1])
    assert curve(through, closed=True)[-1, 3] == pytest.approx(through[0])


@pytest.mark.parametrize("name", TECHNIQUES)
def test_the_terminal_picture(library, name):
    technique = library.find(name)
    picture = technique_canvas(technique, ()).splitlines()
    assert len(picture) <= 26
    assert max(map(len, picture)) <= 46
    assert sum(line.count("●") for line in picture) == 2
    assert sum(line.count(arrow) for line in picture for arrow in "→↗↑↖←↙↓↘") == 2
    assert {c for line in picture for c in line} <= set("● →↗↑↖←↙↓↘") | {
        chr(code) for code in range(0x2800, 0x2900)
    }
    assert canvas_legend(technique, ()).startswith("● start")


def test_the_terminal_picture_shows_where_to_keep_off(library):
    clap = library.find("back-cup-clap")
    with_zones = technique_canvas(clap, library.zones_of(clap))
    assert "×" not in technique_canvas(clap, ())
    rows = [line for line in with_zones.splitlines() if "×" in line]
    assert all("×" in line[line.index("×") : line.index("×") + 3] for line in rows)
    spine = technique_canvas(clap, [z for z in library.no_go if z.id == "spine"])
    assert with_zones.count("×") > spine.count("×") > 10
    middle = {line.index("×") for line in spine.splitlines() if "×" in line}
    assert max(middle) - min(middle) <= 1, "the spine runs straight up"
    legend = canvas_legend(clap, library.zones_of(clap))
    assert "× keep off: the spine, the kidneys, the shoulders." in legend


def test_the_terminal_picture_leaves_out_what_lies_on_the_other_side(library):
    sides = library.find("vibrating-massager-sides")
    kidneys = [zone for zone in library.zones_of(sides) if zone.id == "kidneys"]
    assert kidneys
    assert "×" not in technique_canvas(sides, kidneys)
    assert "×" not in canvas_legend(sides, kidneys)


@pytest.mark.parametrize("name", ["thymus-taps", "palm-centre-press", "fists-below-navel", "ball"])
def test_in_the_terminal_a_place_has_no_arrow(name):
    technique = load_library().find(name)
    picture = technique_canvas(technique, ())
    assert not set(picture) & set("→↗↑↖←↙↓↘")
    assert picture.count("●") >= 2
    assert canvas_legend(technique, ()).startswith("● the place.")


def test_in_the_terminal_what_goes_to_and_fro_has_an_arrow_at_either_end():
    technique = load_library().find("back-rub-to-spine")
    picture = technique_canvas(technique, ())
    assert sum(picture.count(arrow) for arrow in "→↗↑↖←↙↓↘") == 4
    assert "●" not in picture
    assert canvas_legend(technique, ()).startswith("Arrows: to and fro.")


def test_the_terminal_picture_points_the_right_way(library):
    picture = technique_canvas(library.find("back-long-stroke"), ()).splitlines()
    rows = [next(n for n, line in enumerate(picture) if mark in line) for mark in ("↑", "●")]
    assert rows[0] < rows[1]


@pytest.mark.parametrize(
    ("technique", "tips", "rings"),
    [("forehead-to-temples", 2, 2), ("towel-rub", 4, 0), ("thymus-taps", 0, 0)],
)
def test_only_what_runs_along_a_way_has_arrows(technique: str, tips: int, rings: int) -> None:
    svg = technique_svg(load_library().find(technique), ())
    assert svg.count('class="cd-ref-tip"') == tips
    assert svg.count('class="cd-start"') == rings
