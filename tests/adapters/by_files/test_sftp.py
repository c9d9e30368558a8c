"""Files over SFTP: pinned key, half files, broken connections, and a server brought in line from any point."""

import time
from typing import Any

import asyncssh
import pytest

from adapters._files.sftp_link import SftpLink
from hub.sdk.ports import SinkUnavailableError, SourceUnavailableError
from hub.sdk.testing import drain
from tests.adapters.by_files.running import Site
from tests.adapters.records import ban, readmission_request
from tests.adapters.simulated import delivery


def refused(adapter: Any) -> str:
    with pytest.raises(SourceUnavailableError) as caught:
        adapter.source.changes(None, 10)
    return str(caught.value.detail)


def test_a_file_is_fetched_and_moved_on_the_server_once_it_is_safe(place: Site) -> None:
    place.register.put("entry-ban", count=3)
    adapter = place.adapter()
    batch = adapter.source.changes(None, 10)

    assert len(batch.changes) == 3
    assert (len(place.names("out")), place.names("done")) == (1, [])
    assert len(place.names("reports")) == 2
    adapter.source.changes(batch.cursor, 10)
    assert (place.names("out"), len(place.names("done"))) == ([], 1)
    assert [list(path.iterdir()) for path in (place.folder / "state" / "mirror").iterdir()] == [[]] * 6


def test_every_kind_of_document_comes_from_the_register_and_reaches_it(place: Site) -> None:
    adapter = place.adapter()
    request = readmission_request(case_id="RU-RA-5", requesting_authority="ru-guvm", requested_authority="by-mvd")
    adapter.sink.apply([delivery(request, index=1, type_="readmission-request")])
    for kind in ("readmission-request", "citizenship-check-request"):
        place.register.put(kind, to="ru-guvm")
    place.register.put("readmission-reply", subject="RU-RA-5", sender="ru-guvm", accepted=False)
    place.register.put("situation-summary")
    changes, _ = drain(adapter)

    assert sorted(change.type for change in changes) == [
        "citizenship-check-request",
        "readmission-reply",
        "readmission-request",
        "situation-summary",
    ]
    assert place.register.ask("held", type="readmission-request")["records"][0]["surname_latin"] == "TESTOV-JUFT"


@pytest.mark.parametrize(
    ("mode", "detail"),
    [
        ("stranger", "another host key"),
        ("reset", "cannot be reached"),
        ("html", "cannot be reached"),
        ("slow", "does not answer in time"),
    ],
)
def test_who_is_not_the_server_is_not_spoken_to(place: Site, mode: str, detail: str) -> None:
    place.register.put("entry-ban")
    adapter = place.adapter(sftp_timeout_seconds=0.4 if mode == "slow" else 5)
    started = time.monotonic()
    with place.register.misbehaving(mode, operation="connect", seconds=3):
        assert detail in refused(adapter)
        with pytest.raises(SinkUnavailableError):
            adapter.sink.apply([delivery(ban(), index=1)])

    assert time.monotonic() - started < 30
    assert len(drain(place.adapter())[0]) == 1


def test_another_key_of_ours_is_not_accepted(place: Site) -> None:
    path = place.folder / "other_key"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(path, "pkcs8-pem", passphrase="probe")
    path.chmod(0o600)

    assert "does not accept sftp_user" in refused(place.adapter(sftp_key_file=str(path), sftp_key_passphrase="probe"))


def test_a_folder_that_is_not_there_is_said(place: Site) -> None:
    assert "no such folder" in refused(place.adapter(sftp_folder="/elsewhere"))


@pytest.mark.parametrize("mode", ["half", "reset", "error"])
def test_a_download_that_breaks_off_goes_on_where_it_stopped(place: Site, mode: str) -> None:
    place.register.put("entry-ban", count=400)  # more than one block
    adapter = place.adapter()
    with place.register.misbehaving(mode, operation="read"):
        refused(adapter)
    [kept] = (place.folder / "state" / "mirror" / "fetching").iterdir()
    begun = kept.stat().st_size
    changes, _ = drain(adapter)

    assert begun > 0
    assert len({change.subject for change in changes}) == len(changes) == 400


