"""Check an evidence bundle with nothing of the hub's code.
Exit status: 0 proven, 1 not proven, 2 wrong use or unreadable file, 3 not anchored, 5 proven with a doubt.
Steps and rules are those of evidence.md; a step that fails, in whatever way, does not hold. It needs `cryptography`."""
import argparse, base64, datetime, hashlib, json, re, sys
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
MOST = 16 * 2**20  # bytes of a bundle
NOTHING, time = dict.fromkeys(("status_at", "compromised_since", "person")), datetime.datetime.fromisoformat
def need(holds, why):
    if not holds: raise ValueError(why)
NONCHARACTERS = "".join(chr(last - 1) + chr(last) for last in range(2**16 - 1, 17 * 2**16, 2**16))
NOT_JSON = r"(?<!\\)(\\\\)*\\u0000|[\ud800-\udfff\ufdd0-\ufdef%s]" % NONCHARACTERS  # in the spelling of json.dumps
def load(text):  # strict JSON: tokens.md
    once = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else need(False, "a member stands twice")
    integer = lambda spelt: int(spelt) if len(spelt) <= 17 and abs(int(spelt)) < 2**53 else need(False, "a number too large")
    def number(spelt):
        need(len(spelt) <= 100 and (float(spelt) or not re.match("[-0.]*[1-9]", spelt)), "a number too long or too small")
        return int(float(spelt)) if abs(float(spelt)) < 2**53 and float(spelt).is_integer() else float(spelt)
    text = text if isinstance(text, str) else text.decode("utf-8")
    value = json.loads(text, object_pairs_hook=once, parse_int=integer, parse_float=number)
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return value if not re.search(NOT_JSON, written) else need(False, "a character that may not stand in JSON")
def fits(value, like):  # the same type and members, lists not too long, and texts of the kind that `like` names
    if type(value) is not type(like): return False
    if type(like) is dict: return value.keys() == like.keys() and all(fits(value[name], like[name]) for name in like)
    if type(like) is list: return len(value) <= 1000 and all(fits(each, like[0]) for each in value)
    return value.isascii() if like == "ascii" else len(decode(value, url=False)) == 32 if like == "hash" else True
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
        self.text, self.said, header = text, load(self.payload), load(header)
        right = fits(header, dict(alg="", kid="", typ="")) and header["typ"] == f"cis-{kind}+jws"
        need(right and len(self.signature) == 64, f"no token of the kind {kind}")
        self.name = header["alg"], header["kid"]
    def by(self, key):
        need(key["signs"] and self.name == (key["alg"], key["kid"]), "the key does not fit the token")
        return verify(key["alg"], key["raw"], self.signature, self.text.rpartition(".")[0].encode()) or self.said
def verifier(line):  # signed notes and the trust list: trust-list.md
    name, hashed, key = line.split("+", 2)
    return (name, bytes.fromhex(hashed)), decode(key, url=False)[0], decode(key, url=False)[1:]
def open_note(note, verifiers=()):
    signed, (text, gap, tail) = {}, note.rpartition("\n\n")
    lines = [re.fullmatch(r"— ([^\s+]{1,256}) (\S+)", line) for line in tail[:-1].split("\n")]
    sound = gap and tail.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note) and len(note.encode()) <= 4 * 10**6
    need(sound and all(lines) and len(lines) <= 100, "a signed note is malformed")
    for name, raw in [(line[1], decode(line[2], url=False)) for line in lines]:
        need(5 <= len(raw) <= 2**14, "a signature of a note has another length")
        for known in (each for each in verifiers if verifier(each)[0] == (name, raw[:4]) and each not in signed):
            _, algorithm, key = verifier(known)
            signed[known], start = (int.from_bytes(raw[4:12], "big"), 12) if algorithm == 4 else (1, 4)
            message = f"cosignature/v1\ntime {signed[known]}\n{text}\n" if algorithm == 4 else f"{text}\n"
            verify("Ed25519", key, raw[start:], message.encode())
    need(all(0 < at < 253402300800 for at in signed.values()), "a cosignature of no time")
    return f"{text}\n", signed
def digest(note): return sha256(open_note(note)[0]).hexdigest()
def document(note, kind, *roles):
    value = load(open_note(note)[0])
    for role in roles:
        signed = {verifier(line)[2] for line in open_note(note, role["keys"])[1]}
        need(len(signed) >= role["threshold"], f"{kind}: too few signatures")
    return value if value["kind"] == kind else need(False, f"another document than {kind}")
