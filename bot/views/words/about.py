"""What the bot says about itself where people decide whether to install it."""

IN_A_LINE = "One readiness checklist per AI initiative, named owners, sign-offs from buttons."

IN_A_PARAGRAPH = (
    "Readiness makes handoffs accountable. It holds one readiness checklist per AI initiative, agreed "
    "before development starts; names one person for every gate and one for the handoff as a whole; asks "
    "those people in the channels where they already work; takes their sign-offs from buttons; notices "
    "what stands still, says who holds the next step and what waiting costs; and keeps a record an auditor "
    "can trust."
)

EXAMPLE_ADDRESS = "https://readiness.example.com"
"""Stands where the bot's own address is not known yet."""
