"""The back office: pages for the people who run the shop. It holds no rule of its own."""
