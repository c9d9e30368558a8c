"""How many envelopes one core verifies: strict reading, signature and envelope, as a hub does with a batch.

    verify-cryptography    the bare signature check of the library that decides, over the same tokens
    verify-batch           jws.read, verify, envelope.parse of each token

Both run in this process, in rounds that alternate; the medians are compared. Seconds are seconds of the processor, so
that what else the machine does hardly counts.
"""

import time
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.core import envelope as envelopes
from keys import base64url, jws
from tests.bench import figures
from tests.bench.figures import Figure, Round
from tests.support.hub import make_ban, make_envelope, now
from tests.support.trust import Trust, make_trust

NAME, BASELINE = "verify-batch", "verify-cryptography"
COUNT = 1000
NOTE = "one core; goal 8,000/s or ratio 0.7"


def measure(*, rounds: int, seconds: float, count: int = COUNT) -> list[Figure]:
    """Verify different envelopes of one sender again and again; return both figures."""
    trust = make_trust(now=now())
    tokens = make_tokens(trust, count)
    key = trust.keys["ru-guvm"].public
    bare = _bare(tokens, Ed25519PublicKey.from_public_bytes(key.x))

    def whole() -> None:
        for token in tokens:
            unverified = jws.read(token, envelopes.TYP)
            unverified.verify(key)
            envelopes.parse(unverified.payload, token)

    bases, done = [], []
    for _ in range(rounds):
        bases.append(_run(bare, count, seconds / 2))
        done.append(_run(whole, count, seconds / 2))
    base = figures.median_rate(bases)
    return [
        figures.throughput(BASELINE, bases, unit="signatures/s", baseline=(BASELINE, base))[0],
        figures.throughput(NAME, done, unit="envelopes/s", baseline=(BASELINE, base), note=NOTE)[0],
    ]


def make_tokens(trust: Trust, count: int) -> list[bytes]:
    """Return that many different envelopes of one sender."""
    return [make_envelope(trust, "ru-guvm", make_ban(number)) for number in range(count)]


def _bare(tokens: Sequence[bytes], key: Ed25519PublicKey) -> Callable[[], None]:
    """Return the check of all signatures and nothing else: they were taken apart before."""
    parts = [token.rpartition(b".") for token in tokens]
    signatures = [(base64url.decode(signature), signed) for signed, _, signature in parts]

    def check() -> None:
        for signature, signed in signatures:
            key.verify(signature, signed)

    return check


def _run(work: Callable[[], None], count: int, seconds: float) -> Round:
    begun, done = time.process_time(), 0
    while (passed := time.process_time() - begun) < seconds or not done:
        work()
        done += count
    return Round(count=done, seconds=passed, latencies=[0.0])
