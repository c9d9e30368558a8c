// Signed notes, and the two things that are read from them: documents and checkpoints.
import { createPublicKey, verify } from "node:crypto";
import { base64, need, parse, sha256 } from "./bytes.mjs";

const ED25519 = 1;
const LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u;

export function verifierKey(line) {
  const [, name, hash, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/u.exec(line) ?? [];
  need(name, "no verifier key");
  const bytes = base64(encoded);
  need(bytes.length === 33 && sha256(`${name}\n`, bytes).subarray(0, 4).toString("hex") === hash, "no verifier key");
  const x = bytes.subarray(1).toString("base64url");
  const key = bytes[0] === ED25519 ? createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }) : null;
  return { line, name, hash, x, key };
}

function divide(raw) {
  const end = raw.lastIndexOf("\n\n");
  need(end > 0 && raw.endsWith("\n") && end + 2 < raw.length, "no note");
  const lines = raw.slice(end + 2, -1).split("\n").map((line) => LINE.exec(line));
  need(lines.length <= 100 && lines.every(Boolean), "no note");
  return { text: raw.slice(0, end + 1), signatures: lines.map(([, name, bytes]) => ({ name, bytes: base64(bytes) })) };
}

// Returns the text, if so many of these keys signed it.
export function open(raw, keys, threshold = 1) {
  const { text, signatures } = divide(raw);
  const signed = new Set();
  for (const { name, bytes } of signatures) {
    const key = keys.find((each) => each.name === name && each.hash === bytes.subarray(0, 4).toString("hex"));
    if (key === undefined) continue;
    need(bytes.length === 68 && verify(null, Buffer.from(text), key.key, bytes.subarray(4)), "a wrong signature");
    signed.add(key.x);
  }
  need(signed.size >= threshold, "too few signatures");
  return text;
}

export const digestedText = (raw) => Buffer.from(divide(raw).text);

export function openDocument(raw, keys, threshold, kind) {
  const text = open(raw, keys, threshold);
  const document = parse(Buffer.from(text));
  need(`${JSON.stringify(document, null, 2)}\n` === text, "a document in another spelling");
  need(document.kind === kind, "another kind of document");
  return document;
}

export function openCheckpoint(raw, log) {
  const lines = open(raw, [log]).split("\n");
  need(lines.length >= 4 && lines.pop() === "" && lines.every(Boolean), "no checkpoint");
  const [origin, size, encoded] = lines;
  need(origin === log.name, "a checkpoint of another log");
  need(/^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size)), "no checkpoint");
  const root = base64(encoded);
  need(root.length === 32, "no checkpoint");
  return { size: Number(size), root, raw };
}
