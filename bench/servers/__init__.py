"""Servers that are measured or needed for it, each a process of its own that ends with its standard input."""
