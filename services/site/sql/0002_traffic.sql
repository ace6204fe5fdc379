-- Traffic on the roads of sites: how they are drawn, how machines passed them, and near misses.

create table road_map (
    site text collate "C" not null,
    from_time timestamptz not null,
    features jsonb not null,
    primary key (site, from_time)
);

comment on table road_map is 'The zones and roads of a site as they are drawn from a time on, until the next drawing.';

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

create table passing (
    site text collate "C" not null,
    machine text collate "C" not null,
    hour integer not null,
    segments text[] not null,
    passages bytea not null,
    primary key (site, machine, hour)
);

create index on passing (site, hour);
create index on passing (machine, hour);
comment on table passing is 'The passages of a machine over segments of roads that began in an hour, counted from 1970; none: it was on the site.';
comment on column passing.passages is 'Records of 24 bytes, little-endian, in order of time: services/site/traffic/record.py.';

create table meeting_window (
    site text collate "C" not null,
    start_at timestamptz not null,
    due boolean not null,
    primary key (site, start_at)
);

create index on meeting_window (start_at) where due;
comment on table meeting_window is 'Ten minutes of a site in which machines drove; due: what they told then was not yet looked at for near misses.';

create table near_miss (
    site text collate "C" not null,
    at timestamptz not null,
    machine text collate "C" not null,
    other text collate "C" not null,
    kind text not null,
    latitude_deg double precision not null,
    longitude_deg double precision not null,
    segment text,
    margin_s real not null,
    error_s real not null,
    closing_mps real not null,
    probability real not null,
    severity text not null,
    primary key (site, at, machine, other)
);

-- Who drives where is seen by those who see the machine in the whole hour, and a near miss by those who see both.
alter table passing enable row level security;
create policy seen on passing
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, to_timestamp(hour * 3600.0), 'production', 'position')
    and access.sees(machine, to_timestamp(hour * 3600.0 + 3599), 'production', 'position')
);
alter table near_miss enable row level security;
create policy seen on near_miss
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, at, 'position') and access.sees(other, at, 'position')
);
alter table followed enable row level security;
create policy own on followed using ('worker' = any (access.viewers()));
alter table followed_hour enable row level security;
create policy own on followed_hour using ('worker' = any (access.viewers()));
alter table meeting_window enable row level security;
create policy own on meeting_window using ('worker' = any (access.viewers()));
alter table road_map enable row level security;
create policy seen on road_map
using ('all' = any (access.viewers()) or exists (select from site s where s.id = road_map.site));
