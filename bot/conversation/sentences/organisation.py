"""Reading the commands that change the plan, the checklist and who belongs where."""

import re

from bot.conversation.reading.naming import split_reference
from bot.conversation.reading.nearest import nearest, nearest_or_first
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Person, Quoted, Word
from bot.conversation.sentences.amount import amount
from bot.intents.gate import AddGate, GroupSpec, RemoveGate, SetApprovers, SetDepends
from bot.intents.initiative import Appoint, Course, Office, SetValue, Steer
from bot.intents.intent import GateRef, Intent
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.party import ChangeParty, PartyAct
from bot.intents.person import SayLeft, SetRole
from bot.intents.problems import ProblemKind
from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import Condition
from readiness.domain.values.identity import RESERVED_GATE_KEYS, is_key, slug_from
from readiness.domain.values.person import Role

_CONDITIONS = {str(condition): condition for condition in Condition}
_ROLES = {str(role): role for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.MEMBER)}
_QUORUMS = {str(quorum): quorum for quorum in Quorum}
_QUOTED_LIMIT = 60
_NUMBER = re.compile(r"[0-9]{1,3}")
_ONE: tuple[PartyAct, ...] = ("owner", "backup")
_MANY: tuple[PartyAct, ...] = ("member", "remove")
_PARTY_ACTS = {str(act): act for act in (*_ONE, *_MANY)}
_REACHED = {"done": True, "plan": False}


# --- the plan ---------------------------------------------------------------------------------------------------------


def milestone(phrase: Phrase, slug: str) -> Intent:
    """`milestone [INITIATIVE] NAME done|plan [DATE]`; a plan needs its date, done without one is today."""
    key = phrase.planned_milestone()
    done = phrase.choose(_REACHED)
    day = None if done and phrase.is_over() else phrase.day()
    phrase.end()
    return SetMilestone(slug, key, done, day)


def due(phrase: Phrase, ref: GateRef) -> Intent:
    """`due [INITIATIVE] GATE DATE|off`."""
    day = None if phrase.take_keyword("off") else phrase.day()
    phrase.end()
    return SetDue(ref, day)


def value(phrase: Phrase, slug: str) -> Intent:
    """`value [INITIATIVE] 25000 EUR`."""
    worth, currency = amount(phrase)
    phrase.end()
    return SetValue(slug, worth, currency)


def sponsor(phrase: Phrase, slug: str) -> Intent:
    """`sponsor [INITIATIVE] @P`."""
    return _appoint(phrase, slug, "sponsor")


def lead(phrase: Phrase, slug: str) -> Intent:
    """`lead [INITIATIVE] @P`."""
    return _appoint(phrase, slug, "lead")


def _appoint(phrase: Phrase, slug: str, what: Office) -> Intent:
    person = phrase.person()
    phrase.end()
    return Appoint(slug, what, person)


def pause(phrase: Phrase, slug: str) -> Intent:
    """`pause [INITIATIVE] [REASON]`."""
    return _steer(phrase, slug, "pause")


def resume(phrase: Phrase, slug: str) -> Intent:
    """`resume [INITIATIVE] [REASON]`."""
    return _steer(phrase, slug, "resume")


def cancel(phrase: Phrase, slug: str) -> Intent:
    """`cancel [INITIATIVE] [REASON]`."""
    return _steer(phrase, slug, "cancel")


def _steer(phrase: Phrase, slug: str, what: Course) -> Intent:
    _refuse_what_may_be_a_slug(phrase)
    return Steer(slug, what, phrase.text())


def _refuse_what_may_be_a_slug(phrase: Phrase) -> None:
    """A misspelled slug must not cancel the channel's own initiative with that word as the reason.

    So a reason that stands where the initiative could stand must not look like one: a word alone, a word with a hyphen
    or digit, a word like a visible slug. In quotes it is a reason.
    """
    word, scope = phrase.name(), phrase.scope
    named = phrase.at > 1
    if named or scope.is_visible(word) or not isinstance(phrase.peek(), Word) or not is_key(word):
        return
    alike = nearest(word, scope.known_slugs())
    if alike or not word.isalpha() or phrase.moved(phrase.at + 1).is_over():
        quoted = f'{phrase.command} "{phrase.utterance.rest(phrase.at)[:_QUOTED_LIMIT]}"'
        phrase.fail(ProblemKind.UNKNOWN_INITIATIVE, nearest=(*alike, quoted))


# --- the checklist ----------------------------------------------------------------------------------------------------


def add_gate(phrase: Phrase, ref: GateRef) -> Intent:
    """`gate add [INITIATIVE] KEY "TITLE" party P [condition C] [needed-by M]`, the options in any order."""
    _check_new_key(phrase.moved(phrase.at - 1), ref.gate)
    title = phrase.quoted()
    said: dict[str, str] = {}
    while not phrase.is_over():
        option = phrase.choose({name: name for name in ("party", "condition", "needed-by")})
        if option in said:
            phrase.moved(phrase.at - 1).fail(ProblemKind.SAID_TWICE)
        said[option] = _gate_option(phrase, option)
    if "party" not in said:
        phrase.fail(ProblemKind.PARTY_NEEDED, nearest=tuple(f"party {key}" for key in sorted(phrase.scope.parties)[:3]))
    condition = _CONDITIONS[said["condition"]] if "condition" in said else None
    return AddGate(ref.initiative, ref.gate, title, said["party"], condition, said.get("needed-by"))


