"""The forms, and what is wrong in one. Each carries the intent that opened it and is completed to another."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.cards import (
    Actions,
    Bold,
    Button,
    Card,
    ChannelField,
    Choice,
    ChoiceField,
    DateField,
    Emphasis,
    Field,
    Form,
    Mark,
    Note,
    Part,
    PersonField,
    Section,
    TextField,
)
from bot.intents.codec import encode
from bot.intents.form import OpenForm
from bot.views.words.counting import capital
from bot.views.words.initiative import BETWEEN
from bot.views.words.terms import REASONS, inside, milestone
from readiness.domain.readings.report import Standing
from readiness.domain.rules.finding import FINDING_LIMIT
from readiness.domain.rules.initiative import NAME_LIMIT
from readiness.domain.rules.milestone import LIVE
from readiness.domain.values.gate import ChangesReason
from readiness.domain.values.milestone import (
    DESIGN_CLOSED,
    DEVELOPMENT_STARTED,
    EVALUATION_PASSED,
    MODEL_COMPLETE,
)
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.template import Template, TemplateParty

TITLE_LIMIT = 24
REASON_LIMIT = 1000
MOST_CHOICES = 100
_NONE_LISTED = Choice("unlisted", "Nothing on the checklist covered it")
PLANNED = (DESIGN_CLOSED, DEVELOPMENT_STARTED, EVALUATION_PASSED, MODEL_COMPLETE, LIVE)
_PLANNED_HINTS: dict[str, str] = {
    DESIGN_CLOSED: "Compliance gates are needed by then.",
    DEVELOPMENT_STARTED: "Owners and success criteria are needed by then.",
    EVALUATION_PASSED: "Infrastructure, monitoring and fallback are needed by then.",
    MODEL_COMPLETE: "All five conditions are due by then. From this day on waiting costs.",
    LIVE: "Live inputs, and outputs in use.",
}

_PROBLEMS: dict[str, str] = {
    "person-needed": "Choose a person.",
    "one-of-both": "Choose a person or a party, not both.",
    "bad-date": "This is not a date. Choose one from the calendar.",
    "bad-money": "Write a number and a currency, like 25000 EUR.",
    "bad-zone": "I know no such timezone. Name a city's, like Europe/Berlin.",
    "several-zones": "Several places call their time so. Name a city's, like America/New_York.",
    "bad-holidays": "One a line, its date first, like 2026-12-25 Christmas.",
    "invite-me-first": "I am not in this channel. Invite me first: /invite @Readiness there, then send this again.",
    "archived": "This channel is archived. Choose another one.",
    "direct": "An initiative cannot live in a direct message. Choose a channel.",
}
_OTHER_PROBLEM = "This cannot be used. Please change it and send it again."


def offered_form(form: Form) -> Card:
    """A form offered by a button, where none can be opened unasked."""
    opening = Button("Fill in the form", form.press, Emphasis.PRIMARY, opens_form=True)
    return Card(form.title, (Section(((Bold(form.title),),)), *form.intro, Actions((opening,))))


def lacks_channel(form: Form, channels: Sequence[Choice]) -> bool:
    """Whether the form asks for a channel where there is none to choose."""
    return not channels and any(isinstance(field, ChannelField) for field in form.fields)


def no_channel_card() -> Card:
    """Why an initiative cannot be started yet, and what to do about it."""
    said = "I am in no channel yet."
    what = "An initiative lives in a channel: add me to the team that works on it, then start it there or here."
    return Card(said, (Section(((Bold(said),), (what,)), Mark.REFUSED),))


def field_problem(kind: str) -> str:
    """What is wrong in a field, in one sentence."""
    return _PROBLEMS.get(kind, _OTHER_PROBLEM)


def new_form(
    organisation: Organisation,
    templates: Iterable[Template],
    parties_without_owner: Iterable[str | TemplateParty],
    *,
    channel: str = "",
    owner: str = "",
    today: date,
) -> Form:
    """What starts an initiative; only name and channel have to be filled in.

    It also asks for the owners of parties that have none: one form instead of many questions later. `today` is not
    shown: a date that is filled in unasked would be taken for a plan.
    """
    choices = tuple(Choice(template.key, template.name) for template in templates)
    keys = tuple(one if isinstance(one, str) else one.key for one in parties_without_owner)
    fields: list[Field] = [
        TextField("name", "Name", "As people call it, like “Churn model”.", limit=NAME_LIMIT),
        ChannelField("channel", "Home channel", "Its checklist is posted there.", initial=channel),
        PersonField("owner", "Handoff owner", "Sees to it that it reaches production. They accept first.", True, owner),
    ]
    if choices:
        fields.append(_templates(choices, organisation.default_template))
    fields += [_planned(key) for key in PLANNED]
    fields.append(
        TextField(
            "value", "Value per week", "What a week in production is worth, like 25000 EUR.", optional=True, limit=40
        )
    )
    fields += [_party_owner(organisation, key) for key in keys]
    return Form("New initiative", "Start", encode(OpenForm("new")), tuple(fields), _new_intro(keys))


def evidence_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """Evidence for one gate."""
    hint = (
        "A link, or what there is to see and where. It becomes a new revision; votes on the one before no longer count."
    )
    return _form(opened, "Add evidence", "Add", initiative, title, _words("content", "Evidence", hint, limit=3000))


def changes_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """What has to change before a sign-off."""
    reasons = tuple(Choice(str(reason), REASONS[reason]) for reason in ChangesReason)
    reason = ChoiceField("reason", "What is it about?", reasons, initial=str(ChangesReason.DOCUMENTATION))
    comment = _words(
        "comment", "What has to change?", "Say what you need to see, so that the next revision is the last."
    )
    return _form(opened, "Request changes", "Send", initiative, title, reason, comment)


def waive_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """A risk accepted until a day."""
    return _form(
        opened,
        "Waive a gate",
        "Waive",
        initiative,
        title,
        DateField("until", "Until", "The last day on which the waiver holds. The gate opens again on the day after."),
        _words("reason", "Why can it wait?", "The record keeps it, and it is shown wherever the waiver is."),
        _words("control", "What keeps the risk in check?", "Like: traffic capped at 10 %, answers checked by hand."),
    )


def not_applicable_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """Why a gate does not apply."""
    reason = _words("reason", "Why does it not apply?", "Like: one batch a week, so there is no load to test.")
    return _form(opened, "Not applicable", "Send", initiative, title, reason)


def finding_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """An approval with what is still to be done."""
    return _form(
        opened,
        "Approve with a finding",
        "Approve",
        initiative,
        title,
        PersonField("person", "Who does it?", "They will be told, and reminded before it is due."),
        DateField("due", "By when?", "The last day for it. If it is not done by then, your approval is taken back."),
        _words("text", "What is still to be done?", "Like: link the second vendor's contract.", limit=FINDING_LIMIT),
    )


def rework_form(opened: OpenForm, initiative: str, title: str, *, owner: str = "", due: date | None = None) -> Form:
    """Who is to do an item of rework, and by when, as it is now."""
    return _form(
        opened,
        "Change owner or date",
        "Change",
        initiative,
        title,
        PersonField("person", "Who does it?", "They will be told, and reminded before it is due.", initial=owner),
        DateField("due", "By when?", "The last day for it. Left out, it stays as it was.", optional=True, initial=due),
    )


def assign_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """Who is to own a gate or the handoff."""
    return _form(
        opened,
        "Name an owner",
        "Offer",
        initiative,
        title,
        PersonField(
            "person", "Owner", "They are asked to accept it. Until they do, whoever gave it stays accountable."
        ),
        PersonField("backup", "Backup", "Stands in when the owner is away.", optional=True),
    )


def decline_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """Why an offer is declined, or a gate handed back."""
    hint = "A few words for whoever has it then. If you know who would be right, say so."
    return _form(opened, "Decline or hand back", "Send", initiative, title, _words("reason", "Why?", hint))


def hand_off_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """To whom something is handed."""
    return _form(
        opened,
        "Hand off",
        "Offer",
        initiative,
        title,
        PersonField("person", "To whom", "They are asked to accept it. You stay accountable until they do."),
        _words("reason", "Why, and what they should know", "", optional=True),
    )


def blocked_form(opened: OpenForm, initiative: str, title: str, parties: Iterable[Party] = ()) -> Form:
    """What a gate waits for, and perhaps for whom; of a person and a party one is chosen."""
    hint = "What it waits for and what would help. Everybody who sees the checklist sees it."
    choices = tuple(Choice(party.key, party.name) for party in sorted(parties, key=lambda one: one.name.casefold()))
    fields: list[Field] = [
        _words("reason", "What stops it?", hint),
        PersonField("person", "Whom does it wait for?", "They are told, and can say that it can go on.", optional=True),
    ]
    if choices:
        hint = "If you do not know whom to ask: its owner is told."
        fields.append(ChoiceField("party", "Or for which party?", choices[:MOST_CHOICES], hint, optional=True))
    return _form(opened, "I'm blocked", "Send", initiative, title, *fields)


def incident_form(opened: OpenForm, standing: Standing) -> Form:
    """What happened, on which day, and at which gate."""
    chosen = opened.ref.gate if opened.ref else ""
    gates = sorted(standing.initiative.gates.values(), key=lambda gate: gate.key != chosen)
    listed = tuple(Choice(gate.key, f"{gate.title} ({gate.key})") for gate in gates[: MOST_CHOICES - 1])
    more = len(gates) - len(listed)
    hint = "The one that is about what went wrong."
    if more:
        hint = f"{more} more gates do not fit here; type incident GATE for them."
    fields = (
        ChoiceField("gate", "Which gate covers it?", (_NONE_LISTED, *listed), hint, initial=chosen),
        DateField("day", "On which day?", "The day on which it happened, today or before.", initial=standing.today),
        _words("what", "What happened?", "What was seen, and what it did. No names are needed."),
    )
    intro: tuple[Part, ...] = (Section(((standing.initiative.name,),)),)
    return Form("Record an incident", "Record", encode(opened), fields, intro)


def withdraw_form(opened: OpenForm, initiative: str, title: str) -> Form:
    """Why a vote is taken back."""
    hint = "Not needed within five minutes of your vote. The record keeps both."
    return _form(
        opened, "Withdraw my vote", "Withdraw", initiative, title, _words("reason", "Why?", hint, optional=True)
    )


def refuse_contract_form(opened: OpenForm, initiative: str) -> Form:
    """Why a party does not sign the contract as it is."""
    hint = "What would have to be different. The record keeps it, and everybody who sees the contract reads it."
    intro: tuple[Part, ...] = (Section(((f"The contract{BETWEEN}{initiative}",),)),)
    return Form("Refuse to sign", "Refuse", encode(opened), (_words("reason", "Why not?", hint),), intro)


def _form(opened: OpenForm, title: str, submit: str, initiative: str, gate: str, *fields: Field) -> Form:
    about = {"handoff": "The handoff as a whole", "all": "All your gates"}.get(gate, gate)
    intro: tuple[Part, ...] = (Section(((f"{about}{BETWEEN}{initiative}",),)),)
    return Form(title, submit, encode(opened), fields, intro)


def _words(key: str, label: str, hint: str, *, optional: bool = False, limit: int = REASON_LIMIT) -> TextField:
    return TextField(key, label, hint, optional=optional, paragraph=True, limit=limit)


def _templates(choices: tuple[Choice, ...], default: str) -> ChoiceField:
    known = any(choice.value == default for choice in choices)
    hint = "The gates it starts with. You can add and remove some later."
    return ChoiceField("template", "Checklist", choices, hint, optional=True, initial=default if known else "")


def _planned(key: str) -> DateField:
    """A planned date. None is filled in: a guess would be taken for a plan."""
    label = f"{capital(milestone(key))} planned for"
    return DateField(key, label, _PLANNED_HINTS[key], optional=True)


def _party_owner(organisation: Organisation, key: str) -> PersonField:
    known = organisation.parties.get(key)
    party = inside(known.name) if known else key.replace("-", " ")
    return PersonField(f"party:{key}", f"Owner of {party}", "Is offered its gates, now and next time.", optional=True)


def _new_intro(keys: tuple[str, ...]) -> tuple[Part, ...]:
    return (
        (Note(("Some parties have no owner yet; they are asked for at the end, and you can skip them.",)),)
        if keys
        else ()
    )
