"""Examples of what is posted, of lists and of the personal page."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    FAY,
    GUS,
    HANA,
    NOW,
    TODAY,
    at,
    churn,
    fraud,
    new_initiative,
    organisation,
    page,
    returned,
    signed,
    stands,
    waived,
)
from bot.views.posted.digest import digest_card
from bot.views.posted.prompt import older_prompt_card, prompt_card
from bot.views.posted.reminder import answered_reminder_card, reminder_card
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown.gates import all_gates_card, gate_card
from bot.views.shown.status import checklist_card, nothing_here_card, several_card, status_card
from readiness.domain.readings.digest import Digest, digest
from readiness.domain.readings.reminder import Reminder, reminders
from readiness.domain.values.fact import Scalar
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.ownership import Ownership, Passing, Remark
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import InitiativeLine

MONDAYS = WeeklySlot(0, 9, 0, "Europe/Berlin")


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_checklists(), *_gates(), *_prompts(), *_sign_offs(), *_digests(), *_reminders())


def _checklists() -> tuple[Example, ...]:
    start, now, live = new_initiative(), churn(), fraud()
    undated = replace(now, milestones={}, value_per_week=None)
    nobody = replace(now, handoff=Ownership(since=at(12)), version=42)
    offered = replace(now, handoff=Ownership(since=at(20), offered_to=HANA, giver=ANA), version=42)
    no_value = replace(live, value_per_week=None)
    ready, ready_waived = all_ready(now), with_waiver(all_ready(now), date(2027, 1, 14))
    ended = with_waiver(all_ready(now), date(2026, 11, 20))
    paused = replace(now, standing=Life.PAUSED, standing_since=at(20))
    cancelled = replace(now, standing=Life.CANCELLED, standing_since=at(20))
    in_use = with_live(all_ready(live), date(2026, 11, 20))
    return (
        Example("checklist", "The checklist in the channel", checklist_card(stands(now))),
        Example("checklist-new", "The checklist as `new` posts it", checklist_card(stands(start, at(2, 10)))),
        Example("checklist-no-dates", "Without dates", checklist_card(stands(undated))),
        Example("checklist-no-handoff-owner", "Nobody owns the handoff", checklist_card(stands(nobody))),
        Example("checklist-handoff-offered", "The handoff is offered", checklist_card(stands(offered))),
        Example("checklist-late", "Model complete, not live", checklist_card(stands(live))),
        Example("checklist-no-value", "Model complete, value not set", checklist_card(stands(no_value))),
        Example("checklist-ready", "Everything is ready", checklist_card(stands(ready))),
        Example("checklist-ready-waived", "Ready with a waiver", checklist_card(stands(ready_waived))),
        Example("checklist-waiver-ended", "A waiver has ended", checklist_card(stands(ended))),
        Example("checklist-paused", "Paused", checklist_card(stands(paused))),
        Example("checklist-cancelled", "Cancelled", checklist_card(stands(cancelled))),
        Example("checklist-live", "Live", checklist_card(stands(in_use))),
        Example("status", "A private answer to status", status_card(stands(now), can_share=True)),
        Example("status-shared", "The status, shared", status_card(stands(now), can_share=False)),
        Example("several", "Several initiatives in the channel", several_card((line(now), line(live)))),
        Example("nothing-here", "Nothing concerns the asker", nothing_here_card()),
    )


def _gates() -> tuple[Example, ...]:
    now = churn()
    later = with_waiver(now, date(2027, 1, 14))
    return (
        Example("all-gates-1", "All gates, first page", all_gates_card(stands(now), 0)),
        Example("all-gates-2", "All gates, second page", all_gates_card(stands(now), 1)),
        Example("gate-in-review", "A gate in review, for an approver", gate_card(page(now, "data-lineage"), DEE)),
        Example("gate-voted", "The same, for one who has voted", gate_card(page(now, "data-lineage"), FAY)),
        Example("gate-unowned", "A gate without an owner, for the lead", gate_card(page(now, "compute"), ANA)),
        Example("gate-claim", "The same, for anybody", gate_card(page(now, "compute"), BEN)),
        Example("gate-mine", "A gate of mine", gate_card(page(now, "fallback-tested"), HANA)),
        Example(
            "gate-offered", "A gate offered to me", gate_card(page(new_initiative(), "load-tested", at(2, 10)), GUS)
        ),
        Example("gate-done", "A gate that is signed off", gate_card(page(now, "documentation"), DEE)),
        Example("gate-waived", "A waived gate", gate_card(page(later, "load-tested"), HANA)),
        Example("gate-shared", "A gate, for nobody in particular", gate_card(page(now, "fallback-tested"), None)),
    )


def _prompts() -> tuple[Example, ...]:
    start, now = new_initiative(), churn()
    first = stands(start, at(2, 10))
    words = Remark(Passing.OFFERED, HANA, "I am in the other launch until June.")
    offered = Ownership(since=at(20), owner=HANA, offered_to=CHI, giver=HANA, remark=words)
    handed = replace(now, handoff=offered, version=42)
    return (
        Example("prompt-offers", "A prompt with several offers", prompt_card(first, GUS)),
        Example("prompt-six-offers", "A prompt with six offers", prompt_card(first, CHI)),
        Example("prompt-handoff", "The handoff is offered", prompt_card(stands(handed), CHI)),
        Example("prompt-work", "A prompt with work and a gate without an owner", prompt_card(stands(now), HANA)),
        Example("prompt-changes", "A prompt with changes requested", prompt_card(stands(returned()), BEN)),
        Example("prompt-declined", "What came back, and why", prompt_card(stands(_came_back(now)), HANA)),
        Example("gate-declined", "A gate that came back", gate_card(page(_came_back(now), "load-tested"), HANA)),
        Example("prompt-nothing", "Nothing left to do", prompt_card(stands(now), DEE)),
        Example("prompt-older", "An older prompt", older_prompt_card(stands(now), BEN)),
    )


def _came_back(initiative: Initiative) -> Initiative:
    """Gus declined one gate, which has no owner now, and handed another back to Hana."""
    declined = Remark(Passing.DECLINED, GUS, "That is Fay's: it runs on her cluster.")
    back = Remark(Passing.HANDED_BACK, GUS, "I leave the team in May.")
    compute = replace(initiative.gates["compute"], ownership=Ownership(since=NOW, giver=HANA, remark=declined))
    tested = replace(initiative.gates["load-tested"], ownership=Ownership(since=NOW, owner=HANA, remark=back))
    return initiative.with_gate(compute).with_gate(tested)


def _sign_offs() -> tuple[Example, ...]:
    now = churn()
    late = with_waiver(now, date(2027, 1, 14))
    over = with_waiver(now, date(2026, 11, 20))
    return (
        Example("sign-off", "A request for a sign-off", sign_off_card(page(now, "data-lineage"), 2)),
        Example("sign-off-replaced", "A request replaced by a newer one", sign_off_card(page(now, "data-lineage"), 1)),
        Example("sign-off-done", "A request that is answered", sign_off_card(page(now, "documentation"), 1)),
        Example("sign-off-changes", "Changes were requested", sign_off_card(page(returned(), "data-lineage"), 2)),
        Example("sign-off-waived", "Waived", sign_off_card(page(late, "load-tested"), 1)),
        Example("sign-off-waiver-ended", "A waiver has ended", sign_off_card(page(over, "load-tested"), 1)),
    )


def _digests() -> tuple[Example, ...]:
    both, one = _digest(churn(), fraud()), _digest(churn())
    quiet = _digest(all_ready(new_initiative()), now=at(9))
    return (
        Example("digest", "The weekly digest", digest_card(both, organisation(), slot=MONDAYS)),
        Example("digest-late", "A digest that comes late", digest_card(one, organisation(), True, MONDAYS)),
        Example("digest-asked", "A digest that was asked for", digest_card(one, organisation())),
        Example("digest-quiet", "A quiet week", digest_card(quiet, organisation(), slot=MONDAYS)),
        Example(
            "digest-leadership", "For leadership", digest_card(both, organisation(), slot=MONDAYS, leadership=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the record says of one change of hands."""

    kind: str
    gate: str | None
    at: datetime
    data: dict[str, Scalar]


