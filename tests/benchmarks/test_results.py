"""The version of the rules that tables were made by."""

from __future__ import annotations

import ast

from benchmarks.results import _without_words, rules_version, stamp

CODE = """
LIMIT = 1.0
def judge(x):
    return x > LIMIT
"""
WORDY = """
\"\"\"What is judged.\"\"\"
LIMIT = 1.0  # of all
\"\"\"The highest.\"\"\"
def judge(x):
    \"\"\"Tell whether it is above.\"\"\"
    return x > LIMIT
"""


def _bare(code: str) -> str:
    return ast.unparse(_without_words(ast.parse(code)))


def test_words_about_the_code_are_no_rules() -> None:
    assert _bare(WORDY) == _bare(CODE)


def test_a_threshold_is() -> None:
    assert _bare(CODE.replace("1.0", "2.0")) != _bare(CODE)


def test_what_stands_below_a_table_names_the_rules() -> None:
    assert stamp().endswith(f"rules {rules_version()[:8]}")
