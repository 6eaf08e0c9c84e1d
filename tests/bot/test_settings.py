"""Settings: every fault named at once, by name, value and what is allowed; the token never shown."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, HealthCheck, settings
from hypothesis import strategies as st

from bot.settings import PREFIX, read_settings, Settings, SettingsError

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["http://[", "https://a", "127.0.0.1:²", "1,2", TOKEN, "\x00", "x=1\n", "🦄", "a:99999999"]
)


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of the checkout may leak in."""
    monkeypatch.chdir(tmp_path)


def read(**values: str) -> Settings:
    return read_settings({f"{PREFIX}{name.upper()}": value for name, value in values.items()})


def faults(**values: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(**values)
    return caught.value.lines


class TestReading:
    def test_with_nothing_set_there_are_defaults(self) -> None:
        found = read()
        assert (found.api_url, found.listen, found.log, found.operators, found.webhook_url) == (
            "https://api.telegram.org", "127.0.0.1:8080", "info", (), None,
        )  # fmt: skip

    def test_an_empty_value_is_the_default(self) -> None:
        assert read(log="", operators="") == read()

    def test_everything_can_be_set(self, tmp_path: Path) -> None:
        found = read(
            token=TOKEN, api_url="http://127.0.0.1:8081/", data="d", pack="p", operators=" 5, 6 ,", listen="[::1]:0", log="debug",
            webhook_url="https://a.example/hook", webhook_secret_file="s",
        )  # fmt: skip
        assert (found.api_url, found.operators, found.data, found.log) == (
            "http://127.0.0.1:8081",
            (5, 6),
            Path("d"),
            "debug",
        )

    def test_a_file_gives_what_the_environment_does_not(self, tmp_path: Path) -> None:
        (tmp_path / "bot.env").write_text(
            '# comment\n\nRIVERAIN_LOG="debug"\nexport RIVERAIN_LISTEN=127.0.0.1:1\nOTHER=1\n'
        )
        found = read(env_file="bot.env", log="error")
        assert (found.log, found.listen) == ("error", "127.0.0.1:1")

    def test_the_file_here_named_env_is_read_without_being_named(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("RIVERAIN_LOG=debug\n")
        assert read().log == "debug"

    def test_a_file_from_windows_is_read(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("\ufeffRIVERAIN_LOG=debug\r\n".encode())
        assert read().log == "debug"

    def test_only_the_environment_given_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RIVERAIN_LOG", "loud")
        monkeypatch.setenv("riverain_operators", "5")
        assert read() == read_settings({})
        assert read().operators == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("log", "loud", "'debug', 'info'"),
            ("operators", "amina", "user ids"),
            ("operators", "-5", "user ids"),
            ("operators", "5;6", "user ids"),
            ("operators", "99999999999999999999", "user ids"),
            ("operators", "9999999999999999999", "user ids"),
            ("api_url", "telegram", "write an address"),
            ("api_url", "ftp://a.example", "write an address"),
            ("api_url", "https://a.example/?x=1", "write an address"),
            ("api_url", "http://[", "URL"),
            ("api_url", "https://me:pass@a.example", "without a user name"),
            ("webhook_url", "http://a.example", "https"),
            ("listen", "8080", "host:port"),
            ("listen", "a:99999", "host:port"),
            ("listen", "a:²", "host:port"),
        ],
    )
    def test_a_wrong_value_is_named_with_what_is_allowed(self, name: str, value: str, says: str) -> None:
        more = {"webhook_secret_file": "s"} if name == "webhook_url" else {}
        (line,) = faults(**{name: value}, **more)
        assert line.startswith(f"RIVERAIN_{name.upper()}={value}: ")
        assert says.lower() in line.lower()
        assert "\n" not in line

    def test_all_faults_come_at_once(self) -> None:
        assert len(faults(log="loud", listen="x", operators="y", nonsense="1")) == 4

    def test_a_name_that_is_no_setting_is_named_with_those_that_are(self) -> None:
        (line,) = faults(tokn=TOKEN)
        assert line.startswith("RIVERAIN_TOKN is not a setting")
        assert "RIVERAIN_TOKEN" in line
        assert TOKEN not in line

    def test_a_webhook_needs_its_secret(self) -> None:
        assert "RIVERAIN_WEBHOOK_SECRET_FILE" in faults(webhook_url="https://a.example")[0]

    def test_a_settings_file_that_is_not_there_is_named(self) -> None:
        assert "no-such.env" in faults(env_file="no-such.env")[0]

    def test_a_line_of_the_file_that_is_none_is_named_by_its_number_and_not_repeated(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text(f"RIVERAIN_LOG=info\n{TOKEN}\n")
        (line,) = faults()
        assert "line 2" in line
        assert TOKEN not in line

    def test_a_file_that_is_no_text_is_named(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
        assert ".env" in faults()[0]

    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from([*Settings.model_fields, "env_file", "nonsense", ""]), TEXTS, max_size=6))
    def test_random_strings_never_raise_anything_else(self, values: dict[str, str]) -> None:
        try:
            found = read(**values)
            found.read_token()
            found.read_webhook_secret()
        except SettingsError as fault:
            assert fault.lines
            assert TOKEN not in str(fault)

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode(errors="replace")))
    def test_a_random_file_never_raises_anything_else(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "random.env").write_bytes(content)
        with contextlib.suppress(SettingsError):
            read(env_file="random.env")


