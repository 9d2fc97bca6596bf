"""What `make load KNEE=1` makes of Locust's figures, and how it finds the most users."""

import pytest
from bench import load_report, steps
from bench.steps import Step
from defusedxml.ElementTree import fromstring


def step(users: int, p95: float = 50, failures: int = 0) -> Step:
    return Step(users, p95, failures, users / 5, users // 50)


def shop_that_holds(most: int):
    """What a step finds in a shop that `most` users do not slow down."""

    def ask(users):
        return step(users, 50 if users <= most else 900)

    return ask


def entry(name: str, took: dict[str, int], failures: int = 0) -> dict[str, object]:
    return {
        "name": name,
        "num_requests": sum(took.values()),
        "num_failures": failures,
        "response_times": took,
    }


class TestKnee:
    @pytest.mark.parametrize(("most", "found"), [(700, 700), (850, 850), (1599, 1500)])
    def test_the_most_users_that_are_held_are_found_closely(self, most, found):
        best = steps.held(steps.find_knee(shop_that_holds(most), 100))

        assert best
        assert found * 0.9 <= best.users <= most

    def test_a_shop_that_holds_fewer_than_the_first_step_is_measured_downwards(self):
        best = steps.held(steps.find_knee(shop_that_holds(30), 100))

        assert best
        assert 20 <= best.users <= 30

    def test_one_failure_is_not_held(self):
        assert not step(100, failures=1).is_held

    def test_nothing_above_a_step_that_was_not_held_counts(self):
        assert steps.held([step(100), step(300), step(200, p95=201)]) == step(100)

    def test_the_slowest_twentieth_is_left_out(self):
        entries = [
            entry("/products/…", {"10.0": 90, "40.0": 4}),
            entry("/orders/…", {"180.0": 1, "900.0": 5}),
        ]

        found = steps.judged(50, entries, seconds=10)

        assert found == Step(50, p95=180, failures=0, per_second=10, orders=6)

    def test_failures_are_counted_and_no_orders(self):
        found = steps.judged(50, [entry("/orders/…", {"10": 4}, failures=3)], seconds=10)

        assert (found.failures, found.orders) == (3, 1)

    def test_the_table_tells_the_most_users_of_each_catalog(self):
        text = load_report.table({74: [step(400, 80), step(800, 300)], 10_000: [step(100, 400)]})

        assert "| 74 | 400 | 80 | 16 | 80 ms |" in text
        assert "| 10,000 | none | | | |" in text

    def test_its_chart_has_a_line_for_each_catalog(self):
        svg = load_report.drawn({74: [step(100), step(200, 300)], 10_000: [step(100), step(150)]})

        assert len(list(fromstring(svg).iter("{http://www.w3.org/2000/svg}polyline"))) == 2
