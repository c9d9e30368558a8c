"""Whatever is done to a bundle, both checkers of evidence give it the same class of verdict."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vectors import evidence_damage


@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_both_checkers_agree_about_a_bundle_damaged_at_any_level(data):
    evidence_damage.check(data)
