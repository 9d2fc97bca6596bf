"""The people who run the shop, and what each of them may do."""
