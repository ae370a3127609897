"""What goes on in a run, told to an MLflow server by a process of its own."""
