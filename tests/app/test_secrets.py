"""What a person may not see leaves no trace for them: words planted in each kind of thing, and every page searched."""

import io
import re
from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import urldefrag

import pytest
from flask import Flask

from app.extensions import db
from app.models import (
    Lesson,
    OutboxMail,
    Person,
    Recommendation,
    RecommendationFinding,
    RecommendationText,
    ScopeVersion,
    Task,
)
from tests.client import Browser
from tests.factories import DAY, NOW, keep, make_person, make_review, make_unit
from tests.factories_findings import Cast, make_cast, make_evidence, make_file, make_finding, share
from tests.factories_improvements import make_improvement, make_saving
from tests.journeys.crawl import endpoint_of
from workflows.improvement import Life, SavingForm
from workflows.phases import Phase, Step
from workflows.roles import Role

REVIEW = "/reviews/SR-2026-001"
PER_KIND = 8
"""Pages of each kind that a person visits: more than the planted review has."""
TEAM = frozenset({"lead", "member"})
DRAFTS = TEAM | {"sponsor"}
FINDINGS = DRAFTS | {"department_lead", "contributor", "focus", "secretary"}
SCOPE = FINDINGS - {"contributor"}
UNADOPTED = frozenset({"focus", "practitioner", "author"})
MONEY = frozenset({"focus", "secretary", "finance", "department_lead"})
ADMINISTRATOR = frozenset({"administrator"})

MAY_READ: dict[str, frozenset[str]] = {
    # Confidential evidence: each of its parts, and what was done with it.
    "xqconftitle": TEAM,
    "xqconfnotes": TEAM,
    "xqconflink": TEAM,
    "xqconffile": TEAM,
    "xqconfversion": TEAM,
    "xqconfretitled": TEAM,
    "xqconfwithdrawn": TEAM,
    "xqconfsince": TEAM,
    "SR-2026-001-E02": TEAM,
    # What of a review is open to those who take part.
    "xqopentitle": FINDINGS,
    "xqopennotes": FINDINGS,
    "xqopenfile": FINDINGS,
    "xqfindingshared": FINDINGS,
    "xqfindingdraft": DRAFTS,
    "xqfindingfirstwords": DRAFTS,
    "xqrecommendationdraft": DRAFTS,
    "SR-2026-001-R02": DRAFTS,
    "xqscope": SCOPE,
    "xqproblem": SCOPE,
    "xqbaseline": SCOPE,
    "xqtask": SCOPE,
    "xqlesson": SCOPE,
    # Improvements and money.
    "xqidea": UNADOPTED,
    "CI-2026-002": UNADOPTED,
    "765,432": MONEY,
    # The tracker's own business.
    "xqmailsubject": ADMINISTRATOR,
    "xqmailbody": ADMINISTRATOR,
    "xqaddress@example.org": ADMINISTRATOR | {"member"},
}
OPEN_TO_ALL = ("xqrecommendationpublished", "xqadopted")
"""Words that everybody finds: without them the search itself could be blind."""
PEOPLE = (
    "lead",
    "focus",
    "administrator",
    "sponsor",
    "department_lead",
    "contributor",
    "secretary",
    "practitioner",
    "finance",
    "reader",
    "other_lead",
)
"""Those who see most come first: what they reach is then asked for by the others too."""


@dataclass
class World:
    """The review that holds the planted words, and its people by name."""

    cast: Cast
    people: dict[str, Person]


@pytest.fixture
def world(app: Flask) -> World:
    """One review with something secret of every kind, put in through its forms where the history tells of it."""
    cast = make_cast()
    plant_review(cast)
    people = {name: value for name, value in vars(cast).items() if isinstance(value, Person)}
    other = make_review("SR-2026-009", cast.unit, title="Another review of the same unit")
    people |= {
        "secretary": make_person("Committee secretary", cast.unit, (Role.COMMITTEE_SECRETARY, None)),
        "practitioner": make_person("Practitioner", cast.unit, (Role.CI_PRACTITIONER, None)),
        "finance": make_person("Finance validator", cast.unit, (Role.FINANCE_VALIDATOR, None)),
        "author": make_person("Author of an idea", make_unit("A unit far away", cast.unit.parent)),
        "other_lead": make_person("Lead of another review", cast.unit.parent, (Role.REVIEW_LEAD, other)),
    }
    plant_improvements(cast, people["author"])
    cast.member.email = "xqaddress@example.org"
    keep(OutboxMail(key="planted", subject="xqmailsubject", body="xqmailbody", asked_at=NOW, person_id=cast.lead.id))
    db.session.commit()
    plant_through_forms(app, cast)
    return World(cast, people)