def read_trust(trust, anchor, at):
    digests, roots = [*map(digest, trust["roots"])], [document(note, "root") for note in trust["roots"]]
    first = digests.index(digests[0] if anchor is None else anchor)
    for number, (note, root, before) in enumerate(zip(trust["roots"], roots, [None, *roots])):
        document(note, "root", *[root][: number >= first], *[before][: number > first])
        follows = before and (before["version"] + 1, digests[number - 1], before["hub"])
        need(not before or (root["version"], root["previous"], root["hub"]) == follows, "a root does not follow")
    status, listed = (document(trust[kind], kind, root[kind]) for kind in ("status", "participants"))
    named = [(status[kind]["version"], status[kind]["sha256"]) for kind in ("root", "participants")]
    need(named == [(root["version"], digests[-1]), (listed["version"], digest(trust["participants"]))], "other texts")
    need(all(each["hub"] == root["hub"] and at < time(each["expires_at"]) for each in (root, status, listed)), "old")
    keys = {kid: key for owner in listed["participants"] for kid, key in check_enrolment(owner, root).items()}
    witnesses = {(owner["witness"], owner["state"]) for owner in listed["participants"] if owner["witness"]}
    offline = {key["raw"] for key in keys.values()} | {verifier(line)[2] for line, _ in witnesses}
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
        if about and token.name[1] in counted and in_force(older, at) and safe(older) and token.by(older):
            counted.add(key["kid"])
    sound = [key for kid, key in keys.items() if key["use"] == "sig" and kid not in void and safe(key)]
    named = [Token(key["enrolment"]["statement"], "enrolment").by(key)["witness"] for key in sound]
    need(counted == {*keys} and owner["witness"] in [None, *named], "a key that nobody who may has let in, or a witness")
    return keys
def safe(key): return not key["compromised_since"] and key["reason"] not in ("lost", "stolen", "suspected")
def ended(key, at): return bool(key["status_at"] and time(key["status_at"]) <= at)  # evidence.md: who could sign when
def in_force(key, at): return time(key["valid_from"]) <= at < time(key["valid_until"]) and not ended(key, at)
def doubtful(key, at): return bool(key["compromised_since"] and time(key["compromised_since"]) <= at)
def shared(key, at):  # then what it delegated may be another's
    since = key["compromised_since"] or not safe(key) and key["valid_from"]
    return bool(since and time(since) <= at)
def within(granted, said):  # what a contact person may sign
    names = {"type": "types", "purpose": "purposes"}
    return all(granted[names[name]] == ["*"] or said[name] in granted[names[name]] for name in names if name in said)
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
    stolen = key["person"] and shared(key["by"], key["at"]) and ended(key["by"], at)
    need(in_force(key, at) and not stolen and token.by(key), "a key not in force then, or delegated by a stolen one")
    return key
def check_suspension(part, trust):
    token, lines = logged(part, trust, "suspension"), sum((root["participants"]["keys"] for root in trust["roots"]), [])
    officers = [read_key({"kty": "OKP", "crv": "Ed25519", "x": encode(verifier(line)[2])}) for line in lines]
    by = next((each for each in officers if each["kid"] == token.name[1]), None) or find(token, trust, token.at)
    key, said, since = trust["keys"][token.said["kid"]], token.by(by), token.said["compromised_since"]
    need(said["participant"] == key["owner"] == by.get("owner", key["owner"]), "a suspension by another participant")
    need(time(since or said["at"]) <= time(said["at"]) and sha256(token.text).hexdigest() not in key["decides"], "decided")
    out = dict(status="suspended", status_at=token.leaf["at"], reason=said["reason"], compromised_since=since)
    if key["status"] == "active": key.update(out)
def check_delegation(part, trust):
    token = logged(part, trust, "delegation")
    by, key = find(token, trust, token.at), read_key(token.said["jwk"])
    need(by["owner"] == token.said["participant"] and key["signs"], "a delegation by another")
    trust["granted"].append(NOTHING | token.said | key | dict(by=by, index=token.index, at=token.at, owner=by["owner"]))
    return shared(by, token.at)
def check_message(part, trust):
    token = logged(part, trust, "record")
    said, leaf, by = token.said, token.leaf, find(token, trust, token.at, token.index)
    need((leaf["from"], leaf["id"], said["from"]) == (said["from"], said["id"], by["owner"]), "another's message")
    named, to = {name for name in said["to"] if not name.startswith("@")}, set(leaf["to"])
    need(named == to or named <= to and len(named) < len(said["to"]), "other recipients")
    need(not by["person"] or within(by, said) and said["type"] != "receipt", "beyond the delegation")
    token.person, token.doubt = by["person"], doubtful(by, token.at)
    return token
