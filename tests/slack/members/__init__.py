"""Who is where in Slack, and what they may see."""
