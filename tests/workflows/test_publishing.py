"""When a draft may be put forward."""

import pytest

from workflows.phases import Phase
from workflows.publishing import DraftFacts, may_be_put_forward


def unmet(**facts: object) -> list[str]:
    found = may_be_put_forward(DraftFacts(**facts))  # type: ignore[arg-type]  # facts by name, as each case gives them
    return [condition.sentence for condition in found if not condition.met]


@pytest.mark.parametrize("phase", [Phase.RECOMMENDATIONS, Phase.IMPLEMENTATION])
def test_a_draft_on_a_finding_is_put_forward_from_the_recommendations_phase_on(phase: Phase) -> None:
    assert unmet(review_phase=phase, findings=1) == []


def test_in_discovery_only_a_quick_win_is() -> None:
    assert unmet(review_phase=Phase.DISCOVERY, interim=True, findings=1) == []
    assert unmet(review_phase=Phase.DISCOVERY, findings=1) == [
        "The review is still in discovery, where only a quick win can be put forward."
    ]


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        (Phase.SCOPING, "The review is in scoping."),
        (Phase.PROPOSED, "The review is proposed."),
        (Phase.COMPLETED, "The review is completed."),
    ],
)
def test_before_and_after_nothing_is(phase: Phase, sentence: str) -> None:
    assert unmet(review_phase=phase, interim=True, findings=1) == [sentence]


def test_what_rests_on_no_finding_is_not() -> None:
    assert unmet(review_phase=Phase.RECOMMENDATIONS) == ["It rests on no finding."]
