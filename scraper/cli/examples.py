"""Examples at the end of a command's help."""


def examples(*lines: str) -> str:
    r"""Return an epilogue for `click.command` that shows calls as they are typed.

    Each line is a call without `luutru`, or what a shell makes of it. Click keeps the line breaks
    of a paragraph that begins with `\b`.
    """
    return "\n".join(["\b", "Examples:", *(f"  luutru {line}" for line in lines)])
