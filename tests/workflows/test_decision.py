"""What a decision pins, and what makes it stale."""

import hashlib
import json
import random
from dataclasses import replace
from typing import Any

import pytest

from workflows.dates import PreciseDate
from workflows.decision import (
    OUTCOME_LABELS,
    DecidedContent,
    DecidedRecommendation,
    Outcome,
    content_hash,
    decided_content,
    what_changed,
)

FIRST = DecidedRecommendation(
    key="a",
    number=1,
    text_version=1,
    findings=("SR-07-F01",),
    priority="high",
    impact=5,
    effort=2,
    owner="Facilities manager",
    owner_key="facilities_manager",
    original_date=PreciseDate.month(2026, 7),
)
SECOND = replace(FIRST, key="b", number=2, findings=("SR-07-F01", "SR-07-F02"))


def content(*recommendations: DecidedRecommendation, scope: int = 2) -> DecidedContent:
    return decided_content(recommendations, scope)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text_version": 2}, "Recommendation 2: the wording changed."),
        (
            {"findings": ("SR-07-F02",)},
            "Recommendation 2: the findings it rests on changed from SR-07-F01 and SR-07-F02 to SR-07-F02.",
        ),
        (
            {"findings": ()},
            "Recommendation 2: the findings it rests on changed from SR-07-F01 and SR-07-F02 to none.",
        ),
        ({"priority": "low"}, "Recommendation 2: the priority changed from high to low."),
        ({"impact": 4}, "Recommendation 2: the impact changed from 5 to 4."),
        ({"effort": None}, "Recommendation 2: the effort changed from 2 to none."),
        (
            {"owner": "IT manager", "owner_key": "it_manager"},
            "Recommendation 2: the owner changed from Facilities manager to IT manager.",
        ),
        (
            {"original_date": PreciseDate.year(2026)},
            "Recommendation 2: the original date changed from July 2026 to 2026.",
        ),
    ],
)
def test_a_change_of_decided_content_is_said_in_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    before, after = content(FIRST, SECOND), content(FIRST, replace(SECOND, **changes))
    assert what_changed(before, after) == (sentence,)
    assert content_hash(before) != content_hash(after)


def test_another_name_of_the_same_owner_changes_nothing() -> None:
    renamed = content(replace(FIRST, owner="Facilities manager, School of Tides"))
    assert what_changed(content(FIRST), renamed) == ()
    assert content_hash(content(FIRST)) == content_hash(renamed)


def test_recommendations_added_and_taken_out_are_said() -> None:
    assert what_changed(content(FIRST), content(FIRST, SECOND)) == ("Recommendation 2 was added.",)
    assert what_changed(content(FIRST, SECOND), content(SECOND)) == ("Recommendation 1 was taken out.",)


def test_a_new_scope_version_is_a_change() -> None:
    assert what_changed(content(FIRST), content(FIRST, scope=3)) == ("The scope changed from version 2 to version 3.",)
    assert content_hash(content(FIRST)) != content_hash(content(FIRST, scope=3))


def test_the_same_words_for_other_days_are_a_change() -> None:
    original = FIRST.original_date
    assert original is not None
    moved = replace(original, last_day=original.first_day)
    assert what_changed(content(FIRST), content(replace(FIRST, original_date=moved))) == (
        "Recommendation 1: the days meant by the original date changed.",
    )


def test_neither_order_nor_a_new_number_makes_a_decision_stale() -> None:
    shuffled = [FIRST, SECOND]
    random.Random(1).shuffle(shuffled)
    turned = replace(SECOND, number=9, findings=("SR-07-F02", "SR-07-F01", "SR-07-F01"))
    assert what_changed(content(FIRST, SECOND), content(turned, FIRST)) == ()
    assert content_hash(content(FIRST, SECOND)) == content_hash(content(turned, FIRST))
    assert content(*shuffled) == content(FIRST, SECOND)


def test_nothing_but_decided_content_is_in_it() -> None:
    held = set(content(FIRST)["recommendations"][0])
    assert not held & {"progress", "milestones", "notes", "current_date", "revisions", "response"}


def test_two_recommendations_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        content(FIRST, FIRST)


def test_the_hash_is_pinned_so_that_an_old_decision_can_be_checked_later() -> None:
    canonical = (
        '{"recommendations":[{"effort":2,"findings":["SR-07-F01"],"impact":5,"key":"a",'
        '"original_date":"July 2026","original_date_days":["2026-07-01","2026-07-31"],'
        '"owner_key":"facilities_manager","priority":"high","text_version":1}],"scope_version":2}'
    )
    assert content_hash(content(FIRST)) == hashlib.sha256(canonical.encode()).hexdigest()


def test_content_that_was_kept_as_json_is_the_same_content() -> None:
    kept = json.loads(json.dumps(content(FIRST, SECOND)))
    assert content_hash(kept) == content_hash(content(FIRST, SECOND))
    assert what_changed(kept, content(FIRST, SECOND)) == ()


def test_every_outcome_has_words() -> None:
    assert OUTCOME_LABELS[Outcome.APPROVED_WITH_CONDITIONS] == "Approved with conditions"
    assert set(OUTCOME_LABELS) == set(Outcome)
