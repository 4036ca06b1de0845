"""Signing in and out, and where somebody is signed in."""
