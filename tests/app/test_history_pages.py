"""The history reads as sentences, and shows nobody more than the thing itself does."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.access import Viewer
from app.extensions import db
from app.history import say
from app.history_pages import ERASED, Entry, entries
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Base,
    Evidence,
    EvidenceKind,
    Finding,
    PhaseEntry,
    Recommendation,
    RecommendationText,
    Review,
    ScopeVersion,
    Severity,
    Theme,
)
from app.places import place_of_review
from app.words import FIELDS, VERBS, WHEN_MADE
from tests.factories import DAY, NOW, keep, make_person, make_review, make_unit
from tests.factories_reviews import viewer_of
from workflows.dates import PreciseDate
from workflows.phases import Phase
from workflows.roles import Role

ROOT = Path(__file__).parents[2]


def read(review: Review, viewer: Viewer, limit: int = 50, before: int | None = None) -> list[Entry]:
    return entries([("review", review.id)], viewer, place_of_review(review), limit=limit, before=before)


def sentences(review: Review, viewer: Viewer) -> list[str]:
    return [entry.sentence for entry in read(review, viewer)]


def test_a_move_is_one_sentence_with_who_decided_and_the_note(app: Flask) -> None:
    review = make_review(phase=Phase.SCOPING)
    lead = make_person("Second review lead", None, (Role.REVIEW_LEAD, review))
    say(db.session, "move_review", actor_id=lead.id, at=NOW, note="Agreed in the spring meeting")
    review.phase = Phase.DISCOVERY
    keep(
        PhaseEntry(
            review_id=review.id,
            phase=Phase.DISCOVERY,
            from_phase=Phase.SCOPING,
            move="begin_discovery",
            entered=PreciseDate.day(DAY),
            decided_by_title="Head of Administration",
            decided_on=DAY,
            recorded_by_id=lead.id,
            recorded_at=NOW,
        )
    )
    db.session.commit()
    newest = read(review, viewer_of(lead))[0]
    assert newest.sentence == "The Second review lead moved the review from scoping to discovery."
    assert newest.note == "Agreed in the spring meeting"
    assert [(one.label, one.becomes) for one in newest.details] == [
        ("Decided by", "Head of Administration"),
        ("Decided on", "1 May 2026"),
    ]


def test_changed_fields_stand_from_what_to_what_and_links_by_their_names(app: Flask) -> None:
    review = make_review(title="Rooms")
    focus = make_person("Focus reviewer", None, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    say(db.session, "edit_proposal", actor_id=focus.id, at=NOW)
    review.title = "Rooms and teaching space"
    db.session.commit()
    (detail,) = read(review, viewer_of(focus))[0].details
    assert (detail.label, detail.was, detail.becomes) == ("Title", "Rooms", "Rooms and teaching space")


def test_what_the_tracker_did_itself_says_so(app: Flask) -> None:
    review = make_review()
    focus = make_person("Focus reviewer", None, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    assert all(sentence.startswith("The tracker ") for sentence in sentences(review, viewer_of(focus)))


def act(verb: str, *records: object) -> None:
    say(db.session, verb, actor_id=None, at=NOW)
    keep(*records)


def finding(review: Review, number: int) -> Finding:
    return Finding(
        review_id=review.id,
        number=number,
        reference=f"{review.reference}-F{number:02}",
        text="Rooms stand empty",
        theme=Theme.QUALITY,
        severity=Severity.HIGH,
    )


def test_draft_findings_are_read_by_the_team_alone_and_once_shared_by_the_service_too(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit)
    member = viewer_of(make_person("Team member", unit, (Role.REVIEW_TEAM_MEMBER, review)))
    head = viewer_of(make_person("Head of Administration", unit, (Role.DEPARTMENT_LEAD, unit)))
    act("make_for_test", first := finding(review, 1), finding(review, 2))
    db.session.commit()
    labels = ("SR-2026-001-F01", "SR-2026-001-F02")
    assert sum(label in sentence for sentence in sentences(review, member) for label in labels) == 2
    assert not any(label in sentence for sentence in sentences(review, head) for label in labels)

    act("make_for_test", sent := AccuracyRequest(review_id=review.id, sent_on=DAY, due_on=DAY + timedelta(14)))
    keep(AccuracyItem(request_id=sent.id, finding_id=first.id, finding_text=first.text))
    say(db.session, "make_for_test", actor_id=None, at=NOW + timedelta(days=1))
    first.text = "Rooms stand empty on Fridays"
    db.session.commit()
    shared = " ".join(sentences(review, head))
    assert "SR-2026-001-F01" in shared
    assert "SR-2026-001-F02" not in shared


def test_a_finding_from_before_it_was_shared_stays_with_its_authors(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit)
    head = viewer_of(make_person("Head of Administration", unit, (Role.DEPARTMENT_LEAD, unit)))
    act("make_for_test", first := finding(review, 1))
    later = DAY + timedelta(3)
    act("make_for_test", sent := AccuracyRequest(review_id=review.id, sent_on=later, due_on=later + timedelta(14)))
    db.session.commit()
    say(db.session, "send_for_test", actor_id=None, at=NOW + timedelta(3))
    keep(AccuracyItem(request_id=sent.id, finding_id=first.id, finding_text=first.text))
    db.session.commit()
    assert sum("F01" in sentence for sentence in sentences(review, head)) == 1


def test_confidential_evidence_is_absent_for_everybody_but_the_team(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit)
    member = viewer_of(make_person("Team member", unit, (Role.REVIEW_TEAM_MEMBER, review)))
    focus = viewer_of(make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None)))
    act(
        "make_for_test",
        open_now := Evidence(
            review_id=review.id, number=1, reference="SR-2026-001-E01", kind=EvidenceKind.DATA, title="Door counts"
        ),
    )
    act(
        "make_for_test",
        Evidence(
            review_id=review.id,
            number=2,
            reference="SR-2026-001-E02",
            kind=EvidenceKind.INTERVIEW,
            title="A talk",
            confidential=True,
        ),
    )
    db.session.commit()
    assert [n for n in ("E01", "E02") if any(n in one for one in sentences(review, focus))] == ["E01"]
    assert [n for n in ("E01", "E02") if any(n in one for one in sentences(review, member))] == ["E01", "E02"]

    say(db.session, "make_for_test", actor_id=None, at=NOW)
    open_now.confidential = True
    db.session.commit()
    assert not any("E01" in one for one in sentences(review, focus))
    assert any("E01" in one for one in sentences(review, member))


def test_scope_plan_and_notes_are_not_open_to_every_reader(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit)
    reader = viewer_of(make_person("Member of staff", unit))
    secretary = viewer_of(make_person("Secretary", unit, (Role.COMMITTEE_SECRETARY, None)))
    act("make_for_test", ScopeVersion(review_id=review.id, number=1, in_scope="Rooms", written_at=NOW))
    db.session.commit()
    say(db.session, "edit_proposal", actor_id=None, at=NOW, note="Said in confidence")
    review.baseline = "40 of 100"
    db.session.commit()
    say(db.session, "edit_proposal", actor_id=None, at=NOW, note="Said in confidence")
    review.title = "Rooms"
    db.session.commit()
    seen = read(review, reader)
    assert [entry.sentence for entry in seen][0] == "The tracker changed the proposal."
    assert not any("scope" in entry.sentence or entry.note for entry in seen)
    assert len(read(review, secretary)) == len(seen) + 2


def test_an_act_that_changed_open_and_closed_fields_shows_a_reader_the_open_ones(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit, title="Rooms", problem="Old")
    reader = viewer_of(make_person("Member of staff", unit))
    db.session.commit()
    say(db.session, "edit_proposal", actor_id=None, at=NOW)
    review.title, review.problem = "Rooms and teaching space", "Said in confidence"
    db.session.commit()
    assert [detail.label for detail in read(review, reader)[0].details] == ["Title"]


def test_drafts_of_recommendations_are_absent_until_they_are_published(app: Flask) -> None:
    unit = make_unit()
    review = make_review(unit=unit)
    reader = viewer_of(make_person("Member of staff", unit))
    act(
        "make_for_test",
        item := Recommendation(review_id=review.id, number=1, reference="SR-2026-001-R01", text="Release rooms"),
    )
    db.session.commit()
    place = place_of_review(review)
    assert entries([("recommendation", item.id)], reader, place, limit=9) == []
    say(db.session, "make_for_test", actor_id=None, at=NOW)
    item.published_on = DAY
    item.texts.append(RecommendationText(number=1, text=item.text, written_on=DAY))
    db.session.commit()
    assert len(entries([("recommendation", item.id)], reader, place, limit=9)) == 1


def test_what_was_erased_says_so(app: Flask) -> None:
    review = make_review()
    focus = viewer_of(make_person("Focus reviewer", None, (Role.FOCUS_REVIEWER, None)))
    db.session.commit()
    db.session.execute(sa.text("UPDATE change_payload SET salt = NULL, before = NULL, after = NULL"))
    db.session.commit()
    assert all(entry.details == (ERASED,) for entry in read(review, focus))


def test_pages_follow_each_other_without_gap_or_repeat(app: Flask) -> None:
    review = make_review()
    focus = viewer_of(make_person("Focus reviewer", None, (Role.FOCUS_REVIEWER, None)))
    for number in range(7):
        say(db.session, "edit_proposal", actor_id=None, at=NOW)
        review.title = f"Title {number}"
        db.session.commit()
    everything = read(review, focus)
    paged: list[Entry] = []
    while part := read(review, focus, limit=3, before=paged[-1].id if paged else None):
        paged.extend(part)
    assert paged == everything
    assert len(paged) == 8


def said_verbs() -> list[tuple[str, str]]:
    """(file and line, verb) of every doing("...") in the actions."""
    found: list[tuple[str, str]] = []
    for path in sorted((ROOT / "app").glob("*/actions*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "doing":
                texts = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                found.extend((f"{path.relative_to(ROOT)}:{node.lineno}", str(text)) for text in texts or ["?"])
    return found


def test_every_act_has_its_words() -> None:
    missing = [f"{where}: {verb}" for where, verb in said_verbs() if verb not in VERBS]
    assert not missing, f"add these to VERBS in app/words/<feature>.py, or name the verb as a text: {missing}"


@pytest.mark.parametrize("table", sorted({*FIELDS, *WHEN_MADE}))
def test_the_words_name_columns_that_there_are(table: str) -> None:
    columns = set(Base.metadata.tables[table].c.keys())
    named = {*FIELDS.get(table, {}), *WHEN_MADE.get(table, ())}
    assert named <= columns, f"{table} has no column {sorted(named - columns)}"
    assert set(WHEN_MADE.get(table, ())) <= set(FIELDS.get(table, {})), "what is shown needs a label in FIELDS"
