"""How decisions, responses and conditions read in a history."""

VERBS = {
    "record_decision": "recorded a decision of {decided_on}: {outcome}, decided by {decided_by_title}",
    "record_response": "recorded the response to {label}: {response}",
    "decide_again": "recorded that {label} was decided again",
    "take_back_response": "took back the response to {label}",
    "meet_condition": "marked a condition as met: “{met_note}”",
}

FIELDS = {
    "decision": {
        "minute_reference": "Minute or letter",
        "document_name": "Document",
        "document_sha256": "SHA-256",
    },
    "decision_condition": {"text": "Condition", "due_label": "By"},
}

WHEN_MADE = {
    "decision": ("minute_reference", "document_name", "document_sha256"),
    "decision_condition": ("text", "due_label"),
}
