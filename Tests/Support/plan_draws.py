"""Draws combinations as docs/collections.md tells it, by looking at every combination that is left, in exact fractions.

Takes {"seed", "count", "wheels": [{"purpose", "parts": [[name, weight], …]}, …]} on standard input, and gives the names that
are drawn, work by work.
"""
import itertools
import json
import sys
from fractions import Fraction

MASK = (1 << 64) - 1


def split_mix(state):
    """One step of splitmix64.c (Vigna, prng.di.unimi.it): the number, then the new state."""
    state = (state + 0x9E3779B97F4A7C15) & MASK
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31), state


def fnv(text):
    digest = 0xCBF29CE484222325
    for byte in text.encode():
        digest = ((digest ^ byte) * 0x100000001B3) & MASK
    return digest


def share(seed, purpose, position):
    first, _ = split_mix(seed)
    second, _ = split_mix(first ^ fnv(purpose))
    number, _ = split_mix(second ^ position)
    return Fraction(number >> 11, 1 << 53)


given = json.load(sys.stdin)
wheels = [
    (wheel["purpose"], sorted((name, Fraction(weight)) for name, weight in wheel["parts"])) for wheel in given["wheels"]
]
left = {}
for parts in itertools.product(*(parts for _, parts in wheels)):
    weight = Fraction(1)
    for _, part in parts:
        weight *= part
    left[tuple(name for name, _ in parts)] = weight

drawn = []
for position in range(given["count"]):
    chosen = ()
    for level, (purpose, parts) in enumerate(wheels):
        weights = {}
        for names, weight in left.items():
            if names[:level] == chosen:
                weights[names[level]] = weights.get(names[level], 0) + weight
        rest = share(given["seed"], purpose, position) * sum(weights.values())
        for name, _ in parts:
            if name in weights:
                last = name
                rest -= weights[name]
                if rest < 0:
                    break
        chosen += (last,)
    del left[chosen]
    drawn.append(list(chosen))
json.dump(drawn, sys.stdout)
