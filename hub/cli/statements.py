"""What the commands that make statements share: hand the statement to the hub, or to a file."""

import argparse
import json

from hub.cli import files
from hub.cli.command import Exit, Text
from hub.client.client import HubClient
from hub.client.errors import InDoubtError, RetryLaterError
from hub.settings import Settings

LOGGED = Text("в журнале, место {index}", "logged at place {index}")
WRITTEN = Text(
    "записано: {path}; отправьте: hub keys send {path} --config {config}",
    "written: {path}; hub keys send {path} --config {config} submits it",
)


async def hand_over(client: HubClient, token: bytes, arguments: argparse.Namespace, settings: Settings) -> int:
    """Submit a statement, or write it where `--output` says; print what became of it.

    Raises:
        RetryLaterError: no hub, or in doubt: the command may be given again, as a later statement takes the place of an
            earlier one.
        RefusedError, BadAnswerError, FileError: as their classes say.
    """
    if arguments.output is not None:
        files.write_new(arguments.output, token)
        said = WRITTEN.of(settings.language).format(path=arguments.output, config=arguments.config)
        shown = {"file": str(arguments.output)}
    else:
        try:
            receipt = await client.submit_statement(token)
        except InDoubtError as error:
            raise RetryLaterError(error.why, after=error.after) from None
        shown, said = {"index": str(receipt.index)}, LOGGED.of(settings.language).format(index=receipt.index)
    print(json.dumps(shown) if arguments.json else said)
    return Exit.DONE
