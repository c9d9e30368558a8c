import pytest

from schemas import catalogue, files, reference
from schemas.catalogue import Catalogue


@pytest.fixture(scope="session")
def known() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="session")
def references():
    return reference.load()


def examples(prefix: str) -> list[tuple[str, str, str]]:
    """Name every example file of every record type: (type, version, file name)."""
    found = files.ROOT.glob(f"*/*/examples/{prefix}-*.json")
    return sorted((path.parts[-4], path.parts[-3], path.name) for path in found)


def example(kind: str, version: str, name: str):
    return files.read(files.ROOT / kind / version / "examples" / name)
