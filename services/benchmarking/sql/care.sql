-- name: list_unwatched
-- Complete hours of machines in which they told enough, and that were never watched, or of other samples; the newest first.
-- What began before somebody else had the machine is nobody's.
with seen as (
    select distinct on (machine) machine, kind, model from telemetry.machine_v1
    where machine = any(%(machines)s::text[])
    order by machine, from_time desc
)
select s.machine, s.kind, s.model, r.bucket as from_time, r.readings::integer as samples
from seen s
join telemetry.rollup_hour_v1 r on r.machine = s.machine and r.bucket >= %(since)s and r.bucket < %(behind)s
left join misuse_hour k on k.machine = s.machine and k.hour = (extract(epoch from r.bucket) / 3600)::integer
where r.readings >= %(least)s and k.samples is distinct from r.readings
    and not exists (
        select from unnest(access.handovers(s.machine)) h (at)
        where h.at > r.bucket - %(look_back)s::interval and h.at < r.bucket + interval '1 hour'
    )
order by r.bucket desc, s.machine
limit %(limit)s;

-- name: keep_hour
-- Keep what was watched of an hour.
insert into misuse_hour (machine, hour, samples, watched_h, misuse)
values (%(machine)s, %(hour)s, %(samples)s, %(watched_h)s, %(misuse)s::jsonb)
on conflict (machine, hour) do update set
    samples = excluded.samples, watched_h = excluded.watched_h, misuse = excluded.misuse, taken_at = now();

-- name: list_parts
-- Weeks of machines, or parts of them, of which it is to be summed up how machines were; those that never were first. What is
-- long over stays, unless more of its hours were judged or watched since.
select w.machine, w.site, w.from_time, w.to_time
from machine_week w
left join week_uptime u on u.machine = w.machine and u.from_time = w.from_time and u.to_time = w.to_time
where w.machine = any(%(machines)s::text[]) and w.source = 'telemetry' and w.from_time >= %(since)s
    and (
        u.machine is null
        or u.taken_at < %(before)s and (
            u.taken_at < w.to_time + %(settles)s::interval
            or exists (
                select from misuse_hour k
                where k.machine = w.machine and k.hour >= extract(epoch from w.from_time)::bigint / 3600
                    and k.hour < extract(epoch from w.to_time)::bigint / 3600 and k.taken_at > u.taken_at
            )
            or (
                select count(v.health) from diagnostics.health_v1 v
                where v.machine = w.machine and v.from_time >= w.from_time and v.from_time < w.to_time
            ) > coalesce((
                select (h.sums ->> 'judged_h')::integer from week_health h
                where h.machine = w.machine and h.from_time = w.from_time and h.to_time = w.to_time
            ), 0)
        )
    )
order by u.taken_at nulls first, w.from_time desc, w.machine
limit %(limit)s;

-- name: list_health
-- Health and the log odds that anything is wrong, of each hour of a part in which both are known.
select health::float8 as health, log_odds::float8 as log_odds
from diagnostics.health_v1
where machine = %(machine)s and from_time >= %(from)s and from_time < %(to)s and health is not null
order by from_time;

-- name: list_works
-- Work on a machine that touches a part and was begun by who had it then; what goes on goes on to the end of the part.
select
    extract(epoch from coalesce(w.failed_at, w.started_at))::float8 as from_s,
    extract(epoch from coalesce(w.over_at, %(to)s))::float8 as to_s, w.downtime_h as stood_h
from maintenance.work_v1 w
where w.machine = %(machine)s and coalesce(w.failed_at, w.started_at) < %(to)s
    and coalesce(coalesce(w.failed_at, w.started_at) + w.downtime_h * interval '1 hour', w.over_at, %(to)s) > %(from)s
    and not exists (
        select from unnest(access.handovers(w.machine)) h (at) where h.at > w.created_at and h.at <= %(from)s
    )
order by 1, 2;

-- name: get_shifts
-- The shifts of a site, where anybody set them.
select timezone, plan::text as plan from site.shift_v1 where site = %(site)s;

-- name: list_watched
-- What was watched of the hours that lie in a part as a whole.
select watched_h::float8 as watched_h, misuse::text as misuse
from misuse_hour
where machine = %(machine)s and watched_h > 0
    and hour >= ceil(extract(epoch from %(from)s::timestamptz) / 3600)
    and hour + 1 <= floor(extract(epoch from %(to)s::timestamptz) / 3600)
order by hour;

-- name: keep_health
-- Keep how healthy a machine was; of what was judged once and is kept no more it stays as it was.
insert into week_health (machine, from_time, to_time, sums)
values (%(machine)s, %(from)s, %(to)s, %(sums)s::jsonb)
on conflict (machine, from_time) do update set to_time = excluded.to_time, sums = excluded.sums, taken_at = now()
where week_health.to_time <> excluded.to_time
    or (excluded.sums ->> 'judged_h')::float8 >= (week_health.sums ->> 'judged_h')::float8;

-- name: keep_uptime
-- Keep for how long a machine could work.
insert into week_uptime (machine, from_time, to_time, sums)
values (%(machine)s, %(from)s, %(to)s, %(sums)s::jsonb)
on conflict (machine, from_time) do update set to_time = excluded.to_time, sums = excluded.sums, taken_at = now();

-- name: keep_misuse
-- Keep how a machine was treated.
insert into week_misuse (machine, from_time, to_time, sums)
values (%(machine)s, %(from)s, %(to)s, %(sums)s::jsonb)
on conflict (machine, from_time) do update set to_time = excluded.to_time, sums = excluded.sums, taken_at = now();
