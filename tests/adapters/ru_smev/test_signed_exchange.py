"""The whole exchange signed, against a service that demands signatures and can sign wrongly."""

import time
from pathlib import Path

import pytest

from adapters.ru_smev import make_adapter
from hub.sdk.ports import SinkUnavailableError, SourceUnavailableError
from hub.sdk.testing import drain
from tests.adapters.records import ban
from tests.adapters.ru_smev.running import MODULE, TOKEN, settings
from tests.adapters.simulated import Simulator, delivery, simulator

FOREIGN = delivery(ban(ban_id="KZ-1", issuer="kz-mvd"), index=1, sender="kz-mvd")


@pytest.fixture
def demanding() -> Simulator:
    return simulator(MODULE, "--token", TOKEN, "--signed", "--redelivery", "0.05")


def signed_settings(service: Simulator, folder: Path) -> dict[str, object]:
    return settings(
        service,
        folder,
        signing_key_file=service.where["client_key"],
        signing_certificate_file=service.where["client_certificate"],
        trusted_certificates_file=service.where["certificates"],
    )


@pytest.mark.parametrize("mode", ["wrong-signature", "expired-certificate", "stranger"])
def test_an_answer_wrongly_signed_decides_nothing_and_the_next_right_one_does(
    demanding: Simulator, tmp_path: Path, mode: str
) -> None:
    made = make_adapter(signed_settings(demanding, tmp_path))
    demanding.put("entry-ban", count=4, batch=2)
    with demanding.misbehaving(mode):
        with pytest.raises(SourceUnavailableError, match="signature"):
            made.source.changes(None, 10)
        with pytest.raises(SinkUnavailableError, match="signature"):
            made.sink.apply([FOREIGN])
    changes: list[object] = []
    end = time.monotonic() + 30
    while len(changes) < 4 and time.monotonic() < end:  # what was handed out in vain comes again after a while
        changes += drain(made)[0]
    [outcome] = made.sink.apply([FOREIGN])
    made.close()

    assert (len(changes), outcome.problem) == (4, None)
    assert len(demanding.ask("held")["records"]) == 1


def test_who_does_not_sign_is_refused(demanding: Simulator, tmp_path: Path) -> None:
    made = make_adapter(settings(demanding, tmp_path))
    with pytest.raises(SourceUnavailableError, match="SignatureVerificationFault"):
        made.source.changes(None, 10)
    made.close()
