"""How changes read as sentences. Each feature has a module here with its VERBS and FIELDS; `app/history_pages.py` uses them.

VERBS: the name of an action -> what follows the person's title in the sentence, for example
"record_finding": "recorded finding {label}". `{label}` is the main record's label; `{field}` its new value of a field.
FIELDS: table -> {column: label}. A column that is not named is not shown in a sentence's details.
"""
