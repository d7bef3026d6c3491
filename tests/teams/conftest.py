from tests.slack.home import _logs, database, migrated
from tests.teams.home import house, started

__all__ = ["_logs", "database", "house", "migrated", "started"]
