// What the client remembers: one file, written whole and then renamed, so that a kill leaves the old one or the new one.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const NOTHING = { inbox: { urgent: 0, ordinary: 0 }, outbox: {}, done: {}, applied: [], checkpoint: null, trust: null };

function flush(path) {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

export class State {
  constructor(path) {
    this.path = path;
    this.kept = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : structuredClone(NOTHING);
  }

  save() {
    const file = openSync(`${this.path}.new`, "w", 0o600);
    writeSync(file, JSON.stringify(this.kept));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.path}.new`, this.path);
    flush(dirname(this.path));
  }
}
