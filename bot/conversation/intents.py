from bot.intents import *  # noqa: F403
