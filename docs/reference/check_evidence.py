"""Check an evidence bundle with nothing of the hub's code, by the steps and rules of evidence.md. Needs `cryptography`.
Exit status: 0 proven, 1 not proven, 2 wrong use or unreadable file, 3 not anchored, 5 proven with a doubt."""
import argparse
import json
import re
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
MOST, time, opened = 16 * 2**20, datetime.fromisoformat, argparse.FileType("rb")
LAST = "".join(chr(2**16 * plane - each) for plane in range(1, 18) for each in (1, 2))  # of each plane: no characters
ODD = rf"(?<!\\)(\\\\)*\\u0000|[\ud800-\udfff\ufdd0-\ufdef{LAST}]"  # in the spelling of json.dumps
def need(holds, why):
    if not holds:
        raise ValueError(why)
def members(pairs): return need(len(dict(pairs)) == len(pairs), "a member stands twice") or dict(pairs)
def number(spelt):
    need(len(spelt) <= 100 and (float(spelt) or not re.match("[-0.]*[1-9]", spelt)), "a number too long or too small")
    return int(float(spelt)) if float(spelt).is_integer() and abs(float(spelt)) < 2**53 else float(spelt)
def load(raw):  # strict JSON: tokens.md
    value = json.loads(str(raw, "utf-8"), object_pairs_hook=members, parse_int=number, parse_float=number)
    return need(not re.search(ODD, json.dumps(value, ensure_ascii=False)), "a character not for JSON") or value
def fits(value, like):  # the same type and members, lists not too long, and texts of the kind that `like` names
    return type(value) is type(like) and (
        value.keys() == like.keys() and all(fits(value[name], like[name]) for name in like) if type(like) is dict
        else len(value) <= 1000 and all(fits(each, like[0]) for each in value) if type(like) is list
        else value.isascii() if like == "ascii" else like != "hash" or len(decode(value, b"+/")) == 32)
def encode(raw, last=b"-_"): return b64encode(raw, last).rstrip(b"=" * (last == b"-_")).decode()
def decode(text, last=b"-_"):  # base64, of the kind that has these last two letters
    raw = b64decode(text + "=" * (-len(text) % 4 * (last == b"-_")), last, validate=True)
    return need(text == encode(raw, last), "base64 in another spelling") or raw
def compact(value): return json.dumps(value, separators=(",", ":")).encode()
def read_key(jwk):  # keys and tokens: tokens.md
    alg = {"Ed25519": "Ed25519", "P-256": "ES256", "X25519": "ECDH-ES+A256KW"}[jwk["crv"]]
    kid = encode(sha256(compact({name: jwk[name] for name in ("crv", "kty", "x", "y") if name in jwk})).digest())
    signs = alg != "ECDH-ES+A256KW" and jwk.get("use") != "enc" and "verify" in jwk.get("key_ops", ["verify"])
    return {"kid": kid, "alg": signs and alg, "raw": b"".join(decode(jwk[name]) for name in "xy" if name in jwk)}
def verify(key, signature, message):
    if key["alg"] == "Ed25519":
        return ed25519.Ed25519PublicKey.from_public_bytes(key["raw"]).verify(signature, message)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + key["raw"])
    return public.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(ec.hashes.SHA256()))
class Token:
    def __init__(self, text, kind):
        head, self.payload, self.signature = map(decode, text.split("."))
        self.said, self.name, self.text, self.kind = load(self.payload), load(head), text.encode(), kind
        need(self.name.pop("typ") == f"cis-{kind}+jws" and len(self.signature) == 64, f"no token of the kind {kind}")
    def by(self, key):
        need(self.name == {"alg": key["alg"], "kid": key["kid"]}, "the key does not fit the token")
        return verify(key, self.signature, self.text.rpartition(b".")[0]) or self.said
