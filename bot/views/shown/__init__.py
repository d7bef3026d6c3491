"""Cards and pages that a person asks for."""
