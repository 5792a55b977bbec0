"""Measurements: how often Coach is right, and how fast it is.

Nothing in ``coach/`` imports from here.
"""
