"""What the example lacks, put in through its own forms: so that pages which need it are tried in the browser too."""

from flask import Flask

from tests.client import Browser
from tests.example import person_of

LEAD, OWNER, SERVICE, FOCUS = "review_lead_2", "facilities_manager_horology", "lead_horology", "focus_reviewer"
SHA256 = "ab" * 32


def furnish(app: Flask) -> None:
    """Let the people of the example write what their pages are for. Needs an application context."""
    people = {key: Browser(app).sign_in(person_of(key)) for key in (LEAD, OWNER, SERVICE, FOCUS)}
    scope_and_plan(people[LEAD])
    accuracy(people[LEAD], people[SERVICE])
    recommendations(people[LEAD], people[OWNER], people[FOCUS])
    decisions(people[FOCUS])


def scope_and_plan(lead: Browser) -> None:
    """Two versions of a scope, one agreed; tasks; a lesson."""
    lead.get("/reviews/SR-07/scope/edit")
    lead.submit(
        "Save the scope",
        in_scope="Rooms for teaching.",
        out_of_scope="Laboratories.",
        objectives="Rooms that are booked are used.",
        terms_of_reference="As agreed with the faculty board.",
        change_note="The first version.",
    )
    lead.get("/reviews/SR-07/scope/1/agreed")
    lead.submit("Record that it was agreed", agreed_by_title="Head of Administration", agreed_on="12 February 2026")
    lead.get("/reviews/SR-07/scope/edit")
    lead.submit(
        "Save version 2", in_scope="Rooms for teaching and meetings.", change_note="Meetings take the same rooms."
    )
    lead.get("/reviews/SR-07/plan/tasks/new")
    lead.submit(
        "Save the tasks", titles="Walk round the last rooms\nAsk the porters", step="diagnose", due_on="8 May 2026"
    )
    lead.get("/reviews/SR-07/plan/lessons/new")
    lead.submit("Save the lesson", text="Count doors in term, not in vacation.")


def accuracy(lead: Browser, service: Browser) -> None:
    """Two findings sent, one answered."""
    page = lead.get("/reviews/SR-07/accuracy/new")
    every = [str(box["value"]) for box in page.soup.select("main input[name=findings]")]
    lead.submit("Send to the service", findings=every)
    page = service.get("/reviews/SR-07/accuracy")
    service.get(page.link("Answer"))
    service.submit("Send the answer", verdict="correct_with_comment", answer="Room 4 was closed.")


def recommendations(lead: Browser, owner: Browser, focus: Browser) -> None:
    """A draft, a blocked one, a new date asked for, a handed-over one, an amended one."""
    lead.get("/reviews/SR-07/recommendations/new")
    lead.submit("Save draft", text="Show free rooms on the doors.")
    owner.get("/recommendations/SR-07-R01/blocked")
    owner.submit("Mark it as blocked", reason="The room list is being moved.")
    owner.get("/recommendations/SR-07-R02/new-date")
    owner.submit("Ask for this date", becomes="30 June 2026", reason="The booking system is closed in May.")
    lead.get("/recommendations/SR-07-R01/amend")
    lead.submit(
        "Save the amendment",
        text="Publish current room capacities and access information, each term.",
        reason="Said how often.",
    )
    focus.get("/recommendations/SR-16-R01/moves/hand_over")
    focus.submit("Hand it over", programme="2", reason="It goes with the new storage.")


def decisions(focus: Browser) -> None:
    """A decision with a condition."""
    focus.get("/reviews/SR-05/decisions/new")
    focus.submit(
        "Record the decision",
        kind="report",
        outcome="approved_with_conditions",
        decided_by_title="Departmental Administrator",
        decided_on="30 April 2026",
        minute_reference="EXAMPLE/2026/05",
        document_name="Report, version 1",
        document_sha256=SHA256,
        condition_1="Try the form with ten people first.",
        condition_due_1="June 2026",
    )
