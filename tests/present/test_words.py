"""The words: exact, and never more praise or blame than there was."""

import math
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from coach.present.words import (
    MARKS,
    SEVERITY,
    VERDICT_WORDS,
    clean,
    duration_words,
    headline,
    share_words,
    tracking_sentences,
    verdict_words,
    viewpoint,
    work_on,
)
from coach.types import Phase, Region, Standing, StepCount, StepState, Tracking, Verdict, View

LIGHT_PAGE, DARK_PAGE = "#ffffff", "#1a1f26"


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_need_no_opencv():
    code = "import sys, coach.present.words; assert 'cv2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_verdict_has_words_a_weight_and_looks():
    assert set(VERDICT_WORDS) == set(SEVERITY) == set(MARKS) == set(Verdict)


def test_no_two_verdicts_differ_by_colour_alone():
    for one, other in combinations(MARKS.values(), 2):
        assert one.icon_name != other.icon_name
        assert one.icon != other.icon
        assert one.dash != other.dash


@pytest.mark.parametrize("verdict", Verdict)
def test_marks_have_contrast_on_light_and_dark_pages(verdict):
    assert contrast(MARKS[verdict].light, LIGHT_PAGE) >= 4.5
    assert contrast(MARKS[verdict].dark, DARK_PAGE) >= 4.5


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([], "Forehead to temples: nothing of it was seen."),
        ([Verdict.GOOD], "Forehead to temples: 1 repetition right."),
        ([Verdict.GOOD] * 3, "Forehead to temples: all 3 repetitions right."),
        ([Verdict.REVERSED], "Forehead to temples: 1 attempt, not counted yet."),
        ([Verdict.REVERSED] * 2, "Forehead to temples: 2 attempts, none counted yet."),
        (
            [Verdict.GOOD, Verdict.GOOD, Verdict.TOO_SHORT],
            "Forehead to temples: 2 repetitions right out of 3 attempts.",
        ),
    ],
)
def test_headline(make_report, library, verdicts, said):
    assert headline(make_report(*verdicts), library) == said


def test_headline_says_counted_where_a_repetition_was_not_judged(
    make_report, make_attempt, library
):
    unsure = make_attempt(Verdict.NOT_JUDGED, counted=True)
    report = make_report(attempts=(make_attempt(), unsure))
    assert headline(report, library) == "Forehead to temples: all 2 repetitions counted."


def test_headline_names_what_else_was_seen(make_report, make_attempt, library):
    other = make_attempt(technique="chin-to-ears")
    report = make_report(attempts=(make_attempt(), other, other))
    assert headline(report, library).endswith("1 repetition right. Also seen: Chin to ears (2).")


def test_headline_when_no_technique_fits(make_report, make_attempt, library):
    stray = replace(make_attempt(Verdict.NOT_JUDGED), technique=None)
    report = replace(make_report(), attempts=(stray, stray), technique=None)
    assert (
        headline(report, library) == "2 movements were seen, but none fits a technique Coach knows."
    )
    assert headline(replace(report, attempts=()), library) == "No movement over the skin was seen."


def test_unknown_techniques_go_by_their_id(make_report, library):
    report = replace(make_report(), technique="my-own-stroke")
    assert headline(report, library) == "my-own-stroke: nothing of it was seen."


def test_the_gravest_fault_comes_first(make_report, library):
    report = make_report(Verdict.TOO_FAST, Verdict.TOO_FAST, Verdict.REVERSED)
    assert work_on(report) == library.find("forehead-to-temples").cues.reversed


def test_a_slight_fault_done_often_outweighs_a_grave_one(make_report, library):
    report = make_report(*[Verdict.TOO_SHORT] * 3, Verdict.REVERSED)
    assert work_on(report) == library.find("forehead-to-temples").cues.too_short