def raw_key(line): return decode(line.split("+", 2)[2], b"+/")  # signed notes and the trust list: trust-list.md
def raws(lines): return {raw_key(line)[1:] for line in lines}
def open_note(note, verifiers=()):
    found, signed = re.fullmatch(r"([^\0-\t\v-\x1f]*\n)\n((— [^\s+\0-\x1f]{1,256} \S+\n){1,100})", note), set()
    need(found and len(note.encode()) <= 4 * 10**6, "a signed note is malformed")
    for name, raw in ((line.split()[1], decode(line.split()[2], b"+/")) for line in found[2].split("\n")[:-1]):
        need(5 <= len(raw) <= 2**14, "a signature of a note has another length")
        for line in {line for line in verifiers if line.startswith(f"{name}+{raw[:4].hex()}+")} - signed:
            key, at = raw_key(line), int.from_bytes(raw[4:12], "big")
            timed = key[0] == 4 and not need(0 < at < 253402300800, "a cosignature of no time")
            message = (f"cosignature/v1\ntime {at}\n" if timed else "") + found[1]
            signed.add(verify({"alg": "Ed25519", "raw": key[1:]}, raw[12 if timed else 4 :], message.encode()) or line)
    return found[1], signed
def digest(note): return sha256(open_note(note)[0].encode()).hexdigest()
def document(note, kind, *roles):
    signed = all(len(raws(open_note(note, role["keys"])[1])) >= role["threshold"] for role in roles)
    return need(signed and note.startswith(f'{{\n  "kind": "{kind}",'), kind) or load(open_note(note)[0].encode())
def read_trust(bundle, trust):
    notes, at = bundle["trust"], time(load(bundle["message"]["receipt"]["leaf"].encode())["at"])
    roots, digests = [document(note, "root") for note in notes["roots"]], [*map(digest, notes["roots"])]
    first, root = digests.index(trust["anchor"] or digests[0]), roots[-1]
    for place in range(first, len(roots)):  # signed as it says itself, and as the one before says
        document(notes["roots"][place], "root", *roots[max(first, place - 1) : place + 1])
    follow = [(old["version"] + 1, name, old["hub"]) for old, name in zip(roots, digests)][:-1]
    need(follow == [(new["version"], new["previous"], new["hub"]) for new in roots[1:]], "a root does not follow")
    status, listed = (document(notes[kind], kind, root[kind]) for kind in ("status", "participants"))
    named = [(status[kind]["version"], status[kind]["sha256"]) for kind in ("root", "participants")]
    need(named == [(root["version"], digests[-1]), (listed["version"], digest(notes["participants"]))], "other texts")
    need(all(each["hub"] == root["hub"] and at < time(each["expires_at"]) for each in (root, status, listed)), "old")
    keys = {kid: key for owner in listed["participants"] for kid, key in check_enrolment(owner, root).items()}
    witnesses = {owner["witness"]: owner["state"] for owner in listed["participants"] if owner["witness"]}
    log = {old["log"]: new["issued_at"] for old, new in zip(roots, roots[1:])} | {root["log"]: "9999-12-31T23:59:59Z"}
    trust.update(hub=root["hub"], roots=roots, keys=keys, witnesses=witnesses, log=log, granted=[])
def check_enrolment(owner, root):  # each key is named by the root, or let in by an older one of the participant
    keys = {key["jwk"]["kid"]: key | read_key(key["jwk"]) | {"owner": owner["id"]} for key in owner["keys"]}
    void = {kid for kid, key in keys.items() if key["status"] == "revoked" and ended(key, time(key["valid_from"]))}
    counted = void | {kid for kid in keys if {"participant": owner["id"], "kid": kid} in root["enrolled"]}
    for key in [*keys.values()] * len(keys):  # in any order
        token = Token(key["enrolment"]["vouched"] or key["enrolment"]["statement"], "enrolment")
        said, by = token.said, keys.get(token.name["kid"])
        about = (said["hub"], said["participant"], said["jwk"]["kid"]) == (root["hub"], owner["id"], key["kid"])
        if about and by and by["kid"] in counted and in_force(by, time(said["at"])) and safe(by) and token.by(by):
            counted.add(key["kid"])
    sound = [key for kid, key in keys.items() if key["use"] == "sig" and kid not in void and safe(key)]
    named = [Token(key["enrolment"]["statement"], "enrolment").by(key)["witness"] for key in sound]
    return need(counted == {*keys} and owner["witness"] in [None, *named], "nobody who may has let a key in") or keys
