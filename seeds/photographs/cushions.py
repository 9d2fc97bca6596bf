"""Cushions, blown up as a real cover is filled. Lengths in decimetres."""

from collections.abc import Iterator
from math import cos, exp, pi, sin
from typing import Any

import bpy
from mathutils import Matrix, Vector
from mathutils.noise import noise

from seeds.photographs import fabrics
from seeds.photographs import materials as m
from seeds.photographs.album import Model
from seeds.photographs.shapes import body, lathe, sheet, smooth, tube
from seeds.photographs.studio import View

FACES = 44  # along one edge of a cover
FRAMES = 40  # until it has come to rest
LEAN = -0.22
STANDING = View(around=-16, above=10, fill=0.7)
CLOSE = View(around=-24, above=16, fill=1.1, look=0.6)


def edge_numbers() -> Iterator[tuple[int, int]]:
    """The places on a cover's seam, once around."""
    for k in range(FACES):
        yield k, 0
    for k in range(FACES):
        yield FACES, k
    for k in range(FACES):
        yield FACES - k, FACES
    for k in range(FACES):
        yield 0, FACES - k


class Cover:
    """Two squares of cloth sewn together. `corner` rounds it (1 is a circle), `chop` is the dent
    that a hand leaves at the top."""

    def __init__(self, wide: float, high: float, corner: float = 0.14, chop: float = 0.0) -> None:
        self.places: dict[tuple[int, int, int], int] = {}
        self.points: list[tuple[float, float, float]] = []
        self.uv: list[tuple[float, float]] = []
        for side in (0, 1):
            for j in range(FACES + 1):
                for i in range(FACES + 1):
                    if side and (i in (0, FACES) or j in (0, FACES)):
                        self.places[side, i, j] = self.places[0, i, j]
                        continue
                    self.places[side, i, j] = len(self.points)
                    u, v = 2 * i / FACES - 1, 2 * j / FACES - 1
                    x = u * (1 - corner * v * v / 2) ** 0.5 * wide / 2
                    z = v * (1 - corner * u * u / 2) ** 0.5 * high / 2
                    z -= chop * exp(-((x / 0.55) ** 2)) * max(v, 0) ** 2
                    apart = 0.03 * (1 - u * u) * (1 - v * v)
                    uneven = 0.03 * noise(Vector((x * 1.5, z * 1.5, side * 9)))
                    self.points.append((x, uneven + (apart if side else -apart), z))
                    self.uv.append(((u + 1) * wide / 2, (v + 1) * high / 2))

    def faces(self) -> list[tuple[int, ...]]:
        found = []
        for side in (0, 1):
            for j in range(FACES):
                for i in range(FACES):
                    corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
                    face = tuple(self.places[side, *corner] for corner in corners)
                    found.append(face[:: -1 if side else 1])
        return found

    def fill(self, material: Any, pressure: float) -> Any:
        """Blow it up, let it come to rest and stand it on its lower edge, leaning back a little."""
        thing = body("cushion", self.points, self.faces(), material, uv=self.uv)
        blown = thing.modifiers.new("cloth", "CLOTH")
        cloth = blown.settings
        cloth.quality, cloth.mass, cloth.air_damping = 4, 0.3, 5
        cloth.tension_stiffness, cloth.compression_stiffness = 40, 5
        cloth.shear_stiffness, cloth.bending_stiffness = 15, 4.0
        cloth.use_pressure, cloth.uniform_pressure_force = True, pressure
        cloth.effector_weights.gravity = 0
        for frame in range(1, FRAMES + 1):
            bpy.context.scene.frame_set(frame)
        eased = thing.modifiers.new("eased", "SMOOTH")
        eased.factor, eased.iterations = 0.5, 6
        graph = bpy.context.evaluated_depsgraph_get()
        thing.data = bpy.data.meshes.new_from_object(thing.evaluated_get(graph))
        thing.modifiers.clear()
        self.stand(thing.data.vertices)
        thing.modifiers.new("smooth", "SUBSURF").render_levels = 1
        self.seam = [thing.data.vertices[self.places[0, i, j]].co.copy() for i, j in edge_numbers()]
        self.front = {
            (i, j): thing.data.vertices[at].co.copy()
            for (side, i, j), at in self.places.items()
            if not side
        }
        return thing

    @staticmethod
    def stand(vertices: Any) -> None:
        turn = Matrix.Rotation(LEAN, 3, "X")
        for vertex in vertices:
            vertex.co = turn @ vertex.co
            ripple = noise(vertex.co * 1.6) + 0.5 * noise(vertex.co * 3.7)
            vertex.co += 0.022 * ripple * Vector((vertex.co.x * 0.2, 1, 0.2))
        low = min(v.co.z for v in vertices)
        high = max(v.co.z for v in vertices)
        for vertex in vertices:
            ground = low + 0.07 * (high - low)
            if vertex.co.z < ground:
                vertex.co.z = ground - 0.25 * (ground - vertex.co.z)


