"""What one layer of a network makes of an image, taken apart down to the arithmetic of a single number."""
