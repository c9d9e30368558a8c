import pytest

from hub.sdk.ports import AdapterSettingsError
from hub.sdk.testing import drain
from tests.adapters import hostile


def test_in_its_good_mode_the_hostile_adapter_behaves() -> None:
    adapter = hostile.make_adapter({"mode": "good"})

    assert len(drain(adapter)[0]) == 1
    assert adapter.sink.apply([]) == []


@pytest.mark.parametrize("mode", ["bad-setting", "no-such-mode"])
def test_a_wrong_setting_is_said(mode: str) -> None:
    with pytest.raises(AdapterSettingsError):
        hostile.make_adapter({"mode": mode})
