"""Checklists as YAML: their schema, the loader that names every problem by its line, and the built-in ones."""
