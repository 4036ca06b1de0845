"""Mails about recommendations: what is asked of whom, with one link, and nothing of what is written there."""

from app.access import Viewer
from app.models import DateRevision, Recommendation
from app.outbox import ask_mail, link_to


def _ask(key: str, person_id: int, what: str, recommendation: Recommendation, actor: Viewer) -> None:
    if person_id == actor.person_id:
        return
    path = f"/recommendations/{recommendation.reference}"
    ask_mail(
        f"{key}-{recommendation.id}-person-{person_id}",
        person_id,
        f"{recommendation.reference}: {what}",
        f"{what}.\n\nRecommendation {recommendation.reference}:\n{link_to(path)}",
        at=actor.now,
    )


def tell_owner(recommendation: Recommendation, actor: Viewer) -> None:
    """Tell the person named as owner, once."""
    if recommendation.owner_id is not None:
        _ask("owner-named", recommendation.owner_id, "You are named as its owner", recommendation, actor)


def ask_to_verify(recommendation: Recommendation, verifier_ids: list[int], actor: Viewer) -> None:
    """Ask those who can verify it, each time it is reported done."""
    key = f"verify-{_time(actor)}"
    for person_id in verifier_ids:
        _ask(key, person_id, "It is reported done: please confirm it or send it back", recommendation, actor)


def tell_sent_back(recommendation: Recommendation, actor: Viewer) -> None:
    """Tell the owner that it was sent back."""
    if recommendation.owner_id is not None:
        key = f"sent-back-{_time(actor)}"
        _ask(key, recommendation.owner_id, "It was sent back: something is still missing", recommendation, actor)


def ask_for_date(revision: DateRevision, recommendation: Recommendation, lead_ids: list[int], actor: Viewer) -> None:
    """Ask the leads to approve or refuse a new date."""
    for person_id in lead_ids:
        key = f"date-asked-{revision.id}"
        _ask(key, person_id, "Its owner asks for a new date: please approve or refuse it", recommendation, actor)


def tell_date_decided(revision: DateRevision, recommendation: Recommendation, actor: Viewer) -> None:
    """Tell whoever asked what was decided."""
    if revision.asked_by_id is not None:
        what = f"The new date you asked for was {revision.state.value}"
        _ask(f"date-{revision.state.value}-{revision.id}", revision.asked_by_id, what, recommendation, actor)


def _time(actor: Viewer) -> str:
    return f"{actor.now:%Y%m%dT%H%M%S%f}"
