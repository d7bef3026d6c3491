"""What the name of a message tells: `usecases.notices` makes them, this reads them back."""

from dataclasses import dataclass

from readiness.domain.values.identity import PersonId


@dataclass(frozen=True, slots=True)
class PromptName:
    """A personal prompt; the one with the highest version is the newest."""

    person: PersonId
    version: int


@dataclass(frozen=True, slots=True)
class SignOffName:
    """A sign-off request; `person` has a copy of their own, None is the one in the thread."""

    gate: str
    ask: int
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class DeadlockName:
    """The message about a deadlock."""

    number: int


@dataclass(frozen=True, slots=True)
class ContractName:
    """A request to sign a version of the contract; likewise."""

    number: int
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ReminderName:
    """A reminder that speaks of an initiative."""

    person: PersonId


RequestName = SignOffName | ContractName
MessageName = PromptName | RequestName | DeadlockName | ReminderName


def read_name(key: str) -> MessageName | None:
    """What message of an initiative that is; None for its checklist and for anything unknown."""
    match key.split(":"):
        case ["prompt", _, person, version]:
            return PromptName(PersonId(person), int(version))
        case ["sign-off", _, gate, ask, *copy]:
            return SignOffName(gate, int(ask), _whose(copy))
        case ["contract", _, "version", number, *copy]:
            return ContractName(int(number), _whose(copy))
        case ["deadlock", _, number]:
            return DeadlockName(int(number))
        case ["reminder", person, _]:
            return ReminderName(PersonId(person))
        case _:
            return None


def copy_key(key: str, person: PersonId) -> str:
    """The name of the copy that `person` gets by direct message."""
    return f"{key}:dm:{person}"


def family_of(key: str) -> str:
    """What the names of older and newer messages of the same kind begin with."""
    kind, initiative, whose, *_ = key.split(":")
    return f"{kind}:{initiative}:{whose}:"


def _whose(copy: list[str]) -> PersonId | None:
    """Whose copy it is, by the end of its name; None for the one in the thread."""
    return PersonId(copy[1]) if copy else None
