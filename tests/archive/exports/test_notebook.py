"""The notebook in docs/ answers its questions on an archive made by crawling."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from archive.folder import ArchiveFolder

NOTEBOOK = Path(__file__).parents[3] / "docs" / "notebooks" / "three-questions.ipynb"
TOLD = """
print(len(by_category), len(silent), len(exchanged), len(signers), len(replaced),
      int(by_month.to_numpy().sum()), len(as_of))
"""


@pytest.fixture(scope="module")
def answers(crawled: ArchiveFolder) -> list[int]:
    """How many rows each answer has, when all cells have run one after the other."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(TOLD))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUUTRU_DATABASE", str(crawled.database))
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    output: Any = notebook.cells[-1].outputs[-1]
    return [int(number) for number in output.text.split()]


def test_every_question_gets_an_answer(answers: list[int]) -> None:
    categories, silent, exchanged, signers, _replaced, articles, standing = answers
    assert min(categories, silent, exchanged, signers, articles) > 0
    assert standing >= 20


def test_it_is_kept_without_results() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert [cell for cell in notebook.cells if cell.get("outputs")] == []
