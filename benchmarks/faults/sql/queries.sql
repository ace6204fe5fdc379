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

-- name: newest
select {time}, {columns} from telemetry.latest_v1 where machine = %(machine)s

-- name: rollups
select {columns} from {rollup} where machine = %(machine)s order by bucket

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
