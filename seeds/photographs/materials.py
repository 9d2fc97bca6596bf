"""What things are made of. Colours are as on screen ("#9aa88b"); shaders want linear light."""

from typing import Any

import bpy

# The colours that variants are named for.
COLOURS = {
    "amber": "#b8702a",
    "black": "#2b2a29",
    "brick": "#9b4a36",
    "chalk": "#e9e4d8",
    "charcoal": "#454442",
    "clay": "#b97a57",
    "flax": "#cdb98f",
    "indigo": "#34446f",
    "ink": "#2e3a4f",
    "madder": "#9a3f3c",
    "moss": "#66704a",
    "oat": "#d8c8a8",
    "rose": "#d0a29a",
    "rust": "#a4562f",
    "sage": "#9fac92",
    "sand": "#d3bf9c",
    "slate": "#67707a",
    "smoke": "#7c7a78",
    "white": "#efece4",
}


def linear(colour: str) -> tuple[float, float, float, float]:
    """A colour, by its name or as #rrggbb, in linear light."""
    text = COLOURS.get(colour, colour).lstrip("#")
    parts = [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lit = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return (lit[0], lit[1], lit[2], 1.0)


def plain(name: str, colour: str, roughness: float = 0.5, **inputs: Any) -> Any:
    """A Principled BSDF; `inputs` by their names with underscores, such as coat_weight=0.5."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(colour)
    shader.inputs["Roughness"].default_value = roughness
    known = {i.name.lower().replace(" ", "_"): i for i in shader.inputs}
    for key, value in inputs.items():
        known[key].default_value = value
    return material


def glaze(colour: str, *, speckle: float = 0.35, gloss: float = 0.22) -> Any:
    """Stoneware under a glaze: small dark specks, a colour that is never quite even."""
    material = plain(f"glaze {colour}", colour, gloss, coat_weight=0.35, coat_roughness=0.12)
    nodes, link = _nodes(material)
    shader = nodes["Principled BSDF"]
    cloud = _noise(nodes, 2.2, 4)
    uneven = _mix(nodes, "MULTIPLY", 0.28)
    uneven.inputs[6].default_value = linear(colour)
    link(_ramp(nodes, link, cloud, ((0.3, "#b9b1a6"), (0.7, "#ffffff"))), uneven.inputs[7])
    specks = _noise(nodes, 55, 2)
    speckled = _mix(nodes, "MULTIPLY", speckle)
    link(uneven.outputs[2], speckled.inputs[6])
    link(_ramp(nodes, link, specks, ((0.30, "#4a3b2c"), (0.37, "#ffffff"))), speckled.inputs[7])
    link(speckled.outputs[2], shader.inputs["Base Color"])
    _bump(nodes, link, _noise(nodes, 7, 3), 0.05)
    return material


def clay(colour: str = "#b98c68") -> Any:
    """Fired and left bare."""
    material = plain(f"clay {colour}", colour, 0.85)
    nodes, link = _nodes(material)
    _tint(nodes, link, colour, 5, 0.35)
    _bump(nodes, link, _noise(nodes, 60, 5), 0.12)
    return material


def enamel(colour: str) -> Any:
    return plain(f"enamel {colour}", colour, 0.16, coat_weight=0.6, coat_roughness=0.06)


def glass(colour: str = "#ffffff", roughness: float = 0.0) -> Any:
    return plain(f"glass {colour}", colour, roughness, transmission_weight=1.0, ior=1.46)


def liquid(colour: str) -> Any:
    return plain(f"liquid {colour}", colour, 0.05, transmission_weight=0.85, ior=1.33)


def metal(colour: str, roughness: float = 0.3) -> Any:
    material = plain(f"metal {colour}", colour, roughness, metallic=1.0)
    nodes, link = _nodes(material)
    ramp = _ramp(
        nodes,
        link,
        _noise(nodes, 9, 4),
        ((0.2, _grey(roughness * 0.75)), (0.8, _grey(min(1, roughness * 1.3)))),
    )
    link(ramp, nodes["Principled BSDF"].inputs["Roughness"])
    return material


def brass(roughness: float = 0.28) -> Any:
    return metal("#c8a15a", roughness)


def iron(colour: str = "#33322f") -> Any:
    material = plain(f"iron {colour}", colour, 0.5, metallic=0.6)
    nodes, link = _nodes(material)
    _bump(nodes, link, _noise(nodes, 90, 4), 0.15)
    return material


def wood(
    light: str = "#c99a63", dark: str = "#8a5a30", *, scale: float = 1.0, along: str = "X"
) -> Any:
    """Oiled wood, the grain along X or Z."""
    material = plain(f"wood {light}", light, 0.46, coat_weight=0.12, coat_roughness=0.3)
    nodes, link = _nodes(material)
    place = nodes.new("ShaderNodeTexCoord")
    stretch = nodes.new("ShaderNodeMapping")
    fine = [(0.35 if axis == along else 3.2) * scale for axis in "XYZ"]
    stretch.inputs["Scale"].default_value = fine
    link(place.outputs["Object"], stretch.inputs["Vector"])
    grain = nodes.new("ShaderNodeTexWave")
    grain.wave_type, grain.bands_direction = "BANDS", "Y"
    grain.inputs["Scale"].default_value = 1.5
    grain.inputs["Distortion"].default_value = 7.5
    grain.inputs["Detail"].default_value = 4
    grain.inputs["Detail Scale"].default_value = 1.6
    link(stretch.outputs["Vector"], grain.inputs["Vector"])
    fibre = nodes.new("ShaderNodeTexNoise")
    fibre.inputs["Scale"].default_value = 9
    fibre.inputs["Detail"].default_value = 6
    link(stretch.outputs["Vector"], fibre.inputs["Vector"])
    both = _mix(nodes, "MULTIPLY", 0.45)
    link(_ramp(nodes, link, grain, ((0.15, dark), (0.75, light))), both.inputs[6])
    link(_ramp(nodes, link, fibre, ((0.35, "#b69a7e"), (0.65, "#ffffff"))), both.inputs[7])
    link(both.outputs[2], nodes["Principled BSDF"].inputs["Base Color"])
    _bump(nodes, link, fibre, 0.05)
    return material


def cloth(colour: str, *, weave: float = 110, stripes: str = "", every: float = 0) -> Any:
    """Woven: fine threads both ways. With `stripes`, bands of that colour, so many a decimetre."""
    material = plain(f"cloth {colour}", colour, 0.92, sheen_weight=0.35, sheen_roughness=0.5)
    nodes, link = _nodes(material)
    shader = nodes["Principled BSDF"]
    place = nodes.new("ShaderNodeTexCoord")
    threads = []
    for direction in ("X", "Y"):
        wave = nodes.new("ShaderNodeTexWave")
        wave.wave_type, wave.bands_direction = "BANDS", direction
        wave.inputs["Scale"].default_value = weave
        wave.inputs["Distortion"].default_value = 1.2
        link(place.outputs["UV"], wave.inputs["Vector"])
        threads.append(wave)
    crossed = _mix(nodes, "MULTIPLY", 1.0)
    link(threads[0].outputs["Color"], crossed.inputs[6])
    link(threads[1].outputs["Color"], crossed.inputs[7])
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.22
    bump.inputs["Distance"].default_value = 0.02
    link(crossed.outputs[2], bump.inputs["Height"])
    link(bump.outputs["Normal"], shader.inputs["Normal"])
    shade = _mix(nodes, "MULTIPLY", 0.22)
    shade.inputs[6].default_value = linear(colour)
    link(crossed.outputs[2], shade.inputs[7])
    base = shade.outputs[2]
    if stripes:
        band = nodes.new("ShaderNodeTexWave")
        band.wave_type, band.bands_direction = "BANDS", "X"
        band.inputs["Scale"].default_value = every
        link(place.outputs["UV"], band.inputs["Vector"])
        striped = _mix(nodes, "MIX", 1.0)
        link(_ramp(nodes, link, band, ((0.72, "#000000"), (0.76, "#ffffff"))), striped.inputs[0])
        link(base, striped.inputs[6])
        striped.inputs[7].default_value = linear(stripes)
        base = striped.outputs[2]
    link(base, shader.inputs["Base Color"])
    return material


def wool(colour: str, scale: float = 26, strength: float = 0.7) -> Any:
    """Thick and curly: felt, bouclé, terry."""
    material = plain(f"wool {colour}", colour, 1.0, sheen_weight=0.6, sheen_roughness=0.6)
    nodes, link = _nodes(material)
    _tint(nodes, link, colour, scale, 0.3)
    _bump(nodes, link, _noise(nodes, scale, 6), strength)
    return material


def paper(colour: str = "#efe9dc") -> Any:
    return plain(f"paper {colour}", colour, 0.95, transmission_weight=0.0, subsurface_weight=0.2)


def wax(colour: str) -> Any:
    return plain(f"wax {colour}", colour, 0.4, subsurface_weight=0.5, subsurface_scale=0.12)


def leaf(colour: str = "#4f6b3d") -> Any:
    material = plain(f"leaf {colour}", colour, 0.38, subsurface_weight=0.08, subsurface_scale=0.05)
    nodes, link = _nodes(material)
    _tint(nodes, link, colour, 3, 0.5)
    return material


def glow(colour: str = "#ffd9a0", strength: float = 6) -> Any:
    return plain(
        f"glow {colour}", colour, 0.5, emission_color=linear(colour), emission_strength=strength
    )


def rattan(colour: str = "#c39a62") -> Any:
    return plain(f"rattan {colour}", colour, 0.55, coat_weight=0.1)


def _nodes(material: Any) -> tuple[Any, Any]:
    return material.node_tree.nodes, material.node_tree.links.new


def _noise(nodes: Any, scale: float, detail: float) -> Any:
    noise = nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = scale
    noise.inputs["Detail"].default_value = detail
    place = nodes.new("ShaderNodeTexCoord")
    nodes.id_data.links.new(place.outputs["Object"], noise.inputs["Vector"])
    return noise


def _ramp(nodes: Any, link: Any, source: Any, stops: tuple[tuple[float, str], ...]) -> Any:
    ramp = nodes.new("ShaderNodeValToRGB")
    for element, (position, colour) in zip(ramp.color_ramp.elements, stops, strict=True):
        element.position, element.color = position, linear(colour)
    link(source.outputs[0], ramp.inputs[0])
    return ramp.outputs[0]


def _mix(nodes: Any, blend: str, factor: float) -> Any:
    """A colour mixer: inputs 0 (factor), 6 and 7 (colours), output 2."""
    mix = nodes.new("ShaderNodeMix")
    mix.data_type, mix.blend_type = "RGBA", blend
    mix.inputs[0].default_value = factor
    return mix


def _tint(nodes: Any, link: Any, colour: str, scale: float, amount: float) -> None:
    """A colour that is a little uneven."""
    uneven = _mix(nodes, "MULTIPLY", amount)
    uneven.inputs[6].default_value = linear(colour)
    ramp = _ramp(nodes, link, _noise(nodes, scale, 5), ((0.3, "#9c948a"), (0.7, "#ffffff")))
    link(ramp, uneven.inputs[7])
    link(uneven.outputs[2], nodes["Principled BSDF"].inputs["Base Color"])


def _bump(nodes: Any, link: Any, source: Any, strength: float) -> None:
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = strength
    bump.inputs["Distance"].default_value = 0.05
    link(source.outputs[0], bump.inputs["Height"])
    link(bump.outputs["Normal"], nodes["Principled BSDF"].inputs["Normal"])


def _grey(value: float) -> str:
    part = f"{round(255 * value):02x}"
    return f"#{part * 3}"


def flecked(ground: str, fleck: str, *, often: float = 0.4, scale: float = 30) -> Any:
    """Soap with oats in it, dried grass: a second colour in small spots, not sharp."""
    material = plain(f"flecked {ground}", ground, 0.6, subsurface_weight=0.15)
    nodes, link = _nodes(material)
    spots = _ramp(
        nodes,
        link,
        _noise(nodes, scale, 3),
        ((often - 0.06, "#ffffff"), (often + 0.02, "#000000")),
    )
    both = _mix(nodes, "MIX", 1.0)
    link(spots, both.inputs[0])
    both.inputs[6].default_value, both.inputs[7].default_value = linear(ground), linear(fleck)
    link(both.outputs[2], nodes["Principled BSDF"].inputs["Base Color"])
    _bump(nodes, link, _noise(nodes, scale * 0.7, 5), 0.12)
    return material
