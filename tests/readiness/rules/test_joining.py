"""Two organisations become one: nobody and nothing is lost, and only one without initiatives is absorbed."""

from dataclasses import replace

import pytest

from readiness.domain.rules.change import Act
from readiness.domain.rules.joining import Joined, join
from readiness.domain.rules.organisation import administer_by_code
from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Person, Role, Standing
from readiness.domain.values.refusals import AlreadyDone, BothHaveInitiatives, CodeRefused, NotAllowed
from tests.readiness.build import MONDAY

ANA, BEN, XI, YO = map(PersonId, ("ana", "ben", "xi", "yo"))
SLACK, TEAMS = WorkspaceId("w-slack"), WorkspaceId("w-teams")


def organisation(id_: str, workspace: WorkspaceId, *people: PersonId, parties: tuple[Party, ...] = ()) -> Organisation:
    """The first of the people administers it."""
    known = {person: Person(person, person.capitalize(), "Europe/Berlin") for person in people}
    known[people[0]] = replace(known[people[0]], role=Role.ADMINISTRATOR)
    return Organisation(
        OrganisationId(id_),
        id_.capitalize(),
        parties={party.key: party for party in parties},
        people=known,
        addresses={workspace: {person: person.upper() for person in people}},
        merged={PersonId(f"old-{id_}"): people[0]},
    )


ACME = organisation(
    "acme", SLACK, ANA, BEN, parties=(Party("sre", "SRE", ANA), Party("legal", "Legal", members=frozenset({BEN})))
)
GLOBEX = organisation(
    "globex", TEAMS, XI, YO, parties=(Party("sre", "Ops", XI, YO, frozenset({YO})), Party("data", "Data", YO))
)


def joined(*have: Organisation, inviter: PersonId = ANA, actor: PersonId = XI) -> Joined:
    """Acme invites, Globex types the code."""
    return join(ACME, inviter, [one.id for one in have], Act(GLOBEX.people[actor], MONDAY, GLOBEX))


@pytest.mark.parametrize(
    ("have", "stays"), [((), ACME), ((ACME,), ACME), ((GLOBEX,), GLOBEX)], ids=["neither", "inviting", "typing"]
)
def test_the_one_without_initiatives_is_absorbed_and_the_inviting_one_stays_if_neither_has_any(have, stays):
    both = joined(*have)
    assert both.staying.organisation.id == stays.id
    assert both.absorbed.organisation.id == ({ACME.id, GLOBEX.id} - {stays.id}).pop()
    assert both.absorbed.organisation.absorbed_by == stays.id


def test_two_with_initiatives_are_not_joined():
    with pytest.raises(BothHaveInitiatives):
        joined(ACME, GLOBEX)


def test_everybody_keeps_their_id_their_role_and_their_accounts():
    after = joined().staying.organisation
    assert after.people == {**ACME.people, **GLOBEX.people}
    assert after.addresses == {**ACME.addresses, **GLOBEX.addresses}
    assert after.merged == {**ACME.merged, **GLOBEX.merged}
    assert (after.name, after.calendar, after.default_template) == (ACME.name, ACME.calendar, ACME.default_template)


def test_parties_it_lacks_come_along_and_in_those_it_has_its_people_stay():
    parties = joined().staying.organisation.parties
    assert parties == {
        "sre": Party("sre", "SRE", ANA, YO, frozenset({XI, YO})),
        "legal": ACME.parties["legal"],
        "data": GLOBEX.parties["data"],
    }


def test_nobody_is_left_in_the_tombstone():
    gone = joined().absorbed.organisation
    assert (gone.people, gone.addresses, gone.parties, gone.merged) == ({}, {}, {}, {})


def test_both_records_say_so():
    both = joined()
    (came,), (went,) = both.staying.facts, both.absorbed.facts
    assert (came.kind, went.kind) == (FactKind.ORGANISATION_JOINED, FactKind.ORGANISATION_ABSORBED)
    assert came.data["organisation"] == GLOBEX.id
    assert came.data["parties"] == ["data"]
    assert went.data["organisation"] == ACME.id


def test_a_code_of_somebody_who_administers_no_more_does_not_work():
    with pytest.raises(CodeRefused):
        joined(inviter=BEN)


def test_only_an_administrator_joins():
    with pytest.raises(NotAllowed):
        joined(actor=YO)


def test_the_first_administrator_by_code_gives_the_organisation_its_timezone():
    bare = replace(ACME, people={BEN: ACME.people[BEN]})
    after = administer_by_code(Act(bare.people[BEN], MONDAY, bare)).organisation
    assert after.people[BEN].role is Role.ADMINISTRATOR
    assert after.calendar.timezone == "Europe/Berlin"
    second = administer_by_code(Act(ACME.people[BEN], MONDAY, ACME)).organisation
    assert second.calendar == ACME.calendar


def test_an_administrator_needs_no_code():
    with pytest.raises(AlreadyDone):
        administer_by_code(Act(ACME.people[ANA], MONDAY, ACME))


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
def test_no_code_makes_an_outsider_an_administrator(standing):
    where = ACME.with_person(replace(ACME.people[BEN], standing=standing))
    with pytest.raises(NotAllowed):
        administer_by_code(Act(where.people[BEN], MONDAY, where))
