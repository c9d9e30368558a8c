#!/usr/bin/env python3
"""Check an evidence bundle with nothing of the hub's code: check_evidence.py BUNDLE [--root FILE|sha256:HEX]
Exit status: 0 proven, 1 not proven, 2 wrong use or unreadable file, 3 not anchored, 5 proven with a doubt.
Steps and rules are those of evidence.md; a step that fails, in whatever way, does not hold. It needs `cryptography`."""
import base64, hashlib, json, re, sys
from datetime import datetime, timedelta
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
NOTHING = dict.fromkeys(("status_at", "compromised_since", "person"))
def need(holds, why):
    if not holds: raise ValueError(why)
def have(value, members):
    need(isinstance(value, dict) and sorted(value) == sorted(members.split()), f"not exactly the members {members}")
    return value
def load(text):  # strict JSON
    once = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else need(False, "a member stands twice")
    number = lambda text: int(float(text)) if float(text).is_integer() else float(text)
    return json.loads(text, object_pairs_hook=once, parse_float=number, parse_constant=lambda name: need(False, name))
def encode(raw, url=True):
    return (base64.urlsafe_b64encode(raw).rstrip(b"=") if url else base64.b64encode(raw)).decode()
def decode(text, url=True):
    raw = base64.b64decode(text + "=" * (-len(text) % 4 * url), b"-_" if url else None, validate=True)
    need(text == encode(raw, url), "base64 in another spelling")
    return raw
def sha256(text): return hashlib.sha256(text if isinstance(text, bytes) else text.encode())
def time(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", text, re.ASCII), "an instant is misspelt")
    return datetime.fromisoformat(text)
# ---------------------------------------------------------------- keys and tokens (tokens.md)
def read_key(jwk):
    alg = {"Ed25519": "Ed25519", "P-256": "ES256", "X25519": "ECDH-ES+A256KW"}[jwk["crv"]]
    named = {name: jwk[name] for name in ("crv", "kty", "x", "y") if name in jwk}
    kid = encode(sha256(json.dumps(named, separators=(",", ":"))).digest())
    need(jwk.get("kid", kid) == kid and jwk.get("alg", alg) == alg, "a key has another name or algorithm")
    signs = jwk["crv"] != "X25519" and jwk.get("use") != "enc" and "verify" in jwk.get("key_ops", ["verify"])
    raw = b"".join(decode(jwk[name]) for name in ("x", "y") if name in jwk)
    return {"kid": kid, "alg": alg, "raw": raw, "signs": signs, "jwk": {**jwk, "alg": alg}}
def verify(alg, key, signature, message):
    if alg == "Ed25519": return ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + key)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    public.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
class Token:
    def __init__(self, text, kind):
        header, self.payload, self.signature = map(decode, text.split("."))
        self.text, self.header, self.said = text, have(load(header), "alg kid typ"), load(self.payload)
        self.kid, typ = self.header["kid"], self.header["typ"]
        need(typ == f"cis-{kind}+jws" and len(self.signature) == 64, f"no token of the kind {kind}")
    def by(self, key):
        need(key["signs"] and (self.header["alg"], self.kid) == (key["alg"], key["kid"]), "the key does not fit the token")
        verify(key["alg"], key["raw"], self.signature, self.text.rpartition(".")[0].encode())
        return self.said
# ---------------------------------------------------------------- signed notes and the trust list (trust-list.md)
def verifier(line):
    name, hashed, key = line.split("+", 2)
    return (name, bytes.fromhex(hashed)), decode(key, url=False)[0], decode(key, url=False)[1:]
def open_note(note, verifiers=()):
    text, gap, tail = note.rpartition("\n\n")
    need(gap and tail.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note), "a signed note is malformed")
    signed, text = {}, text + "\n"
    for name, encoded in [re.fullmatch(r"— ([^\s+]+) (\S{8,})", line).groups() for line in tail[:-1].split("\n")]:
        raw = decode(encoded, url=False)
        for known in (each for each in verifiers if verifier(each)[0] == (name, raw[:4]) and each not in signed):
            _, algorithm, key = verifier(known)
            signed[known], start = (int.from_bytes(raw[4:12], "big"), 12) if algorithm == 4 else (1, 4)
            message = f"cosignature/v1\ntime {signed[known]}\n{text}" if algorithm == 4 else text
            verify("Ed25519", key, raw[start:], message.encode())
    need(0 not in signed.values(), "a cosignature without a time")
    return text, signed