def test_a_download_that_breaks_off_once_is_made_good_at_once(place: Site) -> None:
    place.register.put("entry-ban", count=400)
    adapter = place.adapter()
    with place.register.misbehaving("reset", operation="read", times=1):
        assert len(adapter.source.changes(None, 500).changes) == 400


def test_half_a_file_is_left_alone_until_it_is_whole(place: Site) -> None:
    place.register.put("entry-ban", count=5)
    [path] = (place.exchange / "out").iterdir()
    whole = path.read_bytes()
    adapter = place.adapter()
    for cut in (100, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:cut])
        assert adapter.source.changes(None, 10).changes == []
        assert place.names("reports") == []
    path.write_bytes(whole)

    assert len(drain(adapter)[0]) == 5


def test_a_register_that_drops_half_a_file_first_is_waited_for(place: Site) -> None:
    with place.register.misbehaving("half", operation="drop", times=1, seconds=0.1):
        place.register.put("entry-ban", count=5)
    adapter = place.adapter()
    deadline = time.monotonic() + 30
    batch = adapter.source.changes(None, 10)
    while not batch.changes and time.monotonic() < deadline:
        time.sleep(0.1)
        batch = adapter.source.changes(batch.cursor, 10)

    assert len(batch.changes) == 5


@pytest.mark.parametrize("operation", ["write", "rename"])
def test_what_cannot_be_written_is_written_later_and_never_half(place: Site, operation: str) -> None:
    adapter = place.adapter()
    with place.register.misbehaving("reset", operation=operation), pytest.raises(SinkUnavailableError):
        adapter.sink.apply([delivery(ban(), index=1)])
    assert [name for name in place.names("in") if not name.startswith(".")] == []
    adapter.source.changes(None, 1)

    assert place.names("in") == ["entry-bans-active.csv", "entry-bans-active.xlsx", "entry-bans-active.xml"]
    assert len(place.register.ask("held")["records"]) == 1


def test_an_erased_document_is_removed_from_the_server(place: Site) -> None:
    adapter = place.adapter()
    request = readmission_request(case_id="RU-RA-6", requested_authority="by-mvd")
    adapter.sink.apply([delivery(request, index=1, type_="readmission-request")])
    assert place.names("in") == ["readmission-request-RU-RA-6.xml"]
    with place.register.misbehaving("reset"), pytest.raises(SinkUnavailableError):
        place.adapter().sink.erase(["RU-RA-6"])
    adapter.sink.erase(["RU-RA-6"])

    assert place.names("in") == []


class _CutError(Exception):
    """The process ends here."""


def test_from_whatever_point_a_process_ends_the_server_ends_in_line(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is cut before the n-th operation on the server, for every n there is."""
    run, left, points = SftpLink._run, [0], 0

    def cut(self: SftpLink, work: Any, seconds: float | None = None) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise _CutError
        return run(self, work, seconds)

    for point in range(100):
        place.register.reset()
        place.register.put("entry-ban", count=2)
        state = place.folder / str(point)
        state.mkdir()
        made = Site(place.register, state)
        monkeypatch.setattr(SftpLink, "_run", cut)
        left[0] = point
        first, sure = made.adapter(), True
        seen: list[str] = []
        try:
            batch = first.source.changes(None, 10)
            seen, cursor = [str(change.subject) for change in batch.changes], batch.cursor
            first.sink.apply([delivery(ban(), index=1)])
            first.source.changes(cursor, 10)
        except _CutError:
            sure = False
        monkeypatch.setattr(SftpLink, "_run", run)
        first.close()
        second = made.adapter()
        again, _ = drain(second, cursor if seen else None)
        second.sink.apply([delivery(ban(), index=1)])
        second.close()

        assert len(seen) + len(again) == 2
        assert (len(made.names("out")), len(made.names("done")), len(made.names("reports"))) == (0, 1, 2)
        assert len(place.register.ask("held")["records"]) == 1
        points = point
        if sure:
            break
    assert 10 < points < 99
