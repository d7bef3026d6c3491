"""Somebody who watches the record during a story, as a channel does that has seen a fingerprint of it."""

from readiness.usecases.checking import verify
from readiness.usecases.frame.ports import Storage


class Witness:
    """Proves every record after every step, against what was seen of it before."""

    def __init__(self, storage: Storage) -> None:
        """Nothing seen yet."""
        self._storage = storage
        self._seen: dict[str, str] = {}
        self.looked = 0

    async def look(self) -> None:
        """Fail with the first broken entry: changed, swapped, missing, or cut off behind what was seen."""
        found = await verify(self._storage, "", "", self._seen.values())
        broken = {one.name: one.broken for one in found if one.broken is not None}
        assert not broken, broken
        self._seen = {one.name: one.fingerprint for one in found if one.entries}
        self.looked += 1
