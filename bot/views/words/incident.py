"""What the checklist had said about an incident before it happened. It speaks of gates and days, not of people."""

from datetime import date

from bot.cards import Bold, Code, Span, Text
from bot.views.words.counting import counted
from bot.views.words.dates import day
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import people
from readiness.domain.values.incident import GapCause, Incident, Verdict
from readiness.domain.values.organisation import Organisation

WHAT = 200

_OPEN: dict[GapCause | None, str] = {
    GapCause.UNASSIGNED: "nobody owned it",
    GapCause.UNTOUCHED: "past its date and untouched",
    GapCause.OPEN: "on the checklist and not done",
}


def incident_lines(incident: Incident, organisation: Organisation, today: date) -> tuple[Text, ...]:
    """The incident in two lines: what happened, and how its gap stood."""
    about: tuple[Span, ...] = (Code(incident.gate),) if incident.gate else ("not on the checklist",)
    head: Text = (Bold(f"Incident {day(incident.day, today)}"), BETWEEN, *about, f": {shortened(incident.what, WHAT)}")
    return (head, verdict(incident, organisation, today))


def verdict(incident: Incident, organisation: Organisation, today: date) -> Text:
    """How its gap stood: "Its gap was open: nobody owned it since 11 Nov, 12 days before"."""
    match incident.verdict:
        case Verdict.NEVER_LISTED:
            return (_never_listed(incident),)
        case Verdict.OPEN:
            return (f"Its gap was open: {_OPEN[incident.cause]} since {_since(incident, today)}.",)
        case Verdict.WAIVED:
            return _waived(incident, organisation, today)
        case Verdict.NOT_APPLICABLE:
            return (f"Its gate was agreed not to apply on {_since(incident, today)}.",)
        case Verdict.SIGNED_OFF:
            return (f"Its gate was signed off on {_since(incident, today)}.",)


def _never_listed(incident: Incident) -> str:
    if incident.gate is None:
        return "Nothing on the checklist covered it."
    return "Its gap was never listed: the gate was added after that day."


def _waived(incident: Incident, organisation: Organisation, today: date) -> Text:
    until = f", until {day(incident.waived_until, today)}" if incident.waived_until else ""
    by: tuple[Span, ...] = (", by ", *people(organisation, incident.waived_by, "and")) if incident.waived_by else ()
    control = f" Kept in check by: {shortened(incident.control, WHAT)}" if incident.control else ""
    return (f"Its gap was waived on {_since(incident, today)}{until}", *by, f".{control}")


def _since(incident: Incident, today: date) -> str:
    """Say "11 Nov, 12 days before"; "that very day"."""
    on = day(incident.since or incident.day, today)
    return f"{on}, {counted(incident.days_before, 'day')} before" if incident.days_before else f"{on}, that very day"
