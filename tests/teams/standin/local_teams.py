"""The strict local Teams: one tenant, its people, the connector that bots call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from tests.teams.standin import filling, installing, pressing, reshaping, roster, talking
from tests.teams.standin.answer import Answer, Call
from tests.teams.standin.courier import Courier, Reply
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import Conversation, Directory, Person, Team, guid, object_ids
from tests.teams.standin.errors import StandinError
from tests.teams.standin.faults import Drop, Fault
from tests.teams.standin.login import Login
from tests.teams.standin.message import Message
from tests.teams.standin.pressing import Aim
from tests.teams.standin.scene import Activity, Scene, Validate
from tests.teams.standin.server import OPERATIONS, REGION, Server
from tests.teams.standin.timeline import Timeline

TENANT = guid("tenant")
Place = Conversation | None
"""A channel or group chat; None is the personal chat of whoever acts."""


class LocalTeams:
    """A tenant on this machine that refuses what Teams refuses.

    `calls` holds every request to the connector; `violations` what Teams would not show, or would take though it must
    not be. Methods named after what a person does raise StandinError where Teams' own client would not let them.
    Bots log in at `{authority_url}/{tenant_id}/oauth2/v2.0/token`. `authorization` gives the Authorization header of an
    activity for a service URL; `validate` may find more wrong with a card.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        app_id: str,
        app_password: str,
        authorization: Callable[[str], str],
        tenant_id: str = TENANT,
        bot_name: str = "Readiness",
        validate: Validate = lambda _: [],
        answer_within: float = 5.0,
    ) -> None:
        self.tenant_id = tenant_id
        self.bot_name = bot_name
        self.authority_url = ""
        self._directory = Directory(tenant_id, f"28:{app_id}", bot_name)
        self._scene = Scene(
            self._directory, Timeline(clock), Courier(), clock, authorization, validate, answer_within
        )  # fmt: skip
        self._login = Login(tenant_id, app_id, app_password)
        self._server = Server(self._scene, self._login)

    # life

    async def __aenter__(self) -> Self:
        self.authority_url = await self._server.start()
        self._scene.service_url = f"{self.authority_url}{REGION}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()
        await self._scene.courier.close()

    @property
    def service_url(self) -> str:
        """Where the connector listens, with a slash at the end as Teams sends it."""
        return self._scene.service_url

    def deliver_to(self, url: str) -> None:
        """Send activities to this address."""
        self._scene.courier.url = url

    @property
    def calls(self) -> list[Call]:
        """Every request to the connector so far."""
        return self._server.calls

    @property
    def logins(self) -> int:
        """How often a token was asked for."""
        return self._login.asked

    @property
    def violations(self) -> list[str]:
        """Everything the strict checks found; tests assert that it is empty."""
        return self._scene.violations

    def accept_token(self, token: str) -> None:
        """Let the connector take this token too."""
        self._login.tokens.add(token)

    def revoke_tokens(self) -> None:
        """Let no token work that was given out so far."""
        self._login.tokens.clear()

    # the tenant

    def add_person(
        self,
        name: str,
        *,
        object_id: str = "",
        timezone: str = "Europe/Berlin",
        locale: str = "en-GB",
        is_guest: bool = False,
        tenant_id: str = "",
    ) -> Person:
        """Add somebody and return them; with another `tenant_id` a stranger. Their ids follow from the name."""
        key = object_id or guid("person", name)
        mail = f"{name.lower().replace(' ', '.')}@example.com"
        role = "guest" if is_guest else "user"
        home = tenant_id or self.tenant_id
        person = Person(f"29:1{guid('address', key)}", key, name, mail, home, timezone, locale, role)
        self._directory.people[key] = person
        chat = Conversation(f"a:1{key}", "personal", members=frozenset({key}))
        self._directory.conversations[chat.id] = chat
        return person

    def add_team(self, name: str, members: Iterable[Person] = ()) -> Team:
        """Add a team with its General channel, and return it."""
        team = Team(f"19:{_hex('team', name)}@thread.tacv2", name, guid("group", name), object_ids(members))
        self._directory.teams[team.id] = team
        self._put(Conversation(team.id, "channel", "General", team_id=team.id))
        return team

    def add_channel(self, team: Team, name: str, *, only: Iterable[Person] | None = None) -> Conversation:
        """Add a channel and return it; private with `only` these people, and then without the bot."""
        inside = object_ids(only or ())
        channel_id = f"19:{_hex('channel', team.name, name)}@thread.tacv2"
        return self._put(Conversation(channel_id, "channel", name, inside, team.id, only is not None))

    def add_group_chat(self, name: str, members: Iterable[Person]) -> Conversation:
        """Add a group chat and return it."""
        return self._put(Conversation(f"19:{_hex('chat', name)}@thread.v2", "groupChat", name, object_ids(members)))

    def person(self, reference: str) -> Person:
        """Somebody by name, object id or `29:` id. Raises StandinError when there is nobody."""
        found = self._directory.person(reference)
        if found is None:
            raise StandinError(f"nobody here is {reference!r}")
        return found

    def conversation(self, conversation_id: str) -> Conversation:
        """A conversation by its id."""
        return self._directory.conversations[conversation_id]

    def team_of(self, channel: Conversation) -> Team:
        """The team of a channel."""
        return self._directory.teams[channel.team_id]

    def general(self, team: Team) -> Conversation:
        """A team's General channel, which has the team's id."""
        return self._directory.conversations[team.id]

    def personal(self, person: Person) -> Conversation:
        """The chat of somebody with the bot."""
        return roster.personal(self._directory, person)

    def invite(self, place: Conversation | Team, *people: Person) -> None:
        """Put people into a team, a private channel or a group chat, without telling the bot."""
        self._members(place, self._now(place).members | object_ids(people))

    def remove(self, place: Conversation | Team, *people: Person) -> None:
        """Take people out again, without telling the bot."""
        self._members(place, self._now(place).members - object_ids(people))

    def add_bot_to(self, channel: Conversation) -> None:
        """Add the app to a private channel of a team that has it."""
        self._put(replace(self._directory.conversations[channel.id], has_bot=True))

    def convert(self, channel: Conversation, only: Iterable[Person] | None, *, has_bot: bool = True) -> None:
        """Make a channel private with `only` these people, or one of the team's again, without telling the bot."""
        now = self._directory.conversations[channel.id]
        inside = object_ids(only or ())
        self._put(replace(now, members=inside, is_private=only is not None, has_bot=has_bot))

    def split_mentions(self, on: bool = True) -> None:
        """Write each word of a name as a mention of its own."""
        self._scene.split_mentions = on

    # acting as a person

    async def install(self, person: Person, chat: Conversation | None = None) -> Answer:
        """Add the app for oneself, or to a group chat."""
        return await installing.install(self._scene, person, chat or self.personal(person))

    async def install_in_team(self, team: Team, by: Person, channel: Conversation | None = None) -> Answer:
        """Add the app to a team, in General or another channel."""
        return await installing.install_in_team(self._scene, by, team, channel or self.general(team))

    async def uninstall(self, person: Person, chat: Conversation | None = None) -> Answer:
        """Take the app away from oneself, or from a group chat."""
        return await installing.uninstall(self._scene, person, chat or self.personal(person))

    async def uninstall_from_team(self, team: Team, by: Person) -> Answer:
        """Take the app away from a team."""
        return await installing.uninstall_from_team(self._scene, by, team, self.general(team))

    async def create_channel(self, team: Team, name: str, by: Person) -> Conversation:
        """Add a channel to a team, and tell the bot."""
        channel = self.add_channel(team, name)
        await reshaping.tell_of_channel(self._scene, by, "channelCreated", channel)
        return channel

    async def rename_channel(self, channel: Conversation, name: str, by: Person) -> Answer:
        """Give a channel another name, and tell the bot."""
        renamed = reshaping.rename(self._scene, channel, name)
        return await reshaping.tell_of_channel(self._scene, by, "channelRenamed", renamed)

    async def delete_channel(self, channel: Conversation, by: Person) -> Answer:
        """Take a channel away, and tell the bot."""
        return await reshaping.tell_of_channel(
            self._scene, by, "channelDeleted", reshaping.delete(self._scene, channel)
        )  # fmt: skip

    async def restore_channel(self, channel: Conversation, by: Person) -> Answer:
        """Bring a deleted channel back, and tell the bot."""
        return await reshaping.tell_of_channel(self._scene, by, "channelRestored", self._put(channel))

    async def tell_of_channel(self, channel: Conversation, event: str, by: Person) -> Answer:
        """Tell the bot of what was done to a channel: channelShared, channelMemberAdded …"""
        return await reshaping.tell_of_channel(self._scene, by, event, channel)

    async def tell_of_team(self, team: Team, event: str, by: Person) -> Answer:
        """Tell the bot of what was done to a team: teamRenamed, teamArchived, teamDeleted …"""
        return await reshaping.tell_of_team(self._scene, by, event, team)

    async def join(self, team: Team, person: Person, by: Person) -> Answer:
        """Put somebody into a team, and tell the bot."""
        self.invite(team, person)
        return await reshaping.tell_of_members(self._scene, by, team, membersAdded=[person])

    async def type(self, person: Person, place: Place, text: str, *, thread: Message | None = None) -> Answer:
        """Write a message, in a channel as a new post or in the `thread` of another.

        Outside the personal chat the bot is told only of messages that mention it: "@Readiness status". Otherwise the
        answer's status is 0.
        """
        return await talking.type_(self._scene, person, place or self.personal(person), text, thread)

    async def press(
        self,
        person: Person,
        message: Message,
        label: str,
        *,
        about: str = "",
        choose: Mapping[str, object] | None = None,
        stale: bool = False,
        old_client: bool = False,
    ) -> Answer:
        """Press what reads `label`, and carries `about` in its data where several do.

        `choose` fills in the card's inputs, by id, label or placeholder; people pickers take a Person or an object id.
        `stale` presses the card as it was in `message`, like a client that has not heard of an edit yet; an
        `old_client` shows the fallback of Action.Execute.
        """
        aim = Aim(label, about)
        return await pressing.press(
            self._scene, person, message, aim, choose or {}, stale=stale, old_client=old_client
        )  # fmt: skip

    async def refresh(self, person: Person, message: Message) -> Answer:
        """Let somebody's client ask for their own view of a card, as it does by itself."""
        return await pressing.refresh(self._scene, person, message)

    async def submit(self, person: Person, values: Mapping[str, object], *, label: str = "") -> Answer:
        """Fill in the open dialog by id or label, and press its button; `label` where it has several."""
        return await filling.submit(self._scene, person, values, label)

    def dialog(self, person: Person) -> Dialog | None:
        """The dialog that somebody has open."""
        return self._scene.dialogs.get(person.object_id)

    def close_dialog(self, person: Person) -> None:
        """Close the open dialog; bots are not told of it."""
        filling.open_in_front_of(self._scene, person)
        del self._scene.dialogs[person.object_id]

    def activity(self, kind: str, person: Person, place: Place, **more: Any) -> Activity:
        """An activity as Teams would send it, for `deliver`."""
        return self._scene.activity(kind, person, place or self.personal(person), **more)

    async def deliver(self, activity: Activity) -> Reply:
        """Post any activity, signed; whatever the bot answers is no violation. Teams repeats some of them, too."""
        return await self._scene.deliver(activity)

    @property
    def last_body(self) -> Any:
        """What the bot answered to what was last delivered for the first time."""
        return self._scene.replied.body if self._scene.replied is not None else None

    async def deliver_again(self) -> Answer:
        """Deliver the last activity once more, under the same id; what then appeared for anybody, and the answer."""
        moment, activity = self._scene.timeline.moment, self._scene.delivered
        reply = await self._scene.deliver(activity)
        seen = tuple(one for one in self._scene.timeline.since(moment) if one.is_from_bot)
        return Answer(reply.status, reply.seconds, reply.body, activity, seen)

    async def raw(self, content: bytes, headers: Mapping[str, str]) -> Reply:
        """Post bytes as they are, not signed."""
        return await self._scene.courier.carry(content, headers)

    def delete_message(self, message: Message) -> None:
        """Delete a message, as its author or an owner would."""
        self._scene.timeline.put(replace(message, is_deleted=True))

    # what can be seen

    def messages(self, person: Person, place: Place = None) -> list[Message]:
        """What stands in a conversation as somebody sees it, threads included, oldest first.

        Raises StandinError for a conversation that they are not in.
        """
        here = self._scene.place(person, place or self.personal(person))
        timeline = self._scene.timeline
        return [timeline.seen_by(message, person.object_id) for message in timeline.of(here.id)]

    # faults

    def limit_rates(self, on: bool = True) -> None:
        """Answer 429 to a bot that asks more often than Teams allows, by the clock."""
        self._server.limited = on

    def fail(
        self,
        operation: str,
        *,
        times: int = 1,
        status: int = 0,
        retry_after: int | None = None,
        drop: Drop | None = None,
        hold: asyncio.Event | None = None,
        code: str = "ServiceError",
        until: datetime | None = None,
    ) -> None:
        """Let the next `times` requests of an operation (create, send, edit, member, login …) go wrong.

        All of them do `until` the clock says so late, where that is given. `status` is answered instead of acting, with
        `code` and, if given, `retry_after`. `drop` cuts the connection `before` acting,
        or `after` having acted. `hold` acts, and answers only when the event is set.
        """
        if operation not in OPERATIONS:
            raise StandinError(f"{operation!r} is none of {sorted(OPERATIONS)}")
        fault = Fault(status, retry_after, drop, hold, code)
        if until is None:
            self._server.faults.order(operation, fault, times)
        else:
            self._server.faults.order_until(operation, fault, until)

    def _put(self, conversation: Conversation) -> Conversation:
        self._directory.conversations[conversation.id] = conversation
        return conversation

    def _now(self, place: Conversation | Team) -> Conversation | Team:
        found = self._directory.teams if isinstance(place, Team) else self._directory.conversations
        return found[place.id]

    def _members(self, place: Conversation | Team, members: frozenset[str]) -> None:
        if isinstance(place, Team):
            self._directory.teams[place.id] = replace(self._directory.teams[place.id], members=members)
        else:
            self._put(replace(self._directory.conversations[place.id], members=members))


def _hex(*parts: str) -> str:
    return guid(*parts).replace("-", "")
