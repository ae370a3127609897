"""Bringing in images of one's own: from an archive or a folder, their classes from folders or from a table."""
