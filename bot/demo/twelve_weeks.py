"""Twelve weeks of one initiative, told once and played on every platform.

The contract is refused by one party, signed and changed; development starts early; compliance comes late; an owner is
away, another leaves; two wait for each other; a finding is overdue; nobody moves; and the first incident comes.
"""

from bot.demo.cast import ANA, BEN, CHI, DEE, ELI, FAY, GUS, HANA, IDA, KIM
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
        _deadlock,
        _somebody_is_away,
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
    await play.says(GUS, "contract ask", "Asked every party")
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
    await play.says(ANA, "milestone design-closed done", "esign closed")
    await play.until(11, 11, 10, 0, "Week 5: compliance is late")
    await play.meanwhile("success-criteria", "deployment-ownership", "approved-datasets")
    await play.stage.type_on(BEN, HOME, "evidence data-lineage https://wiki.example/churn/lineage")
    await play.stage.type_on(BEN, HOME, "request data-lineage")
    await play.says(DEE, "changes data-lineage lineage Two vendor feeds have no contract behind them.", "data-lineage")
    await play.says(ANA, "rework", "data-lineage", "vendor feeds")
    await play.says(ANA, "lateness", "design closed")


async def _deadlock(play: Play) -> None:
    await play.until(11, 13, 14, 0, "Two wait for each other")
    await play.says(FAY, "blocked api-definition by @Gus I need the address it will run at.", "api-definition")
    await play.says(GUS, "blocked serving-environment by @Fay I need the calls it has to take.", "waits for")
    play.stands(FAY, "waits for @Gus waits for")
    await play.says(ANA, "waits", "waits for")
    await play.says(GUS, "unblock api-definition", "api-definition")
    play.stands(FAY, "Solved", "no longer wait for each other")


async def _somebody_is_away(play: Play) -> None:
    await play.until(11, 16, 9, 30, "Week 6: Chi is away, and Kim acts for her")
    await play.says(CHI, "away 2026-11-16..2026-11-20 delegate @Kim", "Kim")
    play.stands(KIM, "Chi asked you to act", "16 Nov 2026 to 20 Nov 2026", where=None)
    await _sign_off(play, "compute", KIM, FAY)
    await _sign_off(play, "api-definition", FAY, GUS)
    await play.says(FAY, "unblock serving-environment", "serving-environment")
    await play.stage.type_on(GUS, HOME, "evidence serving-environment https://wiki.example/churn/serving")
    await play.says(GUS, "request serving-environment", "serving-environment")
    await play.says(KIM, "approve serving-environment", "Signed off", "for Chi")


async def _somebody_leaves(play: Play) -> None:
    await play.until(11, 19, 9, 0, "Fay leaves")
    play.tell.aside("Fay leaves the company.")
    await play.stage.leave(FAY, ANA)
    await play.until(11, 19, 10, 5, "An hour later")
    play.stands(IDA, "@Ida", "integration-tests")
    await play.says(IDA, "accept integration-tests", "Accepted")
    await play.says(ANA, "list stalled", "Churn model")
    await play.says(ANA, "show drift-thresholds", "drift-thresholds")


async def _finding(play: Play) -> None:
    await play.until(11, 23, 11, 0, "Week 7: an approval with a finding")
    for key in ("drift-thresholds", "documentation", "architecture-review", "live-data-sign-off"):
        await play.stage.type_on(ANA, HOME, f"assign {key} @Ida")
        await play.stage.type_on(IDA, HOME, f"accept {key}")
    await _sign_off(play, "documentation", IDA, DEE)
    await _sign_off(play, "architecture-review", IDA, GUS, DEE)
    await _sign_off(play, "drift-thresholds", IDA, HANA)
    await _sign_off(play, "data-lineage", BEN, DEE, ELI)
    await play.stage.type_on(ANA, "general", "party ml-engineering owner @Ida")
    play.tell.aside("Ana gives Fay's other gates to Ida, who accepts them and speaks for ML engineering from now on.")
    await play.says(GUS, "contract ask", "version 4")
    await _sign(play, BEN, IDA, GUS, CHI, HANA, DEE)
    await play.says(ANA, "contract", "signed by every party")
    await play.stage.type_on(GUS, HOME, "evidence load-tested https://wiki.example/churn/load")
    await play.stage.type_on(GUS, HOME, "request load-tested")
    await play.says(CHI, "finding load-tested @Gus 2026-11-27 Repeat it with the second zone down.", "load-tested")
    play.stands(GUS, "second zone")


async def _finding_overdue(play: Play) -> None:
    await play.until(11, 30, 9, 5, "Week 8: the finding is overdue")
    await play.says(ANA, "show load-tested", "second zone")
    await play.says(CHI, "approve load-tested", "finding")
    await play.says(GUS, "rework done 2 Repeated with one zone down: 180 ms.", "2")
    await play.says(CHI, "approve load-tested", "Signed off")


async def _nobody_moves(play: Play) -> None:
    await play.until(12, 7, 9, 5, "Week 9: a gate that nobody moves")
    play.stands(GUS, "incident-team", "late", where=None)
    await play.says(ANA, "show incident-team", "Told so far")
    await play.says(ANA, "escalation sponsor 7", "ponsor")


async def _model_complete(play: Play) -> None:
    await play.until(12, 9, 15, 0, "The model is complete")
    await play.says(ANA, "milestone evaluation-passed done", "valuation passed")
    await play.says(ANA, "milestone model-complete done", "odel complete")
    await play.says(ANA, "questions", "Which team handles incidents", "late")


async def _live(play: Play) -> None:
    await play.until(12, 14, 9, 1, "Week 10: Monday's digest")
    play.stands(ANA, "digest", "Churn model")
    await play.until(12, 18, 10, 0, "The rest, and a risk that is accepted")
    await play.says(HANA, "waive fallback-tested until 2027-01-29 No second model yet / Scored by hand", "Waived")
    await play.says(ANA, "milestone live done", "live")


async def _incident(play: Play) -> None:
    await play.until(12, 30, 11, 0, "Week 12: the first incident")
    await play.says(CHI, "incident incident-team yesterday Nobody was on call for two hours.", "open")
    await play.says(CHI, "incident fallback-tested yesterday Scores were missing meanwhile.", "waived")
    await play.says(CHI, "incident unlisted yesterday Nobody saw that a feed had stopped.", "Nothing on the checklist")
    await play.says(ANA, "lateness", "design closed", "ncident")
    await play.says(ANA, "status", "live", "without a signed contract")


async def _sign(play: Play, *actors: Actor) -> None:
    """Sign the contract, each for their party."""
    for actor in actors:
        await play.stage.type_on(actor, HOME, "contract sign")


async def _sign_off(play: Play, gate: str, owner: Actor, *approvers: Actor) -> None:
    """Evidence, request and signatures, without anybody telling of it."""
    await play.stage.type_on(owner, HOME, f"evidence {gate} https://wiki.example/churn/{gate}")
    await play.stage.type_on(owner, HOME, f"request {gate}")
    for approver in approvers:
        await play.stage.type_on(approver, HOME, f"approve {gate}")
