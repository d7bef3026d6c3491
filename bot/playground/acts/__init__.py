"""What a person does: types, presses, fills in."""
