"""The state of one workspace: people, channels, messages, views."""
