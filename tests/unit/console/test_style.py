"""The colours of the style have the contrast that WCAG 2.2 asks for, in light and dark (SC 1.4.3, 1.4.11)."""

import re

import pytest

from hub.console import assets

TEXT, FORM = 4.5, 3.0
PAIRS = [
    ("ink", "bg", TEXT),
    ("ink", "bg2", TEXT),
    ("muted", "bg", TEXT),
    ("muted", "bg2", TEXT),
    ("link", "bg", TEXT),
    ("link", "bg2", TEXT),
    ("brand-ink", "brand", TEXT),
    *((kind, f"{kind}-bg", TEXT) for kind in ("ok", "warn", "bad", "info")),
    ("bad", "bg", TEXT),
    ("line-strong", "bg", FORM),
]


def _tokens(scheme):
    style = (assets.STATIC / "console.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", part)) for part in _roots(style))
    return light if scheme == "light" else {**light, **dark}


def _roots(style):
    return re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[:2]


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_of_colours_has_its_contrast(scheme, front, back, least):
    tokens = _tokens(scheme)
    assert _contrast(tokens[front], tokens[back]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_on_every_background_by_one_of_its_two_rings(scheme):
    tokens = _tokens(scheme)
    for back in ("bg", "bg2", "brand"):
        assert max(_contrast(tokens[ring], tokens[back]) for ring in ("focus", "ring")) >= FORM


def test_contrast_is_reckoned_as_the_standard_does():
    assert _contrast("#000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
