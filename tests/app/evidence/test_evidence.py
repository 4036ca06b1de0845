"""Evidence is added, changed, given new versions of its file, and withdrawn, by the review's team alone."""

import io

import pytest
import sqlalchemy as sa

from app.config import UPLOAD_LIMIT
from app.extensions import db
from app.models import Change, Evidence, EvidenceKind, StoredFile
from tests.app import files_made as made
from tests.client import Browser
from tests.counting import counting
from tests.factories import make_review, saying
from tests.factories_findings import Cast, make_cast, make_evidence, make_file, make_finding

LIST = "/reviews/SR-2026-001/evidence"
HOSTILE = '<script>alert("1")</script> =SUM(A1) \u05d0\u05d1 \U0001f642 \x01 {{ 7*7 }}'


@pytest.fixture
def cast(browser: Browser) -> Cast:
    """The review and its people, with the lead signed in."""
    made_cast = make_cast()
    db.session.commit()
    browser.sign_in(made_cast.lead)
    return made_cast


def only_evidence() -> Evidence:
    return db.session.scalars(sa.select(Evidence)).one()


def test_evidence_is_added_with_its_file_and_the_findings_it_supports(browser: Browser, cast: Cast) -> None:
    finding = make_finding(cast.review)
    db.session.commit()
    browser.get(f"{LIST}/new?finding=1")
    browser.submit(
        "Add evidence",
        kind="data",
        title="Door counts",
        gathered="March 2026",
        notes="Counted by hand",
        url="https://example.ac.uk/counts",
        file=(io.BytesIO(made.pdf()), "counts.pdf"),
    )
    assert browser.page and browser.page.address == f"{LIST}/1"
    evidence = only_evidence()
    assert (evidence.reference, evidence.title, evidence.confidential) == ("SR-2026-001-E01", "Door counts", False)
    assert evidence.gathered is not None and evidence.gathered.label == "March 2026"
    assert [(one.number, one.filename, one.file.content_type) for one in evidence.files] == [
        (1, "counts.pdf", "application/pdf")
    ]
    assert [link.finding_id for link in evidence.finding_links] == [finding.id]
    assert browser.get(LIST).text.count("Door counts") == 1


def test_the_empty_list_says_what_belongs_there(browser: Browser, cast: Cast) -> None:
    assert browser.get(LIST).has_link("Add the first piece of evidence")
    page = browser.sign_in(cast.focus).get(LIST)
    assert "There is no open evidence in this review yet." in page.text
    assert not page.has_link("Add")


def test_an_interview_is_confidential_whether_ticked_or_not(browser: Browser, cast: Cast) -> None:
    page = browser.get(f"{LIST}/new")
    assert "Interviews are always confidential" in page.text
    browser.submit("Add evidence", kind="interview", title="Three porters")
    assert only_evidence().confidential
    browser.get(f"{LIST}/1/edit")
    browser.submit("Save", drop=("confidential",))
    assert only_evidence().confidential


def test_faults_are_named_at_their_fields_and_what_was_typed_is_kept(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit(
        "Add evidence", status=422, url="javascript:alert(1)", gathered="the day before", notes="Typed at length"
    )
    assert page.title.startswith("Error: ")
    assert page.errors()[:2] == ["Choose what kind of evidence it is", "Enter a title"]
    assert "Enter a link that begins with https:// or http://, without spaces" in page.errors()
    assert "Typed at length" in page.html and "the day before" in page.html
    assert db.session.scalar(sa.select(Evidence.id)) is None


@pytest.mark.parametrize("url", ["https://", "ftp://a.b/c", "http://a b", "https://[", "//a.b", "data:text/html,x"])
def test_only_addresses_of_web_pages_are_links(browser: Browser, cast: Cast, url: str) -> None:
    browser.get(f"{LIST}/new")
    browser.submit("Add evidence", status=422, kind="data", title="Counts", url=url)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (made.word(**{"word/vbaProject.bin": b"x"}), "a.docx", "This file holds macros"),
        (made.word(), "a.pdf", "This is a Word file named .pdf."),
        (b"", "a.txt", "This file is empty."),
        (b"a" * (UPLOAD_LIMIT + 1), "a.txt", "This file is larger than 20 MB"),
    ],
)
def test_a_file_that_is_not_taken_says_so_and_adds_nothing(
    browser: Browser, cast: Cast, data: bytes, name: str, words: str
) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit(
        "Add evidence", status=422, kind="data", title="Counts as typed", file=(io.BytesIO(data), name)
    )
    assert words in page.errors()[0]
    assert "Counts as typed" in page.html
    assert db.session.scalar(sa.select(Evidence.id)) is None
    assert db.session.scalar(sa.select(StoredFile.id)) is None


