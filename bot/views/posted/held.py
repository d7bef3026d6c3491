"""The word to administrators that messages wait until somebody does something, or that they did."""

from dataclasses import dataclass

from bot.cards import Bold, Card, Code, Note, Section
from bot.views.words.dates import moment
from bot.views.words.direction import steady
from bot.views.words.remedies import refused_words, remedy_words
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.hold import Hold, Remedy


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A hold, where it is, and whether it was lifted meanwhile."""

    hold: Hold
    platform: str
    workspace: str
    is_over: bool
    calendar: WorkingCalendar


def held_card(page: HeldPage) -> Card:
    """Say what is refused since when, what to do, and that nothing is lost; or that it is over."""
    hold, since = page.hold, moment(page.hold.since, page.calendar)
    refused = refused_words(hold, page.platform, steady(page.workspace), is_over=page.is_over)
    if page.is_over:
        again = "My messages are taken again."
        scope = (
            (": the scope ", Code(hold.detail), " was missing") if hold.remedy is Remedy.SCOPE and hold.detail else ()
        )
        return Card(
            again,
            (
                Section(((Bold(again),), (f"{refused} from ", since, " on, and said ", Code(hold.code), *scope, "."))),
                Note(("What waited is on its way, as it is now. What asks nothing any more is not sent.",)),
            ),
        )
    return Card(
        f"{refused}.",
        (
            Section(((Bold(f"{refused}."),), ("Since ", since, " it says ", Code(hold.code), "."))),
            Section(((Bold("What to do: "), remedy_words(hold.remedy, hold.detail)),)),
            Note(("Nothing is lost: what I have to say waits, and is sent once it works again.",)),
        ),
    )
