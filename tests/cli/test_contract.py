"""`contract`: the page to keep or print."""

from tests.cli.place import Place


def test_the_contract_is_printed_as_markdown(alone: Place) -> None:
    done = alone.run("contract", "churn-model")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# Deployment contract: Churn model\n")
    assert "readiness audit verify churn-model --witness churn-model#" in done.out


def test_the_contract_is_written_as_a_page_fit_for_printing(alone: Place) -> None:
    file = alone.folder / "contract.html"
    done = alone.run("contract", "churn-model", "--format", "html", "--out", file)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_initiative_that_is_not_there_is_told_in_one_line(alone: Place) -> None:
    done = alone.run("contract", "churn")
    assert (done.code, done.line) == (2, "There is no initiative `churn`.")


def test_a_file_that_cannot_be_written_is_told_in_one_line(alone: Place) -> None:
    done = alone.run("contract", "churn-model", "--out", alone.folder / "nowhere" / "contract.md")
    assert done.code == 2
    assert "cannot be written" in done.line


def test_without_planned_dates_there_is_no_column_for_them(alone: Place) -> None:
    assert "| Gate | Party | Owner | Needed by |\n" in alone.run("contract", "churn-model").out


def test_the_page_says_whose_contract_it_is_by_the_name_of_the_workspace(alone: Place) -> None:
    assert "\nLocal · Version " in alone.run("contract", "churn-model").out
