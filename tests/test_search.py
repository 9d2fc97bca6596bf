"""Finding products: what counts how much, what is forgiven, and what is counted as missed."""

import pytest
from factories import CollectionFactory
from searching import found, sold

from shop.catalog import search

pytestmark = pytest.mark.usefixtures("app")


JUNK = [
    "",
    "   ",
    '"',
    "'",
    "\"oak' OR 1=1 --",
    "oak AND NOT (mug*) NEAR/2 {title}:x ^y",
    "oak & | ! <-> mug:*A",
    "-- ; DROP TABLE products",
    "\0",
    "oak\0mug",
    "\ud800",
    "😀🎁",
    "!!! ??? ***",
    "%_%\\",
    "9" * 5000,
    "x" * 10_000,
    "lorem ipsum " * 1000,
    "é" * 300,
    "ﬃ" * 100,
    "茶碗",
    "कॉफ़ी",
    "\u202eabc",
    "a",
    "the",
]


class TestMatch:
    def test_puts_title_before_sku_before_collection_before_text(self):
        walnut = CollectionFactory(title="Walnut")
        sold("Bowl of many words for the table", "walnut " * 8)
        sold("Spoon", collections=(walnut,))
        sold("Tray", sku="WALNUT-1")
        sold("A long, low, turned and oiled board of American walnut", "Made by hand. " * 20)
        assert found("walnut") == [
            "A long, low, turned and oiled board of American walnut",
            "Tray",
            "Spoon",
            "Bowl of many words for the table",
        ]

    def test_asks_for_every_word(self):
        sold("Oak tray")
        sold("Oak bowl")
        sold("Ash tray", "Looks well on oak.")
        assert found("oak tray") == ["Oak tray", "Ash tray"]

    def test_takes_the_last_word_as_a_beginning(self):
        sold("Stoneware mug")
        assert found("ston") == ["Stoneware mug"]
        assert found("ston mug") == []

    def test_takes_a_single_letter_as_a_word_unless_it_follows_another(self):
        sold("Plain tee", colours=("S", "M"))
        sold("Sage tee")
        assert found("s") == ["Plain tee"]
        assert set(found("tee s")) == {"Plain tee", "Sage tee"}

    def test_puts_the_whole_word_before_what_begins_with_it(self):
        sold("Cupboard")
        sold("Cup")
        assert found("cup") == ["Cup", "Cupboard"]

    @pytest.mark.parametrize("query", ["Crème", "creme", "CRÈME", "cre\u0300me"])
    def test_does_not_mind_accents_or_capitals(self, query):
        sold("Crème caramel dish")
        assert found(query) == ["Crème caramel dish"]

    @pytest.mark.parametrize("query", ["sørensen", "sorensen", "Sœur", "soeur", "strasse"])
    def test_knows_letters_that_are_no_accents(self, query):
        sold("Sørensen sœur straße")
        assert found(query) == ["Sørensen sœur straße"]

    @pytest.mark.parametrize(
        ("title", "query"),
        [("Mug", "mugs"), ("Mugs", "mug"), ("Glass", "glasses"), ("Butcher's block", "butchers")],
    )
    def test_does_not_mind_plurals(self, title, query):
        sold(title)
        match = search.match(query)
        assert (match.corrected, found(query)) == (None, [title])

    def test_leaves_out_words_too_common_to_tell(self):
        sold("Tea towel")
        assert found("a towel for the tea") == ["Tea towel"]

    @pytest.mark.parametrize(
        "query", ["WF-MUG-042", "wf-mug-042", "wf-mug", "wfmug042", "WF MUG 042", "042"]
    )
    def test_finds_by_sku(self, query):
        sold("Stoneware mug", sku="WF-MUG-042")
        sold("Enamel mug", sku="WF-MUG-117")
        assert found(query)[0] == "Stoneware mug"

    def test_finds_by_collection_and_those_above_it(self):
        kitchen = CollectionFactory(title="Kitchen")
        boards = CollectionFactory(title="Chopping boards", parent=kitchen)
        sold("Maple", collections=(kitchen, boards))
        assert found("chopping") == found("kitchen") == ["Maple"]

    def test_finds_by_choice(self):
        sold("Linen napkin", colours=("Sage", "Oat"))
        assert found("sage napkin") == ["Linen napkin"]

    def test_finds_words_written_without_spaces(self):
        sold("抹茶碗")
        assert found("茶碗") == ["抹茶碗"]

    def test_is_not_empty_when_something_was_found(self):
        sold("Oak tray")
        match = search.match("oak")
        assert (match.is_empty, match.words, match.corrected) == (False, ("oak",), None)

    def test_is_empty_when_nothing_was_found(self):
        sold("Oak tray")
        match = search.match("helicopter")
        assert (match.is_empty, match.words, match.corrected) == (True, ("helicopter",), None)
        assert found("helicopter") == []

    def test_asks_one_question_when_something_is_found(self, count_queries):
        sold("Oak tray")
        assert count_queries(lambda: search.match("oak tray")) == 1


