"""How people and machines reach the readiness checklist."""