def _digest(*initiatives: Initiative, now: datetime = NOW) -> Digest:
    entry = _Entry("gate.accepted", "fallback-tested", at(18), {"person": CHI, "giver": HANA})
    found = digest(initiatives, organisation(), {one.id: (entry,) for one in initiatives}, now)
    if found is None:
        raise ValueError("no initiative of the example is active")
    return found


def _reminders() -> tuple[Example, ...]:
    return (
        Example(
            "reminder", "What waits, and gates without an owner", reminder_card(_reminder(HANA), organisation(), TODAY)
        ),
        Example(
            "reminder-answer", "An answer that is waited for", reminder_card(_reminder(ELI), organisation(), TODAY)
        ),
        Example(
            "reminder-accept", "An offer that is not answered", reminder_card(_reminder(GUS), organisation(), TODAY)
        ),
        Example("reminder-overdue", "A gate past its date", reminder_card(_reminder(CHI), organisation(), TODAY)),
        Example("reminder-answered", "A reminder in which nothing asks any more", answered_reminder_card()),
    )


def _reminder(person: PersonId) -> Reminder:
    found = {one.person: one for one in reminders((churn(), fraud()), organisation(), {}, NOW)}
    return found.get(person) or Reminder(person, (), 0, 0, 0)


def line(initiative: Initiative) -> InitiativeLine:
    """What a list knows of it."""
    home = initiative.home
    return InitiativeLine(
        initiative.id,
        initiative.slug,
        initiative.name,
        initiative.life,
        initiative.version,
        home.private,
        home.workspace,
        home.channel,
    )


def all_ready(initiative: Initiative) -> Initiative:
    """The initiative with every gate settled."""
    gates = {
        key: gate if gate.progress is Progress.SIGNED_OFF else signed(gate, DEE, at(6) - timedelta(days=1))
        for key, gate in initiative.gates.items()
    }
    return replace(initiative, gates=gates, version=initiative.version + 1)


def with_waiver(initiative: Initiative, until: date) -> Initiative:
    """The initiative with a waiver on its load test, in force through that day."""
    gate = replace(new_initiative().gates["load-tested"], asks=1)
    return initiative.with_gate(waived(gate, until, at(10)))


def with_live(initiative: Initiative, day: date) -> Initiative:
    """The initiative with both live facts true since that day."""
    for key in ("live-inputs", "outputs-in-use"):
        initiative = initiative.with_milestone(replace(initiative.milestone(key), actual=day))
    return initiative
