"""Findings, and the service's answers on their factual accuracy."""
