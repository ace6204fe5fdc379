-- name: take_turn
-- Whether this process may let challengers judge: one at a time does, until its transaction ends.
select pg_try_advisory_xact_lock(hashtext('diagnostics challenge')) as mine;

-- name: forget_others
-- Forget what was said by who challenges no more.
with gone as (
    delete from challenger where version <> all(%(versions)s::text[]) returning machine
)
delete from challenge c using gone g where c.machine = g.machine;

-- name: list_due
-- Machines of some kinds, how they stand by their challenger, and the newest settled hour that the champion judged.
select
    m.machine, m.kind, m.model, champion.hour as until, k.hour, k.judged, k.operating_h, k.own, k.recent, k.offsets,
    k.alarm, k.run
from telemetry.machine_v1 m
join unnest(%(kinds)s::text[]) wanted (kind) on wanted.kind = m.kind
cross join lateral (
    select max(v.hour) as hour from verdict v where v.machine = m.machine and v.hour < %(settled)s::int
) champion
left join challenger k on k.machine = m.machine
where m.from_time <= now() and m.to_time > now() and champion.hour is not null
    and (k.hour is null or k.hour < champion.hour)
order by k.hour nulls first, m.machine
limit %(limit)s;

-- name: keep_challenger
-- Keep how a machine stands by its challenger.
insert into challenger (machine, version, hour, judged, operating_h, own, recent, offsets, alarm, run)
values (
    %(machine)s, %(version)s, %(hour)s, %(judged)s, %(operating_h)s, %(own)s, %(recent)s, %(offsets)s, %(alarm)s, %(run)s
)
on conflict (machine) do update set
    version = excluded.version, hour = excluded.hour, judged = excluded.judged, operating_h = excluded.operating_h,
    own = excluded.own, recent = excluded.recent, offsets = excluded.offsets, alarm = excluded.alarm, run = excluded.run;

-- name: keep_challenge
-- Keep what a challenger says of hours of a machine.
insert into challenge (machine, hour, version, log_odds, alarm, suspect)
select %(machine)s, r.hour, %(version)s, r.log_odds, r.alarm, r.suspect
from unnest(%(hour)s::int[], %(log_odds)s::real[], %(alarm)s::boolean[], %(suspect)s::text[])
    r (hour, log_odds, alarm, suspect)
on conflict (machine, hour) do update set
    version = excluded.version, log_odds = excluded.log_odds, alarm = excluded.alarm, suspect = excluded.suspect;

-- name: forget_old_challenges
-- Forget what was said of machines longer ago than is told.
delete from challenge where machine = any(%(machines)s::text[]) and hour < %(hour)s::int;

-- name: compare_hours
-- How often two versions judged, were in alarm and named the same, in the hours of machines that both have got to.
with span as (
    select machine, min(hour) as first, max(hour) as last from challenge where version = %(challenger)s group by machine
), judged as (
    select v.machine, v.hour, v.alarm, v.suspect from span s
    join verdict v on v.machine = s.machine and v.hour between s.first and s.last
    where exists (select from standing k where k.machine = s.machine and k.version = %(champion)s)
), pair as (
    select
        a.machine, a.hour, a.alarm as champion, b.alarm as challenger, a.suspect = b.suspect as alike,
        a.hour = max(a.hour) over (partition by a.machine) as newest
    from judged a
    join challenge b on b.machine = a.machine and b.hour = a.hour
)
select
    count(*) as hours, count(distinct machine) as machines, max(hour) as until,
    count(*) filter (where champion and challenger) as both, count(*) filter (where champion and not challenger) as champion,
    count(*) filter (where challenger and not champion) as challenger,
    count(*) filter (where champion and challenger and alike) as alike,
    count(*) filter (where champion and newest) as champion_machines,
    count(*) filter (where challenger and newest) as challenger_machines,
    (select count(*) from judged) as champion_hours,
    (select count(*) from challenge c where c.version = %(challenger)s
        and exists (select from judged j where j.machine = c.machine)) as challenger_hours
from pair;

-- name: compare_labels
-- What each of two versions said in the three days before a closed work order, of machines that both judged then.
with found as (
    select
        work_order, machine, floor(extract(epoch from closed_at) / 3600)::int as hour,
        case outcome when 'confirmed' then mode when 'other_cause' then other_mode end as truth, outcome = 'not_found' as nothing
    from label
)
select
    f.truth is not null as is_failure, champion.alarm as champion, champion.named as champion_named,
    challenger.alarm as challenger, challenger.named as challenger_named
from found f
cross join lateral (
    select bool_or(v.alarm) as alarm, bool_or(v.alarm and split_part(v.suspect, ' ', 1) = f.truth) as named
    from verdict v where v.machine = f.machine and v.hour between f.hour - 72 and f.hour
        and exists (select from standing k where k.machine = v.machine and k.version = %(champion)s)
) champion
cross join lateral (
    select bool_or(c.alarm) as alarm, bool_or(c.alarm and split_part(c.suspect, ' ', 1) = f.truth) as named
    from challenge c where c.machine = f.machine and c.hour between f.hour - 72 and f.hour
        and c.version = %(challenger)s
) challenger
where (f.truth is not null or f.nothing) and champion.alarm is not null and challenger.alarm is not null
order by f.work_order;
