"""What others made for the pages is what they published, and nothing else lies there."""

from hashlib import sha256

from hub.console.assets import STATIC
from tests.console import vendoring

OWN = {".css", ".js"}  # what we write ourselves, never made smaller by a program


def test_every_file_of_others_is_the_one_that_was_published():
    listed = {entry["file"]: entry["sha256"] for package in vendoring.read() for entry in package["files"]}

    assert {name: sha256((STATIC / name).read_bytes()).hexdigest() for name in listed} == listed


def test_nothing_lies_there_that_is_neither_ours_nor_named_with_version_and_licence():
    packages = vendoring.read()
    listed = {entry["file"] for package in packages for entry in package["files"]}

    others = [path for path in STATIC.iterdir() if path.name not in {*listed, "vendored.json"}]

    assert listed <= {path.name for path in STATIC.iterdir()}
    assert [path.name for path in others if path.suffix not in OWN or ".min." in path.name] == []
    assert [package["name"] for package in packages if not package["version"] or not package["licence"]] == []
