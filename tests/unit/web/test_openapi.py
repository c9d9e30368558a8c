"""Paths as OpenAPI writes them."""

import pytest

from hub.web.openapi import template


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/livez", "/livez"),
        ("/v1/inbox/{lane}", "/v1/inbox/{lane}"),
        ("/log/tile/{path:[0-9x/.p]{1,80}}", "/log/tile/{path}"),
        ("/v1/messages/{id:[0-9a-f]{8}-[0-9a-f]{4}}/evidence", "/v1/messages/{id}/evidence"),
        ("/v1/{a:x{2}}/{b:.+}/c", "/v1/{a}/{b}/c"),
    ],
)
def test_a_path_loses_its_patterns(path, written):
    assert template(path) == written
