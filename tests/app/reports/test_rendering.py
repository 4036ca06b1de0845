"""What happens to a paper when something dies on the way: it is never stuck, and never made twice."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.exclusive import alone, is_free
from app.extensions import db
from app.models import Paper, PaperStatus, StoredFile
from app.reports.actions import ask_for_paper
from app.reports.key import content_key
from app.reports.rendering import (
    MOST_INTERRUPTIONS,
    papers_abandoned,
    papers_waiting,
    render_paper,
)
from tests.app.reports.making import told
from tests.factories import NOW, saying
from tests.factories_findings import Cast, make_evidence, make_finding
from tests.factories_reports import make_told_review


def asked(cast: Cast) -> Paper:
    """The paper of the review's report as it stands."""
    paper = ask_for_paper(cast.review.id, told(cast.review), asked_by_id=None, at=NOW)
    db.session.commit()
    return paper


def now_of(paper: Paper) -> Paper:
    """The paper as the database has it."""
    db.session.expire(paper)
    return paper


def long_review() -> Cast:
    """A review whose report takes some seconds to render."""
    cast = make_told_review(decided=False, published=False)
    for number in range(5, 17):
        make_finding(cast.review, number, make_evidence(cast.review, number + 20), detail="A long account. " * 900)
    db.session.commit()
    return cast


def children() -> set[int]:
    """The processes that this one has started."""
    found: set[int] = set()
    for listed in Path("/proc/self/task").glob("*/children"):
        found.update(int(one) for one in listed.read_text().split())
    return found


@pytest.fixture
def rendering(app: Flask) -> Iterator[tuple[Paper, int, threading.Thread]]:
    """A paper that is being rendered in a thread, and the process that renders it."""
    paper = asked(long_review())
    number, before = paper.id, children()

    def work() -> None:
        with app.app_context():
            render_paper(number)
            db.session.remove()

    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 30
    while not (fresh := children() - before) and time.monotonic() < until:
        time.sleep(0.02)
    yield paper, next(iter(fresh)), thread
    thread.join(60)


def test_a_renderer_that_is_killed_leaves_a_paper_that_can_be_asked_for_again(
    rendering: tuple[Paper, int, threading.Thread],
) -> None:
    paper, process, thread = rendering
    assert now_of(paper).status is PaperStatus.RENDERING
    os.kill(process, signal.SIGKILL)
    thread.join(60)
    assert now_of(paper).status is PaperStatus.FAILED
    assert paper.failure == "The renderer was stopped from outside (SIGKILL)."
    assert asked_again(paper).status is PaperStatus.WAITING
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.READY
    assert (paper.attempts, paper.failure) == (2, "")


def asked_again(paper: Paper) -> Paper:
    """Ask for the same paper once more."""
    again = ask_for_paper(paper.review_id, paper.dataset, asked_by_id=None, at=NOW)
    db.session.commit()
    assert again.id == paper.id
    return again


def test_a_second_worker_leaves_alone_what_the_first_is_rendering(
    rendering: tuple[Paper, int, threading.Thread],
) -> None:
    paper, _process, thread = rendering
    assert papers_abandoned() == []
    before = children()
    render_paper(paper.id)
    assert children() == before
    assert now_of(paper).attempts == 1
    thread.join(120)
    assert now_of(paper).status is PaperStatus.READY
    render_paper(paper.id)
    assert now_of(paper).attempts == 1


def test_a_paper_whose_worker_died_is_taken_up_again(app: Flask) -> None:
    paper = asked(make_told_review())
    assert papers_waiting() == [f"{paper.id}-0"]
    paper.status, paper.attempts, paper.started_at = PaperStatus.RENDERING, 1, NOW
    db.session.commit()
    assert papers_waiting() == []
    assert papers_abandoned() == [f"{paper.id}-1"]
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.READY
    assert papers_abandoned() == []


def test_a_paper_over_which_workers_keep_dying_is_given_up_in_words(plain_app: Flask) -> None:
    paper = asked(make_told_review())
    paper.status, paper.attempts = PaperStatus.RENDERING, MOST_INTERRUPTIONS
    db.session.commit()
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.FAILED
    assert paper.failure == "The worker was interrupted 3 times while making it."
    asked_again(paper)
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.READY


def test_a_paper_that_takes_too_long_fails_in_words(plain_app: Flask) -> None:
    paper = asked(long_review())
    plain_app.config["RENDER_SECONDS"] = 1
    began = time.monotonic()
    render_paper(paper.id)
    assert time.monotonic() - began < 15
    assert now_of(paper).failure == "It took longer than 1 seconds."


def test_a_paper_that_needs_too_much_memory_fails_and_the_worker_lives_on(plain_app: Flask) -> None:
    paper = asked(make_told_review())
    plain_app.config["RENDER_MEMORY"] = 60 * 1024**2
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.FAILED
    plain_app.config["RENDER_MEMORY"] = 2 * 1024**3
    asked_again(paper)
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.READY


def test_what_cannot_be_told_fails_in_words_and_not_the_worker(plain_app: Flask) -> None:
    paper = asked(make_told_review())
    paper.dataset = {**paper.dataset, "findings": None}
    db.session.commit()
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.FAILED
    assert paper.failure.startswith("What it should say could not be put together.")


def test_what_an_earlier_version_was_asked_for_is_rendered_under_the_key_of_this_one(plain_app: Flask) -> None:
    cast = make_told_review()
    paper = asked(cast)
    paper.key = "0" * 64
    db.session.commit()
    render_paper(paper.id)
    assert now_of(paper).status is PaperStatus.READY
    assert paper.key == content_key(paper.dataset)
    assert asked(cast).id == paper.id


def test_what_an_earlier_version_was_asked_for_gives_way_to_what_this_one_made(plain_app: Flask) -> None:
    cast = make_told_review()
    old = asked(cast)
    old.key = "0" * 64
    db.session.commit()
    new = asked(cast)
    render_paper(new.id)
    render_paper(old.id)
    assert now_of(new).status is PaperStatus.READY
    assert now_of(old).failure == "The tracker was renewed after this was asked for, and a newer PDF says the same."


def test_what_has_a_key_is_rendered_once_whoever_asks(app: Flask) -> None:
    cast = make_told_review()
    paper = asked(cast)
    render_paper(paper.id)
    file = now_of(paper).file
    assert asked(cast).id == paper.id
    render_paper(paper.id)
    assert now_of(paper).attempts == 1
    assert db.session.query(StoredFile).count() == 1
    assert file is not None
    saying()
    cast.review.summary = "Other words."
    assert asked(cast).id != paper.id


def test_a_paper_that_is_not_there_is_no_work(plain_app: Flask) -> None:
    render_paper(4711)


def test_only_one_at_a_time_and_the_next_as_soon_as_the_first_has_left(app: Flask) -> None:
    with alone("a thing") as first:
        assert first
        assert not is_free("a thing")
        with alone("a thing") as second, alone("another thing") as other:
            assert (second, other) == (False, True)
    assert is_free("a thing")
