"""LibreOffice as a reader of our documents: PDF, the text on its pages, pictures of them."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_FONTS = Path(__file__).parents[1] / "fonts.conf"
_START_SECONDS = 60
_FILE_SECONDS = 30


def to_pdf(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Print the files as PDF into the folder, in the order given."""
    return convert(paths, folder, "pdf")


def convert(paths: Sequence[Path], folder: Path, kind: str) -> list[Path]:
    """Save the files as another kind (``pdf``, ``docx``, ``xlsx``) into the folder, in the order given.

    One process takes all files. It has a profile of its own, so that it neither meets an office that
    is open on the desk nor another test's, and the stand-ins for the official fonts.
    """
    made = [folder / f"{path.stem}.{kind}" for path in paths]
    if len(set(made)) < len(made):
        raise ValueError("two of the files have the same name")
    if not made:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="perfgen-office-") as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
        said = _run(command, _START_SECONDS + _FILE_SECONDS * len(made))
    missing = [path.name for path in made if not path.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice made no {'、'.join(missing)}: {said}")
    return made


def pdf_text(path: Path) -> str:
    """Return the words of a PDF, laid out as on its pages; a form feed ends each page."""
    return _run(["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], _FILE_SECONDS)


def pages_as_png(path: Path, folder: Path, dpi: int = 100) -> list[Path]:
    """Draw each page of a PDF into the folder; the pictures come in the order of the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    _run(["pdftoppm", "-png", "-r", str(dpi), str(path), str(folder / path.stem)], _FILE_SECONDS * 4)
    return sorted(folder.glob(f"{_literal(path.stem)}-*.png"))


def _run(command: list[str], seconds: int) -> str:
    """Run one program; soffice starts a child, so on a time-out the whole process group is ended."""
    environment = os.environ | {"FONTCONFIG_FILE": str(_FONTS), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            raise
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {errors or output}")
    return output


def _literal(name: str) -> str:
    return name.replace("[", "[[]")
