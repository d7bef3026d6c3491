"""What every turn in Slack shares."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import cast

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.admission import Admission
from bot.conversation.answered import Answered
from bot.conversation.background import Background
from bot.conversation.heard import Heard
from bot.conversation.reading.words import Person, Segment
from bot.conversation.turn import Reply, Turn
from bot.jobs.messenger import NotSent, UnknownOutcome
from bot.slack.answering import Desk
from bot.slack.drawn import DrawnAnswers
from bot.slack.installation import Installation
from bot.slack.payload import Origin
from bot.slack.people import SlackPeople
from readiness.domain.values.organisation import Organisation
from readiness.usecases.arrivals import identify, only_workspace, organisation_now, welcome_workspace
from readiness.usecases.frame.ports import DatabaseUnavailable, Deps, PlatformUnavailable, StoredTemplate, Workspace


@dataclass(slots=True)
class SlackRoom:
    """What the listeners share.

    Slack sends this app nothing but what its installation is for, so a payload that names another workspace comes from
    somebody of that other one, in a shared channel.
    """

    deps: Deps
    built_in: Mapping[str, StoredTemplate]
    people: SlackPeople
    installation: Installation
    session: aiohttp.ClientSession
    admission: Admission
    drawn: DrawnAnswers = field(default_factory=DrawnAnswers)
    heard: Heard = field(default_factory=Heard)
    background: Background = field(default_factory=Background)
    answered: Answered[Reply] = field(default_factory=Answered)

    @property
    def client(self) -> AsyncWebClient:
        """The Web API with the bot's token."""
        return self.installation.client

    @property
    def bot_user(self) -> str:
        """The bot's own account, empty until Slack has said which one that is."""
        known = self.installation.known
        return "" if known is None else known.bot_user

    async def workspace(self) -> Workspace:
        """The workspace that is asked in; a new one becomes an organisation of its own, called like it.

        Until Slack has said which one that is, it is the one that the database knows, if it knows just one; raises
        `PlatformUnavailable` otherwise.
        """
        self.installation.connection.wanted()
        known = self.installation.known
        if known is None:
            return await only_workspace(self.deps, "slack")
        return await welcome_workspace(self.deps, "slack", known.team, known.name)

    async def turn(self, origin: Origin) -> Turn:
        """Who asks, ready to be answered; raises `TooFast`."""
        self.admission.admit("slack", origin.account)
        workspace = await self.workspace()
        if self.installation.known is None and origin.team != workspace.external:
            raise PlatformUnavailable
        asker = await identify(self.deps, workspace, origin.account, origin.channel, origin.request)
        return Turn(self.deps, asker, self.built_in, self.answered)

    async def by_name(self, turn: Turn, said: Iterable[Segment]) -> tuple[Segment, ...]:
        """What was said, with the names of whom it mentions: events, unlike commands, tell their ids alone."""
        typed = tuple(said)
        nameless = {one.account for one in typed if isinstance(one, Person) and one.label == one.account}
        names = await self._names(turn, nameless) if nameless else {}
        return tuple(
            replace(one, label=names.get(one.account, one.label)) if isinstance(one, Person) else one for one in typed
        )

    async def _names(self, turn: Turn, accounts: set[str]) -> dict[str, str]:
        workspace = turn.asker.workspace
        organisation = await organisation_now(self.deps, turn.asker.organisation)
        known = organisation.addresses.get(workspace.id, {}).items()
        names = {account: organisation.person(person).name for person, account in known if account in accounts}
        for account in sorted(accounts - names.keys()):
            # A name that Slack does not tell now stays an id; who needs the person asks again and says so.
            with suppress(NotSent, UnknownOutcome):
                found = await self.people.person(workspace, account)
                names |= {account: found.name} if found else {}
        return names

    async def desk(self, turn: Turn, organisation: Organisation | None = None) -> Desk:
        """The means to answer that turn. What was done stays done: without the database people are only named."""
        if organisation is None:
            try:
                organisation = await organisation_now(self.deps, turn.asker.organisation)
            except DatabaseUnavailable:
                return self.bare_desk()
        addresses = cast("Mapping[str, str]", organisation.addresses.get(turn.asker.workspace.id, {}))
        return Desk(self.client, self.session, addresses)

    def bare_desk(self) -> Desk:
        """The means to answer somebody of whom nothing is known."""
        return Desk(self.client, self.session, {})
