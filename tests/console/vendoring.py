"""Fetch what others made for the pages, as published: `python -m tests.console.vendoring` (needs npm and a network).

`hub/console/static/vendored.json` names each package with version and licence, and each file with its SHA-256. To take
a newer version, change it there and run this; a test compares files and digests, and nothing is fetched at run time.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[2] / "hub/console/static"
LIST = STATIC / "vendored.json"


def read() -> list[dict[str, Any]]:
    """Return the list of packages."""
    return json.loads(LIST.read_text(encoding="utf-8"))["packages"]


def fetch(package: dict[str, Any]) -> None:
    """Take the files of one package from its published archive, and write down their digests."""
    with tempfile.TemporaryDirectory() as folder:
        named = f"{package['name']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", named], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as opened:
            for entry in package["files"]:
                member = opened.extractfile(f"package/{entry['from']}")
                assert member is not None
                content = member.read()
                (STATIC / entry["file"]).write_bytes(content)
                entry["sha256"] = sha256(content).hexdigest()


def main() -> int:
    """Fetch all packages."""
    packages = read()
    for package in packages:
        fetch(package)
    LIST.write_text(json.dumps({"packages": packages}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
