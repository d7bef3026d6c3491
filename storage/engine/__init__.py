"""Connections and the SQL plumbing that every store shares."""
