"""What goes to Slack, and what becomes of it."""
