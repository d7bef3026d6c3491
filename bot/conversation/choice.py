from bot.intents.choice import *  # noqa: F403
