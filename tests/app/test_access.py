"""Who may see and change what: the table, scope by scope."""

from datetime import UTC, date, datetime

import pytest

from app.access import TABLE, Grant, Permission, Place, Viewer
from workflows.roles import Role

HERE = Place(7, ("/1/4/",))
ELSEWHERE = Place(8, ("/1/5/",))


def somebody(*grants: Grant) -> Viewer:
    """A viewer who holds these roles."""
    return Viewer(1, "Somebody", 4, "Unit", "/1/4/", grants, datetime(2026, 5, 1, tzinfo=UTC), date(2026, 5, 1))


def test_a_role_everywhere_opens_every_place() -> None:
    focus = somebody(Grant(Role.FOCUS_REVIEWER))
    assert focus.can(Permission.EDIT_REVIEW, HERE)
    assert focus.can(Permission.EDIT_REVIEW, ELSEWHERE)


def test_a_role_on_a_unit_opens_what_is_at_or_below_it_and_nothing_beside() -> None:
    division = somebody(Grant(Role.DEPARTMENT_LEAD, unit_path="/1/"))
    department = somebody(Grant(Role.DEPARTMENT_LEAD, unit_path="/1/4/"))
    assert division.can(Permission.READ_SCOPE, HERE)
    assert department.can(Permission.READ_SCOPE, HERE)
    assert not department.can(Permission.READ_SCOPE, ELSEWHERE)


def test_a_unit_whose_number_begins_alike_is_another_unit() -> None:
    lead = somebody(Grant(Role.DEPARTMENT_LEAD, unit_path="/1/4/"))
    assert not lead.can(Permission.READ_SCOPE, Place(9, ("/1/42/",)))


def test_a_role_in_one_review_opens_that_review_only() -> None:
    lead = somebody(Grant(Role.REVIEW_LEAD, review_id=7))
    assert lead.can(Permission.WORK_REVIEW, HERE)
    assert not lead.can(Permission.WORK_REVIEW, ELSEWHERE)


@pytest.mark.parametrize("role", [Role.FOCUS_REVIEWER, Role.ADMINISTRATOR, Role.COMMITTEE_SECRETARY, Role.REVIEW_LEAD])
def test_confidential_evidence_is_closed_to_whoever_is_not_in_that_review_s_team(role: Role) -> None:
    assert not somebody(Grant(role)).can(Permission.READ_CONFIDENTIAL, HERE)
    assert not somebody(Grant(role, unit_path="/1/")).can(Permission.READ_CONFIDENTIAL, HERE)
    assert not somebody(Grant(role, review_id=8)).can(Permission.READ_CONFIDENTIAL, HERE)


def test_everybody_signed_in_is_a_reader_and_no_more() -> None:
    reader = somebody()
    opened = {permission for permission in Permission if reader.can(permission, HERE)}
    assert opened == {Permission.PUBLIC, Permission.SIGNED_IN}


def test_an_administrator_manages_people_and_reads_no_review() -> None:
    administrator = somebody(Grant(Role.ADMINISTRATOR))
    assert administrator.can(Permission.MANAGE_PEOPLE)
    for permission in (Permission.READ_SCOPE, Permission.READ_FINDINGS, Permission.READ_DRAFTS, Permission.EDIT_REVIEW):
        assert not administrator.can(permission, HERE)


def test_money_is_for_those_who_answer_for_it() -> None:
    for role in Role:
        allowed = role in {Role.FINANCE_VALIDATOR, Role.FOCUS_REVIEWER, Role.DEPARTMENT_LEAD, Role.COMMITTEE_SECRETARY}
        assert somebody(Grant(role)).can(Permission.READ_MONEY, HERE) is allowed


def test_what_opens_a_place_is_found_by_the_lists_too() -> None:
    for permission, allowed in TABLE.items():
        for role in allowed.roles:
            for grant in (Grant(role), Grant(role, unit_path="/1/4/"), Grant(role, review_id=7)):
                who = somebody(grant)
                everywhere, reviews, units = who.reviews_where(permission)
                listed = everywhere or 7 in reviews or any("/1/4/".startswith(path) for path in units)
                if permission is not Permission.SIGNED_IN:
                    assert listed is who.can(permission, HERE), (permission, grant)
