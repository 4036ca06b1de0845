"""The words for what is done to a review as a whole: proposing, moving, publishing."""

VERBS = {
    "propose_review": "proposed the review",
    "keep_draft_proposal": "kept the proposal as a draft",
    "edit_proposal": "changed the proposal",
    "move_review": "moved the review from {from_phase} to {phase}",
    "publish_review": "put the review on the public list",
    "take_off_public_list": "took the review off the public list",
}
MAIN = {
    "propose_review": "review",
    "keep_draft_proposal": "review",
    "edit_proposal": "review",
    "move_review": "phase_entry",
}
FIELDS = {
    "review": {
        "title": "Title",
        "profile": "Kind of review",
        "problem": "What is wrong",
        "users": "Users",
        "service_words": "Service",
        "right_tool": "Is a review the right tool?",
        "right_tool_reason": "Why",
        "sponsor_title": "Sponsor",
        "resume_label": "Planned to resume",
        "published_on": "On the public list since",
    },
    "review_unit": {"unit_id": "Unit"},
    "review_service": {"service_id": "Service"},
    "phase_entry": {
        "decided_by_title": "Decided by",
        "decided_on": "Decided on",
        "decision_reference": "Reference",
        "outcome": "Outcome",
        "conditions": "Conditions",
    },
}
WHEN_MADE = {"phase_entry": ("decided_by_title", "decided_on", "decision_reference", "outcome", "conditions")}
