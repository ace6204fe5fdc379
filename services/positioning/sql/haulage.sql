-- name: list_cycles
-- Haul cycles that began in a period, of a machine or of a site's, in order.
select
    machine, site, start_at, queue_at, spot_at, loading_at, hauling_at, dump_queue_at, dump_spot_at, dumping_at, stop_at,
    loaded_at, dumped_at, payload_kg, distance_m, loaded_m, climb_m, queue_s, dump_queue_s, hole_s
from cycle
where (%(machine)s::text is null or machine = %(machine)s) and (%(site)s::text is null or site = %(site)s)
    and start_at >= %(from)s and start_at < %(to)s
    and (%(after)s::timestamptz is null or (start_at, machine) > (%(after)s, %(behind)s))
order by start_at, machine
limit %(limit)s;

-- name: list_visits
-- Visits that touch a period, of a machine or of a site's, in order.
select machine, site, zone, entered_at, left_at
from visit
where (%(machine)s::text is null or machine = %(machine)s) and (%(site)s::text is null or site = %(site)s)
    and entered_at < %(to)s and (left_at is null or left_at > %(from)s)
    and (%(after)s::timestamptz is null or (entered_at, machine, zone) > (%(after)s, %(behind)s, %(zone)s))
order by entered_at, machine, zone
limit %(limit)s;

-- name: list_places
-- Where trucks of a site were loaded, dumped and set out since a time.
select machine, start_at, loading_at, dumping_at, places
from cycle
where site = %(site)s and start_at >= %(from)s;

-- name: summarise
-- What the cycles of a machine that began in a period come to.
select
    count(*)::int as cycles, sum(payload_kg)::double precision as payload_kg,
    coalesce(sum(distance_m), 0)::double precision as distance_m,
    coalesce(sum(queue_s), 0)::double precision as queue_s,
    coalesce(sum(dump_queue_s), 0)::double precision as dump_queue_s,
    coalesce(sum(extract(epoch from stop_at - start_at)), 0)::double precision as seconds
from cycle
where machine = %(machine)s and start_at >= %(from)s and start_at < %(to)s;

-- name: known_until
-- Up to when what a machine told is taken in.
select until from followed where machine = %(machine)s;

-- name: get_standing
-- How a machine stood at a time, or the last time before that.
select at, from_rest, full_kg from standing where machine = %(machine)s and at <= %(at)s order by at desc limit 1;

-- name: keep_standing
-- Keep how a machine stood when nothing was under way.
insert into standing (machine, at, site, from_rest, full_kg)
values (%(machine)s, %(at)s, %(site)s, %(from_rest)s, %(full_kg)s)
on conflict (machine, at) do update set
    site = excluded.site, from_rest = excluded.from_rest, full_kg = excluded.full_kg;

-- name: forget_standings
-- Forget how a machine stood within a period, save at its end, and what is too old to matter.
delete from standing
where machine = %(machine)s and (at > %(from)s and at < %(to)s or at < %(before)s);

-- name: list_inside
-- In which zones a machine was at a time, and since when.
select zone, entered_at from visit
where machine = %(machine)s and entered_at <= %(at)s and (left_at is null or left_at > %(at)s);

-- name: list_touched
-- A machine's visits that began in a period or were not over at its begin.
select machine, site, zone, entered_at, left_at from visit
where machine = %(machine)s and entered_at < %(to)s
    and (entered_at >= %(from)s or left_at is null or left_at > %(from)s);

-- name: list_handovers
-- When a machine passed from one to another, in a period.
select moment from unnest(access.handovers(%(machine)s)) moment
where moment > %(from)s and moment < %(to)s
order by moment;

-- name: forget_visit
-- Forget a visit that never was.
delete from visit
where machine = %(machine)s and site = %(site)s and zone = %(zone)s and entered_at = %(entered_at)s;

-- name: list_begun
-- A machine's cycles that began in a period.
select start_at, stop_at from cycle where machine = %(machine)s and start_at >= %(from)s and start_at < %(to)s;

-- name: forget_cycles
-- Forget a machine's cycles that began in a period.
delete from cycle where machine = %(machine)s and start_at >= %(from)s and start_at < %(to)s;

-- name: keep_visit
-- Keep a visit.
insert into visit (machine, site, zone, entered_at, left_at)
values (%(machine)s, %(site)s, %(zone)s, %(entered_at)s, %(left_at)s)
on conflict (machine, entered_at, site, zone) do update set left_at = excluded.left_at;

-- name: keep_cycle
-- Keep a haul cycle.
insert into cycle (
    machine, site, start_at, queue_at, spot_at, loading_at, hauling_at, dump_queue_at, dump_spot_at, dumping_at, stop_at,
    loaded_at, dumped_at, payload_kg, distance_m, loaded_m, climb_m, queue_s, dump_queue_s, hole_s, places
) values (
    %(machine)s, %(site)s, %(start_at)s, %(queue_at)s, %(spot_at)s, %(loading_at)s, %(hauling_at)s, %(dump_queue_at)s,
    %(dump_spot_at)s, %(dumping_at)s, %(stop_at)s, %(loaded_at)s, %(dumped_at)s, %(payload_kg)s, %(distance_m)s,
    %(loaded_m)s, %(climb_m)s, %(queue_s)s, %(dump_queue_s)s, %(hole_s)s, %(places)s
)
on conflict (machine, start_at) do nothing;
