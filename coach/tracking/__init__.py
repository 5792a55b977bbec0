"""From pictures to landmarks: the models, the landmarkers, whose hand it is, the zoom."""
