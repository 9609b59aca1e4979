"""Runs commands in turn and says how long they take and how much memory, beside one another.

Takes commands, hands on their times; every other file here measures with it. Nothing runs at the same time as
anything else, and the runs alternate, so that a noisy moment falls on all commands.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOTHING = "/dev/null"
# GNU time; its own process is small, so that the child's peak is not that of the Python that started it.
TIME = "/usr/bin/time"


@dataclass
class Command:
    """A command, the folder that it runs in, and the exit statuses that are no failure: findings are none."""

    name: str
    words: list
    folder: pathlib.Path = ROOT
    fine: tuple = (0,)
    environment: dict = field(default_factory=dict)

    def argv(self):
        """The words as text, the program as a path."""
        words = [str(word) for word in self.words]
        program = shutil.which(words[0])
        if program is None:
            raise SystemExit(f"{words[0]} is not there")
        return [os.path.abspath(program), *words[1:]]


@dataclass
class Times:
    """What the runs of a command took, in seconds, and the most memory of one, in bytes."""

    seconds: list
    memory: int | None

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def least(self):
        return min(self.seconds)


def once(command):
    """Seconds that a command takes, its output thrown away."""
    argv = command.argv()
    os.chdir(command.folder)
    actions = [(os.POSIX_SPAWN_OPEN, stream, NOTHING, os.O_RDWR, 0) for stream in range(3)]
    environment = {**os.environ, **command.environment}
    # Python's own `subprocess` takes longer to start a program than some of them take to run.
    start = time.perf_counter()
    process = os.posix_spawn(argv[0], argv, environment, file_actions=actions)
    _, status = os.waitpid(process, 0)
    taken = time.perf_counter() - start
    judge(command, os.waitstatus_to_exitcode(status))
    return taken


def judge(command, status):
    """Ends everything where a command failed: the time of a failure is none."""
    if status not in command.fine:
        shown = " ".join(command.argv())
        raise SystemExit(f"{command.name}: ended with status {status}: {shown[:400]}")


def peak(command, shown=None):
    """The most memory that a run of a command takes, in bytes; None where GNU time is not there. What it prints is put
    into a list, if one is given."""
    with tempfile.NamedTemporaryFile() as kept:
        timed = os.path.exists(TIME)
        under = [TIME, "--quiet", "-f", "%M", "-o", kept.name] if timed else []
        done = subprocess.run(
            [*under, *command.argv()], cwd=command.folder, env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL if shown is None else subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )
        judge(command, done.returncode)
        if shown is not None:
            shown.append(done.stdout)
        return int(pathlib.Path(kept.name).read_text().split()[-1]) * 1024 if timed else None


def measure(commands, runs):
    """The times of each command, by its name. A first round, which fills the disk's cache, does not count."""
    seconds = {command.name: [] for command in commands}
    for turn in range(runs + 1):
        for command in commands:
            taken = once(command)
            if turn > 0:
                seconds[command.name].append(taken)
    return {command.name: Times(seconds[command.name], peak(command)) for command in commands}


def compare(title, commands, runs):
    """Measures commands and prints them, with how long the first takes as a multiple of each other one."""
    times = measure(commands, runs)
    first = times[commands[0].name]
    print(f"{title}\n  {runs} alternating runs        median      least    peak memory   {commands[0].name} takes")
    for command in commands:
        own = times[command.name]
        ratio = "" if own is first else f"{first.median / own.median:8.2f} × it (least: {first.least / own.least:.2f} ×)"
        print(f"  {command.name:<22} {own.median * 1000:9.2f} ms {own.least * 1000:7.2f} ms {megabytes(own.memory):>10}   {ratio}")
    return times


def megabytes(size):
    """A number of bytes for people."""
    return "not known" if size is None else f"{size / 1e6:.1f} MB"


def size_of(folder):
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())
