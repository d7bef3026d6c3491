"""The Web API: what a bot may ask of Slack."""
