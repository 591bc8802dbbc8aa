"""The page without a server: a folder of files, and one file.

- `library`: the part of race_sim that the page needs, as a zip;
- `pyodide`: Python for browsers, from the npm registry or a folder;
- `bundle`: JavaScript modules as one script, since browsers load none from a file;
- `static`: the two versions.
"""
