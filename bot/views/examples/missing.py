"""Examples of answers in which something is missing, because what is stored of it cannot be read."""

from dataclasses import replace

from bot.cards import Card
from bot.views.examples.example import Example
from bot.views.examples.messages import MONDAYS, all_ready
from bot.views.examples.story import BEN, NOW, TODAY, at, churn, new_initiative, organisation, stands
from bot.views.posted.digest import digest_card
from bot.views.shown.home import home_view
from bot.views.shown.lists import overview_card
from readiness.domain.readings.digest import Digest, digest
from readiness.usecases.looking import HomePage, Overview


def examples() -> tuple[Example, ...]:
    """All of them."""
    acme, found = organisation(), digest([churn()], organisation(), {}, NOW)
    quiet = digest([all_ready(new_initiative())], acme, {}, at(9))
    if found is None or quiet is None:
        raise LookupError("the story has active initiatives")
    nothing = Digest(TODAY, (), 0, 0, (), 0, missing=1)
    home = HomePage(str(BEN), acme, (), (), (), (), (), missing=2)
    return (
        Example("digest-missing", "Two cannot be read", digest_card(replace(found, missing=2), acme, slot=MONDAYS)),
        Example("digest-quiet-missing", "The same, quiet", digest_card(replace(quiet, missing=1), acme, slot=MONDAYS)),
        Example("digest-all-missing", "The only one cannot be read", digest_card(nothing, acme, slot=MONDAYS)),
        Example("list-missing", "A list of which one cannot be read", _list(1)),
        Example("list-all-missing", "A list of which none can be read", overview_card(Overview((), missing=2), "all")),
        Example("home-missing", "A personal page of which nothing can be read", home_view(home)),
    )


def _list(missing: int) -> Card:
    return overview_card(Overview((stands(churn()),), missing=missing), "mine")
