"""A refusal with what it is about, and the words it is answered with."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards import Button, Mark, Mention, Span, Text
from bot.intents.intent import GateRef
from bot.intents.looking import Status
from bot.views.words.dates import moment
from bot.views.words.listing import name, people
from bot.views.words.presses import ALL, HANDOFF, button, show
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Told:
    """The headline, further lines, and what to press."""

    headline: Text
    lines: tuple[Text, ...] = ()
    buttons: tuple[Button, ...] = ()
    mark: Mark = Mark.REFUSED


@dataclass(frozen=True, slots=True)
class Case:
    """One refusal with what it is about; `organisation` is None where the database did not answer."""

    refusal: Refusal
    organisation: Organisation | None
    ref: GateRef | None
    viewer: PersonId | None = None

    def people(self) -> frozenset[PersonId]:
        """The people the refusal names as those who may."""
        found = self.refusal.details.get("people")
        return (
            frozenset(PersonId(str(one)) for one in found)
            if isinstance(found, frozenset | tuple | list)
            else frozenset()
        )

    def who(self, word: str = "or", *, mentioned: bool = False) -> tuple[Span, ...]:
        """Those people in words; empty where nobody is named or nothing is known of them."""
        if self.organisation is None:
            return ()
        return self._told_apart(people(self.organisation, self.people(), word, mentioned=mentioned))

    def _told_apart(self, who: tuple[Span, ...]) -> tuple[Span, ...]:
        """Whoever is called like the reader is another one: "Another Alex (Platform) or Dee", as a sentence begins."""
        if self.organisation is None or self.viewer is None or not self.organisation.told_apart(self.viewer):
            return who
        called = f"{self.organisation.person(self.viewer).name} ("
        own = name(self.organisation, self.viewer)
        spans: list[Span] = []
        for one in who:
            words = one.name if isinstance(one, Mention) else one
            is_other = isinstance(words, str) and words.startswith(called) and words != own
            spans += ["another " if spans else "Another ", one] if is_other else [one]
        return tuple(spans)

    def text(self, key: str) -> str:
        """One detail as text."""
        value = self.refusal.details.get(key)
        return "" if value is None else str(value)

    def keys(self, key: str) -> tuple[str, ...]:
        """One detail as keys."""
        value = self.refusal.details.get(key)
        return tuple(map(str, value)) if isinstance(value, tuple | list | frozenset) else ()

    def when(self, key: str = "at") -> tuple[Span, ...]:
        """One detail as an instant; empty where there is none."""
        value = self.refusal.details.get(key)
        if not isinstance(value, datetime) or self.organisation is None:
            return ()
        return (moment(value, self.organisation.calendar),)

    def by(self) -> str:
        """Who did it: "You", a name, or empty."""
        who = self.refusal.details.get("by")
        if who is None or self.organisation is None:
            return ""
        return "You" if who == self.viewer else name(self.organisation, str(who))


def show_button(case: Case, label: str = "Show gate", *, primary: bool = False) -> tuple[Button, ...]:
    """A look at the gate it is about; nothing where it is about none."""
    is_gate = case.ref is not None and case.ref.gate not in (HANDOFF, ALL)
    return (show(label, case.ref, primary=primary),) if case.ref is not None and is_gate else ()


def status_button(case: Case) -> tuple[Button, ...]:
    """A look at the initiative it is about."""
    return (button("Show checklist", Status(case.ref.initiative)),) if case.ref is not None else ()
