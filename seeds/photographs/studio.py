"""The studio: one seamless backdrop, three soft lights and a camera that fits what stands there.

Lengths are in decimetres. Z points up, the camera looks along Y.
"""

from dataclasses import dataclass
from math import cos, pi, radians, sin
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

SIZE = 1200  # pixels, both ways
SAMPLES = 3
TALLER = 1.06  # how much more of the height than of the width may be filled
PAPER = (0.85, 0.79, 0.70)  # linear light, of the backdrop


@dataclass(frozen=True)
class View:
    """Where the camera stands: degrees around the thing and above the table, and how much of the
    picture's width the thing may fill."""

    around: float = 0
    above: float = 14
    fill: float = 0.72
    look: float = 0.5  # the height that is looked at, from foot (0) to top (1)
    within: float = 0  # step back until it takes no more than that of the width; 0: stay near
    aside: float = 0  # then, how far right of the middle, as part of the width
    tall: float = 0  # decimetres of height to show; 0: all, unless something hangs from above
    samples: int = SAMPLES
    bounces: int = 6  # glass behind glass wants more


FRONT = View()
DETAIL = View(around=28, above=34, fill=1.0, look=0.66)


def clear() -> None:
    """An empty studio."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.denoising_quality = "BALANCED"
    scene.cycles.transparent_max_bounces = 12
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.cycles.sample_clamp_indirect = 4
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Punchy"
    scene.view_settings.exposure = 0.85


def things() -> list[Any]:
    """All that was put into the studio to be photographed."""
    return [o for o in bpy.context.scene.objects if o.type in ("MESH", "CURVE")]


def photograph(path: Path, view: View, size: int = SIZE) -> None:
    """Fit everything that stands there into the picture of `view`, light it, and render it."""
    bpy.context.view_layer.update()
    shown = things()
    every = places(shown)
    low, high = Vector(every.min(axis=0)), Vector(every.max(axis=0))
    if view.tall:
        high.z = low.z + view.tall
    middle = Vector(((low.x + high.x) / 2, (low.y + high.y) / 2, low.z))
    across = max(high.x - low.x, high.y - low.y, (high.z - low.z) * 1.02)
    scale = 2.0 / across
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    for thing in shown:
        if thing.parent is None:
            thing.parent = root
    root.matrix_world = Matrix.Scale(scale, 4) @ Matrix.Translation(-middle)
    height = (high.z - low.z) * scale
    _backdrop()
    _lights()
    _camera(view, height)
    if view.within:
        _step_back(shown, view)
    cycles = bpy.context.scene.cycles
    cycles.samples, cycles.max_bounces = view.samples, view.bounces
    cycles.transmission_bounces = max(12, view.bounces)
    cycles.denoising_prefilter = "ACCURATE" if view.samples > SAMPLES else "FAST"
    bpy.context.scene.render.resolution_x = bpy.context.scene.render.resolution_y = size
    bpy.context.scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def places(objects: list[Any]) -> Any:
    """Every point of `objects`, as an array of (x, y, z)."""
    graph = bpy.context.evaluated_depsgraph_get()
    found = []
    for thing in objects:
        seen = thing.evaluated_get(graph)
        mesh = seen.to_mesh()
        flat = np.empty(3 * len(mesh.vertices), dtype=np.float32)
        mesh.vertices.foreach_get("co", flat)
        matrix = np.array(seen.matrix_world)
        found.append(flat.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3])
        seen.to_mesh_clear()
    return np.concatenate(found)


def _backdrop() -> None:
    """A sheet of paper that runs from the table up the wall in one bend."""
    bend, depth, wide, tall = 9.0, 5.0, 40.0, 30.0
    profile = [(-16.0, 0.0), (depth, 0.0)]
    profile += [
        (depth + bend * sin(a), bend - bend * cos(a))
        for a in (pi / 2 * i / 24 for i in range(1, 25))
    ]
    profile.append((depth + bend, tall))
    mesh = bpy.data.meshes.new("backdrop")
    points = [(x, y, z) for y, z in profile for x in (-wide, wide)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)]
    mesh.from_pydata(points, [], faces)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    paper = bpy.data.materials.new("paper")
    paper.use_nodes = True
    shader = paper.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*PAPER, 1)
    shader.inputs["Roughness"].default_value = 0.9
    shader.inputs["Specular IOR Level"].default_value = 0.15
    mesh.materials.append(paper)
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("backdrop", mesh))


def _lights() -> None:
    """Window light from the left, a weak fill from the right, a rim from behind."""
    _area("key", (-4.2, -2.6, 4.6), 3.6, 330, (1.0, 0.96, 0.9))
    _area("fill", (4.8, -3.4, 2.6), 4.5, 40, (0.9, 0.95, 1.0))
    _area("rim", (2.6, 4.2, 5.2), 2.4, 170, (1.0, 0.98, 0.95))
    _area("wall", (-2.0, 2.0, 12.0), 9.0, 1300, (1.0, 0.97, 0.93), to=(0, 13, 4))
    world = bpy.data.worlds.new("room")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (1.0, 0.975, 0.94, 1)
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.42
    bpy.context.scene.world = world


def _area(
    name: str,
    at: tuple[float, float, float],
    size: float,
    watts: float,
    colour: Any,
    to: tuple[float, float, float] = (0, 0, 0.7),
) -> None:
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.energy, light.color = "DISK", size, watts, colour
    lamp = bpy.data.objects.new(name, light)
    lamp.location = at
    lamp.rotation_euler = (Vector(to) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(lamp)


def _camera(view: View, height: float) -> None:
    camera = bpy.data.cameras.new("camera")
    camera.lens, camera.sensor_width = 85, 36
    away = 2.0 / view.fill / (36 / 85)
    target = Vector((0, 0, height * view.look))
    turn, rise = radians(view.around), radians(view.above)
    offset = Vector((sin(turn) * cos(rise), -cos(turn) * cos(rise), sin(rise))) * away
    eye = bpy.data.objects.new("camera", camera)
    eye.location = target + offset
    eye.rotation_euler = (-offset).to_track_quat("-Z", "Y").to_euler()
    if view.fill > 0.8 and not view.within:
        camera.dof.use_dof = True
        camera.dof.focus_distance = away * 0.93
        camera.dof.aperture_fstop = 5.6
    bpy.context.scene.collection.objects.link(eye)
    bpy.context.scene.camera = eye


def _step_back(shown: list[Any], view: View) -> None:
    """All of it in the middle of the picture's width. A shop that crops pictures to four by five
    takes a tenth at either side."""
    eye = bpy.context.scene.camera
    for _ in range(3):
        bpy.context.view_layer.update()
        matrix = np.array(eye.matrix_world.inverted())
        seen = places(shown) @ matrix[:3, :3].T + matrix[:3, 3]
        flat = seen[:, :2] / -seen[:, 2:] * (eye.data.lens / eye.data.sensor_width)
        low, high = flat.min(axis=0), flat.max(axis=0)
        eye.data.shift_x = (low[0] + high[0]) / 2 - view.aside
        much = max((high - low) / view.within / (1, TALLER))
        if much <= 1:
            return
        away = -float(seen[:, 2].mean())
        eye.location += eye.matrix_world.to_3x3() @ Vector((0, 0, away * (much - 1)))
