from tests.slack.home import _logs, database, either, home, migrated, started, under_way

__all__ = ["_logs", "database", "either", "home", "migrated", "started", "under_way"]
