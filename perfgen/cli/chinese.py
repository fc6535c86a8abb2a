"""Click speaking Chinese: headings of the help, and what it says of a misused command line."""

import click


class ChineseCommand(click.Command):
    """A command whose help has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        words = (
            " ".join(self.collect_usage_pieces(ctx))
            .replace("[OPTIONS]", "[选项]")
            .replace("COMMAND [ARGS]...", "命令 …")
        )
        formatter.write_usage(ctx.command_path, words, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = (parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option))
        records = [
            (names, help.replace("[required]", "（必须写）"))
            for option in options
            for names, help in [option.get_help_record(ctx) or ("", "")]  # noqa: A001
            if names
        ]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with a Chinese explanation."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their first sentence."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in commands if command])


def in_chinese(error: click.ClickException) -> str:
    """Say what is wrong with a command line and where to look."""
    if type(error).__name__ == "NoArgsIsHelpError":  # a group without a command: its help; since click 8.2
        return error.format_message()
    context = getattr(error, "ctx", None)
    look = f"\n用 {context.command_path} --help 看用法。" if context else ""
    return f"{_cause(error)}{look}"


def _cause(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项{near}。"
        case click.MissingParameter():
            return f"还缺少 {_shown(error.param, what=True)}。"
        case click.BadParameter():
            name = error.param_hint if isinstance(error.param_hint, str) else _shown(error.param)
            return f"{name} 的写法不对：{_demand(error)}"
        case click.BadOptionUsage():
            flag = "does not take" in error.message
            return f"{error.option_name} 后面{'不写内容' if flag else '还要写内容'}，用 --help 看用法。"
        case click.UsageError():
            message = error.message
            if message.startswith("No such command"):
                return f"没有 {message.split(chr(39))[1] if chr(39) in message else ''} 这个命令。"
            if message.startswith("Missing command"):
                return "请写上要执行的命令。"
            if "unexpected extra argument" in message:
                return f"多了参数 {message.partition('(')[2].rstrip(')')}。"
            return f"命令写法不对：{message}"
    return error.format_message()


def _shown(parameter: click.Parameter | None, *, what: bool = False) -> str:
    """Return what stands on the command line: an option as it is written, and ``what`` stands behind it."""
    if isinstance(parameter, click.Option):
        return f"{parameter.opts[-1]} {parameter.metavar or ''}".strip() if what else parameter.opts[-1]
    return parameter.human_readable_name if parameter else "参数"


def _demand(error: click.BadParameter) -> str:
    """Say what should stand there, where click says it in English."""
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            return f"请写 {'、'.join(map(str, choices))} 中的一个。"
        case click.IntRange(min=least, max=most):
            return f"请写 {least} 到 {most} 的整数。"
        case click.Path(dir_okay=False):
            return "请写文件名，这里是一个文件夹。"
    return error.message
