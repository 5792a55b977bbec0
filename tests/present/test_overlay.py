"""The overlay: drawn where the body is, silent where it isn't, at every size."""

from __future__ import annotations

import time
from dataclasses import replace

import cv2
import numpy as np
import pytest

from coach.present import lettering
from coach.present.brush import dash_pieces, line
from coach.present.lettering import Lettering, TextLine
from coach.present.overlay import CUE_S, LINGER_S, TITLE_S, Overlay
from coach.present.paths import arrow_head
from coach.present.silhouette import hand_outline
from coach.present.words import MARKS
from coach.types import ChartName, Side, Verdict, View

SIZE = (480, 640)
FOREHEAD = np.s_[140:220, 200:440]
BOTTOM = np.s_[400:, :]
COUNTER = np.s_[:90, :]


def grey(size: tuple[int, int] = SIZE) -> np.ndarray:
    return np.full((*size, 3), 127, np.uint8)


def changed(picture: np.ndarray, part: tuple[slice, slice] = np.s_[:, :]) -> int:
    return int((picture[part] != 127).any(axis=2).sum())


def hand_px(x: float = 450, y: float = 300) -> np.ndarray:
    """Give a flat hand, fingers up."""
    wrist = np.array([[x, y]])
    fingers = [
        [x + (finger - 2) * 18, y - 40 - joint * 15] for finger in range(5) for joint in range(4)
    ]
    return np.concatenate([wrist, np.array(fingers)])


@pytest.fixture
def draw(library, make_update, face_chart):
    """Draw one frame of a forehead practice."""

    def at(t_s, *attempts, technique="forehead-to-temples", charts=None, size=SIZE, **changes):
        found = library.find(technique) if technique else None
        overlay = Overlay(library, found, attempts)
        shown = (face_chart,) if charts is None else charts
        return overlay.draw(grey(size), make_update(t_s, *shown, **changes))

    return at


def test_the_ghost_lies_on_the_body(draw, library, face_chart):
    picture = draw(0.0)
    path_px = face_chart.to_px(library.find("forehead-to-temples").path_array_uv)
    mirrored_px = path_px * [-1, 1] + [2 * face_chart.origin_px[0], 0]
    for x, y in np.rint(np.concatenate([path_px, mirrored_px])).astype(int):
        assert changed(picture, np.s_[y - 3 : y + 4, x - 3 : x + 4]) > 9
    assert changed(picture, np.s_[300:, :]) == 0


def test_no_chart_no_ghost(draw, face_chart):
    elsewhere = replace(face_chart, name=ChartName.TORSO)
    for charts in ((), (elsewhere,)):
        assert changed(draw(0.0, charts=charts), np.s_[90:, :]) == 0


def test_no_ghost_on_somebody_who_faces_the_other_way(draw):
    assert changed(draw(0.0, view=View.BACK), np.s_[90:, :]) == 0
    assert changed(draw(0.0, view=View.UNKNOWN), FOREHEAD) > 0


def test_the_picture_that_came_in_is_left_alone(library, make_update, face_chart):
    overlay = Overlay(library, library.find("brows-outwards"), ())
    image = grey()
    image.flags.writeable = False
    picture = overlay.draw(image, make_update(0.0, face_chart))
    assert (image == 127).all()
    assert picture.shape == image.shape
    assert picture.dtype == np.uint8
    assert picture.flags.writeable


def test_a_part_of_another_picture_can_be_drawn_on(library, make_update, face_chart):
    overlay = Overlay(library, library.find("brows-outwards"), ())
    update = make_update(0.0, face_chart)
    whole = np.full((480, 1280, 3), 127, np.uint8)
    assert (overlay.draw(whole[:, ::2, ::-1], update) == overlay.draw(grey(), update)).all()


