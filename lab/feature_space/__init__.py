"""The features that a network makes of images, and the space that they span: its pictures, neighbours and limits."""
