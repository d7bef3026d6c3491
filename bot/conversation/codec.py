from bot.intents.codec import *  # noqa: F403
