"""The page: the race in a browser, played by the very rules that studies run.

- `door`: `call(request)`, the one way in, in JSON, without state;
- `game_record`, `standing`, `endings`, `views`: a game as it travels, where it stands, its equally
  likely endings, and what a player is told;
- `checking`, `scenario_data`: strict reading; scenarios without pydantic (`scenarios.json`);
- `javascript`, `translator`, `javascript_names`, `kernel.js`, `playing`: the rule book in
  JavaScript, for endings in a browser;
- `browser_endings`, `compiled_endings`: endings played by these rules, or by the compiled loop;
- `server`, `static_files`, `static/`: the page on this machine; `build/`: without a server.

All but `compiled_endings` runs on the standard library alone.
"""
