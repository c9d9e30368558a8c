"""Templates hold no word of their own: whatever is read comes from the catalogue or from the data."""

import re

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

from hub.console import rendering

ALLOWED = {"English", "Русский", "SHA"}  # a language, and a digest, is called the same everywhere
WORD = re.compile(r"(?<![/\w])[^\W\d_]{2,}")  # no parts of addresses
MARKUP = re.compile(r"<code>[^<>]*</code>|<[^<>]*>|[a-z-]+=\"[^\"]*\"|&[a-z]+;")  # tags, and what is typed as it stands


def _names(environment: Environment) -> list[str]:
    return environment.list_templates(extensions=["html"])


def _words(environment: Environment, source: str) -> list[str]:
    """Return what would stay as it is if every text were replaced by another: the pseudo-locale's finding."""
    tree = environment.parse(source)
    outputs = [each for output in tree.find_all(nodes.Output) for each in output.nodes]
    said = [each.value for each in outputs if isinstance(each, nodes.Const) and isinstance(each.value, str)]
    plain = "".join(each.data for each in tree.find_all(nodes.TemplateData))
    return [word for text in (MARKUP.sub(" ", plain), *said) for word in WORD.findall(text) if word not in ALLOWED]


def _source(environment: Environment, name: str) -> str:
    return environment.loader.get_source(environment, name)[0]


def test_no_template_says_a_word_outside_the_catalogue():
    environment = rendering.environment("ru")
    assert {
        name: found for name in _names(environment) if (found := _words(environment, _source(environment, name)))
    } == {}


@pytest.mark.parametrize("source", ["<p>Cases</p>", "<p>{{ 'Cases' }}</p>", "<p>{% if x %}Дела{% endif %}</p>"])
def test_a_word_outside_the_catalogue_is_found(source):
    assert _words(rendering.environment("ru"), source) != []


@pytest.mark.parametrize("source", ["{{ _('Cases') }}", '<a href="/cases">7</a>', ' id="{{ name }}" name="{{ name }}"'])
def test_texts_addresses_and_attributes_are_no_such_words(source):
    assert _words(rendering.environment("ru"), source) == []


def test_no_template_has_script_or_style_inside_nor_turns_escaping_off():
    environment = rendering.environment("ru")
    for name in _names(environment):
        source = _source(environment, name)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|\|\s*safe|autoescape", source), name


def test_every_form_that_changes_something_carries_the_session_s_token():
    environment = rendering.environment("ru")
    for name in _names(environment):
        forms = re.findall(r"<form\b.*?</form>", _source(environment, name), flags=re.DOTALL)
        assert [each[:60] for each in forms if 'method="post"' in each and "csrf()" not in each] == [], name


def test_a_template_that_is_no_template_is_told_when_it_is_made():
    with pytest.raises(TemplateSyntaxError):
        rendering.environment("ru").from_string("{% if %}")
