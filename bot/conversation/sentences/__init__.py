"""How each command is read: the words behind its name, turned into an Intent. Grouped as in `intents.py`."""
