"""What a list of products shows."""

import re


def titles(page):
    return re.findall(r'class="product-card-title"[^>]*>([^<]+)<', page.text)


def count_beside(page, label):
    """The number beside a choice of the facets; None where there is no such choice."""
    row = re.search(rf"<span>{label}</span>.*?hidden\">\(</span>(\d+)<", page.text)
    return int(row[1]) if row else None
