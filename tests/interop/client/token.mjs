// Tokens: JWS Compact with exactly alg, kid, typ.
import { CompactSign, compactVerify, importJWK } from "jose";
import { base64url, exactly, need, parse, Refused } from "./bytes.mjs";

export const ENVELOPE = "cis-record+jws";
export const ACCESS = "cis-access+jwt";
export const ENROLMENT = "cis-enrolment+jws";
const ALGORITHMS = { "Ed25519": "Ed25519", "P-256": "ES256" };

export async function sign(payload, jwk, typ) {
  const alg = ALGORITHMS[jwk.crv];
  const bytes = typeof payload === "string" ? Buffer.from(payload) : Buffer.from(JSON.stringify(payload));
  return new CompactSign(bytes).setProtectedHeader({ alg, kid: jwk.kid, typ }).sign(await importJWK(jwk, alg));
}

// The header, and the payload's bytes that nobody vouches for yet.
export function read(token, typ) {
  const parts = String(token).split(".");
  need(parts.length === 3, "no token");
  const [header, payload] = [parse(base64url(parts[0])), base64url(parts[1])];
  exactly(header, "alg", "kid", "typ");
  need(header.typ === typ, "another kind of token");
  return { header, payload };
}

export async function verify(token, jwk, typ) {
  const { header, payload } = read(token, typ);
  need(header.kid === jwk.kid && header.alg === ALGORITHMS[jwk.crv], "not this key's");
  try {
    await compactVerify(token, await importJWK(jwk, header.alg), { algorithms: [header.alg] });
  } catch {
    throw new Refused("the signature does not hold");
  }
  return payload;
}
