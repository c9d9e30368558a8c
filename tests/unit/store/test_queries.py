"""The loader of named queries."""

import pytest

from hub.store import queries

GOOD = """-- A file's own comment.

-- name: first
-- Says what it is for.
SELECT 1,
  -- a remark inside
  2;

-- name: second_one
-- Two statements are one query.
SELECT 'a -- no comment';
SELECT 2;
"""


def test_queries_are_read_by_name_without_their_comments(tmp_path):
    (tmp_path / "some.sql").write_text(GOOD)

    found = queries.load(tmp_path)

    assert dict(found) == {"first": "SELECT 1,\n  2", "second_one": "SELECT 'a -- no comment';\nSELECT 2"}
    assert found.first == found["first"]
    assert (len(found), "second_one" in found) == (2, True)
    with pytest.raises(AttributeError):
        _ = found.absent


@pytest.mark.parametrize(
    "source",
    [
        "SELECT 1;",
        "-- name: first\nSELECT 1;",
        "-- name: first\n-- Comment only.\n",
        "-- name:\n-- Comment.\nSELECT 1;",
        "-- name: First\n-- Comment.\nSELECT 1;",
        "-- name: keys\n-- A name that a mapping uses itself.\nSELECT 1;",
        "-- name: first\n-- Comment.\nSELECT 1;\n-- name: first\n-- Comment.\nSELECT 2;",
    ],
)
def test_a_query_without_name_comment_or_sql_or_with_a_used_name_is_refused(source):
    with pytest.raises(ValueError, match=r"file\.sql"):
        queries.parse(source, "file.sql")


def test_a_name_used_in_two_files_is_refused(tmp_path):
    for file in ("one.sql", "two.sql"):
        (tmp_path / file).write_text("-- name: same\n-- Comment.\nSELECT 1;")

    with pytest.raises(ValueError, match="same exists already"):
        queries.load(tmp_path)


def test_the_projects_queries_load():
    assert len(queries.load()) > 0
