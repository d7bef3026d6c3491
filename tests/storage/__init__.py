"""Is it kept, and kept apart? The same contract on SQLite and on a real PostgreSQL."""
