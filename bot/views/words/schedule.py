"""When digests and reminders come, confirmed in a sentence."""

from datetime import datetime

from bot.cards import Actions, Bold, Card, Mark, Note, Section, Span, Text
from bot.intents.looking import ListInitiatives
from bot.views.words.dates import moment
from bot.views.words.presses import button, typed
from bot.views.words.slots import slot_sentence
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.person import ReminderChoice
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind


def schedule_card(before: DigestSchedule, schedule: DigestSchedule) -> Card:
    """What holds for a channel's digest after a change, weekly, leadership's, or off; and what held before."""
    if schedule.next_due is None:
        return _off(schedule)
    when = slot_sentence(schedule.slot)
    next_one: Text = ("The next one is ", moment(schedule.next_due, _clock(schedule.slot)), ".")
    if schedule.kind is ScheduleKind.LEADERSHIP:
        lines: tuple[Text, ...] = (next_one, *_was(before, schedule), ("Everybody in that channel will see it.",))
        stop: Text = ("Stop it in that channel: ", typed("digest off"))
        return _done(f"Leadership gets the digest across all initiatives {when}.", lines, stop)
    covers: Text = (*next_one, " It covers every active initiative that lives here.")
    change: Text = ("See it now: ", typed("digest now"), " · stop it: ", typed("digest off"))
    return _done(f"This channel gets its digest {when}.", (covers, *_was(before, schedule)), change)


def _was(before: DigestSchedule, schedule: DigestSchedule) -> tuple[Text, ...]:
    """What came there before, where it was another digest or came at another time."""
    if before.next_due is None or (before.kind, before.slot) == (schedule.kind, schedule.slot):
        return ()
    if before.kind is schedule.kind:
        return ((f"Before, it came {slot_sentence(before.slot)}.",),)
    whose = "leadership's digest" if before.kind is ScheduleKind.LEADERSHIP else "the channel's own digest"
    return ((f"Before, {whose} came there {slot_sentence(before.slot)}.",),)


def _off(schedule: DigestSchedule) -> Card:
    leaders = schedule.kind is ScheduleKind.LEADERSHIP
    headline = "Leadership gets no digest here any more." if leaders else "This channel gets no digest any more."
    again = typed("digest leadership #CHANNEL") if leaders else typed("digest weekly monday 09:00")
    return _done(headline, (("Prompts and sign-off requests go on as before.",),), ("Start it again: ", again))


def _clock(slot: WeeklySlot) -> WorkingCalendar:
    return WorkingCalendar(slot.timezone or "UTC")


def no_digest_card() -> Card:
    """There is nothing to put into a digest here."""
    headline = "There is nothing for a digest here."
    line: Text = ("No active initiative lives in this channel. A digest covers those that do.",)
    buttons = Actions((button("All initiatives", ListInitiatives("all")),))
    return Card(headline, (Section(((Bold(headline),), line)), buttons))


def reminders_card(choice: ReminderChoice) -> Card:
    """Reminders are on or off."""
    if choice.off:
        lines: tuple[Text, ...] = (("When something new is asked of you, you still get a message.",),)
        return _done("You get no reminders any more.", lines, ("Turn them on: ", typed("remind on")))
    hours = f"between {choice.day_starts:%H:%M} and {choice.day_ends:%H:%M} of your time"
    line: Text = (f"One message a day at most, on working days {hours}.",)
    return _done("You get reminders.", (line,), ("Turn them off: ", typed("remind off")))


def snoozed_card(choice: ReminderChoice, before: datetime | None, timezone: str = "UTC") -> Card:
    """No reminders until an instant, told in the person's `timezone` where the platform cannot.

    `before` is until when they were silent already, None where they were not.
    Somebody who switched them off gets none afterwards either, and is told so.
    """
    if choice.off:
        off: Text = ("There is nothing to snooze: they stay off until you turn them on.",)
        return _done("You get no reminders: they are off.", (off,), ("Turn them on: ", typed("remind on")))
    until: tuple[Span, ...] = (
        (moment(choice.snoozed_until, WorkingCalendar(timezone)),) if choice.snoozed_until else ("further notice",)
    )
    lines: list[Text] = [("No reminders until ", *until, ".")]
    if before is not None and before != choice.snoozed_until:
        lines.append(("Before, it was until ", moment(before, WorkingCalendar(timezone)), "."))
    return _done("Snoozed.", tuple(lines), ("Wake them earlier: ", typed("remind on")))


def _done(headline: str, lines: tuple[Text, ...], note: Text) -> Card:
    return Card(headline, (Section(((Bold(headline),), *lines), Mark.READY), Note(note)))