def test_the_dot_travels_along_the_path(draw, library, face_chart):
    early, late = draw(0.1), draw(1.2)
    x = np.flatnonzero((early != late).any(axis=(0, 2)))
    assert x.max() > face_chart.origin_px[0] + 40
    assert (draw(0.1) == early).all()


def test_the_other_hand_has_no_ghost_where_one_works(draw, make_attempt):
    lone = make_attempt(technique="brows-outwards", side=Side.LEFT, start_s=9.0)
    picture = draw(0.0, lone, technique="brows-outwards")
    assert changed(picture, np.s_[170:220, 330:440]) > 200
    brow_of_the_right = np.s_[165:205, 200:300]
    assert changed(picture, brow_of_the_right) == 0


def test_zones_are_hatched(library, make_update, draw, face_chart):
    chin, nowhere = library.find("chin-to-ears"), replace(library, no_go=())
    without = Overlay(nowhere, chin, ()).draw(grey(), make_update(0.0, face_chart))
    hatched = draw(0.0, technique="chin-to-ears")
    x, y = face_chart.to_px(np.array([[0.7, 0.02]]))[0].astype(int)
    eye = np.s_[y - 5 : y + 6, x - 12 : x + 13]
    assert changed(without, eye) == 0
    assert changed(hatched, eye) > 100
    assert len(np.unique(hatched[eye].reshape(-1, 3), axis=0)) > 10


@pytest.mark.parametrize("verdict", Verdict)
def test_trails_have_the_colour_of_their_verdict(draw, make_attempt, verdict):
    attempt = replace(make_attempt(verdict), cue="")
    colour = [int(MARKS[verdict].picture[i : i + 2], 16) for i in (1, 3, 5)]
    near = np.abs(draw(2.6, attempt).astype(int) - colour).max(axis=2) <= 8
    assert near[FOREHEAD].sum() > 40


def test_trails_come_grow_and_go(draw, make_attempt):
    attempt = replace(make_attempt(), cue="")
    green = np.array([0, 158, 115])

    def trail(t_s):
        return int((np.abs(draw(t_s, attempt).astype(int) - green).max(axis=2) <= 8).sum())

    assert trail(0.9) == 0
    assert 0 < trail(1.3) < trail(1.9) < trail(2.5)
    assert trail(2.5 + LINGER_S - 0.05) > 0
    assert trail(2.5 + LINGER_S + 0.05) == 0


def test_a_reversed_stroke_shows_the_right_way(draw, make_attempt):
    def white(attempt):
        return int((draw(2.0, attempt)[FOREHEAD] == 255).all(axis=2).sum())

    wrong, right = make_attempt(Verdict.REVERSED), make_attempt()
    assert white(wrong) > white(right) + 300


def test_the_counter_counts_what_is_over(draw, make_attempt):
    tries = [make_attempt(), make_attempt(Verdict.TOO_SHORT, 4.0), make_attempt(start_s=7.0)]
    none, one, still_one, two = (
        draw(t_s, *tries, charts=())[COUNTER] for t_s in (2.0, 5.1, 6.9, 9.0)
    )
    assert (one == still_one).all()
    assert (none != one).any()
    assert (one != two).any()


def test_one_cue_for_a_while_after_a_fault(draw, make_attempt):
    fault = make_attempt(Verdict.REVERSED)
    assert changed(draw(2.4, fault, charts=()), BOTTOM) == 0
    assert changed(draw(2.6, fault, charts=()), BOTTOM) > 5000
    assert changed(draw(2.5 + CUE_S + 0.1, fault, charts=()), BOTTOM) == 0
    assert changed(draw(2.6, make_attempt(), charts=()), BOTTOM) == 0


def test_a_newer_cue_takes_the_place_of_an_older_one(draw, make_attempt):
    old, new = make_attempt(Verdict.REVERSED), make_attempt(Verdict.TOO_SHORT, 1.5)
    both, alone = draw(3.2, old, new, charts=()), draw(3.2, new, charts=())
    assert (both[BOTTOM] == alone[BOTTOM]).all()


