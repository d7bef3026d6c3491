"""The strict local Slack: one workspace, its Web API, its people, its page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from bot.playground.acts import form, happening
from bot.playground.acts.command import type_command
from bot.playground.acts.press import Aim, press, suggestions
from bot.playground.acts.stage import Stage
from bot.playground.api.faults import Drop, Fault
from bot.playground.api.server import ApiServer
from bot.playground.errors import PlaygroundError
from bot.playground.http_server import HttpServer, Routes
from bot.playground.person import Person
from bot.playground.wire.courier import Courier
from bot.playground.wire.response_url import ResponseUrls
from bot.playground.wire.sockets import Sockets
from bot.playground.workspace.answer import Answer, ApiCall
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.installation import DEFAULT_SCOPES, Installation
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState
from bot.playground.workspace.workspace import Workspace

HEARD = frozenset({"app_home_opened", "app_mention", "message.im"})


class LocalSlack:
    """A Slack workspace on this machine that refuses what Slack refuses.

    `calls` holds every Web API request; `violations` what was accepted but must not be. Methods named after what a
    person does raise PlaygroundError where Slack's own client would not let them.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        signing_secret: str,
        bot_token: str,
        app_token: str | None = None,
        team_id: str = "T0LOCAL01",
        team_name: str = "Local",
        bot_user_id: str = "U0READY",
        bot_name: str = "Readiness",
        scopes: frozenset[str] = DEFAULT_SCOPES,
        move_clock: Callable[[datetime], Awaitable[None]] | None = None,
        rate_limits: bool = False,
        answer_within: float = 3.0,
        should_escape: bool = True,
        subscriptions: frozenset[str] = HEARD,
        page: Callable[[LocalSlack], Routes] | None = None,
    ) -> None:
        bot = Person(bot_user_id, bot_name.lower(), bot_name, "UTC", team_id, is_bot=True)
        self._workspace = Workspace(clock, team_id, team_name, bot)
        self._installation = Installation(signing_secret, bot_token, app_token, scopes)
        self._sockets = Sockets()
        self._api = ApiServer(self._workspace, self._installation, self._sockets, rate_limits=rate_limits)
        courier = Courier(clock, signing_secret, self._sockets, answer_within)
        ways_back = ResponseUrls(self._workspace)
        self._stage = Stage(self._workspace, self._installation, courier, ways_back, should_escape)
        self._heard = subscriptions
        self._move_clock = move_clock
        self._http = HttpServer(self._stage, self._api, self._sockets, page(self) if page else None)

    # life

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; `port` 0 takes a free one."""
        url = await self._http.start(host, port)
        self._stage.url = self._api.url = url

    async def stop(self) -> None:
        """Hang up, stop listening and let go of connections."""
        await self._sockets.close()
        await self._http.stop()
        await self._stage.courier.close()

    async def __aenter__(self) -> Self:
        if not self._stage.url:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._stage.url

    @property
    def api_url(self) -> str:
        """The base address of the Web API, with the slash that slack_sdk wants."""
        return f"{self._stage.url}/api/"

    @property
    def calls(self) -> list[ApiCall]:
        """Every Web API request so far."""
        return self._api.calls

    @property
    def violations(self) -> list[str]:
        """Everything the strict checks found; tests assert that it is empty."""
        return self._workspace.violations

    @property
    def workspace(self) -> Workspace:
        """The state behind it, for the page and for unusual tests."""
        return self._workspace

    @property
    def installation(self) -> Installation:
        """The app's tokens, scopes and switches; tests may change them."""
        return self._installation

    def deliver_to(self, events_url: str) -> None:
        """Send commands, interactions and events to this address, signed."""
        self._stage.courier.url = events_url

    # the workspace

    def add_user(
        self,
        user_id: str,
        name: str,
        *,
        real_name: str = "",
        tz: str = "Europe/Berlin",
        is_admin: bool = False,
        is_bot: bool = False,
        deleted: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_stranger: bool = False,
        team_id: str | None = None,
    ) -> Person:
        """Add a person and return them; strangers come from another workspace."""
        home = team_id or ("T0OTHER01" if is_stranger else self._workspace.team_id)
        person = Person(
            user_id, name, real_name or name.capitalize(), tz, home, is_admin, is_bot, deleted,
            is_restricted, is_ultra_restricted, is_stranger,
        )  # fmt: skip
        self._workspace.put_person(person)
        return person

    def add_channel(
        self,
        channel_id: str,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        archived: bool = False,
        bot_in: bool = False,
        ext_shared: bool = False,
    ) -> Channel:
        """Add a channel and return it."""
        inside = frozenset(members) | ({self._workspace.bot.id} if bot_in else frozenset())
        for member in inside:
            self._workspace.person(member)
        channel = Channel(channel_id, name.removeprefix("#"), inside, private, archived, ext_shared)
        self._workspace.put_channel(channel)
        return channel

    def deactivate(self, user_id: str) -> None:
        """Deactivate a person: they cannot act, and nothing reaches them."""
        self._workspace.put_person(replace(self._workspace.person(user_id), deleted=True))

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self._workspace.put_channel(replace(self._workspace.channel(channel), archived=True))

    def unarchive(self, channel: str) -> None:
        """Bring an archived channel back, with everybody who was in it."""
        self._workspace.put_channel(replace(self._workspace.channel(channel), archived=False))

    def invite(self, channel: str, *user_ids: str) -> None:
        """Put people, or the bot, into a channel."""
        place = self._workspace.channel(channel)
        for user_id in user_ids:
            self._workspace.person(user_id)
        self._workspace.put_channel(replace(place, members=place.members | frozenset(user_ids)))

    def remove(self, channel: str, *user_ids: str) -> None:
        """Take people, or the bot, out of a channel."""
        place = self._workspace.channel(channel)
        self._workspace.put_channel(replace(place, members=place.members - frozenset(user_ids)))

    def delete_message(self, channel: str, ts: str) -> None:
        """Delete a message, as its author or an administrator would; if it was answered, a tombstone is left."""
        message = self._workspace.timeline.find(self._workspace.channel(channel).id, ts)
        if message is None or message.is_tombstone:
            raise PlaygroundError("this message is gone")
        self._workspace.timeline.remove(message)

    def revoke_token(self) -> None:
        """Revoke the bot's token: every call answers token_revoked."""
        self._installation.revoked = True

    def install_code(self, user_id: str) -> str:
        """Return a code that oauth.v2.access takes once, as if `user_id` had allowed the installation."""
        code = f"code-{next(self._workspace.serial)}"
        self._installation.codes[code] = user_id
        return code

    # acting as a person

    async def command(self, user: str, channel: str, text: str, *, command: str = "/readiness") -> Answer:
        """Type a slash command in a channel (id, name, or `dm`)."""
        return await type_command(self._stage, user, channel, text, command)

    async def press(
        self,
        user: str,
        message: Message | ViewState,
        what: str,
        *,
        value: str | None = None,
        choose: object = None,
        block: str | None = None,
        stale: bool = False,
    ) -> Answer:
        """Press the button, or choose in the select or picker, that reads `what` or has this action id.

        `value` and `block` (a block_id) tell equal buttons apart; `stale` presses it as it was in `message`, like a
        client that has not heard of an edit yet.
        """
        return await press(self._stage, user, message, Aim(what, value, block), choose, stale=stale)

    async def suggest(self, user: str, message: Message | ViewState, what: str, typed: str) -> Answer:
        """Type into an external select; the body of the answer holds the options."""
        return await suggestions(self._stage, user, message, Aim(what), typed)

    def fill(self, user: str, values: Mapping[str, object]) -> None:
        """Fill in inputs of the top modal without submitting it."""
        form.fill(self._stage, user, values)

    async def submit(self, user: str, values: Mapping[str, object]) -> Answer:
        """Fill in inputs of the top modal, by label or block_id, and submit it."""
        return await form.submit(self._stage, user, values)

    async def close_modal(self, user: str, *, all: bool = False) -> Answer | None:
        """Cancel the top modal, or close `all` with the X; None when the app does not want to know."""
        return await form.close(self._stage, user, everything=all)

    async def open_home(self, user: str) -> Answer:
        """Open the app's home tab."""
        return await happening.open_home(self._stage, user)

    async def say(self, user: str, channel: str, text: str, *, thread: str | None = None) -> Message:
        """Post an ordinary message."""
        return await happening.say(self._stage, user, channel, text, thread=thread, heard=self._heard)

    async def convert(self, user: str, channel: str, *, private: bool) -> None:
        """Make a channel private or public again; the bot is told where it hears messages."""
        await happening.convert(self._stage, user, channel, private=private, heard=self._heard)

    async def event(self, event: dict[str, Any], *, retries: bool = False, **envelope: Any) -> Answer:
        """Send any other event; `envelope` overrides fields such as event_id; `retries` repeats a failed one."""
        return await happening.happen(self._stage, event, envelope, retries=retries)

    @property
    def last_body(self) -> Any:
        """What the bot answered to what was last sent for the first time."""
        reply = self._stage.courier.last_reply
        return reply.body if reply is not None else None

    async def deliver_again(self, *, attempt: int = 1, reason: str = "http_timeout") -> Answer:
        """Send what was last sent once more, as Slack does when it got no answer: the same trigger, body and signature.

        The answer holds what became visible to anybody; that of a command is not shown a second time.
        """
        moment = self._workspace.timeline.moment
        reply = await self._stage.courier.carry_again(attempt, reason)
        self._stage.watch("delivering again", reply)
        return Answer(reply.status, reply.seconds, reply.body, list(self._workspace.timeline.since(moment)))

    async def raw(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Post unsigned bytes to the bot; return status and body of its answer."""
        return await self._stage.courier.raw(body, headers)

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask every socket client to reconnect."""
        await self._sockets.disconnect(reason)

    async def socket_connected(self) -> None:
        """Wait until a socket client is on the line."""
        await self._sockets.arrival()

    @property
    def clock_moves(self) -> bool:
        """Whether the clock can be moved."""
        return self._move_clock is not None

    async def move_clock(self, to: datetime) -> None:
        """Move the clock, when the owner of the clock lets us; raise PlaygroundError otherwise."""
        if self._move_clock is None:
            raise PlaygroundError("this clock cannot be moved")
        await self._move_clock(to)
        self._workspace.changes.mark()

    # what can be seen

    def messages(
        self, channel: str, *, thread: str | None = None, as_user: str | None = None, include_ephemeral: bool = True
    ) -> list[Message]:
        """Return what a channel shows, oldest first: without replies, or the `thread` with its parent first.

        `as_user` leaves only what that person sees.
        """
        place = self._workspace.channel(channel)
        found = [message for message in self._workspace.timeline.of(place.id) if _belongs(message, thread)]
        if as_user is not None:
            person = self._workspace.person(as_user)
            found = [message for message in found if self._workspace.visible(person, message)]
        return [message for message in found if include_ephemeral or message.ephemeral_to is None]

    def dm(self, user: str) -> list[Message]:
        """Return the messages between the bot and a person, oldest first."""
        return self.messages(self._workspace.im(user).id)

    def modal(self, user: str) -> ViewState | None:
        """Return the modal a person looks at, None without one."""
        return self._workspace.views.top(user)

    def home(self, user: str) -> ViewState | None:
        """Return a person's home tab, None before it was published."""
        return self._workspace.views.home(user)

    # faults

    def fail(
        self,
        method: str,
        *,
        times: int = 1,
        error: str | None = None,
        status: int = 200,
        retry_after: int | None = None,
        drop: Drop | None = None,
        until: datetime | None = None,
        **extra: object,
    ) -> None:
        """Let the next `times` calls of a method fail, or all of them `until` the clock says so late.

        `error` alone answers ok=false, `extra` beside it; `status` alone an HTML page; `retry_after` a 429. `drop` cuts
        the connection `before` acting, or `after` having acted without an answer. `response_url` is a method here too,
        and `*` means every method for which nothing else was ordered.
        """
        if error is None and status == 200 and retry_after is None and drop is None:
            raise PlaygroundError("say how it shall fail: error, status, retry_after or drop")
        fault = Fault(error, status, retry_after, drop, extra)
        if until is None:
            self._api.faults.order(method, fault, times)
        else:
            self._api.faults.order_until(method, fault, until)


def _belongs(message: Message, thread: str | None) -> bool:
    if thread is None:
        return not message.is_reply or message.broadcast
    return thread in (message.ts, message.thread_ts)
