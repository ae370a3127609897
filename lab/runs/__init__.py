"""Runs: what came of a config. A folder each; the index can be rebuilt from the folders."""
