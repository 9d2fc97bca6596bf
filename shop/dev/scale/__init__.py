"""`make scale`: everything of compose.yaml on this machine, without Docker.

Two web nodes with nothing in common but PostgreSQL, Valkey and S3, behind nginx as
deploy/nginx.conf sets it up. Each run starts from nothing: what S3 held was in moto's memory.
"""