class TestTypos:
    @pytest.mark.parametrize(
        ("query", "corrected"),
        [
            ("stonware", "stoneware"),
            ("stoenware", "stoneware"),
            ("stonewarre", "stoneware"),
            ("stonewaer mug", "stoneware mug"),
            ("vaes", "vase"),
            ("bowk", "bowl"),
            ("cushoin cover", "cushion cover"),
            ("Stonwäre", "stoneware"),
        ],
    )
    def test_are_forgiven_and_said_so(self, query, corrected):
        sold("Stoneware mug")
        sold("Bud vase")
        sold("Serving bowl")
        sold("Cushion cover")
        match = search.match(query)
        assert (match.corrected, match.is_empty) == (corrected, False)
        assert found(query)

    def test_are_taken_for_the_word_of_most_products(self):
        sold("Bolt")
        for colour in ("blue", "white"):
            sold(f"Bowl, {colour}")
        assert search.match("bowt").corrected == "bowl"

    def test_are_not_seen_in_what_is_found_as_it_is(self):
        sold("Lamp")
        sold("Lump sugar")
        assert search.match("lump").corrected is None

    def test_are_not_forgiven_in_short_words(self):
        sold("Mug")
        assert search.match("mig").is_empty

    def test_are_not_forgiven_in_numbers(self):
        sold("Mug", sku="AB-12345")
        assert search.match("12346").is_empty

    def test_are_not_forgiven_beyond_recognition(self):
        sold("Stoneware mug")
        assert search.match("helicopter").is_empty

    def test_are_not_corrected_to_words_no_product_has_any_more(self):
        product = sold("Stoneware mug")
        product.title = "Mug"
        search.index([product.id])
        assert search.match("stonware").is_empty

    def test_may_be_two_words_written_as_one(self):
        sold("Tea towel")
        assert search.match("teatowel").corrected == "tea towel"

    def test_may_be_one_word_written_as_two(self):
        sold("Teapot")
        assert search.match("tea pot").corrected == "teapot"

    def test_cost_a_few_questions_alone(self, count_queries):
        sold("Stoneware mug")
        query = "stonewarx mugz tabel chiar bowk vaes lamb spon"
        assert count_queries(lambda: search.match(query)) < 40


class TestJunk:
    @pytest.mark.parametrize("query", JUNK)
    def test_is_answered(self, query):
        sold("Oak mug")
        search.match(query)
        found(query)
        search.suggest(query)
        search.log_miss(query)

    @pytest.mark.parametrize("query", ["", "  ", '"', "\0", "😀", "***"])
    def test_without_words_finds_nothing(self, query):
        sold("Oak mug")
        match = search.match(query)
        assert (match.words, match.is_empty, found(query)) == ((), True, [])

    def test_of_any_length_is_few_words(self):
        assert len(search.match("lorem ipsum dolor " * 1000).words) <= 8
