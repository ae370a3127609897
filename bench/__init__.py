"""What is measured: `python -m bench` runs all, `python -m bench NAME …` some, `python -m bench --list` names them."""