def safe(key): return not key["compromised_since"] and key["reason"] not in ("lost", "stolen", "suspected")  # rule D
def ended(key, at): return bool(key.get("status_at") and time(key["status_at"]) <= at)
def in_force(key, at): return time(key["valid_from"]) <= at < time(key["valid_until"]) and not ended(key, at)
def shared(key, at): return not safe(key) and time(key["compromised_since"] or key["valid_from"]) <= at
def within(by, said): return all({said[name], "*"} & {*by[f"{name}s"]} for name in {"type", "purpose"} & {*said})
def check_place(place, trust):  # rules L and K
    (text, signed), at = open_note(place["checkpoint"], trust["log"]), time(load(place["leaf"].encode())["at"])
    (origin, size, top), hashed = text.split("\n")[:3], sha256(b"\0" + place["leaf"].encode("ascii")).digest()
    need(origin == trust["hub"] and any(at < time(trust["log"][key]) for key in signed), "no log key of that time")
    low, high = place["index"], int(size) - 1
    need(str(int(size)) == size and 0 <= low <= high, "the place in the log")
    for sibling in [decode(each, b"+/") for each in place["proof"]]:  # RFC 9162 §2.1.3.2
        hashed = sha256(b"\1" + (sibling + hashed if low % 2 or low == high else hashed + sibling)).digest()
        levels = (low & -low).bit_length() if low == high else 1
        low, high = low >> levels, high >> levels
    need(high == 0 and hashed == decode(top, b"+/"), "the proof leads elsewhere")
def logged(part, trust, name):  # rules L and S: a token of this kind whose leaf stands in the log
    check_place(part["receipt"], trust)
    place, leaf = part["receipt"], load(part["receipt"]["leaf"].encode())
    token = Token(part["envelope"], "record") if "envelope" in part else Token(part["statement"], name[:-3])
    token.place, token.leaf, token.index, token.at = place, leaf, place["index"], time(leaf["at"])
    need([leaf.get("act", "record"), leaf.get("subject")] == [token.kind, token.said.get("participant")], "another act")
    need(leaf["hub"] == trust["hub"] and leaf["sha256"] == sha256(token.text).hexdigest(), "another token's leaf")
    return need(compact(leaf).decode() == place["leaf"] and token.said["hub"] == trust["hub"], "another hub") or token
def find(token, trust, at, index=-1):  # rule D: the key that signed and could then, with its owner
    granted = [key for key in trust["granted"] if key["kid"] == token.name["kid"] and key["index"] < index]
    key = trust["keys"].get(token.name["kid"]) or max(granted, key=lambda each: each["index"])
    stolen = "by" in key and shared(key["by"], key["at"]) and ended(key["by"], at)
    return need(in_force(key, at) and not stolen and token.by(key), "a key not in force then") or key
def take_suspension(token, trust):
    lines = [line for root in trust["roots"] for line in root["participants"]["keys"]]
    officers = [read_key({"kty": "OKP", "crv": "Ed25519", "x": encode(raw)}) for raw in raws(lines)]
    by = next((key for key in officers if key["kid"] == token.name["kid"]), None) or find(token, trust, token.at)
    key, said, since = trust["keys"][token.said["kid"]], token.by(by), token.said["compromised_since"]
    need(said["participant"] == key["owner"] == by.get("owner", key["owner"]), "a suspension by another participant")
    need(time(since or said["at"]) <= time(said["at"]) and token.leaf["sha256"] not in key["decides"], "decided")
    out = {"status": "suspended", "status_at": token.leaf["at"], "reason": said["reason"], "compromised_since": since}
    key.update(out if key["status"] == "active" else {})
def take_delegation(token, trust):
    by, key = find(token, trust, token.at), read_key(token.said["jwk"])
    need(by["owner"] == token.said["participant"] and key["alg"], "a delegation by another")
    trust["granted"].append(token.said | key | {"by": by, "owner": by["owner"], "index": token.index, "at": token.at})
    return shared(by, token.at)
def take_message(token, trust):
    said, leaf, by = token.said, token.leaf, find(token, trust, token.at, token.index)
    need((leaf["from"], leaf["id"], said["from"]) == (said["from"], said["id"], by["owner"]), "another's message")
    named, to = {name for name in said["to"] if not name.startswith("@")}, set(leaf["to"])
    need(named == to or named <= to and len(named) < len(said["to"]), "other recipients")
    need("by" not in by or within(by, said) and said["type"] != "receipt", "beyond the delegation")
    token.person, sent, since = by.get("person"), trust.setdefault("sent", token), by.get("compromised_since")
    about, answer = {"index": sent.index, "id": sent.said["id"], "sha256": sent.leaf["sha256"]}, said["record"]
    may = "expired" if said["from"] == "hub" else "delivered processed rejected" * (said["from"] in sent.leaf["to"])
    right = said["type"] == "receipt" and about in answer["messages"] and answer["status"] in may.split()
    need(token is sent or right, "another's receipt")
    return bool(since and time(since) <= token.at)
