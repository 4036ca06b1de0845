"""Reviews: proposing, moving, scope, plan, team and tasks."""
