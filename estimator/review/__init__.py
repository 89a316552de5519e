"""What changed, and what really happened."""
