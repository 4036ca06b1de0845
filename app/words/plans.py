"""The words for what is done to a review's scope, plan, team, tasks and lessons.

The summary and the method of the report are named, not shown: until the report is published they may tell of drafts.
"""

VERBS = {
    "write_scope": "wrote the {label}",
    "edit_scope": "changed the {label}",
    "agree_scope": "recorded that the {label} was agreed by the {agreed_by_title} on {agreed_on}",
    "plan_dates": "set the {label}",
    "add_to_team": "added the {label} to the people of the review",
    "end_part": "ended the part of the {label} in the review",
    "name_sponsor": "named the sponsor",
    "record_screening": "recorded the screening for data protection and equality",
    "choose_guide": "recorded the choice of a self-assessment guide",
    "record_baseline": "recorded the baseline",
    "write_summary": "changed the summary and the method for the report",
    "record_completion": "recorded what completes the review",
    "set_step": "set the current step to “{step}”",
    "add_tasks": "added to the tasks: {label}",
    "edit_task": "changed the task “{label}”",
    "finish_task": "did the task “{label}”",
    "reopen_task": "took up the task “{label}” again",
    "drop_task": "dropped the task “{label}”",
    "add_lesson": "noted a lesson",
    "edit_lesson": "corrected a lesson",
}
MAIN = {
    "write_scope": "scope_version",
    "edit_scope": "scope_version",
    "plan_dates": "planned_end",
    "add_to_team": "role_grant",
    "end_part": "role_grant",
}
FIELDS = {
    "review": {
        "step": "Current step",
        "sponsor_title": "Sponsor",
        "data_protection": "Data protection",
        "equality": "Equality",
        "screening_note": "Note on the screening",
        "guide_choice": "Self-assessment guide",
        "no_guide_reason": "Reason for no guide",
        "baseline": "Baseline",
        "baseline_on_label": "Date of the baseline",
        "baseline_method": "How it was measured",
        "no_baseline_reason": "Reason for no baseline",
        "benefits_checked_on": "Benefits checked on",
        "benefits_note": "What the check found",
        "service_owner_title": "Service owner",
        "service_owner_on": "Took over on",
    },
    "scope_version": {
        "in_scope": "In scope",
        "out_of_scope": "Out of scope",
        "objectives": "Objectives",
        "terms_of_reference": "Terms of reference",
        "scoping_end_label": "Planned end of scoping",
        "discovery_end_label": "Planned end of discovery",
        "recommendations_end_label": "Planned end of recommendations",
        "implementation_end_label": "Planned end of implementation",
        "change_note": "What changes, and why",
    },
    "planned_end": {"end_label": "Planned end"},
    "role_grant": {"side": "Side"},
    "task": {"title": "Task", "step": "Step", "owner_id": "Owner", "due_on": "Due"},
    "lesson": {"text": "Lesson"},
}
WHEN_MADE = {"planned_end": ("end_label",), "role_grant": ("side",), "lesson": ("text",)}
