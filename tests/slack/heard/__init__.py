"""What comes from Slack and how it is answered."""
