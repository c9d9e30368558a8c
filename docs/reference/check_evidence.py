"""Check an evidence bundle with nothing of the hub's code: check_evidence.py BUNDLE [--root FILE|sha256:HEX]
Exit status: 0 proven, 1 not proven, 2 wrong use or unreadable file, 3 not anchored, 5 proven with a doubt.
Steps and rules are those of evidence.md; a step that fails, in whatever way, does not hold. It needs `cryptography`."""
import base64, datetime, hashlib, json, re, sys
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
NOTHING, time = dict.fromkeys(("status_at", "compromised_since", "person")), datetime.datetime.fromisoformat
def need(holds, why):
    if not holds: raise ValueError(why)
def have(value, members):
    return value if sorted(dict(value)) == sorted(members.split()) else need(False, f"the members are not {members}")
def load(text):  # strict JSON: tokens.md
    once = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else need(False, "a member stands twice")
    number = lambda text: int(float(text)) if float(text).is_integer() else float(text)
    return json.loads(text, object_pairs_hook=once, parse_float=number, parse_constant=lambda name: need(False, name))
def encode(raw, url=True): return (base64.urlsafe_b64encode(raw).rstrip(b"=") if url else base64.b64encode(raw)).decode()
def decode(text, url=True):
    raw = base64.b64decode(text + "=" * (-len(text) % 4 * url), b"-_" if url else None, validate=True)
    return raw if text == encode(raw, url) else need(False, "base64 in another spelling")
def sha256(text): return hashlib.sha256(text if isinstance(text, bytes) else text.encode())
def read_key(jwk):  # keys and tokens: tokens.md
    alg = {"Ed25519": "Ed25519", "P-256": "ES256", "X25519": "ECDH-ES+A256KW"}[jwk["crv"]]
    named = {name: jwk[name] for name in ("crv", "kty", "x", "y") if name in jwk}
    kid = encode(sha256(json.dumps(named, separators=(",", ":"))).digest())
    need(jwk.get("kid", kid) == kid and jwk.get("alg", alg) == alg, "a key has another name or algorithm")
    signs = jwk["crv"] != "X25519" and jwk.get("use") != "enc" and "verify" in jwk.get("key_ops", ["verify"])
    return dict(kid=kid, alg=alg, signs=signs, raw=b"".join(decode(jwk[name]) for name in ("x", "y") if name in jwk))
def verify(alg, key, signature, message):
    if alg == "Ed25519": return ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + key)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    public.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(ec.hashes.SHA256()))
class Token:
    def __init__(self, text, kind):
        header, self.payload, self.signature = map(decode, text.split("."))
        self.text, self.said, header = text, load(self.payload), have(load(header), "alg kid typ")
        self.name = header["alg"], header["kid"]
        need(header["typ"] == f"cis-{kind}+jws" and len(self.signature) == 64, f"no token of the kind {kind}")
    def by(self, key):
        need(key["signs"] and self.name == (key["alg"], key["kid"]), "the key does not fit the token")
        return verify(key["alg"], key["raw"], self.signature, self.text.rpartition(".")[0].encode()) or self.said
def verifier(line):  # signed notes and the trust list: trust-list.md
    name, hashed, key = line.split("+", 2)
    return (name, bytes.fromhex(hashed)), decode(key, url=False)[0], decode(key, url=False)[1:]
def open_note(note, verifiers=()):
    signed, (text, gap, tail) = {}, note.rpartition("\n\n")
    need(gap and tail.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note), "a signed note is malformed")
    for name, encoded in [re.fullmatch(r"— ([^\s+]+) (\S{8,})", line).groups() for line in tail[:-1].split("\n")]:
        raw = decode(encoded, url=False)
        for known in (each for each in verifiers if verifier(each)[0] == (name, raw[:4]) and each not in signed):
            _, algorithm, key = verifier(known)
            signed[known], start = (int.from_bytes(raw[4:12], "big"), 12) if algorithm == 4 else (1, 4)
            message = f"cosignature/v1\ntime {signed[known]}\n{text}\n" if algorithm == 4 else f"{text}\n"
            verify("Ed25519", key, raw[start:], message.encode())
    return (f"{text}\n", signed) if 0 not in signed.values() else need(False, "a cosignature without a time")
