"""`hub trust sign`: a holder sees what he signs, compares the digest aloud, and adds his signature to the folder."""

import argparse

from hub.cli.command import Argument, Command, Text
from hub.cli.files import FileError
from hub.cli.trust import words
from hub.cli.trust.arguments import (
    ENDS,
    PASSPHRASE,
    PROPOSAL,
    key_argument,
    nothing_overwritten,
    open_key,
    read_proposal,
    say,
)
from hub.setting_values import bare_digest
from hub.settings import Settings
from keys import trust_proposal
from keys.errors import TrustDigestError
from keys.trust_proposal import Proposal

SHORTEST = 32  # hexadecimal digits: nobody finds two texts that begin alike so far
SIGNED = Text("Подписано: {file}", "Signed: {file}")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show, check the digests, sign."""
    proposal = read_proposal(arguments.proposal)
    print("\n".join(words.describe(proposal, settings.language)))
    key = open_key(arguments.key, arguments.passphrase_file, settings)
    names = trust_proposal.file_names(proposal, key.public)
    print("\n".join(words.describe_signing(proposal, names, settings.language)))
    kinds = {name.partition(".")[0] for name in names}
    _check_digests(proposal, kinds, [bare_digest(digest) for digest in arguments.digest])
    with nothing_overwritten():
        for path in trust_proposal.add(arguments.proposal, proposal, key):
            say(SIGNED, settings, file=path)
    return 0


def _check_digests(proposal: Proposal, kinds: set[str], given: list[str]) -> None:
    """Check that the holder named the digest of each document that he would sign.

    Raises:
        FileError: he named none, or too little of one.
        TrustDigestError: he named another.
    """
    if not given or any(len(digest) < SHORTEST for digest in given):
        raise FileError(
            "trust-digest-missing",
            "Ничего не подписано. Сверьте дайджест вслух и повторите с --digest (не менее 32 знаков).",
            "Nothing is signed. Compare the digest aloud, then repeat with --digest (32 digits at least).",
        )
    for kind in sorted(kinds):
        digest = words.digest_of(proposal.texts[kind])
        if not any(digest.startswith(each) for each in given):
            raise TrustDigestError(document=kind)


SIGN = Command(
    name="sign",
    title=Text("увидеть предложение и подписать его", "see a proposal and sign it"),
    about=Text(
        "Печатает простыми словами, что подписывается. Подпись ставится, только если назван дайджест каждого "
        "документа, который подписывает этот ключ: его сверяют вслух. Сеть и база не нужны.",
        "Prints in plain words what is to be signed. The signature is made only if the digest of each document that "
        "this key signs is given: it is compared aloud. Needs neither network nor database.",
    ),
    arguments=(
        PROPOSAL,
        key_argument("--key", Text("ключ держателя: файл, pkcs11:…", "the holder's key: a file, pkcs11:…")),
        PASSPHRASE,
        Argument(
            name="--digest",
            value=Text("ОТПЕЧАТОК", "DIGEST"),
            many=True,
            help=Text(
                "сверенный дайджест; повторяют для каждого документа", "the compared digest; repeat per document"
            ),
        ),
    ),
    ends=ENDS,
    run=run,
)
