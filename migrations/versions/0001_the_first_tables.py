"""the first tables."""

import sqlalchemy as sa
from alembic import op

from app.models import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("bank_holiday", "closure_day", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_day")),
        sa.UniqueConstraint("day", name=op.f("uq_closed_day_day")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind IN ('example', 'real')", name=op.f("ck_installation_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "overlap_group",
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap_group")),
    )
    op.create_table(
        "related_programme",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_programme")),
        sa.UniqueConstraint("key", name=op.f("uq_related_programme_key")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_setting_name")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_file_sha256")),
    )
    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    op.create_table(
        "term",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day < last_day", name=op.f("ck_term_runs_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("name", "year", name=op.f("uq_term_name_year")),
    )
    op.create_table(
        "unit",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "university",
                "division",
                "department",
                "central_service",
                "team",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["unit.id"], name=op.f("fk_unit_merged_into_id_unit")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("key", name=op.f("uq_unit_key")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_path"), ["path"], unique=False)

    op.create_table(
        "person",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("role_title", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "service",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("owner_unit_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("users", sa.Text(), nullable=False),
        sa.Column("review_interval_years", sa.Integer(), nullable=False),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("review_interval_years BETWEEN 1 AND 20", name=op.f("ck_service_interval")),
        sa.ForeignKeyConstraint(["owner_unit_id"], ["unit.id"], name=op.f("fk_service_owner_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("key", name=op.f("uq_service_key")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_owner_unit_id"), ["owner_unit_id"], unique=False)

    op.create_table(
        "unit_period",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_period_parent_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_period_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_period")),
    )
    with op.batch_alter_table("unit_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_period_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_period_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column(
            "action",
            sa.Enum("insert", "update", "delete", name="action", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(payload_sha256) = 64", name=op.f("ck_change_payload_sha256")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_change_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_change_record", ["kind", "record_id", "id"], unique=False)
        batch_op.create_index("ix_change_subject", ["subject_kind", "subject_id", "id"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_mail_key")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mail_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "review",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "profile",
            sa.Enum("university_wide", "local", name="profile", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "proposed",
                "scoping",
                "discovery",
                "recommendations",
                "implementation",
                "completed",
                "paused",
                "withdrawn",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "paused_from",
            sa.Enum(
                "proposed",
                "scoping",
                "discovery",
                "recommendations",
                "implementation",
                "completed",
                "paused",
                "withdrawn",
                name="paused_phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("resume_first", sa.Date(), nullable=True),
        sa.Column("resume_last", sa.Date(), nullable=True),
        sa.Column(
            "resume_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="resume_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("resume_label", sa.String(length=80), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "idea",
                "scope",
                "engage",
                "diagnose",
                "design_and_test",
                "implement",
                "sustain",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("users", sa.Text(), nullable=False),
        sa.Column("service_words", sa.String(length=200), nullable=False),
        sa.Column(
            "right_tool",
            sa.Enum(
                "review",
                "improvement",
                "self_assessment",
                "not_sure",
                name="right_tool",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("right_tool_reason", sa.Text(), nullable=False),
        sa.Column("sponsor_title", sa.String(length=120), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column(
            "data_protection",
            sa.Enum(
                "not_done",
                "nothing_needed",
                "assessment_needed",
                "assessment_done",
                name="data_protection",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "equality",
            sa.Enum(
                "not_done",
                "nothing_needed",
                "assessment_needed",
                "assessment_done",
                name="equality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("screening_note", sa.Text(), nullable=False),
        sa.Column("guide_choice", sa.String(length=200), nullable=False),
        sa.Column("no_guide_reason", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("baseline_on_first", sa.Date(), nullable=True),
        sa.Column("baseline_on_last", sa.Date(), nullable=True),
        sa.Column(
            "baseline_on_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="baseline_on_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("baseline_on_label", sa.String(length=80), nullable=True),
        sa.Column("baseline_method", sa.Text(), nullable=False),
        sa.Column("no_baseline_reason", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("benefits_checked_on", sa.Date(), nullable=True),
        sa.Column("benefits_note", sa.Text(), nullable=False),
        sa.Column("service_owner_title", sa.String(length=120), nullable=False),
        sa.Column("service_owner_on", sa.Date(), nullable=True),
        sa.Column("handed_over_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(phase = 'paused') = (paused_from IS NOT NULL)", name=op.f("ck_review_paused_from")),
        sa.CheckConstraint(
            "paused_from IN ('scoping', 'discovery', 'recommendations', 'implementation')",
            name=op.f("ck_review_pausable"),
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_to_id"], ["related_programme.id"], name=op.f("fk_review_handed_over_to_id_related_programme")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_review_proposed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("reference", name=op.f("uq_review_reference")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_handed_over_to_id"), ["handed_over_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_phase"), ["phase"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_proposed_by_id"), ["proposed_by_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "accuracy_request",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_accuracy_request_review_id_review")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_accuracy_request_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_request")),
    )
    with op.batch_alter_table("accuracy_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accuracy_request_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accuracy_request_sent_by_id"), ["sent_by_id"], unique=False)

    op.create_table(
        "change_payload",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_payload_change_id_change")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_change_payload")),
    )
    op.create_table(
        "evidence",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "interview",
                "survey",
                "data",
                "document",
                "process_map",
                "observation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("gathered_first", sa.Date(), nullable=True),
        sa.Column("gathered_last", sa.Date(), nullable=True),
        sa.Column(
            "gathered_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="gathered_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("gathered_label", sa.String(length=80), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'interview' OR confidential", name=op.f("ck_evidence_interviews_are_confidential")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_added_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_evidence_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("reference", name=op.f("uq_evidence_reference")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_evidence_review_id_number")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_review_id"), ["review_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "people", "collaboration", "quality", name="theme", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum("high", "medium", "low", name="severity", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_finding_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("reference", name=op.f("uq_finding_reference")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_finding_review_id_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_review_id"), ["review_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_lesson_review_id_review")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_lesson_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "rendering",
                "ready",
                "failed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("dataset", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_paper_asked_by_id_person")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_paper_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("key", name=op.f("uq_paper_key")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_status"), ["status"], unique=False)

    op.create_table(
        "phase_entry",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "proposed",
                "scoping",
                "discovery",
                "recommendations",
                "implementation",
                "completed",
                "paused",
                "withdrawn",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_phase",
            sa.Enum(
                "proposed",
                "scoping",
                "discovery",
                "recommendations",
                "implementation",
                "completed",
                "paused",
                "withdrawn",
                name="from_phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("entered_first", sa.Date(), nullable=False),
        sa.Column("entered_last", sa.Date(), nullable=False),
        sa.Column(
            "entered_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="entered_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_title", sa.String(length=160), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reference", sa.String(length=120), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "approved_with_conditions",
                "returned",
                "rejected",
                "noted",
                "deferred",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_phase_entry_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_phase_entry_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_entry")),
    )
    with op.batch_alter_table("phase_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_entry_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phase_entry_review_id"), ["review_id"], unique=False)

    op.create_table(
        "planned_end",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "proposed",
                "scoping",
                "discovery",
                "recommendations",
                "implementation",
                "completed",
                "paused",
                "withdrawn",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("end_first", sa.Date(), nullable=False),
        sa.Column("end_last", sa.Date(), nullable=False),
        sa.Column(
            "end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("end_label", sa.String(length=80), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_planned_end_review_id_review")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_planned_end_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_end")),
    )
    with op.batch_alter_table("planned_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_end_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_end_set_by_id"), ["set_by_id"], unique=False)
        batch_op.create_index(
            "uq_planned_end_current",
            ["review_id", "phase"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "published_event",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "started",
                "ended",
                "recommendations_published",
                "report_published",
                "review_completed",
                name="event",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_first", sa.Date(), nullable=False),
        sa.Column("on_last", sa.Date(), nullable=False),
        sa.Column(
            "on_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="on_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_label", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_published_event_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_event")),
    )
    with op.batch_alter_table("published_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_event_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_service",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_service_review_id_review")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_review_service_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_service")),
        sa.UniqueConstraint("review_id", "service_id", name=op.f("uq_review_service_review_id_service_id")),
    )
    with op.batch_alter_table("review_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_service_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_service_service_id"), ["service_id"], unique=False)

    op.create_table(
        "review_unit",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_unit_review_id_review")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_unit")),
        sa.UniqueConstraint("review_id", "unit_id", name=op.f("uq_review_unit_review_id_unit_id")),
    )
    with op.batch_alter_table("review_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_unit_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "focus_reviewer",
                "review_lead",
                "review_team_member",
                "sponsor",
                "co_chair",
                "steering_group_member",
                "department_lead",
                "department_contributor",
                "recommendation_owner",
                "verifier",
                "benefit_owner",
                "finance_validator",
                "ci_practitioner",
                "committee_secretary",
                "committee_member",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("service", "division", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IS NULL OR role = 'co_chair'", name=op.f("ck_role_grant_side_of_co_chair")),
        sa.CheckConstraint("unit_id IS NULL OR review_id IS NULL", name=op.f("ck_role_grant_one_scope")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_role_grant_review_id_review")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "scope_version",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_scope", sa.Text(), nullable=False),
        sa.Column("out_of_scope", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("terms_of_reference", sa.Text(), nullable=False),
        sa.Column("scoping_end_first", sa.Date(), nullable=True),
        sa.Column("scoping_end_last", sa.Date(), nullable=True),
        sa.Column(
            "scoping_end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="scoping_end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("scoping_end_label", sa.String(length=80), nullable=True),
        sa.Column("discovery_end_first", sa.Date(), nullable=True),
        sa.Column("discovery_end_last", sa.Date(), nullable=True),
        sa.Column(
            "discovery_end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="discovery_end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("discovery_end_label", sa.String(length=80), nullable=True),
        sa.Column("recommendations_end_first", sa.Date(), nullable=True),
        sa.Column("recommendations_end_last", sa.Date(), nullable=True),
        sa.Column(
            "recommendations_end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="recommendations_end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recommendations_end_label", sa.String(length=80), nullable=True),
        sa.Column("implementation_end_first", sa.Date(), nullable=True),
        sa.Column("implementation_end_last", sa.Date(), nullable=True),
        sa.Column(
            "implementation_end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="implementation_end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("implementation_end_label", sa.String(length=80), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by_title", sa.String(length=160), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_scope_version_review_id_review")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_scope_version_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_version")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_scope_version_review_id_number")),
    )
    with op.batch_alter_table("scope_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_version_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scope_version_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "idea",
                "scope",
                "engage",
                "diagnose",
                "design_and_test",
                "implement",
                "sustain",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_task_done_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_task_owner_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_task_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_done_by_id"), ["done_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_review_id"), ["review_id"], unique=False)

    op.create_table(
        "accuracy_item",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("finding_text", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "correct",
                "correct_with_comment",
                "not_correct",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("our_response", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_accuracy_item_answered_by_id_person")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_accuracy_item_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["accuracy_request.id"], name=op.f("fk_accuracy_item_request_id_accuracy_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_item")),
        sa.UniqueConstraint("request_id", "finding_id", name=op.f("uq_accuracy_item_request_id_finding_id")),
    )
    with op.batch_alter_table("accuracy_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accuracy_item_answered_by_id"), ["answered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accuracy_item_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accuracy_item_request_id"), ["request_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report",
                "quick_wins",
                "amendment",
                "response",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "approved_with_conditions",
                "returned",
                "rejected",
                "noted",
                "deferred",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_title", sa.String(length=160), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("minute_reference", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document_name", sa.String(length=255), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("decided_content", sa.JSON(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_decision_paper_id_paper")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_decision_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_review_id"), ["review_id"], unique=False)

    op.create_table(
        "evidence_file",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_file_added_by_id_person")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("evidence_id", "number", name=op.f("uq_evidence_file_evidence_id_number")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_file_id"), ["file_id"], unique=False)

    op.create_table(
        "finding_evidence",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_finding_evidence_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_evidence_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_evidence")),
        sa.UniqueConstraint("finding_id", "evidence_id", name=op.f("uq_finding_evidence_finding_id_evidence_id")),
    )
    with op.batch_alter_table("finding_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_evidence_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_evidence_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "decision_condition",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_first", sa.Date(), nullable=True),
        sa.Column("due_last", sa.Date(), nullable=True),
        sa.Column(
            "due_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="due_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("due_label", sa.String(length=80), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_note", sa.Text(), nullable=False),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_condition_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["met_by_id"], ["person.id"], name=op.f("fk_decision_condition_met_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_condition")),
    )
    with op.batch_alter_table("decision_condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_condition_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_condition_met_by_id"), ["met_by_id"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("evidence_file_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["evidence_file.id"], name=op.f("fk_reading_evidence_file_id_evidence_file")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_reading_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_evidence_file_id"), ["evidence_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column(
            "priority",
            sa.Enum("high", "medium", "low", name="priority", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("interim", sa.Boolean(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column(
            "response",
            sa.Enum(
                "awaiting",
                "accepted",
                "partially_accepted",
                "not_accepted",
                name="response",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("response_reason", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column(
            "progress",
            sa.Enum(
                "not_started",
                "in_progress",
                "done_awaiting_verification",
                "closed",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "closure",
            sa.Enum(
                "verified",
                "handed_over",
                "superseded",
                "no_longer_applicable",
                "risk_accepted",
                name="closure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closure_reason", sa.Text(), nullable=False),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.Column("original_first", sa.Date(), nullable=True),
        sa.Column("original_last", sa.Date(), nullable=True),
        sa.Column(
            "original_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="original_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("original_label", sa.String(length=80), nullable=True),
        sa.Column("current_first", sa.Date(), nullable=True),
        sa.Column("current_last", sa.Date(), nullable=True),
        sa.Column(
            "current_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="current_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("current_label", sa.String(length=80), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("done_evidence", sa.Text(), nullable=False),
        sa.Column("done_url", sa.Text(), nullable=False),
        sa.Column("done_file_id", sa.Integer(), nullable=True),
        sa.Column("done_filename", sa.String(length=255), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_over_to_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(progress = 'closed') = (closure IS NOT NULL)", name=op.f("ck_recommendation_closed_by_a_closure")
        ),
        sa.CheckConstraint(
            "response NOT IN ('partially_accepted', 'not_accepted') OR response_reason <> ''",
            name=op.f("ck_recommendation_response_reason"),
        ),
        sa.CheckConstraint("effort BETWEEN 1 AND 5", name=op.f("ck_recommendation_effort")),
        sa.CheckConstraint("impact BETWEEN 1 AND 5", name=op.f("ck_recommendation_impact")),
        sa.CheckConstraint(
            "verifier_id IS NULL OR verifier_id <> owner_id", name=op.f("ck_recommendation_verifier_is_not_owner")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_recommendation_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["done_file_id"], ["stored_file.id"], name=op.f("fk_recommendation_done_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_to_id"],
            ["related_programme.id"],
            name=op.f("fk_recommendation_handed_over_to_id_related_programme"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_recommendation_owner_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_recommendation_review_id_review")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["recommendation.id"], name=op.f("fk_recommendation_superseded_by_id_recommendation")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["person.id"], name=op.f("fk_recommendation_verified_by_id_person")
        ),
        sa.ForeignKeyConstraint(["verifier_id"], ["person.id"], name=op.f("fk_recommendation_verifier_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("reference", name=op.f("uq_recommendation_reference")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_recommendation_review_id_number")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_done_file_id"), ["done_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_handed_over_to_id"), ["handed_over_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_superseded_by_id"), ["superseded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_verified_by_id"), ["verified_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_verifier_id"), ["verifier_id"], unique=False)

    op.create_table(
        "date_revision",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("was_first", sa.Date(), nullable=True),
        sa.Column("was_last", sa.Date(), nullable=True),
        sa.Column(
            "was_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="was_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("was_label", sa.String(length=80), nullable=True),
        sa.Column("becomes_first", sa.Date(), nullable=False),
        sa.Column("becomes_last", sa.Date(), nullable=False),
        sa.Column(
            "becomes_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="becomes_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("becomes_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "approved", "refused", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_title", sa.String(length=160), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_date_revision_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_date_revision_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_date_revision_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_revision")),
    )
    with op.batch_alter_table("date_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_revision_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_date_revision_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_date_revision_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "improvement",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "life",
            sa.Enum(
                "idea",
                "testing",
                "adopted",
                "abandoned",
                name="life",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("benefit_owner_id", sa.Integer(), nullable=True),
        sa.Column("adopted_from_id", sa.Integer(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("abandoned_reason", sa.Text(), nullable=False),
        sa.Column(
            "provenance",
            sa.Enum(
                "own", "sourced", "fictional", name="provenance", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_from_id"], ["improvement.id"], name=op.f("fk_improvement_adopted_from_id_improvement")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_improvement_author_id_person")),
        sa.ForeignKeyConstraint(
            ["benefit_owner_id"], ["person.id"], name=op.f("fk_improvement_benefit_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_improvement_recommendation_id_recommendation")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_improvement_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
        sa.UniqueConstraint("reference", name=op.f("uq_improvement_reference")),
    )
    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_adopted_from_id"), ["adopted_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_benefit_owner_id"), ["benefit_owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_life"), ["life"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_recommendation_id"), ["recommendation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_review_id"), ["review_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_milestone_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "recommendation_finding",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_recommendation_finding_finding_id_finding")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_finding_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_finding")),
        sa.UniqueConstraint(
            "recommendation_id", "finding_id", name=op.f("uq_recommendation_finding_recommendation_id_finding_id")
        ),
    )
    with op.batch_alter_table("recommendation_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_finding_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recommendation_finding_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "recommendation_note",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "progress",
                "blocked",
                "unblocked",
                "done",
                "sent_back",
                "report_back",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_note_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_recommendation_note_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_note")),
    )
    with op.batch_alter_table("recommendation_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_note_recommendation_id"), ["recommendation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recommendation_note_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "recommendation_text",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_text_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_recommendation_text_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_text")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_recommendation_text_recommendation_id_number")
        ),
    )
    with op.batch_alter_table("recommendation_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_text_recommendation_id"), ["recommendation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recommendation_text_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "improvement_unit",
        sa.Column("improvement_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_improvement_unit_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_improvement_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_unit")),
        sa.UniqueConstraint("improvement_id", "unit_id", name=op.f("uq_improvement_unit_improvement_id_unit_id")),
    )
    with op.batch_alter_table("improvement_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_unit_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "saving",
        sa.Column("improvement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "klass",
            sa.Enum(
                "cash_releasing",
                "non_cash_releasing",
                "cost_avoidance",
                "user_time",
                "quality_wellbeing_risk",
                name="klass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "recurrence",
            sa.Enum("recurring", "one_off", name="recurrence", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "time_steps",
                "native_days",
                "money",
                "narrative",
                name="form",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade",
            sa.Enum(
                "estimated",
                "measured",
                "validated",
                "sustained",
                "lapsed",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("like_for_like", sa.Text(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("native_days", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("amount_gbp", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("hours_per_day", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("days_a_year", sa.Numeric(precision=24, scale=12), nullable=True),
        sa.Column("settings_snapshot", sa.JSON(), nullable=False),
        sa.Column("attribution_share", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("attribution_reason", sa.Text(), nullable=False),
        sa.Column("start_first", sa.Date(), nullable=True),
        sa.Column("start_last", sa.Date(), nullable=True),
        sa.Column(
            "start_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="start_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("start_label", sa.String(length=80), nullable=True),
        sa.Column("end_first", sa.Date(), nullable=True),
        sa.Column("end_last", sa.Date(), nullable=True),
        sa.Column(
            "end_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="end_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("end_label", sa.String(length=80), nullable=True),
        sa.Column("last_checked", sa.Date(), nullable=True),
        sa.Column("released_to", sa.Text(), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.Column("validated_on", sa.Date(), nullable=True),
        sa.Column("overlap_group_id", sa.Integer(), nullable=True),
        sa.Column("counts_in_overlap", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form <> 'money' OR amount_gbp IS NOT NULL", name=op.f("ck_saving_amount")),
        sa.CheckConstraint("form <> 'native_days' OR native_days IS NOT NULL", name=op.f("ck_saving_native_days")),
        sa.CheckConstraint(
            "attribution_share > 0 AND attribution_share <= 1", name=op.f("ck_saving_attribution_share")
        ),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["person.id"], name=op.f("fk_saving_claimed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_saving_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["overlap_group_id"], ["overlap_group.id"], name=op.f("fk_saving_overlap_group_id_overlap_group")
        ),
        sa.ForeignKeyConstraint(["validated_by_id"], ["person.id"], name=op.f("fk_saving_validated_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saving")),
        sa.UniqueConstraint("improvement_id", "number", name=op.f("uq_saving_improvement_id_number")),
    )
    with op.batch_alter_table("saving", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saving_claimed_by_id"), ["claimed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saving_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saving_overlap_group_id"), ["overlap_group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saving_validated_by_id"), ["validated_by_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("saving_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_at_first", sa.Date(), nullable=True),
        sa.Column("as_at_last", sa.Date(), nullable=True),
        sa.Column(
            "as_at_precision",
            sa.Enum(
                "day",
                "month",
                "term",
                "year",
                name="as_at_precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("as_at_label", sa.String(length=80), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saving_id"], ["saving.id"], name=op.f("fk_claim_saving_id_saving")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_saving_id"), ["saving_id"], unique=False)

    op.create_table(
        "measurement",
        sa.Column("saving_id", sa.Integer(), nullable=False),
        sa.Column("baseline_period", sa.String(length=160), nullable=False),
        sa.Column("follow_up_period", sa.String(length=160), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("measured_from", sa.Date(), nullable=True),
        sa.Column("measured_to", sa.Date(), nullable=True),
        sa.Column("days_less", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("percent_less", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("whole_percent_less", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("other_causes", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_measurement_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["saving_id"], ["saving.id"], name=op.f("fk_measurement_saving_id_saving")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_recorded_by_id"), ["recorded_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_saving_id"), ["saving_id"], unique=False)

    op.create_table(
        "saving_step",
        sa.Column("saving_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column(
            "per",
            sa.Enum(
                "day",
                "week_calendar",
                "week_worked",
                "week_term",
                "month",
                "term",
                "year",
                "once",
                name="per",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes_before", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("minutes_after", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("people", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "times >= 0 AND minutes_before >= 0 AND minutes_after >= 0", name=op.f("ck_saving_step_not_negative")
        ),
        sa.ForeignKeyConstraint(["saving_id"], ["saving.id"], name=op.f("fk_saving_step_saving_id_saving")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saving_step")),
    )
    with op.batch_alter_table("saving_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saving_step_saving_id"), ["saving_id"], unique=False)

    for statement in triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("saving_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saving_step_saving_id"))

    op.drop_table("saving_step")
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_saving_id"))
        batch_op.drop_index(batch_op.f("ix_measurement_recorded_by_id"))

    op.drop_table("measurement")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_saving_id"))

    op.drop_table("claim")
    with op.batch_alter_table("saving", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saving_validated_by_id"))
        batch_op.drop_index(batch_op.f("ix_saving_overlap_group_id"))
        batch_op.drop_index(batch_op.f("ix_saving_improvement_id"))
        batch_op.drop_index(batch_op.f("ix_saving_claimed_by_id"))

    op.drop_table("saving")
    with op.batch_alter_table("improvement_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_improvement_unit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_unit_improvement_id"))

    op.drop_table("improvement_unit")
    with op.batch_alter_table("recommendation_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_text_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_text_recommendation_id"))

    op.drop_table("recommendation_text")
    with op.batch_alter_table("recommendation_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_note_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_note_recommendation_id"))

    op.drop_table("recommendation_note")
    with op.batch_alter_table("recommendation_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_finding_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_finding_finding_id"))

    op.drop_table("recommendation_finding")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_recommendation_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_improvement_review_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_life"))
        batch_op.drop_index(batch_op.f("ix_improvement_benefit_owner_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_author_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_adopted_from_id"))

    op.drop_table("improvement")
    with op.batch_alter_table("date_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_revision_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_date_revision_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_date_revision_asked_by_id"))

    op.drop_table("date_revision")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_verifier_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_verified_by_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_superseded_by_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_review_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_owner_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_handed_over_to_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_done_file_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_decision_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_person_id"))
        batch_op.drop_index(batch_op.f("ix_reading_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_reading_evidence_file_id"))

    op.drop_table("reading")
    with op.batch_alter_table("decision_condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_condition_met_by_id"))
        batch_op.drop_index(batch_op.f("ix_decision_condition_decision_id"))

    op.drop_table("decision_condition")
    with op.batch_alter_table("finding_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_evidence_finding_id"))
        batch_op.drop_index(batch_op.f("ix_finding_evidence_evidence_id"))

    op.drop_table("finding_evidence")
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_file_file_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_added_by_id"))

    op.drop_table("evidence_file")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_review_id"))
        batch_op.drop_index(batch_op.f("ix_decision_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_decision_paper_id"))

    op.drop_table("decision")
    with op.batch_alter_table("accuracy_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accuracy_item_request_id"))
        batch_op.drop_index(batch_op.f("ix_accuracy_item_finding_id"))
        batch_op.drop_index(batch_op.f("ix_accuracy_item_answered_by_id"))

    op.drop_table("accuracy_item")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_review_id"))
        batch_op.drop_index(batch_op.f("ix_task_owner_id"))
        batch_op.drop_index(batch_op.f("ix_task_done_by_id"))

    op.drop_table("task")
    with op.batch_alter_table("scope_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scope_version_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_scope_version_review_id"))

    op.drop_table("scope_version")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_unit_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_review_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("review_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_unit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_review_unit_review_id"))

    op.drop_table("review_unit")
    with op.batch_alter_table("review_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_service_service_id"))
        batch_op.drop_index(batch_op.f("ix_review_service_review_id"))

    op.drop_table("review_service")
    with op.batch_alter_table("published_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_event_review_id"))

    op.drop_table("published_event")
    with op.batch_alter_table("planned_end", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_planned_end_current", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
        )
        batch_op.drop_index(batch_op.f("ix_planned_end_set_by_id"))
        batch_op.drop_index(batch_op.f("ix_planned_end_review_id"))

    op.drop_table("planned_end")
    with op.batch_alter_table("phase_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_entry_review_id"))
        batch_op.drop_index(batch_op.f("ix_phase_entry_recorded_by_id"))

    op.drop_table("phase_entry")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_status"))
        batch_op.drop_index(batch_op.f("ix_paper_review_id"))
        batch_op.drop_index(batch_op.f("ix_paper_file_id"))
        batch_op.drop_index(batch_op.f("ix_paper_asked_by_id"))

    op.drop_table("paper")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_review_id"))

    op.drop_table("lesson")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_review_id"))

    op.drop_table("finding")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_review_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_added_by_id"))

    op.drop_table("evidence")
    op.drop_table("change_payload")
    with op.batch_alter_table("accuracy_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accuracy_request_sent_by_id"))
        batch_op.drop_index(batch_op.f("ix_accuracy_request_review_id"))

    op.drop_table("accuracy_request")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_review_phase"))
        batch_op.drop_index(batch_op.f("ix_review_handed_over_to_id"))

    op.drop_table("review")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_sent_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_mail_person_id"))

    op.drop_table("outbox_mail")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_subject")
        batch_op.drop_index("ix_change_record")
        batch_op.drop_index(batch_op.f("ix_change_actor_id"))

    op.drop_table("change")
    with op.batch_alter_table("unit_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_period_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_period_parent_id"))

    op.drop_table("unit_period")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_owner_unit_id"))

    op.drop_table("service")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unit_id"))

    op.drop_table("person")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_path"))
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_unit_merged_into_id"))

    op.drop_table("unit")
    op.drop_table("term")
    op.drop_table("submission")
    op.drop_table("stored_file")
    op.drop_table("setting")
    op.drop_table("related_programme")
    op.drop_table("overlap_group")
    op.drop_table("installation")
    op.drop_table("closed_day")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
