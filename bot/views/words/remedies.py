"""What a person can do where a platform takes no messages, in words that fit a chat, the readiness page and a terminal.

Nothing here names a variable or a host: `doctor` adds which setting it is about.
"""

from collections.abc import Mapping

from readiness.domain.values.hold import DIRECT, EVERYWHERE, Hold, Remedy

PLATFORMS: Mapping[str, str] = {"slack": "Slack", "teams": "Microsoft Teams"}

_WORDS: Mapping[Remedy, str] = {
    Remedy.NONE: "Look the code up on the platform's own pages.",
    Remedy.WAIT: "It passes by itself.",
    Remedy.REINSTALL: "Install the app again; where that gives it a new token, put the token into the bot's settings.",
    Remedy.TOKEN: "Copy the bot's token from the app's page again into the bot's settings.",
    Remedy.ALLOW: "Somebody who administers the workspace has to allow the app.",
    Remedy.NETWORK: "The workspace takes calls from some networks only: add the one that the bot runs in.",
    Remedy.QUOTA: "The workspace has used up what its plan allows: wait, or change the plan.",
    Remedy.INVITE: "Invite the app to the channel, or add it to the team again.",
    Remedy.UNARCHIVE: "Unarchive the channel.",
    Remedy.POSTING: "Let the app post there: the channel's settings allow only some to.",
    Remedy.TAB: "Switch on the messages tab, under App Home on the app's page.",
    Remedy.LOGIN: "Check the app's registration, and the secret that the bot logs in with.",
    Remedy.ADDRESS: "Allow the bot the address at which Microsoft serves Teams for you.",
    Remedy.REPORT: "Nobody told the bot what helps here: tell whoever maintains it.",
}


def remedy_words(remedy: Remedy, detail: str = "") -> str:
    """The sentence that says what to do; `detail` is what exactly is missing."""
    if remedy is not Remedy.SCOPE:
        return _WORDS[remedy]
    return f"Add the scope {detail} to the app and install it again." if detail else _LACKS_SCOPE


_LACKS_SCOPE = "Add the scope that is missing to the app and install it again."


def refused_words(hold: Hold, platform: str, workspace: str, *, whose: str = "my", is_over: bool = False) -> str:
    """The sentence that says what is refused where, or was, without its full stop; `whose` messages those are."""
    name = PLATFORMS.get(platform, platform)
    where = f" in {workspace}" if workspace and workspace != name else ""
    takes, refuses = ("took", "refused") if is_over else ("takes", "refuses")
    if hold.place == EVERYWHERE:
        return f"{name} {takes} none of {whose} messages{where}"
    if hold.place == DIRECT:
        return f"{name} {takes} none of {whose} direct messages{where}"
    if hold.is_of_channel:
        return f"{name} {takes} none of {whose} messages in a channel{where}"
    return f"{name} {refuses} some of {whose} messages{where}"
