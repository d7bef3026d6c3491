"""The page on which a person clicks."""
