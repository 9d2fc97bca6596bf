"""What a big catalog has for the other rooms, and the window sill."""

from seeds.families import GLAZES, METALS, NO_CHOICE, THREE_SIZES, TWO_SIZES, YARNS, Family

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

FAMILIES = (VASES, CANDLES, SOFT, LAMPS, TOWELS, SOAPS, POTS, BASKETS)
