"""What everything that people do needs: the workspace, the app, the way to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import PlaygroundError
from bot.playground.person import Person
from bot.playground.wire.courier import Courier
from bot.playground.wire.delivery import Reply
from bot.playground.wire.response_url import ResponseUrls
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.installation import Installation
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState
from bot.playground.workspace.workspace import APP_ID, Workspace


@dataclass
class Stage:
    """Shared by all the things a person can do."""

    workspace: Workspace
    installation: Installation
    courier: Courier
    response_urls: ResponseUrls
    should_escape: bool
    url: str = ""

    def place(self, person: Person, reference: str) -> Channel:
        """Return the channel where a person acts, `dm` being their talk with the bot; raise PlaygroundError."""
        if reference in ("dm", f"D{person.id}"):
            return self.workspace.im(person.id)
        channel = self.workspace.channel(reference)
        if person.id not in channel.members:
            raise PlaygroundError(f"@{person.name} is not in #{channel.name}")
        if channel.archived:
            raise PlaygroundError(f"#{channel.name} is archived")
        return channel

    def response_url(self, user: str, channel: str, source: Message | None = None) -> str:
        """Return a new response_url on this server."""
        return f"{self.url}/response/{self.response_urls.issue(user, channel, source)}"

    def outcome(
        self, user: str, since: int, reply: Reply, *, errors: dict[str, str] | None = None, home: bool = False
    ) -> Answer:
        """Return what the bot replied and what the person saw appear after the moment `since`."""
        views, person = self.workspace.views, self.workspace.person(user)
        seen = [message for message in self.workspace.timeline.since(since) if self.workspace.visible(person, message)]
        view: ViewState | None = views.home(user) if home else views.top(user)
        return Answer(reply.status, reply.seconds, reply.body, seen, errors or {}, view)

    def watch(self, what: str, reply: Reply, *, speechless: bool = False) -> None:
        """Write a violation down when the bot was late, did not answer 200, or spoke where it is `speechless`.

        A body there is shown, or in the way: scale-agentex#418; docs.slack.dev asks for an empty 200.
        """
        if speechless and reply.ok and reply.text:
            self.workspace.flag(f"{what}: answered {reply.text[:80]!r}, where nothing is to be said")
        if reply.trouble == "http_timeout":
            self.workspace.flag(f"{what}: no answer within 3 seconds")
        elif reply.trouble:
            self.workspace.flag(f"{what}: {reply.trouble}")
        elif reply.status != 200:
            self.workspace.flag(f"{what}: answered {reply.status} instead of 200")

    def common_fields(self, person: Person) -> dict[str, Any]:
        """Return what every interaction payload carries: who, where from, and the app."""
        team = {"id": self.workspace.team_id, "domain": self.workspace.team_name.lower()}
        user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}
        return {
            "team": team,
            "user": user,
            "api_app_id": APP_ID,
            "token": "local-verification-token",
            "enterprise": None,
            "is_enterprise_install": False,
        }
