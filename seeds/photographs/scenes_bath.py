"""The bath's, the plants' and the store room's scenes."""

from seeds.photographs.scenery import Piece, scene
from seeds.photographs.studio import View

SCENES = {
    "collection-bath": scene(
        Piece("ferry-cotton-towel", -0.95, 0.9, turn=16, colour="sage"),
        Piece("apothecary-pump-bottle", 2.05, 0.3, turn=-12),
        Piece("copper-kettle-soap", 1.95, -1.05, turn=12, colour="oat-honey"),
        Piece("backwater-bath-brush", -0.5, -1.5, turn=-6),
        view=View(above=16),
    ),
    "collection-towels-robes": scene(
        Piece("ferry-cotton-towel", -1.5, 1.2, turn=18, colour="slate"),
        Piece("sunday-waffle-robe", 1.8, 0.5, turn=-14, colour="chalk"),
        Piece("quayside-hammam-towel", 1.75, 0.55, 1.15, turn=-22, colour="rust"),
        view=View(above=18),
    ),
    "collection-soap-bath": scene(
        Piece("apothecary-pump-bottle", -0.85, 0.6, turn=8),
        Piece("sluice-toothbrush-cup", 0.75, 0.75),
        Piece("sluice-soap-dish", 0.95, -0.45, turn=14, colour="sage"),
        Piece("copper-kettle-soap", -0.55, -0.75, turn=-8, colour="rosemary"),
        view=View(above=18),
    ),
    "collection-plants-pots": scene(
        Piece("rubber-plant", -1.35, 1.2, turn=90),
        Piece("snake-plant", 1.2, 1.1),
        Piece("dovecote-planter", 2.6, -0.1, colour="sage"),
        Piece("longspout-watering-can", 0.75, -1.4, turn=6, colour="moss"),
        Piece("dewfall-brass-mister", -1.6, -1.2, turn=30),
        view=View(above=11),
    ),
    "collection-storage-baskets": scene(
        Piece("thicket-seagrass-basket", -1.5, 1.0),
        Piece("attic-lidded-box", 1.85, 1.1, turn=-24, colour="slate"),
        Piece("attic-lidded-box", 1.85, 1.1, 1.56, turn=-10, colour="oat"),
        Piece("larder-glass-jar", 0.25, -1.35, turn=10),
        view=View(above=15),
    ),
}
