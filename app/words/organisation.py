"""The words for what is done to units, people, roles and services."""

VERBS = {
    "begin_installation": "set this installation up",
    "add_unit": "added the unit {label}",
    "rename_unit": "renamed the unit from {was_name} to {name}",
    "correct_unit_name": "corrected the unit’s name from {was_name} to {name}",
    "move_unit": "moved the unit",
    "carry_along": "moved the unit together with the one it belongs to",
    "go_over": "moved {label}, because its unit was merged into another",
    "close_unit": "closed the unit after {closed_on}",
    "merge_unit": "merged the unit into {merged_into_id}",
    "reopen_unit": "opened the unit again",
    "add_person": "added {label}",
    "change_person": "changed what is kept of {label}",
    "deactivate_person": "deactivated {label} and ended all their sign-ins",
    "reactivate_person": "let {label} sign in again",
    "grant_role": "gave a role: {label}",
    "end_role": "ended a role: {label}",
    "add_service": "added the service {label}",
    "change_service": "changed the service",
    "describe_service": "described the service",
}
MAIN = {
    "add_unit": "unit",
    "rename_unit": "unit",
    "move_unit": "unit",
    "carry_along": "moved the unit together with the one it belongs to",
    "go_over": "moved {label}, because its unit was merged into another",
    "close_unit": "unit",
    "merge_unit": "unit",
    "add_person": "person",
    "grant_role": "role_grant",
    "end_role": "role_grant",
}
FIELDS = {
    "unit": {"name": "Name", "kind": "Kind", "parent_id": "Belongs to", "opened_on": "Exists since"},
    "person": {"role_title": "Role title", "unit_id": "Unit", "email": "E-mail address"},
    "role_grant": {"unit_id": "Unit", "review_id": "Review", "granted_on": "From", "ended_on": "Until"},
    "service": {
        "name": "Name",
        "owner_unit_id": "Owner",
        "description": "What it does",
        "users": "Who uses it",
        "review_interval_years": "Years between reviews",
    },
}
WHEN_MADE = {
    "unit": ("parent_id", "kind"),
    "person": ("unit_id",),
    "role_grant": ("unit_id", "review_id", "granted_on"),
    "service": ("owner_unit_id",),
}
