"""The rule book of the race: plain scalar functions, one idea a file.

Every function here takes numbers and gives numbers. Nothing is imported but the standard
library, so that the Mesa model, the compiled loop and a web page can run the same lines.
Arithmetic is kept to operations that IEEE 754 defines to the last bit (see `arithmetic`),
which is why the same world comes out bit for bit the same in all of them.
"""
