"""From what somebody typed or pressed to a typed intent, to a use case, to a card."""
