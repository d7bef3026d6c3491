"""The deployment contract."""

from bot.intents.intent import Intent, Text


class ShowContract(Intent, frozen=True, tag="ct"):
    """The deployment contract; with `changes` only what is different from what was signed."""

    initiative: Text
    changes: bool = False


class AskParties(Intent, frozen=True, tag="ca"):
    """Ask every party to sign the contract."""

    initiative: Text


class SignContract(Intent, frozen=True, tag="cs"):
    """Sign the contract for one's parties; `seen` is the mark of the terms on the button."""

    initiative: Text
    seen: Text | None = None


class RefuseContract(Intent, frozen=True, tag="cr"):
    """Say why one's parties will not sign it."""

    initiative: Text
    reason: Text = ""
    seen: Text | None = None
