"""The pictures of the concepts: a module for each, named as the concept, with a function `draw`."""
