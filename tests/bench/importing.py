"""A 300 MB import of the register's open data: time and peak memory, each in a process of its own.

The file is made here, in a folder that is removed, with records of about 7 KB (in a yearly plan of the register
others have counted 16 KB a record). The
peers read the whole document, as is usual: a tenth of the file, for the whole would not fit; their memory grows with
the file, ours does not (see the line of the tenth).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.bench.figures import Figure, remark
from tests.layout.tree import ROOT

MB = 1024 * 1024
WHOLE, PART = 300, 30
KNOWN = [f"77{number:08}" for number in range(1000)]
OURS = """
from pathlib import Path
from backend.control.erknm.reading import ErknmImport
from tests.bench.importing import KNOWN
run = ErknmImport(Path({path!r}), frozenset(KNOWN))
kept = sum(1 for _ in run)
assert run.report.records and kept
"""
PEERS = {
    "ElementTree.parse": """
import zipfile
from xml.etree import ElementTree
archive = zipfile.ZipFile({path!r})
trees = [ElementTree.parse(archive.open(name)) for name in archive.namelist()]
""",
    "lxml, whole tree": """
import zipfile
from lxml import etree
archive = zipfile.ZipFile({path!r})
trees = [etree.parse(archive.open(name)) for name in archive.namelist()]
""",
}
# Memory as the kernel counted it since this program was started, and processor time of this process.
MEASURED = """
import time
start = time.process_time()
{work}
used = time.process_time() - start
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print("measured", used, int(peak) / 1024)
"""


def figures() -> Iterator[Figure]:
    """Yield memory and time of the whole, and of a tenth beside the peers."""
    with tempfile.TemporaryDirectory() as folder:
        whole, part = Path(folder, "whole.zip"), Path(folder, "part.zip")
        write(whole, WHOLE * MB)
        write(part, PART * MB)
        remark(f"import: {WHOLE} MB of XML in an archive of {whole.stat().st_size / MB:.0f} MB, {len(KNOWN)} known ИНН")
        yield from _lines(whole, part)


def _lines(whole: Path, part: Path) -> Iterator[Figure]:
    if not Path("/proc/self/status").exists():
        remark("skipped: peak memory is read from /proc, which is not here")
        return
    time, peak = _measured(OURS, whole)
    yield Figure("import_300_mb_peak_memory", peak, None, None, "MB", WHOLE)
    yield Figure("import_300_mb_time", time, None, None, "s", WHOLE)
    time, peak = _measured(OURS, part)
    for name, work in PEERS.items():
        their_time, their_peak = _measured(work, part)
        yield Figure("import_30_mb_peak_memory", peak, their_peak, name, "MB", PART)
        yield Figure("import_30_mb_time", time, their_time, f"{name}, parsing alone", "s", PART)


def _measured(work: str, path: Path) -> tuple[float, float]:
    code = MEASURED.format(work=work.format(path=str(path)))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.search(r"measured (\S+) (\S+)", done.stdout)
    if not found:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1]), float(found[2])


def write(path: Path, size: int) -> None:
    """Write an archive of one .xml of about so many bytes: nineteen of twenty businesses are not known."""
    random = Random(2026)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("data-20260915-structure-20220125.xml", "w", force_zip64=True) as stream,
    ):
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<INSPECTIONS xmlns="urn:register">\n')
        left, number = size, 0
        while left > 0:
            number += 1
            data = _record(random, number).encode()
            left -= len(data)
            stream.write(data)
        stream.write(b"</INSPECTIONS>\n")


def _record(random: Random, number: int) -> str:
    inn = random.choice(KNOWN) if random.random() < 0.05 else f"50{random.randrange(10**8):08}"
    things = "".join(
        f'<OBJECT ADDRESS="г Город, ул Улица, {random.randrange(10**6)}" GUID="{random.getrandbits(128):032x}">'
        '<OBJECT_TYPE VALUE="Производственные объекты"/><OBJECT_KIND VALUE="здания, строения"/>'
        '<RISK_CATEGORY VALUE="средний риск"/></OBJECT>'
        for _ in range(random.randint(1, 4))
    )
    actions = "".join(
        f'<ACTION GUID="{random.getrandbits(128):032x}" START="2026-10-{day:02}">'
        f'<KIND DICT_ID="{random.getrandbits(64):016x}" VALUE="Осмотр"/><REQUIREMENT VALUE="п. {random.randrange(999)} '
        'Правил: на объекте хранится исправный инвентарь, пути к выходам свободны, журнал ведётся"/></ACTION>'
        for day in range(1, random.randint(8, 29))
    )
    return (
        f'<INSPECTION ERPID="77{number:018}" STATUS="Завершено" STATUS_KEY="DONE" TYPE_NAME="Внеплановое КНМ"'
        f' START_DATE="2026-10-{number % 28 + 1:02}" GUID="{random.getrandbits(128):032x}">'
        '<KIND_CONTROL VALUE="Федеральный государственный пожарный надзор"/><KIND_KNM VALUE="Выездная проверка"/>'
        f'<SUBJECT INN="{inn}" NAME="ООО {random.randrange(10**9)}" TYPE="ЮЛ"><OKVEDS CODE="56.10"/></SUBJECT>'
        f'{things}{actions}<KNO_ORGANIZATION VALUE="Орган {random.randrange(1000)}"/></INSPECTION>\n'
    )
