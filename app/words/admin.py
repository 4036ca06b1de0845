"""The words for what is done to settings, terms and closed days."""

VERBS = {
    "change_setting": "changed “{label}”",
    "confirm_settings": "looked at all settings and found them right",
    "load_calendar": "filled in the terms and closed days that come with it, to be checked",
    "add_term": "added {label}, {first_day} to {last_day}",
    "change_term": "changed {label}",
    "remove_term": "removed {label}",
    "check_terms": "compared the terms with the published dates",
    "add_closed_day": "added {label}, to the days on which nobody works",
    "change_closed_day": "changed {label}",
    "remove_closed_day": "removed {label}, from the days on which nobody works",
    "check_closed_days": "compared the closed days with the published dates",
}
FIELDS = {
    "setting": {"value": "Value"},
    "term": {"name": "Term", "year": "Year", "first_day": "First day", "last_day": "Last day"},
    "closed_day": {"day": "Day", "kind": "Kind", "label": "Name"},
}
