"""A hardware module in software (SoftHSM), with keys of known public halves in it.

module = hardware.softhsm(tmp_path_factory.mktemp("module"))
module.uri("ed25519")        pkcs11:token=…;object=ed25519?module-path=…
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keys import keyfile
from keys.jwk import PrivateKey
from tests.support import not_run

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
TOKENS = ("cis-hub", "cis-other")  # the second is never logged in to with the right PIN
PIN = "плюс 1234"
OTHER_PIN = "other 1234"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """The module's library, the keys that were put in (label to key), and what another process needs to find them."""

    library: Path
    keys: Mapping[str, PrivateKey] = field(repr=False)
    environment: Mapping[str, str]

    def uri(self, label: str, *, token: str = TOKENS[0], more: str = "") -> str:
        """Return the URI of a key."""
        return f"pkcs11:token={token};object={label}?module-path={self.library}{more}"


def softhsm(folder: Path, keys: Mapping[str, PrivateKey] | None = None) -> Hardware:
    """Make tokens in `folder` with these keys, or an Ed25519 and a P-256 key.

    For use in this process once only, as the library is loaded once; other processes are given `environment`.
    """
    library = next((Path(path) for path in LIBRARIES if Path(path).exists()), None)
    not_run.unless(
        library is not None and shutil.which("softhsm2-util"), "softhsm2-util is missing (Debian package softhsm2)"
    )
    assert library is not None
    config = folder / "softhsm2.conf"
    (folder / "tokens").mkdir()
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    keys = keys or {"ed25519": PrivateKey.generate("Ed25519"), "p256": PrivateKey.generate("ES256")}
    for token, pin in zip(TOKENS, (PIN, OTHER_PIN), strict=True):
        _run("--init-token", "--free", "--label", token, "--pin", pin, "--so-pin", "87654321")
        for number, (label, key) in enumerate(keys.items(), start=1):
            path = folder / f"{token}-{label}.pem"
            keyfile.write(path, key, None)
            named = "--label", label, "--id", f"{number:02x}"
            _run("--import", str(path), "--token", token, *named, "--pin", pin)
            path.unlink()
    return Hardware(library=library, keys=keys, environment={"SOFTHSM2_CONF": str(config)})


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, timeout=60)
