"""Answers to what leads and administrators decide: initiatives, dates, the checklist, parties, roles."""

from datetime import date

from bot.conversation.turn import Mend, Refused, Reply, Say, Turn
from bot.intents.gate import AddGate, RemoveGate, SetApprovers, SetDepends
from bot.intents.initiative import Appoint, New, SetValue, Steer
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.party import ChangeParty
from bot.intents.person import SayLeft, SetRole
from bot.views.answers.cancelling import cancel_question_card
from bot.views.answers.changed import answer_card, started_card
from bot.views.answers.repeated import started_just_now_card
from bot.views.shown import lists
from bot.views.shown.forms import field_problem
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.initiative import Proposal
from readiness.domain.values.approval import ApprovalRule, Group
from readiness.domain.values.initiative import Home, Money
from readiness.domain.values.refusals import DirectHome, SaidJustNow
from readiness.usecases import gate as gate_cases
from readiness.usecases import initiative as initiative_cases
from readiness.usecases import leaving
from readiness.usecases import organisation as organisation_cases
from readiness.usecases.channels import look_at_home
from readiness.usecases.frame.ports import Channel
from readiness.usecases.initiative import Beginning


async def new(turn: Turn, intent: New) -> Reply:
    """Start an initiative in a channel that the bot can post in; a second of that name, once the asker is sure."""
    channel, is_seen = await _home_channel(turn, intent)
    if isinstance(channel, Mend):
        return channel
    owner = await turn.person(intent.owner) if intent.owner else None
    party_owners = await turn.people(account for _, account in intent.party_owners)
    proposal = Proposal(
        name=intent.name,
        home=Home(turn.asker.workspace.id, channel.id, channel.private),
        handoff_owner=owner,
        planned=dict(_planned(intent)),
        value_per_week=Money(intent.value, intent.currency) if intent.value is not None else None,
    )
    keys = (key for key, _ in intent.party_owners)
    owners = tuple(zip(keys, party_owners, strict=True))
    beginning = Beginning(intent.template, owners, home_seen=is_seen, again=intent.is_sure)
    try:
        done = await initiative_cases.start(turn.deps, turn.asker, proposal, beginning, turn.built_in)
    except SaidJustNow as said:
        return Refused(started_just_now_card(said, intent), said)
    return Say(started_card(done))


async def set_milestone(turn: Turn, intent: SetMilestone) -> Reply:
    """Plan a milestone, or say it was reached."""
    if intent.done or intent.day is None:
        done = await initiative_cases.reach(turn.deps, turn.asker, intent.initiative, intent.milestone, intent.day)
    else:
        done = await initiative_cases.plan(turn.deps, turn.asker, intent.initiative, intent.milestone, intent.day)
    return Say(answer_card(done, intent))


async def set_due(turn: Turn, intent: SetDue) -> Reply:
    """Give a gate its own due date, or take it away."""
    done = await gate_cases.set_due(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.day)
    return Say(answer_card(done, intent))


async def set_depends(turn: Turn, intent: SetDepends) -> Reply:
    """Let a gate wait for another, or no longer."""
    change = gate_cases.drop_dependency if intent.off else gate_cases.set_dependency
    done = await change(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.on)
    return Say(answer_card(done, intent))


async def add_gate(turn: Turn, intent: AddGate) -> Reply:
    """Add a gate."""
    gate = NewGate(intent.key, intent.title, intent.party, intent.condition, intent.needed_by)
    return Say(answer_card(await gate_cases.add(turn.deps, turn.asker, intent.initiative, gate), intent))


async def remove_gate(turn: Turn, intent: RemoveGate) -> Reply:
    """Take a gate off the checklist."""
    done = await gate_cases.remove(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.reason)
    return Say(answer_card(done, intent))


