"""Where things stand in a checkout."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / "python"


def behave_folder(folder: Path) -> Path:
    """The folder, made one in which behave runs as in the project's root, and writes its report."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("features", "pyproject.toml"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder
