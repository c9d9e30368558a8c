"""Spellings of one name, as data."""

from collections import Counter
from itertools import chain

import jsonschema

from hub.core.identity import name_key, name_variants
from schemas import files
from schemas import name_variants as data


def test_the_file_fits_its_schema_so_each_group_says_where_it_is_from() -> None:
    schema = files.read(data.FILE.with_name("name-variants.schema.json"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(files.read(data.FILE))


def test_no_spelling_stands_in_two_rows() -> None:
    """Two names would become one."""
    assert [word for word, count in Counter(chain(*data.rows())).items() if count > 1] == []


def test_every_spelling_of_the_file_finds_all_others_of_its_row() -> None:
    for row in data.rows():
        keys = [name_key.keys(word) for word in row]
        for each in keys:
            assert name_variants.of_keys(each) >= frozenset(chain(*keys)), row