def flange(cover: Cover, material: Any, wide: float) -> None:
    """A flat border outside of the seam, that waves a little."""
    middle = sum(cover.seam, Vector()) / len(cover.seam)
    count = len(cover.seam)

    def border(u: float, v: float) -> tuple[float, float, float]:
        at = cover.seam[round(u * count) % count]
        out = (at - middle).normalized()
        wave = Vector((0, 0.05 * noise(at * 1.3) * v, 0))
        return tuple(at + out * (v * wide * 1.15 - 0.02) + wave)

    sheet(border, material, across=count, along=4, thick=0.035)


def linen_cushion(colour: str) -> None:
    material = fabrics.linen(colour, coarse=1.3)
    cover = Cover(4.5, 4.5, chop=0.12)
    cover.fill(material, 1.6)
    flange(cover, material, 0.1)


def boucle_cushion(colour: str) -> None:
    thing = Cover(5.0, 5.0, 0.42).fill(fabrics.boucle(colour), 2.2)
    thing.modifiers["smooth"].render_levels = thing.modifiers["smooth"].levels = 3
    curls = bpy.data.textures.new("curls", "VORONOI")
    curls.noise_scale = 0.1
    loops = thing.modifiers.new("loops", "DISPLACE")
    loops.texture, loops.strength, loops.mid_level = curls, -0.07, 0.4


def stripe_cushion(colour: str) -> None:
    bands = ((0.1, 0.5), (0.56, 0.6), (0.0, 0.04))
    material = fabrics.linen("#e9dfc9", stripes=(colour, bands, 0.9), coarse=1.5)
    cover = Cover(4.5, 4.5)
    cover.fill(material, 1.7)
    tube([tuple(p) for p in cover.seam], 0.028, material, closed=True)
    shell = m.plain("coconut shell", "#5a3d28", 0.35)
    for row in (0.24, 0.5, 0.76):
        at = cover.front[FACES - 7, round(FACES * row)]
        near = cover.front[FACES - 8, round(FACES * row)]
        above = cover.front[FACES - 7, round(FACES * row) + 1]
        out = (near - at).cross(above - at).normalized()
        out = out if out.y < 0 else -out
        button = lathe(
            smooth([(0, 0.05), (0.07, 0.045), (0.11, 0.055), (0.125, 0.03), (0.11, 0.0), (0, 0.0)]),
            shell,
        )
        button.matrix_world = (
            Matrix.Translation(at) @ out.to_track_quat("Z", "Y").to_matrix().to_4x4()
        )


def floor_cushion(colour: str) -> None:
    material = fabrics.canvas(colour)
    side = smooth([(2.62, 0.1), (2.74, 0.45), (2.78, 0.9), (2.74, 1.35), (2.62, 1.7)])
    top = smooth([(2.62, 1.7), (2.3, 1.86), (1.4, 1.93), (0.6, 1.88), (0.0, 1.86)])
    thing = lathe([(0, 0), (2.4, 0), *side, *top], material)
    for vertex in thing.data.vertices:
        spot = vertex.co.copy()
        vertex.co += Vector((spot.x, spot.y, 0)) * 0.012 * noise(spot * 1.1)
        vertex.co.z += (0.09 * noise(spot * 0.8) + 0.03 * noise(spot * 2.3)) * min(spot.z, 1.2)
    ring = [(2.64 * cos(a), 2.64 * sin(a)) for a in (2 * pi * k / 48 for k in range(48))]
    for height in (0.12, 1.7):
        lift = [
            height + (0.09 * noise(Vector((x, y, height)) * 0.8)) * min(height, 1.2)
            for x, y in ring
        ]
        tube(
            [(x, y, z) for (x, y), z in zip(ring, lift, strict=True)], 0.045, material, closed=True
        )
    handle()


def handle() -> None:
    """A leather strap that stands off the side, with a stitched end left and right."""
    leather = m.plain("leather", "#8a5630", 0.45, coat_weight=0.1)

    def strap(u: float, v: float) -> tuple[float, float, float]:
        a = -pi / 2 - 0.3 + 0.6 * u
        off = 2.82 + 0.26 * max(0.0, sin(pi * (u * 1.3 - 0.15))) ** 0.8
        return (off * cos(a), off * sin(a), 1.05 + 0.26 * (v - 0.5) - 0.1 * sin(pi * u))

    sheet(strap, leather, across=60, along=6, thick=0.05)
    for end in (-0.27, 0.27):
        for z in (0.98, 1.12):
            a = -pi / 2 + end
            rivet = lathe([(0, 0.03), (0.03, 0.025), (0.04, 0.0)], m.brass())
            rivet.location = (2.85 * cos(a), 2.85 * sin(a), z)
            rivet.rotation_euler = (pi / 2, 0, end)


MODELS = {
    "washed-linen-cushion": Model(linen_cushion, "sage", STANDING, CLOSE),
    "cloudbank-boucle-cushion": Model(boucle_cushion, "chalk", STANDING, CLOSE),
    "deckhand-stripe-cushion": Model(stripe_cushion, "indigo", STANDING, CLOSE),
    "haybarn-floor-cushion": Model(
        floor_cushion, "flax", View(around=-14, above=18, fill=0.74), View(-20, 30, 1.1)
    ),
}
