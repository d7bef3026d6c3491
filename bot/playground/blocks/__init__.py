"""Whether Slack would take what an app sends, and what a person reads in it."""
