"""The bodies that things are built from. Lengths in decimetres; each returns its object."""

from collections.abc import Callable, Sequence
from math import atan2, cos, hypot, pi, sin
from typing import Any

import bmesh
import bpy
from mathutils import Euler, Matrix, Vector

Point = tuple[float, float]
Place = tuple[float, float, float]
ROUND = 128  # faces around a body of revolution


def smooth(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A curve through `points` (Catmull-Rom). A point given twice is a corner."""
    found: list[Point] = []
    for i in range(len(points) - 1):
        before, here, there, after = (
            Vector(points[min(max(k, 0), len(points) - 1)]) for k in (i - 1, i, i + 1, i + 2)
        )
        if here == there:
            continue
        for step in range(steps):
            t = step / steps
            at = 0.5 * (
                2 * here
                + (there - before) * t
                + (2 * before - 5 * here + 4 * there - after) * t**2
                + (3 * here - before - 3 * there + after) * t**3
            )
            found.append((max(at.x, 0.0), at.y))
    return [*found, (float(points[-1][0]), float(points[-1][1]))]


def lathe(profile: Sequence[Point], material: Any, at: Place = (0, 0, 0)) -> Any:
    """What a potter's wheel makes of `profile`: (radius, height) pairs, from foot to rim."""
    points, faces, rings = [], [], len(profile)
    for radius, height in profile:
        for i in range(ROUND):
            a = 2 * pi * i / ROUND
            points.append((radius * cos(a), radius * sin(a), height))
    for ring in range(rings - 1):
        for i in range(ROUND):
            j = (i + 1) % ROUND
            faces.append(
                (ring * ROUND + i, ring * ROUND + j, (ring + 1) * ROUND + j, (ring + 1) * ROUND + i)
            )
    return body("lathe", points, faces, material, at)


def vessel(
    outline: Sequence[Point], wall: float, material: Any, at: Place = (0, 0, 0), floor: float = 0.0
) -> Any:
    """A hollow body of revolution: `outline` from foot to rim, a round lip, `wall` thick."""
    outer = smooth(outline)
    floor = floor or wall * 1.4
    inner = [
        (max(r - wall, 0.001), max(z, outer[0][1] + floor))
        for r, z in outer
        if z > outer[0][1] + floor
    ]
    rim_r, rim_z = outer[-1]
    lip = [
        (rim_r - wall / 2 + wall / 2 * cos(a), rim_z + wall / 2 * sin(a))
        for a in (pi * i / 8 for i in range(1, 8))
    ]
    bottom = [(0.0, outer[0][1]), (outer[0][0] * 0.97, outer[0][1])]
    inside = [
        *reversed(inner),
        (inner[0][0] * 0.9, outer[0][1] + floor),
        (0.0, outer[0][1] + floor),
    ]
    return lathe([*bottom, *outer, *lip, *inside], material, at)


def tube(
    points: Sequence[Place],
    radius: float | Sequence[float],
    material: Any,
    *,
    flat: float = 1.0,
    closed: bool = False,
) -> Any:
    """A rod along a smooth curve by `points`; `radius` may differ at each, `flat` squeezes it."""
    curve = bpy.data.curves.new("tube", "CURVE")
    curve.dimensions, curve.resolution_u, curve.bevel_resolution = "3D", 16, 6
    curve.bevel_depth, curve.use_fill_caps = 1.0, True
    spline = curve.splines.new("NURBS")
    spline.points.add(len(points) - 1)
    radii = [radius] * len(points) if isinstance(radius, int | float) else list(radius)
    for node, place, thick in zip(spline.points, points, radii, strict=True):
        node.co, node.radius = (*place, 1), thick
    spline.order_u, spline.use_endpoint_u, spline.use_cyclic_u = (
        min(4, len(points)),
        not closed,
        closed,
    )
    thing = bpy.data.objects.new("tube", curve)
    bpy.context.scene.collection.objects.link(thing)
    curve.materials.append(material)
    thing.scale = (1, flat, 1)
    return thing


def box(
    size: Place, material: Any, at: Place = (0, 0, 0), *, soft: float = 0.03, turn: float = 0
) -> Any:
    """A block with rounded edges; `at` is the middle of its underside, `turn` (radians) about Z."""
    x, y, z = (s / 2 for s in size)
    points = [(i * x, j * y, k * z + z) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    thing = body("box", points, faces, material, at)
    thing.rotation_euler = (0, 0, turn)
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments = soft, 6
    return thing


def sheet(
    shape: Callable[[float, float], Place],
    material: Any,
    *,
    across: int = 80,
    along: int = 80,
    thick: float = 0.0,
) -> Any:
    """A surface: `shape(u, v)` for u and v from 0 to 1. `thick` gives it two sides."""
    points = [shape(i / across, j / along) for j in range(along + 1) for i in range(across + 1)]
    wide = across + 1
    faces = [
        (j * wide + i, j * wide + i + 1, (j + 1) * wide + i + 1, (j + 1) * wide + i)
        for j in range(along)
        for i in range(across)
    ]
    thing = body(
        "sheet",
        points,
        faces,
        material,
        uv=[(i / across, j / along) for j in range(along + 1) for i in range(across + 1)],
    )
    if thick:
        solid = thing.modifiers.new("solid", "SOLIDIFY")
        solid.thickness = thick
        solid.offset = 0
    return thing


def body(
    name: str,
    points: Sequence[Place],
    faces: Sequence[Sequence[int]],
    material: Any,
    at: Place = (0, 0, 0),
    uv: Sequence[Point] | None = None,
) -> Any:
    """A mesh of smooth faces."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(list(points), [], list(faces))
    mesh.validate()
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    layer = mesh.uv_layers.new()
    for loop in mesh.loops:
        where = points[loop.vertex_index]
        layer.data[loop.index].uv = uv[loop.vertex_index] if uv else (where[0], where[1] + where[2])
    mesh.materials.append(material)
    thing = bpy.data.objects.new(name, mesh)
    thing.location = at
    bpy.context.scene.collection.objects.link(thing)
    return thing


def rounded(thing: Any, levels: int = 2) -> Any:
    """`thing` with subdivided faces."""
    thing.modifiers.new("subdivide", "SUBSURF").render_levels = levels
    return thing


def ellipse(thing: Any, across: float, deep: float, *, wander: float = 0.0) -> Any:
    """Stretch a round body along X and Y, its edge straying by `wander` as made by hand."""
    for vertex in thing.data.vertices:
        x, y, _z = vertex.co
        turn = atan2(y, x)
        stray = 1 + wander * (sin(3 * turn + 0.6) + 0.6 * sin(5 * turn + 2))
        vertex.co.x, vertex.co.y = x * across * stray, y * deep * stray
    return thing


def moved(build: Callable[[], None], by: Place, turn: float = 0) -> None:
    """What `build` makes, set somewhere else, turned about Z (radians)."""
    before = set(bpy.context.scene.objects)
    build()
    at = Matrix.Translation(by) @ Matrix.Rotation(turn, 4, "Z")
    bpy.context.view_layer.update()
    for thing in set(bpy.context.scene.objects) - before:
        thing.matrix_world = at @ thing.matrix_world


def turned(thing: Any, shape: Callable[[float, float, float], Place]) -> Any:
    """Each point of a round body set elsewhere: where `shape(radius, turn, height)` says."""
    for vertex in thing.data.vertices:
        x, y, z = vertex.co
        radius, turn, height = shape(hypot(x, y), atan2(y, x), z)
        vertex.co = (radius * cos(turn), radius * sin(turn), height)
    return thing


def loft(rings: Sequence[Sequence[Place]], material: Any, ends: str = "closed") -> Any:
    """A skin over `rings` of equally many points; its ends are `closed`, `open`, or `joined`."""
    points = [point for ring in rings for point in ring]
    count, total = len(rings[0]), len(points)
    faces: list[Sequence[int]] = [
        (k + i, k + (i + 1) % count, (k + count + (i + 1) % count) % total, (k + count + i) % total)
        for k in range(0, total if ends == "joined" else total - count, count)
        for i in range(count)
    ]
    if ends == "closed":
        faces += [range(count - 1, -1, -1), range(total - count, total)]
    thing = body("loft", points, faces, material)
    for polygon in thing.data.polygons:
        polygon.use_smooth = len(polygon.vertices) == 4
    return thing


def plank(outline: Sequence[Point], thick: float, material: Any, *, soft: float = 0.03) -> Any:
    """A board of that `outline` (anticlockwise) with rounded edges, lying on the table."""
    thing = loft([[(x, y, z) for x, y in outline] for z in (0.0, thick)], material)
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments, bevel.harden_normals = soft, 5, True
    bevel.angle_limit = 1.0
    return thing


def cut(thing: Any, *cutters: Any) -> Any:
    """`thing` without what is inside `cutters`, which are gone afterwards."""
    for cutter in cutters:
        mesh = bmesh.new()
        mesh.from_mesh(cutter.data)
        bmesh.ops.remove_doubles(mesh, verts=mesh.verts, dist=0.0001)
        mesh.to_mesh(cutter.data)
        mesh.free()
        hole = thing.modifiers.new("cut", "BOOLEAN")
        hole.object, hole.solver = cutter, "EXACT"
    seen = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    thing.data = bpy.data.meshes.new_from_object(seen)
    thing.modifiers.clear()
    thing.data.set_sharp_from_angle(angle=0.6)
    for cutter in cutters:
        bpy.data.objects.remove(cutter)
    return thing


def leant(thing: Any, *turns: float) -> Any:
    """`thing` turned about X, Y and Z (radians) in its points, so that its bounds stay true."""
    thing.data.transform(Euler(turns).to_matrix().to_4x4())
    return thing
