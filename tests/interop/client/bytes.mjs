// Spellings: base64 and base64url in their one form, digests, JSON.
import { createHash } from "node:crypto";

export class Refused extends Error {}

export function need(holds, what) {
  if (!holds) throw new Refused(what);
}

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

export const digest = (bytes) => sha256(bytes).toString("hex");

export function base64(text) {
  const bytes = Buffer.from(String(text), "base64");
  need(bytes.toString("base64") === text, "base64 in another spelling");
  return bytes;
}

export function base64url(text) {
  const bytes = Buffer.from(String(text), "base64url");
  need(bytes.toString("base64url") === text, "base64url in another spelling");
  return bytes;
}

export function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Refused("no JSON");
  }
}

export function exactly(object, ...members) {
  need(object !== null && typeof object === "object" && !Array.isArray(object), "no object");
  need(Object.keys(object).sort().join() === [...members].sort().join(), "other members than they must be");
}