def test_a_form_far_too_large_is_a_413_page(browser: Browser, cast: Cast) -> None:
    page = browser.get(f"{LIST}/new")
    fields = page.fields(page.form("Add evidence"))
    browser.post(f"{LIST}/new", fields | {"file": (io.BytesIO(bytes(UPLOAD_LIMIT + 3 * 1024 * 1024)), "a")}, status=413)


def test_a_new_version_leaves_the_one_before(browser: Browser, cast: Cast) -> None:
    make_file(make_evidence(cast.review), b"first")
    db.session.commit()
    browser.get(f"{LIST}/1/files/new")
    page = browser.submit("Attach", file=(io.BytesIO(b"second"), "rooms-new.csv"), note="May added")
    assert [one.filename for one in only_evidence().files] == ["rooms.csv", "rooms-new.csv"]
    assert page.text.index("rooms-new.csv") < page.text.index("rooms.csv")
    assert browser.get("/files/evidence/SR-2026-001/1/1").data == b"first"
    assert browser.get("/files/evidence/SR-2026-001/1/2").data == b"second"


def test_attaching_nothing_is_a_fault_at_the_field(browser: Browser, cast: Cast) -> None:
    make_evidence(cast.review)
    db.session.commit()
    browser.get(f"{LIST}/1/files/new")
    assert browser.submit("Attach", status=422).errors() == ["Choose a file"]


def test_a_file_sent_twice_is_stored_once(browser: Browser, cast: Cast) -> None:
    make_evidence(cast.review)
    db.session.commit()
    for name in ("one.txt", "two.txt"):
        browser.get(f"{LIST}/1/files/new")
        browser.submit("Attach", file=(io.BytesIO(b"the same"), name))
    assert len(only_evidence().files) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 1


def test_pressing_twice_adds_once(browser: Browser, cast: Cast) -> None:
    page = browser.get(f"{LIST}/new")
    first = browser.submit("Add evidence", page=page, kind="data", title="Counts")
    second = browser.submit("Add evidence", page=page, kind="data", title="Counts")
    assert first.address == second.address
    assert only_evidence().number == 1


def test_a_file_is_sent_as_an_attachment_under_its_own_name(browser: Browser, cast: Cast) -> None:
    make_evidence(cast.review)
    db.session.commit()
    browser.get(f"{LIST}/1/files/new")
    browser.submit("Attach", file=(io.BytesIO(b"x"), "../\u05d3\u05d5\u05d7 \U0001f642.txt"))
    page = browser.get("/files/evidence/SR-2026-001/1/1")
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert "%D7%93%D7%95%D7%97%20%F0%9F%99%82.txt" in page.headers["Content-Disposition"]
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.headers["Cache-Control"] == "no-store"
    browser.get("/files/evidence/SR-2026-001/1/2", status=404)


def test_withdrawn_evidence_is_kept_with_its_reason_for_the_team_alone(browser: Browser, cast: Cast) -> None:
    evidence = make_evidence(cast.review, notes="The numbers")
    make_finding(cast.review, 1, evidence)
    db.session.commit()
    page = browser.get(f"{LIST}/1/withdraw")
    assert "1 finding rests on it: finding 1" in page.text
    assert browser.submit("Withdraw", status=422).errors() == ["Say why it is withdrawn"]
    page = browser.submit("Withdraw", reason="Counted the wrong door")
    assert "Counted the wrong door" in page.text
    assert "The numbers" in browser.get(f"{LIST}/1").text
    browser.get(f"{LIST}/1/edit", status=403)
    browser.sign_in(cast.focus).get(f"{LIST}/1", status=404)
    assert "Door counts" not in browser.get(LIST).text


