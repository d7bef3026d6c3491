"""What people type, press and fill in in Teams is answered where they asked, and readable by whom it concerns."""

import pytest

from bot.demo.cast import ANA, BEN, DEE, GUS, IDA
from tests.teams.home import HOME, TeamsHouse, pressed, said, words


async def test_whoever_adds_the_app_is_told_what_to_do_next(house: TeamsHouse) -> None:
    (welcome, *_) = house.stage.sees(BEN, None)
    assert "I keep handoffs accountable." in welcome.text
    assert welcome.labels == ("What waits for me", "New initiative")
    assert "Nothing waits for you" in await pressed(house, BEN, "What waits for me", "handoffs accountable", None)
    general = house.stage.sees(BEN, "general")
    assert [one.labels for one in general] == [("New initiative",)]


async def test_a_line_typed_in_a_channel_is_answered_in_its_thread(started: TeamsHouse) -> None:
    (answer,) = await started.stage.type(BEN, HOME, "status")
    assert answer.where == "thread"
    assert "Churn model · 0 of 18 ready" in answer.text


async def test_a_line_typed_in_the_personal_chat_needs_no_mention(started: TeamsHouse) -> None:
    assert "Churn model" in await said(started, BEN, "status churn-model", None)
    assert "Did you mean" in await said(started, BEN, "statsu churn-model", None)
    assert "All commands" in await said(started, BEN, "good morning", None)


async def test_the_same_people_can_be_mentioned_by_their_names(started: TeamsHouse) -> None:
    await said(started, ANA, "assign compute @Gus backup @Ida")
    assert "Gus" in await said(started, ANA, "show compute")
    assert "Churn model" in await said(started, GUS, "home", None)
    assert "Ida" in await said(started, IDA, "show compute")


async def test_a_sign_off_is_asked_for_and_given_by_buttons(started: TeamsHouse) -> None:
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    assert "someone else signs it" in await pressed(started, BEN, "Approve", "Please sign off")
    assert "Signed off" in await pressed(started, DEE, "Approve", "Please sign off")
    assert "Signed off" in words(started.stage.sees(IDA, HOME))
    assert "Churn model · 1 of 18 ready" in words(started.stage.sees(IDA, HOME))


async def test_an_old_client_that_sends_a_press_as_a_message_is_answered_too(started: TeamsHouse) -> None:
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    dee = started.stage.person_of(DEE)
    channel = started.teams.conversation(started.channels[HOME])
    request = next(one for one in started.teams.messages(dee, channel) if "Please sign off" in one.plain())
    answer = await started.teams.press(dee, request, "Approve", old_client=True)
    await started.bot.settle()
    assert answer.status == 200
    assert "Signed off" in await said(started, DEE, "show approved-datasets")


async def test_a_form_is_filled_in_in_a_dialog(house: TeamsHouse) -> None:
    await house.stage.type(ANA, HOME, "new")
    done = await house.stage.fill(ANA, {"name": "Churn model", "value": "25000 EUR", "channel": HOME})
    assert "is started" in words(done)
    assert "Churn model · 0 of 18 ready" in words(house.stage.sees(BEN, HOME))


@pytest.mark.parametrize(("key", "wrong", "why"), [("value", "a lot", "25000 EUR"), ("name", "   ", "Give it a name")])
async def test_what_is_wrong_in_a_form_is_told_in_it_and_nothing_typed_is_lost(
    house: TeamsHouse, key: str, wrong: str, why: str
) -> None:
    ana = house.stage.person_of(ANA)
    (offer,) = await house.stage.type(ANA, None, "new")
    assert offer.labels == ("Fill in the form",)
    message = house.teams.messages(ana)[-1]
    await house.teams.press(ana, message, "Fill in the form")
    values = {"field:name": "Churn model", "field:value": "5 EUR", "field:channel": house.channels[HOME]}
    await house.teams.submit(ana, {**values, f"field:{key}": wrong})
    dialog = house.teams.dialog(ana)
    assert dialog is not None
    assert why in dialog.plain()
    kept = {field["id"]: field.get("value") for field in dialog.inputs()}
    assert kept["field:channel"] == house.channels[HOME]
    await house.teams.submit(ana, values)
    assert "is started" in house.teams.dialog(ana).plain()


