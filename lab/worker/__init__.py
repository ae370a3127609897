"""What runs inside worker processes, the only place where TensorFlow lives. Nothing else in the lab imports this."""
