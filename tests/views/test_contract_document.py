"""The contract as a page: what it says in Markdown and in HTML, and that nobody's words become markup in it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.render.document_html import html
from bot.render.document_markdown import markdown
from bot.views.examples.contract import contract_ready, half_signed, signed_by, too_early
from bot.views.examples.edges import HOSTILE_TEXT, everybody, hostile_words
from bot.views.examples.story import ANA, BEN, CHI, DEE, GUS, HANA, NOW, act, at, churn, organisation
from bot.views.shown.contract_document import contract_document
from readiness.domain.readings.contract_history import editions
from readiness.domain.readings.report import standing
from readiness.domain.rules import contract as contract_rules
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.values import record
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.record import Entry, SaltedText
from readiness.usecases.contract import PrintedContract, contract_page

PAGES = Path(__file__).parent / "pages"


class Chronicle:
    """An initiative whose changes are recorded as they happen."""

    def __init__(self, initiative: Initiative) -> None:
        self.initiative = initiative
        self.entries: list[Entry] = []
        self.texts: dict[tuple[int, str], SaltedText] = {}
        self._head = record.Head()

    def then(self, change: Change, who: Act) -> None:
        """Keep what happened and what follows of it."""
        change = contract_rules.noticed(self.initiative, change, who)
        kept = record.append("i1", self._head, change.facts, actor=who.actor.id, at=who.at, salts=("salt",) * 9)
        self.initiative, self._head = replace(change.initiative, head=kept.head), kept.head
        self.entries += kept.entries
        self.texts |= kept.texts

    def printed(self, acme: Organisation | None = None) -> PrintedContract:
        """Its page at the moment of the examples."""
        stands = standing(self.initiative, acme or organisation(), NOW)
        return PrintedContract(contract_page(stands), editions(self.entries, self.texts))


def story() -> Chronicle:
    """Refused, signed by everybody, overtaken, and signed by two of them again."""
    told = Chronicle(contract_ready())
    asks, again = act(ANA, at(9)), act(ANA, at(19))
    told.then(contract_rules.ask(told.initiative, asks), asks)
    hana = act(HANA, at(10))
    told.then(contract_rules.refuse(told.initiative, hana, why="The rollback was never tried at night."), hana)
    for hour, person in enumerate((DEE, BEN, CHI, HANA, ANA, GUS), 9):
        who = act(person, at(12, hour))
        told.then(contract_rules.sign(told.initiative, who), who)
    told.then(
        gate_rules.remove_gate(told.initiative, "downstream-told", act(ANA, at(18)), why="none"), act(ANA, at(18))
    )
    told.then(contract_rules.ask(told.initiative, again), again)
    for hour, person in enumerate((DEE, GUS), 9):
        who = act(person, at(20, hour))
        told.then(contract_rules.sign(told.initiative, who), who)
    return told


def hostile() -> PrintedContract:
    """Whatever a person may write tries to become markup."""
    told, acme = Chronicle(hostile_words()), everybody()
    ana, dee = (replace(act(person, at(20)), organisation=acme) for person in (ANA, DEE))
    told.then(contract_rules.ask(told.initiative, ana), ana)
    told.then(contract_rules.refuse(told.initiative, dee, why=HOSTILE_TEXT + "\n# big\n<script>alert(1)</script>"), dee)
    return told.printed(replace(acme, name="<b>Acme</b> | [x](https://evil.example)"))


@pytest.mark.parametrize(("name", "write"), [("contract.md", markdown), ("contract.html", html)])
def test_a_page_reads_as_its_golden_says(name, write, request):
    golden = PAGES / name
    text = write(contract_document(story().printed()))
    if request.config.getoption("--snapshot-update", default=False):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_version_is_told_with_its_answers_and_what_became_of_it():
    first, second = story().printed().editions
    assert [one.refused for one in first.answers] == [True, *[False] * 6]
    assert first.answers[0].reason == "The rollback was never tried at night."
    assert (first.concluded_at, first.changed_at) == (at(12, 14), at(18))
    assert first.changed == {"gates_removed": ("downstream-told",)}
    assert [one.person for one in second.answers] == [DEE, GUS]
    assert (second.concluded_at, second.changed_at) == (None, None)


def test_a_reason_that_was_erased_is_not_made_up():
    told = story()
    told.texts = {key: SaltedText(None, None) for key in told.texts}
    assert told.printed().editions[0].answers[0].reason is None
    assert "Hana refused for SRE, 10 Nov 2026, 10:00\n" in markdown(contract_document(told.printed()))


def test_what_was_never_asked_for_has_a_page_too():
    page = markdown(contract_document(Chronicle(churn()).printed()))
    assert "The contract is not signed yet" in page
    assert "## Versions" not in page
    assert "Changed since" not in page


def test_a_violation_stands_at_the_top():
    told = Chronicle(too_early())
    assert markdown(contract_document(told.printed())).index("without a signed contract") < 400


def test_a_party_that_has_not_signed_says_who_can():
    told = Chronicle(signed_by(half_signed(), (CHI,)))
    assert "| **Platform** | not signed |  | Can sign: Gus |" in markdown(contract_document(told.printed()))


@pytest.mark.parametrize("live", ["<script", "<b>", "<!channel>", "<@U1>", 'href="https://evil'])
def test_nothing_that_people_wrote_is_alive_in_html(live):
    assert live not in html(contract_document(hostile()))


def test_a_page_in_html_runs_and_loads_nothing():
    page = html(contract_document(story().printed())).lower()
    assert "default-src 'none'" in page
    assert not [
        word for word in ("<script", "<img", "<link", "@import", "url(", "javascript:", " on") if f"{word}=" in page
    ]
    assert "<script" not in page


@pytest.mark.parametrize(
    "live", ["<script", "<b>", "<!channel>", "[x](https", "\n# big", "| [x]", "@here", "https://evil.example|here>"]
)
def test_nothing_that_people_wrote_is_alive_in_markdown(live):
    page = markdown(contract_document(hostile()))
    assert live not in re.sub(r"\\[!-/:-@[-`{-~]", "", page)
