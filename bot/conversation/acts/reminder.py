"""Answers about when digests and reminders come."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.digest import DigestLeadership, DigestNow, DigestOff, DigestWeekly
from bot.intents.reminder import Remind, Snooze
from bot.views.posted.digest import digest_card
from bot.views.shown import lists
from readiness.domain.readings.reminder import snooze_until
from readiness.usecases import digest, looking, organisation
from readiness.usecases.frame.ports import ScheduleKind


async def digest_now(turn: Turn, intent: DigestNow) -> Reply:
    """The channel's digest as it would be sent now."""
    page = await digest.preview(turn.deps, turn.asker)
    if page.digest is None:
        return Say(lists.no_digest_card())
    is_leaderships = page.schedule.kind is ScheduleKind.LEADERSHIP
    return Say(digest_card(page.digest, page.organisation, leadership=is_leaderships))


async def digest_weekly(turn: Turn, intent: DigestWeekly) -> Reply:
    """Send the channel's digest at that weekly time."""
    return Say(lists.schedule_card(*await digest.set_weekly(turn.deps, turn.asker, intent.slot.weekly)))


async def digest_off(turn: Turn, intent: DigestOff) -> Reply:
    """Send the channel no digest."""
    return Say(lists.schedule_card(*await digest.switch_off(turn.deps, turn.asker)))


async def digest_leadership(turn: Turn, intent: DigestLeadership) -> Reply:
    """Send the digest across all initiatives to a channel."""
    return Say(lists.schedule_card(*await digest.set_leadership(turn.deps, turn.asker, intent.channel)))


async def remind(turn: Turn, intent: Remind) -> Reply:
    """Turn the asker's reminders on or off."""
    return Say(lists.reminders_card(await organisation.switch_reminders(turn.deps, turn.asker, on=intent.on)))


async def snooze(turn: Turn, intent: Snooze) -> Reply:
    """Give the asker no reminders for a while."""
    before, choice = await organisation.snooze(
        turn.deps,
        turn.asker,
        lambda person, act: snooze_until(person, act.organisation.calendar, act.at, intent.duration),
    )
    page = await looking.settings(turn.deps, turn.asker)
    return Say(lists.snoozed_card(choice, before, page.organisation.person(turn.asker.person).timezone))
