"""The words for what is done to findings, and for their factual accuracy."""

VERBS = {
    "record_finding": "recorded finding {label}",
    "edit_finding": "changed finding {label}",
    "withdraw_finding": "withdrew finding {label}",
    "send_findings": "sent {label} to the service for factual accuracy, to be answered by {due_on}",
    "answer_accuracy": "answered on the factual accuracy of {label}: {verdict}",
    "respond_to_answer": "said what was done with the service’s answer on {label}",
}
MAIN = {
    "record_finding": "finding",
    "edit_finding": "finding",
    "withdraw_finding": "finding",
    "send_findings": "accuracy_item",
    "answer_accuracy": "accuracy_item",
    "respond_to_answer": "accuracy_item",
}
FIELDS = {
    "finding": {"text": "What was found", "detail": "How it was counted", "theme": "Theme", "severity": "Severity"},
    "finding_evidence": {"evidence_id": "Evidence"},
    "accuracy_item": {"verdict": "Answer", "answer": "In the service’s words", "our_response": "What the team did"},
    "accuracy_request": {"message": "Message"},
}
WHEN_MADE = {
    "finding": ("text",),
    "finding_evidence": ("evidence_id",),
    "accuracy_request": ("message",),
}
