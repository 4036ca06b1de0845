"""Improvements and what they save."""