def test_headline_when_nothing_that_was_asked_for_was_seen(make_report, make_attempt, library):
    other = make_attempt(Verdict.NOT_JUDGED, technique="chin-to-ears")
    report = replace(make_report(), attempts=(other, other), technique=None)
    also = "Also seen: Chin to ears (2)."
    assert headline(report, library) == f"Nothing of what was asked for was seen. {also}"
    turned = replace(report, obstacle="Turn.", warnings=("Turn.",))
    assert headline(turned, library) == f"Nothing that could be judged was seen. {also}"
    nobody = replace(turned, attempts=())
    assert headline(nobody, library) == "No movement over the skin was seen."


def test_headline_of_a_routine_of_which_nothing_was_seen(make_report, make_attempt, library):
    stray = replace(make_attempt(Verdict.NOT_JUDGED), technique=None)
    step = StepCount("chin-to-ears", StepState.OPEN, 0, 0, 0, 0.0, 5, math.nan)
    standing = Standing("face-first", 9.0, 0, Phase.WORKING, (step,))
    report = replace(make_report(), attempts=(stray,), technique=None, standing=standing)
    assert headline(report, library) == "Nothing of this routine was seen."
    by_clock = replace(standing, steps=(replace(step, repetitions=0, length_s=60.0),))
    timed = replace(report, standing=by_clock)
    assert headline(timed, library) == "This routine goes by the clock."
    turned = replace(timed, obstacle="Turn.", warnings=("Turn.",))
    assert headline(turned, library) == "Nothing of this routine was seen."


def test_what_can_not_be_seen_is_not_worked_on(make_report, make_attempt):
    other = make_attempt(Verdict.NOT_JUDGED, cue="This looks like that.")
    spine = make_attempt(Verdict.NO_GO, cue="Keep off the spine.")
    report = make_report(attempts=(other, other))
    assert work_on(report) == "This looks like that."
    turned = replace(report, obstacle="Turn.", warnings=("Turn.",))
    assert work_on(turned) == ""
    assert work_on(replace(turned, attempts=(other, spine))) == "Keep off the spine."
    assert work_on(replace(report, warnings=("This looks like that.",))) == ""


def test_nothing_to_work_on(make_report):
    assert work_on(make_report(Verdict.GOOD)) == ""
    assert work_on(make_report()) == ""


def test_a_no_go_place_is_named(make_attempt, library):
    on_spine = make_attempt(Verdict.NO_GO, technique="back-herringbone")
    assert verdict_words(on_spine, library) == "on the spine"
    nowhere = make_attempt(Verdict.NO_GO, technique="towel-rub")
    assert verdict_words(nowhere, library) == "on a no-go place"
    assert verdict_words(make_attempt(), library) == "right way"


def test_what_has_a_place_is_not_off_a_path(make_attempt, library):
    tapped = make_attempt(Verdict.OFF_PATH, technique="thymus-taps")
    assert verdict_words(tapped, library) == "off the place"
    assert verdict_words(make_attempt(Verdict.OFF_PATH), library) == "off the path"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3.24, "3.2 s"), (42.4, "42 s"), (65, "1 min 5 s"), (float("nan"), "unknown")],
)
def test_durations(seconds, said):
    assert duration_words(seconds) == said


def test_shares_in_words():
    assert share_words(1.0) == "all the time"
    assert share_words(0.5) == "about half of the time"
    assert share_words(0.0) == "never"


def test_tracking_speaks_of_what_the_region_needs():
    tracking = Tracking(1.0, 0.9, 0.0, float("nan"))
    said = tracking_sentences(tracking, Region.BACK)
    assert said == (
        "The body was seen nearly all the time (90%).",
        "The left hand was not seen.",
        "The right hand: not known how much of it was seen.",
    )
    assert tracking_sentences(tracking, Region.FACE)[0].startswith("The face")


def test_viewpoints():
    assert viewpoint(View.BACK) != viewpoint(View.FRONT) == viewpoint(View.UNKNOWN)


def test_clean_keeps_letters_and_drops_what_files_cannot_hold():
    assert clean("Übung, 練習 😀") == "Übung, 練習 😀"
    assert clean("a\x00b\nc\udc80") == "a\ufffdb\ufffdc\ufffd"
