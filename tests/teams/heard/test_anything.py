"""Whatever people type, press and fill in, in whatever order: all of it is answered, and the record stays whole."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from tests.anything import CAST, FAILED, STEPS, Whims, entries
from tests.teams.home import HOME, TeamsHouse
from tests.teams.stage import TOLD, press_of
from tests.teams.standin.answer import Answer
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import Person
from tests.teams.standin.errors import StandinError


class Anybody:
    """Somebody of the cast, another one at every step, who does what can be done, without sense."""

    def __init__(self, house: TeamsHouse, seed: int) -> None:
        self._house, self._whims = house, Whims(seed)
        self.answers = 0

    async def act(self) -> None:
        """Type, press, fill in or wait; what the client of Teams would not send is not sent."""
        actor = self._whims.somebody()
        person = self._house.stage.person_of(actor)
        dialog = self._house.teams.dialog(person)
        try:
            if dialog is not None:
                await self._leave(person, dialog)
            elif self._whims.happens(0.45):
                where = self._whims.pick((HOME, HOME, "general", None))
                line = self._house.stage.line(actor, where, self._whims.line())
                self._hear(await self._house.teams.type(person, self._place(where), line))
            elif self._whims.happens(0.85):
                await self._press(person)
            else:
                await self._house.stage.move_clock(self._house.clock() + timedelta(hours=self._whims.hours()))
        except StandinError:
            return
        if self._whims.happens(0.3):
            await self._house.bot.settle()

    def _hear(self, answer: Answer) -> None:
        assert answer.status in TOLD, answer
        shown = answer.dialog.plain() if answer.dialog is not None else ""
        assert FAILED not in answer.plain() + shown, answer
        self.answers += 1

    def _place(self, where: str | None) -> Any:
        return None if where is None else self._house.teams.conversation(self._house.channels[where])

    async def _press(self, person: Person) -> None:
        everything = self._house.teams.messages(person, self._place(self._whims.pick((HOME, None))))
        seen = [one for one in everything if one.is_from_bot and list(one.controls())]
        if not seen:
            return
        shown = self._whims.pick(seen[-12:])
        control = self._whims.pick(list(shown.controls()))
        chosen = self._values(one for one in control.inputs if one["type"] == "Input.ChoiceSet")
        stale = self._whims.happens(0.1)
        press = self._house.teams.press
        self._hear(await press(person, shown, control.label, about=press_of(control), choose=chosen, stale=stale))

    async def _leave(self, person: Person, dialog: Dialog) -> None:
        if not dialog.submits() or self._whims.happens(0.2):
            self._house.teams.close_dialog(person)
            return
        values = self._values(one for one in dialog.inputs() if self._whims.happens(0.9))
        label = self._whims.pick(dialog.submits()).label
        self._hear(await self._house.teams.submit(person, values, label=label))

    def _values(self, inputs: Iterable[Mapping[str, Any]]) -> dict[str, object]:
        found = {one["id"]: self._value(one) for one in inputs}
        return {key: value for key, value in found.items() if value is not None}

    def _value(self, field: Mapping[str, Any]) -> object:
        """Something that can be put into it; None for what is left as it is."""
        match field["type"]:
            case "Input.Text":
                return self._whims.text()
            case "Input.Date":
                return self._whims.day()
            case "Input.ChoiceSet" if "choices.data" in field:
                return self._house.teams.person(self._whims.pick(CAST).name)
            case "Input.ChoiceSet" if field.get("choices"):
                return self._whims.pick(field["choices"])["value"]
            case _:
                return None


async def test_anything_in_any_order_is_answered_and_recorded(started: TeamsHouse) -> None:
    before = await entries(started.bot.storage)
    anybody = Anybody(started, 1)
    for _ in range(STEPS):
        await anybody.act()
    await started.bot.settle()
    assert anybody.answers > STEPS / 2
    assert await entries(started.bot.storage) > before + 5
