-- What a worker took in of what machines tell. The tables are each service's own, in its 0001 file:
--
-- create table followed (
--     machine text collate "C" primary key,
--     until timestamptz not null,
--     resume timestamptz not null,
--     taken_at timestamptz not null,
--     compared_at timestamptz not null
-- );
-- create table followed_hour (
--     machine text collate "C" not null,
--     hour integer not null,
--     samples integer not null default -1,
--     resume timestamptz,
--     primary key (machine, hour)
-- );

-- name: take_turn
-- Whether this process may take readings in until its transaction ends: of those of one service, one at a time may.
select pg_try_advisory_xact_lock(hashtext('follow ' || current_schema() || %(what)s)) as mine;

-- name: list_due
-- Machines of some kinds of which something newer came than was taken in, those first that waited longest for their turn.
select
    m.machine, m.kind, m.model, f.until, f.resume,
    -- A unit whose clock is ahead tells of no time to come.
    least(l.time, now()) as heard
from telemetry.machine_v1 m
join telemetry.latest_v1 l on l.machine = m.machine
left join followed f on f.machine = m.machine
-- Of one moment there is one period.
where m.from_time <= now() and m.to_time > now() and m.kind = any(%(kinds)s::text[])
    and (f.machine is null or least(l.time, now()) >= f.until)
order by f.taken_at nulls first, m.machine
limit %(limit)s;

-- name: keep_place
-- Keep until when a machine's readings are taken in, and from where on they are read again.
insert into followed (machine, until, resume, taken_at, compared_at)
values (%(machine)s, %(until)s, %(resume)s, clock_timestamp(), clock_timestamp())
on conflict (machine) do update set
    until = excluded.until, resume = excluded.resume, taken_at = excluded.taken_at;

-- name: keep_anchor
-- Keep that nothing was under way at a time, from which the hour behind it can be taken in anew.
insert into followed_hour (machine, hour, resume) values (%(machine)s, %(hour)s, %(resume)s)
on conflict (machine, hour) do update set resume = greatest(followed_hour.resume, excluded.resume);

-- name: keep_hours
-- Keep from how many samples hours were taken in.
insert into followed_hour (machine, hour, samples)
select %(machine)s, h.hour, h.samples from unnest(%(hours)s::int[], %(samples)s::int[]) h (hour, samples)
on conflict (machine, hour) do update set samples = excluded.samples;

-- name: list_compared
-- Machines whose hours were not compared since, and until when each is taken in.
select machine, until from followed
where compared_at < %(before)s
order by compared_at, machine
limit %(limit)s;

-- name: list_hours
-- From how many samples hours of machines were taken in.
select machine, hour, samples, resume from followed_hour
where machine = any(%(machines)s::text[]) and hour >= %(first)s::int
order by machine, hour;

-- name: keep_compared
-- Keep that the hours of machines were compared, and forget those that nobody compares any more.
with old as (delete from followed_hour where machine = any(%(machines)s::text[]) and hour < %(first)s::int)
update followed set compared_at = clock_timestamp() where machine = any(%(machines)s::text[]);

-- name: rewind
-- Let what a machine told from an hour on be taken in anew: what was under way behind it is to be seen again.
with behind as (update followed_hour set resume = null where machine = %(machine)s and hour > %(hour)s::int)
update followed set until = least(until, %(until)s), resume = least(resume, %(resume)s) where machine = %(machine)s;
