"""One right sample of every kind of token and document that travels, all made by those who may.

    kinds = make_kinds(trust, now=now)      # {"envelope": b"…", "access token": b"…", "checkpoint": b"…", …}

Each is signed for the hub of the trust list by a key that is in force there, so that a door which refuses it refuses
it for its kind.
"""

import datetime
import hashlib
from dataclasses import dataclass

from hub.core import checkpoint, merkle, sealed_part
from hub.core.checkpoint import Checkpoint
from keys import (
    access,
    approval,
    calendar_change,
    consent,
    delegation,
    enrolment,
    note,
    outage,
    release,
    sealed,
    strict_json,
    suspension,
    sync_plan,
    sync_run,
)
from keys.approval import Approval
from keys.calendar_change import CalendarChange, ChangedDay
from keys.consent import Consent
from keys.delegation import Delegation
from keys.encryption_key import EncryptionKey
from keys.enrolment import Claim, KeyUse
from keys.jwk import PrivateKey
from keys.outage import Outage
from keys.suspension import Reason
from tests.support.hub import make_ban, make_envelope, make_message_id
from tests.support.syncs import make_plan, make_run
from tests.support.trust import Trust

SENDER = "ru-guvm"
PERSON = PrivateKey.generate()
OPENER = EncryptionKey.generate()
NEWCOMER = PrivateKey.generate()
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Makes samples of one hub, at one time."""

    trust: Trust
    now: datetime.datetime

    @property
    def origin(self) -> str:
        """The hub's origin."""
        return self.trust.list.hub

    @property
    def key(self) -> PrivateKey:
        """The sender's signing key."""
        return self.trust.keys[SENDER]

    def envelope(self, **members: object) -> bytes:
        """Return a new envelope with a ban."""
        number = int.from_bytes(hashlib.sha256(make_message_id().encode()).digest()[:3], "big")
        return make_envelope(
            self.trust, SENDER, make_ban(number), **{"to": ["tj-molme"], "sent_at": self.now, **members}
        )

    def access_token(self) -> bytes:
        """Return an access token."""
        return access.sign(self.key, issuer=SENDER, audience=self.origin, now=self.now, jti=make_message_id())

    def delegation(self) -> bytes:
        """Return a delegation to a contact person."""
        said = Delegation(
            hub=self.origin,
            id=make_message_id(self.now),
            participant=SENDER,
            person="officer-1",
            public=PERSON.public,
            types=("*",),
            purposes=("*",),
            valid_from=self.now,
            valid_until=self.now + 30 * DAY,
            issued_at=self.now,
        )
        return delegation.sign(said, self.key)

    def approval(self) -> bytes:
        """Return an approval by a contact person."""
        said = Approval(
            hub=self.origin,
            participant=SENDER,
            person="officer-1",
            payload_sha256="ab" * 32,
            type="entry-ban",
            at=self.now,
        )
        return approval.sign(said, PERSON)

    def consent(self) -> bytes:
        """Return a party's consent to a version of an agreement."""
        said = Consent(
            hub=self.origin,
            participant=SENDER,
            agreement="ru-tj-readmission",
            version=2,
            document_sha256="ab" * 32,
            at=self.now,
        )
        return consent.sign(said, self.key)

    def calendar(self) -> bytes:
        """Return the secretariat's change of a calendar, here by somebody else."""
        day = ChangedDay(date=self.now.date() + 9 * DAY, works=True)
        said = CalendarChange(
            hub=self.origin,
            participant=SENDER,
            state="TJ",
            version="2099.1",
            source="test data",
            until=None,
            days=(day,),
            at=self.now,
        )
        return calendar_change.sign(said, self.key)

    def outage(self) -> bytes:
        """Return the announcement of an outage, here by somebody else than the secretariat."""
        said = Outage(hub=self.origin, participant=SENDER, since=self.now, until=None, at=self.now)
        return outage.sign(said, self.key)

    def schedule(self) -> bytes:
        """Return the plan of a sync between two sides, by its sender."""
        return sync_plan.sign(make_plan(hub=self.origin, participant=SENDER, sender=SENDER, at=self.now), self.key)

    def sync(self) -> bytes:
        """Return the report of a run."""
        return sync_run.sign(make_run(hub=self.origin, participant=SENDER, at=self.now), self.key)

    def suspension(self) -> bytes:
        """Return the suspension of a participant's key by itself."""
        kid = self.trust.keys["kz-mvd"].kid
        return suspension.sign(
            self.trust.keys["kz-mvd"], hub=self.origin, participant="kz-mvd", kid=kid, reason=Reason.LOST, at=self.now
        )

    def release(self) -> bytes:
        """Return the release of a held message by its participant."""
        return release.sign(
            self.key, hub=self.origin, participant=SENDER, messages=[make_message_id(self.now)], at=self.now
        )

    def enrolment(self) -> bytes:
        """Return a new key's request for enrolment."""
        claim = Claim(
            hub=self.origin,
            participant=SENDER,
            public=NEWCOMER.public,
            use=KeyUse.SIGNING,
            valid_from=self.now,
            valid_until=self.now + 30 * DAY,
            at=self.now,
        )
        return enrolment.request(claim, NEWCOMER)

    def checkpoint(self) -> bytes:
        """Return the checkpoint of a log without leaves."""
        text = checkpoint.format(Checkpoint(origin=self.origin, size=0, root=merkle.EMPTY_ROOT))
        return note.sign(text, self.origin, self.trust.log)

    def cosigned(self) -> bytes:
        """Return the same, cosigned by a witness."""
        return note.cosign(self.checkpoint(), f"{SENDER}-witness", self.trust.witnesses[SENDER], self.now)

    def sealed(self) -> bytes:
        """Return a sealed part."""
        context = sealed_part.context(hub=self.origin, sender=SENDER, message_id=make_message_id())
        return sealed.seal(b"plain", [OPENER.public], context=context)


def make_kinds(trust: Trust, *, now: datetime.datetime) -> dict[str, bytes]:
    """Return a sample of every kind that can be made without a hub."""
    make = Maker(trust=trust, now=now)
    return {
        "envelope": make.envelope(),
        "training envelope": make.envelope(hub=f"{make.origin.partition('/')[0]}/elsewhere"),
        "access token": make.access_token(),
        "delegation": make.delegation(),
        "approval": make.approval(),
        "consent": make.consent(),
        "calendar": make.calendar(),
        "outage": make.outage(),
        "schedule": make.schedule(),
        "sync": make.sync(),
        "suspension": make.suspension(),
        "release": make.release(),
        "enrolment": make.enrolment(),
        "checkpoint": make.checkpoint(),
        "cosigned checkpoint": make.cosigned(),
        "sealed part": make.sealed(),
        "public key": strict_json.dumps(make.key.public.to_jwk()),
        "key file": PERSON.to_pkcs8(None),
        **{kind: trust.documents[kind] for kind in ("root", "participants", "status")},
    }