def remove_gate(phrase: Phrase, ref: GateRef) -> Intent:
    """`gate remove [INITIATIVE] GATE REASON`."""
    return RemoveGate(ref, phrase.needed_text())


def depends(phrase: Phrase, ref: GateRef) -> Intent:
    """`depends [INITIATIVE] GATE on|off GATE`, both of one initiative."""
    word = phrase.take_keyword("on", "off")
    if word is None:
        phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=("on", "off"))
    on = _gate_of_same(phrase, ref.initiative)
    phrase.end()
    return SetDepends(ref, on, off=word == "off")


def _check_new_key(phrase: Phrase, key: str) -> None:
    """The key stands before its title; a title where the key should be is a key left out."""
    if not key or isinstance(phrase.peek(), Quoted):
        phrase.fail(ProblemKind.GATE_NEEDED)
    if not is_key(key) or key in RESERVED_GATE_KEYS:
        made = slug_from(key)
        phrase.fail(ProblemKind.BAD_KEY, nearest=(made,) if made not in (key, "initiative") else (), got=key)


def _gate_option(phrase: Phrase, option: str) -> str:
    match option:
        case "party":
            return phrase.key(phrase.scope.parties, ProblemKind.UNKNOWN_PARTY)
        case "condition":
            return str(phrase.choose(_CONDITIONS, ProblemKind.UNKNOWN_CONDITION))
        case _:
            return phrase.milestone()


def _gate_of_same(phrase: Phrase, slug: str) -> str:
    if "/" in phrase.name():
        other, key = split_reference(phrase)
        if other != slug:
            phrase.fail(ProblemKind.OTHER_INITIATIVE)
    else:
        key = phrase.name()
    if not key:
        phrase.fail(ProblemKind.GATE_NEEDED)
    if key not in phrase.scope.gates_of(slug):
        phrase.fail(ProblemKind.UNKNOWN_GATE, nearest=nearest(key, phrase.scope.gates_of(slug)), got=key)
    phrase.at += 1
    return key


# --- who belongs where ------------------------------------------------------------------------------------------------


def party(phrase: Phrase, slug: str | None) -> Intent:
    """`party [INITIATIVE] NAME owner|backup|member|remove @P…`; an owner and a backup are one person."""
    key = phrase.key(phrase.scope.parties, ProblemKind.UNKNOWN_PARTY)
    what = phrase.choose(_PARTY_ACTS)
    people = (phrase.person(),) if what in _ONE else phrase.people()
    phrase.end()
    return ChangeParty(key, what, people, slug)


def approvers(phrase: Phrase, ref: GateRef) -> Intent:
    """`approvers [INITIATIVE] GATE any|all|majority|N of @P|PARTY… [and …]`."""
    groups = [_group(phrase)]
    while not phrase.is_over():
        phrase.take_keyword("and")
        groups.append(_group(phrase))
    return SetApprovers(ref, tuple(groups))


def role(phrase: Phrase) -> Intent:
    """`role @P administrator|auditor|member`."""
    person = phrase.person()
    chosen = phrase.choose(_ROLES)
    phrase.end()
    return SetRole(person, chosen)


def person(phrase: Phrase) -> Intent:
    """`person @P left|back`."""
    account = phrase.person()
    is_back = phrase.choose({"left": False, "back": True})
    phrase.end()
    return SayLeft(account, is_back)


def _group(phrase: Phrase) -> GroupSpec:
    """A number, `of`, then people and parties up to the next `and`."""
    start = phrase.at
    need = _need(phrase)
    if phrase.take_keyword("of") is None:
        phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=("of",))
    people: list[str] = []
    parties: list[str] = []
    while not phrase.is_over() and phrase.name() != "and":
        if phrase.take_keyword(","):
            continue
        if isinstance(phrase.peek(), Person):
            people.append(phrase.person())
        else:
            parties.append(_listed_party(phrase))
    if not people and not parties:
        phrase.fail(ProblemKind.PERSON_NEEDED, nearest=nearest_or_first("", sorted(phrase.scope.parties)))
    spec = GroupSpec(need, tuple(dict.fromkeys(people)), tuple(dict.fromkeys(parties)))
    if not spec.parties and isinstance(need, int) and need > len(spec.people):
        phrase.moved(start).fail(ProblemKind.BAD_NUMBER, nearest=(str(len(spec.people)), "all"))
    return spec


def _need(phrase: Phrase) -> Quorum | int:
    word = phrase.name()
    if _NUMBER.fullmatch(word):
        if int(word) < 1:
            phrase.fail(ProblemKind.BAD_NUMBER, nearest=("1", "any"))
        phrase.at += 1
        return int(word)
    if word not in _QUORUMS:
        phrase.fail(ProblemKind.UNKNOWN_WORD, nearest=nearest(word, _QUORUMS) or (*_QUORUMS, "2"))
    phrase.at += 1
    return _QUORUMS[word]


def _listed_party(phrase: Phrase) -> str:
    """A party's key, also with the comma of a list behind it."""
    key = phrase.name().rstrip(",")
    if key not in phrase.scope.parties:
        kind = ProblemKind.PERSON_NEEDED if key.startswith("@") else ProblemKind.UNKNOWN_PARTY
        phrase.fail(kind, nearest=nearest_or_first(key, sorted(phrase.scope.parties)))
    phrase.at += 1
    return key
