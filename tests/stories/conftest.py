from tests.slack.home import database, either, home, migrated, started, under_way

__all__ = ["database", "either", "home", "migrated", "started", "under_way"]