def document(note, kind, *roles):
    value = load(open_note(note)[0])
    signed = [{verifier(line)[2] for line in open_note(note, role["keys"])[1]} for role in roles]
    need(value["kind"] == kind and all(len(keys) >= role["threshold"] for keys, role in zip(signed, roles)), kind)
    return value
def read_trust(trust, anchor, at):
    digest = lambda note: sha256(open_note(note)[0]).hexdigest()
    digests, roots = [*map(digest, trust["roots"])], [document(note, "root") for note in trust["roots"]]
    first = digests.index(anchor or digests[0])
    for number, (note, root, before) in enumerate(zip(trust["roots"], roots, [None, *roots])):
        document(note, "root", *[root][: number >= first], *[before][: number > first])
        follows = before and (before["version"] + 1, digests[number - 1], before["hub"])
        need(not before or (root["version"], root["previous"], root["hub"]) == follows, "a root does not follow")
    status, listed = (document(trust[kind], kind, root[kind]) for kind in ("status", "participants"))
    named = [(status[kind]["version"], status[kind]["sha256"]) for kind in ("root", "participants")]
    need(named == [(root["version"], digests[-1]), (listed["version"], digest(trust["participants"]))], "other documents")
    need(all(each["hub"] == root["hub"] and at < time(each["expires_at"]) for each in (root, status, listed)), "expired")
    keys, online = {}, {verifier(line)[2] for line in (root["log"], *root["status"]["keys"])}
    for owner in listed["participants"]:
        mine = {key["jwk"]["kid"]: NOTHING | key | read_key(key["jwk"]) | {"owner": owner["id"]} for key in owner["keys"]}
        check_enrolment(owner, mine, root)
        keys |= mine
    need(online.isdisjoint(key["raw"] for key in keys.values()), "a key on the net serves twice")
    log = {each["log"]: time(later["issued_at"]) for each, later in zip(roots, roots[1:])} | {root["log"]: None}
    return {"hub": root["hub"], "roots": roots, "listed": listed, "keys": keys, "log": log, "granted": []}
def check_enrolment(owner, keys, root):
    counted = {kid for kid in keys if {"participant": owner["id"], "kid": kid} in root["enrolled"]}
    def vouched(token):  # what it says, if an older key that counts said so while in force; else nothing
        older, at = keys.get(token.kid), time(token.said["at"])
        return token.by(older) if token.kid in counted and in_force(older, at) and not doubtful(older, at) else None
    for key in [*keys.values()] * len(keys):  # those who count may vouch for others, in any order
        token, other = (proof and Token(proof, "enrolment") for proof in map(key["enrolment"].get, ("statement", "vouched")))
        key["claim"] = token.by(key) if key["use"] == "sig" else vouched(token)
        if key["use"] == "sig" and other and vouched(other) == token.said: counted.add(key["kid"])
    for said, key in ((key["claim"], key) for key in keys.values()):
        need(said and (key["kid"] in counted or key["use"] == "enc"), "a key that nobody who may has let in")
        need((said["hub"], said["participant"], said["use"]) == (root["hub"], owner["id"], key["use"]), "let in elsewhere")
        longer = time(said["valid_from"]) <= time(key["valid_from"]) and time(key["valid_until"]) <= time(said["valid_until"])
        need(longer and read_key(said["jwk"])["jwk"] == key["jwk"], "let in as something else")
    need(owner["witness"] in [None, *(key["claim"]["witness"] for key in keys.values() if key["use"] == "sig")], "a witness")
# ---------------------------------------------------------------- the log, and who could sign when
def ended(key, at): return bool(key["status_at"] and time(key["status_at"]) <= at)
def in_force(key, at): return time(key["valid_from"]) <= at < time(key["valid_until"]) and not ended(key, at)
def doubtful(key, at): return bool(key["compromised_since"] and time(key["compromised_since"]) <= at)
def covers(granted, name, members="types"): return granted[members] == ["*"] or name in granted[members]
def check_place(part, trust, leaf, index):
    text, signed = open_note(part["checkpoint"], trust["log"])
    (origin, size, top), at = text.split("\n")[:3], time(load(leaf)["at"])
    need(any(trust["log"][key] is None or at < trust["log"][key] for key in signed), "no log key of that time has signed")
    need(origin == trust["hub"] and str(int(size)) == size and 0 <= index < int(size), "the place in the log")
    def fold(index, size, rest):  # RFC 9162 §2.1.3.1, from the top down
        if size == 1: return b"" if rest else sha256(b"\0" + leaf.encode("ascii")).digest()
        half, last = 1 << (size - 1).bit_length() - 1, decode(rest[-1], url=False)
        below = fold(index % half, half if index < half else size - half, rest[:-1])
        return sha256(b"\1" + below + last if index < half else b"\1" + last + below).digest()
    need(fold(index, int(size), part["proof"]) == decode(top, url=False), "the proof does not lead to the checkpoint")
