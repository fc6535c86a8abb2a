"""What the figures were taken on: processor, memory, versions, and how busy the machine is."""

import datetime
import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import perfgen

_PACKAGES = ("docxtpl", "Jinja2", "lxml", "openpyxl", "PyYAML", "pydantic")


def describe() -> list[tuple[str, str]]:
    """Return rows of a table: what, and what it is."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return [
        ("date", datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d")),
        ("perfgen", f"{perfgen.__version__}, commit {_said('git', 'rev-parse', '--short', 'HEAD')}"),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("memory", _memory()),
        ("system", f"{platform.system()}, {platform.machine()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("packages", packages),
        ("node", _said("node", "--version") if shutil.which("node") else "not installed"),
    ]


def load() -> float:
    """Return how many processes wanted to run in the last minute."""
    return os.getloadavg()[0]


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", _file("/proc/cpuinfo"))
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    found = re.search(r"MemTotal:\s*(\d+) kB", _file("/proc/meminfo"))
    return f"{int(found[1]) / 1024**2:.1f} GB" if found else "unknown"


def _file(name: str) -> str:
    path = Path(name)
    return path.read_text(encoding="utf-8") if path.exists() else ""
