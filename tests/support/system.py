"""Install what the tests need from Debian, where that is possible: `python -m tests.support.system`.

Packages are installed only as root on a machine with apt-get; elsewhere a line NOT RUN says what will be missing, and
the exit status stays 0 unless REQUIRE_ALL=1. Nothing at all is done where every program is there already.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from tests.support import not_run

# program -> (Debian package, what it is for)
NEEDED: Mapping[str, tuple[str, str]] = {
    "openssl": ("openssl", "another reader and writer of key files"),
    "softhsm2-util": ("softhsm2", "a hardware module in software, for keys that never leave it"),
    "chromium": ("chromium", "a browser, for the pages of the console"),
    "node": ("nodejs", "a client in another language"),
    "npm": ("npm", "the packages of that client"),
    "mkfs.ext4": ("e2fsprogs", "a file system of its own, to cut its power in the fault campaign"),
}


def missing(needed: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the programs that this machine lacks."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    return {program: entry for program, entry in needed.items() if shutil.which(program, path=path) is None}


def install(packages: list[str]) -> bool:
    """Install Debian packages; tell whether that was possible."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "--no-install-recommends", *packages]):
        print("+", *command, flush=True)  # noqa: T201 - a person watches
        if subprocess.run(command, env=environment, check=False, timeout=600).returncode != 0:
            return False
    return True


def main(needed: Mapping[str, tuple[str, str]] = NEEDED) -> int:
    """Install what is missing, and say what could not be."""
    lacking = missing(needed)
    if lacking and install(sorted({package for package, _ in lacking.values()})):
        lacking = missing(needed)
    for program, (package, purpose) in lacking.items():
        print(f"NOT RUN: tests that need {program} (Debian package {package}): {purpose}")  # noqa: T201 - a person watches
    return 1 if lacking and not_run.required() else 0


if __name__ == "__main__":
    sys.exit(main())
