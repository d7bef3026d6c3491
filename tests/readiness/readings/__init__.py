"""What follows from a state and a moment."""
