"""Several products in one picture, each in its real size. Lengths in decimetres."""

from dataclasses import dataclass, replace
from math import radians

import bpy
from mathutils import Matrix

from seeds.photographs.album import Model
from seeds.photographs.studio import View, places, things

WIDEST = 0.86  # of the picture's width


@dataclass(frozen=True)
class Piece:
    """A product's place: to the right, away from the viewer, and over the table if it stands on
    something; degrees about the upright."""

    slug: str
    right: float = 0
    back: float = 0
    over: float = 0
    turn: float = 0
    colour: str = ""


@dataclass(frozen=True)
class Scene:
    pieces: tuple[Piece, ...]
    view: View

    def build(self, known: dict[str, Model]) -> None:
        for piece in self.pieces:
            model = known[piece.slug]
            before = set(things())
            model.build(piece.colour or model.colour)
            bpy.context.view_layer.update()
            new = [thing for thing in things() if thing not in before]
            low = float(places(new)[:, 2].min())
            at = Matrix.Translation((piece.right, piece.back, piece.over - low))
            at = at @ Matrix.Rotation(radians(piece.turn), 4, "Z")
            for thing in new:
                thing.matrix_world = at @ thing.matrix_world


def scene(*pieces: Piece, view: View = View(above=15)) -> Scene:  # noqa: B008 - never changed
    """A scene that is shown whole, unless a lamp's cord leaves it."""
    whole = view if view.tall else replace(view, fill=1.0, within=view.within or WIDEST)
    return Scene(pieces, whole)
