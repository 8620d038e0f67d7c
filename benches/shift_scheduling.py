"""callboard's rosters beside CP-SAT and HiGHS on the public shift-scheduling instances (Curtois and Qu 2014).

    cargo build --release --example shift_scheduling
    CALLBOARD_BENCH=... python3 benches/shift_scheduling.py [--time-limit 60] [--threads 2] [Instance1 ...]

The solvers get the compact integer program: a binary for each agent, day and shift type, and every rule linear.
Instances, and best_known.csv with the best values published, are looked for in the folder shift_scheduling of
CALLBOARD_BENCH. Whatever of ortools and highspy is not installed is skipped (pip install ortools highspy). Every
solution is judged by the example's own judge: what is shown is its objective, `-` where there is no legal solution.
"""

import argparse
import csv
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile
import time

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "target" / "release" / "examples" / "shift_scheduling"


class Instance:
    """An instance as its file says it; days, agents and shifts by index."""

    def __init__(self, path):
        sections = sections_of(path)
        self.days = int(sections["HORIZON"][0][0])
        shifts = sections["SHIFTS"]
        self.shifts = [row[0] for row in shifts]
        self.minutes = [int(row[1]) for row in shifts]
        index = {shift: place for place, shift in enumerate(self.shifts)}
        self.not_followed_by = [[index[other] for other in row[2].split("|") if other] for row in shifts]
        self.agents = [row[0] for row in sections["STAFF"]]
        self.rules = [[int(number) for number in row[2:]] for row in sections["STAFF"]]
        self.limits = [
            {index[limit.split("=")[0]]: int(limit.split("=")[1]) for limit in row[1].split("|") if limit}
            for row in sections["STAFF"]
        ]
        agent = {agent: place for place, agent in enumerate(self.agents)}
        self.days_off = {(agent[row[0]], int(day)) for row in sections["DAYS_OFF"] for day in row[1:]}
        wish = lambda row: (agent[row[0]], int(row[1]), index[row[2]], int(row[3]))
        self.wanted = [wish(row) for row in sections["SHIFT_ON_REQUESTS"]]
        self.unwanted = [wish(row) for row in sections["SHIFT_OFF_REQUESTS"]]
        self.cover = [(int(row[0]), index[row[1]], *map(int, row[2:])) for row in sections["COVER"]]


def sections_of(path):
    sections, here = {}, None
    for line in path.read_text().splitlines():
        line = line.strip()
        if line.startswith("SECTION_"):
            here = sections.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            here.append([field.strip() for field in line.split(",")])
    return sections


class Program:
    """min c x, l <= A x <= u: columns by index, all whole; rows as lists of (column, entry)."""

    def __init__(self):
        self.costs, self.uppers, self.rows, self.constant = [], [], [], 0

    def column(self, upper, cost=0):
        self.costs.append(cost)
        self.uppers.append(upper)
        return len(self.costs) - 1

    def row(self, least, most, entries):
        self.rows.append((least, most, entries))


def compact(instance):
    """The compact program, and its columns by agent, day and shift."""
    program = Program()
    shifts = range(len(instance.shifts))
    x = [
        [[program.column(int((agent, day) not in instance.days_off)) for _ in shifts] for day in range(instance.days)]
        for agent in range(len(instance.agents))
    ]
    for agent, line in enumerate(x):
        rules(program, instance, agent, line)
    for agent, day, shift, weight in instance.wanted:
        program.costs[x[agent][day][shift]] -= weight
        program.constant += weight
    for agent, day, shift, weight in instance.unwanted:
        program.costs[x[agent][day][shift]] += weight
    for day, shift, required, under, over in instance.cover:
        missing, extra = program.column(required, under), program.column(len(x), over)
        there = [(line[day][shift], 1) for line in x]
        program.row(required, required, there + [(missing, 1), (extra, -1)])
    return program, x


def rules(program, instance, agent, line):
    most, least, most_run, least_run, least_off, weekends = instance.rules[agent]
    days, shifts = range(instance.days), range(len(instance.shifts))
    none, work = float("-inf"), lambda day, sign=1: [(column, sign) for column in line[day]]
    for day in days:
        program.row(none, 1, work(day))
    for day in days[:-1]:
        for shift in shifts:
            after = [(line[day + 1][other], 1) for other in instance.not_followed_by[shift]]
            if after:
                program.row(none, 1, [(line[day][shift], 1)] + after)
    for shift, limit in instance.limits[agent].items():
        if limit < instance.days:
            program.row(none, limit, [(line[day][shift], 1) for day in days])
    program.row(least, most, [(line[day][shift], instance.minutes[shift]) for day in days for shift in shifts])
    for first in range(instance.days - most_run):
        program.row(none, most_run, sum((work(first + day) for day in range(most_run + 1)), []))
    # A run of `length` that is too short, with its other on both sides, lies inside the horizon.
    for length in range(1, least_run):
        for first in range(1, instance.days - length):
            inside = sum((work(first + day, -1) for day in range(length)), [])
            program.row(1 - length, float("inf"), work(first - 1) + inside + work(first + length))
    for length in range(1, least_off):
        for first in range(1, instance.days - length):
            inside = sum((work(first + day) for day in range(length)), [])
            program.row(none, 1, work(first - 1) + [(column, -1) for column, _ in inside] + work(first + length))
    worked = []
    for saturday in range(5, instance.days, 7):
        worked.append((program.column(1), 1))
        for day in days[saturday : saturday + 2]:
            program.row(none, 0, work(day) + [(worked[-1][0], -1)])
    program.row(none, weekends, worked)


