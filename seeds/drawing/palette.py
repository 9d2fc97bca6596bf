"""Every colour of the catalog by the name that the options use, as it ends a picture's name."""

RGB = tuple[int, int, int]

COLOURS: dict[str, RGB] = {
    "amber": (196, 128, 52),
    "black": (52, 50, 50),
    "brick": (176, 78, 58),
    "cedar": (150, 104, 76),
    "chalk": (238, 234, 226),
    "charcoal": (66, 66, 68),
    "clay": (196, 128, 96),
    "clear": (222, 234, 234),
    "fig-leaf": (126, 146, 108),
    "flax": (208, 190, 160),
    "indigo": (58, 78, 122),
    "ink": (50, 66, 96),
    "ivory": (242, 232, 208),
    "madder": (168, 66, 60),
    "moss": (98, 112, 74),
    "natural": (206, 164, 116),
    "oat": (224, 208, 182),
    "oat-honey": (226, 196, 142),
    "rose": (214, 166, 156),
    "rosemary": (146, 162, 128),
    "rust": (186, 96, 58),
    "sage": (150, 170, 144),
    "sea-salt": (152, 178, 190),
    "slate": (112, 122, 132),
    "smoke": (128, 126, 124),
    # Materials that are no option
    "ash": (220, 188, 146),
    "brass": (196, 154, 84),
    "dusk": (120, 144, 160),
    "granite": (150, 150, 150),
    "iron": (58, 56, 56),
    "leaf": (82, 116, 78),
    "milk": (236, 238, 238),
    "oak": (190, 144, 96),
    "olive-wood": (176, 126, 74),
    "paper": (244, 238, 222),
    "rattan": (216, 172, 112),
    "seagrass": (204, 180, 128),
    "soil": (78, 60, 48),
    "steel": (196, 198, 198),
    "terracotta": (200, 118, 82),
    "brown-glass": (106, 60, 30),
}

# Wall above, table below
BACKDROPS: dict[str, tuple[RGB, RGB]] = {
    "kitchen": ((222, 211, 196), (203, 188, 169)),
    "living": ((217, 206, 202), (199, 185, 178)),
    "lighting": ((176, 164, 152), (142, 128, 116)),
    "bath": ((205, 215, 214), (184, 197, 196)),
    "plants": ((211, 215, 199), (190, 194, 174)),
    "storage": ((220, 211, 201), (199, 187, 173)),
    "gifts": ((223, 204, 193), (205, 182, 168)),
}


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`share` of b in a, from 0 (all a) to 1 (all b)."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def darker(colour: RGB, share: float = 0.25) -> RGB:
    return mix(colour, (36, 26, 22), share)


def lighter(colour: RGB, share: float = 0.35) -> RGB:
    return mix(colour, (255, 252, 246), share)
