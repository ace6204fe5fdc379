-- name: list_health
-- The health of a machine in the judged hours of a period, in order of time.
select
    to_timestamp(hour * 3600.0) as hours, health::double precision as health, log_odds::double precision as log_odds, alarm,
    suspect
from verdict
where machine = %(machine)s and hour >= %(from)s::int and hour < %(to)s::int
order by hour;

-- name: take_turn
-- Whether this process may diagnose: one at a time does, until its transaction ends.
select pg_try_advisory_xact_lock(hashtext('diagnostics diagnosis')) as mine;

-- name: list_due
-- Machines of some kinds of which something came since they were last looked at, or that another model looked at.
select
    m.machine, m.kind, m.model, l.time as heard_until, l.received_at, k.hour, k.judged, k.operating_h, k.own, k.recent,
    k.version as version
from telemetry.machine_v1 m
join unnest(%(kinds)s::text[], %(versions)s::text[]) wanted (kind, version) on wanted.kind = m.kind
join telemetry.latest_v1 l on l.machine = m.machine
left join memory k on k.machine = m.machine
where m.from_time <= now() and m.to_time > now()
    and (k.machine is null or k.version <> wanted.version
        or k.checked_at < %(before)s and (k.heard_at is null or l.received_at > k.heard_at))
order by k.checked_at nulls first, m.machine
limit %(limit)s;

-- name: forget_machine
-- Forget what another model made of a machine.
with accounts as (delete from account where machine = %(machine)s),
standings as (delete from standing where machine = %(machine)s),
verdicts as (delete from verdict where machine = %(machine)s),
told as (delete from diagnosed where machine = %(machine)s)
delete from memory where machine = %(machine)s;

-- name: keep_memory
-- Keep how a machine stood before its oldest account, and when it was looked at.
insert into memory (machine, version, checked_at, heard_at, hour, judged, operating_h, own, recent)
values (
    %(machine)s, %(version)s, %(checked_at)s, %(heard_at)s, %(hour)s, %(judged)s, %(operating_h)s, %(own)s, %(recent)s
)
on conflict (machine) do update set
    version = excluded.version, checked_at = excluded.checked_at, heard_at = excluded.heard_at, hour = excluded.hour,
    judged = excluded.judged, operating_h = excluded.operating_h, own = excluded.own, recent = excluded.recent;

-- name: list_samples
-- From how many samples each hour of machines was accounted for.
select machine, hour, samples from account where machine = any(%(machines)s::text[]) order by machine, hour;

-- name: list_accounts
-- What is kept of the hours of machines, in order.
select machine, hour, samples, operating_h, sums, left_out from account
where machine = any(%(machines)s::text[])
order by machine, hour;

-- name: keep_account
-- Keep what an hour tells.
insert into account (machine, hour, samples, operating_h, sums, left_out)
values (%(machine)s, %(hour)s, %(samples)s, %(operating_h)s, %(sums)s, %(left_out)s)
on conflict (machine, hour) do update set
    samples = excluded.samples, operating_h = excluded.operating_h, sums = excluded.sums, left_out = excluded.left_out;

-- name: forget_accounts
-- Forget the accounts that the memory of a machine holds.
delete from account where machine = %(machine)s and hour <= %(hour)s;

-- name: list_renewals
-- When machines were repaired, and what was, in order: behind that its own time begins anew.
select machine, closed_at, mode, place, other_mode from label
where machine = any(%(machines)s::text[]) and repaired order by machine, closed_at;

-- name: forget_verdicts
-- Forget what was said of the hours from one on, and return nothing.
with standings as (delete from standing where machine = %(machine)s and hour >= %(hour)s)
delete from verdict where machine = %(machine)s and hour >= %(hour)s;

-- name: list_alarms
-- Whether machines were in alarm at the newest hour that was judged, and for how many hours in a row above the limit.
select distinct on (machine) machine, alarm, run from verdict
where machine = any(%(machines)s::text[])
order by machine, hour desc;

-- name: keep_standing
-- Keep how a machine stands after an hour.
insert into standing (
    machine, hour, kind, version, judged, renewed, learned_h, operating_h, left_out, recent, usual, deviations, jump, alarm,
    run
)
values (
    %(machine)s, %(hour)s, %(kind)s, %(version)s, %(judged)s, %(renewed)s, %(learned_h)s, %(operating_h)s, %(left_out)s,
    %(recent)s, %(usual)s, %(deviations)s, %(jump)s, %(alarm)s, %(run)s
)
on conflict (machine, hour) do nothing;

-- name: gather_waiting
-- How machines of a kind stand after hours that are not judged, machine by machine in order of time, as one row of columns.
-- A machine of which more hours wait than there is room for comes whole the next time, unless it is the only one.
with waiting as (
    select s.machine, s.hour, s.judged, s.operating_h, s.alarm, s.run, s.deviations, s.jump
    from standing s
    where s.kind = %(kind)s and s.version = %(version)s and s.machine > %(after)s::text
        and not exists (select from verdict v where v.machine = s.machine and v.hour = s.hour)
    order by s.machine, s.hour
    limit %(limit)s
),
bounds as (select count(*) as rows, min(machine) as first, max(machine) as last from waiting)
select
    array_agg(machine) as machine, array_agg(hour) as hour, array_agg(judged) as judged,
    array_agg(operating_h) as operating_h, array_agg(alarm) as alarm, array_agg(run) as run,
    string_agg(deviations, ''::bytea) as deviations, string_agg(jump, ''::bytea) as jump
