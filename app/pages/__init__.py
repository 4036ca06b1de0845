"""Statements and help."""
