"""Decisions on reports, and their conditions."""
