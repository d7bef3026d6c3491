"""Examples of every form."""

from collections.abc import Callable

from bot.cards import Form
from bot.intents.form import FormName, OpenForm
from bot.intents.intent import GateRef
from bot.views.examples.example import Example
from bot.views.examples.story import ANA, TODAY, churn, organisation, stands, template
from bot.views.shown import forms

REF = GateRef("churn-model", "data-lineage")
_ABOUT: dict[FormName, Callable[[OpenForm, str, str], Form]] = {
    "evidence": forms.evidence_form,
    "changes": forms.changes_form,
    "waive": forms.waive_form,
    "not-applicable": forms.not_applicable_form,
    "assign": forms.assign_form,
    "decline": forms.decline_form,
    "handoff": forms.hand_off_form,
    "blocked": lambda opened, initiative, title: forms.blocked_form(
        opened, initiative, title, organisation().parties.values()
    ),
    "withdraw": forms.withdraw_form,
}


def examples() -> tuple[Example, ...]:
    """All of them."""
    keys = tuple(party.key for party in template().parties)
    new = forms.new_form(organisation(), (template(),), keys, channel="C1", owner=ANA, today=TODAY)
    short = forms.new_form(organisation(), (template(),), (), today=TODAY)
    about = tuple(
        Example(f"form-{name}", f"The form {name}", form(OpenForm(name, REF, 2), "Churn model", "Data lineage traced"))
        for name, form in _ABOUT.items()
    )
    incident = forms.incident_form(OpenForm("incident", GateRef("churn-model", "")), stands(churn()))
    return (
        Example("form-new", "A new initiative, parties without owners", new),
        Example("form-new-short", "A new initiative", short),
        *about,
        Example("form-incident", "An incident, its gate to be chosen", incident),
    )
