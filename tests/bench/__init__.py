"""What a page costs, beside other ways to serve one, and how many shoppers are held.

`make bench` and `make load KNEE=1`.

Nothing here is collected by pytest; tests/test_bench.py holds its arithmetic and its drawings.
"""
