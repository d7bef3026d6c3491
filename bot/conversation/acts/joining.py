"""Answers to who belongs together: administrators by code, joined organisations, linked accounts."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.views.shown import belonging
from bot.views.shown.lists import role_card
from readiness.usecases import codes, joining, linking


async def become_administrator(turn: Turn, intent: BecomeAdministrator) -> Reply:
    """Make the asker an administrator."""
    before, after = await codes.become_administrator(turn.deps, turn.asker, intent.code)
    return Say(role_card(after, turn.asker.person, before.person(turn.asker.person).role))


async def join(turn: Turn, intent: JoinOrganisation) -> Reply:
    """A code, or with one, two organisations joined."""
    if intent.code is None:
        return Say(belonging.invitation_card(await joining.invite(turn.deps, turn.asker)))
    return Say(belonging.joined_card(await joining.join(turn.deps, turn.asker, intent.code)))


async def link(turn: Turn, intent: LinkAccounts) -> Reply:
    """A code; with one, whether the asker is sure, and then two accounts linked."""
    if intent.code is None:
        return Say(belonging.link_code_card(await linking.begin_link(turn.deps, turn.asker)))
    if not intent.is_sure:
        accounts = await linking.accounts_to_link(turn.deps, turn.asker, intent.code)
        return Say(belonging.link_question_card(accounts, intent.code))
    return Say(belonging.linked_card(await linking.link(turn.deps, turn.asker, intent.code)))
