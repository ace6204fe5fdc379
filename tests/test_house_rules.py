"""Does the whole project keep to the house's style and floors?"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.house import place, practice, prose, size
from tests.house.source import ROOT, Source, sources

CODE = (".py", ".js", ".css", ".sql", ".html", ".toml", ".yaml", ".yml", ".sh", ".conf")
CATCH_ALLS_OF_INGEST = 1


def test_function_bodies_are_short() -> None:
    keep(size.long_functions, sources(".py"))


def test_modules_are_short() -> None:
    keep(size.long_modules, sources(".py", ".js"))


def test_functions_take_few_positional_parameters() -> None:
    keep(size.many_positional_parameters, sources(".py"))


def test_modules_are_named_by_one_telling_noun() -> None:
    keep(practice.vague_names, sources(".py"))


def test_every_module_says_in_one_sentence_which_question_it_answers() -> None:
    keep(prose.missing_module_docstrings, sources(".py"))


def test_public_functions_are_documented() -> None:
    keep(prose.missing_docstrings, sources(".py"))


def test_docstrings_do_not_repeat_the_types() -> None:
    keep(prose.parameter_lists, sources(".py"))


def test_no_comment_is_a_banner() -> None:
    keep(prose.banners, sources(*CODE))


def test_nothing_is_left_for_later() -> None:
    keep(prose.unfinished, sources(*CODE))


def test_no_code_is_commented_out() -> None:
    keep(prose.disabled_code, sources(".sql", ".js"))
    run("ruff", "check", "--no-cache", "--select", "ERA001", "--output-format", "concise", ".")


def test_tests_use_the_real_thing_and_never_skip_or_sleep() -> None:
    keep(practice.stand_ins, sources(".py"))


def test_only_the_loop_of_ingest_catches_everything() -> None:
    keep(practice.catch_alls, (source for source in sources(".py") if not source.path.startswith("ingest/")))
    loop = [source for source in sources(".py") if source.path.startswith("ingest/")]
    caught = [finding for source in loop for finding in practice.catch_alls(source)]
    assert len(caught) <= CATCH_ALLS_OF_INGEST, listed(caught)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    keep(place.registry_hosts, sources())


def test_no_file_names_a_path_of_this_machine() -> None:
    keep(lambda source: place.machine_paths(source, ROOT), sources())


def test_every_service_has_its_three_files() -> None:
    report(place.incomplete_services(ROOT))


def test_decisions_are_numbered_and_fit_on_a_screen() -> None:
    keep(place.long_decisions, sources(".md"))


def test_every_package_part_and_folder_is_known_to_import_linter() -> None:
    report(place.unlisted_packages(ROOT))
    report(place.unlisted_parts(ROOT))
    report(place.unseen_folders(ROOT))


def test_the_floors_hold() -> None:
    run("lint-imports", "--no-cache", "--no-logo")


def keep(rule: Callable[[Source], Iterator[str]], files: Iterable[Source]) -> None:
    report(finding for source in files for finding in rule(source))


def report(findings: Iterable[str]) -> None:
    found = list(findings)
    assert not found, listed(found)


def listed(findings: list[str]) -> str:
    return "\n" + "\n".join(findings)


def run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).with_name(tool)
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"