def document(note, kind, *roles):
    value = load(open_note(note)[0])
    signed = [{verifier(line)[2] for line in open_note(note, role["keys"])[1]} for role in roles]
    enough = all(len(keys) >= role["threshold"] for keys, role in zip(signed, roles))
    return value if value["kind"] == kind and enough else need(False, f"{kind}: another document, or signatures")
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
    need(named == [(root["version"], digests[-1]), (listed["version"], digest(trust["participants"]))], "other texts")
    need(all(each["hub"] == root["hub"] and at < time(each["expires_at"]) for each in (root, status, listed)), "old")
    keys = {kid: key for owner in listed["participants"] for kid, key in check_enrolment(owner, root).items()}
    witnesses = {owner["witness"]: owner["state"] for owner in listed["participants"] if owner["witness"]}
    offline = {key["raw"] for key in keys.values()} | {verifier(line)[2] for line in witnesses}
    need(offline.isdisjoint(verifier(line)[2] for line in (root["log"], *root["status"]["keys"])), "a key serves twice")
    log = {each["log"]: time(later["issued_at"]) for each, later in zip(roots, roots[1:])} | {root["log"]: None}
    return dict(hub=root["hub"], roots=roots, listed=listed, keys=keys, witnesses=witnesses, log=log, granted=[])
def check_enrolment(owner, root):  # each key is named by the root, or let in by an older one of the participant
    keys = {key["jwk"]["kid"]: NOTHING | key | read_key(key["jwk"]) | {"owner": owner["id"]} for key in owner["keys"]}
    void = {kid for kid, key in keys.items() if key["status"] == "revoked" and ended(key, time(key["valid_from"]))}
    counted = void | {kid for kid in keys if {"participant": owner["id"], "kid": kid} in root["enrolled"]}
    for key in [*keys.values()] * len(keys):  # in any order
        token = Token(key["enrolment"]["vouched"] or key["enrolment"]["statement"], "enrolment")
        said, older, at = token.said, keys.get(token.name[1]), time(token.said["at"])
        about = (said["hub"], said["participant"], said["jwk"]["kid"]) == (root["hub"], owner["id"], key["kid"])
        if about and token.name[1] in counted and in_force(older, at) and not doubtful(older, at) and token.by(older):
            counted.add(key["kid"])
    return keys if counted == set(keys) else need(False, "a key that nobody who may has let in")
def ended(key, at): return bool(key["status_at"] and time(key["status_at"]) <= at)  # evidence.md: who could sign when
def in_force(key, at): return time(key["valid_from"]) <= at < time(key["valid_until"]) and not ended(key, at)
def doubtful(key, at): return bool(key["compromised_since"] and time(key["compromised_since"]) <= at)
def covers(granted, name, members="types"): return granted[members] == ["*"] or name in granted[members]
def check_place(part, trust, leaf, index):  # rules L and K
    text, signed = open_note(part["checkpoint"], trust["log"])
    (origin, size, top), at = text.split("\n")[:3], time(load(leaf)["at"])
    need(any(trust["log"][key] is None or at < trust["log"][key] for key in signed), "no log key of that time signed it")
    need(origin == trust["hub"] and str(int(size)) == size and 0 <= index < int(size), "the place in the log")
    def fold(index, size, rest):  # RFC 9162 §2.1.3.1, from the top down
        if size == 1: return b"" if rest else sha256(b"\0" + leaf.encode("ascii")).digest()
        half, last = 1 << (size - 1).bit_length() - 1, decode(rest[-1], url=False)
        below = fold(index % half, half if index < half else size - half, rest[:-1])
        return sha256(b"\1" + below + last if index < half else b"\1" + last + below).digest()
    need(fold(index, int(size), part["proof"]) == decode(top, url=False), "the proof does not lead to the checkpoint")
