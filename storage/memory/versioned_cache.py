"""Values remembered under the version they were loaded at, so that what did not change is not loaded again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

Key = tuple[str, ...]


class Remembered(Generic[V]):
    """Frozen values by key, shared by all threads; the least used is forgotten first. Holds committed state only."""

    def __init__(self, limit: int, heard: Callable[[V], None] | None = None) -> None:
        """Room for `limit` values; `heard` is told each new one."""
        self._limit = limit
        self._heard = heard
        self._values: OrderedDict[Key, tuple[int, V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, version: int) -> V | None:
        """The value of that very version."""
        with self._lock:
            found = self._values.get(key)
            if found is None or found[0] != version:
                return None
            self._values.move_to_end(key)
            return found[1]

    def put(self, key: Key, version: int, value: V) -> None:
        """Remember `value`, unless a newer version is known."""
        with self._lock:
            found = self._values.get(key)
            if found is not None and found[0] > version:
                return
            self._values[key] = (version, value)
            self._values.move_to_end(key)
            if len(self._values) > self._limit:
                self._values.popitem(last=False)
            if self._heard is not None:
                self._heard(value)


class Overlay(Generic[V]):
    """What one transaction loaded or saved, above what is remembered; shared only once it is surely committed."""

    def __init__(self, shared: Remembered[V], writes: bool) -> None:
        """A reading transaction sees committed state and shares at once."""
        self._shared = shared
        self._writes = writes
        self._own: dict[Key, tuple[int, V]] = {}

    def get(self, key: Key, version: int) -> V | None:
        """The value of that version, as this transaction knows it."""
        own = self._own.get(key)
        if own is not None:
            return own[1] if own[0] == version else None
        return self._shared.get(key, version)

    def put(self, key: Key, version: int, value: V) -> V:
        """Keep `value` and return it."""
        if self._writes:
            self._own[key] = (version, value)
        else:
            self._shared.put(key, version, value)
        return value

    def publish(self) -> None:
        """Share all of it: the transaction is committed."""
        for key, (version, value) in self._own.items():
            self._shared.put(key, version, value)
        self._own.clear()
