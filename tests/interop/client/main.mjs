// node main.mjs CONFIG sign FILE | push | receive | show
//
// CONFIG is JSON: url, origin, anchor, participant, key (a private JWK with kid), state (a path).
// FILE is a JSON list of {type, version, to, subject, agreement, purpose, record}. Exit status 3: something did not verify.
import { readFileSync } from "node:fs";
import { Refused } from "./bytes.mjs";
import { Client } from "./client.mjs";
import { State } from "./state.mjs";

const [, , configPath, command, file] = process.argv;
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

async function run(client, state) {
  if (command === "sign") for (const message of json(file)) await client.sign(message);
  if (command === "sign") return state.save();
  if (command === "push" || command === "receive") await client.trust();
  if (command === "push") await client.push();
  if (command === "receive")
    await client.receive((envelope) => {
      state.kept.applied.push({ id: envelope.id, from: envelope.from, type: envelope.type, record: envelope.record });
    });
}

try {
  const config = json(configPath);
  const state = new State(config.state);
  await run(new Client(config, state), state);
  const { inbox, outbox, applied } = state.kept;
  console.log(JSON.stringify({ inbox, outbox, applied }));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`refused: ${error.message}`);
  process.exitCode = 3;
}
