"""Approving, hiding and answering reviews."""
