-- Where machines were: the zones and roads of sites as they were at a time, visits, and haul cycles.

create table site (
    id text collate "C" primary key,
    customer text collate "C" not null,
    region text collate "C" not null,
    latitude_deg double precision not null,
    longitude_deg double precision not null,
    kind text,
    material text collate "C"
);

comment on table site is
    'Sites as the registry tells them: whose and what they are, the middle of their map, what their roads are made of.';

create table feature (
    site text collate "C" not null references site,
    id text collate "C" not null,
    from_time timestamptz not null,
    to_time timestamptz not null default 'infinity',
    kind text not null,
    name text not null,
    geometry jsonb not null,
    drawn_by text not null,
    drawn_at timestamptz not null default now(),
    primary key (site, id, from_time),
    check (from_time < to_time)
);

comment on table feature is 'A zone or road, as GeoJSON, so drawn over [from_time, to_time). Periods of one never overlap.';

create table visit (
    machine text collate "C" not null,
    site text collate "C" not null,
    zone text collate "C" not null,
    entered_at timestamptz not null,
    left_at timestamptz,
    primary key (machine, entered_at, site, zone)
);

comment on column visit.left_at is 'When the machine left the zone; null: it was still there when last heard.';

create table cycle (
    machine text collate "C" not null,
    site text collate "C",
    start_at timestamptz not null,
    queue_at timestamptz not null,
    spot_at timestamptz not null,
    loading_at timestamptz not null,
    hauling_at timestamptz not null,
    dump_queue_at timestamptz not null,
    dump_spot_at timestamptz not null,
    dumping_at timestamptz not null,
    stop_at timestamptz not null,
    loaded_at text collate "C",
    dumped_at text collate "C",
    payload_kg real,
    distance_m real not null,
    climb_m real,
    queue_s real not null,
    dump_queue_s real not null,
    hole_s real not null,
    places double precision[] not null,
    primary key (machine, start_at)
);

create index on cycle (site, start_at);
comment on column cycle.places is 'Latitude and longitude of where the truck set out, was loaded and dumped; null: not told.';

-- What a worker follows: services/kit/sql/follow.sql.
create table followed (
    machine text collate "C" primary key,
    until timestamptz not null,
    resume timestamptz not null,
    taken_at timestamptz not null,
    compared_at timestamptz not null
);

create table followed_hour (
    machine text collate "C" not null,
    hour integer not null,
    samples integer not null default -1,
    resume timestamptz,
    primary key (machine, hour)
);

create table standing (
    machine text collate "C" not null,
    at timestamptz not null,
    site text collate "C",
    from_rest boolean not null,
    full_kg real,
    primary key (machine, at)
);

comment on table standing is
    'How a machine stood when nothing was under way: on which site, whether a cycle may begin there, the largest load so far.';

-- What happened is seen by those who see the machine's data of all of it; the service itself writes.
alter table visit enable row level security;
create policy seen on visit
using (
    (select 'worker' = any (access.viewers()))
    -- A visit is cut at handovers: its part ends with what its owner sees.
    or access.sees(machine, entered_at, 'position')
        and (left_at is null or access.sees(machine, left_at - interval '1 microsecond', 'position'))
);
alter table cycle enable row level security;
create policy seen on cycle
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, start_at, 'production', 'position') and access.sees(machine, stop_at, 'production', 'position')
);
alter table standing enable row level security;
create policy own on standing using ('worker' = any (access.viewers()));
alter table followed enable row level security;
create policy own on followed using ('worker' = any (access.viewers()));
-- Up to when a machine is known is told to those who see where it was then; the worker is not asked machine by machine.
create policy seen on followed for select
using ((select 'worker' = any (access.viewers())) or access.sees(machine, until - interval '1 microsecond', 'position'));
alter table followed_hour enable row level security;
create policy own on followed_hour using ('worker' = any (access.viewers()));

-- A site is seen by its customer, its region, and those who see everything.
alter table site enable row level security;
create policy seen on site
using (
    'all' = any (access.viewers())
    or 'customer:' || customer = any (access.viewers())
    or 'region:' || region = any (access.viewers())
);
alter table feature enable row level security;
create policy seen on feature using (exists (select from site s where s.id = feature.site));
