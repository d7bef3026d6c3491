"""The one base of everything that is refused; a subclass's docstring is its sentence."""

from typing import ClassVar


class Refusal(Exception):
    """This cannot be done."""

    code: ClassVar[str] = "refused"

    def __init__(self, **details: object) -> None:
        """Keep `details` for the view that words the answer; they also fill the docstring's `{names}`."""
        self.details = details
        super().__init__(self.operator_sentence())

    @classmethod
    def template(cls) -> str:
        """What people in a chat read, before the details are filled in."""
        return cls._docstring()

    def sentence(self) -> str:
        """What people in a chat read."""
        return self.template().format_map(_Blank(self.details))

    def operator_sentence(self) -> str:
        """What the operator reads in the log, in `doctor` and on the command line."""
        return self._docstring().format_map(_Blank(self.details))

    @classmethod
    def _docstring(cls) -> str:
        """The docstring's first paragraph in one line."""
        return " ".join((cls.__doc__ or Refusal.__doc__ or "").split("\n\n")[0].split())


class OperatorRefusal(Refusal):
    """The bot cannot work until its operator mends what it depends on.

    A subclass's docstring is for the operator alone and may name files, hosts, variables and commands. In a chat every
    such refusal is told in the same words, whatever its docstring and details are.
    """

    in_chat: ClassVar[str] = (
        "I cannot do this right now, and nothing was changed. Tell your administrator, who finds the reason in my log."
    )

    @classmethod
    def template(cls) -> str:
        """The words for a chat, which hold no detail."""
        return cls.in_chat


class _Blank(dict[str, object]):
    """A mapping that leaves an unknown name visible instead of failing while an error is told."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
