from bot.intents.problems import *  # noqa: F403
