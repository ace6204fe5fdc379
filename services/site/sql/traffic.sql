-- name: list_maps
-- Every drawing of every site, and until when it holds.
select
    site, from_time, features::text as features,
    coalesce(lead(from_time) over (partition by site order by from_time), '9000-01-01 00:00Z') as to_time
from road_map
order by site, from_time;

-- name: get_map
-- How a site is drawn at a time.
select site, from_time, features::text as features, '9000-01-01 00:00Z'::timestamptz as to_time
from road_map
where site = %(site)s and from_time <= %(at)s
order by from_time desc
limit 1;

-- name: forget_maps
-- Forget how a site was to be drawn from a time on, or later.
delete from road_map where site = %(site)s and from_time >= %(from)s;

-- name: keep_map
-- Keep how a site is drawn from a time on.
insert into road_map (site, from_time, features) values (%(site)s, %(from)s, %(features)s)
on conflict (site, from_time) do update set features = excluded.features;

-- name: adopt_map
-- Keep how a site is drawn where nothing is known of that.
insert into road_map (site, from_time, features)
select %(site)s, %(from)s, %(features)s
where not exists (select from road_map where site = %(site)s)
on conflict (site, from_time) do nothing
returning site;

-- name: look_again
-- Let what machines of a site, or of none, told from a time on be taken in anew.
update followed f set
    until = least(f.until, %(again)s::timestamptz),
    resume = least(f.resume, coalesce(
        (
            select max(h.resume) from followed_hour h
            where h.machine = f.machine and h.resume <= %(again)s::timestamptz
        ),
        %(again)s::timestamptz
    ))
where f.until > %(again)s and (
    exists (select from passing p where p.machine = f.machine and p.site = %(site)s)
    or not exists (select from passing p where p.machine = f.machine)
);

-- name: list_hours_of
-- The passages of a machine in some hours.
select site, machine, hour, segments, passages
from passing
where machine = %(machine)s and hour >= %(first)s and hour <= %(last)s
order by site, hour;

-- name: keep_passing
-- Keep the passages of a machine in an hour.
insert into passing (site, machine, hour, segments, passages)
values (%(site)s, %(machine)s, %(hour)s, %(segments)s, %(passages)s)
on conflict (site, machine, hour) do update set segments = excluded.segments, passages = excluded.passages;

-- name: list_passing
-- The passages on a site in some hours.
select site, machine, hour, segments, passages
from passing
where site = %(site)s and hour >= %(first)s and hour <= %(last)s
order by machine, hour;

-- name: list_known
-- Up to when what machines told is taken in.
select machine, until from followed where machine = any(%(machines)s::text[]) order by machine;

-- name: keep_windows
-- Let some windows be looked at for near misses.
insert into meeting_window (site, start_at, due)
select %(site)s, s.start_at, true from unnest(%(starts)s::timestamptz[]) s (start_at)
on conflict (site, start_at) do update set due = true where not meeting_window.due;

-- name: list_windows
-- Windows of which everybody told what there was to tell, and that were not looked at.
select w.site, w.start_at,
    array(
        select distinct p.machine from passing p
        where p.site = w.site and p.hour between floor(extract(epoch from w.start_at) / 3600)::int - 1
            and floor(extract(epoch from w.start_at) / 3600)::int + 1
        order by p.machine
    ) as machines
from meeting_window w
where w.due and w.start_at < %(before)s
order by w.start_at
limit %(limit)s;

-- name: end_windows
-- Keep that windows were looked at.
update meeting_window w set due = false
from unnest(%(sites)s::text[], %(starts)s::timestamptz[]) l (site, start_at)
where w.site = l.site and w.start_at = l.start_at;

-- name: forget_near_misses
-- Forget the near misses of windows.
delete from near_miss n
using unnest(%(sites)s::text[], %(starts)s::timestamptz[]) l (site, start_at)
where n.site = l.site and n.at >= l.start_at and n.at < l.start_at + make_interval(secs => %(seconds)s);

-- name: keep_near_miss
-- Keep a near miss.
insert into near_miss (
    site, at, machine, other, kind, latitude_deg, longitude_deg, segment, margin_s, error_s, closing_mps, probability,
    severity
) values (
    %(site)s, %(at)s, %(machine)s, %(other)s, %(kind)s, %(latitude_deg)s, %(longitude_deg)s, %(segment)s,
    %(margin_s)s, %(error_s)s, %(closing_mps)s, %(probability)s, %(severity)s
)
on conflict (site, at, machine, other) do nothing;

-- name: list_near_misses
-- Near misses on a site in a period, in order.
select site, at, machine, other, kind, latitude_deg, longitude_deg, segment, margin_s, error_s, closing_mps, probability,
    severity
from near_miss
where site = %(site)s and at >= %(from)s and at < %(to)s
    and (%(after)s::timestamptz is null or (at, machine, other) > (%(after)s, %(machine)s, %(other)s))
order by at, machine, other
limit %(limit)s;
