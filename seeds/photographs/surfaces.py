"""What the glass and the kitchen things are made of, beyond the common materials."""

from typing import Any

from seeds.photographs import materials as m
from seeds.photographs.materials import _bump, _mix, _nodes, _noise, _ramp


def clear(colour: str = "#f8fcfa", *, roughness: float = 0.0) -> Any:
    """Glass that lets light on to what it stands on, darker where it is seen edgeways."""
    material = m.glass(colour, roughness)
    nodes, link = _nodes(material)
    edge = nodes.new("ShaderNodeLayerWeight")
    edge.inputs["Blend"].default_value = 0.35
    tint = _mix(nodes, "MULTIPLY", 1.0)
    tint.inputs[6].default_value = m.linear(colour)
    link(_ramp(nodes, link, edge, ((0.1, "#ffffff"), (0.9, "#b8b8b8"))), tint.inputs[7])
    shade = _mix(nodes, "MULTIPLY", 1.0)
    shade.inputs[6].default_value = m.linear(colour)
    link(_ramp(nodes, link, edge, ((0.55, "#ffffff"), (1.0, "#66716f"))), shade.inputs[7])
    link(shade.outputs[2], nodes["Principled BSDF"].inputs["Base Color"])
    through = nodes.new("ShaderNodeBsdfTransparent")
    link(tint.outputs[2], through.inputs["Color"])
    path = nodes.new("ShaderNodeLightPath")
    either = nodes.new("ShaderNodeMath")
    either.operation = "MAXIMUM"
    link(path.outputs["Is Shadow Ray"], either.inputs[0])
    link(path.outputs["Is Diffuse Ray"], either.inputs[1])
    both = nodes.new("ShaderNodeMixShader")
    for slot, source in enumerate((either, nodes["Principled BSDF"], through)):
        link(source.outputs[0], both.inputs[slot])
    link(both.outputs[0], nodes["Material Output"].inputs["Surface"])
    return material


def granite() -> Any:
    """Grey stone, polished."""
    material = m.plain("granite", "#8d8a86", 0.3, coat_weight=0.2)
    nodes, link = _nodes(material)
    grains = nodes.new("ShaderNodeTexVoronoi")
    grains.inputs["Scale"].default_value = 60
    place = nodes.new("ShaderNodeTexCoord")
    link(place.outputs["Object"], grains.inputs["Vector"])
    parted = nodes.new("ShaderNodeSeparateColor")
    link(grains.outputs["Color"], parted.inputs[0])
    flecks = _mix(nodes, "MULTIPLY", 0.8)
    link(_ramp(nodes, link, parted, ((0.05, "#6a6764"), (0.95, "#c9c5be"))), flecks.inputs[6])
    cloud = _noise(nodes, 70, 4)
    link(_ramp(nodes, link, cloud, ((0.36, "#5b5856"), (0.48, "#ffffff"))), flecks.inputs[7])
    link(flecks.outputs[2], nodes["Principled BSDF"].inputs["Base Color"])
    return material


def rough_granite() -> Any:
    """The same, as it was hewn."""
    material = granite()
    nodes, link = _nodes(material)
    nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.9
    nodes["Principled BSDF"].inputs["Coat Weight"].default_value = 0.0
    _bump(nodes, link, _noise(nodes, 30, 6), 0.5)
    return material


def timber(
    light: str, dark: str, *, scale: float = 1.0, along: str = "X", figure: float = 4.0
) -> Any:
    """Wood of a quieter grain than the common one; `figure` makes it swirl."""
    material = m.wood(light, dark, scale=scale, along=along)
    nodes, _link = _nodes(material)
    wave = nodes["Wave Texture"]
    wave.inputs["Distortion"].default_value = figure
    wave.inputs["Detail Scale"].default_value = 0.9
    wave.wave_profile = "SAW"
    return material


def staves(light: str, dark: str, *, long: float = 1.5, wide: float = 0.37) -> Any:
    """Oiled wood in end-jointed staves, along X."""
    material = timber(light, dark, scale=1.6)
    nodes, link = _nodes(material)
    shader = nodes["Principled BSDF"]
    grain = shader.inputs["Base Color"].links[0].from_socket
    place = nodes.new("ShaderNodeTexCoord")
    bricks = nodes.new("ShaderNodeTexBrick")
    for name, value in (
        ("Color1", m.linear("#ffffff")),
        ("Color2", m.linear("#b8a084")),
        ("Mortar", m.linear("#6d4d30")),
        ("Scale", 1.0),
        ("Mortar Size", 0.004),
        ("Mortar Smooth", 0.3),
        ("Brick Width", long),
        ("Row Height", wide),
    ):
        bricks.inputs[name].default_value = value
    bricks.offset = 0.37
    link(place.outputs["Object"], bricks.inputs["Vector"])
    shift = nodes.new("ShaderNodeVectorMath")
    shift.operation = "MULTIPLY_ADD"
    link(bricks.outputs["Color"], shift.inputs[0])
    shift.inputs[1].default_value = (9, 9, 9)
    link(place.outputs["Object"], shift.inputs[2])
    link(shift.outputs[0], nodes["Mapping"].inputs["Vector"])
    joined = _mix(nodes, "MULTIPLY", 0.75)
    link(grain, joined.inputs[6])
    link(bricks.outputs["Color"], joined.inputs[7])
    link(joined.outputs[2], shader.inputs["Base Color"])
    return material


def edged(colour: str, edge: str, low: float, high: float) -> Any:
    """A glaze that turns into `edge` between the heights `low` and `high`, not quite evenly."""
    material = m.glaze(colour, speckle=0.2)
    nodes, link = _nodes(material)
    shader = nodes["Principled BSDF"]
    glazed = shader.inputs["Base Color"].links[0].from_socket
    place = nodes.new("ShaderNodeTexCoord")
    parted = nodes.new("ShaderNodeSeparateXYZ")
    link(place.outputs["Object"], parted.inputs[0])
    stray = nodes.new("ShaderNodeMath")
    stray.operation = "MULTIPLY_ADD"
    link(_noise(nodes, 12, 3).outputs[0], stray.inputs[0])
    stray.inputs[1].default_value = (high - low) * 0.8
    link(parted.outputs[2], stray.inputs[2])
    turns = nodes.new("ShaderNodeMapRange")
    turns.inputs[1].default_value, turns.inputs[2].default_value = low, high
    link(stray.outputs[0], turns.inputs[0])
    toasted = _mix(nodes, "MIX", 1.0)
    link(turns.outputs[0], toasted.inputs[0])
    link(glazed, toasted.inputs[6])
    toasted.inputs[7].default_value = m.linear(edge)
    link(toasted.outputs[2], shader.inputs["Base Color"])
    return material


def cork() -> Any:
    """Pressed cork: grains of several browns."""
    material = m.plain("cork", "#b98d5f", 0.9)
    nodes, link = _nodes(material)
    grains = nodes.new("ShaderNodeTexVoronoi")
    grains.inputs["Scale"].default_value = 22
    place = nodes.new("ShaderNodeTexCoord")
    link(place.outputs["Object"], grains.inputs["Vector"])
    parted = nodes.new("ShaderNodeSeparateColor")
    link(grains.outputs["Color"], parted.inputs[0])
    brown = _ramp(nodes, link, parted, ((0.05, "#8f6440"), (0.6, "#cfa878")))
    link(brown, nodes["Principled BSDF"].inputs["Base Color"])
    _bump(nodes, link, _noise(nodes, 45, 5), 0.25)
    return material
