"""What goes to Teams, and what becomes of it."""
