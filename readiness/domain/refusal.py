"""The one base of everything the rules refuse; a subclass's docstring is the sentence a person reads."""

from typing import ClassVar


class Refusal(Exception):
    """This cannot be done."""

    code: ClassVar[str] = "refused"

    def __init__(self, **details: object) -> None:
        """Keep `details` for the view that words the answer; they also fill the docstring's `{names}`."""
        self.details = details
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The docstring's first paragraph with the details filled in."""
        template = " ".join((type(self).__doc__ or Refusal.__doc__ or "").split("\n\n")[0].split())
        return template.format_map(_Blank(self.details))


class _Blank(dict[str, object]):
    """A mapping that leaves an unknown name visible instead of failing while an error is told."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
