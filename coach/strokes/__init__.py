"""From touches to strokes: cutting the movement, telling contact from flight, matching."""
