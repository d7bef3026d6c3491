"""A checklist file is either a template, or refused with every problem, its line and what to do about it."""

from collections.abc import Callable

import pytest

from readiness.domain.values.approval import Group, Meaning, Quorum
from readiness.domain.values.gate import Condition
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.template import Template
from readiness.templates import document
from readiness.templates.loader import parse
from readiness.templates.problem import SHOWN_PROBLEMS, BrokenTemplate, Problem

GOOD = """\
schema: 1
key: small
version: 3
name: Small checklist
description: Just enough.
sources:
  - {key: paper, title: A paper, url: "https://example.org/paper"}
parties:
  - {key: sre, name: SRE}
  - {key: platform, name: Platform}
gates:
  - key: lawful
    title: Lawful
    condition: compliance
    party: sre
    needed-by: design-closed
    guidance: Do it.
    why: It matters.
    evidence: A link
    approval: {groups: [{need: any, parties: [platform]}]}
  - key: compute
    title: Compute reserved
    condition: infrastructure
    party: platform
    needed-by: evaluation-passed
    working-days-before: 5
    guidance: |
      Reserve it.
      Say where.
    why: It takes time.
    evidence: A link
    sources: [paper]
    depends-on: [lawful]
    approval:
      groups:
        - {need: 2, parties: [sre]}
        - {need: majority, parties: [platform, sre]}
      ordered: true
      meaning: review
    not-applicable: forbidden
    waiver: forbidden
  - key: watched
    title: Watched
    condition: monitoring-and-fallback
    party: sre
    guidance: Watch it.
    why: It changes.
    evidence: A link
    approval: {groups: [{need: all, parties: [platform]}]}
  - key: received
    title: Received
    condition: receiving-team
    party: platform
    guidance: Ask them.
    why: They use it.
    evidence: A link
    approval: {groups: [{need: any, parties: [sre]}]}
  - key: last-word
    title: Last word
    condition: none
    party: sre
    guidance: Decide.
    why: People are affected.
    evidence: A link
    approval: {groups: [{need: any, parties: [platform]}]}
"""


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(BrokenTemplate) as refused:
        parse(text, source="small.yaml")
    return refused.value.problems


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_file_becomes_the_template_it_describes() -> None:
    template = parse(GOOD, source="small.yaml")
    assert isinstance(template, Template)
    assert (template.key, template.version, template.name) == ("small", 3, "Small checklist")
    assert [party.key for party in template.parties] == ["sre", "platform"]
    assert [gate.key for gate in template.gates] == ["lawful", "compute", "watched", "received", "last-word"]
    assert template.sources[0].url == "https://example.org/paper"


def test_a_gate_carries_everything_its_fields_say() -> None:
    gate = parse(GOOD, source="small.yaml").gate("compute")
    assert gate is not None
    assert gate.condition is Condition.INFRASTRUCTURE
    assert (gate.needed_by, gate.working_days_before) == ("evaluation-passed", 5)
    assert gate.guidance == "Reserve it.\nSay where."
    assert gate.groups == (Group(2, parties=("sre",)), Group(Quorum.MAJORITY, parties=("platform", "sre")))
    assert (gate.ordered, gate.meaning) == (True, Meaning.REVIEW)
    assert (gate.allows_not_applicable, gate.allows_waiver) == (False, False)
    assert (gate.depends_on, gate.sources) == (("lawful",), ("paper",))


def test_a_gate_says_for_how_many_days_its_sign_off_holds() -> None:
    text = changed("    working-days-before: 5\n", "    working-days-before: 5\n    valid-days: 180\n")
    gates = parse(text, source="small.yaml").gates
    assert {gate.key: gate.valid_days for gate in gates if gate.valid_days} == {"compute": 180}


def test_what_a_gate_leaves_out_has_the_mild_default() -> None:
    gate = parse(GOOD, source="small.yaml").gate("last-word")
    assert gate is not None
    assert (gate.condition, gate.needed_by, gate.ordered, gate.meaning) == (None, None, False, Meaning.APPROVAL)
    assert gate.allows_not_applicable
    assert gate.allows_waiver


@pytest.mark.parametrize(
    "dress",
    [
        str.encode,
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"---\n{text}...",
    ],
)
def test_bytes_a_byte_order_mark_windows_line_ends_and_document_marks_are_fine(
    dress: Callable[[str], str | bytes],
) -> None:
    assert parse(dress(GOOD), source="small.yaml") == parse(GOOD, source="small.yaml")


