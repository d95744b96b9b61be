"""Pages that tell the same at several addresses, and teasers of articles that are held."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from onrecord.pipeline.run import Summary, add_paths
from onrecord.register import schema
from onrecord.register.store import open_engine

HEAD = "Council of Lesk adopts plan for the quay"
TEXT = (
    "<p>The Council of Lesk adopted the plan for the quay on 3 May 2021.</p>"
    "<p>The Chair of the Council, Ada Mell, said that the work would begin in June.</p>"
)
FULL = (
    "<html lang='en'><body><nav><a href='/'>Home</a></nav><aside><p>Pilots of Lesk elected a new "
    f"chair on Monday.</p></aside><main><h1>{HEAD}</h1><p>3 May 2021</p>{TEXT}</main>"
    "<footer>Council of Lesk</footer></body></html>"
)
PRINT = f"<html lang='en'><body><b>{HEAD}</b><br><i>3 May 2021</i>{TEXT}<hr>Print</body></html>"


def write_pages(folder: Path, **pages: str) -> Path:
    for name, markup in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markup, "utf-8")
    return folder


def list_held(home: Path) -> tuple[list[str], list[str]]:
    with open_engine(home).connect() as connection:
        return (
            list(connection.scalars(select(schema.documents.c.name).order_by("name"))),
            list(connection.scalars(select(schema.twins.c.name).order_by("name"))),
        )


def count(summary: Summary) -> tuple[int, int, int]:
    return summary.read, summary.unchanged, len(summary.twins)


def test_print_versions_and_copies_are_one_document(tmp_path: Path):
    other = FULL.replace("3 May 2021", "4 May 2021")
    folder = write_pages(
        tmp_path / "pages",
        plan=FULL,
        plan__print=PRINT,
        z__copy=FULL.replace("Home", "Start"),
        z__later=other,
    )
    home = tmp_path / "home"
    assert count(add_paths(home, [folder])) == (2, 0, 2)
    assert list_held(home) == (["plan", "z/later"], ["plan/print", "z/copy"])
    assert count(add_paths(home, [folder])) == (0, 4, 0)
    write_pages(folder, z__copy=FULL.replace("in June", "in July"))
    assert count(add_paths(home, [folder])) == (1, 3, 0)
    assert list_held(home) == (["plan", "z/copy", "z/later"], ["plan/print"])


def test_a_teaser_and_its_full_article_tell_one_event(tmp_path: Path):
    teaser = (
        "<html lang='en'><body><div class='teasers'><p>3 May 2021</p><p><a href='/plan'>The "
        "Council of Lesk adopted the plan for the quay at its session in Lesk.</a></p></div><main>"
        "<h1>Pilots of Lesk elect a new chair</h1><p>7 May 2021</p><p>The pilots of Lesk elected "
        "Oren Pask their chair at a meeting in Lesk on 6 May 2021.</p></main></body></html>"
    )
    full = FULL.replace(TEXT, "<p>The Council of Lesk held a session in Lesk on 3 May 2021 and "
                        f"adopted the plan for the quay.</p>{TEXT}")  # fmt: skip
    home = tmp_path / "home"
    add_paths(home, [write_pages(tmp_path / "pages", teaser=teaser, plan=full)])
    facts, versions, documents = schema.facts.c, schema.versions.c, schema.documents.c
    with open_engine(home).connect() as connection:
        rows = connection.execute(
            select(documents.name, facts.entry)
            .join(schema.versions, versions.document_id == documents.id)
            .join(schema.facts, facts.version_id == versions.id)
            .where(facts.layer == "event", facts.kind == "session")
        ).all()
    told = {name: {row.entry for row in rows if row.name == name} for name in ("teaser", "plan")}
    assert told["teaser"]
    assert told["teaser"] <= told["plan"]
