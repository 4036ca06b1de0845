"""The first line of every action: who does what, for the history."""

from app.access import Viewer
from app.extensions import db
from app.history import say


def doing(verb: str, actor: Viewer, note: str = "") -> None:
    """Say that `actor` does `verb` (the action's name); `note` is the person's own words, kept with the change."""
    say(db.session, verb, actor_id=actor.person_id, at=actor.now, note=note)
