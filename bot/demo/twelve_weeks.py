"""Twelve weeks of one initiative, told once and played on every platform.

The contract is refused by one party, signed and changed; development starts early; compliance comes late; an owner is
away, another leaves; two wait for each other; a finding is overdue; nobody moves; and the first incident comes.
"""

from bot.demo.cast import ANA, BEN, CHI, DEE, FAY, GUS, HANA, KIM
from bot.demo.play import HOME, Play
from bot.demo.stage import Actor

SPEAKERS = (BEN, FAY, GUS, CHI, HANA)
"""Who speaks for each party but compliance."""

REFUSED = "Both of us have to sign before live data, not one."


async def play(play: Play) -> None:
    """The whole story; raises `StoryFailed` at the first step that does not come out right."""
    for chapter in (
        _begins,
        _refused,
        _signed,
        _owner_changes,
        _started_early,
        _compliance_is_late,
        _somebody_is_away,
        _deadlock,
        _somebody_leaves,
        _finding,
        _finding_overdue,
        _nobody_moves,
        _model_complete,
        _live,
        _incident,
    ):
        await chapter(play)


async def _begins(play: Play) -> None:
    await play.until(10, 12, 10, 0, "Week 1: an initiative, and who holds what")
    await play.says(ANA, 'new "Churn model" owner @Gus model-complete 2026-12-04 value 25000 EUR', "Churn model")
    for milestone, day in (
        ("design-closed", "2026-10-30"),
        ("development-started", "2026-11-02"),
        ("evaluation-passed", "2026-11-27"),
        ("live", "2026-12-18"),
    ):
        await play.stage.type_on(ANA, HOME, f"milestone {milestone} plan {day}")
    await play.stage.type_on(ANA, HOME, "sponsor @Hana")
    await play.stage.type_on(ANA, HOME, "assign integration-tests @Fay backup @Ida")
    for actor in (GUS, BEN, FAY, CHI, HANA):
        await play.stage.type_on(actor, HOME, "accept all")
    play.tell.aside("Ana plans the dates and names Hana the sponsor. Everybody accepts what is offered to them.")


async def _refused(play: Play) -> None:
    await play.until(10, 14, 10, 0, "The contract, refused by one party")
    await play.says(GUS, "contract ask", "Every party is asked")
    await play.presses(BEN, "Sign", "Please sign the contract", "Signed for")
    await _sign(play, FAY, GUS, CHI, HANA)
    await play.says(DEE, f"contract refuse {REFUSED}", "Refused for")
    await play.says(ANA, "contract", "refused by Dee", REFUSED)


async def _signed(play: Play) -> None:
    await play.until(10, 20, 9, 30, "Week 2: changed, and signed by everybody")
    await play.says(ANA, "approvers live-data-sign-off all of compliance", "live-data-sign-off")
    await play.says(GUS, "contract ask", "version 2")
    await _sign(play, *SPEAKERS)
    await play.says(DEE, "contract sign", "every party has signed")


async def _owner_changes(play: Play) -> None:
    await play.until(10, 26, 11, 0, "Week 3: a gate changes hands")
    await play.says(GUS, "handoff compute @Kim Kim runs the GPU pool.", "compute")
    await play.says(KIM, "accept compute", "no longer holds")
    await play.says(ANA, "contract changes", "compute", "Kim")


async def _started_early(play: Play) -> None:
    await play.until(10, 28, 9, 0, "Development starts early")
    await play.says(ANA, "milestone development-started done", "without a signed contract")
    await play.stage.type_on(GUS, HOME, "contract ask")
    await _sign(play, *SPEAKERS, DEE)
    play.tell.aside("Gus asks again, and everybody signs version 3. What happened before stays on record.")
    await play.says(ANA, "status", "without a signed contract", "five questions")


async def _compliance_is_late(play: Play) -> None:
    await play.until(10, 30, 16, 0, "Design closes")
    await play.stage.type_on(ANA, HOME, "milestone design-closed done")
    await play.until(11, 12, 10, 0, "Week 5: compliance is late")
    await play.meanwhile("success-criteria", "deployment-ownership", "approved-datasets")
    await play.stage.type_on(BEN, HOME, "evidence data-lineage https://wiki.example/churn/lineage")
    await play.stage.type_on(BEN, HOME, "request data-lineage")
    await play.says(DEE, "changes data-lineage lineage Two vendor feeds have no contract behind them.", "data-lineage")
    await play.says(ANA, "rework", "data-lineage", "vendor feeds")
    await play.says(ANA, "lateness", "design closed")


async def _somebody_is_away(play: Play) -> None:
    await play.until(11, 16, 9, 30, "Week 6: Dee is away, and somebody acts for her")
    await play.says(DEE, "away 2026-11-16..2026-11-27 delegate @Ida", "Ida")
    await play.stage.type_on(BEN, HOME, "evidence data-lineage https://wiki.example/churn/lineage?version=2")
    await play.says(BEN, "request data-lineage", "data-lineage")


async def _deadlock(play: Play) -> None:
    await play.until(11, 18, 14, 0, "Two wait for each other")


async def _somebody_leaves(play: Play) -> None:
    await play.until(11, 20, 9, 0, "Fay leaves")
    await play.stage.leave(FAY, ANA)
    play.tell.does(FAY, None, "has left the company")


async def _finding(play: Play) -> None:
    pass


async def _finding_overdue(play: Play) -> None:
    pass


async def _nobody_moves(play: Play) -> None:
    pass


async def _model_complete(play: Play) -> None:
    pass


async def _live(play: Play) -> None:
    pass


async def _incident(play: Play) -> None:
    pass


async def _sign(play: Play, *actors: Actor) -> None:
    for actor in actors:
        await play.stage.type_on(actor, HOME, "contract sign")
