"""The page without a server: a folder of files, and one file.

- `library`: the part of race_sim that the page needs, as a zip;
- `pyodide`: Python for browsers, from the npm registry or a folder;
- `byte_code`: both compiled by Pyodide in Node.js, so that the page starts quickly;
- `bundle`: JavaScript modules as one script, since browsers load none from a file;
- `one_file`: all of it in one HTML file;
- `static`: both versions, written to a folder.
"""
