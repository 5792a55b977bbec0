"""Learning a technique from a demonstration, correcting it, and comparing others with it."""
