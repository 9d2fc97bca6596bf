"""What grows: leaves, branches and the earth that they stand in. Lengths in decimetres."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import cos, pi, sin
from random import Random
from typing import Any

from mathutils import Vector, noise

from seeds.photographs import materials as m
from seeds.photographs.shapes import Place, lathe, sheet, tube

Width = Callable[[float], float]  # of a leaf, from 0 to 1, where v runs from stalk (0) to tip (1)


def oval(v: float) -> float:
    return sin(pi * v**0.85) ** 0.85


def lance(v: float) -> float:
    return sin(pi * v**0.7) ** 1.2


def sword(v: float) -> float:
    return (0.62 + 0.38 * sin(pi * min(1.0, v * 1.25))) * (1 - v**5) ** 0.8


def leaf(
    base: Place,
    towards: float,
    rise: float,
    size: tuple[float, float],
    material: Any,
    *,
    width: Width = oval,
    droop: float = 0.5,
    fold: float = 0.25,
    ripple: float = 0.0,
    twist: float = 0.0,
    fine: tuple[int, int] = (10, 24),
) -> Any:
    """A leaf from `base` in the direction `towards`, risen by `rise` and bent back by `droop`
    (radians); `size` is its length and width, `fold` how much its halves stand up."""
    length, wide = size
    across = Vector((sin(towards), -cos(towards), 0))
    steps = 40
    spine, slopes = [Vector(base)], []
    for i in range(steps):
        slope = rise - droop * i / steps
        slopes.append(slope)
        ahead = Vector((cos(towards) * cos(slope), sin(towards) * cos(slope), sin(slope)))
        spine.append(spine[-1] + ahead * (length / steps))
    slopes.append(rise - droop)

    def shape(u: float, v: float) -> Place:
        at = v * steps
        i = min(int(at), steps - 1)
        middle = spine[i].lerp(spine[i + 1], at - i)
        slope = slopes[i]
        up = Vector((-cos(towards) * sin(slope), -sin(towards) * sin(slope), cos(slope)))
        turn = twist * v
        side = across * cos(turn) + up * sin(turn)
        top = up * cos(turn) - across * sin(turn)
        out = (2 * u - 1) * wide / 2 * width(v)
        lift = fold * abs(out) + ripple * abs(2 * u - 1) * sin(v * 19 + 3 * u) * wide
        return tuple(middle + side * out + top * lift)

    return sheet(shape, material, across=fine[0], along=fine[1])


def green(top: str, under: str, *, rib: str = "", gloss: float = 0.35) -> Any:
    """A leaf of one colour above and another below, with a rib along its middle."""
    material = m.plain(f"green {top}", top, gloss, coat_weight=0.15, coat_roughness=0.25)
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    clouds = nodes.new("ShaderNodeTexNoise")
    clouds.inputs["Scale"].default_value = 2.5
    uneven = _blend(nodes, link, clouds.outputs[0], m.linear(top), _darker(top))
    if rib:
        uneven = _blend(nodes, link, _near_middle(nodes, link, 0.03), uneven, m.linear(rib))
    behind = nodes.new("ShaderNodeNewGeometry").outputs["Backfacing"]
    both = _blend(nodes, link, behind, uneven, m.linear(under))
    link(both, nodes["Principled BSDF"].inputs["Base Color"])
    return material


def banded(dark: str, light: str, edge: str) -> Any:
    """A leaf crossed by wavering bands, with a narrow edge."""
    material = m.plain(f"banded {dark}", dark, 0.42)
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    place = nodes.new("ShaderNodeTexCoord")
    bands = nodes.new("ShaderNodeTexWave")
    bands.wave_type, bands.bands_direction = "BANDS", "Z"
    for key, value in (("Scale", 1.5), ("Distortion", 9), ("Detail", 3), ("Detail Scale", 1.2)):
        bands.inputs[key].default_value = value
    link(place.outputs["Object"], bands.inputs["Vector"])
    striped = _blend(nodes, link, bands.outputs[1], m.linear(dark), m.linear(light))
    inner = _near_middle(nodes, link, 0.43)
    edged = _blend(nodes, link, inner, m.linear(edge), striped)
    link(edged, nodes["Principled BSDF"].inputs["Base Color"])
    return material


def earth(radius: float, height: float) -> None:
    """Potting soil, level with `height`, of crumbs."""
    soil = m.clay("#3f3328")
    rings = [(radius * i / 24, height) for i in range(25)]
    thing = lathe(rings, soil)
    for vertex in thing.data.vertices:
        vertex.co.z += 0.05 * noise.noise(vertex.co * 9) + 0.035 * noise.noise(vertex.co * 25)


def twig(points: Sequence[Place], thick: float, thin: float, material: Any) -> list[Vector]:
    """A stem through `points` that grows thinner; returns places along it, foot first."""
    last = len(points) - 1
    tube(points, [thick + (thin - thick) * i / last for i in range(last + 1)], material)
    return along(points, 40)


def along(points: Sequence[Place], count: int) -> list[Vector]:
    """Places on the smooth curve of a tube by `points`, ends included."""
    rounded = [Vector(p) for p in points]
    for _ in range(3):
        cut = [rounded[0]]
        for here, there in pairwise(rounded):
            cut += [here.lerp(there, 0.25), here.lerp(there, 0.75)]
        rounded = [*cut, rounded[-1]]
    last = len(rounded) - 1
    return [rounded[round(i * last / (count - 1))] for i in range(count)]


def dry_branch(
    foot: Place, height: float, lean: float, seed: int, colour: str = "#8d7b5c", leaves: int = 9
) -> None:
    """One branch with round leaves that dried on it."""
    chance = Random(seed)
    bark, dried = m.clay("#6b5340"), green(colour, "#a89a7c", rib="#6d5f45", gloss=0.7)
    x, y, z = foot
    points = [
        (x + lean * t**1.6 + 0.07 * sin(5 * t + seed), y + 0.1 * sin(4 * t + seed), z + height * t)
        for t in (i / 6 for i in range(7))
    ]
    places = twig(points, 0.028, 0.012, bark)
    for k in range(leaves):
        t = 0.42 + 0.58 * k / max(1, leaves - 1)
        at = places[round(t * 39)]
        towards = (k % 2) * pi + chance.uniform(-0.9, 0.9)
        rise = 0.5 + 0.5 * t + chance.uniform(-0.3, 0.3)
        ahead = Vector((cos(towards) * cos(rise), sin(towards) * cos(rise), sin(rise)))
        size = (1.1 - 0.5 * t) * chance.uniform(0.5, 0.62)
        stalk = at + ahead * 0.16
        tube([tuple(at), tuple(at + ahead * 0.08), tuple(stalk)], 0.009, bark)
        leaf(
            tuple(stalk),
            towards,
            rise,
            (size, size * 0.62),
            dried,
            droop=chance.uniform(0.2, 1.2),
            fold=chance.uniform(0.1, 0.5),
            twist=chance.uniform(-0.7, 0.7),
        )


def _near_middle(nodes: Any, link: Any, reach: float) -> Any:
    """1 where the leaf's width is within `reach` of its middle, 0 outside."""
    parts = nodes.new("ShaderNodeSeparateXYZ")
    link(nodes.new("ShaderNodeTexCoord").outputs["UV"], parts.inputs[0])
    near = nodes.new("ShaderNodeMath")
    near.operation = "COMPARE"
    near.inputs[1].default_value, near.inputs[2].default_value = 0.5, reach
    link(parts.outputs["X"], near.inputs[0])
    return near.outputs[0]


def _blend(nodes: Any, link: Any, factor: Any, first: Any, second: Any) -> Any:
    """From `first` to `second`, each a colour or a node's output."""
    mix = nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    link(factor, mix.inputs[0])
    for socket, value in ((mix.inputs[6], first), (mix.inputs[7], second)):
        if isinstance(value, tuple):
            socket.default_value = value
        else:
            link(value, socket)
    return mix.outputs[2]


def _darker(colour: str) -> tuple[float, float, float, float]:
    red, green_, blue, _ = m.linear(colour)
    return (red * 0.45, green_ * 0.5, blue * 0.45, 1.0)
