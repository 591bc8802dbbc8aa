"""Structural honesty: what the headline results owe to the form of the model.

`headlines` measures about a dozen results, `alternatives` holds other plausible forms of the
model, `ablations` switches mechanisms off one by one, `steps` takes shorter steps, `verdict` says
what flips, and `tables` writes it all down.
"""