def logged(part, trust, kind):  # a token of this kind whose leaf stands in the log
    token, receipt = Token(part["envelope" if kind == "record" else "statement"], kind), part["receipt"]
    check_place(receipt, trust, receipt["leaf"], receipt["index"])
    token.place, token.index, leaf, said = receipt["leaf"], receipt["index"], load(receipt["leaf"]), token.said
    token.leaf, token.at, about = leaf, time(leaf["at"]), kind == "record" or (leaf["act"], leaf["subject"]) == (kind, said["participant"])
    same = leaf["hub"] == said["hub"] == trust["hub"] and leaf["sha256"] == sha256(token.text).hexdigest()
    need(same and about and json.dumps(leaf, separators=(",", ":")) == receipt["leaf"], "the leaf is another's")
    return token
def find(token, trust, at, index=-1):  # the key that signed and could then; a contact person's by the newest delegation
    granted = [each for each in trust["granted"] if each["kid"] == token.kid and each["index"] < index]
    key = trust["keys"].get(token.kid) or max(granted, key=lambda each: each["index"])
    by = trust["keys"][key.get("signer", token.kid)]
    need(not (key["person"] and doubtful(by, key["at"]) and ended(by, at)), "a delegation by a compromised key")
    need(in_force(key, at) and token.by(key), "a key not in force then")
    return key
# ---------------------------------------------------------------- the steps (evidence.md)
def check_suspension(part, trust):
    token, officers = logged(part, trust, "suspension"), [line for root in trust["roots"] for line in root["participants"]["keys"]]
    officers = [read_key({"kty": "OKP", "crv": "Ed25519", "x": encode(verifier(line)[2])}) for line in officers]
    by = next((each for each in officers if each["kid"] == token.kid), None) or find(token, trust, token.at)
    key, said = trust["keys"][token.said["kid"]], token.by(by)
    need(said["participant"] == key["owner"] == by.get("owner", key["owner"]), "a suspension by another participant")
    need(time(said["at"]) >= time(trust["listed"]["issued_at"]), "a newer list decides about the key")
    if key["status"] == "active":
        key.update(status="suspended", status_at=token.leaf["at"], compromised_since=said["compromised_since"])
def check_delegation(part, trust):
    token = logged(part, trust, "delegation")
    by, key = find(token, trust, token.at), read_key(token.said["jwk"])
    need(by["owner"] == token.said["participant"] and key["signs"], "a delegation by another")
    place = {"signer": token.kid, "index": token.index, "at": token.at, "owner": by["owner"]}
    trust["granted"].append(NOTHING | token.said | key | place)
    return doubtful(by, token.at)
def check_message(part, trust):
    token = logged(part, trust, "record")
    said, leaf, by = token.said, token.leaf, find(token, trust, token.at, token.index)
    token.person, token.doubt = by["person"], doubtful(by, token.at)
    need((leaf["from"], leaf["id"], said["from"]) == (said["from"], said["id"], by["owner"]), "another sender or message")
    named, to = {name for name in said["to"] if not name.startswith("@")}, set(leaf["to"])
    need(named == to or named <= to and len(named) < len(said["to"]), "other recipients")
    scope = said["type"] != "receipt" and covers(by, said["type"]) and covers(by, said["purpose"], "purposes") if by["person"] else 1
    need(scope, "beyond the delegation")
    return token
def check_approval(part, trust, sent):
    token = logged(part, trust, "approval")
    said, by = token.said, find(token, trust, sent.at, sent.index)
    need(token.index < sent.index and said["payload_sha256"] == sha256(sent.payload).hexdigest(), "of other bytes, or too late")
    need((said["participant"], said["person"]) == (sent.said["from"], by["person"]) and by["owner"] == said["participant"], "by")
    need(sent.person not in (None, said["person"]) and sent.at < time(said["at"]) + timedelta(hours=24), "not two persons")
    need(covers(by, sent.said["type"]) and covers(by, sent.said["purpose"], "purposes") and covers(by, said["type"]), "scope")
