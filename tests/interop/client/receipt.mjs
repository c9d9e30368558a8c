// Leaves and accepted receipts: what the hub's log says, with its proof.
import { base64, exactly, need, parse } from "./bytes.mjs";
import { verifyInclusion } from "./merkle.mjs";
import { openCheckpoint } from "./note.mjs";

const LEAF = ["v", "hub", "kind", "id", "from", "to", "sha256", "at", "trust", "agreement"];

export function messageLeaf(text, origin) {
  const leaf = parse(Buffer.from(text));
  exactly(leaf, ...LEAF);
  need(JSON.stringify(leaf) === text && /^[\x20-\x7e]+$/.test(text), "a leaf in another spelling");
  need(leaf.v === 1 && leaf.kind === "message" && leaf.hub === origin, "a leaf of another hub");
  return leaf;
}

export function placed({ leaf, index, proof }, checkpoint) {
  const { size, root } = checkpoint;
  verifyInclusion({ leaf: Buffer.from(leaf), index, size, proof: proof.map(base64), root });
  return messageLeaf(leaf, checkpoint.origin);
}

// Returns leaf and checkpoint of the receipt for a message that we sent.
export function verifyReceipt(receipt, sent, log) {
  exactly(receipt, "leaf", "index", "proof", "checkpoint");
  const checkpoint = { ...openCheckpoint(receipt.checkpoint, log), origin: log.name };
  const leaf = placed(receipt, checkpoint);
  need(leaf.id === sent.id && leaf.from === sent.from && leaf.sha256 === sent.sha256, "a receipt of something else");
  return { leaf, checkpoint };
}
