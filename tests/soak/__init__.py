"""`make soak`: real processes that are killed, frozen, cut off and refused, and what is left afterwards, counted."""
