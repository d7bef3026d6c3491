"""How fast the bot is, measured in one run: `make bench` (docs/speed.md)."""
