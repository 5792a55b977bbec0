"""Rendered people with exact truth: the sample clips and what makes them."""
