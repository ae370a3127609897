"""What a test says about a network."""
