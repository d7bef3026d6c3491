"""What comes from Teams and how it is answered."""
