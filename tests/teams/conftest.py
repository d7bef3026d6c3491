from tests.slack.home import database, migrated
from tests.teams.home import house, started

__all__ = ["database", "house", "migrated", "started"]
