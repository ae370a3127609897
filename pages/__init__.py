"""The pages: short scripts that `app.py` puts into the navigation."""
