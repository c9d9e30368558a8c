"""Settings: bounds, origins of values, and one clear line for each mistake."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import settings
from hub.settings import Settings, SettingsError, load


def refusal(environ: dict[str, str]) -> SettingsError:
    """Return the error that these variables cause."""
    with pytest.raises(SettingsError) as failure:
        load(environ)
    return failure.value


def test_without_any_variable_there_are_only_defaults():
    assert load({"PATH": "/bin"}) == Settings()


def test_every_setting_can_be_given_as_a_variable():
    given = {
        "HUB_ORIGIN": "mig.example:8443/production", "HUB_DATABASE_URL": "postgresql://hub_app@db/hub",
        "HUB_DATABASE_PASSWORD_FILE": "/run/p", "HUB_POOL_SIZE": "20", "HUB_UNSAFE_DATABASE": "0",
        "HUB_LISTEN": "[::1]:9000", "HUB_LISTEN_SHARED": "1", "HUB_CONSOLE_LISTEN": "0.0.0.0:81", "HUB_CONSOLE_URL": "https://console.mig.example:8443", "HUB_SESSION_IDLE": "600", "HUB_SESSION_LIFETIME": "3600",
        "HUB_ALERT_RELAY": "mail.mig.example:25", "HUB_ALERT_SENDER": "hub@mig.example", "HUB_ALERT_RECIPIENTS": "a@mig.example, b@mig.example",
        "HUB_ALERT_WEBHOOK": "https://notices.mig.example/hub?to=1", "HUB_ALERT_SIGNING_FILE": "/w", "HUB_METRICS_TOKEN_FILE": "/m", "HUB_ROLES": "worker, api,worker", "HUB_TRUST_DIR": "/t",
        "HUB_TRUST_ANCHOR": "sha256:" + "ab" * 32, "HUB_LOG_KEY_FILE": "/k", "HUB_STATUS_KEY_FILE": "/o", "HUB_NOTICE_KEY_FILE": "/n", "HUB_KEY_PASSPHRASE_FILE": "/p", "HUB_KEYRING_DIR": "/r", "HUB_MASTER_KEY_FILE": "credential:master", "HUB_PKCS11_MODULE": "/m.so",
        "HUB_STATE_DIR": "/s", "HUB_LANGUAGE": "en", "HUB_LOG_LEVEL": "debug", "HUB_GROUP_LIMIT": "7",
        "HUB_QUEUE_LIMIT": "8", "HUB_QUOTA_RATE": "7", "HUB_QUOTA_BURST": "70", "HUB_SCREENING_RATE": "5", "HUB_SCREENING_BURST": "500", "HUB_ENVELOPE_LIMIT": "2048", "HUB_LINES_LIMIT": "4096", "HUB_LINES_COUNT": "9", "HUB_ATTACHMENT_LIMIT": "4096", "HUB_ATTACHMENT_QUOTA": "8192", "HUB_BODIES_LIMIT": "2097152",
    }  # fmt: skip

    assert load(given) == Settings(
        origin="mig.example:8443/production", database_url="postgresql://hub_app@db/hub",
        database_password_file=Path("/run/p"), pool_size=20, unsafe_database=False, listen=("::1", 9000), listen_shared=True, console_listen=("0.0.0.0", 81), console_url="https://console.mig.example:8443", session_idle=600, session_lifetime=3600,
        alert_relay=("mail.mig.example", 25), alert_sender="hub@mig.example", alert_recipients=("a@mig.example", "b@mig.example"),
        alert_webhook="https://notices.mig.example/hub?to=1", alert_signing_file=Path("/w"), metrics_token_file=Path("/m"), roles=("worker", "api"), trust_dir=Path("/t"), trust_anchor="ab" * 32, log_key_file=Path("/k"), status_key_file=Path("/o"), notice_key_file=Path("/n"),
        key_passphrase_file=Path("/p"), keyring_dir=Path("/r"), master_key_file="credential:master", pkcs11_module=Path("/m.so"), state_dir=Path("/s"), language="en", log_level="debug", group_limit=7,
        queue_limit=8, quota_rate=7, quota_burst=70, screening_rate=5, screening_burst=500, envelope_limit=2048, lines_limit=4096, lines_count=9, attachment_limit=4096, attachment_quota=8192, bodies_limit=2097152,
    )  # fmt: skip
    assert set(given) | {"HUB_CONFIG", "HUB_TRAINING_CLOCK"} == set(settings.variables())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_ALERT_SENDER", "a@mig.example,b@mig.example"),
        ("HUB_ALERT_RECIPIENTS", "a@mig.example,,b@mig.example"),
        ("HUB_ALERT_RECIPIENTS", "nobody"),
        ("HUB_ALERT_WEBHOOK", "http://notices.mig.example/hub"),
        ("HUB_ALERT_WEBHOOK", "https://user@notices.mig.example/"),
        ("HUB_ALERT_RELAY", "mail.mig.example"),
    ],
)
def test_notices_of_alerts_go_nowhere_by_a_slip(name, value):
    assert refusal({name: value}).code == "setting-wrong"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_ORIGIN", "mig.example"), ("HUB_ORIGIN", "MIG/production"), ("HUB_ORIGIN", "mig.example/production "),
        ("HUB_DATABASE_URL", "mysql://x"), ("HUB_DATABASE_URL", "db"), ("HUB_DATABASE_URL", "postgresql://["), ("HUB_TRUST_DIR", "a\0b"), ("HUB_LISTEN", "8080"),
        ("HUB_LISTEN", "localhost:"), ("HUB_LISTEN", "localhost:99999"), ("HUB_LISTEN", "localhost:８"),
        ("HUB_ROLES", "api,gateway"), ("HUB_CONSOLE_URL", "http://console.mig.example"), ("HUB_CONSOLE_URL", "https://console.mig.example/"), ("HUB_CONSOLE_URL", "http://127.0.0.1:8081"), ("HUB_SESSION_IDLE", "0"), ("HUB_ROLES", ","), ("HUB_TRUST_ANCHOR", "ab"), ("HUB_LANGUAGE", "de"),
        ("HUB_LOG_LEVEL", "INFO"), ("HUB_POOL_SIZE", "1"), ("HUB_POOL_SIZE", "201"), ("HUB_POOL_SIZE", "-5"),
        ("HUB_LOG_KEY_FILE", "pkcs11:token=a"), ("HUB_STATUS_KEY_FILE", "credential:../a"), ("HUB_POOL_SIZE", "5.0"), ("HUB_POOL_SIZE", "٥"), ("HUB_UNSAFE_DATABASE", "yes"), ("HUB_GROUP_LIMIT", "0"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_clear_line_in_both_languages_that_does_not_repeat_it(name, value):
    error = refusal({name: value})

    assert error.code == "setting-wrong"
    assert name in error.text("ru")
    assert name in error.text("en")
    assert "\n" not in error.ru + error.en
    assert f"'{value}'" not in error.ru + error.en


def test_a_misspelt_setting_is_refused_rather_than_ignored():
    assert refusal({"HUB_ORIGN": "x"}).code == "setting-unknown"


def test_variables_of_the_tests_and_empty_ones_are_no_settings():
    assert load({"HUB_VECTORS": "/vectors", "HUB_ORIGIN": ""}) == Settings()


def test_a_file_gives_settings_and_the_environment_wins(tmp_path):
    file = tmp_path / "hub.toml"
    file.write_text('origin = "mig.example/test"\npool_size = 3\nunsafe_database = true\nroles = ["api"]\n')

    found = load({"HUB_CONFIG": str(file), "HUB_POOL_SIZE": "4"})

    assert found == Settings(origin="mig.example/test", pool_size=4, unsafe_database=True, roles=("api",))


@pytest.mark.parametrize("content", [None, b"\xff", b"origin = ", b"[origin]\nx = 1", b"origni = 'x'"])
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path, content):
    file = tmp_path / "hub.toml"
    if content is not None:
        file.write_bytes(content)

    error = refusal({"HUB_CONFIG": str(file)})

    assert error.code in {"config-unreadable", "setting-wrong", "setting-unknown"}
    assert "\n" not in error.en


def test_a_virtual_clock_belongs_to_training_only():
    clock = {"HUB_TRAINING_CLOCK": "/c"}

    assert refusal(clock | {"HUB_ORIGIN": "mig.example/production"}).code == "setting-wrong"
    assert refusal(clock).code == "setting-wrong"
    assert load(clock | {"HUB_ORIGIN": "mig.example/training"}).training_clock == Path("/c")


def test_an_unsafe_database_belongs_to_tests_only():
    assert refusal({"HUB_UNSAFE_DATABASE": "1", "HUB_ORIGIN": "mig.example/production"}).code == "setting-wrong"
    assert load({"HUB_UNSAFE_DATABASE": "1", "HUB_ORIGIN": "mig.example/test"}).unsafe_database


def test_what_a_command_needs_is_asked_for_by_name():
    found = load({"HUB_TRUST_DIR": "/trust"})

    found.need("trust_dir")
    assert found.path("trust_dir") == Path("/trust")
    with pytest.raises(SettingsError) as failure:
        found.path("log_key_file")
    assert failure.value.code == "setting-missing"
    assert "HUB_LOG_KEY_FILE" in failure.value.ru


def test_a_key_may_be_a_file_a_credential_or_in_a_module():
    uri = "pkcs11:token=cis;object=log"
    found = load({"HUB_LOG_KEY_FILE": uri, "HUB_STATUS_KEY_FILE": "credential:status"})

    assert (found.log_key_file, found.status_key_file) == (uri, "credential:status")


def test_the_service_manager_names_the_folder_of_credentials():
    assert settings.credentials_folder({"CREDENTIALS_DIRECTORY": "/run/c"}) == Path("/run/c")
    assert settings.credentials_folder({}) is None


@pytest.mark.parametrize("url", ["postgresql://u:secret@db:5432/hub", "postgresql://u@/hub?host=/s&password=secret"])
def test_settings_that_are_printed_hold_no_password(url):
    found = load({"HUB_DATABASE_URL": url, "HUB_ROLES": "api"})

    assert found.database_url == url
    assert "secret" not in repr(found)


@hypothesis.settings(max_examples=40)
@given(st.sampled_from(sorted(set(settings.variables()) - {"HUB_CONFIG"})), st.text(min_size=1, max_size=60))
def test_any_text_is_either_a_setting_or_a_settings_error(name, value):
    try:
        load({name: value, "HUB_ORIGIN": "mig.example/test"} | {name: value})
    except SettingsError as error:
        assert "\n" not in error.ru  # noqa: PT017 - either outcome is right
