"""An example of every card, for the gallery, the look checks and the golden tests."""
