"""The race for other programs: `otree` writes an app for classes of real pairs of people.

`telling` and `drawing` say and draw for such a class what its race has come to; they need the
standard library only and travel with the app.
"""
