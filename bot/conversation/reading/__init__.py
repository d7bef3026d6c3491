"""From what a person typed to values: words, dates, amounts, names."""
