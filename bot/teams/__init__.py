"""Microsoft Teams: decode, reply, deliver. Knows botbuilder and no gate."""
