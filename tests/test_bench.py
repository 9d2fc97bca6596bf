"""What `make bench` makes of its figures: sums, a table, charts, a part of the README."""

import re

import pytest
from bench import bars, figures, lines, readme, report
from bench.bars import Bar
from bench.figures import Figure, Round
from bench.lines import Line
from defusedxml.ElementTree import fromstring, parse

from config import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def figures_of(**cpu_ms: float) -> dict[str, Figure]:
    """A figure for every page that promises are about, 1 ms each but for those given."""
    keys = ["constant", "database", "home", "list", "detail", "list, cart", "detail, cart"]
    keys += ["list, signed in", "detail, signed in", "list, first", "detail, first", "search"]
    keys += ["oscar list", "oscar detail"]
    given = {key.replace("_", " "): value for key, value in cpu_ms.items()}
    return {
        key: Figure(key, ms, ms, 1000 / ms, 2048) for key in keys for ms in [given.get(key, 1.0)]
    }


class TestFigures:
    def test_a_figure_is_that_of_the_least_disturbed_round(self):
        rounds = [Round(0.5, 900), Round(0.4, 1000), Round(2.0, 1100)]

        found = figures.figure("list", 2048, rounds, [Round(0.3, 1), Round(0.2, 1), Round(0.5, 1)])

        assert found == Figure("list", 0.4, 2.0, 1100, 2048)

    def test_a_promise_is_kept_up_to_its_limit(self):
        promises = figures.promises(figures_of(home=1.6, list=1.61))

        kept = {promise.text: promise.kept for promise in promises}
        assert (kept["home"], kept["list"]) == (True, False)

    def test_oscar_is_compared_by_requests_a_second(self):
        found = figures_of(list=1, oscar_list=200, detail=1, oscar_detail=9)

        promises = figures.promises(found)[-2:]

        assert [promise.measured for promise in promises] == ["200 times", "9 times"]
        assert [promise.kept for promise in promises] == [True, False]


class TestTable:
    def test_the_cheapest_page_comes_first_and_ours_are_bold(self):
        found = {
            "oscar list": Figure("django-oscar, list", 150, 500.0, 7, 61440),
            "list": Figure("our list", 0.345, 1.15, 4321, 35840),
        }

        rows = report.table(found).splitlines()[2:]

        assert rows == [
            "| **our list** | 0.345 | 1.15 | 4,321 | 35 |",
            "| django-oscar, list | 150 | 500 | 7.00 | 60 |",
        ]

    def test_a_broken_promise_says_so(self):
        text = report.promised(figures.promises(figures_of(search=7.5)))

        assert "| search | ≤ 5 ms | 7.50 ms, not kept |" in text
        assert text.count("not kept") == 3  # Oscar is no slower than we are here

    @pytest.mark.parametrize(
        ("value", "said"),
        [(1234.5, "1,234"), (100, "100"), (12.345, "12.3"), (0.0182, "0.0182"), (0, "0")],
    )
    def test_figures_are_said_with_three_digits(self, value, said):
        assert bars.three_figures(value) == said


class TestBars:
    def test_every_bar_has_its_name_its_figure_and_its_colour(self):
        svg = fromstring(bars.draw("Cost", "ms", [Bar("A & B", 0.3, True), Bar("C", 150, False)]))

        said = [text.text for text in svg.iter(f"{SVG}text")]
        assert {"A & B", "0.300 ms", "C", "150 ms"} <= set(said)
        assert [bar.get("class") for bar in svg.iter(f"{SVG}rect")] == ["ours", "other"]

    def test_ten_times_as_much_is_always_as_much_longer(self):
        rows = [Bar(str(value), value, True) for value in (0.1, 1, 10)]

        svg = fromstring(bars.draw("Cost", "ms", rows))

        short, middle, long = (float(bar.get("width")) for bar in svg.iter(f"{SVG}rect"))
        assert long - middle == pytest.approx(middle - short, abs=1.1)

    @pytest.mark.parametrize("values", [[1.0], [0.02, 0.05], [0.01, 1000.0]])
    def test_the_scale_encloses_all_values(self, values):
        low, high = bars.powers(values)

        assert low < high
        assert 10.0**low <= min(values) <= max(values) <= 10.0**high

    def test_charts_are_readable_in_the_dark(self):
        assert "prefers-color-scheme: dark" in bars.draw("Cost", "ms", [Bar("A", 1, True)])


class TestLines:
    def test_a_line_runs_through_its_points_and_leaves_where_it_leaves_the_chart(self):
        points = [(100, 100), (200, 500), (300, 50)]

        assert lines.up_to(300, points) == [(100, 100), (150, 300)]

    def test_only_points_in_the_chart_are_dots(self):
        rows = [Line("86 products", [(100, 20), (200, 5000)])]

        svg = fromstring(lines.draw("Load", "users", "ms", 200, rows))

        assert len(next(svg.iter(f"{SVG}polyline")).get("points").split()) == 2
        assert [dot.get("r") for dot in svg.iter(f"{SVG}circle")].count("3") == 1

    def test_a_line_that_starts_above_the_chart_has_one_point(self):
        assert lines.up_to(300, [(100, 900)]) == [(100, 300)]

    def test_lines_stay_lines_in_the_dark(self):
        style = lines.draw("Load", "users", "ms", 200, [Line("A", [(1, 1)])])

        assert style.index(".line { fill: none") > style.index("prefers-color-scheme: dark")

    @pytest.mark.parametrize("end", [7, 100, 300, 1600, 4799])
    def test_ticks_are_round_and_few(self, end):
        found = lines.ticks(end)

        assert 4 <= len(found) <= 9
        assert found[0] == 0
        assert end - found[-1] < found[1]


class TestReadme:
    def test_only_what_is_between_the_markers_changes(self, tmp_path):
        page = tmp_path / "README.md"
        begin, end = readme.between("bench")
        page.write_text(f"before\n{begin}\nold\nlines\n{end}\nafter\n")

        readme.put("bench", "new", page)
        readme.put("bench", "newer", page)

        assert page.read_text() == f"before\n{begin}\nnewer\n{end}\nafter\n"

    def test_a_readme_without_markers_is_left_alone(self, tmp_path):
        page = tmp_path / "README.md"
        page.write_text("nothing of ours\n")

        with pytest.raises(readme.NoPlace, match="bench"):
            readme.put("bench", "new", page)

        assert page.read_text() == "nothing of ours\n"

    @pytest.mark.parametrize("part", ["bench", "load"])
    def test_the_projects_own_has_a_place_for_each_part(self, part):
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        assert all(text.count(marker + "\n") == 1 for marker in readme.between(part))

    def test_the_charts_that_it_shows_are_there(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        shown = re.findall(r"\((tests/bench/charts/[^)]+)\)", text)

        assert shown
        assert all(parse(ROOT / path).getroot().tag == f"{SVG}svg" for path in shown)