def logged(part, trust, kind):  # rules L and S: a token of this kind whose leaf stands in the log
    token, place = Token(part["envelope" if kind == "record" else "statement"], kind), part["receipt"]["leaf"]
    token.place, token.index, token.leaf, said = place, part["receipt"]["index"], load(place), token.said
    check_place(part["receipt"], trust, place, token.index)
    token.at, act = time(token.leaf["at"]), [kind, said.get("participant")] if kind != "record" else []
    found = [said["hub"], *(token.leaf[name] for name in ("hub", "sha256", "act", "subject")[: 2 + len(act)])]
    need(found == [trust["hub"], trust["hub"], sha256(token.text).hexdigest(), *act], "the leaf is another's")
    return token if json.dumps(token.leaf, separators=(",", ":")) == place else need(False, "a leaf misspelt")
def find(token, trust, at, index=-1):  # rule D: the key that signed and could then, with its owner
    granted = [each for each in trust["granted"] if each["kid"] == token.name[1] and each["index"] < index]
    key = trust["keys"].get(token.name[1]) or max(granted, key=lambda each: each["index"])
    stolen = key["person"] and doubtful(key["by"], key["at"]) and ended(key["by"], at)
    need(in_force(key, at) and not stolen and token.by(key), "a key not in force then, or delegated by a stolen one")
    return key
def check_suspension(part, trust):
    token, lines = logged(part, trust, "suspension"), sum((root["participants"]["keys"] for root in trust["roots"]), [])
    officers = [read_key({"kty": "OKP", "crv": "Ed25519", "x": encode(verifier(line)[2])}) for line in lines]
    by = next((each for each in officers if each["kid"] == token.name[1]), None) or find(token, trust, token.at)
    key, said, since = trust["keys"][token.said["kid"]], token.by(by), token.said["compromised_since"]
    need(said["participant"] == key["owner"] == by.get("owner", key["owner"]), "a suspension by another participant")
    need(time(trust["listed"]["issued_at"]) <= time(said["at"]) >= time(since or said["at"]), "a newer list decides")
    if key["status"] == "active": key.update(status="suspended", status_at=token.leaf["at"], compromised_since=since)
def check_delegation(part, trust):
    token = logged(part, trust, "delegation")
    by, key = find(token, trust, token.at), read_key(token.said["jwk"])
    need(by["owner"] == token.said["participant"] and key["signs"], "a delegation by another")
    trust["granted"].append(NOTHING | token.said | key | dict(by=by, index=token.index, at=token.at, owner=by["owner"]))
    return doubtful(by, token.at)
def check_message(part, trust):
    token = logged(part, trust, "record")
    said, leaf, by = token.said, token.leaf, find(token, trust, token.at, token.index)
    need((leaf["from"], leaf["id"], said["from"]) == (said["from"], said["id"], by["owner"]), "another's message")
    named, to = {name for name in said["to"] if not name.startswith("@")}, set(leaf["to"])
    need(named == to or named <= to and len(named) < len(said["to"]), "other recipients")
    covered = covers(by, said["type"]) and covers(by, said["purpose"], "purposes") if by["person"] else True
    need(covered and not (by["person"] and said["type"] == "receipt"), "beyond the delegation")
    token.person, token.doubt = by["person"], doubtful(by, token.at)
    return token
def check_approval(part, trust, sent):
    token = logged(part, trust, "approval")
    said, by = token.said, find(token, trust, sent.at, sent.index)
    need(token.index < sent.index and said["payload_sha256"] == sha256(sent.payload).hexdigest(), "other bytes, or late")
    need([said["participant"], by["owner"], said["person"]] == [sent.said["from"]] * 2 + [by["person"]], "another's name")
    need(sent.person not in (None, said["person"]) and sent.at < time(said["at"]) + datetime.timedelta(1), "not two")
    need(covers(by, sent.said["purpose"], "purposes") and covers(by, sent.said["type"]) and covers(by, said["type"]), "far")
