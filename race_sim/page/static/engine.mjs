// The way to the rules: a request goes to the server on this machine, or to Python in a worker.
import { makeWorker } from "./files.mjs";

const kind = document.querySelector('meta[name="engine"]').content;

let worker = null;
let sent = 0;
let progress = 0;
let hear = () => {};
const waiting = new Map();

const problem = (message) => ({ error: { message, problems: [] } });

// A worker is started at once, while the rest of the page is still on its way.
const ready = kind === "server" ? Promise.resolve() : startWorker();
ready.catch(() => {}); // told by `start`

async function startWorker() {
  worker = await makeWorker();
  await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) {
        reject(new Error(data.failed));
      } else if (data.progress !== undefined) {
        progress = data.progress;
        hear(progress);
      } else if (data.ready) {
        resolve();
      } else {
        answered(data.number, JSON.parse(data.answer));
      }
    };
    worker.onerror = (event) => {
      const message = event.message || "the worker failed";
      reject(new Error(message));
      for (const number of [...waiting.keys()]) answered(number, problem(message));
    };
  });
}

// Get ready to answer; `tell` hears how far it is, from 0 to 1.
export async function start(tell = () => {}) {
  hear = tell;
  hear(progress);
  await ready;
  hear(1);
}

function answered(number, answer) {
  const resolve = waiting.get(number);
  waiting.delete(number);
  resolve(answer);
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
    return problem("unreachable");
  }
}
