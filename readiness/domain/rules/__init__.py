"""What people do: a value and an act give a new value and its facts, or a refusal."""
