"""Frozen values and pure functions. Time, ids and randomness are arguments; a change returns a new value and its facts."""
