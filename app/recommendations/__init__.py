"""Recommendations and their two lives."""
