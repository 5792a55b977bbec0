"""Body coordinates: charts that follow a person's face, neck and torso from frame to frame."""
