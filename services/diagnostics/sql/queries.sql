-- name: list_conditions
-- The machines that the caller sees at this moment with what was last found on them, most urgent first.
with worst as (
    select
        machine,
        (array_agg(severity order by urgency desc, source desc, name))[1] as severity,
        max(urgency) + 10 * least(count(*) - 1, 8) as urgency,
        (array_agg(sentence order by urgency desc, source desc, name))[1]
            || coalesce(' And ' || nullif(greatest(count(*) filter (where source <> 'data') - 1, 0), 0) || ' more.', '') as sentence,
        count(*) filter (where source = 'finding') as findings,
        count(*) filter (where source = 'fault') as faults,
        min(since) filter (where source <> 'data' and access.sees(machine, since, 'health')) as since
    from problem
    group by machine
), ranked as (
    select
        m.machine, m.kind, m.model, m.from_time, w.severity, coalesce(w.urgency, 0) as urgency, w.sentence,
        coalesce(w.findings, 0) as findings, coalesce(w.faults, 0) as faults, w.since
    from telemetry.machine_v1 m
    left join worst w on w.machine = m.machine
    where m.from_time <= now() and m.to_time > now()
        and (%(severity)s::text is null or coalesce(w.severity, 'healthy') = %(severity)s)
        and (%(urgency)s::double precision is null
            or coalesce(w.urgency, 0) < %(urgency)s
            or (coalesce(w.urgency, 0) = %(urgency)s and m.machine > %(machine)s::text))
    order by urgency desc, machine
    limit %(limit)s
)
-- Who sees which row is asked row by row: an examination is looked up for the machines of the page alone, and of a page
-- that does not tell when it was, only where there is no problem to tell of.
select
    r.machine, r.kind, r.model, r.urgency, r.findings, r.faults, e.evaluated_at,
    coalesce(r.severity, case when e.machine is null then 'not_enough_data' else 'healthy' end) as state,
    coalesce(r.sentence, e.sentence, 'It was not examined yet in the time in which you see it.') as sentence,
    r.since
from ranked r
left join lateral (
    select e.machine, e.sentence, e.evaluated_at
    from examination e
    where e.machine = r.machine and (r.severity is null or %(examined)s)
    offset 0
) e on true
order by r.urgency desc, r.machine;

-- name: take_turn
-- Whether this process may examine: one at a time does, until its transaction ends.
select pg_try_advisory_xact_lock(hashtext('diagnostics examination')) as mine;

-- name: list_due
-- Machines that were not examined for a while although something came since, or for an hour; sooner those of which nothing
-- could be said, for they may have begun to send.
select m.machine, m.kind, m.model, m.generation, m.from_time, m.to_time
from telemetry.machine_v1 m
left join examination e on e.machine = m.machine
left join telemetry.latest_v1 l on l.machine = m.machine
where m.from_time <= now() and m.to_time > now()
    and (e.machine is null
        or e.evaluated_at < %(at_least)s
        or (e.evaluated_at < %(before)s and l.received_at > e.evaluated_at)
        or (e.evaluated_at < %(soon)s and l.received_at > e.evaluated_at
            and exists (select from problem p where p.machine = e.machine and p.source = 'data')))
order by e.evaluated_at nulls first, m.machine
limit %(limit)s;

-- name: list_problems
-- What was last found on a machine, by name.
select source, name, severity from problem where machine = %(machine)s order by source, name;

-- name: keep_examination
-- Keep when a machine was examined, and what is said of it where it has no problem.
insert into examination (machine, sentence, evaluated_at, data_from, data_until)
values (%(machine)s, %(sentence)s, %(evaluated_at)s, %(data_from)s, %(data_until)s)
on conflict (machine) do update set
    sentence = excluded.sentence, evaluated_at = excluded.evaluated_at, data_from = excluded.data_from,
    data_until = excluded.data_until;

-- name: forget_problems
-- Forget what was found on a machine before.
delete from problem where machine = %(machine)s;

-- name: keep_problem
-- Keep one thing that was found on a machine.
insert into problem (machine, name, source, severity, urgency, sentence, since, data_from, data_until)
values (
    %(machine)s, %(name)s, %(source)s, %(severity)s, %(urgency)s, %(sentence)s, %(since)s, %(data_from)s, %(data_until)s
);

-- name: list_active_faults
-- The faults of machines that are active by the newest report of each, with when they began.
with report as (
    select
        e.machine, e.code, e.time, e.seq, e.active, e.severity, e.text, e.count,
        lag(e.active) over (partition by e.machine, e.code order by e.time, e.seq) as before
    from unnest(%(machines)s::text[]) n (machine)
    -- Each by itself: who sees what of all other machines is not asked.
    cross join lateral (
        select machine, code, time, seq, active, severity, text, count
        from telemetry.event_v1
        where machine = n.machine and kind = 'fault' and time >= %(from)s
        offset 0
    ) e
), newest as (
    select distinct on (machine, code) machine, code, active, severity, text, count, time as last_seen
    from report
    order by machine, code, time desc, seq desc
), begun as (
    select machine, code, max(time) as since from report where active and before is not true group by machine, code
)
select n.machine, n.code, n.severity, n.text, n.count, n.last_seen, b.since
from newest n
join begun b on b.machine = n.machine and b.code = n.code
where n.active
order by b.since, n.code;
