"""Rendered people with exact truth: the sample clips and what makes them.

From the inside out: `primitives` and `distances` are shapes made of formulas; `heads`, `torso`,
`hair`, `hand_shape`, `looks` and `people` sculpt persons from them; `field` bakes them, `rays`,
`march`, `shading`, `backdrop` and `render` make pictures. `hands` and `reach` are a hand's skeleton
and how it gets to the skin; `paths`, `motion` and `strokes` are what it does there; `acts` and
`idling` are what people do, techniques of the catalogue among it; `collection` holds the sample
clips and `scenario` draws others from a seed; `telling` and `truth` say what is true in them, and
`clips` writes both.
"""
