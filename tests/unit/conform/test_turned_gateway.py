"""The gateway that the kit tries is the one of the file, turned to the kit's own hub and asked all the time."""

from pathlib import Path

from hub.conform.gateway import turn
from hub.sdk.settings.config import load
from hub.sdk.settings.config_values import ALWAYS
from keys import strict_json

FACTS = ("url", "origin", "root_file", "key_file", "witness_file", "state_dir", "adapter_dir")
FILE = """[gateway]
participant = "tj-mvd"
state_dir = "state"
[hub]
url = "https://mig.example"
origin = "mig.example/production"
[trust]
root_sha256 = "{anchor}"
[key]
file = "signing.pem"
[schedule]
pull = "scheduled"
spread_seconds = 3600
[adapter]
module = "adapters.tj_files"
[adapter.settings]
state_dir = "{folder}/own"
"""


def test_a_gateway_that_waits_for_its_syncs_is_asked_all_the_time_by_the_kit(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(FILE.format(anchor="1" * 64, folder=tmp_path), encoding="utf-8")
    (tmp_path / "signing.pem").touch()
    facts = {name: f"{tmp_path}/kit/{name}" for name in FACTS}
    (tmp_path / "client.json").write_bytes(strict_json.dumps(facts))

    turned = turn(load(path), tmp_path)

    assert (turned.pull, turned.spread_seconds) == (ALWAYS, 0)
    assert turned.url == facts["url"]
    assert turned.settings == {"state_dir": facts["adapter_dir"]}
