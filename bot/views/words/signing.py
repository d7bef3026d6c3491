"""Who must sign, in words: "2 of compliance", "any of platform, and all of business"."""

from bot.cards import Span
from bot.views.words.counting import counted
from bot.views.words.listing import listed, people
from bot.views.words.terms import party
from readiness.domain.values.approval import ApprovalRule, Group, GroupTally, Quorum
from readiness.domain.values.organisation import Organisation

MOST_NAMED = 6
_NEEDS: dict[Quorum, str] = {
    Quorum.ANY: "any of ",
    Quorum.ALL: "all of ",
    Quorum.MAJORITY: "the majority of ",
}


def rule_text(rule: ApprovalRule, organisation: Organisation) -> tuple[Span, ...]:
    """The whole rule; an ordered one says "then" between its groups."""
    spans: list[Span] = []
    for index, group in enumerate(rule.groups):
        if index:
            spans.append(", then " if rule.ordered else ", and ")
        spans += group_text(group, organisation)
    return tuple(spans) or ("nobody is named yet",)


def group_text(group: Group, organisation: Organisation) -> tuple[Span, ...]:
    """One group."""
    word = "and" if group.need is Quorum.ALL else "or"
    if (
        not group.parties
        and len(group.people) <= MOST_NAMED
        and isinstance(group.need, Quorum)
        and group.need is not Quorum.MAJORITY
    ):
        return people(organisation, group.people, word, most=6)
    named: list[Span] = [party(organisation, key) for key in group.parties]
    if len(group.people) > MOST_NAMED:
        named.append(f"{len(group.people)} named people")
    elif group.people:
        named.append("".join(map(str, people(organisation, group.people, word, most=6))))
    return (_need(group), *listed(named, word, most=6))


def shortage(group: GroupTally, organisation: Organisation) -> tuple[Span, ...]:
    """Why a group cannot reach its number: "Needed: 2 of compliance; only 1 person may sign"."""
    may = "nobody" if not group.eligible else f"only {counted(len(group.eligible), 'person', 'people')}"
    return ("Needed: ", *group_text(group.group, organisation), f"; {may} may sign.")


def _need(group: Group) -> str:
    return _NEEDS[group.need] if isinstance(group.need, Quorum) else f"{group.need} of "
