"""One Web API request on its way through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.playground.api.arguments import Arguments
from bot.playground.errors import ApiRefusal
from bot.playground.wire.sockets import Sockets
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.installation import Installation
from bot.playground.workspace.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """What a method works with."""

    method: str
    args: Arguments
    workspace: Workspace
    installation: Installation
    sockets: Sockets
    url: str

    def channel(self) -> Channel:
        """Return the channel that is asked for; raise ApiRefusal when the bot may not know it."""
        channel = self.workspace.channels.get(self.args.needed("channel", "channel_not_found"))
        if channel is None or (channel.private and not self.is_member(channel)):
            raise ApiRefusal("channel_not_found")
        return channel

    def is_member(self, channel: Channel) -> bool:
        """Return whether the bot is in a channel."""
        return self.workspace.bot.id in channel.members

    def joined(self, channel: Channel) -> Channel:
        """Put the bot into a channel and return it."""
        joined = replace(channel, members=channel.members | {self.workspace.bot.id})
        self.workspace.put_channel(joined)
        return joined
