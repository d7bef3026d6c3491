"""The question before an initiative is cancelled."""

from bot.cards import Actions, Bold, Button, Card, Mark, Part, Quote, Section
from bot.intents.initiative import Steer
from bot.views.words.direction import steady
from bot.views.words.presses import button, for_good
from readiness.domain.values.initiative import Initiative, Life


def cancel_question_card(initiative: Initiative, reason: str) -> Card:
    """Ask whether it shall end for good; pausing it is offered instead."""
    headline = f"Cancel {steady(initiative.name)} for good?"
    what = "Nobody is reminded any more, and the cost of waiting stops. Its record stays readable."
    said: tuple[Part, ...] = (Quote(reason),) if reason else ()
    lines = ((Bold(headline),), (what,), ("This cannot be taken back.",))
    return Card(headline, (Section(lines, Mark.WARNING), *said, Actions(_answers(initiative, reason))))


def _answers(initiative: Initiative, reason: str) -> tuple[Button, ...]:
    yes = for_good("Cancel it for good", Steer(initiative.slug, "cancel", reason, is_sure=True))
    if initiative.standing is Life.PAUSED:
        return (yes,)
    return (yes, button("Pause it instead", Steer(initiative.slug, "pause", reason)))