ONE_MISTAKE = [
    ("needed-by: design-closed", "needed-by: desgin-closed", 16,
     "`needed-by` is `desgin-closed`; did you mean `design-closed`?"),
    ("condition: compliance", "condition: legal", 14,
     ("`condition` is `legal`; write one of handoff-owner, compliance, infrastructure, monitoring-and-fallback, "
     "receiving-team, none")),
    ("condition: none", "condition:", 60, "`condition` is empty; write something there or delete the line"),
    ("    why: It matters.\n", "", 12, "the gate `lawful` has no `why`; add it"),
    ("version: 3\n", "", 1, "the checklist has no `version`; add it"),
    ("    approval: {groups: [{need: any, parties: [platform]}]}\n", "    approval: {meaning: review}\n", 20,
     "the approval of the gate `lawful` has no `groups`; add it"),
    ("{need: any, parties: [platform]}", "{parties: [platform]}", 20,
     "a group of the gate `lawful` has no `need`; add it"),
    ("  - {key: sre, name: SRE}", "  - {key: sre}", 9, "the party `sre` has no `name`; add it"),
    ("needed-by: design", "need-by: design", 16,
     "the gate `lawful` has a field `need-by` that is not known; did you mean `needed-by`?"),
    ("name: Small", "colour: blue\nname: Small", 4,
     "the checklist has a field `colour` that is not known; delete it"),
    ("title: Lawful", "title: 2024", 13, "`title` is `2024`; put it in quotes to make it text"),
    ("title: Lawful", "title: true", 13, "`title` is `true`; put it in quotes to make it text"),
    ("title: Lawful", "title: [a]", 13, "`title` holds a list or fields; write one text"),
    ("title: Lawful", "title: " + "x" * 61, 13, "`title` is 61 characters long; shorten it to 60"),
    ("title: Lawful", "title: ' '", 13, "`title` is empty; write something there"),
    ("title: Lawful", 'title: "a\\nb"', 13, "`title` is `a b`; it has several lines; write it on one"),
    ("title: Lawful", 'title: "a\\0b"', 13,
     "`title` is `a\0b`; the invisible character U+0000 is in it; delete it"),
    ("title: Lawful", 'title: "a\\u202eb"', 13,
     "`title` is `a\u202eb`; the invisible character U+202E is in it; delete it"),
    ("name: SRE", "name: " + "x" * 41, 9, "`name` is 41 characters long; shorten it to 40"),
    ("guidance: Do it.", "guidance: " + "x" * 601, 17, "`guidance` is 601 characters long; shorten it to 600"),
    ("why: It matters.", "why: " + "x" * 401, 18, "`why` is 401 characters long; shorten it to 400"),
    ("description: Just", "description: " + "x" * 401, 5, "`description` is 409 characters long; shorten it to 400"),
    ("schema: 1", "schema: 2", 1, "`schema` is `2`; write 1"),
    ("version: 3", "version: 1.5", 3, "`version` is `1.5`; write a whole number"),
    ("version: 3", "version: 0", 3, "`version` is `0`; write at least 1"),
    ("version: 3", "version: 1000001", 3, "`version` is `1000001`; write at most 1000000"),
    ("working-days-before: 5", "working-days-before: -1", 26, "`working-days-before` is `-1`; write at least 0"),
    ("working-days-before: 5", "valid-days: 0", 26, "`valid-days` is `0`; write at least 1"),
    ("working-days-before: 5", "valid-days: 367", 26, "`valid-days` is `367`; write at most 366"),
    ("ordered: true", "ordered: yes", 38, "`ordered` is `yes`; write true or false"),
    ("meaning: review", "meaning: reviw", 39, "`meaning` is `reviw`; did you mean `review`?"),
    ("waiver: forbidden", "waiver: never", 41, "`waiver` is `never`; write one of allowed, forbidden"),
    ("need: 2", "need: 0", 36, "`need` is `0`; write a number from 1 to 20"),
    ("need: 2", "need: some", 36, "`need` is `some`; write one of any, all, majority, a number"),
    ("key: lawful", "key: Lawful Use", 12,
     "`key` is `Lawful Use`; use at most 40 small letters, digits and hyphens, not beginning with a hyphen"),
    ("key: received", "key: handoff", 50, "`key` is `handoff`; the bot uses this word itself; choose another key"),
    ("key: received", "key: all", 50, "`key` is `all`; the bot uses this word itself; choose another key"),
    ("https://example.org/paper", "javascript:alert(1)", 7,
     "`url` is `javascript:alert(1)`; write a web address that begins with https://"),
    ("parties: [sre]}", "parties: []}", 36, "`parties` is an empty list; add an entry"),
    ("parties: [sre]}", "parties: sre}", 36,
     "`parties` should be a list; put each entry on a line of its own that begins with a dash"),
    ("  - {key: sre, name: SRE}", "  - sre", 9,
     "entry 1 of `parties` should have fields; write lines such as `key: …`"),
    ("party: sre", "party: srre", 15, "there is no party `srre` in this file; did you mean `sre`?"),
    ("parties: [platform, sre]", "parties: [platform, law]", 37,
     "there is no party `law` in this file; add it to `parties` or choose one that is there"),
    ("parties: [platform, sre]", "parties: [sre, sre]", 37, "the party `sre` stands twice in this list; keep it once"),
    ("sources: [paper]", "sources: [papre]", 32, "there is no source `papre` in this file; did you mean `paper`?"),
    ("depends-on: [lawful]", "depends-on: [lawfull]", 33,
     "there is no gate `lawfull` in this file; did you mean `lawful`?"),
    ("depends-on: [lawful]", "depends-on: [compute]", 33,
     ("these gates wait for each other and none could begin: `compute` waits for `compute`; remove one of these "
     "dependencies")),
    ("key: received", "key: watched", 50, "the key `watched` is taken, first on line 42; choose another"),
    ("key: platform, name: Platform", "key: sre, name: Platform", 10,
     "the key `sre` is taken, first on line 9; choose another"),
    ("    title: Received\n", "    title: Received\n    title: Again\n", 52,
     "`title` stands here again, first on line 51; keep one of them"),
    ("condition: receiving-team", "condition: compliance", 11,
     "no gate has the condition `receiving-team`, so it could never be met; add a gate for it"),
    ("    needed-by: evaluation-passed\n", "", 25,
     "`working-days-before` counts back from a milestone; add `needed-by`"),
    ("needed-by: design-closed", "needed-by: live-inputs", 33,
     "this gate is needed by evaluation passed, but `lawful` which it waits for only by live inputs; move one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "sentence"), ONE_MISTAKE)
def test_each_mistake_is_told_with_its_line_and_what_to_do(old: str, new: str, line: int, sentence: str) -> None:
    told = {(problem.line, problem.sentence) for problem in problems_of(changed(old, new))}
    assert (line, sentence) in told


def test_two_gates_that_answer_the_same_are_told_with_both_lines() -> None:
    text = changed("party: sre\n", "party: sre\n    answers: fallback\n")
    (problem,) = problems_of(text.replace("party: platform\n", "party: platform\n    answers: fallback\n", 1))
    assert str(problem) == "line 26: `fallback` is answered already, first on line 16; let one gate answer it"
    parse(text.replace("party: platform\n", "party: platform\n    answers: live-data\n", 1), source="small.yaml")


def test_one_mistake_gives_one_problem_with_its_column() -> None:
    found = problems_of(changed("needed-by: design-closed", "needed-by: desgin-closed"))
    assert [(problem.line, problem.column) for problem in found] == [(16, 5)]
    assert str(found[0]) == "line 16: `needed-by` is `desgin-closed`; did you mean `design-closed`?"


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = (
        changed("party: sre", "party: srre")
        .replace("version: 3", "version: x")
        .replace("A link\n    sources", "7\n    sources")
    )
    assert [problem.line for problem in problems_of(text)] == [3, 15, 31]


def test_a_refusal_reads_as_a_sentence_and_shortens_a_long_list() -> None:
    with pytest.raises(Refusal) as refused:
        parse("\n".join(f"wrong-{number}: 1" for number in range(30)), source="Ana's file")
    told = refused.value.sentence().splitlines()
    assert told[0].startswith("Ana's file cannot be used as a checklist yet. Line 1: ")
    assert len(told) == SHOWN_PROBLEMS + 1
    assert told[-1] == f"And {len(refused.value.details['problems']) - SHOWN_PROBLEMS} more."  # type: ignore[arg-type]


def test_a_circle_is_named_from_its_first_gate_on() -> None:
    text = changed("    party: sre\n", "    party: sre\n    depends-on: [watched]\n").replace(
        "    title: Watched\n", "    title: Watched\n    depends-on: [compute]\n"
    )
    assert [(problem.line, problem.sentence) for problem in problems_of(text)] == [
        (16, ("these gates wait for each other and none could begin: `lawful` waits for `watched`, `watched` waits for "
             "`compute`, `compute` waits for `lawful`; remove one of these dependencies")),
    ]  # fmt: skip


def test_a_checklist_has_at_most_sixty_gates() -> None:
    gate = GOOD[GOOD.index("  - key: last-word") :]
    many = "".join(gate.replace("last-word", f"gate-{number}") for number in range(56))
    assert problems_of(GOOD + many)[0].sentence == "`gates` has 61 entries; keep at most 60"
    assert len(parse(GOOD + many[: many.index("  - key: gate-55")], source="x").gates) == 60


UNREADABLE = [
    ("", 1, "the file is empty; begin with `schema: 1`"),
    ("# only a comment\n", 1, "the file is empty; begin with `schema: 1`"),
    (b"key: a\nname: caf\xe9\n", 2, "the file is not in UTF-8; save it with the encoding UTF-8"),
    (GOOD.encode("utf-16"), 1, "the file is not in UTF-8; save it with the encoding UTF-8"),
    (GOOD + "---\nkey: b\n", 66,
     "a second document begins here; keep one checklist in a file and delete the `---`"),
    ("key: &k a\nname: *k\n", 1, "`&k` is a YAML anchor; delete it, or put the text in quotes"),
    ("key: a\nname: *important*\n", 2, "`*important*` is a YAML alias; write the part out, or put the text in quotes"),
    ("key: a\nname: !!python/object:os.system x\n", 2,
     "`tag:yaml.org,2002:python/object:os.system` is a YAML tag; delete it, or put the text in quotes"),
    ("key: ! a\n", 1, "`!` is a YAML tag; delete it, or put the text in quotes"),
    ("a: " + "[" * 13 + "]" * 13, 1, "lists stand too deep inside each other here; a checklist needs four levels"),
    ("? [a]\n: b\n", 1, "a field has a list for its name; write a plain word before the colon"),
    ("key: a\n\tname: b\n", 2, "a tab stands here; indent with spaces"),
    ("key: a: b\n", 1,
     "there is a colon too many here, or the line is indented too far; put text that holds a colon in quotes"),
    ("key: `a`\n", 1, "text cannot begin with this character; put the text in quotes"),
    ("key: a\ngates:\n  - key: b\n   title: c\n", 4,
     "this line is not indented like the lines it belongs to; line them up"),
    ("a:\n  b: 1\n c: 2\n", 3, "this line is not indented like the lines it belongs to; line them up"),
    ("key: a\nno colon\nname: b\n", 3,
     "the line above is neither `name: text` nor part of one; add the colon or indent it"),
    ('key: a\nname: "b\nversion: 1\n', 2, "a quotation mark is opened and never closed; close it"),
    ("key: [a\nname: b\n", 1, "a list that begins with `[` is never closed; add the `]`"),
    ("key: a\nname: b\x01\n", 2, "the invisible character U+0001 stands here; delete it"),
    ('key: "\\UFFFFFFFF"\n', 1, "a number here is too large to be read; delete it"),
    ("- a\n- b\n", 1, "the file should have fields; write lines such as `key: …`"),
    ("just words\n", 1, "the file should have fields; write lines such as `key: …`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "sentence"), UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_line(text: str | bytes, line: int, sentence: str) -> None:
    assert [(problem.line, problem.sentence) for problem in problems_of(text)] == [(line, sentence)]


def test_a_file_over_the_limit_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(document, "YAML")
    for text in ("x" * (document.BYTES_LIMIT + 1), b"x" * (document.BYTES_LIMIT + 1), "é" * 70_000):
        assert problems_of(text) == (Problem(1, 1, "the file is larger than 128 KiB; shorten its texts"),)


BOMBS = {
    "billion laughs": "a: &a [x]\n"
    + "".join(f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
    "deep lists": "[" * 100_000,
    "deep fields": "{a: " * 25_000,
    "deep lines": "".join(" " * depth + "a:\n" for depth in range(400)),
    "dashes": "- " * 60_000,
    "many entries": "[" + "a," * 60_000 + "]",
    "many fields": "".join(f"k{number}: 1\n" for number in range(12_000)),
    "merge keys": "a: &a {b: 1}\nc: {<<: [*a, *a, *a]}\n",
    "self reference": "&a [*a]",
    "a huge number": "version: " + "9" * 100_000,
    "a huge name": "name: " + "x" * 120_000,
    "names nobody knows": "gates:\n"
    + "".join(
        f"  - {{key: gate-{at:034d}, depends-on: [{', '.join(f'gatf-{at:032d}{n}' for n in range(30))}]}}\n"
        for at in range(60)
    ),
    "fields nobody knows": "gates:\n"
    + "".join(f"  - {{{', '.join(f'needed-bz{n}: 1' for n in range(40))}}}\n" for at in range(60)),
    "a huge version of YAML": "%YAML " + "9" * 5000 + ".1\n---\na: 1\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_where_it_stands(name: str) -> None:
    found = problems_of(BOMBS[name])
    assert found
    assert all(len(problem.sentence) < 300 for problem in found)
