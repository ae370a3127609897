"""A coach: plain rules over a training's numbers."""
