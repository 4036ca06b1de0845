"""Ten working days for the service to answer for a finding, and what silence means."""

from datetime import date

import pytest

from workflows.accuracy import ACCURACY_LABELS, AccuracyState, accuracy_sentence, accuracy_state, answer_due

SENT, DUE = date(2026, 4, 22), date(2026, 5, 7)
MAY_DAY = frozenset({date(2026, 5, 4)})


def test_the_service_has_ten_working_days_after_the_day_of_sending() -> None:
    assert answer_due(SENT, MAY_DAY) == DUE
    assert answer_due(SENT, frozenset()) == date(2026, 5, 6)
    assert answer_due(SENT, MAY_DAY, days=5) == date(2026, 4, 29)


@pytest.mark.parametrize(
    ("sent", "due", "answered", "today", "state", "sentence"),
    [
        (None, None, None, SENT, AccuracyState.NOT_SENT, "Not yet sent to the service."),
        (
            SENT,
            DUE,
            None,
            DUE,
            AccuracyState.WAITING,
            "Sent on 22 April 2026. The service has until Thursday 7 May 2026 to answer.",
        ),
        (
            SENT,
            DUE,
            None,
            date(2026, 5, 8),
            AccuracyState.SILENT,
            "Sent on 22 April 2026. No answer was given by 7 May 2026.",
        ),
        (
            SENT,
            DUE,
            DUE,
            date(2026, 6, 1),
            AccuracyState.ANSWERED,
            "The service answered on 7 May 2026, in time.",
        ),
        (
            SENT,
            DUE,
            date(2026, 5, 8),
            date(2026, 6, 1),
            AccuracyState.ANSWERED_LATE,
            "The service answered on 8 May 2026, after the last day, 7 May 2026.",
        ),
    ],
)
def test_where_a_finding_stands(
    sent: date | None, due: date | None, answered: date | None, today: date, state: AccuracyState, sentence: str
) -> None:
    assert accuracy_state(sent, due, answered, today) is state
    assert accuracy_sentence(sent, due, answered, today) == sentence


def test_every_state_has_words() -> None:
    assert set(ACCURACY_LABELS) == set(AccuracyState)
