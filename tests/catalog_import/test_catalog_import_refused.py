"""Catalog files that are not taken: each bad row is named by its line, and nothing is imported."""

import pytest
from catalog_imports import OAT, SAGE, product, written
from catalog_rows import ROW
from factories import make_product


class TestBadRows:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"slug": "Tea Bowl"}, "slug: use small letters, digits and hyphens"),
            ({"slug": ""}, "slug: it is missing."),
            ({"slug": "a" * 161}, "slug: longer than 160 characters."),
            ({"title": ""}, "title: it is missing."),
            ({"title": "Tea\tbowl"}, "title: there is a control character in it."),
            ({"collection": "nowhere"}, "collection: there is no collection nowhere."),
            ({"sku": ""}, "sku: it is missing."),
            ({"sku": "S" * 65}, "sku: longer than 64 characters."),
            ({"options": "Sage"}, "options: “Sage” is not of the form Colour=Sage."),
            ({"options": "A=1;A=2"}, "options: one option is named twice."),
            ({"options": f"{'A' * 41}=1"}, "options: longer than 40 characters."),
            ({"price": ""}, "price: it is missing."),
            ({"price": "12,50"}, "price: “12,50” is no amount such as 12.50."),
            ({"price": "-1"}, "price: “-1” is no amount"),
            ({"price": "1e99"}, "price: “1e99” is no amount"),
            ({"price": "0.001"}, "price: “0.001” is no amount"),
            ({"compare_at_price": "12.50"}, "compare_at_price: it must be higher than the price"),
            ({"compare_at_price": "x"}, "compare_at_price: “x” is no amount"),
            ({"stock": ""}, "stock: it must be a whole number of units"),
            ({"stock": "1.5"}, "stock: it must be a whole number of units"),
            ({"stock": "-1"}, "stock: it must be a whole number of units"),
            ({"stock": "9" * 30}, "stock: it must be a whole number of units"),
            ({"image": "i" * 121}, "image: longer than 120 characters."),
        ],
    )
    def test_is_named_by_line_and_column(self, run_import, change, said):
        result = run_import(ROW | {"slug": "good", "sku": "GOOD"}, ROW | change)
        assert result.exit_code == 1
        assert f"Line 3, {said}" in result.output
        assert "Nothing was imported." in result.output
        assert product("good") is None

    def test_line_is_that_of_the_text_editor(self, run_import):
        first = ROW | {"slug": "good", "sku": "GOOD", "description": "One.\n\nTwo."}
        assert "Line 5, price" in run_import(first, ROW | {"price": "x"}).output

    def test_all_bad_rows_are_listed(self, run_import):
        rows = [ROW | {"slug": f"bowl-{n}", "sku": f"B{n}", "stock": "x"} for n in range(30)]
        output = run_import(*rows).output
        assert [f"Line {n + 2}, stock" in output for n in range(30)] == [True] * 30

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ([ROW, ROW | {"slug": "other"}], "Line 3, sku: line 2 has the same SKU."),
            ([SAGE, OAT | {"options": ""}], "Line 3, options: name the same options as line 2."),
            ([SAGE, OAT | {"options": "Size=S"}], "Line 3, options: name the same options"),
            ([SAGE, OAT | {"options": "Colour=Sage"}], "Line 3, options: line 2 has the same"),
            ([SAGE, OAT | {"title": "Cup"}], "Line 3, title: it differs from line 2"),
            ([SAGE, OAT | {"description": "No."}], "Line 3, description: it differs from line 2"),
            (
                [SAGE, ROW | {"slug": "cup", "sku": "CUP"}, OAT | {"title": "Tea bowl"}],
                "Line 4, slug: the rows of a product must follow each other; it begins on line 2.",
            ),
        ],
    )
    def test_rows_that_contradict_each_other_are_named(self, run_import, rows, said):
        result = run_import(*rows)
        assert result.exit_code == 1
        assert said in result.output
        assert product() is None

    def test_sku_of_another_product_is_named(self, run_import):
        other = make_product(slug="cup")
        sku = other.variants[0].sku
        make_product(slug="tea-bowl")
        result = run_import(ROW | {"sku": sku})
        assert "Line 2, sku: it belongs to cup." in result.output

    def test_one_product_under_two_slugs_is_named(self, run_import):
        run_import(SAGE, OAT)
        result = run_import(SAGE | {"slug": "sage-bowl"}, OAT | {"slug": "oat-bowl", "title": "B"})
        assert "Line 3, slug: the product of line 2 has" in result.output
        assert product("sage-bowl") is None

    def test_choices_of_a_variant_left_out_of_the_file_are_taken(self, run_import):
        run_import(SAGE)
        sku = {"sku": "BOWL-NEW"}
        assert "options: BOWL-S has the same choices." in run_import(SAGE | sku).output
        assert "name the same options as BOWL-S has." in run_import(ROW | sku).output

    def test_row_with_too_few_cells_is_named(self, run, folder):
        path = written(folder, ROW)
        path.write_text(path.read_text() + "cup,Cup\n")
        assert "Line 3: the row has 2 cells instead of 10." in run("import", path).output

    def test_empty_rows_are_passed_over(self, run, folder):
        path = written(folder, ROW)
        path.write_text(path.read_text() + "\n,,,,,,,,,\n\n")
        assert run("import", path).exit_code == 0


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "The file is empty."),
            (b"PK\x03\x04\x14\x00", "The file is a spreadsheet."),
            (b"\xff\xfes\x00", "The file is UTF-16 text."),
            (b"\x7fELF\x00\x00", "The file is not a text"),
            (b"slug;title;sku", "The columns must be separated by commas."),
            (b"slug,title,colour", "These columns are missing: collection, description, sku"),
            (b"slug,title,colour", "These columns are not known: colour."),
            (b"slug,slug", "These columns are there twice: slug."),
        ],
    )
    def test_is_refused_with_a_sentence(self, run, folder, content, said):
        path = folder / "catalog.csv"
        path.write_bytes(content)
        result = run("import", path)
        assert result.exit_code == 1
        assert said in result.output

    @pytest.mark.parametrize(
        ("rest", "said"),
        [
            (b'cup,"Cup', "Line 3: a quotation mark that is opened on this line is not closed."),
            (b'cup,"Cup" and,', "Line 3: a quotation mark must be doubled"),
            (b"cup," + b"x" * 200_000, "Line 3: a quotation mark that is opened"),
            (b"cup,\xff", "Line 3 is not UTF-8 text."),
            (b"cup," + b"x" * 9000 + b"\0", "Line 3: a text has no zero bytes."),
        ],
    )
    def test_broken_line_is_named(self, run, folder, rest, said):
        path = written(folder, ROW)
        path.write_bytes(path.read_bytes() + rest)
        result = run("import", path)
        assert result.exit_code == 1
        assert said in result.output
        assert product() is None

    def test_missing_file_and_folder_are_said(self, run, folder):
        assert "There is no " in run("import", folder / "none.csv").output
        assert "is not a file." in run("import", folder).output
