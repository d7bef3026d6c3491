"""Everything that a person can ask for, typed or pressed, on any platform: a typed value per verb, a file per topic."""
