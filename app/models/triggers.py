"""The triggers that keep the history and what was read from being changed, on either engine.

They are made by migrations and listed here, so that a test can see that none went missing: rebuilding a table (an
SQLite batch migration does) drops its triggers without a word.
"""

NO_CHANGE = ("change", "reading", "recommendation_text", "decision")
"""Tables whose rows are never updated."""

NO_DELETE = ("change", "change_payload", "reading", "recommendation_text", "decision", "phase_entry")
"""Tables whose rows are never deleted."""

BLANK_ONLY = "change_payload"
"""The table whose only update is to blank the payload: the erasure command may, and nothing else."""


def expected() -> set[str]:
    """The names of all triggers that a migrated database has."""
    return (
        {f"{table}_no_update" for table in NO_CHANGE}
        | {f"{table}_no_delete" for table in NO_DELETE}
        | {f"{BLANK_ONLY}_blank_only"}
    )


def statements(dialect: str) -> list[str]:
    """The statements that make them, for "sqlite" or "postgresql"."""
    blank = "NEW.salt IS NOT NULL OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR NEW.change_id <> OLD.change_id"
    if dialect == "sqlite":
        raising = "BEGIN SELECT RAISE(ABORT, '{table} is never {done}'); END"
        made = [_sqlite(table, "UPDATE", "updated", raising) for table in NO_CHANGE]
        made += [_sqlite(table, "DELETE", "deleted", raising) for table in NO_DELETE]
        body = raising.format(table=BLANK_ONLY, done="updated but to blank it")
        return [*made, f"CREATE TRIGGER {BLANK_ONLY}_blank_only BEFORE UPDATE ON {BLANK_ONLY} WHEN {blank} {body}"]
    function = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is never changed like this (%)', TG_TABLE_NAME, TG_OP; END $$"
    )
    made = [f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {_REFUSE}" for table in NO_CHANGE]
    made += [f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {_REFUSE}" for table in NO_DELETE]
    last = f"CREATE TRIGGER {BLANK_ONLY}_blank_only BEFORE UPDATE ON {BLANK_ONLY} FOR EACH ROW WHEN ({blank}) {_CALL}"
    return [function, *made, last]


_CALL = "EXECUTE FUNCTION refuse_change()"
_REFUSE = f"FOR EACH ROW {_CALL}"


def _sqlite(table: str, event: str, done: str, body: str) -> str:
    name = "no_update" if event == "UPDATE" else "no_delete"
    return f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {body.format(table=table, done=done)}"
