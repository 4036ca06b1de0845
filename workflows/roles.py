"""The roles a person can hold on a scope: everywhere, a unit and what is below it, or one review."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """A role title, as granted. The value is what is stored."""

    READER = "reader"
    FOCUS_REVIEWER = "focus_reviewer"
    REVIEW_LEAD = "review_lead"
    REVIEW_TEAM_MEMBER = "review_team_member"
    SPONSOR = "sponsor"
    CO_CHAIR = "co_chair"
    STEERING_GROUP_MEMBER = "steering_group_member"
    DEPARTMENT_LEAD = "department_lead"
    DEPARTMENT_CONTRIBUTOR = "department_contributor"
    RECOMMENDATION_OWNER = "recommendation_owner"
    VERIFIER = "verifier"
    BENEFIT_OWNER = "benefit_owner"
    FINANCE_VALIDATOR = "finance_validator"
    CI_PRACTITIONER = "ci_practitioner"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_MEMBER = "committee_member"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.READER: "Member of staff",
        Role.FOCUS_REVIEWER: "Focus reviewer",
        Role.REVIEW_LEAD: "Review lead",
        Role.REVIEW_TEAM_MEMBER: "Review team member",
        Role.SPONSOR: "Sponsor",
        Role.CO_CHAIR: "Co-chair",
        Role.STEERING_GROUP_MEMBER: "Steering group member",
        Role.DEPARTMENT_LEAD: "Department lead",
        Role.DEPARTMENT_CONTRIBUTOR: "Department contributor",
        Role.RECOMMENDATION_OWNER: "Recommendation owner",
        Role.VERIFIER: "Verifier",
        Role.BENEFIT_OWNER: "Benefit owner",
        Role.FINANCE_VALIDATOR: "Finance validator",
        Role.CI_PRACTITIONER: "CI practitioner",
        Role.COMMITTEE_SECRETARY: "Committee secretary",
        Role.COMMITTEE_MEMBER: "Committee member",
        Role.ADMINISTRATOR: "Administrator",
    }
)

_KEPT_CAPITALS = ("Focus", "CI ")


def roles_in_words(roles: Iterable[Role]) -> str:
    """Return the roles as the end of a sentence, "the review lead, a ... or ...", in the order of ``Role``."""
    held = frozenset(roles)
    words = [_with_article(_mid_sentence(ROLE_LABELS[role])) for role in Role if role in held]
    if not words:
        return "nobody"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _with_article(label: str) -> str:
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _mid_sentence(label: str) -> str:
    return label if label.startswith(_KEPT_CAPITALS) else label[0].lower() + label[1:]
