import pytest

from schemas import files, publish


def test_every_published_schema_has_the_bytes_it_was_published_with():
    """A change needs a new version: records and evidence are judged by these bytes for years."""
    assert publish.changed(publish.current(), publish.published()) == []


def test_every_schema_is_in_the_list_of_digests():
    assert publish.current().keys() == publish.published().keys()


def test_reference_pages_are_those_the_schemas_give(known):
    written = {path.name: path.read_text(encoding="utf-8") for path in publish.PAGES.glob("*.md")}

    assert written == publish.render(known), "run: python -m schemas.publish"


def test_a_page_shows_every_member_of_its_record_in_both_languages(known):
    for name, text in publish.render(known).items():
        if name == "codes.md":
            continue
        for member in known.members(name.removesuffix(".md"), "1.0"):
            if member.path and member.path[-1] != "*":
                row = f"| `{'.'.join(member.path).replace('.*', '[]')}` |"
                assert text.count(row) == 2


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A place to publish to, with the real digests."""
    digests = tmp_path / "published.sha256"
    digests.write_bytes(publish.DIGESTS.read_bytes())
    monkeypatch.setattr(publish, "DIGESTS", digests)
    monkeypatch.setattr(publish, "PAGES", tmp_path / "pages")
    return tmp_path


def test_publishing_again_changes_nothing(workshop, capsys):
    assert publish.main() == 0

    assert publish.published() == publish.current()
    assert capsys.readouterr().out.endswith("0 of them new\n")
    assert (workshop / "pages" / "entry-ban.md").exists()


def test_a_new_schema_is_added_to_the_digests(workshop, capsys):
    kept = publish.DIGESTS.read_text(encoding="ascii").splitlines(keepends=True)
    publish.DIGESTS.write_text("".join(kept[1:]), encoding="ascii")

    assert publish.main() == 0
    assert publish.DIGESTS.read_text(encoding="ascii").splitlines(keepends=True) == kept
    assert capsys.readouterr().out.endswith("1 of them new\n")


def test_a_published_schema_that_changed_is_refused_and_named(workshop, capsys):
    text = publish.DIGESTS.read_text(encoding="ascii")
    digest = publish.published()["shared/person.json"]
    publish.DIGESTS.write_text(text.replace(digest, "0" * 64), encoding="ascii")

    assert publish.main() == 1
    assert "shared/person.json" in capsys.readouterr().err
    assert not (workshop / "pages").exists()


def test_a_published_schema_that_is_gone_is_refused():
    before = publish.published()
    now = {path: digest for path, digest in before.items() if path != "receipt/1.0/schema.json"}

    assert publish.changed(now, before) == ["receipt/1.0/schema.json"]


def test_the_first_publication_starts_from_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(publish, "DIGESTS", tmp_path / "none.sha256")

    assert publish.published() == {}
    assert files.ROOT.exists()
