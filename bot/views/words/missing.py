"""That something is left out because what is stored of it cannot be read: nobody is to take the rest for all."""

from bot.cards import Mark, Part, Section
from bot.views.words.counting import capital, counted_in_words


def missing_parts(count: int) -> tuple[Part, ...]:
    """How many initiatives are missing from what is shown, and whom to tell; nothing where all are there."""
    if not count:
        return ()
    left_out = capital(counted_in_words(count, "initiative is", "initiatives are"))
    words = f"{left_out} missing here, as I cannot read what is stored. Tell your administrator: my log says which."
    return (Section(((words,),), Mark.WARNING),)
