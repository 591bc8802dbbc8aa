// Python with the door of race_sim in it, and the rules in JavaScript for the endings.
const PREPARE = `
import sys
sys.path.insert(0, "/race_sim.zip")
import json
from race_sim.page import endings
from race_sim.page.browser_endings import browser_player
from race_sim.page.door import call

endings.use(browser_player(play_endings))

def answer(text):
    return json.dumps(call(json.loads(text)), separators=(",", ":"), allow_nan=False)

answer
`;

// A function from a request to its answer, both in JSON.
export function doorIn(python, library, playEndings) {
  python.FS.writeFile("/race_sim.zip", new Uint8Array(library));
  python.globals.set("play_endings", playEndings);
  return python.runPython(PREPARE);
}