def take_approval(token, trust):
    said, sent, by = token.said, trust["sent"], find(token, trust, trust["sent"].at, trust["sent"].index)
    need(token.index < sent.index and said["payload_sha256"] == sha256(sent.payload).hexdigest(), "late")
    need([said["participant"], by["owner"], said["person"]] == [sent.said["from"]] * 2 + [by["person"]], "another's")
    need(sent.person not in (None, said["person"]) and sent.at < time(said["at"]) + timedelta(1), "not two persons")
    need(within(by, sent.said) and within(by, said), "beyond the approver's delegation")
def check_witnessed(part, trust):
    check_place(trust["sent"].place | part, trust)
    excluded = trust["roots"][-1]["witness_policy"]["excluded_state"] or "none"
    counting = raws(line for line, state in trust["witnesses"].items() if state != excluded)
    need(2 * len(counting & raws(open_note(part["checkpoint"], trust["witnesses"])[1])) > len(counting), "too few")
PLACE = {"leaf": "ascii", "index": 0, "proof": ["hash"], "checkpoint": ""}
SENT, STATED = {"envelope": "ascii", "receipt": PLACE}, {"statement": "ascii", "receipt": PLACE}
TRUST = {"roots": [""], "participants": "", "status": "", "suspensions": [STATED]}
def plan(raw):  # the steps in their order, each with its part of the bundle and what takes it
    bundle = need(len(raw) <= MOST, "longer than 16 MiB") or load(raw)
    seen = None if bundle["witnessed"] is None else {"checkpoint": "", "proof": ["hash"]}
    like = {"kind": "", "message": SENT, "receipts": [SENT], "statements": [STATED], "trust": TRUST, "witnessed": seen}
    right = fits(bundle, like) and bundle["kind"] == "cis-evidence/1" and 0 < len(bundle["trust"]["roots"]) <= 256
    yield "trust-list", need(right, "no evidence bundle") or bundle, read_trust
    yield "inclusion", bundle["message"]["receipt"], check_place
    granting = [each for each in bundle["statements"] if b"cis-delegation+" in decode(each["statement"].split(".")[0])]
    approving = [part for part in bundle["statements"] if part not in granting]
    for name, run, parts in (
        ("suspension-{}", take_suspension, bundle["trust"]["suspensions"]),
        ("delegation-{}", take_delegation, granting), ("envelope", take_message, [bundle["message"]]),
        ("approval-{}", take_approval, approving), ("receipt-{}", take_message, bundle["receipts"])):
        for nth, part in enumerate(parts, 1):
            yield name.format(nth), part, lambda part, trust, name=name, run=run: run(logged(part, trust, name), trust)
    yield from [("witnessed", bundle["witnessed"], check_witnessed)] * bool(seen)
def check(raw, anchor, say=print):
    step, trust, doubts = "bundle", {"anchor": anchor}, 0
    try:
        for step, part, run in plan(raw):
            doubts += (doubt := run(part, trust) or False)
            say(f"(?)  {step}: a key that signed may have been in other hands" if doubt else f"yes  {step}")
    except Exception as error:
        return say(f"NO   {step}: {error!a}") or 1
    return 3 if anchor is None else 5 if doubts else 0
def anchor(text): return text[7:] if re.fullmatch("sha256:[0-9a-f]{64}", text) else digest(opened(text).read().decode())
if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", metavar="BUNDLE", type=opened, help="a file of at most 16 MiB")
    parser.add_argument("--root", metavar="FILE|sha256:HEX", type=anchor, help="the root that you trust, or its digest")
    status = check((given := parser.parse_args()).bundle.read(MOST + 1), given.root)
    print({0: "Proven.", 1: "Not proven.", 3: "Not anchored.", 5: "Proven with a doubt."}[status])
    raise SystemExit(status)
