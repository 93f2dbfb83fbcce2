"""Click in Russian: its help and its complaints, and what a command ends with."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand

from verifier import whole
from verifier.console import speak_russian
from verifier.text.refusals import one_line


class Exit(IntEnum):
    """What `python -m reports` returns; told in its help."""

    DONE = 0
    NOT_DONE = 1
    USAGE = 2
    IN_PART = 3
    UNWRITABLE = 4
    DIFFERS = 10
    UNTOLD = 12
    INTERRUPTED = 130


class Refusal(click.ClickException):
    """A command cannot do what it was asked for; the text is Russian and says what to do."""

    exit_code = Exit.NOT_DONE

    def show(self, file: Any = None) -> None:
        """Print the text alone."""
        click.echo(self.format_message(), file=file, err=True)


class Unwritable(Refusal):
    """A command cannot write what it has made."""

    exit_code = Exit.UNWRITABLE


class Unusable(Refusal):
    """A command is handed a file that it cannot use."""

    exit_code = Exit.UNWRITABLE


class _Russian(click.Command):
    """A command that speaks Russian; what it returns becomes the exit code."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Запуск: ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, explained."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        rows = [row for row in (one.get_help_record(ctx) for one in options) if row is not None]
        with formatter.section("Ключи"):
            formatter.write_dl([(name, text.replace("[required]", "[обязательно]")) for name, text in rows])


class RussianCommand(_Russian):
    """One of the commands."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        attributes.setdefault("options_metavar", "[КЛЮЧИ]")
        super().__init__(name, **attributes)


class RussianGroup(_Russian, click.Group):
    """The whole command line."""

    command_class = RussianCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        commands = [(name, self.commands[name].get_short_help_str(100)) for name in self.list_commands(ctx)]
        with formatter.section("Команды"):
            formatter.write_dl(commands)
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which one meets them."""
        return sorted(super().list_commands(ctx), key=list(self.commands).index)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and leave with its exit code; nobody gets a traceback for what they typed."""
        speak_russian()
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **extra))
        except NoArgsIsHelpError as error:
            error.show()
            sys.exit(Exit.USAGE)
        except click.UsageError as error:
            click.echo(_complaint(error), err=True)
            sys.exit(Exit.USAGE)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except OSError as error:
            if whole.is_misnamed(error):
                click.echo(one_line(whole.misnamed(error)), err=True)
                sys.exit(Exit.USAGE)
            if not whole.is_unwritten(error):
                raise
            # Met where nobody writes a report: in the temporary folder, or on the console itself.
            place = error.filename or tempfile.gettempdir()
            told = (
                f"{place}: сюда не записать ({whole.why(error)}); освободите место или назовите другую папку"
            )
            click.echo(told, err=True)
            sys.exit(Exit.UNWRITABLE)
        except click.Abort:
            click.echo("Прервано. Недописанного не осталось: прежние файлы на месте.", err=True)
            sys.exit(Exit.INTERRUPTED)


def _complaint(error: click.UsageError) -> str:
    """Return in a line what was wrong with the command line, and where its help is."""
    if isinstance(error, NoSuchCommand):
        said = f"нет такой команды: {error.command_name}{_like(error.possibilities)}"
    elif isinstance(error, click.NoSuchOption):
        said = f"нет такого ключа: {error.option_name}{_like(error.possibilities)}"
    elif isinstance(error, click.BadOptionUsage):
        said = f"ключ {error.option_name} записан не так"
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        named = error.param.opts if isinstance(error.param, click.Option) else []
        said = f"не хватает: {' '.join([*named, error.param.metavar or ''])}"
    else:
        said = "в команде что-то лишнее"
    context = error.ctx.command_path if error.ctx else "python -m reports"
    return f"{said}; как надо: {context} --help"


def _like(possibilities: Sequence[str] | None) -> str:
    return f" (похоже на {', '.join(possibilities)})" if possibilities else ""
