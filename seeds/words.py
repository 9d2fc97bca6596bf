"""The names, sentences and people that a big catalog is combined from."""

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
