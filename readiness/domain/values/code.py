"""One-time codes that show, by being typed on both sides, that both are in the same hands (docs/decisions/0014)."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.value import value

ALPHABET = "ACDEFGHJKLMNPQRTVWXY3479"
"""What nobody takes for another: of B and 8, I and 1, O and 0, S and 5, Z and 2, U and V, G and 6 one at most."""

LENGTH, GROUP = 12, 4
"""24 to the 12th are 55 bits."""


class CodeKind(StrEnum):
    """What a code does."""

    ADMINISTRATOR = "administrator"
    JOIN = "join"
    LINK = "link"


LIFETIMES: dict[CodeKind, timedelta] = {
    CodeKind.ADMINISTRATOR: timedelta(hours=24),
    CodeKind.JOIN: timedelta(hours=24),
    CodeKind.LINK: timedelta(minutes=15),
}


@value(frozen=True, slots=True)
class Code:
    """A code that was made, as it is kept: its hash, and who made it; nobody known on the command line."""

    digest: str
    kind: CodeKind
    expires_at: datetime
    organisation: OrganisationId | None = None
    person: PersonId | None = None

    def does(self, kind: CodeKind, at: datetime) -> bool:
        """Whether it does that at `at`."""
        return self.kind is kind and at < self.expires_at


def code_from(randomness: str) -> str:
    """The code of 32 random hex digits: three groups of four."""
    number, drawn = int(randomness, 16), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        drawn += ALPHABET[place]
    return "-".join(drawn[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(typed: str) -> str:
    """SHA-256, in hex, of a code however it was typed: small letters, spaces and any hyphens count for nothing."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
