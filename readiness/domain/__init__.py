"""Frozen values and pure functions. Time and ids are arguments; a change returns a new value and its facts."""
