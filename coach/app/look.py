"""The few rules that the theme's options can't say."""

from __future__ import annotations

import streamlit as st

__all__ = ["dress"]

STYLE = """<style>
.stMainBlockContainer {max-width: 76rem}
[data-testid="stCaptionContainer"] {opacity: .8 !important}
:is(button, a, summary, [tabindex]:not(input)):focus-visible
  {outline: 3px solid currentColor !important; outline-offset: 2px}
[class*="st-key-cards_"]
  {display: grid !important; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
   gap: 1rem !important}
:is([class*="st-key-cards_"] > *, [class*="st-key-card_"]) {width: 100% !important; height: 100%}
[class*="st-key-card_"] {position: relative}
[class*="st-key-card_"] button::after {content: ""; position: absolute; inset: 0}
[class*="st-key-card_"]:hover {border-color: currentColor}
[data-testid="stBaseButton-primary"]:not(:disabled) {color: light-dark(#ffffff, #13171c)}
[data-testid="stButtonGroup"] > div:has(> [data-variant="pills"])
  {flex-wrap: wrap; overflow: visible; mask-image: none}
[data-testid="stCheckbox"] p {white-space: normal !important; overflow: visible !important}
.st-key-reasons {gap: .45rem !important}
[data-testid="stFullScreenFrame"]:has(img) [data-testid="stElementToolbar"] {display: none}
@media (max-width: 40rem)
  {[class*="st-key-cards_"]
     {grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .7rem !important}
   [class*="st-key-card_"] {padding: .6rem !important}
   [class*="st-key-card_"] button {padding-inline: .3rem}
   [data-testid="stColumn"]:has(.st-key-stop),
   [data-testid="stColumn"] :has(.st-key-stop) {display: contents}
   .st-key-stop {position: sticky; bottom: 0; padding-block: .8rem;
     background: light-dark(#faf8f5, #13171c)}}
@media (prefers-reduced-motion: reduce)
  {*, *::before, *::after {animation: none !important; transition: none !important}}
</style>"""


def dress() -> None:
    """Keep lines short and small print legible, show the keyboard's place, hold still if asked."""
    st.html(STYLE)
