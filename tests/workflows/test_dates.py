"""Dates as people give them, kept at the precision they were given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.calendar_data import TERMS
from workflows.dates import (
    DateNotUnderstood,
    PreciseDate,
    Precision,
    TermDates,
    add_months,
    format_day,
    format_weekday,
    oxford_week,
    parse,
)

D = date.fromisoformat
DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "label"),
    [
        ("1 May 2026", "2026-05-01", "2026-05-01", "day", "1 May 2026"),
        ("01 may 2026", "2026-05-01", "2026-05-01", "day", "1 May 2026"),
        (" 1st  Sept 2026 ", "2026-09-01", "2026-09-01", "day", "1 September 2026"),
        ("2026-05-01", "2026-05-01", "2026-05-01", "day", "1 May 2026"),
        ("01/05/2026", "2026-05-01", "2026-05-01", "day", "1 May 2026"),
        ("May 2026", "2026-05-01", "2026-05-31", "month", "May 2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "month", "February 2024"),
        ("2026-12", "2026-12-01", "2026-12-31", "month", "December 2026"),
        ("Hilary term 2023", "2023-01-15", "2023-03-11", "term", "Hilary term 2023"),
        ("hilary 2023", "2023-01-15", "2023-03-11", "term", "Hilary term 2023"),
        ("HT 2023", "2023-01-15", "2023-03-11", "term", "Hilary term 2023"),
        ("TT 2026", "2026-04-26", "2026-06-20", "term", "Trinity term 2026"),
        ("MT 2025", "2025-10-12", "2025-12-06", "term", "Michaelmas term 2025"),
        ("long vacation 2023", "2023-06-18", "2023-10-07", "term", "long vacation 2023"),
        ("Long vac 2023", "2023-06-18", "2023-10-07", "term", "long vacation 2023"),
        ("Easter vacation 2024", "2024-03-10", "2024-04-20", "term", "Easter vacation 2024"),
        ("Christmas vacation 2023", "2023-12-03", "2024-01-13", "term", "Christmas vacation 2023"),
        ("2023/24", "2023-08-01", "2024-07-31", "year", "2023/24"),
        ("2023/2024", "2023-08-01", "2024-07-31", "year", "2023/24"),
        ("2024-25", "2024-08-01", "2025-07-31", "year", "2024/25"),
        ("1999/00", "1999-08-01", "2000-07-31", "year", "1999/00"),
        ("2025", "2025-01-01", "2025-12-31", "year", "2025"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, first: str, last: str, precision: str, label: str) -> None:
    assert parse(text, TERMS) == PreciseDate(D(first), D(last), Precision(precision), label)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no date. Give a day"),
        ("soon", "“soon” is not understood as a date."),
        ("31 February 2026", "“31 February 2026” is not a date in the calendar."),
        ("2026-02-30", "“2026-02-30” is not a date in the calendar."),
        ("13/13/2026", "“13/13/2026” is not a date in the calendar."),
        ("0000", "“0000” is not a date in the calendar."),
        ("9999/00", "“9999/00” is not a date in the calendar."),
        ("2023/25", "“2023/25” is not an academic year, such as 2023/24."),
        ("2026-13", "“2026-13” is not an academic year"),
        ("1 Ma 2026", "“1 Ma 2026” is not understood as a date."),
        ("Hilary term 1999", "The dates of Hilary term 1999 are not known here."),
        ("Christmas vacation 2027", "The dates of Christmas vacation 2027 are not known here."),
        ("x" * 100_000, f"“{'x' * 40}…” is not understood as a date."),
        ("1 May 2026\x00", "is not understood as a date."),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DateNotUnderstood) as refusal:
        parse(text, TERMS)
    assert sentence in refusal.value.sentence


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        found = parse(text, TERMS)
    except DateNotUnderstood as refusal:
        assert refusal.sentence
    else:
        assert found.first_day <= found.last_day


def every_precision() -> st.SearchStrategy[PreciseDate]:
    years = st.integers(1600, 2400)
    return st.one_of(
        DAYS.map(PreciseDate.day),
        st.builds(PreciseDate.month, years, st.integers(1, 12)),
        years.map(PreciseDate.year),
        years.map(lambda year: PreciseDate.academic_year(f"{year}/{(year + 1) % 100:02}")),
        st.sampled_from(TERMS.terms).map(lambda term: PreciseDate.term(term.name, term.year, TERMS)),
    )


@given(every_precision())
def test_what_is_printed_can_be_read_again_and_is_no_more_exact(given_date: PreciseDate) -> None:
    assert parse(given_date.label, TERMS) == given_date
    assert str(given_date) == given_date.label


@given(DAYS)
def test_a_day_is_the_same_in_each_way_of_writing_it(day: date) -> None:
    for written in (format_day(day), day.isoformat(), day.strftime("%d/%m/%Y")):
        assert parse(written, TERMS) == PreciseDate.day(day)


@given(every_precision())
def test_a_longer_date_holds_its_own_days_and_ends_before_the_next(given_date: PreciseDate) -> None:
    one = given_date.first_day == given_date.last_day
    assert one == (given_date.precision is Precision.DAY)


def test_dates_sort_by_their_first_day() -> None:
    texts = ["May 2026", "2026", "2 May 2026", "HT 2023", "30 April 2026"]
    assert [one.label for one in sorted(parse(text, TERMS) for text in texts)] == [
        "Hilary term 2023",
        "2026",
        "30 April 2026",
        "May 2026",
        "2 May 2026",
    ]


def test_a_vacation_can_be_made_by_name() -> None:
    assert PreciseDate.term("long vacation", 2023, TERMS).last_day == D("2023-10-07")
    with pytest.raises(DateNotUnderstood):
        PreciseDate.term("Lent", 2023, TERMS)


def test_days_are_printed_in_full() -> None:
    assert format_day(D("2026-05-01")) == "1 May 2026"
    assert format_weekday(D("2026-05-07")) == "Thursday 7 May 2026"


@given(DAYS, st.integers(-600, 600))
def test_months_are_added_without_leaving_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


# Terms


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-05-01", "Trinity term, week 1"),
        ("2026-04-25", "Trinity term, week 0"),
        ("2026-04-19", "Trinity term, week 0"),
        ("2026-04-18", "Easter vacation 2026"),
        ("2026-06-20", "Trinity term, week 8"),
        ("2026-06-21", "Trinity term, week 9"),
        ("2026-06-28", "Long vacation 2026"),
        ("2026-12-24", "Christmas vacation 2026"),
        ("2021-01-01", None),
        ("2027-08-01", None),
    ],
)
def test_a_day_has_a_week_of_term_or_a_vacation(day: str, words: str | None) -> None:
    assert oxford_week(D(day), TERMS) == words


def test_every_shipped_term_is_eight_weeks_from_sunday_to_saturday() -> None:
    for term in TERMS.terms:
        assert (term.first_day.weekday(), term.last_day.weekday()) == (6, 5)
        assert (term.last_day - term.first_day).days == 55


A_TERM = {"term": "Hilary", "year": 2026, "first_day": "2026-01-18", "last_day": "2026-03-14"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([A_TERM | {"term": "Lent"}], "not the name of a term"),
        ([A_TERM | {"last_day": "2026-01-01"}], "ends before it begins"),
        ([A_TERM, A_TERM | {"term": "Trinity", "first_day": "2026-03-14", "last_day": "2026-04-30"}], "share a day"),
    ],
)
def test_wrong_term_dates_are_refused(rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TermDates.from_rows(rows)
