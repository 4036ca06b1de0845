"""The history keeps who changed what, cannot be rewritten, and can be undone backwards."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from app.extensions import db
from app.history import BypassesHistory, Unsaid, as_of_version, payload_digest, row, say
from app.models import Change, ChangeAction, ChangePayload, Review, Unit, triggers
from tests.factories import NOW, make_person, make_review, make_unit, saying


def changes_of(review: Review) -> list[Change]:
    return list(
        db.session.scalars(
            sa.select(Change).where(Change.kind == "review", Change.record_id == review.id).order_by(Change.id)
        )
    )


def test_a_new_record_is_kept_whole_and_a_change_with_before_and_after(app: Flask) -> None:
    person = make_person()
    review = make_review(title="Room booking")
    db.session.commit()
    say(db.session, "edit_review", actor_id=person.id, at=NOW, note="A clearer name")
    review.title = "Rooms and teaching space"
    db.session.commit()

    made, edited = changes_of(review)
    assert (made.action, made.payload.after["title"]) == (ChangeAction.INSERT, "Room booking")
    assert (edited.verb, edited.actor_id, edited.note, edited.fields) == (
        "edit_review",
        person.id,
        "A clearer name",
        ["title"],
    )
    assert (edited.payload.before, edited.payload.after) == (
        {"title": "Room booking"},
        {"title": "Rooms and teaching space"},
    )
    assert edited.payload_sha256 == payload_digest(
        edited.payload.salt or "", edited.payload.before, edited.payload.after
    )


def test_a_change_that_nobody_owns_up_to_is_refused(app: Flask) -> None:
    review = make_review()
    db.session.commit()
    review.title = "Quietly changed"
    with pytest.raises(Unsaid, match="Review"):
        db.session.commit()


def test_what_is_rolled_back_leaves_no_history(app: Flask) -> None:
    review = make_review()
    db.session.commit()
    saying("edit_review")
    review.title = "Not kept"
    db.session.flush()
    db.session.rollback()
    assert [one.verb for one in changes_of(review)] == ["make_for_test"]


def test_an_earlier_version_is_rebuilt_by_undoing_changes(app: Flask) -> None:
    review = make_review(title="One", problem="Old")
    db.session.commit()
    versions = {review.version: row(review)}
    for title, problem in (("Two", "Old"), ("Three", "New"), ("Four", "")):
        saying("edit_review")
        review.title, review.problem = title, problem
        db.session.commit()
        versions[review.version] = row(review)
    for version, state in versions.items():
        found = as_of_version(db.session, review, version)
        assert found is not None
        assert found | {"version": 0} == state | {"version": 0}


def test_a_bulk_change_of_a_tracked_table_is_refused(app: Flask) -> None:
    make_review()
    with pytest.raises(BypassesHistory, match="Review"):
        db.session.execute(sa.update(Review).values(title="All alike"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET verb = 'other'",
        "DELETE FROM change",
        "DELETE FROM change_payload",
        "UPDATE change_payload SET salt = 'new'",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(app: Flask, statement: str) -> None:
    make_review()
    db.session.commit()
    with pytest.raises(DBAPIError, match="never"):
        db.session.execute(sa.text(statement))
    db.session.rollback()


def test_a_payload_can_be_blanked_and_its_hash_stays(app: Flask) -> None:
    review = make_review()
    db.session.commit()
    db.session.execute(sa.text("UPDATE change_payload SET salt = NULL, before = NULL, after = NULL"))
    db.session.commit()
    change = changes_of(review)[0]
    assert change.payload.after is None
    assert len(change.payload_sha256) == 64


def test_the_triggers_that_are_listed_are_those_the_database_has(app: Flask, engine: str) -> None:
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    assert set(db.session.scalars(sa.text(question))) == triggers.expected()


def test_two_who_change_one_record_at_once_cannot_both_win(app: Flask) -> None:
    review = make_review()
    db.session.commit()
    with app.app_context():
        other = db.session.get(Review, review.id)
        assert other is not None
        saying("edit_review")
        other.title = "Theirs"
        db.session.commit()
    saying("edit_review")
    review.title = "Mine"
    with pytest.raises(StaleDataError):
        db.session.commit()
    db.session.rollback()
    assert db.session.get(Review, review.id).title == "Theirs"  # type: ignore[union-attr]


def test_the_history_of_a_unit_shows_the_unit(app: Flask) -> None:
    unit = make_unit("Division of Natural Philosophy (fictional)")
    db.session.commit()
    kinds = db.session.execute(sa.select(Change.subject_kind, Change.subject_id, Change.label)).all()
    assert ("unit", unit.id, "Division of Natural Philosophy (fictional)") in [tuple(one) for one in kinds]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ChangePayload)) == db.session.scalar(
        sa.select(sa.func.count()).select_from(Change)
    )
    assert db.session.get(Unit, unit.id) is unit
