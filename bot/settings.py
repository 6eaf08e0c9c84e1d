"""Settings: from the environment or a file, all faults named at once, the token never shown."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.logs import without_token

PREFIX: Final = "RIVERAIN_"
TOKEN_SHAPE: Final = re.compile(r"\A\d{1,20}:[A-Za-z0-9_-]{20,100}\Z")
_SECRETS: Final = {"token"}
_NOT_SETTINGS: Final = {"env_file", "crash"}
"""Read elsewhere: the file with more settings, and the point where a fault test ends the process (bot/delivery/crash.py)."""
TELEGRAM: Final = "https://api.telegram.org"


class SettingsError(Exception):
    """The settings cannot be used; each line names one setting, its value and what is allowed."""

    def __init__(self, lines: list[str]) -> None:
        """Hold one line a fault; a token put into the wrong setting is not shown either."""
        self.lines = [without_token(line) for line in lines]
        super().__init__("\n".join(self.lines))


def _ids(value: object) -> object:
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(re.fullmatch(r"[1-9][0-9]{0,15}", part) for part in parts):
            raise ValueError("write Telegram user ids, numbers separated by commas")
        return tuple(int(part) for part in parts)
    return value


class Settings(BaseSettings):
    """Everything that can be set; a wrong value stops the start with exit code 78."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: str = TELEGRAM
    data: Path = Path("data")
    pack: Path = Path("content/packs/paris-nord-est")
    operators: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    webhook_url: str | None = None
    webhook_secret_file: Path | None = None
    listen: str = "127.0.0.1:8080"
    probe: Literal["off", "on"] = "off"
    """Whether Telegram is asked if a message of unknown fate arrived; off until it was tried against live Telegram."""
    log: Literal["debug", "info", "warning", "error"] = Field(default="info")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the one source: what ``read_settings`` found. It knows the environment, and which file it names."""
        return (init_settings,)

    @field_validator("api_url", "webhook_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("write an address like https://api.telegram.org")
        if parts.username or parts.password:
            raise ValueError("write the address without a user name and password")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _over_tls(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme != "https":
            raise ValueError("Telegram calls https addresses only")
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or not 0 <= int(port) <= 65535:
            raise ValueError("write host:port, like 127.0.0.1:8080")
        return value

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.webhook_url is not None and self.webhook_secret_file is None:
            raise ValueError("RIVERAIN_WEBHOOK_SECRET_FILE must name a file when RIVERAIN_WEBHOOK_URL is set")
        return self

    def read_token(self) -> str:
        """Return the bot's token; raises SettingsError when there is none, or none of the right shape."""
        token = _secret(self.token_file, "RIVERAIN_TOKEN_FILE") if self.token_file else None
        if token is None and self.token is not None:
            token = self.token.get_secret_value().strip()
        if not token:
            raise SettingsError(
                [
                    "RIVERAIN_TOKEN is not set: put the token BotFather gave you there, or its file in RIVERAIN_TOKEN_FILE"
                ]
            )
        if not TOKEN_SHAPE.match(token):
            raise SettingsError(
                ["RIVERAIN_TOKEN does not look like a token: digits, a colon, then letters (from BotFather)"]
            )
        return token

    def read_webhook_secret(self) -> str:
        """Return the webhook's secret; raises SettingsError when its file holds none that Telegram accepts."""
        if self.webhook_secret_file is None:
            raise SettingsError(["RIVERAIN_WEBHOOK_SECRET_FILE is not set"])
        secret = _secret(self.webhook_secret_file, "RIVERAIN_WEBHOOK_SECRET_FILE")
        if not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret):
            raise SettingsError(["RIVERAIN_WEBHOOK_SECRET_FILE must hold 32 to 256 letters, digits, _ or -"])
        return secret


def _secret(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as fault:
        raise SettingsError([f"{name}={file} cannot be read ({type(fault).__name__}); name a readable file"]) from None


def read_settings(environment: dict[str, str] | None = None) -> Settings:
    """Return the settings of the environment and the file it names; raises SettingsError with one line a fault."""
    env = dict(os.environ if environment is None else environment)
    named = env.get(f"{PREFIX}ENV_FILE")
    file = Path(named or ".env")
    if named and not file.is_file():
        raise SettingsError([f"RIVERAIN_ENV_FILE={named} is not a file; name a file of NAME=value lines"])
    values = {**_file_values(file), **env}
    given = {name[len(PREFIX) :].lower(): value for name, value in values.items() if name.startswith(PREFIX) and value}
    unknown = sorted(set(given) - set(Settings.model_fields) - _NOT_SETTINGS)
    lines = [f"{PREFIX}{name.upper()} is not a setting; the settings are {_names()}" for name in unknown]
    try:
        settings = Settings(**{name: value for name, value in given.items() if name in Settings.model_fields})  # type: ignore[arg-type]
    except ValidationError as fault:
        raise SettingsError(lines + [_line(error) for error in fault.errors()]) from None
    if lines:
        raise SettingsError(lines)
    return settings


def _file_values(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError([f"The settings file {file} cannot be read ({type(fault).__name__})"]) from None
    values = {}
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.removeprefix("export ").partition("=")
        if not sign:
            raise SettingsError([f"{file}, line {number}: write NAME=value"])
        values[name.strip()] = value.strip().strip("'\"")
    return values


def _line(error: Any) -> str:
    where = error["loc"][0] if error["loc"] else ""
    says = error["msg"].removeprefix("Value error, ")
    if not where:
        return str(says)
    name = f"{PREFIX}{str(where).upper()}"
    value = "" if where in _SECRETS else f"={error['input']}"
    return f"{name}{value}: {says[0].lower()}{says[1:]}"


def _names() -> str:
    return ", ".join(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
