"""What the README shows of other programs' files, and the shell steps of the action, each as a file of its own.

Takes the folder of the repository and a folder to write to. A snippet of the README names its file in a comment at its top.
"""

import pathlib
import re
import sys

# It comes with check-jsonschema.
from ruamel.yaml import YAML

root, out = map(pathlib.Path, sys.argv[1:])
snippets = re.findall(r"```yaml\n# (\S+)\n(.*?)```", (root / "README.md").read_text(), re.S)
assert len(snippets) == 3, f"the README has {len(snippets)} snippets, not 3"
for name, text in snippets:
    (out / pathlib.PurePosixPath(name).name).write_text(text)
action = YAML(typ="safe").load((root / "action.yml").read_text())
for number, step in enumerate(action["runs"]["steps"]):
    if "run" in step:
        (out / f"step-{number}.sh").write_text(step["run"])
