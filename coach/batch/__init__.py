"""Many clips: found, handed out to workers, reviewed, and laid down in one folder."""
