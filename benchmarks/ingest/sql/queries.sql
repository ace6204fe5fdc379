-- What the benchmark arranges and asks, as the administrator. {checksum} is filled with the signals' names.

-- name: register
-- Registers machines m-000000, m-000001, … as if a registry had commissioned them.
insert into access.machine (machine, kind, model, generation, commissioned_at)
select 'm-' || lpad(n::text, 6, '0'), 'wheel_loader', 'l350', 'json', now() - interval '1000 days'
from generate_series(0, %(machines)s - 1) n

-- name: make_plain
-- Puts a plain table where ingest has a view of its own: programs that know nothing of it store there.
drop view telemetry.reading cascade;
create table telemetry.reading (
    time timestamptz not null, received_at timestamptz not null, sample bigint not null, {signals},
    machine text collate "C" not null, extra jsonb, primary key (machine, time, sample)
);
select create_hypertable('telemetry.reading', by_range('time', interval '1 day'), create_default_indexes => false);
grant select, insert on telemetry.reading to ingest

-- name: count_places
-- How many of these machines have a reading at their time; one look into the index for each.
select count(*)
from unnest(%(machines)s::text[], %(times_ms)s::bigint[]) l (machine, time_ms)
cross join lateral (
    select from telemetry.reading r
    where r.machine = l.machine and r.time = to_timestamp(l.time_ms / 1000.0) limit 1
) r

-- name: count_rows
select count(*) from telemetry.reading

-- name: are_stored
select count(*) >= %(at_least)s from telemetry.reading

-- name: progress
-- What changes as long as anything is stored or rolled up; a long transaction shows only that it lasts.
select
    (select count(*) from telemetry.reading),
    (select sum(readings) from telemetry.rollup_minute),
    (select count(*) from telemetry.dirty),
    (
        select max(clock_timestamp() - xact_start) from pg_stat_activity
        where application_name like 'howdah-ingest%' and clock_timestamp() - xact_start < interval '10 minutes'
    )

-- name: rollups_are_current
-- Whether no minute waits for being rolled up again, and whether no connection of ingest is at work.
select
    not exists (select from telemetry.dirty),
    not exists (select from pg_stat_activity where application_name like 'howdah-ingest%' and state <> 'idle')

-- name: sizes
-- Rows a transaction, and bytes a row with its index.
select
    count(*) / greatest(count(distinct xmin::text), 1),
    hypertable_size('telemetry.reading_row') / greatest(count(*), 1)
from telemetry.reading_row

-- name: sums
select count(*), {checksum} from telemetry.reading where machine between %(first)s and %(last)s

-- name: count_different
select count(*) from (
    select distinct machine, date_trunc('milliseconds', time) from telemetry.reading where machine between %(first)s and %(last)s
) r

-- name: count_wrong_minutes
-- How many minutes are rolled up otherwise than their readings say, or not at all, or from nothing.
select count(*)
from (
    select
        machine, date_trunc('minute', time) as bucket, count(*) as readings, count(engine_speed_rpm) as speeds,
        min(engine_speed_rpm) as least, max(engine_speed_rpm) as greatest
    from telemetry.reading
    where machine between %(first)s and %(last)s
    group by 1, 2
) c
full join (select * from telemetry.rollup_minute where machine between %(first)s and %(last)s) m
    using (machine, bucket)
where m.readings is distinct from c.readings
    or coalesce(m.engine_speed_rpm_count, m.readings) is distinct from c.speeds
    or coalesce(m.engine_speed_rpm_min, m.engine_speed_rpm_mean) is distinct from c.least
    or coalesce(m.engine_speed_rpm_max, m.engine_speed_rpm_mean) is distinct from c.greatest

-- name: count_hourly
select coalesce(sum(readings), 0) from telemetry.rollup_hour where machine between %(first)s and %(last)s

-- name: count_daily
select coalesce(sum(readings), 0) from telemetry.rollup_day where machine between %(first)s and %(last)s

-- name: count_wrong_latest
-- For how many machines `latest` is of another time than the newest reading.
select count(*)
from (
    select machine, max(time) as time from telemetry.reading
    where machine between %(first)s and %(last)s group by machine
) c
full join (select machine, time from telemetry.latest where machine between %(first)s and %(last)s) l using (machine)
where l.time is distinct from c.time

-- name: seen
-- The readings of one machine from a time on, in order: what can be queried at this moment.
select (extract(epoch from time) * 1000)::bigint
from telemetry.reading
where machine = %(machine)s and time >= to_timestamp(%(from_ms)s / 1000.0)
order by time

-- name: backends
select pid, application_name from pg_stat_activity where backend_type = 'client backend'
