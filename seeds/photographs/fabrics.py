"""What cloth is made of. UV coordinates are decimetres of the cloth as it lay on the loom."""

from collections.abc import Sequence
from typing import Any

from seeds.photographs.materials import linear, plain

Bands = Sequence[tuple[float, float]]  # from, to: parts of a repeat


class Weaver:
    """Puts a cloth's nodes together: its tone, its stripes, its relief."""

    def __init__(self, name: str, colour: str, sheen: float = 0.3, *, solid: bool = False) -> None:
        self.material = plain(
            f"{name} {colour}", colour, 0.95, sheen_weight=sheen, sheen_roughness=0.5
        )
        self.material.node_tree.nodes["Principled BSDF"].inputs[
            "Specular IOR Level"
        ].default_value = 0.2
        self.nodes, self.link = self.material.node_tree.nodes, self.material.node_tree.links.new
        self.shader = self.nodes["Principled BSDF"]
        coordinates = self.nodes.new("ShaderNodeTexCoord")
        self.where = coordinates.outputs["Object" if solid else "UV"]
        apart = self.nodes.new("ShaderNodeSeparateXYZ")
        self.link(self.where, apart.inputs[0])
        self.across, self.along = apart.outputs[0], apart.outputs[1]
        self.colour = self.constant(colour)

    def constant(self, colour: str) -> Any:
        node = self.nodes.new("ShaderNodeRGB")
        node.outputs[0].default_value = linear(colour)
        return node.outputs[0]

    def math(self, operation: str, *values: Any) -> Any:
        node = self.nodes.new("ShaderNodeMath")
        node.operation = operation
        for i, value in enumerate(values):
            if isinstance(value, int | float):
                node.inputs[i].default_value = value
            else:
                self.link(value, node.inputs[i])
        return node.outputs[0]

    def noise(self, across: float, along: float, detail: float = 2) -> Any:
        """Uneven, so many times a decimetre each way."""
        stretch = self.nodes.new("ShaderNodeMapping")
        stretch.inputs["Scale"].default_value = (across, along, across)
        self.link(self.where, stretch.inputs["Vector"])
        node = self.nodes.new("ShaderNodeTexNoise")
        node.inputs["Scale"].default_value = 1
        node.inputs["Detail"].default_value = detail
        self.link(stretch.outputs["Vector"], node.inputs["Vector"])
        return node.outputs[0]

    def mix(self, factor: Any, first: Any, second: Any) -> Any:
        node = self.nodes.new("ShaderNodeMix")
        node.data_type = "RGBA"
        for value, place in ((factor, 0), (first, 6), (second, 7)):
            self.link(value, node.inputs[place])
        return node.outputs[2]

    def tone(self, factor: Any, low: float, high: float) -> None:
        """Darken the colour by `low` where `factor` is 0, by `high` where it is 1."""
        node = self.nodes.new("ShaderNodeMapRange")
        node.inputs["To Min"].default_value, node.inputs["To Max"].default_value = low, high
        self.link(factor, node.inputs["Value"])
        scale = self.nodes.new("ShaderNodeVectorMath")
        scale.operation = "SCALE"
        self.link(self.colour, scale.inputs[0])
        self.link(node.outputs[0], scale.inputs["Scale"])
        self.colour = scale.outputs[0]

    def threads(self, count: float, slub: float) -> Any:
        """Warp and weft, thick and thin."""
        warp, weft = self.noise(count, slub), self.noise(slub, count)
        return self.math("MULTIPLY", self.math("ADD", warp, weft), 0.5)

    def stripes(self, colour: str, bands: Bands, repeat: float, *, ends: bool = False) -> None:
        """Bands across the cloth (or, as `ends`, along it), again after every `repeat`."""
        where = self.math("DIVIDE", self.along if ends else self.across, repeat)
        where = self.math("FRACT", where)
        painted: Any = 0.0
        for low, high in bands:
            inside = self.math("LESS_THAN", where, high)
            inside = self.math("MULTIPLY", inside, self.math("GREATER_THAN", where, low))
            painted = self.math("MAXIMUM", painted, inside)
        self.colour = self.mix(painted, self.colour, self.constant(colour))

    def hem(self, size: tuple[float, float], wide: float) -> Any:
        """1 where the edge is turned in double, with a groove where it is sewn."""
        edges = [
            self.math("MINIMUM", place, self.math("SUBTRACT", whole, place))
            for place, whole in zip((self.across, self.along), size, strict=True)
        ]
        edge = self.math("MINIMUM", *edges)
        step = self.math("LESS_THAN", edge, wide)
        seam = self.math("COMPARE", edge, wide * 0.9, 0.012)
        return self.math("SUBTRACT", step, self.math("MULTIPLY", seam, 1.2))

    def relief(self, height: Any, deep: float, strength: float = 1.0) -> None:
        """What stands out, `deep` decimetres; relief over relief adds up."""
        bump = self.nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = strength
        bump.inputs["Distance"].default_value = deep
        self.link(height, bump.inputs["Height"])
        before = self.shader.inputs["Normal"].links
        if before:
            self.link(before[0].from_socket, bump.inputs["Normal"])
        self.link(bump.outputs["Normal"], self.shader.inputs["Normal"])

    def done(self) -> Any:
        self.link(self.colour, self.shader.inputs["Base Color"])
        return self.material


