"""The charts: true to their figures, valid and the same every time."""

import time
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.charts.bars import WIDTH, Amount, Group, bars
from app.charts.difference import difference
from app.charts.grid import Item, grid
from app.charts.scale import LinearScale, lines_of, nice_step, nice_ticks, tick_label
from workflows.improvement import Grade

D = Decimal
SVG = "{http://www.w3.org/2000/svg}"
FINANCE = Group(
    "Time of the finance office",
    (
        Amount("Single invoice query contact", D("28.8813"), Grade.VALIDATED),
        Amount("No second approval under £250", D("25.2055"), Grade.VALIDATED),
    ),
)
REQUESTERS = Group("Time of requesters", (Amount("Requester checklist", D("8.4018"), Grade.ESTIMATED),))
AMOUNTS = st.lists(
    st.builds(
        Amount,
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=300),
        st.decimals(-(10**9), 10**9, places=4),
        st.sampled_from(list(Grade)),
    ),
    min_size=1,
    max_size=12,
)


def drawn(app: Flask, name: str, chart: Any) -> str:
    return str(app.jinja_env.get_template(f"charts/{name}.svg").module.draw(chart))  # type: ignore[attr-defined]


def the_savings(key: str = "sv") -> Any:
    return bars([FINANCE, REQUESTERS], key=key, title="Days a year saved", unit="working days a year")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0", "28.9", ["0", "10", "20", "30"]),
        ("0", "4.2", ["0", "1", "2", "3", "4", "5"]),
        ("-9.5", "13.3", ["-10", "-5", "0", "5", "10", "15"]),
        ("0", "0", ["0", "1"]),
        ("0", "0.03", ["0.00", "0.01", "0.02", "0.03"]),
        ("-3", "-1", ["-3", "-2", "-1", "0"]),
    ],
)
def test_ticks_are_round_numbers_round_the_values(low: str, high: str, ticks: list[str]) -> None:
    assert nice_ticks(D(low), D(high)) == tuple(D(tick) for tick in ticks)


@given(st.decimals(-(10**9), 10**9, places=4), st.decimals(-(10**9), 10**9, places=4))
def test_ticks_hold_every_value_and_zero_and_are_few(one: Decimal, other: Decimal) -> None:
    ticks = nice_ticks(min(one, other), max(one, other))
    assert ticks[0] <= min(one, other)
    assert max(one, other) <= ticks[-1]
    assert D(0) in ticks
    assert 2 <= len(ticks) <= 7


def test_a_scale_lays_its_ends_on_the_ends_of_the_drawing() -> None:
    scale = LinearScale(D(0), D(30), D(212), D(632))
    assert [scale.place(D(value)) for value in (0, 15, 30)] == [D(212), D(422), D(632)]
    with pytest.raises(ValueError, match="no extent"):
        LinearScale(D(3), D(3), D(0), D(1))
    with pytest.raises(ValueError, match="no step"):
        nice_step(D(0), 5)


def test_a_ticks_number_has_commas_and_a_real_minus_sign() -> None:
    assert [tick_label(D(tick)) for tick in ("1500", "-20", "0.50", "1E+3")] == ["1,500", "−20", "0.5", "1,000"]


def test_a_long_label_breaks_into_lines_and_says_that_it_was_cut() -> None:
    lines = lines_of("Accounts ready before arrival " * 10, 200, 13)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert lines_of("x" * 500, 200, 13)[0].startswith("xxxx")


def test_bars_are_as_long_as_their_figures_say(app: Flask) -> None:
    chart = the_savings()
    one, two, three = chart.bars
    assert one.width == D("404.3")
    assert two.width == D("352.9")
    assert one.width / two.width == pytest.approx(D("28.8813") / D("25.2055"), rel=D("0.001"))
    assert (one.figure, three.figure, three.aside) == (
        "28.9 validated",
        "8.4 estimated",
        ", not in the headline",
    )


def test_estimated_is_dashed_and_validated_is_filled(app: Flask) -> None:
    root = ElementTree.fromstring(drawn(app, "bars", the_savings()))
    validated, _, estimated = root.findall(f"{SVG}rect")
    assert (validated.get("fill"), validated.get("stroke-dasharray")) == ("#2f5587", None)
    assert (estimated.get("fill"), estimated.get("stroke-dasharray")) == ("#ffffff", "5 3")


def test_time_that_was_added_goes_to_the_left_of_zero(app: Flask) -> None:
    chart = bars(
        [Group("Staff time", (Amount("Stand-up", D("-9.5"), Grade.ESTIMATED), Amount("Rota", D(20), Grade.MEASURED)))],
        key="n",
        title="Days",
        unit="days",
    )
    cost, gain = chart.bars
    assert cost.x + cost.width < chart.zero <= gain.x
    assert cost.figure == "−9.5 estimated"
    assert "Stand-up −9.5 estimated" in chart.description


