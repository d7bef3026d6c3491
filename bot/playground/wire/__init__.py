"""Sockets and HTTP between Slack and the app."""
