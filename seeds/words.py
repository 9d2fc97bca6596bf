"""The words that a big catalog's titles and texts are combined from, family by family."""

from typing import NamedTuple


class Family(NamedTuple):
    """Things that are made of the same materials and cared for alike."""

    forms: dict[str, tuple[str, int, int]]  # the collection's slug, lowest and highest price
    materials: tuple[str, ...]
    finishes: tuple[str, ...]
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    made: tuple[str, ...]  # sentences with {material}, {form}, {finish} or none
    care: tuple[str, ...]


# Ranges are named for villages that are on no map: Aldercote, Mossgarth, Tarnside.
STARTS = (  # noqa: SIM905 - sixty quoted words are harder to read
    "Alder Ash Beck Birch Brack Bram Briar Burn Cald Carr Clay Cold Copp Corn Crag Deep Dove Eden"
    " Elder Fern Flax Gorse Grey Hazel Heath Holm Kirk Lang Linn Marl Mill Moss Nether Oak Over"
    " Quarry Raven Reed Rill Rook Rowan Rush Sedge Shale Sorrel Stan Swan Tarn Thorn Thrush West"
    " Whit Wick Willow Wind Winter"
).split()
ENDS = (  # noqa: SIM905
    "beck bridge bury combe cote croft dale den fell field ford garth gate ham haven hurst ley"
    " mere moor mouth ridge shaw side stead thorpe ton wick worth"
).split()
RANGES = tuple(start + end for start in STARTS for end in ENDS if not end.startswith(start.lower()))

GLAZES = ("Chalk", "Oat", "Sage", "Ink", "Clay", "Slate", "Moss", "Rose")
YARNS = ("Natural", "Oat", "Indigo", "Rust", "Moss", "Charcoal", "Heather", "Ochre")
METALS = ("Black", "Brass", "Chalk", "Olive", "Brick")
NO_CHOICE: tuple[str, ...] = ()
TWO_SIZES = ("Small", "Large")
THREE_SIZES = ("Small", "Medium", "Large")

