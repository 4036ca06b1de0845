"""The words for what is done to evidence.

Its notes, its link and the names of its files are not among the details: of confidential evidence they are read on its
own page alone, where each reading is logged.
"""

VERBS = {
    "add_evidence": "added evidence {label}",
    "edit_evidence": "changed evidence {label}",
    "add_evidence_file": "added a file to evidence {label}",
    "withdraw_evidence": "withdrew evidence {label}",
}
MAIN = {
    "add_evidence": "evidence",
    "edit_evidence": "evidence",
    "add_evidence_file": "evidence_file",
    "withdraw_evidence": "evidence",
}
FIELDS = {
    "evidence": {
        "title": "Title",
        "kind": "Kind",
        "gathered_label": "Gathered",
        "confidential": "Confidential",
    },
    "evidence_file": {"number": "Version of the file"},
}
WHEN_MADE = {"evidence": ("title", "kind"), "evidence_file": ("number",)}
