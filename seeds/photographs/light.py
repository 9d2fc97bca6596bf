"""What gives light in the pictures: flames, bulbs, and shades lit from inside."""

from typing import Any

from seeds.photographs import materials as m
from seeds.photographs.shapes import Place, lathe, smooth, tube

WARM = "#ffc460"
DEEP = {"black": "#191817", "brick": "#7d3325", "moss": "#485232"}  # paint under bright lights


def lit(
    material: Any, strength: float, middle: float, reach: float, colour: str = WARM, edge: float = 0
) -> Any:
    """`material` with light coming through: most at the height `middle`, and `edge` (a part of
    `strength`) from `reach` away."""
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    shader = nodes["Principled BSDF"]
    shader.inputs["Emission Color"].default_value = m.linear(colour)
    parts = nodes.new("ShaderNodeSeparateXYZ")
    link(nodes.new("ShaderNodeTexCoord").outputs["Object"], parts.inputs[0])
    off = nodes.new("ShaderNodeMath")
    off.operation = "SUBTRACT"
    off.inputs[1].default_value = middle
    link(parts.outputs["Z"], off.inputs[0])
    far = nodes.new("ShaderNodeMath")
    far.operation = "ABSOLUTE"
    link(off.outputs[0], far.inputs[0])
    fall = nodes.new("ShaderNodeMapRange")
    fall.interpolation_type = "SMOOTHSTEP"
    ends = (("From Min", 0), ("From Max", reach), ("To Min", strength), ("To Max", strength * edge))
    for key, value in ends:
        fall.inputs[key].default_value = value
    link(far.outputs[0], fall.inputs["Value"])
    link(fall.outputs[0], shader.inputs["Emission Strength"])
    return material


def flame(at: Place, size: float = 0.3) -> None:
    """A candle's flame and the wick in it; `at` is where the wick leaves the wax."""
    x, y, z = at
    wick = [(x, y, z - 0.05), (x, y, z + 0.04), (x + 0.02, y, z + 0.09), (x + 0.035, y, z + 0.11)]
    tube(wick, 0.011, m.plain("wick", "#2c2622", 0.9))
    drop = [(0.0, 0.03), (0.08, 0.07), (0.135, 0.24), (0.1, 0.58), (0.04, 0.86), (0.0, 1.0)]
    burning = lit(m.plain("flame", "#ffac30", 1.0), 9, size * 0.42, size * 0.8, "#ffbe50", 0.12)
    lathe(smooth([(r * size, h * size) for r, h in drop]), burning, (x, y, z + 0.045))


def wick(at: Place, length: float = 0.12) -> None:
    """A wick that never burnt."""
    x, y, z = at
    points = [(x, y, z - 0.04), (x, y, z + length * 0.5), (x + length * 0.18, y, z + length)]
    tube(points, 0.012, m.cloth("#efe6d2"))


def bulb(at: Place, size: float = 0.3, strength: float = 5) -> None:
    """A round bulb that shines; `at` is its middle."""
    ball = [(0.02, -1), (0.5, -0.87), (0.87, -0.5), (1, 0), (0.87, 0.5), (0.5, 0.87), (0.3, 1.3)]
    lathe(smooth([(r * size, h * size) for r, h in ball]), m.glow(WARM, strength), at)