def test_two_who_change_one_thing_see_both_versions(browser: Browser, cast: Cast) -> None:
    evidence = make_evidence(cast.review, notes="Before")
    db.session.commit()
    page = browser.get(f"{LIST}/1/edit")
    saying("edit_evidence")
    evidence.notes = "Theirs"
    db.session.commit()
    clash = browser.submit("Save", page=page, status=409, notes="Mine", title="A better title")
    assert "Theirs" in clash.text and "Mine" in clash.text
    browser.submit("Save", notes="Settled")
    assert (only_evidence().notes, only_evidence().title) == ("Settled", "A better title")


def test_hostile_text_is_stored_and_shown_as_given(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit("Add evidence", kind="document", title=HOSTILE, notes=HOSTILE * 100)
    assert only_evidence().title == HOSTILE
    assert "<script>alert" not in page.html and "&lt;script&gt;" in page.html
    assert "{{ 7*7 }}" in page.text
    browser.get(LIST)


def test_a_megabyte_of_notes_is_kept(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    browser.submit("Add evidence", kind="document", title="Long", notes="word " * 200_000)
    assert len(only_evidence().notes) == 999_999


def test_a_null_character_is_refused_where_it_stands(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit("Add evidence", status=422, kind="data", title="a\x00b")
    assert "U+0000" in page.errors()[0]


@pytest.mark.parametrize("who", ["sponsor", "department_lead", "contributor", "focus", "administrator", "reader"])
@pytest.mark.parametrize("page", ["/new", "/1/edit", "/1/files/new", "/1/withdraw"])
def test_only_the_team_changes_evidence(browser: Browser, cast: Cast, who: str, page: str) -> None:
    make_evidence(cast.review)
    db.session.commit()
    browser.sign_in(getattr(cast, who)).get(f"{LIST}{page}", status=403)


def test_evidence_of_another_review_is_not_reached_through_this_one(browser: Browser, cast: Cast) -> None:
    make_evidence(make_review("SR-2026-002", cast.unit), 7)
    db.session.commit()
    browser.get(f"{LIST}/7", status=404)
    browser.get("/files/evidence/SR-2026-001/7/1", status=404)


def test_changes_are_in_the_history_with_who_made_them(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    browser.submit("Add evidence", kind="interview", title="Porters", file=(io.BytesIO(b"x"), "a.txt"))
    made_changes = db.session.execute(
        sa.select(Change.verb, Change.kind, Change.actor_id, Change.confidential).where(
            Change.kind.in_(["evidence", "evidence_file"])
        )
    ).all()
    assert [tuple(one) for one in made_changes] == [
        ("add_evidence", "evidence", cast.lead.id, True),
        ("add_evidence_file", "evidence_file", cast.lead.id, True),
    ]


@pytest.mark.parametrize("many", [1, 30])
def test_pages_ask_the_database_at_most_twelve_times(browser: Browser, cast: Cast, many: int) -> None:
    for number in range(1, many + 1):
        evidence = make_evidence(cast.review, number, kind=EvidenceKind.INTERVIEW)
        make_finding(cast.review, number, evidence)
        make_file(evidence)
        make_file(evidence)
    db.session.commit()
    for address in (LIST, f"{LIST}/1"):
        db.session.expire_all()
        with counting() as statements:
            browser.get(address)
        assert len(statements) <= 12, "\n".join(statements)


def test_a_long_list_comes_in_pages(browser: Browser, cast: Cast) -> None:
    for number in range(1, 52):
        make_evidence(cast.review, number, title=f"Piece {number:02}")
    db.session.commit()
    page = browser.get(LIST)
    assert "Piece 50" in page.text and "Piece 51" not in page.text
    assert "Piece 51" in browser.get(page.link("More evidence")).text
