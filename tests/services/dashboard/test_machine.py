"""Does a machine's page say what is known of it, to those whose it is?"""

from datetime import UTC, datetime, timedelta

from models.machines import Kind
from models.signals import signals_of
from services.maintenance.forecast.bench import bench_of
from services.maintenance.forecast.worker import score_due, take
from tests.services.dashboard.browser import Stage
from tests.services.maintenance.conftest import event_of
from tests.services.maintenance.wear import PUMP, diagnosis, suspect
from tests.services.telemetry.past import remember

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
HOUR = {"from": (NOW - timedelta(hours=1)).isoformat(), "to": NOW.isoformat()}


def _past(stage: Stage, machine: str) -> None:
    begin = NOW - timedelta(hours=1)
    remember(stage.database, machine, begin, timedelta(seconds=10), 360, engine_speed_rpm="1500 + i % 100")


async def test_the_page_says_who_what_and_where(full: Stage) -> None:
    machine = await full.machine(name="Axel", serial="71204")
    full.hear(machine, engine_speed_rpm=1500, coolant_temperature_c=131.0)
    html = (await (await full.sign_in()).get(f"/machines/{machine}")).text
    for word in ("Axel", "Norrberg L220", "71204", "Acme", "A quarry", "Europe/Stockholm", "Coolant temperature"):
        assert word in html
    assert "131.0 <small>°C</small>" in html
    assert "outside its healthy band" in html


async def test_a_cold_machine_is_not_blamed_for_what_only_counts_while_running(full: Stage) -> None:
    machine = await full.machine()
    full.hear(machine, engine_speed_rpm=0, engine_oil_pressure_kpa=2.0)
    assert "outside its healthy band" not in (await (await full.sign_in()).get(f"/machines/{machine}")).text


async def test_what_the_telematics_does_not_tell_is_said(full: Stage) -> None:
    machine = await full.machine(generation="legacy")
    full.hear(machine, engine_hours_h=120.0)
    html = (await (await full.sign_in()).get(f"/machines/{machine}")).text
    assert "First generation" in html
    assert "telematics does not tell" in html
    assert "Engine oil pressure" in html


async def test_what_the_telematics_really_sends_is_told(full: Stage) -> None:
    machine = await full.machine(generation="legacy")
    with full.database.admin() as connection:
        connection.execute("set search_path = telemetry")
        looked = "insert into capability_round values (now(), now() - interval '1 day', now(), 24, %s)"
        connection.execute(looked, [machine])
        for signal in ("engine_hours_h", "fuel_level_percent", "engine_running"):
            connection.execute("insert into capability values (now(), 600, 5, 24, %s, %s)", [machine, signal])
    total = len(signals_of(Kind.WHEEL_LOADER))
    assert f"2 of {total} signals, every 10\u00a0min" in (await (await full.sign_in()).get(f"/machines/{machine}")).text


async def test_a_diagnosis_comes_with_how_far_it_is_gone_and_what_to_do(full: Stage) -> None:
    machine = await full.machine()
    full.hear(machine, engine_speed_rpm=1500)
    resources = full.house.apps["maintenance"].state.resources
    told = diagnosis(machine, suspect(severity=0.6))
    await take(resources, event_of(told))
    await score_due(resources, bench_of(None))
    with full.database.admin() as connection:
        connection.execute(
            "insert into diagnostics.diagnosed values (%s, %s, '', 'warning', 0.92, 'The pump is worn.',"
            " 'Take an oil sample.', '{pump_case_drain_lpm}', now(), now() - interval '1 hour', now())",
            [machine, PUMP],
        )
    html = (await (await full.sign_in()).get(f"/machines/{machine}")).text
    for words in ("The pump is worn.", "Take an oil sample.", "92&nbsp;%", "60&nbsp;%", "of the way to failure"):
        assert words in html, words


async def test_another_customers_machine_is_not_there(full: Stage) -> None:
    machine = await full.machine("bolt", name="Bo")
    await full.sign_in("carl")
    for path in ("", "/chart?signals=engine_speed_rpm", "/lanes", "/live", "/export.csv?signals=engine_speed_rpm"):
        for name in (machine, "no-such-machine"):
            answer = await full.browser.get(f"/machines/{name}{path}")
            assert (answer.status_code, "Nothing is here" in answer.text) == (404, True), path


async def test_a_name_that_no_machine_can_have_is_told_in_a_page(full: Stage) -> None:
    await full.sign_in()
    for name in ("UPPER", "a b", "-x", "x" * 64):
        answer = await full.browser.get(f"/machines/{name}")
        assert (answer.status_code, "That address does not work" in answer.text) == (422, True), name


