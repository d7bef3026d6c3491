"""Who may do and sign what."""
