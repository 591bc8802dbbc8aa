"""Answers to the exercises of the lessons that are wrong: expressions, by the number of a lesson.

Each exercise of a lesson has a list of its own, in order.
"""

WRONG = {
    "01": [["0.032", "0.1", "0.3", "-1.0", "'much'"]],
    "02": [["0.861", "cn_needs", "4 * cn_needs", "cn_needs / 4", "'long'", "True"]],
    "03": [["4", "30", "17.5", "'far'", "1000"]],
    "04": [["97", "60.0", "31", "'none'", "float('nan')"]],
    "05": [["13", "-12", "0.87", "50", "True"]],
    "06": [["0.3", "0.1", "-1.0", "'much'", "0.22"]],
    "07": [["0.5", "1.0", "0.88", "0.9", "2.0", "'sure'"]],
    "08": [["0.6", "0.9", "0.01", "1.5", "'often'"]],
    "09": [
        [
            '{"payoffs.contest": "linear"}',
            '{"payoffs.rivalry": 2.0, "payoffs.harm_aversion": 0.001}',
            '{"us.policy": "always-accelerate"}',
            '{"payoffs.rivlary": 2.0}',
            "{1: 2.0}",
            "2.0",
        ]
    ],
}
