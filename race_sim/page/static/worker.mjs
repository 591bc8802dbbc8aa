// Python in a worker: the door of race_sim, with the rules in JavaScript for the endings.
import { loadPyodide } from "./pyodide/pyodide.mjs";
import { playEndings } from "./rules.mjs";

const PREPARE = `
import sys
sys.path.insert(0, "/library")
import json
from race_sim.page import endings
from race_sim.page.browser_endings import browser_player
from race_sim.page.door import call

endings.use(browser_player(play_endings))

def answer(text):
    return json.dumps(call(json.loads(text)), separators=(",", ":"), allow_nan=False)

answer
`;

async function prepare() {
  const told = (progress) => postMessage({ progress });
  told(0.05);
  const [python, library] = await Promise.all([
    loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href }),
    fetch(new URL("./race_sim.zip", import.meta.url)).then((answer) => answer.arrayBuffer()),
  ]);
  told(0.8);
  python.unpackArchive(library, "zip", { extractDir: "/library" });
  python.globals.set("play_endings", playEndings);
  const answer = python.runPython(PREPARE);
  told(1);
  return answer;
}

try {
  const answer = await prepare();
  onmessage = ({ data }) => {
    postMessage({ number: data.number, answer: answer(data.request) });
  };
  postMessage({ ready: true });
} catch (error) {
  postMessage({ failed: `${error}` });
}
