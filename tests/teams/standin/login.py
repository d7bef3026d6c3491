"""Where a bot gets the token with which it asks the connector."""

from __future__ import annotations

from aiohttp import web

SCOPE = "https://api.botframework.com/.default"
LIFETIME = 3599


class Login:
    """Client credentials of one app in one tenant; `asked` counts requests, `tokens` are the ones that work."""

    def __init__(self, tenant_id: str, app_id: str, password: str) -> None:
        self._tenant_id = tenant_id
        self._app_id = app_id
        self._password = password
        self.asked = 0
        self.tokens: set[str] = set()

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request for a token."""
        self.asked += 1
        if wrong := self._refusal(request.match_info["tenant"], {**await request.post()}):
            status, error, words = wrong
            return web.json_response({"error": error, "error_description": words}, status=status)
        token = f"token-{self.asked}"
        self.tokens.add(token)
        answer = {"token_type": "Bearer", "expires_in": LIFETIME, "ext_expires_in": LIFETIME, "access_token": token}
        return web.json_response(answer)

    def _refusal(self, tenant: str, form: dict[str, object]) -> tuple[int, str, str] | None:
        if tenant != self._tenant_id:
            return 400, "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found."
        if form.get("grant_type") != "client_credentials":
            return 400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type."
        if form.get("client_id") != self._app_id:
            return 400, "unauthorized_client", "AADSTS700016: Application was not found in the directory."
        if form.get("client_secret") != self._password:
            return 401, "invalid_client", "AADSTS7000215: Invalid client secret provided."
        if form.get("scope") != SCOPE:
            return 400, "invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid."
        return None
