"""Lamps that hang: their cord leaves the picture at the top. Lengths in decimetres."""

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin

from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.lamps import hoop
from seeds.photographs.light import DEEP, bulb, lit
from seeds.photographs.shapes import Place, body, lathe, moved, sheet, smooth, tube
from seeds.photographs.studio import View

ABOVE = 3.4  # the lowest part's height over the table


def hung(build: Callable[[str], float], cord: float) -> Callable[[str], None]:
    """What hangs over the table: `build` returns the height of its top, where a cord begins."""

    def hang(colour: str) -> None:
        tops = []
        moved(lambda: tops.append(build(colour)), (0, 0, ABOVE))
        start, end = ABOVE + tops[0], ABOVE + tops[0] + cord
        tube([(0, 0, start), (0, 0, (start + end) / 2), (0, 0, end)], 0.028, m.cloth("#4a443c"))
        body("table", [(0, 0, 0)], [], m.paper())

    return hang


BELL = ((1.8, 0), (1.74, 0.12), (1.57, 0.48), (1.36, 0.92), (1.08, 1.36), (0.7, 1.74), (0.28, 2.0))


def enamel_bell(colour: str) -> float:
    outside = smooth(BELL)
    inside = smooth([(max(r - 0.022, 0.01), z - 0.02 * (z > 0)) for r, z in reversed(BELL)])
    lathe([*outside, (0.2, 2.05), (0.0, 2.06)], m.enamel(DEEP.get(colour, colour)))
    lathe([(0, 1.98), *inside], lit(m.enamel("white"), 0.8, 0.9, 1.3, edge=0.5))
    tube(
        [(1.795 * cos(a), 1.795 * sin(a), 0.0) for a in (2 * pi * i / 48 for i in range(48))],
        0.022,
        m.enamel("black" if colour == "chalk" else "chalk"),
        closed=True,
    )
    cap = [(0.2, 2.0), (0.2, 2.3), (0.17, 2.36), (0.17, 2.36), (0.07, 2.4), (0.05, 2.55)]
    lathe([*smooth(cap), (0, 2.55)], m.brass())
    bulb((0, 0, 0.62), 0.34, 9)
    return 2.5


def paper_shade(_colour: str) -> float:
    """Flatter than a ball; the paper sinks a little between its hoops."""
    hoops, low, radius, tall = 15, 0.24, 2.0, 1.56
    span = pi - 2 * low
    profile = []
    for i in range(hoops * 8 + 1):
        a = -pi / 2 + low + span * i / (hoops * 8)
        sag = 1 - 0.012 * abs(sin(pi * i / 8))
        profile.append((radius * cos(a) * sag, tall + tall * sin(a) * sag))
    paper = m.plain("mulberry", "#cdbb98", 0.95)
    lathe(profile, lit(paper, 0.8, tall * 0.9, 1.9, edge=0.12))
    bamboo = m.plain("bamboo", "#c9a877", 0.7)
    for i in range(hoops + 1):
        r, z = profile[i * 8]
        hoop(r, z, 0.011, bamboo)
    wire = m.metal("#8d8779", 0.4)
    top = profile[-1][1]
    tube([(-profile[-1][0], 0, top), (0, 0, top + 0.02), (profile[-1][0], 0, top)], 0.02, wire)
    lathe(
        [(0.0, top - 0.1), (0.13, top - 0.1), (0.14, top + 0.3), (0, top + 0.34)],
        m.plain("holder", "#e9e4d8"),
    )
    return top + 0.3


def rattan_skep(_colour: str) -> float:
    """Coils, one on the next, with lines of light between them."""
    cane = m.rattan()
    outline = smooth(
        [(1.62, 0.0), (1.6, 0.3), (1.42, 1.1), (1.02, 1.8), (0.5, 2.22), (0.2, 2.3)], 40
    )
    coils, travelled, every = 0, 0.0, 0.155
    for here, there in pairwise(outline):
        travelled += ((there[0] - here[0]) ** 2 + (there[1] - here[1]) ** 2) ** 0.5
        if travelled >= coils * every:
            coil(there[0], there[1], cane, coils)
            coils += 1
    glow = lit(m.plain("inside", "#e8b874", 1.0), 2.6, 0.7, 2.0, "#ffc04a", 0.5)
    lathe([(max(r - 0.11, 0.01), z) for r, z in outline], glow)
    lathe([(0.0, 2.24), (0.2, 2.26), (0.19, 2.4), (0.06, 2.46), (0, 2.5)], m.brass())
    bulb((0, 0, 0.55), 0.34, 9)
    return 2.45


def coil(radius: float, height: float, cane: object, seed: int) -> None:
    """One turn: a bundle of cane, bound around and around, and sewn to the next."""
    turns = round(radius * 34)

    def shape(u: float, v: float) -> Place:
        a, b = 2 * pi * u + seed * 0.7, 2 * pi * v
        thick = 0.056 * (1 + 0.16 * abs(sin(turns * pi * u + b / 2)))
        r = radius + thick * cos(b)
        return r * cos(a), r * sin(a), height + thick * sin(b)

    sheet(shape, cane, across=turns * 5, along=8)


