"""The five target screens as cards, with the words that the pictures of the design have."""

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Code,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Link,
    Mark,
    Mention,
    Meter,
    Note,
    PersonPicker,
    Quote,
    Section,
    Text,
)

ACCOUNTS = {f"p{number}": f"U{number}" for number in range(1, 8)}
ANA = Mention("p1", "Ana")
BEN = Mention("p2", "Ben")
CHI = Mention("p3", "Chi")
DEE = Mention("p4", "Dee")
ELI = Mention("p5", "Eli")
FAY = Mention("p6", "Fay")
GUS = Mention("p7", "Gus")
PEOPLE = {f"U{number}": name for number, name in enumerate(["Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus"], 1)}


def checklist() -> Card:
    """The message that `new` posts and `status` shows."""
    return Card(
        "Churn model · 9 of 18 ready",
        (
            Heading("Churn model · 9 of 18 ready"),
            Note(
                (
                    "Model complete ",
                    Bold("14 Dec"),
                    ", in 3 weeks · live planned ",
                    Bold("11 Jan"),
                    " · handoff owner ",
                    ANA,
                )
            ),
            Meter(
                9,
                18,
                (
                    "9 of 18 · 3 more than last week · at this pace ",
                    Bold("4 stay open"),
                    " when the model is complete",
                ),
            ),
            Divider(),
            *conditions(),
            Divider(),
            Bullets(
                (
                    (ANA, " names an owner for ", Code("compute")),
                    (DEE, " or ", ELI, " answers ", Code("data-lineage")),
                    (CHI, " gives evidence for ", Code("fallback-tested"), " by Friday"),
                ),
                "Next steps",
            ),
            Actions((Button("All gates", "all"), Button("Five questions", "five"), Button("Contract", "contract"))),
            Note(("As of today 10:42 · ", Code("churn-model#41:9f3a1c"))),
        ),
    )


def conditions() -> tuple[Section, ...]:
    """One section for each of the five conditions."""
    lineage: Text = (
        "Next: ",
        Code("data-lineage"),
        " with ",
        BEN,
        ", in review since Tue · ",
        Bold("6 working days late"),
    )
    compute: Text = (
        Code("compute"),
        " has ",
        Bold("no owner"),
        ", 12 days · ",
        Code("serving-environment"),
        " waits for it",
    )
    fallback: Text = ("Next: ", Code("fallback-tested"), " with ", CHI, ", due Fri 27 Nov")
    return (
        Section(((Bold("Handoff owner"), " · ready"), (ANA, " accepted on 2 Nov")), Mark.READY),
        Section(((Bold("Compliance"), " · 2 of 4"), lineage), Mark.WAITING),
        Section(((Bold("Infrastructure"), " · 1 of 5"), compute), Mark.WARNING, Button("Name an owner", "name")),
        Section(((Bold("Monitoring and fallback"), " · 3 of 4"), fallback), Mark.WAITING),
        Section(
            ((Bold("Receiving team"), " · 0 of 2"), ("Not started · needed by model complete, 14 Dec",)),
            Mark.NOT_STARTED,
        ),
    )


def sign_off_request() -> Card:
    """The request in the checklist's thread."""
    asked: Text = (DEE, " ", ELI, " ", Bold("Please sign off: Data lineage traced"))
    where: Text = (
        "for ",
        Bold("Churn model"),
        " · needed by ",
        Bold("design closed"),
        ", 13 Nov · 6 working days late",
    )
    evidence: Text = (Link("https://wiki.example/lineage", "Lineage of 14 sources"), " by ", BEN, ", 2 hours ago")
    return Card(
        "Please sign off: Data lineage traced, for Churn model",
        (
            Section((asked, where)),
            Facts(
                (
                    Fact("Evidence, revision 2", evidence),
                    Fact("Who must sign", ("2 of compliance · 1 so far: ", FAY, ", yesterday")),
                )
            ),
            Quote("Every feature traces to a source table; the two vendor feeds have their contracts linked."),
            Actions(
                (
                    Button("Approve", "approve", Emphasis.PRIMARY),
                    Button("Request changes", "changes"),
                    Button("More…", "more"),
                )
            ),
            Note(
                (
                    "You approve that the evidence was reviewed and is sufficient for this gate. ",
                    Code("churn-model/data-lineage"),
                )
            ),
        ),
    )


