"""The page: the race in a browser, played by the very rules that studies run.

- `door`: `call(request)`, the one way in, in JSON, without state;
- `game_record`, `standing`, `endings`, `views`: a game as it travels, where it stands, its equally
  likely endings, and what a player is told;
- `checking`, `scenario_data`: strict reading; scenarios without pydantic (`scenarios.json`);
- `javascript`, `kernel.js`, `playing`: the rule book in JavaScript, for endings in a browser.

All but `javascript` runs on the standard library alone.
"""
