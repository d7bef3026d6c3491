"""Members, teams and channels as the connector tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.teams.standin.directory import Conversation, Directory, Person, Team
from tests.teams.standin.errors import bad_syntax, conversation_not_found, not_in_roster

PAGE = (50, 500)
"""The smallest and the largest page; whatever is asked for is brought into this range."""


def personal(directory: Directory, person: Person) -> Conversation:
    """The chat of a person with the bot; there is always the same one."""
    return directory.conversations[f"a:1{person.object_id}"]


def account(person: Person) -> dict[str, Any]:
    """A member; `objectId` is the older name of `aadObjectId`, and both are sent."""
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.id,
        "name": person.name,
        "objectId": person.object_id,
        "aadObjectId": person.object_id,
        "givenName": given,
        "surname": surname,
        "email": person.email,
        "userPrincipalName": person.email,
        "tenantId": person.tenant_id,
        "userRole": person.role,
    }


def page(people: Sequence[Person], query: Mapping[str, str]) -> dict[str, Any]:
    """One page of members; without a token it is the last."""
    token, wanted = query.get("continuationToken", "0"), query.get("pageSize", str(PAGE[1]))
    if not token.isdecimal() or not wanted.isdecimal():
        raise bad_syntax("pageSize and continuationToken are what Teams gave")
    start, size = int(token), min(max(int(wanted), PAGE[0]), PAGE[1])
    shown: dict[str, Any] = {"members": [account(person) for person in people[start : start + size]]}
    if start + size < len(people):
        shown["continuationToken"] = str(start + size)
    return shown


def team(directory: Directory, team_id: str) -> dict[str, Any]:
    """A team's name and group. Raises Refused where the bot is not in it."""
    found = _team(directory, team_id)
    return {
        "id": found.id,
        "name": found.name,
        "aadGroupId": found.group_id,
        "channelCount": len(channels(directory, team_id)),
        "memberCount": len(found.members),
    }


def channels(directory: Directory, team_id: str) -> list[dict[str, Any]]:
    """A team's channels that the bot is in. Raises Refused where it is not in the team."""
    found = _team(directory, team_id)
    here = [one for one in directory.conversations.values() if one.team_id == found.id and directory.has_bot(one)]
    return [
        {
            "id": one.id,
            "name": None if one.id == found.id else one.name,
            "type": "private" if one.is_private else "standard",
        }
        for one in here
    ]


def _team(directory: Directory, team_id: str) -> Team:
    found = directory.teams.get(team_id)
    if found is None:
        raise conversation_not_found()
    if not found.has_bot:
        raise not_in_roster()
    return found