async def steer(turn: Turn, intent: Steer) -> Reply:
    """Pause and resume; cancel, which cannot be taken back, once the asker is sure."""
    if intent.what == "cancel" and not intent.is_sure:
        initiative = await initiative_cases.about_to_cancel(turn.deps, turn.asker, intent.initiative, intent.reason)
        return Say(cancel_question_card(initiative, intent.reason))
    done = await initiative_cases.steer(turn.deps, turn.asker, intent.initiative, intent.what, intent.reason)
    return Say(answer_card(done, intent))


async def set_value(turn: Turn, intent: SetValue) -> Reply:
    """Say what a week of delay costs."""
    value = Money(intent.amount, intent.currency)
    return Say(answer_card(await initiative_cases.set_value(turn.deps, turn.asker, intent.initiative, value), intent))


async def appoint(turn: Turn, intent: Appoint) -> Reply:
    """Name the lead or the sponsor."""
    person = await turn.person(intent.person)
    done = await initiative_cases.appoint(turn.deps, turn.asker, intent.initiative, intent.what, person)
    return Say(answer_card(done, intent))


async def set_approvers(turn: Turn, intent: SetApprovers) -> Reply:
    """Change who must sign."""
    groups = [Group(spec.need, frozenset(await turn.people(spec.people)), spec.parties) for spec in intent.groups]
    rule = ApprovalRule(tuple(groups))
    done = await gate_cases.set_rule(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, rule)
    return Say(answer_card(done, intent))


async def change_party(turn: Turn, intent: ChangeParty) -> Reply:
    """Change a party, in the organisation or in one initiative."""
    people = await turn.people(intent.people)
    if intent.initiative is not None:
        done = await initiative_cases.change_members(
            turn.deps, turn.asker, intent.initiative, intent.party, intent.what, people
        )
        return Say(answer_card(done, intent))
    name = _name_of(turn, intent.party)
    before, after = await organisation_cases.change_party(
        turn.deps, turn.asker, intent.party, intent.what, people, name=name
    )
    return Say(lists.party_card(before.parties.get(intent.party), after.parties[intent.party], after))


async def set_role(turn: Turn, intent: SetRole) -> Reply:
    """Give a person a role."""
    person = await turn.person(intent.person)
    before, after = await organisation_cases.set_role(turn.deps, turn.asker, person, intent.role)
    return Say(lists.role_card(after, person, before.person(person).role))


async def say_left(turn: Turn, intent: SayLeft) -> Reply:
    """Take it that somebody has left, or is back."""
    person = await turn.person(intent.person)
    organisation = await leaving.say_left(turn.deps, turn.asker, person, is_back=intent.is_back)
    return Say(lists.left_card(organisation, person))


def _planned(intent: New) -> list[tuple[str, date]]:
    """Planned dates by milestone; "live" stands for live inputs, from which the rule plans outputs in use too."""
    return [("live-inputs" if key == "live" else key, day) for key, day in intent.planned]


async def _home_channel(turn: Turn, intent: New) -> tuple[Channel | Mend, bool]:
    """The channel to live in, and whether it was just seen; or what is wrong with it.

    That is told at the form's field so that no input is lost.
    """
    wanted = intent.channel or turn.asker.channel
    if wanted is None:
        raise DirectHome
    channel, is_seen = await look_at_home(turn.deps, turn.asker.workspace, wanted)
    return _livable(channel), is_seen


def _livable(channel: Channel | None) -> Channel | Mend:
    if channel is None:
        return Mend({"channel": field_problem("invite-me-first")})
    if channel.direct:
        raise DirectHome
    if channel.archived:
        return Mend({"channel": field_problem("archived")})
    if channel.private and not channel.bot_is_member:
        return Mend({"channel": field_problem("invite-me-first")})
    return channel


def _name_of(turn: Turn, party: str) -> str:
    """What the checklists call a party that the organisation may not have yet."""
    known = (one for stored in turn.built_in.values() for one in stored.template.parties)
    return next((one.name for one in known if one.key == party), "")
