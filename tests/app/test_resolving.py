"""What stands in the way of a move leads straight to where it is resolved, for whoever may resolve it."""

from dataclasses import replace

import pytest
from flask import Flask

from app.extensions import db
from app.resolving import RESOLVED
from tests.client import Browser
from tests.factories import make_person, make_review, make_unit
from tests.workflows.facts import a_review
from workflows.decision_rules import recommendations_answered
from workflows.phases import PATH, Phase, Profile
from workflows.recommendation import Response
from workflows.review import CURRENT_VERSION, workflow_for
from workflows.roles import Role


def test_every_condition_of_a_move_has_its_place() -> None:
    named = set()
    for profile in Profile:
        workflow = workflow_for(profile, CURRENT_VERSION)
        for phase in Phase:
            for move in workflow.moves_from(phase):
                named |= {one.place for one in workflow.conditions(move.name, a_review(), state=phase)}
    assert named <= set(RESOLVED)


@pytest.mark.parametrize("phase", PATH[:-1])
def test_each_link_of_a_condition_opens_for_the_lead(app: Flask, browser: Browser, phase: Phase) -> None:
    review = make_review(unit=make_unit(), phase=phase, profile=Profile.UNIVERSITY_WIDE)
    lead = make_person("Review lead", None, (Role.REVIEW_LEAD, review))
    db.session.commit()
    page = browser.sign_in(lead).get(f"/reviews/{review.reference}")
    links = [one["href"] for one in page.soup.select(".app-obstacles li:not(.is-met) a")]
    assert len(links) == len(page.soup.select(".app-obstacles li:not(.is-met)")) > 0
    for link in links:
        browser.get(str(link))


def test_who_may_only_read_is_led_to_where_it_is_read(app: Flask, browser: Browser) -> None:
    review = make_review(unit=make_unit(), phase=Phase.DISCOVERY)
    chair = make_person("Co-chair", None, (Role.CO_CHAIR, review))
    db.session.commit()
    page = browser.sign_in(chair).get(f"/reviews/{review.reference}")
    assert page.link("Add a baseline") == f"/reviews/{review.reference}/plan#baseline"
    assert page.link("Record a finding") == f"/reviews/{review.reference}/findings"


def test_a_response_that_the_decision_left_open_is_recorded_by_itself() -> None:
    facts = a_review()
    waiting = replace(facts, recommendations=(replace(facts.recommendations[0], response=Response.AWAITING),))
    assert facts.decision is not None
    assert recommendations_answered(waiting).place == "single responses"
    assert recommendations_answered(replace(waiting, decision=None)).place == "responses"
