"""The living room's scenes: the home page's, vases, candles, cushions and lamps."""

from seeds.photographs.scenery import Piece, scene
from seeds.photographs.studio import View

SCENES = {
    "hero": scene(
        Piece("lowlight-table-lamp", -2.2, 1.2, turn=30, colour="moss"),
        Piece("fellside-casserole", 0.5, 1.5, turn=12, colour="brick"),
        Piece("moorland-bottle-vase", 2.2, 1.9, turn=0, colour="ink"),
        Piece("ridgeway-jug", 3.0, 0.55, turn=-25, colour="oat"),
        Piece("washed-linen-napkins", -2.75, -0.75, turn=14, colour="flax"),
        Piece("hearth-candle", -2.6, -0.7, 0.57, turn=6, colour="cedar"),
        Piece("harbour-stoneware-mug", -0.5, -0.35, turn=-150, colour="oat"),
        Piece("harbour-dinner-plate", 1.3, -0.6, colour="oat"),
        Piece("harbour-side-plate", 1.3, -0.6, 0.06, colour="sage"),
        Piece("pebble-cereal-bowl", 1.3, -0.6, 0.12, colour="clay"),
        view=View(above=12, within=0.79, aside=0.04, samples=8),
    ),
    "collection-living": scene(
        Piece("washed-linen-cushion", -1.2, 1.9, turn=-8, colour="rust"),
        Piece("fell-lambswool-throw", 1.9, 0.9, turn=-16, colour="oat"),
        Piece("chapel-pillar-candle", -1.4, -0.9, turn=20),
        Piece("moorland-bottle-vase", 1.55, 2.9, colour="ink"),
        Piece("hearth-candle", 0.55, -1.35, colour="fig-leaf"),
        view=View(above=14),
    ),
    "collection-vases": scene(
        Piece("halfmoon-jar", -1.2, 0.9),
        Piece("moorland-bottle-vase", 1.0, 0.9, colour="clay"),
        Piece("lintel-column-vase", 2.35, 0.3),
        Piece("fledgling-bud-vases", -0.75, -1.25, turn=8),
        view=View(above=11),
    ),
    "collection-candles-scent": scene(
        Piece("vesper-brass-candlestick", -1.3, 0.6, turn=-10),
        Piece("orangery-reed-diffuser", 0.45, 0.95),
        Piece("chapel-pillar-candle", 1.9, 0.45, turn=14),
        Piece("hearth-candle", -0.05, -0.75, turn=6, colour="fig-leaf"),
        Piece("glimmer-tealight-holders", -1.5, -1.1, turn=20, colour="amber"),
        Piece("cloister-incense-dish", 1.45, -1.1, turn=-20),
        view=View(above=15, bounces=8),
    ),
    "collection-cushions-throws": scene(
        Piece("deckhand-stripe-cushion", -1.55, 1.6, turn=-6, colour="indigo"),
        Piece("cloudbank-boucle-cushion", 1.75, 1.9, turn=14, colour="clay"),
        Piece("sunday-waffle-blanket", 0.5, -1.0, turn=-14, colour="chalk"),
        Piece("fell-lambswool-throw", 0.5, -1.0, 1.0, turn=-10, colour="moss"),
        view=View(above=15),
    ),
    "collection-lighting": scene(
        Piece("lowlight-table-lamp", -1.55, 0.8, turn=30, colour="clay"),
        Piece("signal-lantern", 0.2, -0.6, turn=-14),
        Piece("toadstool-bedside-lamp", 1.75, 0.3, colour="chalk"),
        Piece("belfry-enamel-pendant", 1.0, 1.4, 0.5, colour="moss"),
        view=View(above=3, fill=0.76, tall=6.6, look=0.53),
    ),
    "collection-table-lamps": scene(
        Piece("angler-desk-lamp", 2.0, 1.1, turn=190, colour="black"),
        Piece("lowlight-table-lamp", -1.8, 0.7, turn=30, colour="oat"),
        Piece("toadstool-bedside-lamp", 0.4, -0.9, colour="amber"),
        view=View(above=9),
    ),
    "collection-pendant-lights": scene(
        Piece("skep-rattan-pendant", -1.6, 0.0),
        Piece("tarn-globe-pendant", 1.75, -0.3, 0.3, colour="smoke"),
        Piece("belfry-enamel-pendant", 0.35, 2.4, 1.2, colour="moss"),
        view=View(above=-9, fill=0.8, tall=6.2, look=0.69),
    ),
}
