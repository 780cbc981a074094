"""What every table of ``refrain.toml`` is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """One table of the file: frozen, and without names that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)
