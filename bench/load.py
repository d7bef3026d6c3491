"""The load driver: a few kept-alive connections in one thread, as cheap as Python allows."""

import socket
import time
from collections import deque
from collections.abc import Sequence
from typing import Self


class WrongAnswer(Exception):
    """A server answered something else than 200 with the words it should say: nothing measured on it counts."""


class Connection:
    """One HTTP/1.1 connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        """Enter the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._socket.close()

    def send(self, request: bytes) -> None:
        """Write a whole request."""
        self._socket.sendall(request)

    def receive(self) -> bytes:
        """The body of the next answer; raises `WrongAnswer` unless its status is 200."""
        data = self._socket.recv(262_144)
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise WrongAnswer(head.split(b"\r\n", 1)[0].decode())
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self._more()
        return body

    def _more(self) -> bytes:
        data = self._socket.recv(262_144)
        if not data:
            raise WrongAnswer("the server hung up")
        return data


def answer(port: int, request: bytes) -> bytes:
    """The body that answers one request."""
    with Connection(port) as connection:
        connection.send(request)
        return connection.receive()


def drive(port: int, requests: Sequence[bytes], at_once: int, expected: bytes) -> None:
    """Send all requests, `at_once` of them under way; raises `WrongAnswer` where an answer lacks `expected`."""
    connections = [Connection(port) for _ in range(min(at_once, len(requests)))]
    waiting: deque[Connection] = deque()
    for index, request in enumerate(requests):
        connection = connections[index] if index < len(connections) else _read(waiting, expected)
        connection.send(request)
        waiting.append(connection)
    while waiting:
        _read(waiting, expected)
    for connection in connections:
        connection.__exit__()


def latencies(port: int, requests: Sequence[bytes], expected: bytes) -> list[float]:
    """Seconds from sending each request to having read its whole answer, one after the other."""
    found: list[float] = []
    with Connection(port) as connection:
        for request in requests:
            started = time.perf_counter()
            connection.send(request)
            body = connection.receive()
            found.append(time.perf_counter() - started)
            _check(body, expected)
    return found


def _read(waiting: deque[Connection], expected: bytes) -> Connection:
    connection = waiting.popleft()
    _check(connection.receive(), expected)
    return connection


def _check(body: bytes, expected: bytes) -> None:
    if expected not in body:
        raise WrongAnswer(f"{expected!r} is not in {body[:300]!r}")
