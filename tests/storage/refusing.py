"""A server that speaks PostgreSQL just long enough to refuse a login in the way it is told to."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def refusing_server(state: str, words: str) -> AsyncIterator[str]:
    """The address of a server that answers every login with the SQLSTATE `state` (the protocol's ErrorResponse)."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        await reader.readexactly(length - 4)
        fields = b"".join(
            name + value.encode() + b"\0" for name, value in ((b"S", "FATAL"), (b"C", state), (b"M", words))
        )
        writer.write(b"E" + struct.pack("!i", len(fields) + 5) + fields + b"\0")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"postgres://anna:canary-password@127.0.0.1:{port}/books?sslmode=disable"
