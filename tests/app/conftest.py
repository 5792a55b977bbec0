"""Pages as people see them, without a browser."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import coach.app
from coach.app import review_job
from tests.app.made import MadeReview

SCRIPT = Path(coach.app.__file__).parent / "navigation.py"

Open = Callable[..., AppTest]


def _script(name: str) -> None:
    """Show one page; AppTest runs the text of this function."""
    from importlib import import_module

    import_module(f"coach.app.{name}").page()


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Give Python its main module back: Streamlit puts the page's script in its place.

    Processes that start later would run that script instead.
    """
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def open_page() -> Open:
    """Give a function that opens a page by its module's name."""

    def run(name: str, **query: str) -> AppTest:
        page = AppTest.from_function(_script, args=(name,), default_timeout=60)
        for key, value in query.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception, page.exception[0].message
        return page

    return run


@pytest.fixture
def whole_app() -> AppTest:
    """Give the app as it starts."""
    return AppTest.from_file(str(SCRIPT), default_timeout=60).run()


def texts(page: AppTest) -> str:
    """Give all that a page says in text."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture
def made_review(monkeypatch) -> MadeReview:
    """Have reviews done without models."""
    made = MadeReview()
    monkeypatch.setattr(review_job, "review_clip", made)
    monkeypatch.setattr(review_job, "ensure", lambda **_: None)
    return made


@pytest.fixture(autouse=True)
def own_history(monkeypatch, tmp_path) -> Path:
    """Keep tests off the history of whoever runs them."""
    path = tmp_path / "history.db"
    monkeypatch.setenv("COACH_HISTORY", str(path))
    return path
