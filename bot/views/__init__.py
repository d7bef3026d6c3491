"""Domain values become cards: every word a person reads is written here, and an example of every card."""
