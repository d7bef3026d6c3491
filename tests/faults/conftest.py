from tests.slack.home import _logs, database, either, home, migrated, started

__all__ = ["_logs", "database", "either", "home", "migrated", "started"]
