"""Workspaces: what is asked before the organisation is known. These statements alone look across organisations."""

from sqlalchemy import Connection, bindparam, select

from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import Workspace
from storage.engine.database import Row
from storage.engine.tables import accounts, organisations, workspaces
from storage.stores.organisations import add_organisation

_WORKSPACES = select(
    workspaces.c.id, workspaces.c.organisation_id, workspaces.c.platform, workspaces.c.external, workspaces.c.name
)
_BY_EXTERNAL = _WORKSPACES.where(
    workspaces.c.platform == bindparam("of_platform"), workspaces.c.external == bindparam("of_external")
)
_BY_ID = _WORKSPACES.where(workspaces.c.id == bindparam("workspace"))
_ORGANISATION = select(organisations.c.id).where(organisations.c.id == bindparam("organisation"))
_PERSON = select(accounts.c.person_id).where(
    accounts.c.organisation_id == bindparam("organisation"),
    accounts.c.workspace_id == bindparam("workspace"),
    accounts.c.external == bindparam("account"),
)
_OF_ORGANISATION = _WORKSPACES.where(workspaces.c.organisation_id == bindparam("organisation")).order_by(
    workspaces.c.platform, workspaces.c.name, workspaces.c.external
)
_NAMES = select(organisations.c.id, organisations.c.name).order_by(organisations.c.name, organisations.c.id)
_ORGANISATIONS = _NAMES.where(organisations.c.absorbed_by.is_(None))
_ABSORBED = _NAMES.where(organisations.c.absorbed_by == bindparam("into"))


def by_external(connection: Connection, platform: str, external: str) -> Workspace | None:
    """The workspace the platform knows by that id."""
    found = connection.execute(_BY_EXTERNAL, {"of_platform": platform, "of_external": external}).one_or_none()
    return None if found is None else _workspace(found)


def by_id(connection: Connection, workspace: str) -> Workspace | None:
    """That workspace."""
    found = connection.execute(_BY_ID, {"workspace": workspace}).one_or_none()
    return None if found is None else _workspace(found)


def add(connection: Connection, workspace: Workspace, organisation: Organisation) -> Workspace:
    """Store the workspace, and its organisation unless that exists; the one that stands there already wins."""
    first = by_external(connection, workspace.platform, workspace.external)
    if first is not None:
        return first
    if connection.execute(_ORGANISATION, {"organisation": organisation.id}).one_or_none() is None:
        add_organisation(connection, organisation)
    row = {
        "id": workspace.id,
        "organisation_id": workspace.organisation,
        "platform": workspace.platform,
        "external": workspace.external,
        "name": workspace.name,
    }
    connection.execute(workspaces.insert(), row)
    return workspace


def person_at(connection: Connection, workspace: Workspace, account: str) -> PersonId | None:
    """Who is known in that workspace by that account."""
    named = {"organisation": workspace.organisation, "workspace": workspace.id, "account": account}
    found = connection.execute(_PERSON, named).scalar_one_or_none()
    return None if found is None else PersonId(found)


def every_organisation(connection: Connection) -> tuple[tuple[OrganisationId, str], ...]:
    """Every organisation's id and name, by name, without those that were joined to another."""
    return tuple((OrganisationId(row.id), row.name) for row in connection.execute(_ORGANISATIONS))


def absorbed(connection: Connection, into: OrganisationId) -> tuple[tuple[OrganisationId, str], ...]:
    """Those that were joined to it, each with those that were joined to that one before."""
    found = [(OrganisationId(row.id), str(row.name)) for row in connection.execute(_ABSORBED, {"into": into})]
    return tuple(one for id_, name in found for one in ((id_, name), *absorbed(connection, id_)))


def of_organisation(connection: Connection, organisation: OrganisationId) -> tuple[Workspace, ...]:
    """The organisation's workspaces, by platform and name."""
    return tuple(map(_workspace, connection.execute(_OF_ORGANISATION, {"organisation": organisation})))


def _workspace(row: Row) -> Workspace:
    return Workspace(*row)
