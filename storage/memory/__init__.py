"""What a process remembers of the database."""
