"""What sounds like a yes: a small exact vocabulary, so that nothing is guessed. It never counts as a vote."""

import re
from collections.abc import Iterable

from bot.conversation.reading.words import Person, Segment, folded

LONGEST = 80
"""Characters; a longer text says more than yes, and is not read any further."""

YES = frozenset(
    {
        "yes", "yep", "yup", "yes please", "ok", "okay", "ok for me", "ok with me", "ok by me", "okay for me",
        "okay with me", "okay by me", "fine", "fine by me", "fine for me", "fine with me", "good", "all good",
        "good by me", "good for me", "good with me", "good to go", "looks good", "looks good to me", "looks fine",
        "looks fine to me", "looks great", "looks great to me", "looks ok", "looks ok to me", "lgtm", "sounds good",
        "sounds good to me", "sgtm", "ship it", "go ahead", "agreed", "i agree", "approve", "approved", "i approve",
        "approved by me", "i approve this", "i approve it", "signed off", "sign-off", "i sign off", "+1", "1+",
        ":+1:", ":thumbsup:", ":white_check_mark:", ":heavy_check_mark:", ":ok:", ":ok_hand:", ":shipit:",
        "\N{THUMBS UP SIGN}", "\N{OK HAND SIGN}", "\N{WHITE HEAVY CHECK MARK}", "\N{HEAVY CHECK MARK}",
        "\N{SQUARED OK}",
    }
)  # fmt: skip
"""What people type in place of pressing Approve; an emoji by Slack's name of it, or by itself."""

KIND = frozenset({"thanks", "thank you", "thx", "great", "great work", "nice", "nice work", "well done", "please"})
"""What may stand beside it."""

_SKIN = re.compile(":skin-tone-[2-6]:|[\U0001f3fb-\U0001f3ff\ufe0f]")
_EMOJI = re.compile("(:[a-z0-9_+-]+:|[\u2600-\u27bf\U0001f197\U0001f300-\U0001faff])")
_PAUSE = re.compile(r"[,.!;\n]+|\s-\s")


def sounds_like_yes(said: Iterable[Segment]) -> bool:
    """Whether the whole text says yes and nothing else; people who are named beside it are passed over."""
    segments = [segment for segment in said if not isinstance(segment, Person)]
    words = [segment for segment in segments if isinstance(segment, str)]
    if len(words) < len(segments) or sum(map(len, words)) > LONGEST:
        return False
    pieces = [" ".join(piece.split()) for text in words for piece in _pieces(_SKIN.sub("", folded(text)))]
    said_what = {piece for piece in pieces if piece}
    return not said_what.isdisjoint(YES) and said_what <= YES | KIND


def _pieces(text: str) -> Iterable[str]:
    """The text cut at pauses and around emoji."""
    return (piece for part in _EMOJI.split(text) for piece in ((part,) if part in YES else _PAUSE.split(part)))
