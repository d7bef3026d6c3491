"""The one aiohttp application: chat endpoints, health and metrics."""