async def test_a_chart_says_what_its_line_is_made_of(full: Stage) -> None:
    machine = await full.machine()
    _past(full, machine)
    await full.sign_in()
    asked = {**HOUR, "signals": "engine_speed_rpm,no_such_signal", "points": "100"}
    line = (await full.browser.get(f"/machines/{machine}/chart", params=asked)).json()["signals"][0]
    assert (line["name"], line["unit"], line["coverage"]["samples"]) == ("engine_speed_rpm", "rpm", 360)
    assert len(line["time_ms"]) == len(line["mean"]) == len(line["min"]) == len(line["max"]) <= 101
    assert max(value for value in line["max"] if value is not None) == 1599
    assert "points from 360 values" in line["made_of"]


async def test_a_chart_of_a_time_without_values_says_so(full: Stage) -> None:
    machine = await full.machine()
    await full.sign_in()
    asked = {**HOUR, "signals": "engine_speed_rpm"}
    line = (await full.browser.get(f"/machines/{machine}/chart", params=asked)).json()["signals"][0]
    assert line["made_of"] == "No values in this time."


async def test_a_chart_that_cannot_be_is_refused(full: Stage) -> None:
    machine = await full.machine()
    await full.sign_in()
    for query in ("span=1", "span=x", "from=yesterday", "points=0"):
        program = {"Accept": "application/json"}
        answer = await full.browser.get(f"/machines/{machine}/chart?{query}", headers=program)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), query


async def test_charts_begin_with_what_is_asked_for(full: Stage) -> None:
    machine = await full.machine()
    await full.sign_in()
    usual = (await full.browser.get(f"/machines/{machine}")).text
    assert 'data-signals="engine_speed_rpm,coolant_temperature_c,payload_kg"' in usual
    asked = (await full.browser.get(f"/machines/{machine}?signals=fuel_rate_lph,crusher_power_kw")).text
    assert 'data-signals="fuel_rate_lph"' in asked


async def test_readings_are_exported_as_files(full: Stage) -> None:
    machine = await full.machine()
    _past(full, machine)
    await full.sign_in()
    asked = {**HOUR, "signals": "engine_speed_rpm"}
    csv = await full.browser.get(f"/machines/{machine}/export.csv", params=asked)
    parquet = await full.browser.get(f"/machines/{machine}/export.parquet", params=asked)
    assert (csv.status_code, len(csv.text.splitlines())) == (200, 361)
    assert (parquet.status_code, parquet.content[:4]) == (200, b"PAR1")
    assert f'filename="{machine}_' in csv.headers["content-disposition"]


async def test_events_are_shown_as_text_and_page_by_page(full: Stage) -> None:
    machine = await full.machine()
    with full.database.admin() as connection:
        for number in range(30):
            connection.execute(
                "insert into telemetry.event"
                " (time, received_at, seq, active, machine, boot, kind, code, severity, text) values"
                " (now() - %s * interval '1 hour', now(), %s, true, %s, 'b', 'fault', %s, 'warning', %s)",
                [number, number, machine, f"{number}-0", f"<i>filter</i> {number}"],
            )
    html = (await (await full.sign_in()).get(f"/machines/{machine}")).text
    events = html.split("Events and fault codes")[1]
    assert "&lt;i&gt;filter&lt;/i&gt; 24" in events
    assert "filter&lt;/i&gt; 25" not in events
    path = html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert path.startswith(f"/machines/{machine}/events?after=")
    assert "filter&lt;/i&gt; 25" in (await full.browser.get(path)).text


async def test_without_telemetry_and_diagnostics_the_page_says_who_it_is(lonely: Stage) -> None:
    machine = await lonely.machine(name="Axel")
    answer = await (await lonely.sign_in()).get(f"/machines/{machine}")
    assert answer.status_code == 200
    for words in ("Axel", "so nothing can be said of this machine", "there are no values to show", "events cannot be"):
        assert words in answer.text


async def test_without_any_neighbour_the_page_says_that_everything_is_away(full: Stage) -> None:
    machine = await full.machine()
    await full.sign_in()
    await full.browser.get("/session")
    for name in ("registry", "telemetry", "diagnostics", "maintenance"):
        full.stop(name)
    answer = await full.browser.get(f"/machines/{machine}")
    assert answer.status_code == 503
    assert "Nothing is known of this machine at the moment" in answer.text
