"""Words that several cards share."""
