"""Which coded reasons of a refusal fit a request."""

import pytest

from hub.core.readmission.refusal import fits


@pytest.mark.parametrize(
    ("code", "of_class", "in_force", "fit"),
    [
        ("R03", "own_national", True, True),
        ("R03", "stateless", True, False),
        ("R05", "third_country_national", True, True),
        ("R05", "own_national", True, False),
        ("R12", None, True, True),
        ("R09", "own_national", True, False),
        ("R09", "own_national", False, True),
    ],
)
def test_reasons_fit_by_ground_and_by_the_agreement_in_force(
    code: str, of_class: str | None, in_force: bool, fit: bool
):
    assert fits(code, of_class, in_force=in_force) is fit
