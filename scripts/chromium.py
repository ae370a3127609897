"""Find a Chromium for the browser tests, or install one: `python -m scripts.chromium` prints where it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
DEBIAN_PACKAGES = ("chromium", "fonts-liberation", "fonts-nanum")  # the last one for Korean


def find_chromium() -> str | None:
    """Find an executable Chromium or Chrome.

    Returns:
        Its path: what the environment variable CHROMIUM names, else the first one installed on the machine, else
        Playwright's own; None where there is none.

    Raises:
        FileNotFoundError: CHROMIUM names something that is not there.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None:
            raise FileNotFoundError(f"CHROMIUM must name an executable Chromium. Received: {named}.")
        return path
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from (path for path in PLACES if Path(path).exists())
    playwright = _find_playwright_chromium()
    if playwright is not None:
        yield playwright


def _find_playwright_chromium() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """Tell a browser from Ubuntu's `chromium-browser`, which only says that there is a snap."""
    if sys.platform == "win32":  # there `--version` would open a window
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_chromium() -> None:
    """Install Debian's Chromium where root and apt-get are at hand, else (or where that fails) Playwright's own.

    Raises:
        subprocess.CalledProcessError: neither could be installed.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get") and _install_debian_packages():
        return
    dependencies = ["--with-deps"] if is_root else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *dependencies, "chromium"], check=True)


def _install_debian_packages() -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES]
    for command in (["apt-get", "update"], install):
        if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            return False
    return find_chromium() is not None


def main() -> int:
    """Print the path of a Chromium, installing one first where there is none; 1 where that failed."""
    try:
        path = find_chromium()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if path is None:
        try:
            install_chromium()
        except subprocess.CalledProcessError as error:
            print(f"Chromium could not be installed: {error}", file=sys.stderr)
        path = find_chromium()
    if path is None:
        hint = "Install one, or name one: make test CHROMIUM=/path/to/chrome"
        print(f"No Chromium for the browser tests. {hint}", file=sys.stderr)
        return 1
    print(f"Chromium for the browser tests: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
