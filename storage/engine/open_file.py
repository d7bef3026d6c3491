"""The file behind an SQLite database, watched: SQLite goes on writing into a file that nobody can open any more."""

from pathlib import Path

from storage.engine.problems import FileGone


class OpenFile:
    """One database file, by the identity it had when the process first opened it."""

    def __init__(self, path: Path) -> None:
        """Nothing is known before the first connection."""
        self.path = path
        self._identity: tuple[int, int] | None = None

    def keep(self) -> None:
        """Remember which file it is; called once SQLite has it open."""
        if self._identity is None:
            self._identity = self._found()

    def require_same(self) -> None:
        """Raise `FileGone` where the path leads to no file or to another one: what is written would be lost.

        A file that is put back is taken again. Another one is refused until the process starts anew, since what it
        remembers is of the first.
        """
        if self._identity is not None and self._found() != self._identity:
            raise FileGone(file=self.path)

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
