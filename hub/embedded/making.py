"""Making a data directory: once for each cluster, all or nothing."""

import shutil

from hub.embedded.binaries import Binaries, run
from hub.embedded.errors import failure
from hub.embedded.state import ROLE, StateDirectory


def make_data(state: StateDirectory, programs: Binaries, *, durable: bool) -> None:
    """Run initdb beside the final place, so that a kill in the middle leaves nothing that looks finished.

    Passwords are asked for on every connection (SCRAM), pages carry checksums, sorting is by code point.

    Raises:
        ClusterError: initdb refused; its words are in the message.
    """
    unfinished = state.path / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    state.account.give(unfinished)
    state.make_password()
    with state.lent_password() as password_file:
        command = [programs.program("initdb"), "--pgdata", str(unfinished), "--username", ROLE]
        command += ["--auth", "scram-sha-256", "--pwfile", str(password_file)]
        command += ["--no-locale", "--encoding", "UTF8", "--data-checksums", "--no-instructions"]
        command += [] if durable else ["--no-sync"]
        result = run(command, umask=0o077, **state.account.popen_arguments())
    if result.returncode != 0:
        raise failure(state.log, "cluster-not-made", "База не создана.", "The database was not made.", result.stderr)
    unfinished.rename(state.data)
