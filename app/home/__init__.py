"""Home: what waits for the person who signs in, what waits for others, and how the programme stands."""
