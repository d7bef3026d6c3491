"""Answers to what is typed in the thread of a checklist without calling the bot, or without saying what it shall do."""

from collections.abc import Sequence

from bot.conversation.reading.assent import sounds_like_yes
from bot.conversation.reading.words import Segment
from bot.conversation.turn import Say, Turn
from bot.views.answers.not_counted import not_counted_card
from readiness.usecases.replying import sign_offs_wanted


async def answer_reply(turn: Turn, thread: str, said: Sequence[Segment]) -> Say | None:
    """What somebody is told who says yes instead of pressing Approve; None where nobody waits for a yes of theirs.

    Everything but a yes is passed over without looking who said it.
    """
    if not thread or not sounds_like_yes(said):
        return None
    pages = await sign_offs_wanted(turn.deps, turn.asker, thread)
    return Say(not_counted_card(pages, turn.asker.person if turn.asker.is_overheard else None)) if pages else None