async def test_a_form_that_is_refused_stays_with_what_was_typed(started: TeamsHouse) -> None:
    ida = started.stage.person_of(IDA)
    await started.stage.type(IDA, HOME, "handoff data-lineage")
    await started.stage.press(IDA, HOME, "Fill in the form", about="Hand off")
    await started.teams.submit(ida, {"field:person": started.stage.person_of(GUS), "field:reason": "Gus knows it."})
    dialog = started.teams.dialog(ida)
    assert dialog is not None
    assert "Ben" in dialog.plain()
    assert {field["id"]: field.get("value") for field in dialog.inputs()}["field:reason"] == "Gus knows it."


async def test_a_checklist_that_somebody_deleted_is_posted_anew(started: TeamsHouse) -> None:
    channel = started.teams.conversation(started.channels[HOME])
    ben = started.stage.person_of(BEN)
    checklist = next(one for one in started.teams.messages(ben, channel) if "Next steps" in one.plain())
    started.teams.delete_message(checklist)
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    posted = [one for one in started.teams.messages(ben, channel) if not one.is_reply and "Next steps" in one.plain()]
    assert len(posted) == 1
    assert posted[0].id != checklist.id


async def test_a_status_in_the_personal_chat_renews_itself_and_changes_nothing(started: TeamsHouse) -> None:
    await said(started, BEN, "status churn-model", None)
    ben = started.stage.person_of(BEN)
    before = started.teams.messages(ben)[-1]
    await said(started, ANA, "assign compute @Gus")
    calls = len(started.teams.calls)
    renewed = await started.teams.refresh(ben, before)
    assert "Gus accepts or declines" in renewed.plain()
    assert len(started.teams.calls) == calls


async def test_a_client_cannot_be_made_to_change_something_by_itself(started: TeamsHouse) -> None:
    ana = started.stage.person_of(ANA)
    for press in ('["sr","cancel","churn-model",""]', '["ac",["churn-model","compute"]]', "nonsense"):
        value = {
            "action": {"type": "Action.Execute", "verb": "press", "data": {"press": press}},
            "trigger": "automatic",
        }
        reply = await started.teams.deliver(
            started.teams.activity("invoke", ana, None, name="adaptiveCard/action", value=value)
        )
        assert reply.status == 200
    assert "Churn model · 0 of 18 ready" in await said(started, ANA, "status")


async def test_an_answer_that_everybody_reads_calls_nobody(started: TeamsHouse) -> None:
    await said(started, ANA, "assign compute @Gus")
    await said(started, BEN, "status")
    channel = started.teams.conversation(started.channels[HOME])
    answer = started.teams.messages(started.stage.person_of(BEN), channel)[-1]
    assert "Gus" in answer.plain()
    assert "entities" not in answer.card["msteams"]


async def test_a_group_chat_is_no_home(house: TeamsHouse) -> None:
    ana = house.stage.person_of(ANA)
    chat = house.teams.add_group_chat("Churn people", [ana, house.stage.person_of(BEN)])
    await house.teams.install(ana, chat)
    answer = await house.teams.type(ana, chat, '@Readiness new "Churn model"')
    assert "direct message" in answer.plain()


async def test_an_app_that_was_removed_is_not_written_to(started: TeamsHouse) -> None:
    await started.teams.uninstall(started.stage.person_of(GUS))
    ((organisation, _),) = await started.bot.storage.organisations()
    workspace = await started.bot.storage.workspace("teams", started.teams.tenant_id)
    assert organisation
    assert workspace is not None
    gus = started.stage.person_of(GUS).object_id
    assert await started.bot.storage.conversations.with_person(workspace.id, gus) is None


async def test_a_line_that_teams_delivers_twice_is_answered_once(started: TeamsHouse) -> None:
    assert "Churn model" in await said(started, BEN, "status")
    again = await started.teams.deliver_again()
    await started.bot.settle()
    assert (again.status, again.messages) == (200, ())
