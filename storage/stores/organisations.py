"""The organisation with its parties, people and addresses."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, select, update

from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.record import Head
from readiness.usecases.frame.ports import Faults, OrganisationMoved, VersionConflict
from storage.engine import tables
from storage.engine.query import Query
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.types import unspoilt
from storage.stores.people import (
    calendar_from,
    organisation_row,
    party_from,
    party_row,
    person_from,
    person_row,
    policy_from,
)

_VERSION = Query(select(tables.organisations.c.version).where(tables.organisations.c.id == OWN))
_ORGANISATION = scoped(select(tables.organisations).where(tables.organisations.c.id == OWN))
_PEOPLE = scoped(select(tables.people).where(tables.people.c.organisation_id == OWN))
_ACCOUNTS = scoped(select(tables.accounts).where(tables.accounts.c.organisation_id == OWN))
_MEMBERS = scoped(select(tables.party_members).where(tables.party_members.c.organisation_id == OWN))
_MERGED = scoped(select(tables.merged_people).where(tables.merged_people.c.organisation_id == OWN))
_PARTIES = scoped(
    select(tables.parties).where(tables.parties.c.organisation_id == OWN).order_by(tables.parties.c.position)
)
_SAVE = scoped(
    update(tables.organisations).where(
        tables.organisations.c.id == OWN, tables.organisations.c.version == bindparam("seen")
    )
)
_FORGET_PERSON = scoped(
    delete(tables.people).where(tables.people.c.organisation_id == OWN, tables.people.c.id == bindparam("person"))
)
_FORGET_ACCOUNT = scoped(
    delete(tables.accounts).where(
        tables.accounts.c.organisation_id == OWN,
        tables.accounts.c.workspace_id == bindparam("workspace"),
        tables.accounts.c.person_id == bindparam("person"),
    )
)
_FORGET_PARTY = scoped(
    delete(tables.parties).where(tables.parties.c.organisation_id == OWN, tables.parties.c.key == bindparam("party"))
)
_FORGET_MERGED = scoped(delete(tables.merged_people).where(tables.merged_people.c.organisation_id == OWN))
_FORGET_MEMBERS = scoped(
    delete(tables.party_members).where(
        tables.party_members.c.organisation_id == OWN, tables.party_members.c.party == bindparam("party")
    )
)


class SqlOrganisations:
    """The unit of work's own organisation (`ports.Organisations`)."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self) -> Organisation:
        """The organisation; raises `OrganisationMoved` when it was joined to another, `LookupError` without one."""
        return await self._unit.run(current_organisation, self._unit)

    async def add(self, organisation: Organisation) -> None:
        """Store a new organisation."""
        self._unit.own(organisation.id)
        self._unit.later(add_organisation, organisation)

    async def save(self, before: Organisation, after: Organisation) -> None:
        """Store what differs; raises `VersionConflict` when somebody saved after `before` was loaded."""
        self._unit.own(after.id)
        saved = replace(after, version=before.version + 1)
        self._unit.later(_save, before, saved)
        self._unit.organisations.put((saved.id,), saved.version, saved)


def current_organisation(connection: Connection, unit: Unit) -> Organisation:
    """The organisation as it is now; loaded only when it changed since this process saw it last."""
    rows = _VERSION.rows(connection, {"organisation": unit.organisation})
    if not rows:
        raise LookupError(f"there is no organisation {unit.organisation}")
    return organisation_at(connection, unit, rows[0][0])


def organisation_at(connection: Connection, unit: Unit, version: int) -> Organisation:
    """The organisation, which is at `version` now; raises `OrganisationMoved` when it was joined to another."""
    known = unit.organisations.get((unit.organisation,), version)
    if known is None:
        known = _load(connection, unit.organisation, unit.faults)
        unit.organisations.put((known.id,), known.version, known)
    if known.absorbed_by is not None:
        unit.directory.forget(known.id)
        raise OrganisationMoved(known.absorbed_by)
    return known


def add_organisation(connection: Connection, organisation: Organisation) -> None:
    """Store a new organisation with everything in it."""
    row = organisation_row(organisation) | {"id": organisation.id, "version": organisation.version}
    connection.execute(tables.organisations.insert(), row)
    _save_parts(connection, Organisation(id=organisation.id, name=""), organisation)