def plant_review(cast: Cast) -> None:
    """Scope, plan, open evidence, findings and recommendations."""
    review = cast.review
    review.phase, review.problem, review.baseline = Phase.RECOMMENDATIONS, "xqproblem", "xqbaseline"
    keep(
        ScopeVersion(review_id=review.id, number=1, in_scope="xqscope", written_at=NOW, change_note="The first"),
        Task(review_id=review.id, step=Step.DIAGNOSE, title="xqtask", owner_id=cast.member.id),
        Lesson(review_id=review.id, text="xqlesson", written_on=DAY),
    )
    opened = make_evidence(review, 1, title="xqopentitle", notes="xqopennotes")
    make_file(opened, filename="xqopenfile.csv")
    shared = make_finding(review, 1, opened, text="xqfindingshared")
    share(shared)
    draft = make_finding(review, 2, opened, text="xqfindingdraft")
    for number, text, finding, published in (
        (1, "xqrecommendationpublished", shared, DAY),
        (2, "xqrecommendationdraft", draft, None),
    ):
        made = keep(
            Recommendation(
                review_id=review.id,
                number=number,
                reference=f"SR-2026-001-R{number:02}",
                text=text,
                published_on=published,
                owner_id=cast.contributor.id,
            )
        )
        keep(RecommendationFinding(recommendation_id=made.id, finding_id=finding.id))
        if published:
            keep(RecommendationText(recommendation_id=made.id, number=1, text=text, written_on=DAY))


def plant_improvements(cast: Cast, author: Person) -> None:
    """An adopted improvement with money, and an idea of somebody far away; both came out of the review."""
    adopted = make_improvement("CI-2026-001", cast.unit, title="xqadopted", review=cast.review)
    make_saving(adopted, SavingForm.MONEY, "765432")
    make_saving(adopted)
    idea = make_improvement("CI-2026-002", cast.unit, author=author, title="xqidea", life=Life.IDEA, review=cast.review)
    make_saving(idea)


def plant_through_forms(app: Flask, cast: Cast) -> None:
    """Confidential evidence as the team writes, renames, renews, links, hides and withdraws it."""
    lead = Browser(app).sign_in(cast.lead)
    lead.get(f"{REVIEW}/evidence/new")
    lead.submit(
        "Add evidence",
        kind="interview",
        title="xqconftitle",
        notes="xqconfnotes",
        url="https://example.org/xqconflink",
        file=(io.BytesIO(b"a transcript"), "xqconffile.txt"),
        findings=["1", "2"],
    )
    lead.get(f"{REVIEW}/evidence/2/edit")
    lead.submit("Save", title="xqconfretitled")
    lead.get(f"{REVIEW}/evidence/2/files/new")
    lead.submit("Attach", file=(io.BytesIO(b"a second transcript"), "xqconfversion.txt"), note="xqconfversion")
    lead.get("/files/evidence/SR-2026-001/2/1")
    lead.get(f"{REVIEW}/evidence/new")
    lead.submit("Add evidence", kind="interview", title="Another")
    lead.get(f"{REVIEW}/evidence/3/withdraw")
    lead.submit("Withdraw", reason="xqconfwithdrawn")
    lead.get(f"{REVIEW}/evidence/new")
    lead.submit("Add evidence", kind="data", title="xqconfsince", notes="xqconfsince", findings=["1"])
    lead.get(f"{REVIEW}/evidence/4/edit")
    lead.submit("Save", confidential="y")
    lead.get(f"{REVIEW}/findings/2/edit")
    lead.submit("Save", text="xqfindingdraft, said better than xqfindingfirstwords")


def crawl(app: Flask, browser: Browser, more: set[str]) -> dict[str, str]:
    """Every page this person reaches by links, or by an address somebody else reached: address -> what it says."""
    waiting, said, visits = deque(["/", *sorted(more)]), dict[str, str](), Counter[str]()
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(app, address)
        if address in said or endpoint in (None, "static") or visits[str(endpoint)] >= PER_KIND:
            continue
        visits[str(endpoint)] += 1
        answer = browser.client.get(address)
        assert answer.status_code < 500, address
        said[address] = (
            f"{answer.headers}{answer.get_data(as_text=True) if answer.mimetype != 'application/pdf' else ''}"
        )
        answer.close()
        for href in re.findall(r'href="([^"]+)"', said[address]):
            onward = urldefrag(href.replace("&amp;", "&"))[0]
            waiting.append(f"{address.split('?')[0]}{onward}" if onward.startswith("?") else onward)
    return said


def searches() -> set[str]:
    """A search for what all planted words begin with, and one for each reference."""
    return {"/search?q=xq", "/people/review-team-member-2/change"} | {
        f"/search?q={word}" for word in MAY_READ if "-" in word
    }


def traces(said: dict[str, str], word: str) -> list[str]:
    """The pages that hold the word, but for its own echo in the box and the heading of a search."""
    return [address for address, text in said.items() if word in text and f"={word}" not in address]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nobody_finds_a_trace_of_what_they_may_not_see_on_any_page(app: Flask, world: World) -> None:
    reached, leaks, blind = searches(), list[str](), list[str]()
    for name in PEOPLE:
        said = crawl(app, Browser(app).sign_in(world.people[name]), reached)
        reached |= said.keys()
        leaks += leaks_of(name, said)
        blind += [f"{name} does not find {word}" for word in OPEN_TO_ALL if not traces(said, word)]
        blind += [
            f"{name} does not find {word}" for word, may in MAY_READ.items() if name in may and not traces(said, word)
        ]
    assert not leaks, "\n".join(leaks)
    assert not blind, "\n".join(blind)


def leaks_of(name: str, said: dict[str, str]) -> list[str]:
    """Where this person finds what is not theirs to read."""
    found = {word: traces(said, word) for word, may in MAY_READ.items() if name not in may}
    return [f"{name} finds {word} on {pages[:4]}" for word, pages in found.items() if pages]
