"""The secrets of the local Slack in these tests."""

SECRET = "local-signing-secret"
BOT_TOKEN = "xoxb-local"
APP_TOKEN = "xapp-local"
