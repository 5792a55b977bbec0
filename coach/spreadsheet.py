"""Texts in tables that a spreadsheet will open."""

from __future__ import annotations

__all__ = ["harmless"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula, blanks before it or not.

    OWASP, "CSV Injection": https://owasp.org/www-community/attacks/CSV_Injection
    """
    bare = text.lstrip()
    if bare.startswith(FORMULA_STARTS):
        return f"'{bare}"
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
