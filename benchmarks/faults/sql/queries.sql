-- What the checker asks; {…} is filled with names of signals and resolutions. Everything is read through the views
-- that are promised to readers.

-- name: commission
insert into access.machine (machine, kind, model, generation, commissioned_at)
values (%(machine)s, 'wheel_loader', 'fault-run', 'json', '2020-01-01Z')

-- name: show_to_all
insert into access.visibility (viewer, machine, from_time, to_time)
values ('all', %(machine)s, '-infinity', 'infinity')

-- name: see_all
select set_config('howdah.viewers', 'all', false), set_config('timezone', 'UTC', false)

-- name: sampled
select machine, time, load_count, {times} from telemetry.latest_v1 order by machine

-- name: copy_readings
copy (select time, {values} from telemetry.reading_v1 where machine = {machine})
to stdout (format binary)

-- name: events
select boot, seq from telemetry.event_v1 where machine = %(machine)s

-- name: wrong_latest
with newest as (
    select machine, max(time) as time, {newest_times}
    from telemetry.reading_v1 group by machine
)
select n.machine, l.time as is, n.time as should_be
from newest n left join telemetry.latest_v1 l using (machine)
where l.time is distinct from n.time or {wrong_times}
order by n.machine limit 10

-- name: wrong_latest_values
select l.machine, {signal}::text as is, {signal_time} as should_be
from telemetry.latest_v1 l
where l.{signal_time} is not null and not exists (
    select from telemetry.reading_v1 r
    where r.machine = l.machine and r.time = l.{signal_time} and r.{signal} = l.{signal}
)
order by l.machine limit 10

-- name: wrong_rollups
with computed as (
    select machine, date_trunc({unit}, time, 'UTC') as bucket, count(*) as readings, min(time) as first_time,
        max(time) as last_time, {computed}
    from telemetry.reading_v1 group by 1, 2
)
select coalesce(r.machine, c.machine) as machine, coalesce(r.bucket, c.bucket) as bucket, r.readings as is,
    c.readings as should_be
from {rollup} r full join computed c on c.machine = r.machine and c.bucket = r.bucket
where r.readings is distinct from c.readings or r.first_time is distinct from c.first_time
   or r.last_time is distinct from c.last_time or {differs}
order by 1, 2

-- name: rejects
select reason, payload from telemetry.reject_v1 where machine = %(machine)s

-- name: deliveries
select boot, watermark, stored, rejected, lost, not_arrived from telemetry.delivery_v1 where machine = %(machine)s

-- name: declared
select d.boot, generate_series(lower(r), upper(r) - 1)
from telemetry.delivery d cross join lateral unnest(d.lost) r
where d.machine = %(machine)s

-- name: unfinished
select (select count(*) from telemetry.dirty) + (select count(*) from telemetry.settled)

-- name: uncounted
select coalesce(sum(messages), 0) from telemetry.settled where outcome <> 'gap'
