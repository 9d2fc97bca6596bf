"""What shoppers looked for in vain."""
