from hub.sdk.settings.config import KEYS
from hub.sdk.settings.config_words import WORDS


def test_every_key_is_explained_in_both_languages():
    assert WORDS.keys() == KEYS.keys()
    assert all(ru and en for ru, en in WORDS.values())
