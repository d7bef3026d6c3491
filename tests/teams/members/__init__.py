"""Who is where in Teams, and what they may see."""