from waiting, bounds
where bounds.rows < %(limit)s or bounds.first = bounds.last or machine < bounds.last
having count(*) > 0;

-- name: gather_track
-- The deviations of machines in the judged hours before one of each, machine by machine in order of time.
select t.machine, count(*) as hours, string_agg(v.deviations, ''::bytea order by v.hour) as deviations
from unnest(%(machines)s::text[], %(hours)s::int[]) t (machine, before)
cross join lateral (
    select w.hour, w.deviations from verdict w
    where w.machine = t.machine and w.hour < t.before
    order by w.hour desc
    limit %(limit)s
) v
group by t.machine;

-- name: keep_verdicts
-- Keep what was judged of hours; each has its slice of all deviations, and one of the names or none.
insert into verdict (machine, hour, judged, operating_h, health, log_odds, alarm, run, suspect, deviations)
select
    r.machine, r.hour, r.judged, r.operating_h, r.health, r.log_odds, r.alarm, r.run, (%(names)s::text[])[r.suspect],
    substring(%(deviations)s::bytea from (r.number::int - 1) * %(width)s::int + 1 for %(width)s::int)
from unnest(
    %(machine)s::text[], %(hour)s::int[], %(judged)s::int[], %(operating_h)s::double precision[], %(health)s::real[],
    %(log_odds)s::real[], %(alarm)s::boolean[], %(run)s::smallint[], %(suspect)s::smallint[]
) with ordinality r (machine, hour, judged, operating_h, health, log_odds, alarm, run, suspect, number)
on conflict (machine, hour) do nothing;

-- name: forget_standings
-- Forget how machines stood before their newest hour, once that is judged.
delete from standing s
using standing newer
where s.machine = any(%(machines)s::text[]) and newer.machine = s.machine and newer.hour > s.hour
    and exists (select from verdict v where v.machine = s.machine and v.hour = s.hour);

-- name: forget_old_verdicts
-- Forget what was said of machines longer ago than is told.
delete from verdict where machine = any(%(machines)s::text[]) and hour < %(hour)s::int;

-- name: get_standing
-- How a machine stands after its newest hour that was judged.
select
    s.machine, s.hour, s.kind, s.version, s.judged, s.renewed, s.learned_h, s.operating_h, s.left_out, s.recent, s.usual
from standing s
join verdict v on v.machine = s.machine and v.hour = s.hour
where s.machine = %(machine)s
order by s.hour desc
limit 1;

-- name: list_verdicts
-- What was judged of a machine's newest hours, in order of time.
select hour, judged, operating_h, health, log_odds, alarm, run, suspect, deviations from (
    select * from verdict where machine = %(machine)s order by hour desc limit %(limit)s
) newest
order by hour;

-- name: list_ill
-- Of some machines, all hours of which are judged, those of which something is suspected at the newest, or was before.
select m.machine
from unnest(%(machines)s::text[]) m (machine)
join memory k on k.machine = m.machine and k.heard_at is not null
cross join lateral (
    select bool_or(newest.alarm or newest.suspect is not null) as suspected from (
        select v.alarm, v.suspect from verdict v where v.machine = m.machine order by v.hour desc limit 2
    ) newest
) two
where two.suspected or exists (select from diagnosed d where d.machine = m.machine)
order by m.machine;

-- name: list_diagnosed
-- The diagnoses of machines that are alarms.
select machine, mode, place, severity, probability, sentence, next_step, signals, since, data_from, data_until
from diagnosed
where machine = any(%(machines)s::text[])
order by machine, probability desc, mode, place;

-- name: forget_diagnosed
-- Forget which diagnoses of a machine were alarms.
delete from diagnosed where machine = %(machine)s;

-- name: keep_diagnosed
-- Keep a diagnosis that is an alarm.
insert into diagnosed (
    machine, mode, place, severity, probability, sentence, next_step, signals, since, data_from, data_until
)
values (
    %(machine)s, %(mode)s, %(place)s, %(severity)s, %(probability)s, %(sentence)s, %(next_step)s, %(signals)s, %(since)s,
    %(data_from)s, %(data_until)s
);

-- name: keep_label
-- Keep what people found when they looked at a machine; the same work order again changes nothing.
insert into label (work_order, machine, mode, place, outcome, other_mode, repaired, closed_at)
values (
    %(work_order)s, %(machine)s, %(mode)s, %(place)s, %(outcome)s, %(other_mode)s, %(repaired)s, %(closed_at)s
)
on conflict (work_order) do nothing;

-- name: look_again
-- Let a machine be looked at again, and the hours from a repair on be judged anew.
with again as (
    update account set samples = -1 where machine = %(machine)s and hour >= %(hour)s::int
)
update memory set checked_at = '1970-01-01T00:00:00Z', heard_at = null where machine = %(machine)s;

-- name: list_newest_deviations
-- How far each machine was from its own in its newest judged hour, of the last three days.
select distinct on (v.machine) v.machine, s.kind, v.hour, s.version, v.deviations
from verdict v
join standing s on s.machine = v.machine and s.hour = v.hour
where v.hour > extract(epoch from now()) / 3600 - 72
order by v.machine, v.hour desc;
