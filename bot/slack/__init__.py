"""Slack: verify, decode, reply; the messenger that posts and edits. The Slack SDKs are named only here."""
