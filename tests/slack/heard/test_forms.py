"""Forms: filled rightly they do what could be typed; filled wrongly they keep every word."""

from collections.abc import Mapping

import pytest

from bot.demo.cast import ANA, BEN, CHI, DEE, FAY, GUS, IDA, KIM
from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground import Answer
from tests.slack.home import HOME, everything, in_review, later, private, settled, standing, type_


async def submit(home: House, actor: Actor, values: Mapping[str, object]) -> Answer:
    answer = await home.slack.submit(actor.account, values)
    await home.bot.settle()
    assert (answer.status, answer.seconds < 3) == (200, True)
    return answer


async def done(home: House, actor: Actor, values: Mapping[str, object]) -> str:
    """The private answer to a form that was taken and is closed."""
    answer = await submit(home, actor, values)
    assert answer.errors == {}
    assert home.slack.modal(actor.account) is None
    return private(answer)


async def test_new_opens_a_form_that_starts_an_initiative(home: House) -> None:
    opened = await type_(home, ANA, "new")
    assert opened.view is not None
    values = {
        "name": "Churn model",
        "channel": HOME,
        "owner": BEN.account,
        "model-complete": "2026-11-13",
        "live": "2026-11-27",
        "value": "25,000 EUR",
        "party:data-engineering": IDA.account,
    }
    assert "Churn model" in await done(home, ANA, values)
    assert "Churn model" in everything(home)[0].plain()
    assert "Ida" in await settled(home, ANA, "show data-lineage")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "Churn", "value": "a lot"}, "value"),
        ({"name": "Churn", "value": "-5 EUR"}, "value"),
        ({"name": "Churn", "value": "5 BITCOIN"}, "value"),
        ({"name": "   "}, "name"),
        ({"name": "Churn", "channel": "C0ARCHIVE"}, "channel"),
        ({"name": "Churn", "channel": "C0BOARD"}, "channel"),
    ],
)
async def test_what_is_wrong_in_new_is_told_at_its_field(home: House, values: dict[str, str], field: str) -> None:
    home.slack.add_channel("C0BOARD", "board", members=[ANA.account], private=True)
    home.slack.add_channel("C0ARCHIVE", "archive", members=[ANA.account])
    home.slack.archive("C0ARCHIVE")
    await type_(home, ANA, "new")
    answer = await submit(home, ANA, {"channel": HOME, **values})
    assert list(answer.errors) == [field]
    assert home.slack.modal(ANA.account) is not None


async def test_inviting_the_bot_lets_the_same_form_through(home: House) -> None:
    home.slack.add_channel("C0BOARD", "board", members=[ANA.account], private=True)
    await type_(home, ANA, "new")
    answer = await submit(home, ANA, {"name": "Churn model", "channel": "C0BOARD", "value": "9 EUR"})
    assert "Invite me first" in answer.errors["channel"]
    home.slack.invite("C0BOARD", "U0READY")
    assert "Churn model" in await done(home, ANA, {})


async def test_a_guest_is_no_owner_and_nothing_typed_is_lost(home: House) -> None:
    home.slack.add_user("U0GUEST", "guest", is_restricted=True)
    await type_(home, ANA, "new")
    answer = await submit(home, ANA, {"name": "Churn model", "channel": HOME, "owner": "U0GUEST"})
    assert "owner" in answer.errors
    assert "Churn model" in await done(home, ANA, {"owner": BEN.account})


async def test_evidence(started: House) -> None:
    await type_(started, BEN, "evidence approved-datasets")
    assert "revision 1" in await done(started, BEN, {"content": "https://wiki.example/a"})


async def test_changes(started: House) -> None:
    request = await in_review(started)
    await started.slack.press(DEE.account, request, "Request changes")
    said = await done(started, DEE, {"reason": "lineage", "comment": "The second table has no owner."})
    assert "approved-datasets" in said
    assert "The second table has no owner." in standing(started, "Changes requested").plain()


async def test_waive(started: House) -> None:
    await in_review(started, "documentation", FAY)
    await type_(started, DEE, "waive documentation")
    wrong = await submit(started, DEE, {"until": "2026-10-01", "reason": "ill", "control": "by hand"})
    assert list(wrong.errors) == ["until"]
    assert "Waived" in await done(started, DEE, {"until": "2026-11-30"})


async def test_not_applicable(started: House) -> None:
    await in_review(started, "api-definition", FAY)
    await type_(started, KIM, "n/a api-definition")
    assert "api-definition" in await done(started, KIM, {"reason": "one batch a week"})


async def test_assign(started: House) -> None:
    started.slack.add_user("U0GUEST", "guest", is_restricted=True)
    await type_(started, ANA, "assign load-tested")
    wrong = await submit(started, ANA, {"person": "U0GUEST"})
    assert list(wrong.errors) == ["person"]
    assert "Kim" in await done(started, ANA, {"person": KIM.account, "backup": GUS.account})


async def test_decline(started: House) -> None:
    await type_(started, CHI, "decline incident-team")
    assert "incident-team" in await done(started, CHI, {"reason": "I leave the team in May."})


async def test_handoff(started: House) -> None:
    await type_(started, BEN, "handoff data-lineage")
    assert "Ida" in await done(started, BEN, {"person": IDA.account, "reason": "holiday"})


