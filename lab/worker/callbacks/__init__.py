"""Keras callbacks of the lab, one a file."""
