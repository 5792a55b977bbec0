"""The page: whole, self-contained, and deaf to what a file name tries to say."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from coach.present.report import report_html
from coach.present.words import NOT_A_MEDICAL_DEVICE, VERDICT_WORDS, headline, work_on
from coach.types import Report, Tracking, Verdict, View

VOID = {"meta", "link", "br", "img", "input", "hr", "source"}
ALL = tuple(Verdict)


class Page(HTMLParser):
    """Collects what a page holds; fails on tags that don't nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute of <{tag}> comes twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture
def page(make_report, library):
    return Page(report_html(make_report(*ALL), library))


def test_what_stood_in_the_way_comes_first_and_once(make_report, library):
    notes = ("The clip is cut short.", "Turn round.")
    report = replace(make_report(*ALL), warnings=notes, obstacle="Turn round.")
    text = Page(report_html(report, library)).text
    assert text.count("Turn round.") == 1
    assert text.index("Turn round.") < text.index(work_on(report)) < text.index(notes[0])


def test_says_what_matters(make_report, library, page):
    report = make_report(*ALL)
    technique = library.find("forehead-to-temples")
    for words in (
        headline(report, library),
        work_on(report),
        technique.instruction,
        technique.cannot_see,
        NOT_A_MEDICAL_DEVICE,
        "The right hand was seen about half of the time (50%).",
    ):
        assert words in page.text
    for verdict in set(Verdict) - {Verdict.NO_GO}:
        assert VERDICT_WORDS[verdict] in page.text
    assert "on the eyes" in page.text


def test_asks_for_nothing_from_outside(make_report, library):
    html = report_html(make_report(*ALL), library, "annotated.mp4")
    without_names = html.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]|@import|url\(", without_names)
    page = Page(html)
    assert page.of("link") == page.of("img") == page.of("iframe") == []
    assert all("src" not in attrs for attrs in page.of("script"))


def test_names_must_not_become_html(make_report, library, make_attempt):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>.mp4'
    attempt = replace(make_attempt(Verdict.REVERSED), cue=evil, technique=evil)
    report = replace(
        make_report(),
        source=evil,
        technique=evil,
        attempts=(attempt, make_attempt()),
        warnings=(evil, "bad \x00 byte", "half \udc80 letter"),
    )
    html = report_html(report, library, evil)
    html.encode("utf-8")
    page = Page(html)
    assert len(page.of("script")) == 1
    assert page.of("img") == []
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "alert(1)" in page.text


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("annotated.mp4", "./annotated.mp4"),
        ("a b#1?.mp4", "./a%20b%231%3F.mp4"),
        ("//evil.example/x.mp4", "./evil.example/x.mp4"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
    ],
)
def test_the_clip_is_linked_beside_the_page(make_report, library, name, url):
    page = Page(report_html(make_report(Verdict.GOOD), library, name))
    assert page.of("video")[0]["src"] == url
    links = [attrs["href"] for attrs in page.of("a") if "data-seek" in attrs]
    assert links == [f"{url}#t=1.00"]


def test_without_a_clip_there_is_no_script(page):
    assert page.of("video") == page.of("script") == page.of("a") == []


def test_accessible_names(page):
    assert page.of("html")[0]["lang"] == "en"
    assert len(page.of("h1")) == 1
    assert all(attrs.get("scope") for attrs in page.of("th"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in page.tags:
        for target in (attrs.get("aria-labelledby") or "").split():
            assert target in ids
        if (attrs.get("href") or "").startswith("#"):
            assert attrs["href"][1:] in ids
    for attrs in page.of("svg"):
        spoken = attrs.get("aria-labelledby") or attrs.get("aria-label")
        inner = attrs.get("class") == "tl-icon" or "x" in attrs
        assert spoken or attrs.get("aria-hidden") == "true" or inner


def test_a_row_an_attempt_and_a_bar_a_hand(page):
    assert len(page.of("tr")) == 1 + len(ALL)
    bars = [a for a in page.of("rect") if (a.get("class") or "").startswith("v-")]
    assert len(bars) == 2 * len(ALL)
    for bar in bars:
        left, width = (float(bar[key].rstrip("%")) for key in ("x", "width"))
        assert 0 <= left <= left + width <= 101


def test_long_clips_get_several_lines(make_report, library):
    html = report_html(make_report(*[Verdict.GOOD] * 35), library)
    assert html.count('class="tl"') == 4
    assert html.count('class="v-tick" x=') == 70


def test_an_empty_report_is_still_a_page(library):
    empty = Report("c.mp4", None, None, View.UNKNOWN, math.nan, (), Tracking(*[math.nan] * 4))
    page = Page(report_html(empty, library))
    assert "No movement over the skin was seen." in page.text
    assert page.of("table") == []


def test_all_right_leaves_nothing_to_work_on(make_report, library):
    text = Page(report_html(make_report(*[Verdict.GOOD] * 3), library)).text
    assert "Nothing to correct" in text
    assert "Work on this" not in text


def test_the_same_report_gives_the_same_page(make_report, library):
    report = make_report(*ALL)
    assert report_html(report, library) == report_html(report, library)