def check_approval(part, trust, sent):
    token = logged(part, trust, "approval")
    said, by = token.said, find(token, trust, sent.at, sent.index)
    need(token.index < sent.index and said["payload_sha256"] == sha256(sent.payload).hexdigest(), "other bytes, or late")
    need([said["participant"], by["owner"], said["person"]] == [sent.said["from"]] * 2 + [by["person"]], "another's name")
    need(sent.person not in (None, said["person"]) and sent.at < time(said["at"]) + datetime.timedelta(1), "not two")
    need(within(by, sent.said) and within(by, said), "beyond the approver's delegation")
def check_answer(part, trust, sent):
    token = check_message(part, trust)
    said, about = token.said, {"index": sent.index, "id": sent.said["id"], "sha256": sent.leaf["sha256"]}
    may = (dict.fromkeys(sent.leaf["to"], ["delivered", "processed", "rejected"]) | {"hub": ["expired"]})[said["from"]]
    need(said["type"] == "receipt" and about in said["record"]["messages"] and said["record"]["status"] in may, "another's")
    return token.doubt
def check_witnessed(part, trust, sent):
    check_place(part, trust, sent.place, sent.index)
    excluded = trust["roots"][-1]["witness_policy"]["excluded_state"]
    counting = {verifier(line)[2] for line, state in trust["witnesses"] if state is None or state != excluded}
    seen = {verifier(line)[2] for line in open_note(part["checkpoint"], {line for line, _ in trust["witnesses"]})[1]}
    need(len(counting & seen) > len(counting) // 2, "too few witnesses")
PLACE = dict(leaf="ascii", index=0, proof=["hash"], checkpoint="text")
SENT, STATED = dict(envelope="ascii", receipt=PLACE), dict(statement="ascii", receipt=PLACE)
TRUST = dict(roots=["text"], participants="text", status="text", suspensions=[STATED])
def read_bundle(raw):
    bundle = load(raw) if len(raw) <= MOST else need(False, "longer than 16 MiB")
    seen = None if bundle["witnessed"] is None else dict(checkpoint="text", proof=["hash"])
    like = dict(kind="text", message=SENT, receipts=[SENT], statements=[STATED], trust=TRUST, witnessed=seen)
    right = fits(bundle, like) and bundle["kind"] == "cis-evidence/1" and 0 < len(bundle["trust"]["roots"]) <= 256
    return (bundle, bundle["message"]["receipt"], bundle["statements"]) if right else need(False, "no evidence bundle")
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
        bundle, place, statements = read_bundle(raw)
        trust = take("trust-list", lambda: read_trust(bundle["trust"], anchor, time(load(place["leaf"])["at"])))
        take("inclusion", check_place, place, trust, place["leaf"], place["index"])
        take_all("suspension", bundle["trust"]["suspensions"], check_suspension, trust)
        delegations = [part for part in statements if b'"cis-delegation+jws"' in decode(part["statement"].split(".")[0])]
        take_all("delegation", delegations, check_delegation, trust)
        sent = take("envelope", check_message, bundle["message"], trust)
        take_all("approval", [part for part in statements if part not in delegations], check_approval, trust, sent)
        take_all("receipt", bundle["receipts"], check_answer, trust, sent)
        if bundle["witnessed"]: take("witnessed", check_witnessed, bundle["witnessed"], trust, sent)
    except Exception as error: return say(f"NO   {step[-1]}: {error!a}") or 1
    return 3 if anchor is None else 5 if doubts else 0
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", metavar="BUNDLE", help="the evidence bundle, a file of at most 16 MiB")
    parser.add_argument("--root", metavar="FILE|sha256:HEX", help="the root document that you trust, or its digest")
    given = parser.parse_args()
    try:
        raw, root = open(given.bundle, "rb").read(MOST + 1), given.root
        need(len(raw) <= MOST, f"{given.bundle} is longer than 16 MiB")
        named = re.fullmatch("sha256:([0-9a-f]{64})", root or "")
        anchor = named[1] if named else root if root is None else digest(open(root, "rb").read().decode("utf-8"))
    except (OSError, ValueError) as error: parser.error(error)
    status = check(raw, anchor)
    sys.exit(print({0: "Proven.", 1: "Not proven.", 3: "Not anchored.", 5: "Proven with a doubt."}[status]) or status)
if __name__ == "__main__": main()
