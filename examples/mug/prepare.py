"""Makes all that serving the example game takes: `python3 prepare.py`, once, with a network to npm and PyPI.

A virtual environment `.venv` for the server, and `offline/` with what its pages load from other addresses, by
host and path, from pinned packages. From then on no network is needed. It may be run again at any time.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV, OFFLINE, PACKAGES = HERE / ".venv", HERE / "offline", HERE / ".packages"
PYODIDE = "cdn.jsdelivr.net/pyodide/v0.26.2/full"
# package of npm, file in it, address at which the pages ask for it
FROM_NPM = [
    ("jquery@3.7.1", "dist/jquery.min.js", "ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.min.js"),
    ("phaser@3.80.1", "dist/phaser.min.js", "cdnjs.cloudflare.com/ajax/libs/phaser/3.80.1/phaser.min.js"),
    (
        "socket.io-client@4.7.2",
        "dist/socket.io.js",
        "cdnjs.cloudflare.com/ajax/libs/socket.io/4.7.2/socket.io.js",
    ),
    (
        "onnxruntime-web@1.10.0",
        "dist/ort.min.js",
        "cdnjs.cloudflare.com/ajax/libs/onnxruntime-web/1.10.0/ort.min.js",
    ),
    (
        "ua-parser-js@1.0.38",
        "dist/ua-parser.min.js",
        "cdn.jsdelivr.net/npm/ua-parser-js@1.0.38/src/ua-parser.min.js",
    ),
    *(
        ("pyodide@0.26.2", file, f"{PYODIDE}/{file}")
        for file in (
            "pyodide.js",
            "pyodide.asm.js",
            "pyodide.asm.wasm",
            "python_stdlib.zip",
            "pyodide-lock.json",
        )
    ),
]
FROM_PYPI = ["micropip==0.6.0", "packaging==23.2"]
MUG = "multi-user-gymnasium==0.1.3"
NUMPY = "numpy-1.26.4-py3-none-any.whl"


def main():
    if (OFFLINE / "complete").exists():
        print("The example game of mug is ready.")
        return
    print("Preparing the example game of mug: its server's packages, and what its pages load.")
    PACKAGES.mkdir(exist_ok=True)
    make_environment()
    for package, file, address in FROM_NPM:
        extract(npm_package(package), file, OFFLINE / address)
    wheels = [*map(pypi_wheel, FROM_PYPI), numpy_standin()]
    for wheel in wheels:
        shutil.copy(wheel, OFFLINE / PYODIDE)
    adapt_lock(wheels)
    publish(pypi_wheel(MUG))
    (OFFLINE / "complete").touch()


def run(*command, cwd=PACKAGES):
    """Runs a command; what it said is shown when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def make_environment():
    venv.create(VENV, with_pip=True)
    run(VENV / "bin" / "pip", "install", "--quiet", "-r", HERE / "requirements.txt")


def npm_package(package):
    """The package as npm keeps it; npm compares it with the registry's own checksum."""
    kept = PACKAGES / (package.replace("@", "-") + ".tgz")
    if not kept.exists():
        run("npm", "pack", "--silent", package)
    return kept


def extract(archive, file, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as opened:
        source = opened.extractfile(f"package/{file}")
        target.write_bytes(source.read())


def pypi_wheel(requirement):
    run(VENV / "bin" / "pip", "download", "--quiet", "--no-deps", "--dest", PACKAGES, requirement)
    name, version = requirement.replace("-", "_").split("==")
    return PACKAGES / f"{name}-{version}-py3-none-any.whl"


def numpy_standin():
    """Packs the stand-in as the wheel that Pyodide's list of packages names."""
    wheel = PACKAGES / NUMPY
    info = "numpy-1.26.4.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        for file in sorted((HERE / "numpy_standin" / "numpy").glob("*.py")):
            packed.write(file, f"numpy/{file.name}")
        packed.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: 1.26.4\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", "")
    return wheel


def adapt_lock(wheels):
    """Pyodide's list of packages names these files and their checksums."""
    lock = OFFLINE / PYODIDE / "pyodide-lock.json"
    listed = json.loads(lock.read_text(encoding="utf-8"))
    for wheel in wheels:
        package = listed["packages"][wheel.name.split("-")[0]]
        package |= {"file_name": wheel.name, "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest()}
    lock.write_text(json.dumps(listed), encoding="utf-8")


def publish(wheel):
    """The platform's own wheel, where micropip looks for it: an index page with one link."""
    folder = OFFLINE / "files.pythonhosted.org" / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(wheel, folder)
    index = OFFLINE / "pypi.org" / "simple" / MUG.split("==")[0] / "index.html"
    index.parent.mkdir(parents=True, exist_ok=True)
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    address = f"https://files.pythonhosted.org/packages/{wheel.name}#sha256={checksum}"
    index.write_text(f'<!doctype html><a href="{address}">{wheel.name}</a>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
