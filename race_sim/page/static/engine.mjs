// The way to the rules: a request goes to the server on this machine, or to Python in a worker.
const kind = document.querySelector('meta[name="engine"]').content;

let worker = null;
let sent = 0;
const waiting = new Map();

// Get ready to answer; `tell` hears how far it is, from 0 to 1.
export async function start(tell = () => {}) {
  if (kind === "server") {
    tell(1);
    return;
  }
  const { makeWorker } = await import("./worker_start.mjs");
  worker = await makeWorker();
  await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      else if (data.progress !== undefined) tell(data.progress);
      else if (data.ready) resolve();
      else answered(data);
    };
    worker.onerror = (event) => reject(new Error(event.message || "the worker failed"));
  });
}

function answered({ number, answer }) {
  const resolve = waiting.get(number);
  waiting.delete(number);
  resolve(JSON.parse(answer));
}

// Ask the door. The answer has `error` if it could not be given; nothing is thrown for that.
export async function call(request) {
  if (worker) {
    sent += 1;
    const number = sent;
    const answer = new Promise((resolve) => waiting.set(number, resolve));
    worker.postMessage({ number, request: JSON.stringify(request) });
    return answer;
  }
  try {
    const answer = await fetch("call", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    return await answer.json();
  } catch {
    return { error: { message: "unreachable", problems: [] } };
  }
}
