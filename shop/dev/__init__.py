"""What only development has: everything from one command, and a mailbox to look into."""
