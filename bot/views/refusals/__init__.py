"""What is said of what could not be done."""
