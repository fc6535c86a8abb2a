// Renders with docxtemplater, as its documentation shows it. Lines in: "kind times"; lines out: milliseconds of one document.
// "kind" alone, followed by a path, writes the document there.
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const folder = process.argv[2];
const { createRequire } = require("module");
const load = createRequire(path.join(path.resolve(folder), "node_modules", "x.js"));
const Docxtemplater = load("docxtemplater");
const PizZip = load("pizzip");

const work = {};
for (const kind of process.argv.slice(3)) {
  work[kind] = [fs.readFileSync(path.join(folder, kind + ".docx")), JSON.parse(fs.readFileSync(path.join(folder, kind + ".json")))];
}

function render([template, data]) {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  document.render(data);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

console.log(load("docxtemplater/package.json").version);
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [kind, times] = line.split(" ");
  if (isNaN(times)) {
    fs.writeFileSync(times, render(work[kind]));
    console.log("written");
    return;
  }
  const begin = process.hrtime.bigint();
  for (let n = 0; n < Number(times); n++) render(work[kind]);
  console.log(String(Number(process.hrtime.bigint() - begin) / 1e6 / Number(times)));
});