async def test_blocked(started: House) -> None:
    await type_(started, BEN, "blocked approved-datasets")
    assert "approved-datasets" in await done(started, BEN, {"reason": "no contract yet"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first": "2026-10-19", "last": "2026-10-16"}, "last"),
        ({"first": "2026-10-05", "last": "2026-10-09"}, "last"),
        ({"first": "2026-10-19", "last": "2026-10-23", "delegate": BEN.account}, "delegate"),
        ({"first": "2026-10-19", "last": "2026-10-23", "delegate": "U0GUEST"}, "delegate"),
    ],
)
async def test_days_away(started: House, values: dict[str, str], field: str) -> None:
    started.slack.add_user("U0GUEST", "guest", is_restricted=True)
    shown = (await type_(started, BEN, "away")).messages[0]
    await started.slack.press(BEN.account, shown, "I am away…")
    wrong = await submit(started, BEN, values)
    assert list(wrong.errors) == [field]
    right = {"first": "2026-10-19", "last": "2026-10-23", "delegate": KIM.account}
    assert "You are away from 19 Oct to 23 Oct" in await done(started, BEN, right)


async def test_withdraw_after_five_minutes_needs_a_reason(started: House) -> None:
    request = await in_review(started)
    await started.slack.press(DEE.account, request, "Approve")
    await later(started, minutes=6)
    said = await settled(started, DEE, "withdraw approved-datasets")
    assert "why" in said.lower() or "reason" in said.lower()
    shown = (await type_(started, DEE, "show approved-datasets")).messages[0]
    opened = await _open_menu(started, DEE, shown, "Withdraw")
    assert opened.view is not None
    wrong = await submit(started, DEE, {})
    assert list(wrong.errors) == ["reason"]
    assert "approved-datasets" in await done(started, DEE, {"reason": "wrong gate"})


async def test_what_is_about_no_field_comes_as_a_page_over_the_form(started: House) -> None:
    await type_(started, BEN, "evidence approved-datasets")
    started.slack.fill(BEN.account, {"content": "words I do not want to lose"})
    await settled(started, BEN, "handoff approved-datasets @Ida")
    await settled(started, IDA, "accept approved-datasets")
    await submit(started, BEN, {})
    page = started.slack.modal(BEN.account)
    assert page is not None
    assert (page.title, page.submit, page.close) == ("Not done", None, "Back")
    await started.slack.close_modal(BEN.account)
    form = started.slack.modal(BEN.account)
    assert form is not None
    assert form.title == "Add evidence"
    await settled(started, IDA, "handoff approved-datasets @Ben")
    await settled(started, BEN, "accept approved-datasets")
    assert "revision 1" in await done(started, BEN, {})
    assert "words I do not want to lose" in await settled(started, BEN, "show approved-datasets")


async def test_a_press_on_that_page_is_answered_on_it(started: House) -> None:
    await settled(started, BEN, "handoff approved-datasets @Ida")
    await type_(started, IDA, "evidence approved-datasets")
    await submit(started, IDA, {"content": "https://wiki.example/a"})
    page = started.slack.modal(IDA.account)
    assert page is not None
    assert "Accept" in page.labels()
    answer = await started.slack.press(IDA.account, page, "Accept")
    assert answer.view is not None
    assert (answer.view.id, "Accepted" in answer.view.plain()) == (page.id, True)
    await started.slack.close_modal(IDA.account)
    assert "revision 1" in await done(started, IDA, {})


async def test_an_answer_later_than_half_an_hour_comes_as_a_direct_message(started: House) -> None:
    await type_(started, BEN, "evidence approved-datasets")
    await later(started, minutes=45)
    await submit(started, BEN, {"content": "https://wiki.example/a"})
    assert "revision 1" in started.slack.dm(BEN.account)[-1].plain()


async def test_a_form_that_opens_too_late_asks_to_press_again(started: House) -> None:
    started.slack.fail("views.open", error="expired_trigger_id")
    answer = await type_(started, BEN, "evidence approved-datasets")
    assert answer.view is None
    assert "Press again" in private(answer)


async def test_a_form_that_slack_refuses_is_told_with_a_reference(started: House) -> None:
    started.slack.fail("views.open", error="internal_error")
    assert "reference" in private(await type_(started, BEN, "evidence approved-datasets"))


async def test_a_press_by_a_clock_that_runs_slow_is_no_press_of_somebody_else(started: House) -> None:
    request = await in_review(started)
    await started.slack.press(DEE.account, request, "Request changes")
    await type_(started, FAY, "evidence documentation")
    assert "approved-datasets" in await done(started, DEE, {"reason": "other", "comment": "More."})
    assert "revision 1" in await done(started, FAY, {"content": "a page"})


async def _open_menu(home: House, actor: Actor, message: object, label: str) -> Answer:
    for block in message.blocks:  # type: ignore[attr-defined]
        for element in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])):
            for option in element.get("options", ()):
                if option["text"]["text"].startswith(label):
                    what, where = element["action_id"], block["block_id"]
                    return await home.slack.press(actor.account, message, what, block=where, choose=option["value"])
            if (element.get("text") or {}).get("text", "").startswith(label) and element["type"] == "button":
                return await home.slack.press(actor.account, message, element["text"]["text"])
    raise AssertionError(label)
