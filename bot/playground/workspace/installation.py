"""The app as it is installed here: its tokens, scopes and switches."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.errors import ApiRefusal

DEFAULT_SCOPES = frozenset({
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "team:read", "users:read",
})  # fmt: skip


@dataclass
class Installation:
    """What the app may do; tests change it to see refusals.

    `unlisted`: sold to others, and not in Slack's marketplace; then messages are read 15 at a time, once a minute.
    `longest_page` lets Slack give less at once than it is asked for, as it may with every list.
    """

    signing_secret: str
    bot_token: str
    app_token: str | None
    scopes: frozenset[str]
    client_id: str = "local.client"
    client_secret: str = "local-secret"  # noqa: S105 - opens nothing but this fake
    home_enabled: bool = True
    messages_tab_enabled: bool = True
    messages_tab_read_only: bool = False
    revoked: bool = False
    unlisted: bool = False
    longest_page: int | None = None
    codes: dict[str, str] = field(default_factory=dict)

    def check_token(self, token: str | None, *, app_level: bool) -> None:
        """Raise ApiRefusal unless this is the token the method asks for."""
        if not token:
            raise ApiRefusal("not_authed")
        if app_level and token == self.bot_token:
            raise ApiRefusal("not_allowed_token_type")
        if token != (self.app_token if app_level else self.bot_token):
            raise ApiRefusal("invalid_auth")
        if self.revoked:
            raise ApiRefusal("token_revoked")

    def need(self, *scopes: str) -> None:
        """Raise ApiRefusal missing_scope unless one of these scopes was granted."""
        if scopes and not self.scopes.intersection(scopes):
            raise ApiRefusal("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.scopes)))
