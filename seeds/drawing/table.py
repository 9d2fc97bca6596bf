"""What each product's pictures show: how it is drawn, before which backdrop, in which colour."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from seeds.drawing import decor, glass, kitchen, lights, plants, storage, tableware, textiles
from seeds.drawing.palette import RGB
from seeds.drawing.pen import Pen

Draw = Callable[[Pen, RGB], None]


@dataclass(frozen=True)
class Subject:
    """`foot` is where it stands, from the top of the picture; a `wall` subject has no table."""

    draw: Draw
    backdrop: str
    colour: str = "chalk"
    x: float = 500
    foot: float = 760
    scale: float = 1.25
    wall: bool = False


kitchen_of = partial(Subject, backdrop="kitchen")
living_of = partial(Subject, backdrop="living")
lighting_of = partial(Subject, backdrop="lighting")
bath_of = partial(Subject, backdrop="bath")
plants_of = partial(Subject, backdrop="plants")
storage_of = partial(Subject, backdrop="storage")
gifts_of = partial(Subject, backdrop="gifts")

SUBJECTS: dict[str, Subject] = {
    "harbour-stoneware-mug": kitchen_of(tableware.mug, scale=1.4, x=450),
    "tidewater-espresso-cups": kitchen_of(tableware.espresso_cups, scale=1.5),
    "hollin-tea-bowl": kitchen_of(tableware.tea_bowl, colour="oat", scale=1.5),
    "saddler-enamel-mug": kitchen_of(tableware.enamel_mug, scale=1.45, x=450),
    "low-meadow-cup-and-saucer": kitchen_of(tableware.cup_and_saucer, scale=1.35, x=480),
    "kelda-teapot": kitchen_of(tableware.teapot, colour="dusk", scale=1.25, x=490),
    "harbour-dinner-plate": kitchen_of(tableware.plate, foot=640, scale=1.15),
    "harbour-side-plate": kitchen_of(partial(tableware.plate, radius=270), foot=640, scale=1.15),
    "orchard-serving-bowl": kitchen_of(
        partial(tableware.bowl, deep=1.25, speckled=True), colour="flax", scale=1.35
    ),
    "pebble-cereal-bowl": kitchen_of(tableware.cereal_bowl, scale=1.4),
    "larkfield-pasta-bowl": kitchen_of(tableware.pasta_bowl, foot=690, scale=1.15),
    "saltmarsh-oval-platter": kitchen_of(tableware.platter, colour="dusk", foot=660, scale=1.05),
    "inkwell-dipping-bowls": kitchen_of(tableware.dipping_bowls, colour="indigo", scale=1.4),
    "coppice-fruit-bowl": kitchen_of(tableware.wood_bowl, colour="ash", foot=720, scale=1.2),
    "ripple-tumblers": kitchen_of(glass.tumblers, scale=1.35, foot=740),
    "weir-carafe": kitchen_of(glass.carafe, scale=1.2, foot=850),
    "alder-wine-glasses": kitchen_of(glass.wine_glasses, colour="clear", scale=1.4, foot=830),
    "bellwether-water-jug": kitchen_of(glass.jug, colour="clear", scale=1.3, foot=830, x=440),
    "tarn-highball-glasses": kitchen_of(glass.highballs, scale=1.25, foot=800),
    "peat-whisky-glasses": kitchen_of(glass.whisky_glasses, colour="clear", scale=1.5, foot=800),
    "fellside-casserole": kitchen_of(kitchen.casserole, scale=1.3),
    "ember-frying-pan": kitchen_of(kitchen.frying_pan, colour="iron", foot=690, scale=1.05, x=390),
    "millstone-pestle-and-mortar": kitchen_of(kitchen.mortar, colour="granite", scale=1.35),
    "quarry-roasting-dish": kitchen_of(kitchen.roasting_dish, colour="ivory", foot=700, scale=1.05),
    "drover-milk-pan": kitchen_of(kitchen.milk_pan, colour="steel", scale=1.15, x=390),
    "bakehouse-loaf-tin": kitchen_of(kitchen.loaf_tin, colour="slate", scale=1.2),
    "ashby-chopping-board": kitchen_of(
        kitchen.board, colour="oak", foot=900, scale=1.15, wall=True
    ),
    "grove-olive-wood-paddle": kitchen_of(
        kitchen.paddle, colour="olive-wood", foot=910, scale=1.15, wall=True
    ),
    "hedgerow-wooden-spoons": kitchen_of(kitchen.spoons, colour="ash", foot=870, wall=True),
    "cellar-salt-pig": kitchen_of(kitchen.salt_pig, scale=1.4),
    "turnstile-pepper-mill": kitchen_of(kitchen.pepper_mill, scale=1.3, foot=800),
    "cowslip-butter-dish": kitchen_of(kitchen.butter_dish, scale=1.3),
    "washed-linen-napkins": kitchen_of(textiles.napkins, foot=820, scale=1.2, wall=True),
    "washed-linen-tablecloth": kitchen_of(textiles.tablecloth, foot=800, scale=1.1),
    "miller-tea-towels": kitchen_of(textiles.tea_towels, foot=840, scale=1.2, wall=True),
    "potting-shed-apron": kitchen_of(textiles.apron, foot=910, scale=1.1, wall=True),
    "moorland-bottle-vase": living_of(decor.bottle_vase, foot=850, scale=0.95),
    "lintel-column-vase": living_of(decor.column_vase, scale=1.3, foot=820),
    "fledgling-bud-vases": living_of(decor.bud_vases, scale=1.35, foot=800),
    "tarn-glass-vase": living_of(glass.vase, foot=870, scale=1.0),
    "halfmoon-jar": living_of(decor.moon_jar, colour="milk", scale=1.3, foot=810),
    "ridgeway-jug": living_of(decor.ridge_jug, scale=1.3, foot=810, x=450),
    "hearth-candle": living_of(decor.scented_candle, scale=1.4),
    "vigil-taper-candles": living_of(decor.tapers, foot=890, scale=1.25, wall=True),
    "chapel-pillar-candle": living_of(decor.pillar, colour="ivory", foot=800, scale=1.25),
    "vesper-brass-candlestick": living_of(decor.candlestick, colour="brass", foot=870, scale=1.1),
    "orangery-reed-diffuser": living_of(glass.diffuser, colour="brown-glass", foot=860, scale=1.1),
    "cloister-incense-dish": living_of(decor.incense, colour="black", foot=760, scale=1.15),
    "glimmer-tealight-holders": living_of(glass.tealights, foot=720, scale=1.3),
    "fell-lambswool-throw": living_of(textiles.throw, scale=1.2),
    "sunday-waffle-blanket": living_of(textiles.waffle_blanket, scale=1.2),
    "washed-linen-cushion": living_of(textiles.cushion, foot=800, scale=1.15),
    "cloudbank-boucle-cushion": living_of(textiles.boucle_cushion, foot=800, scale=1.15),
    "deckhand-stripe-cushion": living_of(textiles.stripe_cushion, foot=800, scale=1.15),
    "haybarn-floor-cushion": living_of(textiles.floor_cushion, foot=740, scale=1.2),
    "lowlight-table-lamp": lighting_of(lights.table_lamp, foot=870, scale=1.1),
    "angler-desk-lamp": lighting_of(lights.desk_lamp, foot=850, scale=1.15, x=470),
    "toadstool-bedside-lamp": lighting_of(lights.mushroom_lamp, foot=830, scale=1.3),
    "signal-lantern": lighting_of(lights.lantern, colour="moss", foot=850, scale=1.25),
    "belfry-enamel-pendant": lighting_of(lights.bell_pendant, foot=690, scale=1.2, wall=True),
    "drift-paper-shade": lighting_of(
        lights.paper_shade, colour="paper", foot=780, scale=1.2, wall=True
    ),
    "skep-rattan-pendant": lighting_of(
        lights.rattan_pendant, colour="rattan", foot=730, scale=1.2, wall=True
    ),
    "tarn-globe-pendant": lighting_of(lights.globe_pendant, foot=800, scale=1.25, wall=True),
    "ferry-cotton-towel": bath_of(textiles.towels, foot=800, scale=1.2),
    "quayside-hammam-towel": bath_of(textiles.hammam, foot=900, scale=1.15, wall=True),
    "ferry-bath-mat": bath_of(textiles.bath_mat, foot=890, scale=1.1, wall=True),
    "sunday-waffle-robe": bath_of(textiles.robe, foot=930, scale=1.12, wall=True),
    "copper-kettle-soap": bath_of(storage.soap, foot=790, scale=1.25, wall=True),
    "sluice-soap-dish": bath_of(storage.soap_dish, foot=680, scale=1.3),
    "backwater-bath-brush": bath_of(
        storage.brush, colour="natural", foot=910, scale=1.15, wall=True
    ),
    "apothecary-pump-bottle": bath_of(
        glass.pump_bottle, colour="brown-glass", foot=850, scale=1.25
    ),
    "sluice-toothbrush-cup": bath_of(storage.toothbrush_cup, colour="oat", foot=830, scale=1.25),
    "terrace-terracotta-pot": plants_of(
        plants.terracotta, colour="terracotta", scale=1.4, foot=790
    ),
    "dovecote-planter": plants_of(plants.planter, scale=1.4, foot=790),
    "rubber-plant": plants_of(plants.rubber_plant, colour="leaf", foot=880, scale=1.05),
    "snake-plant": plants_of(plants.snake_plant, colour="leaf", foot=870, scale=1.1),
    "young-olive-tree": plants_of(plants.olive_tree, foot=890, scale=1.15),
    "longspout-watering-can": plants_of(plants.watering_can, foot=790, scale=1.15, x=570),
    "dewfall-brass-mister": plants_of(plants.mister, colour="brass", foot=830, scale=1.35),
    "thicket-seagrass-basket": storage_of(storage.basket, colour="seagrass", scale=1.35, foot=800),
    "larder-glass-jar": storage_of(glass.larder_jar, colour="clear", foot=800, scale=1.3),
    "meeting-house-peg-rail": storage_of(
        storage.peg_rail, colour="oak", foot=780, scale=1.05, wall=True
    ),
    "attic-lidded-box": storage_of(storage.lidded_box, scale=1.2),
    "granary-bread-bin": storage_of(kitchen.bread_bin, scale=1.2),
    "first-light-breakfast-set": gifts_of(
        tableware.breakfast_set, colour="oat", foot=700, scale=1.3
    ),
    "striker-match-cloche": gifts_of(glass.cloche, colour="clear", foot=810, scale=1.4),
}
