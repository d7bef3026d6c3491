"""What follows from a state and a moment: the next step, what is late, what is told to whom."""
