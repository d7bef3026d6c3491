"""What things are. Frozen; the standard library is all they know."""
