"""Looks people and channels up in Slack."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.answer_codes import Scope
from bot.slack.client import NotMet, NotOurWorkspace, error_code, sending
from bot.slack.pages import pages
from readiness.domain.values.identity import PersonId
from readiness.domain.values.person import Person, Standing
from readiness.usecases.frame.ports import Channel, Workspace

MEMBERS_REMEMBERED_SECONDS = 60.0
PAGE = 1000
NOT_THERE = frozenset({"user_not_found", "users_not_found", "user_not_visible", "channel_not_found", "not_in_channel"})
"""What Slack says of somebody or something that the bot cannot see."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    members: frozenset[str]
    until: float


class SlackPeople:
    """Who and what is in a workspace, asked of Slack; a channel's members are remembered for a minute.

    What looks up raises `NotSent` or one of its kinds, or `UnknownOutcome`.
    """

    def __init__(
        self, client_for: Callable[[Workspace], AsyncWebClient], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep how to reach a workspace and a clock that never goes back."""
        self._client_for = client_for
        self._seconds = seconds
        self._members: dict[tuple[str, str], _Remembered] = {}

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this process has the token of that workspace, as far as Slack has said which one it is for."""
        try:
            return self._client(workspace) is not None
        except NotMet:
            return True  # Whether it is this one is known once Slack answers.

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        """Name, timezone and standing of that account; None when Slack does not know it."""
        user = await self._user(workspace, account)
        if user is None:
            return None
        profile = user.get("profile") or {}
        name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
        return Person(
            PersonId(""), str(name or account), str(user.get("tz") or ""), standing=_standing(user, workspace)
        )

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        """Whether Slack calls that account an admin or owner of the workspace."""
        user = await self._user(workspace, account) or {}
        return bool(user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner"))

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is; None when the bot cannot see it."""
        return await self.look_at(workspace, channel) if self.reaches(workspace) else None

    async def look_at(self, workspace: Workspace, channel: str) -> Channel | None:
        """What Slack says of it now. Who is in it is asked anew, too, once that matters."""
        self.forget_members(workspace, channel)
        response = await _seen(self._client_for(workspace).conversations_info(channel=channel), Scope.CHANNEL)
        if response is None:
            return None
        found: dict[str, Any] = response["channel"]
        return Channel(
            id=str(found["id"]),
            name=str(found.get("name") or ""),
            private=bool(found.get("is_private")),
            direct=bool(found.get("is_im") or found.get("is_mpim")),
            archived=bool(found.get("is_archived")),
            bot_is_member=bool(found.get("is_member")),
        )

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in that channel; empty when the bot cannot see it."""
        remembered = self._members.get((workspace.id, channel))
        if remembered is not None and remembered.until > self._seconds():
            return remembered.members
        members = await self._read_members(workspace, channel)
        self._members[workspace.id, channel] = _Remembered(members, self._seconds() + MEMBERS_REMEMBERED_SECONDS)
        return members

    def forget_members(self, workspace: Workspace, channel: str) -> None:
        """Ask anew next time: somebody joined or left."""
        self._members.pop((workspace.id, channel), None)

    async def _read_members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        client = self._client(workspace)
        if client is None:
            return frozenset()

        async def everybody() -> frozenset[str]:
            listed = pages(client.conversations_members, channel=channel, limit=PAGE)
            return frozenset([one async for page in listed for one in page["members"]])

        return await _seen(everybody(), Scope.CHANNEL) or frozenset()

    async def _user(self, workspace: Workspace, account: str) -> dict[str, Any] | None:
        client = self._client(workspace)
        response = None if client is None else await _seen(client.users_info(user=account), Scope.WORKSPACE)
        return None if response is None else dict(response["user"])

    def _client(self, workspace: Workspace) -> AsyncWebClient | None:
        try:
            return self._client_for(workspace)
        except NotOurWorkspace:
            return None


async def _seen(call: Awaitable[Any], stops: Scope) -> Any | None:
    """The response of a call that looks something up, None where the bot cannot see it; raises what `sending` does."""

    async def seen() -> Any | None:
        try:
            return await call
        except SlackApiError as error:
            if error_code(error) in NOT_THERE:
                return None
            raise

    return await sending(seen(), stops)


def _standing(user: dict[str, Any], workspace: Workspace) -> Standing:
    """There is no single flag for an outsider: a stranger's flag or another team's id says so (Slack Connect)."""
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return Standing.BOT
    grid = user.get("enterprise_user") or {}
    belongs = (user.get("team_id"), grid.get("enterprise_id"), *(grid.get("teams") or ()))
    if user.get("is_stranger") or workspace.external not in belongs:
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.MEMBER
