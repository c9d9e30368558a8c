"""Tests that could not run are said so, or fail."""

import pytest

from tests.support import not_run, system

ABSENT = {"no-such-program": ("no-such-package", "nothing")}


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Keep the reasons of these tests out of the run's own summary."""
    monkeypatch.setattr(not_run, "REASONS", {})
    monkeypatch.delenv("REQUIRE_ALL", raising=False)


def test_a_condition_that_holds_changes_nothing():
    not_run.unless(True, "never seen")

    assert not_run.lines() == []


def test_a_reason_is_printed_once_with_its_number():
    for _ in range(2):
        with pytest.raises(pytest.skip.Exception, match="NOT RUN: no tool"):
            not_run.unless(None, "no tool")
    with pytest.raises(pytest.skip.Exception):
        not_run.because("other")

    assert not_run.lines() == ["NOT RUN: no tool (2 tests)", "NOT RUN: other"]


def test_where_everything_is_required_it_fails(monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")

    with pytest.raises(pytest.fail.Exception, match="NOT RUN: no tool"):
        not_run.because("no tool")
    assert not_run.lines() == []


def test_vectors_are_found_by_name_or_not_run(monkeypatch, tmp_path):
    (tmp_path / "merkle").mkdir()
    monkeypatch.setenv("HUB_VECTORS", str(tmp_path))
    assert not_run.vectors("merkle") == tmp_path / "merkle"

    with pytest.raises(pytest.skip.Exception, match="'other'"):
        not_run.vectors("other")
    monkeypatch.delenv("HUB_VECTORS")
    with pytest.raises(pytest.skip.Exception, match="HUB_VECTORS"):
        not_run.vectors("merkle")


@pytest.mark.parametrize(("required", "status"), [("0", 0), ("1", 1)])
def test_a_missing_program_is_named_and_counts_only_where_everything_is_required(monkeypatch, capsys, required, status):
    monkeypatch.setattr(system.shutil, "which", lambda _, **__: None)
    monkeypatch.setenv("REQUIRE_ALL", required)

    assert system.main(ABSENT) == status
    assert "NOT RUN: tests that need no-such-program (Debian package no-such-package)" in capsys.readouterr().out


def test_packages_are_installed_only_by_root_with_apt(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.subprocess, "run", lambda *_, **__: pytest.fail("started"))

    assert not system.install(["e2fsprogs"])


def test_what_is_there_is_not_installed_again(monkeypatch):
    monkeypatch.setattr(system, "install", lambda _: pytest.fail("installed"))

    assert system.main({"sh": ("dash", "a shell")}) == 0