class TestTheToken:
    def test_it_comes_from_the_environment_or_from_a_file_which_wins(self, tmp_path: Path) -> None:
        other = TOKEN[:-1] + "x"
        (tmp_path / "token").write_text(f"{other}\n")
        assert read(token=f" {TOKEN} ").read_token() == TOKEN
        assert read(token=TOKEN, token_file="token").read_token() == other

    @pytest.mark.parametrize(
        "value", ["", "x", "123456789", "123456789:short", "abc:AAFakeFakeFakeFakeFakeFake", TOKEN + "/", TOKEN + "\nx"]
    )
    def test_what_is_no_token_is_refused_without_being_shown(self, value: str) -> None:
        with pytest.raises(SettingsError) as caught:
            read(token=value).read_token()
        assert (
            not value
            or value not in str(caught.value).replace("digits, a colon, then letters", "")[20:]
            or value == "x"
        )
        assert TOKEN not in str(caught.value)

    def test_it_is_in_no_repr_and_no_dump(self) -> None:
        found = read(token=TOKEN)
        for shown in (repr(found), str(found), str(found.model_dump()), found.model_dump_json()):
            assert TOKEN not in shown

    @pytest.mark.parametrize("name", ["token_file", "webhook_secret_file"])
    def test_put_where_a_file_is_named_it_is_not_shown_either(self, name: str) -> None:
        found = read(**{name: TOKEN})
        with pytest.raises(SettingsError) as caught:
            _ = found.read_token() if name == "token_file" else found.read_webhook_secret()
        assert TOKEN not in str(caught.value)
        assert name.upper() in str(caught.value)

    @pytest.mark.parametrize("name", ["api_url", "listen", "log", "operators", "env_file", "webhook_url"])
    def test_put_into_another_setting_it_is_not_shown_either(self, name: str) -> None:
        try:
            read(**{name: TOKEN})
        except SettingsError as fault:
            assert TOKEN not in str(fault)


class TestTheWebhookSecret:
    def test_it_is_read_from_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("s" * 40 + "\n")
        assert read(webhook_secret_file="secret").read_webhook_secret() == "s" * 40

    @pytest.mark.parametrize("content", [b"", b"short", b"s" * 257, b"s" * 31 + b" " + b"s" * 10, b"\xff" * 40])
    def test_what_telegram_would_not_take_is_refused(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "secret").write_bytes(content)
        with pytest.raises(SettingsError, match="RIVERAIN_WEBHOOK_SECRET_FILE"):
            read(webhook_secret_file="secret").read_webhook_secret()
