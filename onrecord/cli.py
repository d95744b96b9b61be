"""The command line: all commands, and what happens to errors."""

from __future__ import annotations

import sys

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError

from onrecord.commands import (
    changing,
    declaring,
    doubting,
    explaining,
    exporting,
    holding,
    judging,
    keeping,
    looking,
    reading,
    updating,
    users,
)
from onrecord.commands.listing import LISTS, make_command
from onrecord.commands.options import err
from onrecord.errors import OnrecordError

app = typer.Typer(
    help="Turn what institutions publish into a register of what they did, decided and promised.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(reading.add)
app.command()(reading.reread)
app.command()(reading.extract)
app.command()(updating.update)
app.command()(updating.coverage)
app.add_typer(declaring.source, name="source")
app.command()(explaining.explain)
for _list in LISTS:
    app.command(_list.name, help=_list.summary)(make_command(_list))
app.command()(looking.search)
app.command()(looking.show)
app.command()(holding.who)
app.command()(changing.changes)
app.command()(doubting.doubts)
app.add_typer(judging.judge, name="judge")
app.add_typer(judging.journal, name="journal")
app.command()(exporting.export)
app.command()(keeping.verify)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(looking.serve)
app.add_typer(users.user, name="user")
app.command()(looking.sample)
app.command()(looking.version)


def main() -> None:
    """Run the command line; an error that is foreseen is one line and exit code 2."""
    try:
        code = app(prog_name="onrecord", standalone_mode=False)
    except OnrecordError as error:
        _complain(str(error))
        raise SystemExit(2) from error
    except NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(2) from error
    except ClickException as error:
        _complain(tell_usage(error))
        raise SystemExit(2) from error
    except typer.Abort:
        _complain("stopped; nothing was done")
        raise SystemExit(1) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        err.print("onrecord: interrupted; what was written is kept, start again to go on")
        raise SystemExit(130) from None
    raise SystemExit(code if isinstance(code, int) else 0)


def tell_usage(error: ClickException) -> str:
    """A wrong call in one line: what is wrong with which option, and where to look."""
    what = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, UsageError) else None
    path = context.command_path if context else "onrecord"
    return f"{what[:1].lower()}{what[1:]} (see '{path} --help')"


def _complain(what: str) -> None:
    err.print(f"onrecord: {what}", markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
