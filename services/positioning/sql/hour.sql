-- name: forget_hours
-- Forget the sums of a machine's hours that a span touches.
delete from hauled
where machine = %(machine)s and hour >= date_trunc('hour', %(from)s::timestamptz) and hour < %(to)s;

-- name: keep_hours
-- Sum the cycles of a machine that began in the hours that a span touches.
insert into hauled
select * from summed(
    %(machine)s, null, date_trunc('hour', %(from)s::timestamptz),
    date_trunc('hour', %(to)s::timestamptz) + interval '1 hour'
)
on conflict do nothing;

-- name: keep_present
-- Keep that a machine was on a site on the days that a span touches; it need not be told to the second.
insert into present (machine, day, site, first_at, last_at)
select %(machine)s, d.day, %(site)s, greatest(d.day, %(from)s), least(d.day + interval '1 day', %(to)s)
from generate_series(
    date_trunc('day', %(from)s::timestamptz), %(to)s::timestamptz - interval '1 microsecond', interval '1 day'
) d (day)
on conflict (machine, day, site) do update set
    first_at = least(present.first_at, excluded.first_at), last_at = greatest(present.last_at, excluded.last_at)
where excluded.first_at < present.first_at or excluded.last_at > present.last_at + interval '1 minute';

-- name: list_hauls
-- What the cycles on a site come to that began in a period, by a step of time, truck and zones: whole hours as they are
-- kept, and the cycles before and behind them.
select
    date_trunc(%(step)s, hour, %(timezone)s) as "time", machine as truck, nullif(loaded_at, '') as loaded_at,
    nullif(dumped_at, '') as dumped_at, count(distinct hour)::int as hours, sum(cycles)::int as cycles,
    sum(weighed)::int as weighed, sum(measured)::int as measured, sum(payload_kg) / 1000 as payload_t,
    sum(kg_m) / 1000000 as tonne_km, sum(distance_m) / 1000 as distance_km, sum(loaded_m) / 1000 as loaded_km,
    sum(climb_m) as climb_m, sum(seconds) as seconds, sum(queue_s) as queue_s, sum(dump_queue_s) as dump_queue_s,
    sum(loading_s) as loading_s, sum(loading_s2) as loading_s2, sum(dumping_s) as dumping_s, sum(dumping_s2) as dumping_s2,
    percentile_cont(0.5) within group (order by travelled_s) as travelled_s
from (
    select * from hauled where site = %(site)s and hour >= %(first_to)s and hour < %(last_from)s
    union all
    select * from summed(null, %(site)s, %(from)s, %(first_to)s)
    union all
    select * from summed(null, %(site)s, %(last_from)s, %(to)s)
) h
group by 1, 2, h.loaded_at, h.dumped_at
order by 1, 2, h.loaded_at, h.dumped_at;

-- name: list_stays
-- For how long some machines were in which zones of a site in a period, and of what kind a zone was when last drawn.
select
    v.machine, v.zone, f.kind,
    sum(
        extract(epoch from least(coalesce(v.left_at, %(to)s), %(to)s) - greatest(v.entered_at, %(from)s))
    )::double precision as seconds
from visit v
left join lateral (
    select kind from feature where site = v.site and id = v.zone order by from_time desc limit 1
) f on true
where v.site = %(site)s and v.machine = any(%(machines)s) and v.entered_at < %(to)s
    and (v.left_at is null or v.left_at > %(from)s)
group by 1, 2, 3
order by 1, 2;

-- name: list_present
-- The machines that were on a site on the days of a period (those that were elsewhere too: in the period), and up to when
-- what they told is taken in. Who stands and tells nothing is there all the same.
select p.machine, m.kind, m.generation, f.until as known_until
from (
    select distinct here.machine
    from present here
    where here.site = %(site)s and here.day > %(from)s::timestamptz - interval '1 day' and here.day < %(to)s
        and (
            here.first_at < %(to)s and here.last_at > %(from)s
            or not exists (
                select from present other
                where other.machine = here.machine and other.day = here.day and other.site <> here.site
            )
        )
) p
join lateral (
    select v.kind, v.generation from telemetry.machine_v1 v where v.machine = p.machine order by v.from_time desc limit 1
) m on true
left join followed f using (machine)
order by p.machine;
