"""A stage game and all that is said of it, as plain values that JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from race_sim import words
from race_sim.game import Payoffs
from race_sim.games.equilibria import JointAction, Profile, best_replies
from race_sim.games.ordinal import OrdinalType, labelling
from race_sim.games.pareto import efficient

if TYPE_CHECKING:
    from race_sim.games.stage_game import StageGame

ACTION_KEYS = ("accelerate", "invest")  # by action


def as_dictionary(game: StageGame, rationality: float | None = None) -> dict[str, Any]:
    """All of a stage game; the logit equilibrium only if a rationality is given."""
    us, cn = game.us, game.cn
    found = {
        "game": {"name": game.name, "title": game.title, "meaning": words.game_in_words(us, cn)},
        "payoffs": {"us": us._asdict(), "cn": cn._asdict()},
        "best_replies": {"us": _replies(us), "cn": _replies(cn)},
        "pure_equilibria": [_joint(joint) for joint in game.pure_equilibria],
        "mixed_equilibrium": _profile(game.mixed_equilibrium),
        "equilibria": [_profile(profile) for profile in game.nash_equilibria],
        "infinitely_many_equilibria": game.is_continuum,
        "equilibrium_sets": [
            {"us_invests": list(one.us), "cn_invests": list(one.cn)} for one in game.nash_sets
        ],
        "payoff_dominant": _joint(game.payoff_dominant),
        "risk_dominant": _joint(game.risk_dominant),
        "pareto_efficient": [_joint(joint) for joint in efficient(us, cn)],
        "pareto_ranks": [
            {"us": ACTION_KEYS[one], "cn": ACTION_KEYS[two], "rank": rank}
            for (one, two), rank in game.pareto_ranks.items()
        ],
        "temptation": game.temptation._asdict(),
        "fear": game.fear._asdict(),
        "critical_belief": game.critical_belief._asdict(),
        "cooperation_index": game.cooperation_index._asdict(),
        "discount_threshold": {
            **game.discount_threshold._asdict(),
            "mutual": game.mutual_threshold,
        },
        "welfare": game.welfare._asdict(),
        "ordinal_type": _ordinal(game),
    }
    if rationality is not None:
        found["logit_equilibrium"] = game.logit_equilibrium(rationality)._asdict()
        found["logit_selection"] = _profile(game.logit_selection)
    return found


def _replies(own: Payoffs) -> dict[str, list[str]]:
    return {
        f"to_{key}": [ACTION_KEYS[reply] for reply in best_replies(own, rival)]
        for rival, key in enumerate(ACTION_KEYS)
    }


def _joint(joint: JointAction | None) -> dict[str, str] | None:
    return joint and {"us": ACTION_KEYS[joint[0]], "cn": ACTION_KEYS[joint[1]]}


def _profile(profile: Profile | None) -> dict[str, float] | None:
    return profile and {"us_invests": profile[0], "cn_invests": profile[1]}


def _type(ordinal: OrdinalType) -> dict[str, Any]:
    return {"key": ordinal.key, "title": ordinal.title, "number": ordinal.number}


def _ordinal(game: StageGame) -> dict[str, Any]:
    """The ordinal type, or the border between several, and which actions oblige the other."""
    types, labels = game.ordinal_types, labelling(game.us, game.cn)
    return {
        "strict": len(types) == 1,
        "types": [_type(one) for one in types],
        "obliging": labels and {"us": ACTION_KEYS[labels.us], "cn": ACTION_KEYS[labels.cn]},
    }
