"""What must be true of a review before it is scoped, before it goes into discovery, and before it resumes."""

from workflows.engine import Condition
from workflows.review_facts import ReviewFacts
from workflows.wording import joined


def _yes_or_no(met: bool, so: str, not_so: str, place: str, link_text: str) -> Condition:
    return Condition(True, so, place) if met else Condition(False, not_so, place, link_text)


# From proposed to scoping


def problem_stated(facts: ReviewFacts) -> Condition:
    """A review begins with a problem, not with a solution."""
    return _yes_or_no(
        facts.problem_stated,
        "The problem is stated.",
        "The problem is not stated.",
        "proposal",
        "State the problem",
    )


def users_stated(facts: ReviewFacts) -> Condition:
    """Somebody uses the service, and somebody feels the problem."""
    return _yes_or_no(
        facts.users_stated,
        "The users are stated.",
        "It is not said who uses the service.",
        "proposal",
        "Say who uses it",
    )


def sponsor_named(facts: ReviewFacts) -> Condition:
    """A review has a sponsor before it is begun."""
    return _yes_or_no(facts.sponsor_named, "There is a sponsor.", "There is no sponsor.", "sponsor", "Name a sponsor")


def right_tool_answered(facts: ReviewFacts) -> Condition:
    """Whether something smaller would do has been asked and answered."""
    return _yes_or_no(
        facts.right_tool_answered,
        "It is said why a review is the right tool.",
        "It is not said whether a review is the right tool.",
        "proposal",
        "Say why a review",
    )


# From scoping to discovery


def scope_stated(facts: ReviewFacts) -> Condition:
    """The scope says what is in it and what is not."""
    missing = [
        words
        for words, stated in (
            ("what is in it", facts.in_scope_stated),
            ("what is out of it", facts.out_of_scope_stated),
        )
        if not stated
    ]
    if missing:
        return Condition(False, f"The scope does not say {' or '.join(missing)}.", "scope", "Complete the scope")
    return Condition(True, "The scope says what is in it and what is out of it.", "scope")


def terms_of_reference_written(facts: ReviewFacts) -> Condition:
    """There are terms of reference."""
    return _yes_or_no(
        facts.terms_of_reference,
        "The terms of reference are written.",
        "There are no terms of reference.",
        "scope",
        "Write the terms of reference",
    )


def co_chairs_from_service_and_division(facts: ReviewFacts) -> Condition:
    """A university-wide review has two co-chairs: one from the service and one from a division."""
    missing = [
        whence
        for whence, number in (
            ("the service", facts.co_chairs_from_service),
            ("a division", facts.co_chairs_from_division),
        )
        if not number
    ]
    if missing:
        sentence = f"There is no co-chair from {' and none from '.join(missing)}."
        return Condition(False, sentence, "team", "Name the co-chairs")
    if facts.co_chairs_from_service + facts.co_chairs_from_division > 2:
        sentence = "There are more than two co-chairs: there is one from the service and one from a division."
        return Condition(False, sentence, "team", "Change the co-chairs")
    return Condition(True, "There are two co-chairs, one from the service and one from a division.", "team")


def lead_named(facts: ReviewFacts) -> Condition:
    """Somebody leads the review."""
    return _yes_or_no(
        facts.lead_named, "There is a review lead.", "There is no review lead.", "team", "Name a review lead"
    )


def planned_dates_set(facts: ReviewFacts) -> Condition:
    """The phases have planned dates, of whatever precision."""
    return _yes_or_no(
        facts.planned_dates_set,
        "The planned dates are set.",
        "There are no planned dates.",
        "plan",
        "Set the planned dates",
    )


def screening_done(facts: ReviewFacts) -> Condition:
    """Data protection and equality have been screened."""
    missing = [
        words
        for words, done in (
            ("data protection", facts.data_protection_screened),
            ("equality", facts.equality_screened),
        )
        if not done
    ]
    if missing:
        return Condition(
            False, f"The screening for {joined(missing)} is not done.", "screening", "Record the screening"
        )
    return Condition(True, "The screening for data protection and equality is done.", "screening")


def guide_chosen(facts: ReviewFacts) -> Condition:
    """A self-assessment guide is chosen, or there is a reason for none."""
    if facts.guide_chosen:
        return Condition(True, "A self-assessment guide is chosen.", "guide")
    if facts.reason_for_no_guide:
        return Condition(True, "There is a reason for having no self-assessment.", "guide")
    sentence = "No self-assessment guide is chosen, and there is no reason for none."
    return Condition(False, sentence, "guide", "Choose a guide")


# From paused back to where it was


def place_to_resume_known(facts: ReviewFacts) -> Condition:
    """It is known where the review was paused."""
    if facts.paused_from is not None:
        return Condition(True, f"It was paused in {facts.paused_from.value}.", "history")
    return Condition(False, "It is not known where the review was paused.", "history", "See its history")