def _load(connection: Connection, organisation: OrganisationId, faults: Faults) -> Organisation:
    own = {"organisation": organisation}
    row = connection.execute(_ORGANISATION, own).one()
    calendar, holiday_names = calendar_from(row, faults)
    people = [person_from(person, calendar.timezone, faults) for person in connection.execute(_PEOPLE, own)]
    return Organisation(
        id=organisation,
        name=row.name,
        calendar=calendar,
        parties=_parties(connection, own),
        people={person.id: person for person in people},
        addresses=_addresses(connection, own),
        default_template=row.default_template,
        version=row.version,
        head=Head(row.head_sequence, row.head_hash, unspoilt(row.head_at)),
        merged={PersonId(one.id): PersonId(one.person_id) for one in connection.execute(_MERGED, own)},
        absorbed_by=None if row.absorbed_by is None else OrganisationId(row.absorbed_by),
        policy=policy_from(row, faults),
        holiday_names=holiday_names,
    )


def _parties(connection: Connection, own: dict[str, OrganisationId]) -> dict[str, Party]:
    members: dict[str, set[PersonId]] = {}
    for row in connection.execute(_MEMBERS, own):
        members.setdefault(row.party, set()).add(row.person_id)
    return {row.key: party_from(row, members.get(row.key, set())) for row in connection.execute(_PARTIES, own)}


def _addresses(connection: Connection, own: dict[str, OrganisationId]) -> dict[WorkspaceId, dict[PersonId, str]]:
    addresses: dict[WorkspaceId, dict[PersonId, str]] = {}
    for row in connection.execute(_ACCOUNTS, own):
        addresses.setdefault(row.workspace_id, {})[row.person_id] = row.external
    return addresses


def _save(connection: Connection, before: Organisation, after: Organisation) -> None:
    key = {"organisation": after.id, "seen": before.version}
    row = organisation_row(after) | {"version": after.version}
    if connection.execute(_SAVE, row | key).rowcount == 0:
        raise VersionConflict
    _save_parts(connection, before, after)


def _save_parts(connection: Connection, before: Organisation, after: Organisation) -> None:
    if before.people is not after.people:
        _save_people(connection, before, after)
    if before.addresses is not after.addresses:
        _save_addresses(connection, before, after)
    if before.parties is not after.parties:
        _save_parties(connection, before, after)
    if before.merged != after.merged:
        _save_merged(connection, after)


def _save_people(connection: Connection, before: Organisation, after: Organisation) -> None:
    gone = [key for key, person in before.people.items() if after.people.get(key) != person]
    new = [person for key, person in after.people.items() if before.people.get(key) != person]
    if gone:
        connection.execute(_FORGET_PERSON, [{"organisation": after.id, "person": key} for key in gone])
    if new:
        connection.execute(
            tables.people.insert(), [person_row(person) | {"organisation_id": after.id} for person in new]
        )


def _save_addresses(connection: Connection, before: Organisation, after: Organisation) -> None:
    was, now = _accounts(before.addresses), _accounts(after.addresses)
    gone = [{"organisation": after.id, "workspace": workspace, "person": person} for workspace, person, _ in was - now]
    new = [
        {"organisation_id": after.id, "workspace_id": workspace, "person_id": person, "external": external}
        for workspace, person, external in now - was
    ]
    if gone:
        connection.execute(_FORGET_ACCOUNT, gone)
    if new:
        connection.execute(tables.accounts.insert(), new)


def _save_merged(connection: Connection, after: Organisation) -> None:
    connection.execute(_FORGET_MERGED, {"organisation": after.id})
    rows = [{"organisation_id": after.id, "id": old, "person_id": now} for old, now in after.merged.items()]
    if rows:
        connection.execute(tables.merged_people.insert(), rows)


def _accounts(addresses: Mapping[WorkspaceId, Mapping[PersonId, str]]) -> set[tuple[str, str, str]]:
    return {
        (workspace, person, external)
        for workspace, accounts in addresses.items()
        for person, external in accounts.items()
    }


def _save_parties(connection: Connection, before: Organisation, after: Organisation) -> None:
    was = {key: (position, party) for position, (key, party) in enumerate(before.parties.items())}
    now = {key: (position, party) for position, (key, party) in enumerate(after.parties.items())}
    gone = [{"organisation": after.id, "party": key} for key, value in was.items() if now.get(key) != value]
    new = [value for key, value in now.items() if was.get(key) != value]
    if gone:
        connection.execute(_FORGET_PARTY, gone)
        connection.execute(_FORGET_MEMBERS, gone)
    if new:
        rows = [party_row(party, position) | {"organisation_id": after.id} for position, party in new]
        connection.execute(tables.parties.insert(), rows)
    members = [
        {"organisation_id": after.id, "party": party.key, "person_id": person}
        for _, party in new
        for person in sorted(party.members)
    ]
    if members:
        connection.execute(tables.party_members.insert(), members)
