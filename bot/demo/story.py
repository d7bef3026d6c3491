"""The story of the churn model: told once, played on every platform.

Compliance enters late, a handoff is declined, a gate has nobody, a sign-off comes from a button, a stale button is
refused, the model is complete, and on Monday the digest says what waiting costs.
"""

from bot.demo.cast import ANA, BEN, CHI, DEE, ELI, FAY, GUS, HANA, KIM
from bot.demo.play import HOME, Play

LINEAGE_1 = "https://wiki.example/churn/lineage"
LINEAGE_2 = "https://wiki.example/churn/lineage?version=2"
LINEAGE_3 = "https://wiki.example/churn/lineage?version=3"


async def play(play: Play) -> None:
    """The whole story; raises `StoryFailed` at the first step that does not come out right."""
    await _begins(play)
    await _owners(play)
    await _first_sign_off(play)
    await _compliance_is_late(play)
    await _stale_button(play)
    await _model_complete(play)
    await _nobody_owns_it(play)
    await _monday(play)


async def _begins(play: Play) -> None:
    await play.until(10, 12, 10, 0, "An initiative begins")
    play.tell.types(ANA, HOME, play.stage.line(ANA, HOME, "new"))
    await play.stage.type(ANA, HOME, "new")
    values: dict[str, object] = {
        "name": "Churn model",
        "owner": ANA.account,
        "design-closed": "2026-10-23",
        "development-started": "2026-10-26",
        "evaluation-passed": "2026-11-09",
        "model-complete": "2026-11-13",
        "live": "2026-11-27",
        "value": "25000 EUR",
    }
    await play.fills(ANA, "fills in the form: name, dates, 25,000 EUR a week", values, "Churn model")
    play.stands(ANA, "Churn model", "0 of 18")


async def _owners(play: Play) -> None:
    await play.until(10, 12, 14, 0, "Every gate gets a name")
    play.stands(BEN, "@Ben", "approved-datasets")
    await play.presses(BEN, "Accept all", "@Ben", "Accepted")
    for actor in (FAY, CHI, HANA):
        await play.stage.press(actor, HOME, "Accept all", about=f"@{actor.name}")
    play.tell.aside("Fay, Chi and Hana accept theirs too.")
    await play.stage.type(GUS, HOME, "accept deployment-ownership")
    await play.stage.type(GUS, HOME, "accept serving-environment")
    await play.stage.type(GUS, HOME, "accept load-tested")
    await play.opens(GUS, "Decline…", "@Gus", gate="compute")
    reason: dict[str, object] = {"reason": "Our GPU quota is spent until January."}
    await play.fills(GUS, "declines `compute` and says why", reason, "compute")
    play.stands(ANA, "@Ana", "compute")


async def _first_sign_off(play: Play) -> None:
    await play.until(10, 14, 9, 30, "A sign-off from a button")
    await play.says(BEN, "evidence approved-datasets https://wiki.example/churn/datasets", "revision 1")
    await play.says(BEN, "request approved-datasets", "approved-datasets")
    play.stands(DEE, "Please sign off", "approved-datasets")
    await play.presses(BEN, "Approve", "approved-datasets", "someone else signs it")
    await play.presses(DEE, "Approve", "approved-datasets", "Signed off")
    play.stands(DEE, "approved-datasets", "Dee")


async def _compliance_is_late(play: Play) -> None:
    await play.until(10, 20, 11, 0, "Compliance enters late")
    await play.meanwhile("deployment-ownership", "success-criteria", "documentation")
    await play.stage.type(BEN, HOME, f"evidence data-lineage {LINEAGE_1}")
    await play.says(BEN, "request data-lineage", "data-lineage")
    await play.until(10, 26, 9, 5, "Three days after design closed")
    play.stands(DEE, "data-lineage", where=None)
    await play.until(11, 4, 10, 0, "Eight working days after design closed")
    await play.opens(DEE, "Request changes", "Data lineage")
    values: dict[str, object] = {"reason": "lineage", "comment": "The two vendor feeds have no contract behind them."}
    await play.fills(DEE, "asks for changes", values, "data-lineage")
    play.stands(BEN, "@Ben", "vendor feeds")


async def _stale_button(play: Play) -> None:
    await play.until(11, 5, 16, 0, "A button on an older message")
    await play.meanwhile("architecture-review", "api-definition", "drift-thresholds", "incident-team")
    await play.stage.type(BEN, HOME, f"evidence data-lineage {LINEAGE_2}")
    await play.stage.type(BEN, HOME, "request data-lineage")
    play.stage.keep(DEE, HOME, about="Data lineage")
    play.tell.does(BEN, HOME, "adds revision 3 while Dee is still reading revision 2")
    await play.stage.type(BEN, HOME, f"evidence data-lineage {LINEAGE_3}")
    play.tell.does(DEE, HOME, "presses [Approve] on what she was reading")
    refused = play.tell.expects(await play.stage.press_kept(DEE, "Approve"), "changed since", "not counted")
    play.tell.shows(refused, "only Dee sees")
    await play.presses(DEE, "Approve", "revision 3", "1 more")
    await play.presses(ELI, "Approve", "revision 3", "Signed off")
    play.stands(ELI, "Data lineage", "Dee", "Eli")


async def _model_complete(play: Play) -> None:
    await play.until(11, 13, 15, 0, "The model is complete")
    await play.says(ANA, "milestone evaluation-passed done", "valuation passed")
    await play.says(ANA, "milestone model-complete done", "odel complete")
    await play.says(ANA, "status", "Churn model", "no owner")


async def _nobody_owns_it(play: Play) -> None:
    await play.until(11, 16, 9, 5, "A gate that nobody owns")
    play.stands(ANA, "compute", "owner", where=None)
    play.tell.does(ANA, None, "picks Kim from the list beside `compute`")
    seen = await play.stage.press(ANA, None, "Name someone", about="compute", gate="compute", choose=KIM)
    play.tell.shows(play.tell.expects(seen, "compute", "Kim"), "only Ana sees")
    play.stands(KIM, "@Kim", "compute")
    await play.presses(KIM, "Accept", "@Kim", "Accepted", gate="compute")


async def _monday(play: Play) -> None:
    await play.until(11, 18, 15, 0, "The rest of the week")
    await play.meanwhile("operational-requirements", "downstream-told")
    await play.until(11, 23, 9, 1, "Monday's digest")
    play.stands(ANA, "digest", "Churn model")
    await play.says(ANA, "status", "Churn model", "EUR")
