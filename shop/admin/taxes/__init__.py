"""What is charged where."""
