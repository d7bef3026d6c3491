"""The checklist of one initiative: as it stands in the channel, and as a private answer."""

from collections.abc import Sequence

from bot.cards import Accessory, Actions, Bold, Bullets, Card, Code, Divider, Heading, Mark, Note, Part, Section, Span
from bot.intents.codec import encode
from bot.intents.contract import ShowContract
from bot.intents.looking import AllGates, ListInitiatives, Share, Status
from bot.views.shown.questions import five_lines, one_line
from bot.views.words.circles import standing_circles
from bot.views.words.conditions import condition_sections
from bot.views.words.contract import contract_parts
from bot.views.words.counting import capital, counted
from bot.views.words.dates import day, moment
from bot.views.words.escalation import chain_note
from bot.views.words.initiative import BETWEEN, dates_line, headline, meter, since_life
from bot.views.words.listing import codes
from bot.views.words.presses import button, opens, typed
from bot.views.words.rework import findings_note
from bot.views.words.step import next_steps
from readiness.domain.readings.report import Standing
from readiness.domain.readings.stall import undated_gates
from readiness.domain.values.initiative import Life
from readiness.domain.values.record import fingerprint
from readiness.usecases.frame.ports import InitiativeLine

MOST_STEPS = 4
MOST_BUTTONS = 8


def checklist_card(standing: Standing) -> Card:
    """The one message in the home channel, edited whenever anything changes.

    As everybody is prompted in its thread when it is first posted, it mentions nobody then: one thing is told once.
    """
    first = standing.initiative.version <= 1
    last = Note((f"As of {day(standing.today, standing.today)}", *_record(standing), BETWEEN, typed("help")))
    return _card(standing, (one_line(standing),), _looks(standing), last, mentioned=not first)


def status_card(standing: Standing, can_share: bool) -> Card:
    """The same as a private snapshot; `can_share` where there is a channel to share it in."""
    share = button("Share here", Share(standing.initiative.slug))
    items: tuple[Accessory, ...] = (*_looks(standing), *((share,) if can_share else ()))
    last = Note(("As of ", moment(standing.now, standing.organisation.calendar), *_record(standing)))
    told: tuple[Part, ...] = (*chain_note(standing), five_lines(standing))
    card = _card(standing, told, items, last, mentioned=True)
    return Card(card.summary, card.parts, renewed_by=encode(Status(standing.initiative.slug)))


def several_card(lines: Sequence[InitiativeLine]) -> Card:
    """Which of the channel's initiatives is meant."""
    question = "Which initiative?"
    buttons = tuple(button(line.name, Status(line.slug)) for line in lines[:MOST_BUTTONS])
    more = len(lines) - len(buttons)
    rest: tuple[Span, ...] = (f"And {more} more; or type ",) if more else ("Or type ",)
    return Card(
        question,
        (
            Section(((Bold(question), f" {counted(len(lines), 'initiative')} live in this channel."),)),
            Actions(buttons),
            Note((*rest, typed("status INITIATIVE"))),
        ),
    )


def nothing_here_card() -> Card:
    """No initiative concerns the asker here."""
    headline_words = "Nothing waits for you."
    return Card(
        headline_words,
        (
            Section(
                (
                    (Bold(headline_words),),
                    ("No initiative lives in this channel or names you. Start one before development does.",),
                )
            ),
            Actions(
                (
                    opens("New initiative", "new", primary=True),
                    button("All initiatives", ListInitiatives("all")),
                )
            ),
            Note(("What can be said here: ", typed("help"))),
        ),
    )


def _card(
    standing: Standing, told: tuple[Part, ...], items: tuple[Accessory, ...], last: Note, *, mentioned: bool
) -> Card:
    title = headline(standing)
    parts: list[Part] = [Heading(title), Note(dates_line(standing)), meter(standing)]
    parts += [*_life(standing), *contract_parts(standing.initiative, standing.organisation, standing.today)]
    parts += [Divider(), *standing_circles(standing), *condition_sections(standing)]
    parts += [*_steps(standing, mentioned=mentioned), *findings_note(standing), *told, *_undated(standing)]
    parts += [Actions(items), last]
    return Card(title, tuple(parts))


def _life(standing: Standing) -> tuple[Part, ...]:
    """What paused, cancelled and live mean; nothing while it is active."""
    match standing.life:
        case Life.PAUSED:
            said = f"{capital(since_life(standing))}. Nobody is reminded; the cost of waiting goes on."
            return (Section(((said, " Go on with ", typed("resume")),), Mark.PAUSED),)
        case Life.CANCELLED:
            said = f"{capital(since_life(standing))}. Nobody is reminded, and the cost of waiting has stopped."
            return (Section(((said,),)),)
        case Life.LIVE:
            return (Section((("Live inputs, and outputs in use. The cost of waiting has stopped.",),), Mark.READY),)
        case _:
            return ()


def _steps(standing: Standing, *, mentioned: bool) -> tuple[Part, ...]:
    if standing.life is not Life.ACTIVE:
        return ()
    lines, more = next_steps(standing, MOST_STEPS, mentioned=mentioned)
    if not lines:
        return ()
    rest: tuple[tuple[Span, ...], ...] = ((f"and {more} more under All gates",),) if more else ()
    return (Divider(), Bullets((*lines, *rest), "Next steps"))


def _undated(standing: Standing) -> tuple[Part, ...]:
    steps = standing.survey.steps
    if None not in [step.due for step in steps.values()] or standing.life is not Life.ACTIVE:
        return ()
    keys = [key for key in undated_gates(standing.initiative) if key in steps]
    if not keys:
        return ()
    verb = "it" if len(keys) == 1 else "them"
    return (Note(("No date depends on ", *codes(keys), f". Give {verb} one: ", typed("due GATE DATE"))),)


def _looks(standing: Standing) -> tuple[Accessory, ...]:
    slug = standing.initiative.slug
    return (button("All gates", AllGates(slug)), button("Contract", ShowContract(slug)))


def _record(standing: Standing) -> tuple[Span, ...]:
    record = fingerprint(standing.initiative.slug, standing.initiative.head)
    return (f"{BETWEEN}record ", Code(record))
