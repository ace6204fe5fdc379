-- name: list_machines
-- The machines behind another, by id.
select distinct machine from telemetry.machine_v1 where machine > %(after)s order by machine limit %(limit)s;

-- name: list_due
-- Weeks of machines, or the parts of them in which one owner had it, of which other readings or cycles are there than they
-- were made of: those that were never made first. What goes on is made anew only now and then.
with seen as (
    select distinct on (machine) machine, kind, model from telemetry.machine_v1
    where machine = any(%(machines)s::text[])
    order by machine, from_time desc
),
edge as (
    select s.machine, s.kind, s.model, e.at
    from seen s
    cross join lateral (
        select generate_series(%(since)s::timestamptz, %(until)s::timestamptz, interval '7 days')
        union
        select h.at from unnest(access.handovers(s.machine)) h (at) where h.at > %(since)s and h.at < %(until)s
    ) e (at)
),
part as (
    select machine, kind, model, at as from_time, lead(at) over (partition by machine order by at) as to_time from edge
),
found as (
    select
        p.machine, p.kind, p.model, p.from_time, p.to_time,
        coalesce((
            select sum(r.readings) from telemetry.rollup_day_v1 r
            where r.machine = p.machine and r.bucket > p.from_time - interval '1 day' and r.bucket < p.to_time
        ), 0)::bigint as samples,
        c.cycles, c.cycle_s
    from part p
    cross join lateral (
        select
            count(*)::integer as cycles, coalesce(sum(extract(epoch from y.stop_at - y.start_at)), 0)::float8 as cycle_s
        from positioning.cycle_v1 y
        where y.machine = p.machine and y.start_at >= p.from_time and y.start_at < p.to_time
    ) c
    -- In less than a minute between two handovers nobody did anything.
    where p.to_time - p.from_time > interval '1 minute'
)
select f.machine, f.kind, f.model, f.from_time, f.to_time, f.samples, f.cycles, f.cycle_s
from found f
left join machine_week k on k.machine = f.machine and k.from_time = f.from_time
where f.samples > 0
    and (
        k.machine is null
        or k.taken_at < %(before)s
            and (k.samples, k.cycles, k.cycle_s, k.to_time) is distinct from (f.samples, f.cycles, f.cycle_s, f.to_time)
    )
order by k.taken_at nulls first, f.from_time desc, f.machine
limit %(limit)s;

-- name: list_cycles
-- The haul cycles of a machine that began in a part of a week, in order of time; one in which it changed hands is nobody's.
select
    extract(epoch from start_at)::float8 as start_s, extract(epoch from stop_at)::float8 as stop_s,
    extract(epoch from loading_at + (hauling_at - loading_at) / 2)::float8 as loaded_s,
    extract(epoch from dumping_at + (stop_at - dumping_at) / 2)::float8 as dumped_s,
    extract(epoch from queue_at - start_at)::float8 as return_s, (queue_s + dump_queue_s)::float8 as queue_s,
    extract(epoch from loading_at - spot_at)::float8 as spot_s,
    extract(epoch from hauling_at - loading_at)::float8 as load_s,
    extract(epoch from dump_queue_at - hauling_at)::float8 as haul_s,
    extract(epoch from stop_at - dump_spot_at)::float8 as dump_s,
    coalesce(payload_kg, 'NaN')::float8 as payload_kg, distance_m::float8 as distance_m,
    coalesce(climb_m, 'NaN')::float8 as climb_m, hole_s::float8 as hole_s,
    -- A minute is too long for a height: a truck dumps in half of one.
    coalesce(
        (
            select avg(r.altitude_m) from telemetry.reading_v1 r
            where r.machine = c.machine and r.time >= c.loading_at and r.time < c.hauling_at
        ),
        'NaN'
    )::float8 as loaded_height_m,
    coalesce(
        (
            select avg(r.altitude_m) from telemetry.reading_v1 r
            where r.machine = c.machine and r.time >= c.dumping_at and r.time < c.stop_at
        ),
        'NaN'
    )::float8 as dumped_height_m,
    coalesce(region, '') as region, coalesce(site, '') as site,
    coalesce(loaded_at, '') || '-' || coalesce(dumped_at, '') as way
from positioning.cycle_v1 c
where machine = %(machine)s and start_at >= %(from)s and start_at < %(to)s
    and not exists (select from unnest(access.handovers(machine)) h (at) where h.at > start_at and h.at <= stop_at)
order by start_at;

-- name: keep_week
-- Keep a week of a machine in place of what was kept of it.
insert into machine_week (
    machine, from_time, to_time, kind, model, source, region, site, way, told_h, counted, week, haulage, samples, cycles,
    cycle_s
) values (
    %(machine)s, %(from_time)s, %(to_time)s, %(kind)s, %(model)s, 'telemetry', %(region)s, %(site)s, %(way)s, %(told_h)s,
    %(counted)s, %(week)s::jsonb, %(haulage)s::jsonb, %(samples)s, %(cycles)s, %(cycle_s)s
)
on conflict (machine, from_time) do update set
    to_time = excluded.to_time, kind = excluded.kind, model = excluded.model, source = excluded.source,
    region = excluded.region, site = excluded.site, way = excluded.way, told_h = excluded.told_h,
    counted = excluded.counted, week = excluded.week, haulage = excluded.haulage, samples = excluded.samples,
    cycles = excluded.cycles, cycle_s = excluded.cycle_s, taken_at = now();

-- name: forget_weeks
-- Forget what is kept of parts of a week that are cut otherwise by now.
delete from machine_week
where machine = %(machine)s and from_time > %(from_time)s and from_time < %(to_time)s and source = 'telemetry';

-- name: list_weeks
-- The weeks of a machine since a time that the viewers see, oldest first.
select machine, kind, model, region, site, way, from_time, to_time, source, told_h, counted,
    whole_week(machine, from_time, to_time, week)::text as week
from machine_week
where machine = %(machine)s and from_time >= %(since)s
order by from_time;
