"""Administrators, organisations and accounts that become one."""

from bot.intents.intent import Intent, Text


class BecomeAdministrator(Intent, frozen=True, tag="adm"):
    """Makes whoever types it an administrator."""

    code: Text


class JoinOrganisation(Intent, frozen=True, tag="jn"):
    """Join the organisation in which the code was made; without one, make it."""

    code: Text | None = None


class LinkAccounts(Intent, frozen=True, tag="lk"):
    """Be one person with whoever made the code; without one, make it. Until it `is_sure`, it is asked first."""

    code: Text | None = None
    is_sure: bool = False