def check_answer(part, trust, sent):
    token = check_message(part, trust)
    said, about = token.said, {"index": sent.index, "id": sent.said["id"], "sha256": sent.leaf["sha256"]}
    need(said["type"] == "receipt" and about in said["record"]["messages"], "a receipt for something else")
    may = ["expired"] if said["from"] == "hub" else ["delivered", "processed", "rejected"] * (said["from"] in sent.leaf["to"])
    need(said["record"]["status"] in may, "a receipt by somebody else")
    return token.doubt
def check_witnessed(part, trust, sent):
    check_place(part, trust, sent.place, sent.index)
    states = {owner["witness"]: owner["state"] for owner in trust["listed"]["participants"] if owner["witness"]}
    counting = {key for key in states if states[key] != trust["roots"][-1]["witness_policy"]["excluded_state"]}
    need(len(counting & set(open_note(part["checkpoint"], states)[1])) > len(counting) // 2, "too few witnesses")
def read_bundle(raw):
    bundle = have(load(raw.decode("utf-8")), "kind message receipts statements trust witnessed")
    suspensions = have(bundle["trust"], "roots participants status suspensions")["suspensions"]
    parts = [have(part, "envelope receipt") for part in [bundle["message"], *bundle["receipts"]]]
    parts += [have(part, "statement receipt") for part in [*bundle["statements"], *suspensions]]
    places = [have(part["receipt"], "leaf index proof checkpoint") for part in parts]
    need(all(type(place["index"]) is int for place in places) and bundle["trust"]["roots"], "an index, or no root")
    places += [have(part, "checkpoint proof") for part in [bundle["witnessed"]] if part is not None]
    need(all(len(decode(each, url=False)) == 32 for place in places for each in place["proof"]), "a hash of a proof")
    need(bundle["kind"] == "cis-evidence/1", "no evidence bundle")
    return bundle
def steps(bundle, anchor):  # each step's name and check, which says whether there is a doubt; taken before the next
    found, place, listed = {}, bundle["message"]["receipt"], bundle["trust"]
    yield "trust-list", lambda: found.update(trust=read_trust(listed, anchor, time(load(place["leaf"])["at"])))
    trust, is_delegation = found["trust"], lambda part: b'"cis-delegation+jws"' in decode(part["statement"].split(".")[0])
    yield "inclusion", lambda: check_place(place, trust, place["leaf"], place["index"])
    def each(name, parts, run, *more):
        return ((f"{name}-{number}", lambda: run(part, trust, *more)) for number, part in enumerate(parts, 1))
    yield from each("suspension", listed["suspensions"], check_suspension)
    yield from each("delegation", filter(is_delegation, bundle["statements"]), check_delegation)
    yield "envelope", lambda: found.update(sent=check_message(bundle["message"], trust)) or found["sent"].doubt
    others = [part for part in bundle["statements"] if not is_delegation(part)]
    yield from each("approval", others, check_approval, found["sent"])
    yield from each("receipt", bundle["receipts"], check_answer, found["sent"])
    if bundle["witnessed"]: yield "witnessed", lambda: check_witnessed(bundle["witnessed"], trust, found["sent"])
def check(raw, anchor, say=print):
    doubts, name = [], "bundle"
    try:
        for name, step in steps(read_bundle(raw), anchor):
            doubts += [name] * bool(step())
            say(f"(?)  {name}: a key that signed may have been in other hands" if name in doubts else f"yes  {name}")
    except Exception as error:
        say(f"NO   {name}: {error or type(error).__name__}")
        return 1
    return 3 if anchor is None else 5 if doubts else 0
def main(bundle, option="--root", root=None):
    with open(bundle, "rb") as file: raw = file.read()
    if root and not root.startswith("sha256:"):
        with open(root, newline="") as file: root = "sha256:" + sha256(open_note(file.read())[0]).hexdigest()
    need(option == "--root" and (root is None or re.fullmatch("sha256:[0-9a-f]{64}", root)), "--root FILE|sha256:HEX")
    status = check(raw, root and root[7:])
    print({0: "Proven.", 1: "Not proven.", 3: "Not anchored: bring a root with --root.", 5: "Proven with a doubt."}[status])
    return status
if __name__ == "__main__":
    try: sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError, TypeError, AttributeError) as error: print(error, file=sys.stderr), sys.exit(2)
