"""The organisation in words: its settings, its parties, a person's role."""

from bot.cards import Actions, Bold, Bullets, Card, Code, Fact, Facts, Heading, Mark, Note, Section, Span, Text
from bot.intents.calendar import ShowCalendar
from bot.views.shown.belonging import workspaces_text
from bot.views.shown.calendar import weekend_text
from bot.views.words.absence import away_texts
from bot.views.words.counting import capital
from bot.views.words.dates import full_day
from bot.views.words.escalation import asked_again, waits_text
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import listed, name, people
from bot.views.words.presses import button, typed
from bot.views.words.terms import ROLES
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Role
from readiness.usecases.looking import SettingsPage

MOST_PARTIES = 20
MOST_AWAY = 6
_MAY: dict[Role, str] = {
    Role.ADMINISTRATOR: "may change settings, parties and roles, and everything a lead may.",
    Role.AUDITOR: "can read everything and change nothing.",
    Role.MEMBER: "has the rights of whatever they lead, own or approve.",
}


def settings_card(page: SettingsPage, viewer: PersonId | None = None) -> Card:
    """Timezone, weekend, holidays, default checklist, administrators and parties; an administrator can change some."""
    organisation, calendar = page.organisation, page.organisation.calendar
    headline = f"Settings of {organisation.name}"
    holidays = [full_day(one) for one in sorted(calendar.holidays)]
    away = away_texts(organisation)
    facts = (
        *((Fact("Workspaces", (workspaces_text(page.workspaces),)),) if page.workspaces else ()),
        Fact("Timezone", (calendar.timezone,)),
        Fact("Weekend", (weekend_text(calendar.weekend),)),
        Fact("Holidays", listed(list[Span](holidays), most=6) or ("none",)),
        Fact("Escalation", (capital(waits_text(organisation.policy.escalation)),)),
        Fact("Asked again", (capital(asked_again(organisation.policy)),)),
        Fact("Default checklist", (Code(organisation.default_template),)),
        Fact("Administrators", _administrators(page)),
        *((Fact("Away", listed(list[Span](away), most=MOST_AWAY)),) if away else ()),
    )
    parties = [_party(organisation, one) for one in organisation.parties.values()]
    more = len(parties) - MOST_PARTIES
    shown = (*parties[:MOST_PARTIES], (f"and {more} more",)) if more > 0 else tuple(parties)
    listing = (Bullets(shown, "Parties"),) if parties else ()
    party = Note(("Change a party: ", typed("party NAME owner @person")))
    role = Note(("Change a role: ", typed("role @person ROLE")))
    presses = (Actions((button("Calendar", ShowCalendar()),)),) if viewer in page.administrators else ()
    return Card(headline, (Heading(headline), Facts(facts), *listing, *presses, party, role))


def party_card(before: Party | None, party: Party, organisation: Organisation) -> Card:
    """A party as it is after a change, and who belonged to it before."""
    headline = f"{party.name} is changed."
    late = "Owners of gates stay as they are; new initiatives offer its gates to the new owner."
    is_other = before is not None and before.everybody and before != party
    was: tuple[Text, ...] = (("Before: ", *_people(organisation, before), "."),) if before and is_other else ()
    lines = ((Bold(headline),), _party(organisation, party), *was, (late,))
    return Card(headline, (Section(lines, Mark.READY),))


def role_card(organisation: Organisation, person: PersonId, before: Role) -> Card:
    """What somebody's role is now, what that means, and what it was before."""
    who, role = name(organisation, person), organisation.person(person).role
    headline = f"{who} is {ROLES[role]} now."
    may: Text = (f"{who} {_MAY[role]}",)
    was: tuple[Text, ...] = ((f"Before: {ROLES[before]}.",),) if before is not role else ()
    return Card(headline, (Section(((Bold(headline),), may, *was), Mark.READY),))


def left_card(organisation: Organisation, person: PersonId) -> Card:
    """That somebody has left, or is back, and what comes of it."""
    who = name(organisation, person)
    if organisation.is_member(person):
        said = f"{who} is back."
        after = "They can be asked and can sign again. What went to a backup meanwhile stays there."
        return Card(said, (Section(((Bold(said),), (after,)), Mark.READY),))
    said = f"{who} has left."
    after = "Their gates are offered to the backups; what has none waits for a name. They are not asked any more."
    undo = Note(("If they return: ", typed("person @person back")))
    return Card(said, (Section(((Bold(said),), (after,)), Mark.CHANGED), undo))


def _administrators(page: SettingsPage) -> tuple[Span, ...]:
    found = frozenset(PersonId(one) for one in page.administrators)
    return people(page.organisation, found, "and", most=6) or (
        "none yet. A Slack workspace admin becomes the first by typing here, anybody with a code of the command ",
        Code("readiness admin code"),
    )


def _party(organisation: Organisation, party: Party) -> tuple[Span, ...]:
    """One party: its owner, its backup and who else belongs to it."""
    return (Bold(party.name), " ", Code(party.key), BETWEEN, *_people(organisation, party))


def _people(organisation: Organisation, party: Party) -> tuple[Span, ...]:
    owner = name(organisation, party.owner) if party.owner else "no owner"
    backup = f", backup {name(organisation, party.backup)}" if party.backup else ""
    others = party.members - {person for person in (party.owner, party.backup) if person}
    with_others: tuple[Span, ...] = (", with ", *people(organisation, others, "and", most=6)) if others else ()
    return (f"{owner}{backup}", *with_others)
