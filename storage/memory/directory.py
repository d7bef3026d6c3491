"""Who is where, as this process learned it: asked on every request, so hardly ever of the database."""

from threading import Lock

from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import Workspace

PEOPLE_REMEMBERED = 50_000
"""Accounts of one workspace whose person a process keeps in mind: some 10 MB."""


class Directory:
    """Workspaces and accounts. Each organisation that is loaded or saved corrects what is known of its accounts.

    So nobody has to tell the other processes of a joining or linking (docs/decisions/0014). Used by all threads.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._workspaces: dict[tuple[str, str], Workspace] = {}
        self._people: dict[WorkspaceId, dict[str, PersonId]] = {}
        self._lock = Lock()

    def workspace(self, platform: str, external: str) -> Workspace | None:
        """The workspace the platform knows by that id, if it was asked for before."""
        return self._workspaces.get((platform, external))

    def person(self, workspace: WorkspaceId, account: str) -> PersonId | None:
        """Who is known there by that account, likewise."""
        return self._people.get(workspace, {}).get(account)

    def keep_workspace(self, workspace: Workspace) -> None:
        """Remember it until its organisation is joined to another."""
        with self._lock:
            self._workspaces[workspace.platform, workspace.external] = workspace

    def keep_person(self, workspace: WorkspaceId, account: str, person: PersonId) -> None:
        """Remember who that account is until the organisation says otherwise."""
        with self._lock:
            known = self._people.setdefault(workspace, {})
            if len(known) >= PEOPLE_REMEMBERED:
                known.clear()
            known[account] = person

    def learn(self, organisation: Organisation) -> None:
        """Of the accounts that are remembered, take over what the organisation says now; a tombstone is forgotten."""
        if organisation.absorbed_by is not None:
            self.forget(organisation.id)
        with self._lock:
            for workspace, accounts in organisation.addresses.items():
                if known := self._people.get(workspace):
                    self._people[workspace] = {
                        account: person for person, account in accounts.items() if account in known
                    }

    def forget(self, organisation: OrganisationId) -> None:
        """Its workspaces belong to another organisation now."""
        with self._lock:
            kept = {key: one for key, one in self._workspaces.items() if one.organisation != organisation}
            self._workspaces = kept
