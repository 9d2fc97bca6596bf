"""The demo shop's photographs: models of its products, rendered in one studio with Blender.

Only needed to make them anew. Blender is no requirement of the shop; in an environment of its own:

    pip install bpy==5.0.1 pillow
    python -m seeds.photographs            # all that are missing
    python -m seeds.photographs kelda      # those whose name begins so, again
    python -m seeds.photographs.hero       # then: the home page's picture as the shop serves it
"""
