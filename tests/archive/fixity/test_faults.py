from dataclasses import replace

from archive.fixity.faults import Fault, FaultKind, fold
from archive.warc.positions import Position

ROOT = Fault.at(FaultKind.DAMAGED, Position("a", 100, 50), "damaged", (1,))
FOLLOWING = replace(
    Fault.at(FaultKind.UNRESTORABLE, Position("b", 0, 10), "no base", (2, 1)), cause=("a", 149)
)


def test_what_follows_from_a_fault_becomes_its_dependent() -> None:
    assert fold([FOLLOWING, ROOT]) == [replace(ROOT, captures=(1, 2))]


def test_what_follows_from_nothing_found_stays() -> None:
    alone = replace(FOLLOWING, cause=("a", 150))
    assert fold([alone, ROOT]) == [ROOT, alone]
