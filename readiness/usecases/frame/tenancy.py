"""Which organisation a command line means: the only one, else the one that was named."""

from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.refusal import OperatorRefusal
from readiness.usecases.frame.ports import Storage


class NoOrganisation(OperatorRefusal):
    """There is no organisation yet; it is made when the bot first hears from a workspace."""

    code = "no-organisation"


class OrganisationNeeded(OperatorRefusal):
    """There are several organisations; say which with --organisation: {known}."""

    code = "organisation-needed"


async def organisation_named(storage: Storage, name: str) -> OrganisationId:
    """The organisation of that name or id; raises `NoOrganisation` or `OrganisationNeeded`."""
    known = await storage.organisations()
    if not known:
        raise NoOrganisation
    found = [organisation for organisation, called in known if name in (organisation, called)]
    if not name and len(known) == 1:
        return known[0][0]
    if len(found) != 1:
        raise OrganisationNeeded(known=", ".join(f"{called} ({organisation})" for organisation, called in known))
    return found[0]