TABLEWARE = Family(
    {
        "mug": ("mugs-cups", 14, 28),
        "espresso cup": ("mugs-cups", 10, 18),
        "teapot": ("mugs-cups", 38, 75),
        "cereal bowl": ("bowls-plates", 14, 26),
        "pasta bowl": ("bowls-plates", 18, 34),
        "dinner plate": ("bowls-plates", 18, 36),
        "side plate": ("bowls-plates", 12, 22),
        "serving bowl": ("bowls-plates", 34, 68),
        "platter": ("bowls-plates", 32, 64),
    },
    ("stoneware", "porcelain", "earthenware"),
    ("ribbed", "speckled", "fluted", "hand-thrown", "matt", "two-tone", "footed", "ash-glazed"),
    GLAZES,
    NO_CHOICE,
    (
        "Formed on the wheel and fired twice, and the glaze sits in the {material}, not on it.",
        "The {material} is mixed in the pottery's cellar and rests there for a month.",
        "Each one is dipped by hand; the line where the glaze ends is never quite the same.",
    ),
    (
        "Dishwasher and microwave safe. Let it come to room temperature before it meets an oven.",
        "It goes in the dishwasher. Leave some space around it, as a knock chips any glaze.",
    ),
)
GLASS = Family(
    {
        "tumbler": ("glassware", 9, 18),
        "wine glass": ("glassware", 14, 28),
        "highball": ("glassware", 10, 20),
        "tea glass": ("glassware", 8, 16),
        "coupe": ("glassware", 14, 26),
        "water jug": ("glassware", 28, 56),
        "carafe": ("glassware", 24, 48),
    },
    ("pressed-glass", "recycled-glass", "mouth-blown glass"),
    ("ribbed", "smoked", "bubbled", "optic", "straight-sided", "tinted", "etched", "heavy-based"),
    ("Clear", "Smoke", "Amber", "Sea"),
    NO_CHOICE,
    (
        "Made in a workshop with one furnace, which has not gone out for eleven years.",
        "Small bubbles in the wall are a sign of how it is made, and no two have them alike.",
        "The rim is cut and then melted smooth, so it is kind to the lip and hard to chip.",
    ),
    (
        "Dishwasher safe on the glass programme. Wash by hand where the water is hard.",
        "Not for boiling water. Dry it with a linen cloth and it keeps its shine.",
    ),
)
COOKWARE = Family(
    {
        "casserole": ("cookware", 85, 190),
        "frying pan": ("cookware", 45, 110),
        "saucepan": ("cookware", 48, 105),
        "griddle pan": ("cookware", 42, 88),
        "roasting dish": ("cookware", 38, 84),
        "milk pan": ("cookware", 32, 62),
    },
    ("cast-iron", "carbon-steel", "copper", "stainless-steel"),
    ("deep", "shallow", "broad", "everyday", "hand-finished", "satin", "heavy-based", "round"),
    NO_CHOICE,
    TWO_SIZES,
    (
        "The {material} is thick enough to hold its heat when cold food goes in.",
        "The handle is riveted, stays cool on the hob for as long as an onion takes, and can go"
        " in the oven.",
        "It works on every hob, induction too, and in an oven up to 250 °C.",
    ),
    (
        "Wash it by hand, dry it at once, and rub it with a drop of oil now and then.",
        "Soak what sticks; steel wool is never needed. It is better in its tenth year than new.",
    ),
)
WOOD = Family(
    {
        "chopping board": ("boards-utensils", 28, 68),
        "bread board": ("boards-utensils", 30, 62),
        "serving board": ("boards-utensils", 26, 58),
        "rolling pin": ("boards-utensils", 18, 34),
        "cooking spoon": ("boards-utensils", 8, 16),
        "spatula": ("boards-utensils", 8, 16),
        "salt cellar": ("boards-utensils", 14, 28),
    },
    ("oak", "beech", "walnut", "ash", "maple", "olive-wood"),
    ("oiled", "bevelled", "waxed", "slim", "sturdy", "smoked", "rounded", "limewashed"),
    NO_CHOICE,
    TWO_SIZES,
    (
        "Cut from one piece of {material} that dried for three years, so it stays flat.",
        "Planed, sanded four times and finished by hand in a workshop of five people.",
        "The grain is the wood's own; what you get will differ from the picture as trees do.",
    ),
    (
        "Rinse it, dry it standing, and oil it when it looks thirsty. No dishwasher.",
        "Wipe it with a damp cloth. A little sandpaper makes it new again after some years.",
    ),
)
TABLE_LINEN = Family(
    {
        "napkin": ("table-linen", 9, 18),
        "tablecloth": ("table-linen", 58, 120),
        "table runner": ("table-linen", 28, 54),
        "tea towel": ("table-linen", 10, 20),
        "placemat": ("table-linen", 9, 18),
        "apron": ("table-linen", 34, 62),
    },
    ("linen", "cotton", "hemp", "linen-cotton"),
    ("washed", "hemstitched", "striped", "checked", "waffle", "herringbone", "fringed", "plain"),
    YARNS,
    NO_CHOICE,
    (
        "Woven from long-staple {material} and washed before it is sewn, so it will not shrink.",
        "The corners are mitred by hand, which is why they lie flat after the wash.",
        "Heavy enough to drape well, and a little heavier than it needs to be.",
    ),
    (
        "Machine wash at 40 °C with like colours. Iron it damp, or do not and enjoy the creases.",
        "Wash at 60 °C after a dinner with beetroot. It softens with every wash.",
    ),
)
VASES = Family(
    {
        "bud vase": ("vases", 16, 32),
        "bottle vase": ("vases", 28, 58),
        "jug vase": ("vases", 32, 64),
        "posy vase": ("vases", 18, 36),
        "tall vase": ("vases", 44, 96),
    },
    ("stoneware", "porcelain", "terracotta", "glass"),
    ("ribbed", "speckled", "fluted", "matt", "dimpled", "footed", "narrow-necked", "round"),
    GLAZES,
    NO_CHOICE,
    (
        "It stands well by itself, and asks for three stems rather than thirty.",
        "The neck is narrow enough to hold one branch where you put it.",
        "Shaped in two halves that are joined while the {material} is soft.",
    ),
    (
        "Watertight. Change the water every other day and dry the vase upside down.",
        "Put felt under it on polished wood. Rinse it with vinegar when the water leaves a line.",
    ),
)
CANDLES = Family(
    {
        "jar candle": ("candles-scent", 18, 38),
        "pillar candle": ("candles-scent", 14, 30),
        "tin candle": ("candles-scent", 12, 20),
        "travel candle": ("candles-scent", 12, 22),
    },
    ("beeswax", "soy-wax", "rapeseed-wax"),
    ("cedar", "fig", "lavender", "smoke", "juniper", "rosemary", "vetiver", "orange-blossom"),
    NO_CHOICE,
    TWO_SIZES,
    (
        "Poured in batches of sixty; the {finish} is there when you enter the room and gone"
        " before it tires you.",
        "The wick is cotton without metal, and the {material} burns down evenly to the end.",
        "We burned it for a week beside an open book before we took it into the shop.",
    ),
    (
        "Let the first pool of wax reach the edge. Cut the wick to 5 mm each time.",
        "Keep it out of draughts, and never leave it burning alone.",
    ),
)
SOFT = Family(
    {
        "cushion": ("cushions-throws", 32, 68),
        "bolster": ("cushions-throws", 38, 76),
        "throw": ("cushions-throws", 68, 160),
        "blanket": ("cushions-throws", 84, 190),
        "floor cushion": ("cushions-throws", 64, 120),
    },
    ("lambswool", "linen", "cotton", "mohair", "merino"),
    ("herringbone", "striped", "checked", "waffle", "fringed", "ribbed", "bordered", "plain"),
    YARNS,
    NO_CHOICE,
    (
        "Woven in a mill that has turned {material} into cloth since before there were lorries.",
        "The yarn is dyed before it is spun, so the colour has depth and does not wash out.",
        "Large enough to share, or to refuse to.",
    ),
    (
        "Shake it out and air it; wash it cool with a wool detergent when it needs more.",
        "Wash at 30 °C and dry it flat. Small knots in the first weeks comb off.",
    ),
)
LAMPS = Family(
    {
        "table lamp": ("table-lamps", 78, 190),
        "desk lamp": ("table-lamps", 84, 180),
        "bedside lamp": ("table-lamps", 62, 130),
        "pendant light": ("pendant-lights", 88, 240),
        "shade": ("pendant-lights", 42, 96),
    },
    ("brass", "steel", "aluminium", "ceramic"),
    ("brushed", "domed", "conical", "ribbed", "slender", "matt", "stepped", "low"),
    METALS,
    NO_CHOICE,
    (
        "The {material} is spun on a lathe, a craft that leaves fine rings on the inside.",
        "It throws its light down and a little out, where a book or a plate is.",
        "Two metres of woven flex, and a switch that you find in the dark.",
    ),
    (
        "Takes an E27 bulb of up to 10 W LED, which is not in the box. Dust it with a dry cloth.",
        "For use indoors. A ceiling fitting is best put up by somebody who does it for a living.",
    ),
)
TOWELS = Family(
    {
        "hand towel": ("towels-robes", 14, 26),
        "bath towel": ("towels-robes", 24, 46),
        "bath sheet": ("towels-robes", 36, 68),
        "bath mat": ("towels-robes", 24, 44),
        "robe": ("towels-robes", 72, 140),
    },
    ("cotton", "organic-cotton", "linen", "bamboo-cotton"),
    ("waffle", "ribbed", "striped", "fringed", "plush", "quick-drying", "textured", "bordered"),
    ("Chalk", "Oat", "Sage", "Slate", "Rose", "Indigo"),
    NO_CHOICE,
    (
        "Loops on one side and a flat weave on the other: one dries, the other polishes.",
        "It takes up water from the first day, as it is washed before it is sent.",
        "The {material} is grown, spun and woven within a day's drive.",
    ),
    (
        "Machine wash at 60 °C, without softener, which makes towels shy of water.",
        "Tumble dry low or line dry in the wind, the better of the two.",
    ),
)
SOAPS = Family(
    {
        "soap bar": ("soap-bath", 7, 14),
        "hand wash": ("soap-bath", 14, 26),
        "shampoo bar": ("soap-bath", 9, 16),
        "body scrub": ("soap-bath", 18, 32),
    },
    ("oat", "olive-oil", "sea-salt", "shea-butter", "clay"),
    ("cedar", "lavender", "rosemary", "bergamot", "geranium", "mint", "pine", "unscented"),
    NO_CHOICE,
    NO_CHOICE,
    (
        "Stirred cold and left to cure for six weeks, so that it lasts as long as it should.",
        "A short list of ingredients, all of which you could name in a kitchen.",
        "Made in a former dairy by two sisters who began with a soap for gardeners.",
    ),
    (
        "Let it dry between uses. The paper it comes in goes on the compost.",
        "For outside use. Keep it from the eyes, and from the dog.",
    ),
)
POTS = Family(
    {
        "plant pot": ("plants-pots", 12, 38),
        "hanging planter": ("plants-pots", 22, 46),
        "window box": ("plants-pots", 34, 72),
        "herb pot": ("plants-pots", 10, 20),
        "bowl planter": ("plants-pots", 28, 64),
    },
    ("terracotta", "stoneware", "concrete", "zinc"),
    ("fluted", "footed", "aged", "tapered", "round", "ribbed", "speckled", "low"),
    NO_CHOICE,
    THREE_SIZES,
    (
        "There is a hole in the bottom and a saucer to go under it, as roots like it dry below.",
        "The wall is thick enough to keep a root ball cool on a south-facing sill.",
        "It was made for outside and looks at home within.",
    ),
    (
        "Frost-proof when it stands on feet, so that water can leave.",
        "Scrub it with a stiff brush in spring. What lime it gathers is called patina.",
    ),
)
BASKETS = Family(
    {
        "log basket": ("storage-baskets", 48, 98),
        "laundry basket": ("storage-baskets", 54, 110),
        "lidded basket": ("storage-baskets", 36, 78),
        "storage crate": ("storage-baskets", 28, 58),
        "shelf basket": ("storage-baskets", 22, 44),
        "tray": ("storage-baskets", 24, 52),
    },
    ("seagrass", "willow", "rattan", "jute"),
    ("plaited", "tall", "round", "oval", "handled", "striped", "sturdy", "open-weave"),
    NO_CHOICE,
    THREE_SIZES,
    (
        "Woven over a frame, from the bottom up, in about the time that a long film takes.",
        "The handles go all the way round below, so they will not come off when it is full.",
        "The {material} is soaked, woven wet, and holds its shape as it dries.",
    ),
    (
        "Keep it dry. Brush it out, and mist it lightly in a heated room.",
        "A damp cloth is all it needs. Sunlight turns it to honey in a summer or two.",
    ),
)

