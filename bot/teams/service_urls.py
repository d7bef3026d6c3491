"""Which addresses are Teams: the bot's token is sent nowhere else."""

from collections.abc import Iterable

from yarl import URL


class ServiceUrls:
    """The service addresses that may be called, by scheme, host and port."""

    def __init__(self, allowed: Iterable[str]) -> None:
        """Allow everything on the servers of these addresses; raises `ValueError` for what is no web address."""
        self._allowed = frozenset(_server(_parsed(one)) for one in allowed)

    def find(self, service_url: object) -> URL | None:
        """The address to call, read by the same parser that calls it; None where it is not one of Teams."""
        if not isinstance(service_url, str):
            return None
        try:
            url = _parsed(service_url)
        except ValueError:
            return None
        return url if _server(url) in self._allowed else None


def _parsed(text: str) -> URL:
    url = URL(text)
    if url.host is None or url.raw_user is not None or url.raw_password is not None:
        raise ValueError("no host, or somebody's name before it")
    if url.raw_query_string or url.raw_fragment:
        raise ValueError("more than an address")
    return url


def _server(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.host, url.port
