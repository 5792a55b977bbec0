"""From strokes to verdicts: judging, counting, and the session that composes all rooms."""
