"""Pages of words, such as terms and returns, which a merchant writes in Markdown."""
