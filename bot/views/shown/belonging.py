"""Who belongs together, in words: a code to type elsewhere, joined organisations, linked accounts."""

from collections.abc import Iterable

from bot.cards import Actions, Bold, Card, Code, Mark, Note, Section, Text
from bot.intents.joining import LinkAccounts
from bot.views.words.counting import capital, counted
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN
from bot.views.words.presses import button, typed
from bot.views.words.terms import PLATFORMS
from readiness.usecases.frame.ports import Workspace
from readiness.usecases.joining import JoinedPage
from readiness.usecases.linking import Accounts, LinkedPage

_IN_SLACK = "In Slack it begins with /readiness. The code works once."


def invitation_card(code: str) -> Card:
    """The code with which an administrator of the other organisation joins both."""
    who = "An administrator there says it to me alone. The organisation without initiatives becomes part of the other."
    return _code("To join, type this on the other side within 24 hours:", f"join {code}", who)


def link_code_card(code: str) -> Card:
    """The code with which somebody shows that the other account is theirs."""
    who = "Say it to me alone. Only give the code to yourself: whoever types it is you from then on."
    return _code("To link, type this with your other account within 15 minutes:", f"link {code}", who)


def link_question_card(accounts: Accounts, code: str) -> Card:
    """Ask whether both accounts are the reader's: whoever made the code will act for both."""
    headline = "Are both of these you?"
    shown = [(f"{workspace_text(workspace)}{BETWEEN}{steady(name)}",) for workspace, name in accounts]
    warning = "If somebody else sent you this code, do not go on: they would sign as you."
    yes = button("Yes, both are me", LinkAccounts(code, is_sure=True), primary=True)
    return Card(headline, (Section(((Bold(headline),), *shown, (warning,)), Mark.WARNING), Actions((yes,))))


def joined_card(page: JoinedPage) -> Card:
    """What became one, and what to do next."""
    absorbed, name = steady(page.absorbed.name), steady(page.organisation.name)
    headline = f"{absorbed} is part of {name} now."
    lines: tuple[Text, ...] = (
        (Bold(headline),),
        (workspaces_text(page.workspaces),),
        ("Everybody came with their role, and parties and checklists that were missing came too.",),
    )
    note = Note(("Who has an account on both sides links them: ", typed("link")))
    return Card(headline, (Section(lines, Mark.READY), note))


def linked_card(page: LinkedPage) -> Card:
    """Whose accounts are linked, and what follows from that."""
    headline = "Your accounts are one person now."
    accounts = [(f"{workspace_text(workspace)}{BETWEEN}{steady(name)}",) for workspace, name in page.accounts]
    lines: tuple[Text, ...] = ((Bold(headline),), *accounts)
    if page.initiatives:
        said = "that named the other account"
        told = counted(page.initiatives, f"initiative {said} names", f"initiatives {said} name")
        lines = (*lines, (f"{told} you now.",))
    if page.voided:
        void = counted(page.voided, "sign-off counts", "sign-offs count")
        why = "one person signs a gate once, and never what they own or gave evidence for"
        lines = (*lines, (f"{void} no more: {why}.",))
    return Card(headline, (Section(lines, Mark.READY),))


def workspaces_text(workspaces: Iterable[Workspace]) -> str:
    """The workspaces of an organisation in one line."""
    return BETWEEN.join(map(workspace_text, workspaces))


def workspace_text(workspace: Workspace) -> str:
    """A workspace with its platform; one without a name by its id."""
    platform = PLATFORMS.get(workspace.platform, capital(workspace.platform))
    return f"{platform}: {steady(workspace.name or workspace.external)}"


def _code(headline: str, line: str, who: str) -> Card:
    return Card(headline, (Section(((Bold(headline),), (Code(line),), (who,)), Mark.NEXT), Note((_IN_SLACK,))))
