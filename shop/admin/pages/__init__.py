"""The merchant's own pages, such as terms and returns: listed, written, looked at before saving."""