def test_hands_are_outlined(draw):
    hands = np.stack([hand_px(), np.full((21, 2), np.nan)])
    picture = draw(0.0, charts=(), hands_px=hands)
    assert changed(picture, np.s_[180:330, 380:520]) > 300
    assert changed(picture, np.s_[100:400, :330]) == 0


def test_without_a_technique_there_is_still_a_count(draw, make_attempt):
    picture = draw(2.6, make_attempt(), technique=None)
    assert changed(picture, COUNTER) > 0
    assert changed(picture, FOREHEAD) > 0


def test_a_growing_list_is_followed(library, make_update, make_attempt, face_chart):
    attempts = []
    overlay = Overlay(library, library.find("forehead-to-temples"), attempts)
    before = overlay.draw(grey(), make_update(3.0, face_chart))
    attempts.append(make_attempt())
    assert (overlay.draw(grey(), make_update(3.0, face_chart)) != before).any()


class BrokenChart:
    """A chart that knows nothing of the points, or sends them far out."""

    name = ChartName.FACE

    def __init__(self, value: float) -> None:
        self.value = value

    def to_px(self, points_uv):
        points_px = points_uv * 100.0 + 200.0
        points_px[::3] = self.value
        return points_px

    def to_uv(self, points_px):
        return points_px


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e12, -1e12])
def test_wild_charts_do_no_harm(draw, make_attempt, value):
    draw(2.6, make_attempt(Verdict.REVERSED), charts=(BrokenChart(value),))
    draw(2.6, make_attempt(Verdict.NO_GO), charts=(BrokenChart(value),), technique="brows-outwards")


@pytest.mark.parametrize("size", [(64, 96), (96, 64), (854, 480), (1, 1), (2160, 3840), (31, 400)])
def test_every_size(draw, make_attempt, face_chart, size):
    height, width = size
    chart = replace(
        face_chart,
        origin_px=(width / 2, height / 2),
        unit_px=(height / 6, height / 5),
    )
    hands = np.stack([hand_px(width * 0.7, height * 0.6), hand_px(0, 0)])
    fault = make_attempt(Verdict.REVERSED)
    picture = draw(2.6, fault, charts=(chart,), size=size, hands_px=hands)
    assert picture.shape == (height, width, 3)
    assert changed(picture) > 0


def test_text_is_a_22nd_of_the_height_and_its_backing_dark(draw, make_attempt):
    picture = draw(2.6, make_attempt(Verdict.TOO_SHORT), charts=())
    backing = (picture[BOTTOM].max(axis=2) < 60).any(axis=1)
    letters = (picture[BOTTOM].min(axis=2) > 240).any(axis=1)
    assert backing.sum() > 480 / 22 * 1.5
    assert letters.sum() > 480 / 22 * 0.6


def test_drawing_is_quick(library, make_update, make_attempt, face_chart):
    tries = [make_attempt(Verdict.REVERSED, 1.0 + n) for n in range(40)]
    overlay = Overlay(library, library.find("forehead-to-temples"), tries)
    image, update = grey(), make_update(10.0, face_chart)
    spent = []
    for _ in range(30):
        start = time.perf_counter()
        overlay.draw(image, update)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.02


def test_dashes_have_their_lengths():
    straight = np.array([[0.0, 0.0], [50.0, 0.0], [100.0, 0.0]])
    pieces = list(dash_pieces(straight, (3, 2), 4.0))
    assert [piece[0, 0] for piece in pieces] == [0, 20, 40, 60, 80]
    assert all(piece[-1, 0] - piece[0, 0] == pytest.approx(12) for piece in pieces)
    assert len(list(dash_pieces(straight, (), 4.0))) == 1


def test_lines_break_where_points_are_unknown():
    image = grey((40, 100))
    gap = np.array([[5.0, 20], [30, 20], [np.nan, np.nan], [70, 20], [95, 20]])
    line(image, gap, (255, 0, 0), 2)
    assert changed(image, np.s_[:, :33]) > 0
    assert changed(image, np.s_[:, 36:64]) == 0


