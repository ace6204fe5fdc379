"""How is `python -m benchmarks.fuzz --messages 1000000 --seed 1` run and answered?"""

import argparse
import sys

from benchmarks.fuzz.run import Result, fuzz


def main() -> None:
    """Fuzz every decoder; end with 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Give decoders mutated messages.")
    parser.add_argument("--messages", type=int, default=1_000_000, help="how many, over all decoders")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same messages")
    chosen = parser.parse_args()
    if chosen.messages < 1:
        parser.error("argument --messages: at least one message shows something")
    result = fuzz(chosen.messages, chosen.seed)
    sys.stdout.write(table(result, chosen.seed))
    sys.exit(1 if result.failures else 0)


def table(result: Result, seed: int) -> str:
    """Return the counts by decoder and reason, and the failures, for people."""
    names = dict.fromkeys([*result.taken, *(name for name, _ in result.refused)])
    lines = [f"{result.messages} messages, seed {seed}, {result.seconds:.0f} s, {len(result.failures)} failures"]
    for name in names:
        lines.append(f"{name}: {result.taken[name]} taken")
        of_name = [(count, reason) for (of, reason), count in result.refused.items() if of == name]
        lines += [f"    {count:>8} {reason}" for count, reason in sorted(of_name, reverse=True)]
    return "\n".join([*lines, *result.failures]) + "\n"


if __name__ == "__main__":
    main()
