"""Who must sign a gate, and whether enough have."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import Term, value


class Meaning(Term):
    """What a signature says (21 CFR 11.50 asks that it be shown with the signature)."""

    REVIEW = "review"
    APPROVAL = "approval"
    RESPONSIBILITY = "responsibility"


class Quorum(Term):
    """How many of a group must approve; a plain number stands for N of M."""

    ANY = "any"
    ALL = "all"
    MAJORITY = "majority"


@value(frozen=True, slots=True)
class Group:
    """People and parties of whom `need` must approve."""

    need: Quorum | int
    people: frozenset[PersonId] = frozenset()
    parties: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class ApprovalRule:
    """Groups that must all be satisfied; `ordered` ones one after the other."""

    groups: tuple[Group, ...]
    ordered: bool = False
    meaning: Meaning = Meaning.APPROVAL

    @property
    def mark(self) -> str:
        """Eight hex digits that change with the rule: a button that carries them is known for an older rule's."""
        groups = [[str(group.need), sorted(group.people), sorted(group.parties)] for group in self.groups]
        return hashlib.sha256(json.dumps([groups, self.ordered, self.meaning]).encode()).hexdigest()[:8]


_NOBODY = frozenset[PersonId]()


def members_of(group: Group, parties: Mapping[str, frozenset[PersonId]]) -> frozenset[PersonId]:
    """Everybody in `group`, given each party's members at this moment."""
    return group.people.union(*[parties.get(key, _NOBODY) for key in group.parties])


def number_needed(group: Group, eligible: int) -> int:
    """How many approvals `group` needs when `eligible` of its members may sign; at least 1.

    All and majority are counted over those who may sign: separation of duties takes a person out of the group for that
    gate (docs/decisions/0004).
    """
    match group.need:
        case Quorum.ANY:
            return 1
        case Quorum.ALL:
            return max(eligible, 1)
        case Quorum.MAJORITY:
            return eligible // 2 + 1
        case number:
            return int(number)


@value(frozen=True, slots=True)
class GroupTally:
    """How one group stands: who may sign, who counts for it, how many it needs."""

    group: Group
    eligible: frozenset[PersonId]
    counted: frozenset[PersonId]
    needed: int

    @property
    def is_met(self) -> bool:
        """Whether this group has what it needs."""
        return len(self.counted) >= self.needed

    @property
    def is_reachable(self) -> bool:
        """Whether the group has enough people who may sign at all."""
        return len(self.eligible) >= self.needed

    @property
    def missing(self) -> frozenset[PersonId]:
        """Who may still sign for this group."""
        return self.eligible - self.counted


def tally(
    rule: ApprovalRule, eligible: Sequence[frozenset[PersonId]], approved: frozenset[PersonId]
) -> tuple[GroupTally, ...]:
    """How each group of `rule` stands. One person counts for one group only, however many they are in.

    `eligible` are, group by group, the active members whom separation of duties leaves; `approved` are those who
    approved the present revision. People of "all" groups count for one of those; the others are spread over the groups
    so that as many places as possible are filled (augmenting paths, Kuhn 1955).
    """
    if are_apart(eligible):
        return tuple([_alone(*one, approved) for one in zip(rule.groups, eligible, strict=True)])
    own = _own_people(rule, eligible)
    needed = [
        number_needed(group, len(mine if group.need is Quorum.ALL else people))
        for group, people, mine in zip(rule.groups, eligible, own, strict=True)
    ]
    counted = _spread(own, needed, approved)
    return tuple(GroupTally(*one) for one in zip(rule.groups, own, counted, needed, strict=True))


def are_apart(groups: Sequence[frozenset[PersonId]]) -> bool:
    """Whether nobody is in two of them."""
    return len(groups) == 1 or sum(map(len, groups)) == len(_NOBODY.union(*groups))


def still_asked(groups: tuple[GroupTally, ...], *, ordered: bool) -> frozenset[PersonId]:
    """Whose approval would bring the rule nearer; of an ordered rule, only that of its first unmet group.

    Somebody who counts for one group may be needed in another: then whoever can take their place is asked as well.
    """
    if len(groups) == 1:
        return _NOBODY if groups[0].is_met else groups[0].missing
    unmet = [index for index, group in enumerate(groups) if not group.is_met]
    queue = unmet[:1] if ordered else unmet
    reached = set(queue)
    while queue:
        wanted = groups[queue.pop()].eligible
        givers = {index for index, group in enumerate(groups) if group.counted & wanted} - reached
        reached |= givers
        queue.extend(givers)
    asked = _NOBODY.union(*(groups[index].eligible for index in reached))
    return asked.difference(*(group.counted for group in groups))


def unreachable(rule: ApprovalRule, eligible: Sequence[frozenset[PersonId]]) -> tuple[GroupTally, ...]:
    """The groups that would lack signatures even if everybody who may sign approved; empty when the rule can be met."""
    return tuple(group for group in tally(rule, eligible, _NOBODY.union(*eligible)) if not group.is_met)


def _alone(group: Group, eligible: frozenset[PersonId], approved: frozenset[PersonId]) -> GroupTally:
    """How a group stands that shares nobody with another, as in most rules: nobody has to make room for anybody."""
    needed, counted = number_needed(group, len(eligible)), approved & eligible
    if len(counted) > needed:
        counted = frozenset(sorted(counted)[:needed])
    return GroupTally(group, eligible, counted, needed)


def _own_people(rule: ApprovalRule, eligible: Sequence[frozenset[PersonId]]) -> Sequence[frozenset[PersonId]]:
    """Whom each group may count: everybody in "all" groups belongs to one of those, each having somebody if it can."""
    must = [
        people if group.need is Quorum.ALL else _NOBODY for group, people in zip(rule.groups, eligible, strict=True)
    ]
    bound = _NOBODY.union(*must)
    if not bound:
        return eligible
    seats = _spread(must, [1] * len(must), bound)
    left = bound.difference(*seats)
    own: list[frozenset[PersonId]] = []
    for group, people, seat in zip(rule.groups, eligible, seats, strict=True):
        own.append(seat | (people & left) if group.need is Quorum.ALL else people - bound)
        left -= own[-1]
    return own


def _spread(
    eligible: Sequence[frozenset[PersonId]], needed: Sequence[int], approved: frozenset[PersonId]
) -> list[frozenset[PersonId]]:
    """Each approver given to at most one group, filling as many needed places as can be filled."""
    places: list[set[PersonId]] = [set() for _ in eligible]

    def place(person: PersonId, tried: set[int]) -> bool:
        for index, people in enumerate(eligible):
            if person not in people or index in tried:
                continue
            tried.add(index)
            if len(places[index]) < needed[index]:
                places[index].add(person)
                return True
            for other in sorted(places[index]):
                if place(other, tried):
                    places[index].remove(other)
                    places[index].add(person)
                    return True
        return False

    for person in sorted(approved):
        place(person, set())
    return [frozenset(people) for people in places]
