"""Totals that are never blended, and the check totals of the example portfolio."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.calendar_data import TERMS, shipped
from workflows.arithmetic import (
    DEFAULT_SETTINGS,
    Bucket,
    ExclusionKind,
    Measure,
    Per,
    SavingLine,
    TimeStep,
    Totals,
    days,
    half_up,
    minutes_saved,
    totals,
)
from workflows.dates import parse
from workflows.improvement import Grade, Provenance, Recurrence, SavingClass, SavingForm
from workflows.rag import RagColour
from workflows.recommendation import (
    Closure,
    Progress,
    RecommendationRagFacts,
    Response,
    is_overdue,
    recommendation_rag,
)

D = Decimal
TODAY = date(2026, 5, 1)
PORTFOLIO = shipped("demo_portfolio.yaml")
CHECK = PORTFOLIO["check_totals"]


def a_line(key: str = "a", **changes: Any) -> SavingLine:
    line = SavingLine(
        key=key,
        klass=SavingClass.NON_CASH_RELEASING,
        recurrence=Recurrence.RECURRING,
        grade=Grade.MEASURED,
        measure=Measure.DAYS,
        gross=D(10),
        checked_on=date(2026, 1, 5),
    )
    return replace(line, **changes)


def exact(value: Any) -> Decimal:
    return D(str(value))


def gross_of(saving: dict[str, Any]) -> tuple[Measure, Decimal]:
    match SavingForm(saving["form"]):
        case SavingForm.TIME_STEPS:
            step = TimeStep(
                exact(saving["frequency"]["times"]),
                Per(saving["frequency"]["per"]),
                exact(saving["minutes_before"]),
                exact(saving["minutes_after"]),
                exact(saving["people"]),
            )
            minutes = minutes_saved([step], DEFAULT_SETTINGS.multipliers)
            return Measure.DAYS, days(minutes, exact(saving["hours_per_day"]))
        case SavingForm.NATIVE_DAYS:
            return Measure.DAYS, exact(saving["days"])
        case SavingForm.MONEY:
            return Measure.POUNDS, exact(saving["amount_gbp"])
        case SavingForm.NARRATIVE:
            return Measure.WORDS, D(0)


def line_of(improvement: dict[str, Any]) -> SavingLine:
    saving = improvement["savings"][0]
    measure, gross = gross_of(saving)
    group = next((g for g in PORTFOLIO["overlap_groups"] if improvement["id"] in g["members"]), None)
    given = saving["last_checked"] or saving["start"]
    share = saving["attribution_share"]
    return SavingLine(
        key=improvement["id"],
        klass=SavingClass(saving["class"]),
        recurrence=Recurrence(saving["recurrence"]),
        grade=Grade(saving["grade"]),
        measure=measure,
        gross=gross,
        share=None if share is None else exact(share),
        provenance=Provenance(improvement["provenance"]),
        overlap_group=group["counts"] if group else None,
        counts=group is None or group["counts"] == improvement["id"],
        overlap_reason=group["reason"] if group else "",
        checked_on=parse(str(given["value"]), TERMS).last_day if given else None,
    )


LINES = [line_of(improvement) for improvement in PORTFOLIO["improvements"]]


def shown(found: Totals, provenance: Provenance, measure: Measure) -> list[dict[str, str]]:
    return [
        {
            "class": row.bucket.klass.value,
            "recurrence": row.bucket.recurrence.value,
            "grade": row.bucket.grade.value,
            "days": str(half_up(row.value, 4)),
        }
        for row in sorted(found.rows, key=lambda row: str((row.bucket.klass, row.bucket.recurrence, row.bucket.grade)))
        if (row.bucket.provenance, row.bucket.measure) == (provenance, measure)
    ]


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: sorted(row.items()))


@pytest.mark.parametrize(
    ("check", "provenance", "overlaps_removed"),
    [
        ("days_fictional_before_overlap", Provenance.FICTIONAL, False),
        ("days_fictional_after_overlap", Provenance.FICTIONAL, True),
        ("days_sourced", Provenance.SOURCED, True),
    ],
)
def test_the_check_totals_of_days_hold(check: str, provenance: Provenance, overlaps_removed: bool) -> None:
    found = totals(LINES, today=TODAY, overlaps_removed=overlaps_removed)
    assert in_order(shown(found, provenance, Measure.DAYS)) == in_order(CHECK[check])


def test_the_check_lines_of_money_hold() -> None:
    expected: dict[tuple[str, str, str], Decimal] = {}
    for row in CHECK["money_lines"]:
        key = (row["class"], row["recurrence"], row["grade"])
        expected[key] = expected.get(key, D(0)) + D(row["amount_gbp"])
    rows = [row for row in totals(LINES, today=TODAY).rows if row.bucket.measure is Measure.POUNDS]
    assert {(r.bucket.klass.value, r.bucket.recurrence.value, r.bucket.grade.value): r.value for r in rows} == expected


def test_every_gross_figure_of_the_example_is_the_one_in_its_file() -> None:
    given_days = {
        improvement["id"]: exact(improvement["savings"][0]["gross_days_per_year"])
        for improvement in PORTFOLIO["improvements"]
        if "gross_days_per_year" in improvement["savings"][0]
    }
    assert {line.key: half_up(line.gross, 4) for line in LINES if line.key in given_days} == given_days


def test_the_totals_of_the_example_say_what_they_left_out_and_what_counts_against() -> None:
    found = totals(LINES, today=TODAY)
    left_out = {one.key: (one.kind, half_up(one.left_out, 1), half_up(one.gross, 1)) for one in found.exclusions}
    assert left_out == {
        "CI-05": (ExclusionKind.OVERLAP, D("38.4"), D("38.4")),
        "CI-11": (ExclusionKind.ATTRIBUTION, D("31.8"), D("63.7")),
    }
    assert [(one.key, half_up(one.value, 1)) for one in found.counted_against] == [("CI-23", D("-9.5"))]
    assert found.share_not_settled == ("CI-01",)
    assert found.in_words == ("CI-03", "CI-04", "CI-28", "CI-29")


def test_the_recommendations_of_the_example_have_the_colours_and_lateness_in_its_file() -> None:
    colours: dict[str, int] = {}
    late: dict[str, list[str]] = {"current_date": [], "original_date": []}
    for row in PORTFOLIO["recommendations"]:
        due = {name: row[name] and parse(row[name]["value"], TERMS).last_day for name in late}
        about = {"response": Response(row["response"]), "progress": Progress(row["progress"]), "today": TODAY}
        milestones = row.get("milestones", [])
        rag = recommendation_rag(
            RecommendationRagFacts(
                closure=Closure(row["closure"]) if "closure" in row else None,
                due=due["current_date"],
                revisions=len(row["revisions"]),
                milestones=len(milestones),
                milestones_done=sum(one["done"] for one in milestones),
                **about,
            )
        )
        colours[rag.colour if rag else "none"] = colours.get(rag.colour if rag else "none", 0) + 1
        for name, when in due.items():
            if is_overdue(due=when, **about):
                late[name].append(row["id"])
    assert colours == {RagColour(name): n for name, n in CHECK["rag_of_recommendations"].items()} | {
        "none": CHECK["rag_none"]
    }
    assert sorted(late["current_date"]) == sorted(CHECK["overdue_against_current"])
    assert sorted(late["original_date"]) == sorted(CHECK["overdue_against_original"])


# Any lines

LINE = st.builds(
    SavingLine,
    key=st.uuids().map(str),
    klass=st.sampled_from(SavingClass),
    recurrence=st.sampled_from(Recurrence),
    grade=st.sampled_from(Grade),
    measure=st.sampled_from(Measure),
    gross=st.decimals(-1000, 1000, places=2),
    share=st.none() | st.decimals(0, 1, places=2),
    provenance=st.sampled_from(Provenance),
    counts=st.booleans(),
    checked_on=st.none() | st.dates(date(2023, 1, 1), date(2026, 5, 1)),
)
MANY = st.lists(LINE, max_size=12)


@given(MANY)
def test_what_counts_and_what_is_left_out_come_to_the_gross_figures(lines: list[SavingLine]) -> None:
    found = totals(lines, today=TODAY)
    for bucket in {line.bucket for line in lines if line.measure is not Measure.WORDS}:
        gross = sum((line.gross for line in lines if line.bucket == bucket), D(0))
        left_out = sum((one.left_out for one in found.exclusions if one.bucket == bucket), D(0))
        assert found.value(bucket) + left_out == gross


@given(MANY)
def test_nothing_is_ever_added_to_another_kind_of_thing(lines: list[SavingLine]) -> None:
    of = {line.key: line.bucket for line in lines}
    found = totals(lines, today=TODAY)
    assert all(of[key] == row.bucket for row in found.rows for key in row.keys)
    assert len({row.bucket for row in found.rows}) == len(found.rows)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_total(lines: list[SavingLine], chance: Any) -> None:
    turned = list(lines)
    chance.shuffle(turned)
    values = [{row.bucket: row.value for row in totals(some, today=TODAY).rows} for some in (lines, turned)]
    assert values[0] == values[1]


@given(MANY)
def test_lapsed_savings_and_narratives_are_in_no_total(lines: list[SavingLine]) -> None:
    for row in totals(lines, today=TODAY).rows:
        assert row.bucket.grade is not Grade.LAPSED
        assert row.bucket.measure is not Measure.WORDS


def test_negative_savings_are_subtracted_and_not_floored() -> None:
    found = totals([a_line("a", gross=D(3)), a_line("b", gross=D(-10), share=D("0.5"))], today=TODAY)
    assert found.value(a_line().bucket) == -2
    assert [(one.key, one.value) for one in found.counted_against] == [("b", D(-5))]


def test_of_an_overlap_group_one_line_counts() -> None:
    lines = [a_line("a", overlap_group="g"), a_line("b", overlap_group="g", counts=False, overlap_reason="Same.")]
    found = totals(lines, today=TODAY)
    assert found.value(a_line().bucket) == 10
    assert [(one.key, one.kind, one.reason) for one in found.exclusions] == [("b", ExclusionKind.OVERLAP, "Same.")]
    assert totals(lines, today=TODAY, overlaps_removed=False).value(a_line().bucket) == 20


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        ({"grade": Grade.LAPSED}, ExclusionKind.LAPSED, "It has lapsed."),
        ({"checked_on": date(2024, 5, 1)}, ExclusionKind.TOO_OLD, "It was last checked on 1 May 2024."),
        (
            {"klass": SavingClass.CASH_RELEASING},
            ExclusionKind.CASH_NOT_VALIDATED,
            "Cash released counts once finance has validated it.",
        ),
        ({"share": D("0.25")}, ExclusionKind.ATTRIBUTION, "25 % of it is credited to this improvement."),
    ],
)
def test_each_exclusion_says_why(changes: Any, kind: ExclusionKind, reason: str) -> None:
    (one,) = totals([a_line(**changes)], today=TODAY).exclusions
    assert (one.kind, one.reason) == (kind, reason)


def test_a_line_stays_in_its_total_until_it_is_24_months_old() -> None:
    assert totals([a_line(checked_on=date(2024, 5, 2))], today=TODAY).exclusions == ()


def test_headline_totals_are_those_measured_or_better() -> None:
    assert [a_line(grade=grade).bucket.headline for grade in Grade] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([a_line("a"), a_line("a")], "the key 'a' comes 2 times"),
        ([a_line("a", overlap_group="g"), a_line("b", overlap_group="g")], "overlap group 'g'"),
        ([a_line(share=D("1.1"))], "not from 0 to 1"),
        ([a_line(share=D("-0.1"))], "not from 0 to 1"),
    ],
)
def test_lines_that_would_count_wrongly_are_refused(lines: list[SavingLine], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        totals(lines, today=TODAY)


def test_there_is_no_grand_total() -> None:
    names = set(vars(totals([a_line()], today=TODAY))) | set(dir(Totals))
    assert not [name for name in names if "total" in name.lower() or "sum" in name.lower()]


def test_an_empty_bucket_comes_to_nothing() -> None:
    empty = Bucket(SavingClass.USER_TIME, Recurrence.ONE_OFF, Grade.MEASURED, Provenance.OWN, Measure.DAYS)
    assert totals([], today=TODAY).value(empty) == 0
