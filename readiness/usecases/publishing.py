"""Checklists are published from the command line; a published version never changes."""

from collections.abc import Mapping
from datetime import datetime

from readiness.domain.refusal import Refusal
from readiness.domain.template import Template
from readiness.usecases.initiatives import template_named
from readiness.usecases.ports import Storage, StoredTemplate, VersionConflict
from readiness.usecases.tenancy import organisation_named


class VersionPublished(Refusal):
    """Version {version} of `{key}` is published and never changes. Raise `version` in the file and publish again."""

    code = "version-published"


async def publish(storage: Storage, organisation: str, template: Template, text: str, at: datetime) -> Template:
    """Keep a checklist version for good; raises `VersionPublished` when there is one already."""
    async with storage.write(await organisation_named(storage, organisation)) as uow:
        newest = await uow.templates.get(template.key)
        if newest is not None and newest.template.version >= template.version:
            raise VersionPublished(version=template.version, key=template.key)
        try:
            await uow.templates.publish(StoredTemplate(template, text, at))
            await uow.commit()
        except VersionConflict:
            raise VersionPublished(version=template.version, key=template.key) from None
    return template


async def newest(storage: Storage, organisation: str, built_in: Mapping[str, StoredTemplate]) -> tuple[Template, ...]:
    """The newest version of every checklist; before there is an organisation, those that came with the bot."""
    if not await storage.organisations():
        return tuple(stored.template for stored in built_in.values())
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        keys = {stored.template.key for stored in await uow.templates.list()} | set(built_in)
        found = [(await template_named(uow, key, built_in))[0].template for key in keys]
    return tuple(sorted(found, key=lambda template: template.key))


async def text_of(storage: Storage, organisation: str, key: str, built_in: Mapping[str, StoredTemplate]) -> str:
    """The YAML of the newest version; raises `NotFound`."""
    if key in built_in and not await storage.organisations():
        return built_in[key].text
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        return (await template_named(uow, key, built_in))[0].text
