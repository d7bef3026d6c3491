"""One repository each: SQL and values, for one port of the use cases."""
