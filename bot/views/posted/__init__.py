"""Cards that the bot posts."""
