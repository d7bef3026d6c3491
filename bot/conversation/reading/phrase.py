"""A cursor over one utterance: takes the next argument, or stops with the problem that a person can mend."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NoReturn, TypeVar

from bot.conversation.reading.dates import nearest_dates, read_date
from bot.conversation.reading.nearest import nearest, nearest_or_first
from bot.conversation.reading.scope import Scope
from bot.conversation.reading.words import Channel, Person, Quoted, Token, Unclosed, Utterance, Word, folded, shown
from bot.intents.problems import Problem, ProblemKind, Unreadable
from readiness.domain.rules.milestone import LIVE
from readiness.domain.values.milestone import MILESTONES

T = TypeVar("T")

_GOT_LIMIT = 80
_LONGEST_MILESTONE = 3
"""Words in the longest milestone's name ("outputs in use")."""


class Phrase:
    """What follows a command, read from left to right.

    `at` is the next token; `command` and `usage` go into problems.
    """

    def __init__(self, utterance: Utterance, scope: Scope, at: int, command: str, usage: str) -> None:
        """Start at token `at`."""
        self.utterance = utterance
        self.scope = scope
        self.at = at
        self.command = command
        self.usage = usage

    def moved(self, at: int) -> "Phrase":
        """Another cursor over the same utterance."""
        return Phrase(self.utterance, self.scope, at, self.command, self.usage)

    # --- looking ------------------------------------------------------------------------------------------------------

    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.utterance.tokens)

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token, or one further on; None past the end."""
        index = self.at + ahead
        return self.utterance.tokens[index] if index < len(self.utterance.tokens) else None

    def name(self, ahead: int = 0) -> str:
        """The next token as a name is compared (words and quoted words); empty where it cannot be a name."""
        token = self.peek(ahead)
        return folded(token.text) if isinstance(token, Word | Quoted) else ""

    def find(self, word: str) -> int | None:
        """The first token from here on that is that word by itself."""
        tokens = enumerate(self.utterance.tokens)
        return next((at for at, token in tokens if at >= self.at and token == Word(word)), None)

    # --- taking -------------------------------------------------------------------------------------------------------

    def take_keyword(self, *keywords: str) -> str | None:
        """The next word if it is one of these; else None and nothing is taken."""
        word = self.name()
        if not isinstance(self.peek(), Word) or word not in keywords:
            return None
        self.at += 1
        return word

    def choose(self, known: Mapping[str, T], kind: ProblemKind = ProblemKind.UNKNOWN_WORD) -> T:
        """What the next word stands for; else a problem with the words that can stand here."""
        word = self.name().rstrip(",:;")
        if word not in known:
            self.fail(kind, nearest=nearest_or_first(word, known, 5))
        self.at += 1
        return known[word]

    def key(self, known: Iterable[str], kind: ProblemKind) -> str:
        """The next word, which must be one of the keys; else a problem of that kind with the nearest of them."""
        keys = sorted(known)
        if self.name() not in keys:
            self.fail(kind, nearest=nearest_or_first(self.name(), keys))
        self.at += 1
        return self.name(-1)

    def milestone(self, *others: str) -> str:
        """A milestone's key, also written as its name (`model complete`), or one of the other words."""
        known = (*MILESTONES, *others)
        lengths = range(_LONGEST_MILESTONE, 0, -1)
        written = {length: "-".join(self.name(ahead) for ahead in range(length)) for length in lengths}
        found = next((length for length in lengths if written[length] in known), None)
        if found is None:
            self.fail(ProblemKind.UNKNOWN_MILESTONE, nearest=nearest_or_first(self.name(), known))
        self.at += found
        return written[found]

    def planned_milestone(self) -> str:
        """A milestone's key, or "live" for both live facts."""
        return self.milestone(LIVE)

    def person(self) -> str:
        """The account of the person mentioned next."""
        token = self.peek()
        if not isinstance(token, Person):
            self.fail(ProblemKind.PERSON_NEEDED)
        self.at += 1
        return token.account

    def to_whom(self) -> str:
        """Likewise; people say "to" before whoever gets something."""
        if isinstance(self.peek(1), Person):
            self.take_keyword("to")
        return self.person()

    def people(self) -> tuple[str, ...]:
        """The accounts of one or more people, each once; commas and `and` between them are passed over."""
        accounts = [self.person()]
        while not self.is_over():
            if self.take_keyword(",", "and", "&") is None or isinstance(self.peek(), Person):
                accounts.append(self.person())
        return tuple(dict.fromkeys(accounts))

    def channel(self) -> str:
        """The id of the channel named next."""
        token = self.peek()
        if not isinstance(token, Channel):
            self.fail(ProblemKind.CHANNEL_NEEDED)
        self.at += 1
        return token.id

    def day(self) -> date:
        """The date that the next word names."""
        word, today = self.name(), self.scope.today
        if self.is_over():
            self.fail(ProblemKind.DATE_NEEDED, nearest=nearest_dates("", today))
        day = read_date(word, today, self.scope.calendar)
        if day is None:
            following = [self.name(1), self.name(2)]
            self.fail(ProblemKind.BAD_DATE, nearest=nearest_dates(word, today, following))
        self.at += 1
        return day

    def quoted(self) -> str:
        """A quoted text that is not blank; a problem that says to quote it otherwise."""
        token = self.peek()
        if not isinstance(token, Quoted):
            self.fail(ProblemKind.QUOTES_NEEDED)
        if not token.text.strip():
            self.fail(ProblemKind.TEXT_NEEDED)
        self.at += 1
        return " ".join(token.text.split())

    def text(self) -> str:
        """Everything that is left, as typed; empty where nothing is."""
        rest = self.utterance.rest(self.at)
        self.at = len(self.utterance.tokens)
        return rest

    def needed_text(self) -> str:
        """Everything that is left; a problem where nothing is."""
        start = self.at
        text = self.text()
        if not text:
            self.at = start
            self.fail(ProblemKind.TEXT_NEEDED)
        return text

    def end(self) -> None:
        """Nothing may be left."""
        if not self.is_over():
            self.fail(ProblemKind.TOO_MANY_WORDS)

    # --- stopping -----------------------------------------------------------------------------------------------------

    def fail(self, kind: ProblemKind, *, nearest: tuple[str, ...] = (), got: str | None = None) -> NoReturn:
        """Stop at the next token; an unclosed quote is the problem whatever else was expected there."""
        token = self.peek()
        if isinstance(token, Unclosed):
            kind, nearest = ProblemKind.UNBALANCED_QUOTE, ()
        said = got if got is not None else shown(token) if token is not None else ""
        raise Unreadable(Problem(kind, self.command, shortened(said), nearest, self.usage), self.at)

    def suggest(self, kind: ProblemKind, known: Iterable[str]) -> NoReturn:
        """Stop with those of the known words that are like the next one."""
        self.fail(kind, nearest=nearest(self.name(), known))


def shortened(text: str) -> str:
    """A word at fault, short enough to be repeated in an answer."""
    return text if len(text) <= _GOT_LIMIT else text[: _GOT_LIMIT - 1] + "…"
