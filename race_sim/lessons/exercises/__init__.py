"""What judges the answers to the exercises, one lesson a file, so that no notebook shows it."""
