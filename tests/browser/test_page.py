"""The page of the local Slack in a real browser, with the bot of the demo behind it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import delivering
from bot.demo.house import House, house
from tests.browser.browser import Browser, a_browser
from tests.look.need import require

BEGINS = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
"""A Monday, 10:00 in Berlin."""

WIDE, NARROW = (1280, 900), (400, 860)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """The house of the demo, before any story."""
    require("node", "npm", "chromium")
    async with house(tmp_path / "bot.db", begins=BEGINS) as opened, delivering(opened.bot):
        yield opened
        assert opened.slack.violations == []


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide and light", "narrow and dark"])
async def test_the_main_job_can_be_clicked_through(
    home: House, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    async with a_browser(*size, dark=dark) as page:
        await page.do("go", url=home.slack.url)
        await ana_starts_an_initiative(page, tmp_path)
        await ben_accepts(page, tmp_path)
        await dee_approves(page, tmp_path)
        await monday_comes(page, tmp_path)
        await looks_right(page, dark=dark)
        assert [one for one in await page.do("wrong") if "409" not in one] == []


async def ana_starts_an_initiative(page: Browser, shots: Path) -> None:
    """With a mistake first: it is told in place, and nothing that was typed is lost."""
    await page.act_as("Ana")
    await page.press("# churn-model")
    await page.say("/readiness new")
    await page.do("fill", label="Name", value="Churn model")
    await page.do("fill", label="Value per week", value="a lot")
    await page.do("choose", label="Owner of data engineering", value="Ben")
    await page.do("choose", label="Owner of compliance", value="Dee")
    await page.press("Start")
    await page.sees("Write a number and a currency, like 25000 EUR.")
    assert await page.do("evaluate", script="document.activeElement.getAttribute('aria-invalid')") == "true"
    assert await page.do("value", label="Name") == "Churn model"
    await page.do("shot", path=str(shots / "1-form.png"))
    await page.do("fill", label="Value per week", value="25000 EUR")
    await page.press("Start")
    await page.do("gone", selector="#modal")
    await page.sees("0 of 18")
    await page.do("shot", path=str(shots / "2-checklist.png"))


async def ben_accepts(page: Browser, shots: Path) -> None:
    await page.act_as("Ben")
    await page.do("unfold", words="0 of 18")
    await page.do("shot", path=str(shots / "3-thread.png"))
    await page.press("Accept all")
    await page.sees("Accepted. 3 gates")
    await page.say("/readiness evidence approved-datasets https://wiki.example/datasets")
    await page.say("/readiness request approved-datasets")


async def dee_approves(page: Browser, shots: Path) -> None:
    await page.act_as("Dee")
    await page.sees("Please sign off")
    await page.do("shot", path=str(shots / "4-sign-off.png"))
    await page.press("Approve", about="Please sign off")
    await page.sees("1 of 18")


async def monday_comes(page: Browser, shots: Path) -> None:
    await page.press("Next Monday 09:00")
    await page.sees("Monday digest")
    assert "19 Oct 2026" in await page.do("text", selector="#now")
    assert "09:00" in await page.do("text", selector="#now")
    await page.do("shot", path=str(shots / "5-digest.png"))


async def looks_right(page: Browser, *, dark: bool) -> None:
    """Nothing is wider than the screen, and the colours are those that were asked for."""
    for part in ("html", "#top", "#places", "#messages"):
        width = f"document.querySelector('{part}').getBoundingClientRect().right - innerWidth"
        assert await page.do("evaluate", script=width) <= 0, part
    inside = "(at => at.scrollWidth - at.clientWidth)(document.querySelector('#messages'))"
    assert await page.do("evaluate", script=inside) == 0
    brightness = "getComputedStyle(document.querySelector('#place')).backgroundColor.match(/\\d+/g).map(Number)"
    colours = await page.do("evaluate", script=brightness)
    assert (max(colours) < 100) == dark