def with_cp_sat(instance, seconds, threads):
    from ortools.sat.python import cp_model

    program, x = compact(instance)
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, upper, "") for upper in program.uppers]
    bounded = lambda bound: int(bound) if abs(bound) != float("inf") else (10**9 if bound > 0 else -(10**9))
    for least, most, entries in program.rows:
        left = sum(entry * columns[column] for column, entry in entries)
        model.add_linear_constraint(left, bounded(least), bounded(most))
    model.minimize(sum(cost * column for cost, column in zip(program.costs, columns) if cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    bound = solver.best_objective_bound + program.constant
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, bound
    return assignments(x, lambda column: solver.value(columns[column])), bound


def with_highs(instance, seconds, threads):
    import highspy
    import numpy

    program, x = compact(instance)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.offset_ = len(program.costs), len(program.rows), program.constant
    lp.col_cost_ = numpy.array(program.costs, dtype=float)
    lp.col_lower_ = numpy.zeros(len(program.costs))
    lp.col_upper_ = numpy.array(program.uppers, dtype=float)
    lp.row_lower_ = numpy.array([row[0] for row in program.rows], dtype=float)
    lp.row_upper_ = numpy.array([row[1] for row in program.rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.cumsum([0] + [len(row[2]) for row in program.rows])
    lp.a_matrix_.index_ = numpy.array([column for row in program.rows for column, _ in row[2]])
    lp.a_matrix_.value_ = numpy.array([entry for row in program.rows for _, entry in row[2]], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(program.costs)
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("time_limit", float(seconds))
    highs.setOptionValue("threads", threads)
    highs.passModel(lp)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None, info.mip_dual_bound
    values = highs.getSolution().col_value
    return assignments(x, lambda column: round(values[column])), info.mip_dual_bound


def assignments(x, value):
    for agent, line in enumerate(x):
        for day, columns in enumerate(line):
            for shift, column in enumerate(columns):
                if value(column):
                    yield agent, day, shift


def solved_by(solve, path, seconds, threads):
    """Objective, bound and seconds of a solver, its solution judged like ours; building the program counts."""
    before = time.perf_counter()
    instance = Instance(path)
    found, bound = solve(instance, seconds, threads)
    if found is None:
        return None, bound, time.perf_counter() - before
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "solution.csv"
        with open(file, "w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["employee", "day", "shift"])
            rows.writerows((instance.agents[agent], day, instance.shifts[shift]) for agent, day, shift in found)
        taken = time.perf_counter() - before
        verdict = called(path, "--check", file)
    return verdict["objective"] if verdict["is_legal"] else None, bound, taken


def solved_by_callboard(path, seconds, threads):
    report = called(path, "--time-limit", f"{seconds}s", "--threads", threads, "--quiet")
    return report["objective"] if report["is_legal"] else None, report["bound"], report["seconds"]


def called(*arguments):
    run = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    if run.returncode > 1 or not run.stdout:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def best_known(folder):
    file = folder / "best_known.csv"
    if not file.exists():
        return {}
    with open(file, newline="") as rows:
        return {row["instance"]: int(row["ub_2026_09"]) for row in csv.DictReader(rows)}


def told(solver, best, objective, bound, seconds):
    number = lambda value: "-" if value is None or abs(value) == float("inf") else f"{value:,.0f}"
    above = "" if objective is None or not best else f"{100 * (objective - best) / best:9.2f} %"
    print(f"  {solver:<10} {number(objective):>10} {number(bound):>10} {seconds:9.1f} s {above}", flush=True)


def solvers():
    found = [("callboard", solved_by_callboard)]
    for name, package, solve in [("CP-SAT", "ortools", with_cp_sat), ("HiGHS", "highspy", with_highs)]:
        if importlib.util.find_spec(package) is None:
            print(f"{name}: {package} is not installed, skipped")
        else:
            found.append((name, lambda *call, solve=solve: solved_by(solve, *call)))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time-limit", type=int, default=60, metavar="SECONDS")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("instances", nargs="*", help="their names; all there are, where none is given")
    arguments = parser.parse_args()
    if "CALLBOARD_BENCH" not in os.environ:
        print("CALLBOARD_BENCH names no folder with the instances, skipped")
        return
    if not PROGRAM.exists():
        raise SystemExit("first: cargo build --release --example shift_scheduling")
    folder = pathlib.Path(os.environ["CALLBOARD_BENCH"]) / "shift_scheduling"
    by_number = lambda path: (len(path.stem), path.stem)
    wanted = set(arguments.instances)
    paths = [path for path in sorted(folder.glob("*.txt"), key=by_number) if not wanted or path.stem in wanted]
    known, by = best_known(folder), solvers()
    print(f"{arguments.time_limit} s on {arguments.threads} threads\n")
    print(f"  {'':<10} {'objective':>10} {'bound':>10} {'time':>11} {'above best':>11}")
    for path in paths:
        best = known.get(path.stem)
        print(f"{path.stem}, best known {best if best is not None else 'not given'}")
        for name, solve in by:
            told(name, best, *solve(path, arguments.time_limit, arguments.threads))


if __name__ == "__main__":
    main()
