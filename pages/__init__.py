"""The pages: short scripts that `components/navigation.py` lists."""
