"""The main job on a local Slack: a story that plays itself, and then a page where it can be clicked on."""
