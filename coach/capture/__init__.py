"""Where pictures come in: clips and cameras, upright, un-mirrored, each with its own time."""
