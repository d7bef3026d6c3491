"""A process that writes until it is killed: `python -m tests.storage.child URL NUMBER COUNT`.

It makes one initiative of its own and changes it COUNT times (0: for ever), printing each version once it is committed.
"""

import asyncio
import sys
from dataclasses import replace

from readiness.domain.values.identity import InitiativeId
from storage import open_storage
from tests.storage.samples import NOW, ORGANISATION, appended, notice, plain_initiative


async def write(url: str, number: int, count: int) -> None:
    async with open_storage(url) as storage:
        before = replace(plain_initiative(number), id=InitiativeId(f"child-{number}"), slug=f"child-{number}")
        async with storage.write(ORGANISATION) as unit:
            await unit.initiatives.add(before)
            await unit.commit()
        print(before.version, flush=True)  # noqa: T201 - the parent reads it
        while count == 0 or before.version <= count:
            kept = appended(before.id, before.head, count=1)
            after = replace(before, head=kept.head)
            async with storage.write(ORGANISATION) as unit:
                await unit.initiatives.save(before, after)
                await unit.record.append(before.id, kept)
                await unit.outbox.enqueue(notice(f"{before.id}-{before.version}", before.id), NOW)
                await unit.commit()
            before = replace(after, version=before.version + 1)
            print(before.version, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
