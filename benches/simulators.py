"""The simulation beside SimPy and Ciw on one queue, in one run: contacts a second on one core.

    cargo build --release && python3 benches/simulators.py

One queue with 200 contacts each half hour of three minutes, 24 agents, a patience of two minutes, log-normal handle
times with a standard deviation equal to their mean: what benches/simulation.rs measures. callboard is called as a
planner calls it, reading and writing files and all, so that its figure is a lower bound; whatever of SimPy and Ciw is
not installed is skipped (pip install simpy ciw).
"""

import csv
import datetime
import importlib.util
import json
import math
import pathlib
import random
import subprocess
import tempfile
import time

RATE, AHT, PATIENCE, AGENTS, WITHIN = 200 / 1800, 180.0, 120.0, 24, 20.0
SIGMA = math.sqrt(math.log(2.0))
DAYS = 7


def handle_time(draw):
    return draw.lognormvariate(math.log(AHT) - SIGMA**2 / 2, SIGMA)


def with_simpy(seconds):
    import simpy

    draw = random.Random(1)
    env = simpy.Environment()
    agents = simpy.Resource(env, AGENTS)
    seen = {"offered": 0, "in_time": 0}

    def contact():
        came = env.now
        with agents.request() as free:
            answered = yield free | env.timeout(draw.expovariate(1 / PATIENCE))
            if free in answered:
                seen["in_time"] += env.now - came <= WITHIN
                yield env.timeout(handle_time(draw))

    def arrivals():
        while True:
            yield env.timeout(draw.expovariate(RATE))
            seen["offered"] += 1
            env.process(contact())

    env.process(arrivals())
    env.run(until=seconds)
    return seen["offered"], seen["in_time"] / seen["offered"]


def with_ciw(seconds):
    import ciw

    ciw.seed(1)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(RATE)],
        service_distributions=[ciw.dists.Lognormal(math.log(AHT) - SIGMA**2 / 2, SIGMA)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(seconds)
    records = simulation.get_all_records()
    in_time = sum(r.record_type == "service" and r.waiting_time <= WITHIN for r in records)
    return len(records), in_time / len(records)


def with_callboard(replications):
    root = pathlib.Path(__file__).resolve().parent.parent
    program = root / "target" / "release" / "callboard"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_plan(folder)
        call = [str(program), "simulate", str(folder), "--roster", str(folder / "roster.csv"), "--json"]
        run = subprocess.run(
            call + ["--threads", "1", "--replications", str(replications)], capture_output=True, text=True
        )
        if run.returncode > 1:
            raise SystemExit(run.stderr)
        summary = json.loads(run.stdout)
        return summary["model"]["contacts_simulated"], summary["queues"][0]["service"]["mean"]


def write_plan(folder):
    (folder / "plan.toml").write_text(
        f"""name = "Bench"
time_zone = "UTC"
start = 2026-03-02
days = {DAYS}
interval_minutes = 30
currency = "EUR"
[[queue]]
id = "voice"
channel = "voice"
open = "24/7"
aht_seconds = {AHT:.0f}
patience_seconds = {PATIENCE:.0f}
[queue.sla]
answered = "80% in {WITHIN:.0f}s"
measured = "plan"
[shrinkage]
[[shift]]
id = "day"
starts = "00:00"
lengths = "24h"
breaks = []
[[contract]]
id = "all"
hours_per_week = "0h-168h"
wage_per_hour = 1
min_rest = "0h"
"""
    )
    first = datetime.datetime(2026, 3, 2)
    with open(folder / "forecast.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["start", "queue", "volume"])
        for half_hour in range(48 * DAYS):
            rows.writerow([(first + datetime.timedelta(minutes=30 * half_hour)).isoformat(), "voice", 200])
    with open(folder / "agents.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "contract", "skills"])
        rows.writerows([f"A{agent}", f"Agent {agent}", "all", "voice"] for agent in range(AGENTS))
    with open(folder / "roster.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["agent", "start", "end"])
        for agent in range(AGENTS):
            for day in range(DAYS):
                start = first + datetime.timedelta(days=day)
                rows.writerow([f"A{agent}", start.isoformat(), (start + datetime.timedelta(days=1)).isoformat()])


def measure(name, simulate, size):
    before = time.perf_counter()
    contacts, share = simulate(size)
    taken = time.perf_counter() - before
    print(f"{name:<10} {contacts:>12,} contacts {taken:8.2f} s {contacts / taken:>14,.0f} a second   {share:.4f} in time")
    return contacts / taken


def main():
    ours = measure("callboard", with_callboard, 200)
    for name, simulate, days in [("simpy", with_simpy, 7), ("ciw", with_ciw, 2)]:
        if importlib.util.find_spec(name) is None:
            print(f"{name:<10} not installed, skipped")
            continue
        theirs = measure(name, simulate, 86_400.0 * days)
        print(f"{'':<10} callboard is {ours / theirs:,.0f} times as fast")


if __name__ == "__main__":
    main()
