"""A gateway's configuration: what is wrong is said in one line that names the file, the key and what to do."""

import re
from pathlib import Path

import pytest

from hub.sdk.books.inbox import Lane
from hub.sdk.errors import ConfigError
from hub.sdk.settings import config
from hub.sdk.settings.config import KEYS, LIMITS

DIGEST = "0123456789abcdef" * 4
RIGHT = f"""
[gateway]
participant = "tj-molme"
state_dir = "state"
[hub]
url = "https://mig.example/"
origin = "mig.example/production"
[trust]
root_sha256 = "{DIGEST}"
[key]
file = "signing.pem"
[adapter]
module = "adapters.tj_files"
[adapter.settings]
folder = "/srv/exchange"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the configuration names."""
    for name in ("signing.pem", "root.note", "ca.pem"):
        (tmp_path / name).touch()
    return tmp_path


def load(folder: Path, text: str) -> config.GatewayConfig:
    """Load a configuration of this text."""
    path = folder / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path)


def test_a_short_configuration_is_enough(folder: Path) -> None:
    loaded = load(folder, RIGHT)

    assert loaded.participant == "tj-molme"
    assert loaded.state_dir == folder / "state"
    assert loaded.url == "https://mig.example"
    assert loaded.key_file == folder / "signing.pem"
    assert loaded.settings == {"folder": "/srv/exchange"}
    assert loaded.lanes == (Lane.URGENT, Lane.ORDINARY)
    assert loaded.limits.memory_mb == 1024


def test_every_key_can_be_set(folder: Path) -> None:
    text = RIGHT.replace("[hub]", 'lanes = ["ordinary"]\nbatch_size = 7\nkeep_days = 40\n[hub]')
    text = text.replace("[trust]", 'ca_file = "ca.pem"\nproxy = "http://proxy.example:3128"\n[trust]')
    text = text.replace(f'root_sha256 = "{DIGEST}"', 'root_file = "root.note"')
    text += "[adapter.limits]\nmemory_mb = 300\ncall_seconds = 5\n[intervals]\nsource_seconds = 1.5\n"

    loaded = load(folder, text)

    assert (loaded.lanes, loaded.batch_size, loaded.keep_days) == ((Lane.ORDINARY,), 7, 40)
    assert (loaded.ca_file, loaded.proxy) == (folder / "ca.pem", "http://proxy.example:3128")
    assert (loaded.root_file, loaded.root_sha256) == (folder / "root.note", None)
    assert (loaded.limits.memory_mb, loaded.limits.call_seconds, loaded.source_seconds) == (300, 5, 1.5)


def test_keys_may_be_files_credentials_or_in_a_module(folder: Path) -> None:
    uri = "pkcs11:token=cis;object=signing"
    text = RIGHT.replace(
        'file = "signing.pem"',
        f'file = "{uri}"\npassphrase_file = "credential:pin"\npkcs11_module = "ca.pem"\n'
        'encryption_files = ["signing.pem", "credential:opening", "signing.pem"]',
    )

    loaded = load(folder, text)

    assert (loaded.key_file, loaded.passphrase_file, loaded.pkcs11_module) == (uri, "credential:pin", folder / "ca.pem")
    assert loaded.encryption_key_files == (folder / "signing.pem", "credential:opening")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:8080"])
