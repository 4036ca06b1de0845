"""Finding a thing by its reference or words."""
