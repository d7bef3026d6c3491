"""An item of rework is raised: by a request for changes, or as a finding of an approval."""

from dataclasses import replace
from datetime import date, timedelta

from readiness.domain.rights.signing import reviewing_party
from readiness.domain.rules.change import Act, Change, limited, must_be_member, reason
from readiness.domain.rules.repeating import is_repeat
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import Gate, SignOff
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.refusals import DateInThePast, SaidJustNow
from readiness.domain.values.rework import DAYS_FOR_CHANGES, Rework, ReworkKind
from readiness.domain.values.value import value

FINDING_LIMIT = 500


@value(frozen=True, slots=True)
class Finding:
    """A condition of an approval: who does what by which day."""

    owner: PersonId
    due: date
    text: str


def raise_changes(initiative: Initiative, gate: Gate, cast: SignOff, act: Act) -> Change:
    """The item that the vote `cast`, a request for changes, makes. It is the gate owner's, whoever that will be."""
    item = Rework(
        number=initiative.next_rework,
        gate=gate.key,
        kind=ReworkKind.CHANGES,
        reason=cast.reason,
        party=_party(gate, cast, initiative, act),
        raised_by=cast.person,
        raised_at=act.at,
        stage=initiative.stage,
        due=_due_for_changes(act),
        text=cast.comment,
    )
    return _raised(initiative, item, gate.owner)


def raise_finding(
    initiative: Initiative, gate: Gate, cast: SignOff, finding: Finding, act: Act, *, again: bool = False
) -> Change:
    """The item that the approval `cast` hangs on.

    Raises `NotAMember`, `DateInThePast`, `ReasonMissing` and `BadText`, and `SaidJustNow` for the same within minutes
    unless it is `again` on purpose.
    """
    must_be_member(act.organisation, finding.owner)
    if finding.due < act.today:
        raise DateInThePast(day=finding.due.isoformat())
    item = Rework(
        number=initiative.next_rework,
        gate=gate.key,
        kind=ReworkKind.FINDING,
        reason=None,
        party=_party(gate, cast, initiative, act),
        raised_by=cast.person,
        raised_at=act.at,
        stage=initiative.stage,
        due=finding.due,
        text=reason(limited(finding.text, "the finding", FINDING_LIMIT)),
        owner=finding.owner,
    )
    if not again:
        _refuse_repeat(initiative, item)
    return _raised(initiative, item, finding.owner, said=item.text)


def _refuse_repeat(initiative: Initiative, item: Rework) -> None:
    for one in initiative.rework:
        is_same = (one.gate, one.owner, one.due, one.text, one.raised_by, one.kind) == (
            item.gate, item.owner, item.due, item.text, item.raised_by, item.kind
        )  # fmt: skip
        if is_same and is_repeat(one.raised_at, item.raised_at):
            raise SaidJustNow(number=one.number, at=one.raised_at)


def _party(gate: Gate, cast: SignOff, initiative: Initiative, act: Act) -> str:
    """The party that reviews: of a delegate, that of the person in whose place they do."""
    return reviewing_party(gate, cast.on_behalf_of or cast.person, initiative, act.organisation)


def _due_for_changes(act: Act) -> date:
    calendar = act.organisation.calendar
    if len(calendar.weekend) == 7:
        return act.today + timedelta(weeks=1)
    return calendar.add_working_days(act.today, DAYS_FOR_CHANGES)


def _raised(initiative: Initiative, item: Rework, owner: PersonId | None, said: str = "") -> Change:
    """What a request for changes says stands in the fact of the vote already."""
    data: dict[str, Scalar] = {
        "number": item.number,
        "kind": str(item.kind),
        "reason": str(item.reason) if item.reason else None,
        "party": item.party,
        "stage": item.stage,
        "owner": owner,
        "due": item.due.isoformat(),
    }
    kept = {name: value for name, value in data.items() if value is not None}
    after = replace(initiative, rework=(*initiative.rework, item))
    return Change(after, (Fact(FactKind.REWORK_RAISED, item.gate, kept, {"finding": said} if said else {}),))
