"""Talent: restriction drives researchers out, some to the rival; quiet brings them back."""


def talent_loss(talent: float, restriction: float, outflow: float, step: float) -> float:
    """Talent that leaves in one step."""
    return outflow * restriction * talent * step


def talent_after(
    talent: float, lost: float, rival_lost: float, to_rival: float, return_rate: float, step: float
) -> float:
    """Talent after one step: less who left, plus who came from the rival, and the slow return."""
    return talent - lost + to_rival * rival_lost + return_rate * (1.0 - talent) * step