def linen(
    colour: str,
    *,
    stripes: tuple[str, Bands, float] | None = None,
    hem: tuple[float, float, float] | None = None,
    coarse: float = 1.0,
) -> Any:
    """Washed linen: threads thick and thin. `hem` is the cloth's size and the hem's width."""
    cloth = Weaver("linen", colour)
    threads = cloth.threads(120 / coarse, 9 / coarse)
    if stripes:
        cloth.stripes(*stripes)
    cloth.tone(threads, 0.62, 1.38)
    cloth.tone(cloth.noise(2, 2), 0.9, 1.1)
    cloth.relief(threads, 0.012 * coarse, 0.6)
    if hem:
        cloth.relief(cloth.hem(hem[:2], hem[2]), 0.02)
    return cloth.done()


def flat_woven(colour: str, ends: tuple[str, Bands, float]) -> Any:
    """Fine cotton with stripes near its ends."""
    cloth = Weaver("cotton", colour)
    cloth.stripes(*ends, ends=True)
    threads = cloth.threads(90, 16)
    cloth.tone(threads, 0.75, 1.25)
    cloth.relief(threads, 0.012, 0.6)
    return cloth.done()


def canvas(colour: str) -> Any:
    """Heavy cotton, washed paler on its ridges."""
    cloth = Weaver("canvas", colour, 0.15)
    threads = cloth.threads(70, 22)
    cloth.tone(threads, 0.72, 1.28)
    cloth.tone(cloth.noise(1.2, 1.2, 4), 0.84, 1.16)
    cloth.relief(threads, 0.015, 0.7)
    return cloth.done()


def terry(colour: str, bands: Bands = (), *, loops_a_dm: float = 32) -> Any:
    """Loops; flat borders at `bands` (from, to: decimetres across the cloth)."""
    cloth = Weaver("terry", colour, 0.25)
    loops = cloth.noise(loops_a_dm, loops_a_dm, 3)
    ribs = cloth.math("MULTIPLY", cloth.math("SINE", cloth.math("MULTIPLY", cloth.across, 90)), 0.2)
    for low, high in bands:
        flat = cloth.math("COMPARE", cloth.across, (low + high) / 2, (high - low) / 2)
        loops = cloth.math("MULTIPLY", loops, cloth.math("SUBTRACT", 1.0, flat))
        loops = cloth.math("ADD", loops, cloth.math("MULTIPLY", flat, ribs))
    cloth.tone(loops, 0.55, 1.7)
    cloth.relief(loops, 3.2 / loops_a_dm)
    return cloth.done()


def waffle(colour: str, cell: float = 0.1, deep: float = 0.045) -> Any:
    """Square cells with raised walls."""
    cloth = Weaver("waffle", colour, 0.4)
    walls = [
        cloth.math("ABSOLUTE", cloth.math("COSINE", cloth.math("MULTIPLY", place, 3.14159 / cell)))
        for place in (cloth.across, cloth.along)
    ]
    height = cloth.math("POWER", cloth.math("MAXIMUM", *walls), 2.0)
    cloth.tone(height, 0.86, 1.15)
    cloth.relief(height, deep)
    cloth.relief(cloth.threads(90, 30), 0.01, 0.5)
    return cloth.done()


def herringbone(colour: str, step: float = 0.09) -> Any:
    """Twill that turns about, of two near tones, with a nap."""
    cloth = Weaver("herringbone", colour, 0.6)
    zigzag = cloth.math("PINGPONG", cloth.across, step * 2)
    rib = cloth.math("FRACT", cloth.math("DIVIDE", cloth.math("ADD", zigzag, cloth.along), step))
    rib = cloth.math("PINGPONG", cloth.math("MULTIPLY", rib, 2.0), 1.0)
    cloth.tone(rib, 0.72, 1.2)
    nap = cloth.noise(60, 60, 4)
    cloth.tone(nap, 0.75, 1.25)
    cloth.relief(rib, 0.012, 0.7)
    cloth.relief(nap, 0.02, 0.7)
    return cloth.done()


def boucle(colour: str) -> Any:
    """Loops of wool, curled and close."""
    cloth = Weaver("bouclé", colour, 0.5)
    curls = cloth.nodes.new("ShaderNodeTexVoronoi")
    curls.inputs["Scale"].default_value = 17
    cloth.link(cloth.where, curls.inputs["Vector"])
    height = cloth.math("SUBTRACT", 1.0, cloth.math("MULTIPLY", curls.outputs["Distance"], 1.2))
    cloth.tone(height, 0.9, 1.25)
    cloth.relief(height, 0.06)
    cloth.relief(cloth.noise(60, 60, 4), 0.03, 0.6)
    return cloth.done()


def grass(colour: str) -> Any:
    """Dried blades, twisted; UV runs along the strand and once around it."""
    cloth = Weaver("grass", colour, 0.1)
    blades = cloth.noise(3.5, 7, 3)
    cloth.tone(blades, 0.3, 1.7)
    green = cloth.math("MULTIPLY", cloth.noise(0.7, 0.4, 2), 0.7)
    cloth.colour = cloth.mix(green, cloth.colour, cloth.constant("#8a8453"))
    cloth.relief(blades, 0.05)
    return cloth.done()


def felt(colour: str) -> Any:
    """Pressed wool, flecked."""
    cloth = Weaver("felt", colour, 0.3, solid=True)
    fleck = cloth.noise(30, 30, 5)
    cloth.tone(fleck, 0.5, 1.5)
    cloth.relief(fleck, 0.04, 0.8)
    return cloth.done()