FAMILIES = (
    TABLEWARE,
    GLASS,
    COOKWARE,
    WOOD,
    TABLE_LINEN,
    VASES,
    CANDLES,
    SOFT,
    LAMPS,
    TOWELS,
    SOAPS,
    POTS,
    BASKETS,
)

OPENINGS = (
    "A {finish} {form} for every day, and good enough for the day when someone is coming.",
    "The {form} of the {range} range: {finish}, quiet, and exactly as large as it needs to be.",
    "We looked for a {form} like this one for two years, then asked {range} to make it.",
    "Plain at first sight. The longer you have this {form}, the more you see in it.",
    "A {form} in {material} that does its work and leaves the talking to you.",
)

AUTHORS = (
    "Amara Osei", "Ben Whitlock", "Carla Moretti", "Dev Anand", "Elise Bergman", "Farid Haddad",
    "Grace Lindqvist", "Hugo Marchetti", "Imogen Vale", "Jonas Feld", "Keiko Mori", "Lena Novak",
    "Marcus Thiel", "Nadia Rahman", "Owen Pryce", "Priya Nair", "Rosa Delgado", "Samuel Okoro",
    "Tilda Sund", "Vera Kozlova", "Will Hartley", "Yasmin Farouk",
)  # fmt: skip

# By stars: a title and a text.
OPINIONS = {
    5: (
        ("Just right", "It is what the pictures promise, and it feels better than it looks."),
        ("Bought a second one", "The first was for me. The second was supposed to be a present."),
        ("In use every day", "Three months of daily use and no sign of it. Would buy again."),
        ("Well made", "You can see that somebody took time over the edges."),
    ),
    4: (
        ("Very nice, a bit smaller than I thought", "Do read the measurements. Lovely otherwise."),
        ("Good", "Solid and well packed. The colour is a shade darker than on my screen."),
        ("Happy with it", "Took a week to arrive, but it was worth the wait."),
    ),
    3: (
        ("Fine", "Does what it should. I had hoped for a little more weight."),
        ("Mixed feelings", "A handsome thing, yet it marks more easily than I would like."),
    ),
    2: (("Not for me", "Nothing wrong with it as such, it simply did not suit our kitchen."),),
}
