"""Node and the packages of a client in JavaScript, from its lock: installed once for each lock, in `build/javascript`.

Nothing is installed beside the client's own files, and no script of a package is run.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.support import not_run

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / "build/javascript"
OLDEST = 18
WITHOUT_FLAG = 20  # before, the global object of Web Cryptography has to be asked for
SECONDS = 180
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error")


def node() -> tuple[str, ...]:
    """Return the program `node` with its flags, or end the test."""
    program = shutil.which("node")
    not_run.unless(program and shutil.which("npm"), "node or npm is missing (Debian packages nodejs, npm)")
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    version = int(said.removeprefix("v").split(".")[0])
    not_run.unless(version >= OLDEST, f"node is older than {OLDEST}")
    flags = () if version >= WITHOUT_FLAG else ("--experimental-global-webcrypto",)
    return (str(program), "--no-warnings", *flags)


def copy_client(source: Path, target: Path) -> None:
    """Copy a client's files to a folder where its packages are found; without a network the test ends."""
    shutil.copytree(source, target)
    (target / "node_modules").symlink_to(_packages(source), target_is_directory=True)


def _packages(source: Path) -> Path:
    """Return the folder of the packages that the client's lock names."""
    lock = (source / "package-lock.json").read_bytes()
    found = INSTALLED / hashlib.sha256(lock).hexdigest()[:16]
    if not found.exists():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=INSTALLED, prefix="new-") as folder:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(source / name, folder)
            ended = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS)
            not_run.unless(ended.returncode == 0, "npm ci could not install the packages of the JavaScript client")
            _publish(Path(folder) / "node_modules", found)
    return found


def _publish(made: Path, found: Path) -> None:
    try:
        made.rename(found)
    except OSError:  # another process was quicker
        if not found.exists():
            raise
