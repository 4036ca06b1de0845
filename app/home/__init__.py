"""What waits for the person who signs in."""