@given(AMOUNTS)
def test_nothing_leaves_the_drawing_whatever_the_figures(amounts: list[Amount]) -> None:
    chart = bars([Group("All", tuple(amounts))], key="p", title="t", unit="days")
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert 0 <= bar.y
        assert bar.y + bar.height <= chart.axis_y
        assert bar.label[-1].y <= chart.axis_y
        assert bar.width >= D("0.5"), "every figure has a bar"


def test_no_figures_make_an_empty_picture_that_says_so(app: Flask) -> None:
    chart = bars([], key="e", title="Nothing yet", unit="days")
    assert chart.description == "Nothing to show."
    ElementTree.fromstring(drawn(app, "bars", chart))


def test_dots_stand_in_their_cells_apart_from_each_other() -> None:
    items = [Item(str(number), f"Recommendation {number}", 5, 3) for number in range(1, 10)]
    chart = grid([*items, Item("10", "Another", 1, 1)], key="g", title="Impact and effort")
    left = chart.left + 2 * chart.cell_width
    for dot in chart.dots[:9]:
        assert left <= dot.x - dot.radius
        assert dot.x + dot.radius <= left + chart.cell_width
        assert chart.top <= dot.y - dot.radius
        assert dot.y + dot.radius <= chart.top + chart.cell_height
    for one in chart.dots:
        for other in chart.dots:
            apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
            assert one is other or apart >= (one.radius + other.radius) ** 2
    last = chart.dots[-1]
    assert last.x < left
    assert last.y > chart.top + 4 * chart.cell_height


def test_what_has_no_impact_or_effort_is_named_and_not_drawn() -> None:
    chart = grid([Item("1", "One", 4, 2), Item("2", "Two", None, 3)], key="g", title="t")
    assert [item.number for item in chart.placed] == ["1"]
    assert [item.number for item in chart.not_placed] == ["2"]
    assert chart.description.endswith("Impact 4, effort 2: 1.")
    with pytest.raises(ValueError, match="from 1 to 5"):
        grid([Item("1", "One", 6, 2)], key="g", title="t")


def test_the_implied_baseline_is_drawn_to_scale() -> None:
    chart = difference(D("120.7547"), D("82.3547"), key="i", title="t", labels=("2022/23", "2023/24"))
    assert (chart.before, chart.after, chart.less) == ("120.8 days", "82.4 days", "38.4 days less")
    assert chart.after_width / chart.before_width == pytest.approx(D("0.682"), abs=D("0.001"))
    assert "worked out, not recorded" in chart.description
    with pytest.raises(ValueError, match="not less"):
        difference(D(1), D(2), key="i", title="t", labels=("a", "b"))


PICTURES = {
    "bars": the_savings(),
    "grid": grid([Item(str(n), "What", n % 5 + 1, n * 2 % 5 + 1) for n in range(1, 40)], key="g", title="<Impact>"),
    "difference": difference(
        D(120), D(5), key="i", title="Before & after", labels=("2022/23 return", "2023/24 return")
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_valid_xml_with_a_role_a_title_and_a_description(app: Flask, name: str) -> None:
    root = ElementTree.fromstring(drawn(app, name, PICTURES[name]))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == PICTURES[name].title
    assert description.text
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert all(str(one).startswith(f"{PICTURES[name].key}-") for one in ids)
    for one in root.iter():
        assert "style" not in one.attrib
        assert "class" not in one.attrib


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_the_same_bytes_every_time_and_quick(app: Flask, name: str) -> None:
    first = drawn(app, name, PICTURES[name])
    quickest = 1.0
    for _ in range(5):
        begun = time.perf_counter()
        assert drawn(app, name, PICTURES[name]) == first
        quickest = min(quickest, time.perf_counter() - begun)
    assert quickest < 0.003


def test_laying_out_bars_is_quick() -> None:
    quickest = 1.0
    for _ in range(5):
        begun = time.perf_counter()
        the_savings()
        quickest = min(quickest, time.perf_counter() - begun)
    assert quickest < 0.003


def test_words_with_markup_are_shown_and_not_obeyed(app: Flask) -> None:
    chart = bars(
        [Group("<b>All</b>", (Amount('"><script>alert(1)</script>', D(3), Grade.MEASURED),))],
        key="x",
        title="</title>",
        unit="days",
    )
    root = ElementTree.fromstring(drawn(app, "bars", chart))
    assert not root.findall(f".//{SVG}script")
    assert "<b>All</b>" in "".join(root.itertext())
