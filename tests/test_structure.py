"""The rules of the house that neither ruff nor import-linter can see."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pages", "components", "lab")
# Keras runs on TensorFlow whether or not a line of ours names it.
NEVER_NAMED = {"tensorflow"}
# What may be missing, by the name that it is imported under: not in everybody's environment, and never needed to start.
OPTIONAL = {"mlflow": "mlflow-skinny"}


def find_sources() -> list[Path]:
    sources = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in (ROOT / "app.py", *sources) if path.exists()]


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def find_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def find_mentions(word: str) -> list[str]:
    """Where a name, an attribute, a keyword argument or a whole string literal is this word."""
    fields = {ast.Name: "id", ast.Attribute: "attr", ast.keyword: "arg", ast.alias: "name", ast.Constant: "value"}
    return [
        path.relative_to(ROOT).as_posix()
        for path in find_sources()
        for node in ast.walk(parse(path))
        if type(node) in fields and getattr(node, fields[type(node)]) == word
    ]


def read_requirements(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def normalise(name: str) -> str:
    """A distribution's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_requirement(line: str) -> str:
    return normalise(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0])


def import_elsewhere(modules: list[str], unwanted: list[str]) -> str:
    """Import modules in a fresh process; what it says on standard output names the unwanted ones that came along."""
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*(name for name in {unwanted!r} if name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_lab_imports_neither_tensorflow_nor_streamlit() -> None:
    modules = [name for name in map(name_module, (ROOT / "lab").rglob("*.py")) if not name.startswith("lab.worker")]
    assert import_elsewhere(modules, ["tensorflow", "keras", "streamlit"]) == ""


def test_components_do_not_import_tensorflow() -> None:
    modules = [name_module(path) for path in (ROOT / "components").rglob("*.py")]
    assert import_elsewhere(modules, ["tensorflow", "keras"]) == ""


def test_nothing_imports_app() -> None:
    assert [
        path for path in find_sources() if "app" in {name.split(".")[0] for name in find_imports(parse(path))}
    ] == []


def test_only_session_touches_session_state() -> None:
    assert set(find_mentions("session_state")) <= {"components/session.py"}


def test_no_html_is_let_through() -> None:
    assert find_mentions("unsafe_allow_html") == []


def test_images_are_never_named_by_path() -> None:
    calls = [
        (path.relative_to(ROOT).as_posix(), node.lineno)
        for path in find_sources()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "image"
        and any(isinstance(argument, ast.Constant | ast.JoinedStr) for argument in node.args[:1])
    ]
    assert calls == []


def test_requirements_name_what_the_code_imports() -> None:
    distributions = packages_distributions()
    names = {name.split(".")[0] for path in find_sources() for name in find_imports(parse(path))}
    third_parties = names - set(sys.stdlib_module_names) - {"app", *PACKAGES} - set(OPTIONAL)
    required = {name_requirement(line) for line in read_requirements("requirements.txt")}
    imported = {name: {normalise(found) for found in distributions.get(name, [name])} for name in third_parties}
    assert {name for name, providers in imported.items() if not providers & required} == set(), (
        "not in requirements.txt"
    )
    assert required - set().union(*imported.values()) - NEVER_NAMED == set(), "in requirements.txt, imported nowhere"


def test_what_may_be_missing_is_named_apart_and_never_imported_by_the_way() -> None:
    assert {name_requirement(line) for line in read_requirements("requirements-mlflow.txt")} == set(OPTIONAL.values())
    at_once = {
        name.split(".")[0]
        for path in find_sources()
        for node in parse(path).body
        for name in find_imports(ast.Module([node], []))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    anywhere = {name.split(".")[0] for path in find_sources() for name in find_imports(parse(path))}
    assert set(OPTIONAL) <= anywhere - at_once


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-mlflow.txt"])
def test_every_requirement_is_compatible_release_and_pinned(name: str) -> None:
    pinned = {name_requirement(line) for line in read_requirements("constraints.txt")}
    lines = read_requirements(name)
    assert [line for line in lines if "~=" not in line] == []
    assert [line for line in lines if name_requirement(line) not in pinned] == []


def test_constraints_pin_exactly_and_name_no_source() -> None:
    lines = read_requirements("constraints.txt")
    assert [line for line in lines if not re.match(r"[A-Za-z0-9._-]+==\S+( ;.*)?( +#.*)?$", line)] == []
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_versions_of_python_are_said_alike() -> None:
    from scripts.check_python import NEWEST, OLDEST

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest_excluded = f"{NEWEST[0]}.{NEWEST[1] + 1}"
    assert project["requires-python"] == f">={OLDEST[0]}.{OLDEST[1]},<{newest_excluded}"


@pytest.mark.parametrize(
    ("version", "modules", "expected"),
    [
        ((3, 11), ["venv", "ensurepip"], None),
        ((3, 13), ["venv", "ensurepip"], None),
        ((3, 9), ["venv", "ensurepip"], "Received: 3.9"),
        ((3, 14), ["venv", "ensurepip"], "TensorFlow has no build"),
        ((3, 12), ["venv"], "apt-get install python3.12-venv"),
    ],
)
def test_unsuitable_pythons_are_told_what_to_do(
    version: tuple[int, int], modules: list[str], expected: str | None
) -> None:
    from scripts.check_python import find_problem

    problem = find_problem(version, modules)
    assert problem is None if expected is None else expected in problem
