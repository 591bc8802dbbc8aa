"""The reference of the command line, made from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from race_sim.documents import table


def application() -> Any:
    """The whole command line as a group of commands."""
    import typer

    from race_sim.cli.app import app

    return typer.main.get_command(app)


def commands_of(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command of a group under its words, groups before their members, in their order."""
    import click

    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.commands[name]
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands_of(command, (*path, name))


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|").replace("<", "&lt;")


def _default(parameter: Any) -> str:
    default = parameter.default
    hidden = getattr(parameter, "show_default", True) is False
    if default is None or hidden or callable(default) or default in ([], ()):
        return ""
    if isinstance(default, bool):
        return "" if not default else "on"
    return f"`{default}`"


def _option_row(option: Any) -> tuple[str, str, str]:
    metavar = "" if getattr(option, "is_flag", False) else f" {option.metavar or 'VALUE'}"
    names = ", ".join(f"`{name}{metavar}`" for name in option.opts)
    if option.secondary_opts:
        names += " / " + ", ".join(f"`{name}`" for name in option.secondary_opts)
    needed = " Required." if option.required else ""
    return _cell(names), _cell(f"{option.help or ''}{needed}"), _cell(_default(option))


def _argument_row(argument: Any) -> tuple[str, str, str]:
    name = f"`{argument.metavar or argument.name.upper()}`"
    needed = "" if argument.required else " May be left out."
    return name, _cell(f"{argument.help or ''}{needed}"), _cell(_default(argument))


def _usage(words: tuple[str, ...], command: Any) -> str:
    parts = ["race-sim", *words]
    if hasattr(command, "commands"):
        parts.append("COMMAND")
    for one in command.params:
        if one.param_type_name == "argument":
            shown = one.metavar or one.name.upper()
            parts.append(shown if one.required else f"[{shown}]")
    if any(one.param_type_name == "option" and one.name != "help" for one in command.params):
        parts.append("[OPTIONS]")
    return " ".join(parts)


def _section(words: tuple[str, ...], command: Any) -> str:
    parts = [f"{'#' * (len(words) + 1)} race-sim {' '.join(words)}"]
    parts.append(_escaped(command.help or ""))
    parts.append(f"    {_usage(words, command)}")
    rows = [_argument_row(one) for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    rows += [_option_row(one) for one in options if not getattr(one, "hidden", False)]
    if rows:
        parts.append(table(("argument or option", "meaning", "default"), rows))
    if command.epilog:
        parts.append(_escaped(command.epilog))
    return "\n\n".join(part for part in parts if part)


def _escaped(text: str) -> str:
    """Help as it is typed for a terminal, as Markdown: no line of it is markup."""
    text = text.replace("\b", "").strip("\n")
    return re.sub(r"([<*_])", r"\\\1", text)


def page() -> str:
    """The page in Markdown."""
    group = application()
    head = (
        "# Commands\n\n"
        f"{_escaped(group.help or '')} Every command says all of this under `--help`, takes bad "
        "input with one clear error and exit code 2, and leaves no half-written file behind. "
        "`race-sim --version` prints the version and that of the model."
    )
    return "\n\n".join([head, *(_section(*one) for one in commands_of(group))]) + "\n"