def test_http_is_taken_on_this_machine(folder: Path, url: str) -> None:
    assert load(folder, RIGHT.replace("https://mig.example/", url)).url == url


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"tj-molme"', '"TJ MOLME"', "[gateway] participant"),
        ('"tj-molme"', "7", "[gateway] participant"),
        ('participant = "tj-molme"\n', "", "[gateway] participant"),
        ('state_dir = "state"', "state_dir = 1", "[gateway] state_dir"),
        ('state_dir = "state"', 'state_dir = "state"\nstate_dri = "x"', "[gateway] state_dri"),
        ('state_dir = "state"', 'state_dir = "state"\nlanes = []', "[gateway] lanes"),
        ('state_dir = "state"', 'state_dir = "state"\nlanes = ["fast"]', "[gateway] lanes"),
        ('state_dir = "state"', 'state_dir = "state"\nbatch_size = true', "[gateway] batch_size"),
        ('state_dir = "state"', 'state_dir = "state"\nbatch_size = 501', "[gateway] batch_size"),
        ("https://mig.example/", "http://mig.example/", "[hub] url"),
        ("https://mig.example/", "https://user:word@mig.example/", "[hub] url"),
        ("https://mig.example/", "mig.example", "[hub] url"),
        ("mig.example/production", "mig.example", "[hub] origin"),
        ("[trust]", 'proxy = "socks5://x"\n[trust]', "[hub] proxy"),
        ("[trust]", 'ca_file = "none.pem"\n[trust]', "[hub] ca_file"),
        ("[trust]", 'certificate_file = "ca.pem"\n[trust]', "[hub]"),
        (DIGEST, DIGEST[:-1], "[trust] root_sha256"),
        (f'root_sha256 = "{DIGEST}"', "", "[trust]"),
        (f'root_sha256 = "{DIGEST}"', f'root_sha256 = "{DIGEST}"\nroot_file = "root.note"', "[trust]"),
        ('"signing.pem"', '"missing.pem"', "[key] file"),
        ('"signing.pem"', "7", "[key] file"),
        ('"signing.pem"', '"pkcs11:token=cis"', "[key] file"),
        ('"signing.pem"', '"credential:../signing.pem"', "[key] file"),
        ('"signing.pem"', '"signing.pem"\nencryption_files = "signing.pem"', "[key] encryption_files"),
        ('"signing.pem"', '"signing.pem"\nencryption_files = ["none.pem"]', "[key] encryption_files"),
        ('"signing.pem"', '"signing.pem"\nencryption_files = ["pkcs11:token=a;object=b"]', "[key] encryption_files"),
        ('"signing.pem"', '"signing.pem"\npassphrase_file = "pkcs11:token=a;object=b"', "[key] passphrase_file"),
        ("adapters.tj_files", "adapters/tj_files", "[adapter] module"),
        ("[adapter.settings]\n", "settings = 3\n[other]\n", "[adapter] settings"),
        ("[key]", "[keys]\n[key]", "[keys]"),
        ("[gateway]", "gateway = 1\n[other]", "gateway"),
        ('folder = "/srv/exchange"', "[adapter.limits]\nmemory = 1", "[adapter.limits] memory"),
        ('folder = "/srv/exchange"', "[adapter.limits]\nmemory_mb = 1", "[adapter.limits] memory_mb"),
        ('folder = "/srv/exchange"', "[intervals]\ntrust_seconds = 'often'", "[intervals] trust_seconds"),
        ('folder = "/srv/exchange"', "[intervals]\nsource_seconds = nan", "[intervals] source_seconds"),
    ],
)
def test_a_mistake_is_one_line_in_two_languages_with_its_place(folder: Path, old: str, new: str, place: str) -> None:
    assert old in RIGHT

    with pytest.raises(ConfigError) as caught:
        load(folder, RIGHT.replace(old, new, 1))

    for language in ("ru", "en"):
        text = caught.value.text(language)
        assert text.startswith(f"{folder / 'gateway.toml'} {place}: ")
        assert "\n" not in text
    assert re.search("[а-я]", caught.value.ru)
    assert not re.search("[а-я]", caught.value.en)


def test_a_file_that_is_not_toml_says_at_which_line(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"gateway\.toml \(line 2\)"):
        load(folder, "[gateway]\nparticipant = tj-molme\n")


def test_a_file_that_is_not_utf_8_is_not_toml(folder: Path) -> None:
    (folder / "gateway.toml").write_bytes("участник".encode("cp1251"))

    with pytest.raises(ConfigError, match="not TOML"):
        config.load(folder / "gateway.toml")


def test_a_file_that_is_missing_is_said_so(folder: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(folder / "nowhere.toml")


def test_a_secret_that_stands_in_the_file_is_not_repeated(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(folder, RIGHT.replace("https://mig.example/", "https://user:Пароль@mig.example/"))

    assert "Пароль" not in caught.value.ru + caught.value.en


def test_every_key_is_described() -> None:
    text = (Path(__file__).parents[3] / "docs/reference/gateway.md").read_text("utf-8")
    keys = {f"| `[{table}]` `{key}` |" for table, key, _, _ in KEYS.values()}
    keys |= {f"| `[adapter.limits]` `{key}` |" for key in LIMITS}

    assert {line for line in keys if line not in text} == set()
    assert len(re.findall(r"^\| `\[", text, re.MULTILINE)) == len(keys)
