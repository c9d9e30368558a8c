"""What an adapter says of itself (`manifest.json`), and its settings read by that declaration.

    {"id", "name": {"ru","en"}, "participants": [...], "state", "owner", "transport": [...],
     "records": {"to_hub": [...], "from_hub": [...]}, "requirements": [...],
     "settings": [{"name", "type", "required", "secret", "default"?, "choices"?, "description": {"ru","en"}}]}

Types of settings: `text`, `url`, `file`, `directory`, `integer`, `number`, `choice`, `routes`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters._parts import routes
from hub.sdk.ports import AdapterSettingsError
from keys import strict_json

_WHAT: Mapping[str, tuple[str, str]] = {
    "text": ("непустой текст", "a text that is not empty"),
    "url": (
        "адрес http:// или https:// без имени пользователя",
        "an http:// or https:// address without user name",
    ),
    "file": ("существующий файл", "a file that exists"),
    "directory": ("существующий каталог", "a directory that exists"),
    "integer": ("целое число больше нуля", "a whole number above zero"),
    "number": ("число больше нуля", "a number above zero"),
    "choice": ("одно из перечисленных значений", "one of the listed values"),
    "routes": (
        "список таблиц с членами type, to, agreement, purpose",
        "a list of tables with the members type, to, agreement, purpose",
    ),
}


def load(folder: Path) -> Mapping[str, Any]:
    """Return the manifest of an adapter's folder."""
    manifest = strict_json.loads((folder / "manifest.json").read_bytes())
    if not isinstance(manifest, dict):
        raise TypeError(f"{folder.name}/manifest.json is not an object")
    return manifest


def read_settings(folder: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of an adapter, checked and completed from its manifest; files and directories as `Path`.

    Raises:
        AdapterSettingsError: one is missing, unknown or of another type; the value itself is never quoted.
    """
    declared = {setting["name"]: setting for setting in load(folder)["settings"]}
    for name in values:
        if name not in declared:
            known = ", ".join(declared)
            raise AdapterSettingsError(
                setting=name,
                ru=f"Настройка адаптера «{name}» неизвестна. Известны: {known}.",
                en=f"The adapter has no setting {name!r}. It has: {known}.",
            )
    return {name: _read(setting, values) for name, setting in declared.items()}


def _read(setting: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    name = setting["name"]
    if name not in values:
        if setting["required"]:
            raise AdapterSettingsError(
                setting=name,
                ru=f"Не задана настройка адаптера «{name}»: {setting['description']['ru']}",
                en=f"The adapter's setting {name!r} is missing: {setting['description']['en']}",
            )
        return setting.get("default")
    try:
        return TYPES[setting["type"]](values[name], setting)
    except ValueError:
        ru, en = _WHAT[setting["type"]]
        listed = f" ({', '.join(setting['choices'])})" if "choices" in setting else ""
        raise AdapterSettingsError(
            setting=name,
            ru=f"Настройка адаптера «{name}» неверна: нужно {ru}{listed}.",
            en=f"The adapter's setting {name!r} is wrong: {en}{listed} is needed.",
        ) from None


def _text(value: object, _setting: Mapping[str, Any]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _url(value: object, setting: Mapping[str, Any]) -> str:
    parts = urlsplit(_text(value, setting))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise ValueError
    return str(value)


def _file(value: object, setting: Mapping[str, Any]) -> Path:
    path = Path(_text(value, setting))
    if not path.is_file():
        raise ValueError
    return path


def _directory(value: object, setting: Mapping[str, Any]) -> Path:
    path = Path(_text(value, setting))
    if not path.is_dir():
        raise ValueError
    return path


def _integer(value: object, _setting: Mapping[str, Any]) -> int:
    if type(value) is not int or value <= 0:
        raise ValueError
    return value


def _number(value: object, _setting: Mapping[str, Any]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise ValueError
    return float(value)


def _choice(value: object, setting: Mapping[str, Any]) -> str:
    if value not in setting["choices"]:
        raise ValueError
    return str(value)


def _routes(value: object, _setting: Mapping[str, Any]) -> routes.Routes:
    return routes.parse(value)


TYPES: Mapping[str, Callable[[object, Mapping[str, Any]], Any]] = {
    "text": _text,
    "url": _url,
    "file": _file,
    "directory": _directory,
    "integer": _integer,
    "number": _number,
    "choice": _choice,
    "routes": _routes,
}
