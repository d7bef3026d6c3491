"""Posts and edits cards in Teams."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import Card
from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import CannotLook, MessageGone, NeedsPerson, PersonUnreachable, Place, ThreadGone
from bot.render import adaptive
from bot.teams.activity import in_thread
from bot.teams.connector import Connector
from bot.teams.messages import message
from bot.teams.people import TeamsPeople
from readiness.domain.values.hold import Remedy
from readiness.usecases.frame.ports import Conversation, ConversationKind, Conversations, Workspace


class TeamsMessenger:
    """The messenger for one Teams tenant; `bot` is the bot's own address there."""

    def __init__(self, connector: Connector, conversations: Conversations, people: TeamsPeople, bot: str) -> None:
        """Keep how to reach Teams, the places that can be written to, and who is where."""
        self._connector = connector
        self._conversations = conversations
        self._people = people
        self._bot = bot

    async def post(self, place: Place, card: Card, addresses: Mapping[str, str], key: str) -> str:
        """Post; a key cannot travel with it, as Teams shows what it is given and finds nothing again."""
        known = await self._known(place)
        activity = message(adaptive.message(card, addresses), card.summary)
        try:
            return await self._connector.post(known.service_url, in_thread(place.channel, place.thread), activity)
        except NeedsPerson as refused:
            if place.thread is None or refused.code != "ConversationNotFound":
                raise
            raise ThreadGone(str(refused)) from refused

    async def edit(self, place: Place, message_id: str, card: Card, addresses: Mapping[str, str]) -> None:
        """Edit in place; raises `MessageGone` when somebody deleted it."""
        known = await self._known(place)
        activity = message(adaptive.message(card, addresses), card.summary)
        where = in_thread(place.channel, place.thread)
        await self._connector.edit(known.service_url, where, message_id, activity)

    async def direct(self, workspace: Workspace, account: str) -> str:
        """The personal chat with that person; raises `PersonUnreachable` where the app is not installed for them."""
        chat = await self._conversations.with_person(workspace.id, account)
        return (chat or await self._opened(workspace, account)).id

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """Raise `CannotLook`: Teams lets no bot look for its own messages."""
        raise CannotLook("Teams cannot be searched")

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in a channel."""
        return await self._people.members(workspace, channel)

    async def join(self, place: Place) -> None:
        """Raise `NeedsPerson`: in Teams a bot is added by people."""
        raise _outside(place.channel, "the app has to be added to the team")

    async def look_again(self, place: Place) -> bool:
        """Whether Teams lists that channel in its team, or finds the one person or anybody of that chat in it."""
        if not place.channel:
            await self._connector.log_in()
            return True
        known = await self._conversations.get(place.workspace.id, place.channel)
        if known is None:
            return False
        is_there = await self._is_there(known)
        if not is_there:
            await self._conversations.forget(place.workspace.id, known.id)
        return is_there

    async def _is_there(self, known: Conversation) -> bool:
        try:
            if known.kind is ConversationKind.CHANNEL and known.team:
                return any(one.id == known.id for one in await self._connector.channels(known.service_url, known.team))
            if known.kind is ConversationKind.PERSONAL:
                return await self._connector.member(known.service_url, known.id, known.address) is not None
            return bool(await self._connector.members(known.service_url, known.id))
        except MessageGone:
            return False
        except NeedsPerson as refused:
            if refused.scope is not Scope.CHANNEL:
                raise
            return False

    async def _opened(self, workspace: Workspace, account: str) -> Conversation:
        teams = await self._conversations.channels(workspace.id)
        member = await self._people.member(workspace, account) if teams else None
        if member is None:
            raise PersonUnreachable("the app is not installed for that person")
        service_url = teams[0].service_url
        opened = await self._connector.open_chat(service_url, workspace.external, self._bot, member.address)
        chat = Conversation(opened, ConversationKind.PERSONAL, service_url, account=account, address=member.address)
        await self._conversations.keep(workspace.id, chat)
        return chat

    async def _known(self, place: Place) -> Conversation:
        known = await self._conversations.get(place.workspace.id, place.channel)
        if known is None:
            raise _outside(place.channel, "the bot is not in that conversation any more")
        return known


def _outside(channel: str, why: str) -> NeedsPerson:
    return NeedsPerson("BotNotInConversationRoster", Scope.CHANNEL, Remedy.INVITE, why=why, detail=channel)
