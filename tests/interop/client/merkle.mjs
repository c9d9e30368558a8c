// Proofs of RFC 9162. Places and sizes are BigInt below, as shifts of numbers end at 32 bits.
import { need, sha256 } from "./bytes.mjs";

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export const leafHash = (leaf) => sha256(LEAF, leaf);

const nodeHash = (left, right) => sha256(NODE, left, right);

const isOdd = (number) => (number & 1n) === 1n;

function place(number) {
  need(Number.isSafeInteger(number) && number >= 0, "no place in a log");
  return BigInt(number);
}

export function verifyInclusion({ leaf, index, size, proof, root }) {
  let [at, last, hash] = [place(index), place(size) - 1n, leafHash(leaf)];
  need(at <= last && proof.length <= 64, "the place is beyond the log");
  for (const step of proof) {
    need(last > 0n && step.length === 32, "the proof is too long");
    if (isOdd(at) || at === last) {
      hash = nodeHash(step, hash);
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else {
      hash = nodeHash(hash, step);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  need(last === 0n && hash.equals(root), "the proof does not lead to the root");
}

export function verifyConsistency({ first, firstRoot, second, secondRoot, proof }) {
  const [earlier, later] = [place(first), place(second)];
  need(earlier > 0n && earlier < later && proof.length <= 64, "the sizes do not follow each other");
  const steps = (earlier & (earlier - 1n)) === 0n ? [firstRoot, ...proof] : [...proof];
  need(steps.length > 0 && steps.every((step) => step.length === 32), "the proof is too short");
  let [at, last] = [earlier - 1n, later - 1n];
  while (isOdd(at)) [at, last] = [at >> 1n, last >> 1n];
  let [old, young] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    need(last > 0n, "the proof is too long");
    if (isOdd(at) || at === last) {
      [old, young] = [nodeHash(step, old), nodeHash(step, young)];
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else {
      young = nodeHash(young, step);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  need(last === 0n && old.equals(firstRoot) && young.equals(secondRoot), "one log does not continue the other");
}
