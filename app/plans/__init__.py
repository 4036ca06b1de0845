"""Scope, plan, team, screening, baseline, tasks, lessons and completion of a review."""
