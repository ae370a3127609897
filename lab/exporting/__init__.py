"""What leaves the lab: scripts, models, whole runs; and what of it may come back."""
