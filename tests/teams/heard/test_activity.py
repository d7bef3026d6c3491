"""What Teams sends is read as the SDK reads it, and nothing in it that is out of shape gets any further."""

from typing import Any

import pytest
from botbuilder.schema import Activity

from bot.conversation.reading.words import Person
from bot.teams.activity import form_values, line_of, origin_of, press_of, read_activity
from bot.teams.adapter import TeamsAdapter
from bot.teams.mentions import mentioned, segments
from readiness.usecases.frame.ports import ConversationKind

BODY: dict[str, Any] = {
    "type": "message",
    "id": "1795600000001",
    "text": "<at>Readiness</at>&nbsp;status\n",
    "action": "add",
    "name": "adaptiveCard/action",
    "value": {"action": {"data": {"press": '["h"]'}}},
    "replyToId": "1795600000000",
    "serviceUrl": "https://smba.trafficmanager.net/emea/",
    "localTimezone": "Europe/Berlin",
    "channelData": {
        "tenant": {"id": "t"},
        "channel": {"id": "19:c@thread.tacv2", "name": "churn"},
        "team": {"id": "T"},
    },
    "from": {"id": "29:ben", "name": "Ben", "aadObjectId": "ben"},
    "conversation": {"id": "19:c@thread.tacv2;messageid=1", "conversationType": "channel", "isGroup": True},
    "membersRemoved": [{"id": "29:gus"}, {"id": "28:app"}],
    "entities": [
        {"type": "mention", "mentioned": {"id": "28:app", "name": "Readiness"}, "text": "<at>Readiness</at>"},
        {"type": "clientInfo", "timezone": "Europe/Paris", "locale": "en-US"},
    ],
}

NO_WORDS: list[object] = [None, "", 5, True, ["x"], {"x": ["y"]}]


def test_every_field_is_read_as_the_sdk_reads_it() -> None:
    ours, theirs = read_activity(BODY), Activity().deserialize(BODY)
    simple = ("type", "id", "text", "action", "name", "value", "reply_to_id", "service_url", "local_timezone")
    for name in (*simple, "channel_data"):
        assert getattr(ours, name) == getattr(theirs, name), name
    for name in ("id", "name", "aad_object_id"):
        assert getattr(ours.from_property, name) == getattr(theirs.from_property, name)
    for name in ("id", "conversation_type"):
        assert getattr(ours.conversation, name) == getattr(theirs.conversation, name)
    assert [one.id for one in ours.members_removed] == [one.id for one in theirs.members_removed]
    for our, their in zip(ours.entities, theirs.entities, strict=True):
        assert our.type == their.type
        assert their.additional_properties.items() <= our.additional_properties.items()


def test_a_message_in_a_channel_comes_from_there_and_from_its_sender() -> None:
    origin = origin_of(read_activity(BODY))
    assert (origin.account, origin.address, origin.timezone) == ("ben", "29:ben", "Europe/Berlin")
    assert (origin.channel, origin.place) == ("19:c@thread.tacv2", "19:c@thread.tacv2;messageid=1")
    assert (origin.conversation.name, origin.conversation.team, origin.conversation.account) == ("churn", "T", "")


def test_without_its_kind_a_conversation_is_personal_and_any_other_word_makes_it_a_group_chat() -> None:
    def kind(**conversation: str) -> ConversationKind:
        return origin_of(read_activity(BODY | {"conversation": {"id": "a:1", **conversation}})).conversation.kind

    assert kind() is ConversationKind.PERSONAL
    assert kind(conversationType="groupChat") is ConversationKind.GROUP
    assert kind(conversationType="meeting") is ConversationKind.GROUP


@pytest.mark.parametrize("missing", ["type", "conversation", "serviceUrl"])
@pytest.mark.parametrize("wrong", NO_WORDS)
def test_without_a_type_a_conversation_or_a_service_address_it_is_no_activity(missing: str, wrong: object) -> None:
    with pytest.raises(ValueError, match="an activity has"):
        read_activity(BODY | {missing: wrong})


@pytest.mark.parametrize("name", sorted(set(BODY) - {"type", "conversation", "serviceUrl"}))
@pytest.mark.parametrize("wrong", [*NO_WORDS, "words"])
def test_a_part_that_is_out_of_shape_counts_as_not_told(name: str, wrong: object) -> None:
    activity = read_activity(BODY | {name: wrong})
    origin = origin_of(activity)
    told = (origin.account, origin.address, origin.timezone, activity.text)
    assert all(isinstance(one, str) for one in told)
    assert isinstance(activity.value, dict)
    assert press_of(activity.value.get("data")) == ("", None)
    assert form_values(activity.value.get("data")) == {}


async def test_an_invoke_is_answered_with_an_object_and_nothing_else_is_answered_at_all() -> None:
    async def nothing(_: Activity) -> None:
        return None

    adapter = TeamsAdapter(nothing)
    assert await adapter.turn(BODY | {"type": "invoke"}) == {}
    assert await adapter.turn(BODY) is None


def test_only_the_mention_of_whoever_is_asked_is_left_out() -> None:
    names = {"bot-7": "<at>Readiness</at>", "29:ben": "<at>Ben</at>"}
    activity = read_activity(
        {
            "type": "message",
            "conversation": {"id": "a:1"},
            "serviceUrl": "https://smba/",
            "recipient": {"id": "bot-7"},
            "text": " assign compute ".join(names.values()),
            "entities": [
                {"type": "mention", "mentioned": {"id": address}, "text": mark} for address, mark in names.items()
            ],
        }
    )
    bot = origin_of(activity).bot
    assert mentioned(line_of(activity), bot) == {"29:ben"}
    words, person = segments(line_of(activity), bot, {"29:ben": "ben's directory id"})
    assert words == " assign compute "
    assert person == Person("ben's directory id", "Ben")
