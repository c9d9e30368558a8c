"""What stands on the SFTP server, and the settings by which it is reached."""

from pathlib import Path
from typing import Any

import pytest

from adapters import by_files, tj_files
from hub.sdk.ports import AdapterSettingsError
from hub.sdk.testing import drain
from tests.adapters.by_files import running
from tests.adapters.by_files.running import Site
from tests.adapters.records import ban
from tests.adapters.simulated import delivery


def test_links_and_huge_files_on_the_server_are_refused_unread(place: Site) -> None:
    outside = place.folder / "outside.xml"
    outside.write_text("<entryBans/>")
    (place.exchange / "out" / "link.xml").symlink_to(outside)
    with (place.exchange / "out" / "huge.csv").open("wb") as file:
        file.truncate(10 * 1024**3)
    assert drain(place.adapter(max_file_bytes=1000))[0] == []

    assert place.report("link.xml")["faults"][0]["code"] == "not-a-file"
    assert place.report("huge.csv")["faults"][0]["code"] == "file-too-large"
    assert place.names("rejected") == ["huge.csv", "link.xml"]


def test_names_of_all_kinds_come_over(place: Site) -> None:
    place.register.put("entry-ban")
    [path] = (place.exchange / "out").iterdir()
    raw = path.read_bytes()
    out = bytes(place.exchange / "out")
    path.unlink()
    for number, name in enumerate(["запреты.xml".encode("cp1251"), ("д" * 120 + ".xml").encode(), b"x.xml.part"]):
        with open(out + b"/" + name, "wb") as file:  # noqa: PTH123 - a name that is no text
            file.write(raw.replace(b"000001</banNumber>", b"00000%d</banNumber>" % number))
    changes, _ = drain(place.adapter())

    assert len(changes) == 2
    assert place.names("out") == ["x.xml.part"]
    assert len(place.names("done")) == 2


def test_the_same_name_again_is_another_file(place: Site) -> None:
    adapter = place.adapter()
    cursor, subjects = None, []
    for number in range(3):
        place.register.put("entry-ban", seed=number)
        [path] = (place.exchange / "out").iterdir()
        path.rename(path.with_name("bans.xml"))
        changes, cursor = drain(adapter, cursor)
        subjects += [change.subject for change in changes]

    assert len(set(subjects)) == 3
    assert place.names("done") == ["bans-2.xml", "bans-3.xml", "bans.xml"]


def test_the_tajik_tables_go_over_sftp_too(place: Site) -> None:
    adapter = place.adapter(tj_files.make_adapter, participant="tj-molme")
    golden = Path(tj_files.__file__).parent / "golden" / "entry-bans.csv"
    place.register.raw(golden.read_bytes(), name="bans.csv")
    changes, _ = drain(adapter)
    adapter.sink.apply([delivery(ban(), index=1)])

    assert len(changes) == 2
    assert place.names("in") == ["entry-bans-active.csv", "entry-bans-active.xlsx"]


@pytest.mark.parametrize(
    ("changed", "setting"),
    [
        ({"sftp_user": None}, "sftp_user"),
        ({"sftp_host_key": "no key"}, "sftp_host_key"),
        ({"sftp_host_key": "\n"}, "sftp_host_key"),
        ({"sftp_key_file": "/no/such/file"}, "sftp_key_file"),
        ({"sftp_key_file": "loose"}, "sftp_key_file"),
        ({"sftp_key_file": "no-key"}, "sftp_key_file"),
        ({"sftp_port": 0}, "sftp_port"),
        ({"folder": "."}, "folder"),
        ({"sftp_host": None}, "folder"),
    ],
)
def test_a_wrong_setting_is_named_and_not_quoted(place: Site, changed: dict[str, Any], setting: str) -> None:
    for name, mode in (("loose", 0o644), ("no-key", 0o600)):
        (place.folder / name).write_bytes(
            Path(place.register.where["sftp_key_file"]).read_bytes()[: 99 if mode == 0o600 else None]
        )
        (place.folder / name).chmod(mode)
    values = {**running.settings(place.register, place.folder), **changed}
    if values["sftp_key_file"] in {"loose", "no-key"}:
        values["sftp_key_file"] = str(place.folder / values["sftp_key_file"])
    with pytest.raises(AdapterSettingsError) as caught:
        by_files.make_adapter({name: value for name, value in values.items() if value is not None})

    assert caught.value.setting == setting
    assert setting in caught.value.ru
    assert setting in caught.value.en
    assert str(place.folder) not in caught.value.en + caught.value.ru
