"""The story of twelve weeks comes out right on every platform, and its record is whole after every step."""

from bot.demo.play import Play
from bot.demo.twelve_weeks import play


async def test_twelve_weeks_come_out_right(play_on: Play) -> None:
    await play(play_on)
