"""Roles, and people who leave or come back."""

from bot.intents.intent import Intent, Text
from readiness.domain.values.person import Role


class SetRole(Intent, frozen=True, tag="r"):
    """A person's role in the organisation."""

    person: Text
    role: Role


class SayLeft(Intent, frozen=True, tag="pl"):
    """Somebody has left the company, or is back."""

    person: Text
    is_back: bool = False