def glass_globe(colour: str) -> float:
    radius, neck = 1.25, 0.42
    glass = thin("#fbfcfb", "#66716c") if colour == "clear" else thin("#b3a797", "#4a423a")
    start = -pi / 2
    end = pi / 2 - neck / radius
    around = [start + (end - start) * i / 80 for i in range(81)]
    ball = [(radius * cos(a), radius + radius * sin(a)) for a in around]
    top = ball[-1][1]
    lathe([*ball, (ball[-1][0] - 0.02, top + 0.05), (ball[-1][0] - 0.02, top + 0.16)], glass)
    brass, r = m.brass(0.2), ball[-1][0]
    cap = [(r + 0.04, top + 0.02), (r + 0.05, top + 0.04), (r + 0.05, top + 0.26), (r, top + 0.32)]
    lathe([*cap, (0.14, top + 0.4), (0.12, top + 0.62), (0.05, top + 0.7), (0, top + 0.7)], brass)
    for k in range(3):
        a = -pi / 2 + 0.5 + k * 2 * pi / 3
        screw = [((r + d) * cos(a), (r + d) * sin(a), top + 0.13) for d in (0.04, 0.1, 0.16)]
        tube(screw, [0.03, 0.03, 0.055], brass)
    lathe([(0.0, top + 0.1), (0.16, top + 0.1), (0.16, top - 0.26), (0, top - 0.3)], brass)
    filament_bulb(top - 0.28)
    return top + 0.68


def filament_bulb(top: float) -> None:
    pear = [(0.14, 0.0), (0.16, -0.08), (0.34, -0.4), (0.4, -0.68), (0.28, -0.96), (0.0, -1.06)]
    lathe(smooth([(r, top + z) for r, z in pear]), thin("#fff6e6", "#b09a78"))
    wire = m.glow("#ffb35c", 22)
    for k in range(6):
        a = 2 * pi * k / 6
        x, y = cos(a), sin(a)
        rise = [(0.05 * x, 0.05 * y, top - 0.25), (0.13 * x, 0.13 * y, top - 0.45)]
        tube(
            [*rise, (0.13 * x, 0.13 * y, top - 0.75), (0.03 * x, 0.03 * y, top - 0.82)], 0.011, wire
        )
    lathe([(0.0, top - 0.3), (0.035, top - 0.28), (0.05, top), (0, top)], m.glass("#f3ead8"))


def thin(tint: str, edge: str) -> object:
    """Blown so thin that nothing behind it bends: it only mirrors the room, most
    at its edge, where it is as dark as `edge`."""
    material = m.plain(f"blown {tint}", tint, 0.0)
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    through, mirror = nodes.new("ShaderNodeBsdfTransparent"), nodes.new("ShaderNodeBsdfGlossy")
    mirror.inputs["Roughness"].default_value = 0.02
    facing, mix = nodes.new("ShaderNodeLayerWeight"), nodes.new("ShaderNodeMixShader")
    facing.inputs["Blend"].default_value = 0.5
    slant = nodes.new("ShaderNodeMath")
    slant.operation = "POWER"
    slant.inputs[1].default_value = 2.5
    link(facing.outputs["Facing"], slant.inputs[0])
    depth = nodes.new("ShaderNodeMix")
    depth.data_type = "RGBA"
    link(slant.outputs[0], depth.inputs[0])
    depth.inputs[6].default_value, depth.inputs[7].default_value = m.linear(tint), m.linear(edge)
    link(depth.outputs[2], through.inputs["Color"])
    outer = nodes.new("ShaderNodeMapRange")  # from the inside of the glass nothing is mirrored
    outer.inputs["To Min"].default_value, outer.inputs["To Max"].default_value = 0.05, 0.7
    link(slant.outputs[0], outer.inputs["Value"])
    back = nodes.new("ShaderNodeNewGeometry").outputs["Backfacing"]
    seen = nodes.new("ShaderNodeMix")
    link(back, seen.inputs[0])
    link(outer.outputs[0], seen.inputs[2])
    seen.inputs[3].default_value = 0.0
    link(seen.outputs[0], mix.inputs[0])
    link(through.outputs[0], mix.inputs[1])
    link(mirror.outputs[0], mix.inputs[2])
    link(mix.outputs[0], nodes["Material Output"].inputs["Surface"])
    return material


HANGING = View(above=-11, fill=1.42, look=0.6)

MODELS = {
    "belfry-enamel-pendant": Model(hung(enamel_bell, 2.2), "chalk", HANGING),
    "drift-paper-shade": Model(
        hung(paper_shade, 2.0), "white", View(above=-5, fill=1.35, look=0.6)
    ),
    "skep-rattan-pendant": Model(hung(rattan_skep, 2.4), "flax", HANGING, View(20, -11, 2.2, 0.56)),
    "tarn-globe-pendant": Model(
        hung(glass_globe, 2.0), "clear", View(above=-5, fill=1.7, look=0.6)
    ),
}
