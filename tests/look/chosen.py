"""Which examples the gallery shows, under which heading, and when each of them is seen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chosen:
    """A picture: the example of that name, or `examples` on one sheet; `seen` says when, in one sentence."""

    name: str
    seen: str
    title: str = ""
    examples: tuple[str, ...] = ()


CHOSEN: dict[str, tuple[Chosen, ...]] = {
    "Messages in the channel": (
        Chosen("checklist", "The one message of an initiative in its home channel, edited whenever anything changes."),
        Chosen("checklist-new", "Right after `/readiness new`; the people are prompted in its thread."),
        Chosen("checklist-no-handoff-owner", "While the handoff as a whole has no name."),
        Chosen("checklist-late", "Once the model is complete and not live: from then on waiting has a price."),
        Chosen("checklist-ready-waived", "A risk that was accepted is never shown as a pass."),
        Chosen("checklist-waiver-ended", "On the day after a waiver's last day the gate is open again."),
        Chosen("checklist-paused", "After `/readiness pause`."),
        Chosen("checklist-live", "When the model serves live inputs and its outputs are used."),
        Chosen("checklist-violated", "When development started without a contract that every party had signed."),
        Chosen("digest", "Once a week in every channel with initiatives that stand still."),
        Chosen("digest-quiet", "The same in a week in which nothing stands still."),
        Chosen("digest-late", "After an outage: it comes late and says so."),
    ),
    "In the thread of the checklist": (
        Chosen("prompt-offers", "When several gates are offered to one person."),
        Chosen("prompt-handoff", "When the handoff as a whole is offered."),
        Chosen("prompt-work", "When a person has work to do and an owner to name."),
        Chosen("prompt-changes", "When an approver asked for changes."),
        Chosen("sign-off", "When an owner asks for the sign-off of a gate."),
        Chosen("sign-off-changes", "What the request becomes when changes are asked for."),
        Chosen(
            "sign-off-findings",
            "When an approval hangs on a finding, and when that is overdue and took it back.",
            "Approved with a finding",
            ("sign-off-finding", "sign-off-finding-overdue"),
        ),
        Chosen(
            "sign-off-answered",
            "What a request becomes when it is answered, or when newer evidence replaces it.",
            "Requests that are answered",
            ("sign-off-done", "sign-off-waived", "sign-off-waiver-ended", "sign-off-replaced"),
        ),
        Chosen("contract-request-half", "When every party is asked to sign the deployment contract."),
        Chosen("contract-request-overtaken", "What that request becomes when what was signed has changed."),
        Chosen(
            "deadlocks",
            "When people wait for each other, and when they no longer do.",
            "Who waits for each other",
            ("deadlock", "deadlock-solved"),
        ),
    ),
    "Direct messages": (
        Chosen("reminder-overdue", "One merged message a day at most, in the person's working hours."),
        Chosen(
            "reminder-others",
            "When sign-offs and offers wait for an answer; the last is what becomes of a reminder when all is done.",
            "Other reminders",
            ("reminder-answer", "reminder-accept", "reminder-answered"),
        ),
        Chosen(
            "reminders-escalated",
            "What goes up the chain, what an owner is asked again, and what a delegate does for somebody away.",
            "The chase goes on",
            ("reminder-late", "reminder-confirm", "away-reminder"),
        ),
    ),
    "Private answers": (
        Chosen("status", "After `/readiness status`, to the asker alone."),
        Chosen("all-gates-1", "Behind the button *All gates*."),
        Chosen("gate-in-review", "Behind *Show gate*, for somebody who may sign."),
        Chosen("gate-unowned", "The same for a gate without an owner, for the lead."),
        Chosen("gate-offered", "The same for whoever it is offered to."),
        Chosen("questions", "After `/readiness questions`: what anybody may ask, at any time."),
        Chosen("lateness-live", "After `/readiness lateness`: against the stage that each gate was meant for."),
        Chosen(
            "incidents",
            "After `/readiness incident`: whether its gap was open, waived, signed off or never listed.",
            "Incidents",
            (
                "answer-incident-open",
                "answer-incident-waived",
                "answer-incident-signed-off",
                "answer-incident-unlisted",
            ),
        ),
        Chosen("contract-half", "After `/readiness contract`: what is agreed, who signed, who refused."),
        Chosen("contract-changes", "Behind *Show what changed*."),
        Chosen("waits", "After `/readiness waits`: the longest first, and who waits for each other."),
        Chosen("escalation", "After `/readiness escalation`: who is told of what is late, and when."),
        Chosen("away", "After `/readiness away 2026-11-23..2026-12-04 delegate @someone`."),
        Chosen("stand-in", "What that person is told, alone."),
        Chosen("not-counted-several", "After “looks good” in the thread of a checklist: it is no signature."),
        Chosen(
            "answers",
            "Every press and every command is answered.",
            "What was done",
            (
                "answer-started",
                "answer-accepted",
                "answer-approved",
                "answer-signed-off",
                "answer-evidence",
                "answer-blocked",
                "answer-waived",
            ),
        ),
        Chosen("cancel-question", "After `/readiness cancel`: what cannot be taken back is asked first."),
        Chosen("rework", "After `/readiness rework`: what is still to be done, and what all of it was about."),
        Chosen("template", "After `/readiness template show`: what a checklist asks for before anybody starts."),
        Chosen("settings", "After `/readiness settings`."),
        Chosen(
            "belonging",
            "After `join` and `link` on one side, and the code on the other.",
            "Two workspaces, one organisation; two accounts, one person",
            ("code-join", "joined", "code-link", "linked-void"),
        ),
        Chosen("help", "After `/readiness help`."),
        Chosen("nothing-here", "After `/readiness status` where nothing concerns the asker."),
    ),
    "Refusals": (
        Chosen(
            "refused-signing",
            "Nobody signs their own work, and a sign-off is for what was seen.",
            "Signing",
            (
                "refused-own-evidence",
                "refused-stale",
                "refused-already-signed",
                "refused-not-your-turn",
                "refused-nobody-can-approve",
            ),
        ),
        Chosen(
            "refused-rights",
            "A refusal says who may, and what to do.",
            "Not allowed, not now, not there",
            (
                "refused-not-allowed",
                "refused-accept-first",
                "refused-evidence-missing",
                "refused-paused",
                "refused-no-initiative",
                "refused-bad-key",
            ),
        ),
        Chosen(
            "not-understood",
            "What cannot be read is answered with what can, and nothing is guessed.",
            "Not understood, unclear, broken",
            ("unreadable-unknown-command", "unreadable-bad-date", "choice-initiative", "failure"),
        ),
    ),
    "Forms": (
        Chosen("form-new", "Behind `/readiness new`; only name and channel have to be given."),
        Chosen("form-evidence", "Behind *Add evidence*.", "Add evidence"),
        Chosen("form-changes", "Behind *Request changes*.", "Request changes"),
        Chosen("form-finding", "Behind *Approve with a finding*.", "Approve with a finding"),
        Chosen("form-rework", "Behind *Change owner or date*.", "Another owner or date for rework"),
        Chosen("form-waive", "Behind *Waive until a date*.", "Waive a gate"),
        Chosen("form-not-applicable", "Behind *Not applicable*.", "Not applicable"),
        Chosen("form-assign", "Behind *Name an owner*.", "Name an owner"),
        Chosen("form-decline", "Behind *Decline*.", "Decline or hand back"),
        Chosen("form-handoff", "Behind *Hand off*.", "Hand off"),
        Chosen("form-blocked", "Behind *I'm blocked*.", "I'm blocked"),
        Chosen("form-withdraw", "Behind *Withdraw my vote*.", "Withdraw a vote"),
        Chosen("form-incident", "Behind *Record an incident*.", "Record an incident"),
        Chosen("form-refuse-contract", "Behind *Refuse* below a contract.", "Refuse to sign"),
        Chosen("form-away", "Behind *I am away*.", "Days away"),
        Chosen("form-calendar", "Behind *Calendar* in the settings, for administrators.", "The calendar"),
    ),
    "Home": (
        Chosen("home", "The app's Home tab: what waits for the person comes first."),
        Chosen("home-empty", "The same for somebody new."),
    ),
    "At the edges": (
        Chosen("edge-25-gates", "The longest names and keys, 25 gates."),
        Chosen("edge-25-gates-reminder", "The same as a reminder.", "A reminder with 13 gates"),
        Chosen("edge-right-to-left", "Names in Arabic and Hebrew keep the sentences around them in order."),
        Chosen("edge-hostile", "What people write is shown as they wrote it: it mentions and formats nothing."),
        Chosen("edge-hostile-sign-off", "The same as a request.", "A request that tries to be markup"),
        Chosen("edge-no-gates", "An empty checklist is never ready by accident."),
    ),
}
"""The pictures by heading, in the order of the page."""

TEAMS: tuple[Chosen, ...] = (
    Chosen("checklist", "The one message of an initiative, in its home channel; names in colour are mentions."),
    Chosen("prompt-offers", "When several gates are offered to one person."),
    Chosen("sign-off", "When an owner asks for the sign-off of a gate."),
    Chosen("contract-request-half", "When every party is asked to sign the deployment contract."),
    Chosen("digest", "Once a week in every channel with initiatives that stand still."),
    Chosen("reminder-overdue", "One merged message a day at most, in the personal chat."),
    Chosen(
        "refused-signing",
        "For the presser alone, in place of the card, or below it.",
        "Refusals",
        ("refused-own-evidence", "refused-stale", "refused-already-signed"),
    ),
    Chosen("home", "In the personal chat, when somebody types `home`; it renews itself."),
    Chosen("welcome", "When the app was added for somebody."),
    Chosen("all-gates-1", "Every gate, a page at a time."),
    Chosen("lateness-live", "How late each part was against its stage; incidents stand below."),
    Chosen("reminder", "Gates that nobody owns, with a search for a person beside each."),
    Chosen("form-new", "A form is a dialog; only name and channel have to be given."),
    Chosen("form-new-returned", "The same when something cannot be used: what was typed is still there."),
    Chosen("form-assign", "A person is searched for in the directory.", "Name an owner"),
    Chosen("form-waive", "Behind *Waive until a date*.", "Waive a gate"),
    Chosen("edge-25-gates", "The longest names and keys, 25 gates."),
    Chosen("edge-hostile", "What people write is shown as they wrote it: it mentions and formats nothing."),
    Chosen("edge-right-to-left", "Names in Arabic and Hebrew keep the sentences around them in order."),
)
"""The pictures of Microsoft Teams, of the same examples."""
