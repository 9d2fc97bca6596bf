"""The kitchen's and the table's scenes, and the presents'."""

from seeds.photographs.scenery import Piece, scene
from seeds.photographs.studio import View

SCENES = {
    "collection-kitchen-table": scene(
        Piece("fellside-casserole", -1.35, 1.1, turn=12),
        Piece("weir-carafe", 0.75, 1.5),
        Piece("turnstile-pepper-mill", 2.35, 1.1, turn=30),
        Piece("harbour-dinner-plate", 1.0, -0.7, colour="oat"),
        Piece("pebble-cereal-bowl", 1.0, -0.7, 0.06, colour="clay"),
        Piece("harbour-stoneware-mug", -1.2, -0.95, turn=-145),
    ),
    "collection-mugs-cups": scene(
        Piece("kelda-teapot", -0.75, 1.2, turn=-8),
        Piece("harbour-stoneware-mug", 1.5, 0.75, turn=-20, colour="clay"),
        Piece("harbour-stoneware-mug", 0.75, -0.35, turn=25, colour="sage"),
        Piece("low-meadow-cup-and-saucer", -0.85, -0.75, turn=-30, colour="rose"),
        Piece("tidewater-espresso-cups", 2.1, -0.65, turn=-25, colour="ink"),
        view=View(above=20),
    ),
    "collection-bowls-plates": scene(
        Piece("orchard-serving-bowl", -1.35, 0.95),
        *(
            Piece("harbour-dinner-plate", 1.3, 0.5, 0.09 * n, colour=colour)
            for n, colour in enumerate(("oat", "sage", "oat", "sage"))
        ),
        Piece("harbour-side-plate", 1.3, 0.5, 0.34, colour="oat"),
        Piece("pebble-cereal-bowl", 1.3, 0.5, 0.4, colour="clay"),
        Piece("pebble-cereal-bowl", 1.3, 0.5, 0.68, colour="chalk"),
        Piece("inkwell-dipping-bowls", -0.75, -1.2, turn=15),
        view=View(above=22),
    ),
    "collection-glassware": scene(
        Piece("bellwether-water-jug", -1.55, 0.8, turn=200),
        Piece("weir-carafe", 0.15, 1.1, colour="smoke"),
        Piece("alder-wine-glasses", 1.75, 0.55, turn=24),
        Piece("ripple-tumblers", -0.45, -1.0, turn=14, colour="sage"),
        view=View(above=13, bounces=10),
    ),
    "collection-cookware": scene(
        Piece("fellside-casserole", 0.75, 1.3, turn=-14, colour="brick"),
        Piece("drover-milk-pan", -1.35, 0.85, turn=140),
        Piece("millstone-pestle-and-mortar", 1.7, -0.75),
        Piece("quarry-roasting-dish", -0.75, -1.1, turn=14),
        view=View(above=22),
    ),
    "collection-boards-utensils": scene(
        Piece("ashby-chopping-board", 0, 0.3, turn=-14),
        Piece("cellar-salt-pig", -1.0, 0.85, 0.3, turn=35, colour="ink"),
        Piece("turnstile-pepper-mill", 0.85, 0.7, 0.3, turn=10),
        Piece("cowslip-butter-dish", 0.65, -0.45, 0.3, colour="chalk", turn=-20),
        Piece("hedgerow-wooden-spoons", -0.9, -1.6, turn=18),
        view=View(above=26),
    ),
    "collection-table-linen": scene(
        Piece("washed-linen-napkins", -1.55, 0.1, turn=16, colour="ink"),
        Piece("washed-linen-napkins", -1.5, 0.15, 0.55, turn=24, colour="flax"),
        Piece("miller-tea-towels", 1.35, -0.35, turn=-18, colour="madder"),
        Piece("ridgeway-jug", 0.75, 1.9, turn=-15, colour="oat"),
        view=View(above=24),
    ),
    "collection-gifts": scene(
        Piece("fell-lambswool-throw", -1.3, 0.7, turn=14, colour="moss"),
        Piece("tidewater-espresso-cups", -1.25, 0.75, 0.88, turn=12, colour="chalk"),
        Piece("fledgling-bud-vases", 1.6, 1.0, turn=-10),
        Piece("hearth-candle", 0.75, -0.75, turn=-8, colour="cedar"),
        Piece("copper-kettle-soap", 1.95, -0.8, turn=20, colour="rosemary"),
        view=View(above=18),
    ),
    "collection-gifts-under-30": scene(
        Piece("striker-match-cloche", -0.15, 0.75),
        Piece("saddler-enamel-mug", -1.15, 0.35, turn=160, colour="brick"),
        Piece("chapel-pillar-candle", 1.35, 0.75),
        Piece("copper-kettle-soap", 0.55, -0.55, turn=-14, colour="oat-honey"),
        Piece("inkwell-dipping-bowls", -0.95, -1.05, turn=10),
        view=View(above=18),
    ),
}