def test_arrow_heads_point_along_and_hold_still():
    jittery = np.array([[0.0, 0.0], [50.0, 0.0], [50.2, 0.6]])
    tip, *_ = arrow_head(jittery, 10.0)
    assert tip == pytest.approx([55.7, 0.7], abs=0.3)
    assert arrow_head(np.zeros((5, 2)), 10.0) is None
    assert arrow_head(np.full((5, 2), np.nan), 10.0) is None


def test_hand_outline_surrounds_the_hand():
    joints = hand_px()
    outline = np.concatenate(hand_outline(joints)).astype(np.float32)
    hull = cv2.convexHull(outline)
    assert all(cv2.pointPolygonTest(hull, tuple(map(float, p)), False) >= 0 for p in joints)
    assert hand_outline(np.full((21, 2), np.nan)) == ()
    assert hand_outline(np.full((21, 2), 7.0)) == ()


def test_wrapping_fits_and_balances():
    letters = Lettering()
    text = "Stroke outwards: from the middle of the forehead to the temples."
    lines = letters.wrap(text, 20, 400)
    assert " ".join(line.text for line in lines) == text
    widths = [letters.width_px(line) for line in lines]
    assert max(widths) <= 400
    assert min(widths) > 0.6 * max(widths)
    assert [line.text for line in letters.wrap("extraordinarily long", 40, 30)] == [
        "extraordinarily",
        "long",
    ]
    assert letters.wrap("", 20, 100) == ()


def test_plates_are_kept_but_not_for_ever():
    letters = Lettering()
    first = letters.plate([TextLine("1", 20)])
    assert letters.plate([TextLine("1", 20)]) is first
    for number in range(2 * lettering.KEPT):
        letters.plate([TextLine(str(number), 20)])
    assert len(letters._plates) <= lettering.KEPT


def test_old_opencv_writes_with_its_stroke_font(monkeypatch, draw, make_attempt):
    monkeypatch.delattr(cv2, "FontFace", raising=False)
    picture = draw(2.6, replace(make_attempt(Verdict.REVERSED), cue="Übe “sanft” né"), charts=())
    assert (picture[BOTTOM].min(axis=2) > 240).sum() > 100


def test_the_name_stands_at_the_beginning_only(draw):
    early, late = draw(TITLE_S - 0.1, charts=()), draw(TITLE_S + 0.1, charts=())
    assert changed(early) > 1.5 * changed(late) > 0


def test_the_dot_rests_while_a_stroke_is_shown(draw, make_attempt):
    fault = replace(make_attempt(Verdict.TOO_SHORT), cue="", end_s=9.0)
    nothing = np.full((16, 2), np.nan)
    still = replace(fault, start_s=0.0, path_uv=nothing, path_right_uv=nothing)
    resting = [draw(t_s, still)[FOREHEAD] for t_s in (0.5, 1.5)]
    assert (resting[0] == resting[1]).all()


def test_a_cue_never_hides_a_small_picture(draw, make_attempt):
    picture = draw(2.6, make_attempt(Verdict.REVERSED), charts=(), size=(64, 96))
    assert changed(picture) < 0.6 * 64 * 96


def test_in_a_mirror_drawings_change_sides_and_words_do_not(library, make_update, face_chart):
    plain, mirrored = (
        Overlay(library, library.find("forehead-to-temples"), (), mirrored=mirror).draw(
            grey(), make_update(0.0, face_chart, hands_px=np.stack([hand_px(), hand_px() + 900]))
        )
        for mirror in (False, True)
    )
    below = np.s_[100:, :]
    assert changed(plain, below) > 500
    assert np.array_equal(mirrored[below], plain[:, ::-1][below])
    assert np.array_equal(mirrored[COUNTER], plain[COUNTER])
