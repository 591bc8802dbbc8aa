// In the place of files.mjs in the one-file version: files are held in the page, compressed.
async function held(file) {
  const text = document.getElementById(`held:${file}`).textContent;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).arrayBuffer();
}

async function scriptOf(file) {
  return URL.createObjectURL(new Blob([await held(file)], { type: "text/javascript" }));
}

export async function addressOf(file) {
  return scriptOf(file);
}

// A module cannot be run in a worker from a file that was opened by a double-click, so the worker
// is one script of the old kind, and what it would fetch is given to it.
export async function makeWorker() {
  const names = JSON.parse(document.getElementById("given").textContent);
  const [script, ...contents] = await Promise.all([scriptOf("worker.js"), ...names.map(held)]);
  const worker = new Worker(script);
  worker.postMessage(Object.fromEntries(names.map((name, place) => [name, contents[place]])), contents);
  return worker;
}
