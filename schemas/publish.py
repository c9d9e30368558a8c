"""Publish schemas: `python -m schemas.publish` writes the reference pages and records the digests of new schemas.

A published schema never changes: members validate against it for years. Its digest is added to `published.sha256` once;
a schema that no longer has its digest is refused, and needs a new version instead.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from schemas import catalogue, files, pages
from schemas.catalogue import Catalogue

DIGESTS = files.ROOT / "published.sha256"
PAGES = files.ROOT.parent / "docs" / "reference" / "records"


def schemas() -> Iterator[Path]:
    """Yield every schema that is published: shared parts and each version of each record type."""
    yield from files.shared()
    for manifest in files.manifests():
        yield from files.versions(manifest)


def current() -> dict[str, str]:
    """Return SHA-256 (hex) of every schema as it lies there, by path."""
    return {
        path.relative_to(files.ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in schemas()
    }


def published() -> dict[str, str]:
    """Return the recorded digests, by path."""
    lines = DIGESTS.read_text(encoding="ascii").splitlines() if DIGESTS.exists() else []
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def changed(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Return the published schemas that have other bytes now, or are gone."""
    return sorted(path for path, digest in before.items() if now.get(path) != digest)


def render(known: Catalogue) -> dict[str, str]:
    """Return the reference pages, by file name."""
    texts = {
        f"{kind.name}.md": pages.record_page(kind, known.members(kind.name, kind.version))
        for kind in known.record_types()
    }
    return {**texts, "codes.md": pages.codes_page(known.code_lists())}


def main() -> int:
    """Write pages and digests; return the exit status."""
    now, before = current(), published()
    if broken := changed(now, before):
        sys.stderr.write(f"Published schemas have changed: {', '.join(broken)}. Restore them and add a new version.\n")
        return 1
    lines = [f"{digest}  {path}\n" for path, digest in sorted(now.items())]
    DIGESTS.write_text("".join(lines), encoding="ascii")
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in render(catalogue.load()).items():
        (PAGES / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(now)} schemas, {len(now) - len(before)} of them new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