def weekly_digest() -> Card:
    """The weekly message about stalls."""
    return Card(
        "Monday digest · 2 initiatives, 4 stalls",
        (
            Heading("Monday digest · 2 initiatives, 4 stalls"),
            Note(("23 Nov 2026 · cost of waiting so far: ", Bold("37,500 EUR"))),
            Section(((Bold("Fraud model v3"), " · model complete 11 days ago, not live"),)),
            Meter(13, 18, ("13 of 18 · 37,500 EUR so far",)),
            Bullets(
                (
                    (
                        Code("incident-team"),
                        " · ",
                        Bold("nobody has accepted"),
                        ", 9 days · next: ",
                        GUS,
                        " accepts or declines",
                    ),
                    (
                        Code("dpia-review"),
                        " · waiting for compliance, 7 days · next: ",
                        DEE,
                        " or ",
                        ELI,
                        " answers",
                    ),
                )
            ),
            Section(
                (
                    (
                        Bold("Fix first:"),
                        " an answer on ",
                        Code("dpia-review"),
                        ". Three other gates wait for it.",
                    ),
                ),
                Mark.NEXT,
                Button("Open", "open", Emphasis.PRIMARY),
            ),
            Divider(),
            Section(((Bold("Churn model"), " · model complete in 3 weeks"),)),
            Meter(9, 18, ("9 of 18 · on course for 4 open gates",)),
            Bullets(
                (
                    (Code("compute"), " · ", Bold("no owner"), ", 12 days · next: ", ANA, " names one"),
                    (Code("serving-environment"), " · blocked by ", Code("compute"), ", 12 days"),
                ),
                accessory=Button("Name an owner", "name"),
            ),
            Divider(),
            Section(
                (
                    (
                        Bold("Moved last week:"),
                        " ",
                        Code("api-definition"),
                        " and ",
                        Code("drift-thresholds"),
                        " signed off · ",
                        Code("fallback-tested"),
                        " handed from Hana to Chi",
                    ),
                )
            ),
            Note(
                (
                    "Sent weekly on Monday 09:00 Europe/Berlin · change with ",
                    Code("/readiness digest"),
                    " · record ",
                    Code("fraud-v3#88:51c0de"),
                    " ",
                    Code("churn-model#41:9f3a1c"),
                )
            ),
        ),
    )


def reminder() -> Card:
    """The one merged direct message of a day."""
    return Card(
        "Two things wait for you, and three gates have no owner.",
        (
            Section(((Bold("Two things wait for you, and three gates have no owner."),),)),
            Section(
                (
                    (Bold("Answer by tomorrow:"), " sign-off of ", Code("data-lineage"), " for Churn model"),
                    ("Waiting since Tue · 6 working days late",),
                ),
                accessory=Button("Look and answer", "look", Emphasis.PRIMARY),
            ),
            Section(
                (
                    (Bold("Accept or decline:"), " ", Code("incident-team"), " for Fraud model v3"),
                    ("Offered by ", ANA, " 9 days ago. Until you accept, ", ANA, " stays accountable."),
                ),
                accessory=Button("Accept or decline", "accept"),
            ),
            Divider(),
            Section(((Bold("No owner yet in Churn model"), " (you own the handoff)"),)),
            unowned("compute", "evaluation passed, 1 Dec"),
            unowned("serving-environment", "evaluation passed, 1 Dec"),
            unowned("downstream-told", "model complete, 14 Dec"),
            Actions((Button("Snooze until Monday", "snooze"), Button("Preferences", "preferences"))),
            Note(("One message a day at most, in your working hours.",)),
        ),
    )


def unowned(gate: str, needed: str) -> Section:
    """A gate without a name, and a picker to give it one."""
    return Section(
        ((Code(gate), f" · needed by {needed}"),), accessory=PersonPicker("Name someone", f"name:churn:{gate}")
    )


def refusals() -> Card:
    """Three private answers, which in life come one at a time."""
    return Card(
        "This is your own evidence, so someone else signs it.",
        (
            Section(
                (
                    (Bold("This is your own evidence, so someone else signs it."),),
                    (DEE, " or ", ELI, " of compliance can. I have asked them."),
                ),
                Mark.REFUSED,
            ),
            Divider(),
            Section(
                (
                    (Bold("The evidence changed since this message."),),
                    (
                        "Revision 3 was added by ",
                        BEN,
                        " at 10:31. Here it is; your approval of revision 2 was not counted.",
                    ),
                ),
                Mark.CHANGED,
            ),
            Actions((Button("Look at revision 3", "look", Emphasis.PRIMARY),)),
            Divider(),
            Section(((FAY, " signed this off at 14:02, while you were reading. Nothing more to do."),), Mark.READY),
        ),
    )


SCREENS = {
    "checklist": checklist,
    "sign_off_request": sign_off_request,
    "weekly_digest": weekly_digest,
    "reminder": reminder,
    "refusals": refusals,
}
