"""Generate the example company Larkspur: postmortems with planted truth, of any number, from a seed."""

from pathlib import Path

from etl.generate.write import GeneratedSummary, write_example

__all__ = ["GeneratedSummary", "generate", "write_example"]


def generate(folder: Path, n: int, seed: int) -> GeneratedSummary:
    """Write `n` postmortems of the example company, their truth and a source file into `folder`."""
    return write_example(folder, n, seed)
