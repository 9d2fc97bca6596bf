"""What a big catalog has for kitchen and table."""

from seeds.families import GLAZES, NO_CHOICE, TWO_SIZES, YARNS, Family

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

FAMILIES = (TABLEWARE, GLASS, COOKWARE, WOOD, TABLE_LINEN)
