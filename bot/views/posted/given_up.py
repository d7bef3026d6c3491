"""The word to administrators of messages that will not be sent."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.cards import Bold, Bullets, Card, Note, Text
from bot.views.words.counting import capital, counted, counted_in_words
from bot.views.words.direction import steady
from bot.views.words.listing import name
from readiness.domain.values.identity import InitiativeId
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import GivenUp

KINDS: Mapping[NoticeKind, str] = {
    NoticeKind.CHECKLIST: "checklist",
    NoticeKind.PROMPT: "prompt",
    NoticeKind.SIGN_OFF_REQUEST: "request for a sign-off",
    NoticeKind.DEADLOCK: "word of a circle of waiting",
    NoticeKind.CONTRACT: "request to sign the contract",
    NoticeKind.REFRESH: "update",
    NoticeKind.REMINDER: "reminder",
    NoticeKind.DIGEST: "digest",
    NoticeKind.CHANNEL_CLOSED: "word of a closed channel",
    NoticeKind.HELD: "word that messages wait",
    NoticeKind.GIVEN_UP: "word of messages given up",
    NoticeKind.UNREACHABLE: "word of somebody who cannot be reached",
    NoticeKind.STAND_IN: "word to somebody who stands in",
}


def given_up_card(given_up: Sequence[GivenUp], organisation: Organisation, names: Mapping[InitiativeId, str]) -> Card:
    """Say what will not be sent and why, equal ones together; `names` are those of the initiatives it is about."""
    were = "was" if len(given_up) == 1 else "were"
    said = f"{capital(counted_in_words(len(given_up), 'message'))} {were} given up."
    alike = Counter((message_words(one.notice, organisation, names), one.why) for one in given_up)
    items: list[Text] = [
        (f"{what}: {why}" if count == 1 else f"{what}: {why} ({counted(count, 'time')})",)
        for (what, why), count in alike.items()
    ]
    return Card(
        said,
        (
            Bullets(tuple(items), title=said),
            Note(("They are kept. Whoever runs the bot can send or drop them: ", Bold("readiness outbox list"))),
        ),
    )


def message_words(notice: Notice, organisation: Organisation, names: Mapping[InitiativeId, str]) -> str:
    """What message that is, for whom and about what: "prompt for Ben about Churn model"."""
    whom = f" for {name(organisation, notice.person)}" if notice.person else ""
    about = names.get(notice.initiative, "") if notice.initiative else ""
    return f"{KINDS[notice.kind]}{whom}{f' about {steady(about)}' if about else ''}"
