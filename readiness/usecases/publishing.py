"""Checklists are published from the command line; a published version never changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from readiness.domain.values import record
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import NotFound
from readiness.domain.values.template import Template
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.ports import Storage, StoredTemplate, UnitOfWork
from readiness.usecases.frame.tenancy import organisation_named
from readiness.usecases.initiative import template_named

BuiltIn = Mapping[str, StoredTemplate]


class VersionPublished(Refusal):
    """`{key}` is at version {newest}, which never changes; write a higher `version` than that into the file."""

    code = "version-published"


async def publish(storage: Storage, organisation: str, stored: StoredTemplate, built_in: BuiltIn) -> Template:
    """Keep a checklist version for good, with an entry in the organisation's record; raises `VersionPublished`."""
    owner = await organisation_named(storage, organisation)
    return await retrying(lambda: _publish_once(storage, owner, stored, built_in))


async def newest(storage: Storage, organisation: str, built_in: BuiltIn) -> tuple[Template, ...]:
    """The newest version of every checklist; before there is an organisation, those that came with the bot."""
    if not await storage.organisations():
        return tuple(stored.template for stored in built_in.values())
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        keys = {stored.template.key for stored in await uow.templates.list()} | set(built_in)
        found = [(await template_named(uow, key, built_in))[0].template for key in keys]
    return tuple(sorted(found, key=lambda template: template.key))


async def text_of(storage: Storage, organisation: str, key: str, built_in: BuiltIn) -> str:
    """The YAML of the newest version; raises `NotFound`."""
    if key in built_in and not await storage.organisations():
        return built_in[key].text
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        return (await template_named(uow, key, built_in))[0].text


async def _publish_once(
    storage: Storage, organisation: OrganisationId, stored: StoredTemplate, built_in: BuiltIn
) -> Template:
    async with storage.write(organisation) as uow:
        known = await _known_version(uow, stored.template.key, built_in)
        if stored.template.version <= known:
            raise VersionPublished(key=stored.template.key, newest=known)
        await uow.templates.publish(stored)
        await _keep_in_record(uow, stored)
        await uow.commit()
    return stored.template


async def _known_version(uow: UnitOfWork, key: str, built_in: BuiltIn) -> int:
    try:
        return (await template_named(uow, key, built_in))[0].template.version
    except NotFound:
        return 0


async def _keep_in_record(uow: UnitOfWork, stored: StoredTemplate) -> None:
    """Which text was published, as its hash; by nobody known, because a command line has no account."""
    before = await uow.organisations.get()
    hashed = hashlib.sha256(stored.text.encode()).hexdigest()
    data: dict[str, Scalar] = {"template": stored.template.key, "version": stored.template.version, "sha256": hashed}
    fact = Fact(FactKind.TEMPLATE_PUBLISHED, None, data)
    appended = record.append(before.id, before.head, (fact,), actor=None, at=stored.published_at, salts=())
    await uow.organisations.save(before, replace(before, version=before.version + 1, head=appended.head))
    await uow.record.append(before.id, appended)
