"""Units, people and their roles."""
