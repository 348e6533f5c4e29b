"""Compares this build with an earlier one: backups and restores of both, in turn, in one run; see run.sh.

Both gateways are warm services, and one is busy at a time. Each has a copy of the same corpus, since a restore replaces the tree. The order is
swapped from round to round, and ratios are taken within a round, since the machine's speed varies.
"""

import argparse, math, os, shutil, signal, statistics, subprocess, sys

from compare import STORE, WORK, Product, Sshd, make_corpus, settle

FULL_CORPUS_MIB = 1025
WARM_UPS = 6
MEASURES = [("backup", "CPU", "cpu"), ("backup", "wall", "seconds"), ("restore", "CPU", "cpu"), ("restore", "wall", "seconds")]


def main():
    parser = argparse.ArgumentParser()
    for name in ["this", "that", "that-name", "target"]:
        parser.add_argument(f"--{name}", required=True)
    for name in ["mib", "rounds"]:
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--keep-caches", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that both gateways are ended.

    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(STORE)
    trees = [f"{WORK}/gateway-{name}" for name in ["this", "that"]]
    make_corpus(trees[0], options.mib / FULL_CORPUS_MIB)
    subprocess.run(["cp", "-a", *trees], check=True)
    running = []
    try:
        sshd = None
        if options.target == "sftp":
            sshd = Sshd()
            running.append(sshd)
        builds = []
        for name, archive, tree in zip(["this", options.that_name], [options.this, options.that], trees):
            builds.append(Build(name, archive, tree, sshd))
            running.append(builds[-1])
        measure("warm-up", builds, WARM_UPS, not options.keep_caches)
        report(measure("round", builds, options.rounds, not options.keep_caches), options)
    finally:
        for process in reversed(running):
            process.stop()


class Build(Product):
    """One of the two builds. Each look at a job costs CPU: there is none before 30 % of the time that the fastest one took. After that
    the pauses are 3 % of that time, which is how fine the wall time is measured."""

    def __init__(self, *arguments):
        self.shortest = {}
        super().__init__(*arguments)

    def pause(self, what, looks):
        if what not in self.shortest:
            return 0.05
        return (0.3 if looks == 0 else 0.03) * self.shortest[what]

    def job(self, what):
        run = super().job(what)
        self.shortest[what] = min(run.seconds, self.shortest.get(what, run.seconds))
        return run


def measure(label, builds, rounds, drop_caches):
    """The runs of each round: by build (this, that), by job."""
    results = []
    for number in range(rounds):
        runs = {}
        for build in builds if number % 2 == 0 else reversed(builds):
            build.clean()
            settle(build.tree, drop_caches)
            backup = build.backup()
            settle(build.store, drop_caches)
            runs[build] = {"backup": backup, "restore": build.restore()}
        results.append([runs[build] for build in builds])
        print(f"{label:8}{number + 1:2}  " + "   ".join(
            f"{build.name}: " + ", ".join(f"{job} {runs[build][job].cpu:.2f} s CPU, {runs[build][job].seconds:.2f} s" for job in runs[build])
            for build in builds), flush=True)
    return results


def report(results, options):
    print(f"\nRatios this / {options.that_name}: medians of {len(results)} rounds, target {options.target}, {options.mib} MiB; "
          "below 1 means that this build needs less.")
    print(f"{'':14}{'ratio':>8}   {'interval':16}{'this':>9}{options.that_name:>14}")
    for job, label, field in MEASURES:
        this, that = ([getattr(runs[index][job], field) for runs in results] for index in [0, 1])
        ratios = [mine / theirs for mine, theirs in zip(this, that)]
        low, high, _ = interval(ratios)
        print(f"{job + ' ' + label:14}{statistics.median(ratios):>8.3f}   {f'{low:.3f} to {high:.3f}':16}"
              f"{statistics.median(this):>7.2f} s{statistics.median(that):>12.2f} s")
    coverage = interval([0] * len(results))[2]
    few = "" if coverage >= 0.95 else "; 95 % take six rounds or more"
    print("The interval is that of the median by order statistics (binomial, no assumption about the distribution); "
          f"it covers {100 * coverage:.1f} %{few}.")


def interval(ratios):
    """The narrowest interval of the median between two of the ratios, at the same rank from both ends, that covers 95 %, or else all
    of them; and what it covers."""
    ordered, count = sorted(ratios), len(ratios)
    rank, tail = 0, 0.5 ** count  # tail: the probability that the median is below the ratio of that rank
    while rank + 1 < count // 2:
        wider = tail + math.comb(count, rank + 1) * 0.5 ** count
        if 1 - 2 * wider < 0.95:
            break
        rank, tail = rank + 1, wider
    return ordered[rank], ordered[count - 1 - rank], max(0.0, 1 - 2 * tail)


if __name__ == "__main__":
    main()
