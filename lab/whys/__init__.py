"""Why each setting matters: what too little and too much of it do, and where the course treats it."""

from lab.whys.why import WHYS, Why, explain_setting, find_why

__all__ = ["WHYS", "Why", "explain_setting", "find_why"]