def check_answer(part, trust, sent):
    token = check_message(part, trust)
    said, about = token.said, {"index": sent.index, "id": sent.said["id"], "sha256": sent.leaf["sha256"]}
    may = (dict.fromkeys(sent.leaf["to"], ["delivered", "processed", "rejected"]) | {"hub": ["expired"]})[said["from"]]
    need(said["type"] == "receipt" and about in said["record"]["messages"] and said["record"]["status"] in may, "another's")
    return token.doubt
def check_witnessed(part, trust, sent):
    check_place(part, trust, sent.place, sent.index)
    excluded = trust["roots"][-1]["witness_policy"]["excluded_state"]
    counting = {key for key, state in trust["witnesses"].items() if state != excluded}
    need(len(counting & set(open_note(part["checkpoint"], trust["witnesses"])[1])) > len(counting) // 2, "too few")
def read_bundle(raw):
    bundle = have(load(raw.decode("utf-8")), "kind message receipts statements trust witnessed")
    trust = have(bundle["trust"], "roots participants status suspensions")
    parts = [have(part, "envelope receipt") for part in [bundle["message"], *bundle["receipts"]]]
    parts += [have(part, "statement receipt") for part in [*bundle["statements"], *trust["suspensions"]]]
    places = [have(part["receipt"], "leaf index proof checkpoint") for part in parts]
    places += [have(part, "checkpoint proof") for part in [bundle["witnessed"]] if part is not None]
    need(trust["roots"] and all(type(place.get("index", 0)) is int for place in places), "no root, or an index")
    need(all(len(decode(each, url=False)) == 32 for place in places for each in place["proof"]), "a hash of a proof")
    return (bundle, places[0]) if bundle["kind"] == "cis-evidence/1" else need(False, "no evidence bundle")
def check(raw, anchor, say=print):
    doubts, step = [], ["bundle"]
    def take(name, run, *given):
        result = step.append(name) or run(*given)
        doubts.extend([name] * bool(result is True or getattr(result, "doubt", False)))
        say(f"(?)  {name}: a key that signed may have been in other hands" if name in doubts else f"yes  {name}")
        return result
    def take_all(name, parts, run, *given):
        for number, part in enumerate(parts, 1): take(f"{name}-{number}", run, part, *given)
    try:
        bundle, place = read_bundle(raw)
        is_delegation = lambda part: b'"cis-delegation+jws"' in decode(part["statement"].split(".")[0])
        trust = take("trust-list", lambda: read_trust(bundle["trust"], anchor, time(load(place["leaf"])["at"])))
        take("inclusion", check_place, place, trust, place["leaf"], place["index"])
        take_all("suspension", bundle["trust"]["suspensions"], check_suspension, trust)
        take_all("delegation", filter(is_delegation, bundle["statements"]), check_delegation, trust)
        sent = take("envelope", check_message, bundle["message"], trust)
        take_all("approval", [part for part in bundle["statements"] if not is_delegation(part)], check_approval, trust, sent)
        take_all("receipt", bundle["receipts"], check_answer, trust, sent)
        if bundle["witnessed"]: take("witnessed", check_witnessed, bundle["witnessed"], trust, sent)
    except Exception as error: return say(f"NO   {step[-1]}: {error or type(error).__name__}") or 1
    return 3 if anchor is None else 5 if doubts else 0
def main(bundle, option="--root", root=None):
    if root and root[:7] != "sha256:": root = "sha256:" + sha256(open_note(open(root, newline="").read())[0]).hexdigest()
    need(option == "--root" and (root is None or re.fullmatch("sha256:[0-9a-f]{64}", root)), "--root FILE|sha256:HEX")
    return check(open(bundle, "rb").read(), root and root[7:])
if __name__ == "__main__":
    try: status = main(*sys.argv[1:])
    except (OSError, ValueError, TypeError, AttributeError) as error: status = print(error, file=sys.stderr) or 2
    sys.exit(print({0: "Proven.", 1: "Not proven.", 2: "", 3: "Not anchored.", 5: "Proven with a doubt."}[status]) or status)
