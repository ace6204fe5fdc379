-- What machines carried, by the lifts of their booms and by trucks' own scales; and how far that was worked out.

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

comment on table followed is 'Until when the readings of a machine are taken in, and from where they are read again.';
comment on table followed_hour is 'From how many samples each hour of a machine was taken in.';

create table calibration (
    id bigint generated always as identity primary key,
    machine text collate "C" not null,
    step text not null check (step in ('empty', 'loaded', 'done', 'cancelled')),
    weight_kg double precision not null,
    asked_by text not null,
    begun_at timestamptz not null,
    loaded_at timestamptz,
    ended_at timestamptz,
    verdict text check (verdict in ('good', 'fair', 'poor')),
    shortcomings text[] not null default '{}',
    empty_lifts integer,
    loaded_lifts integer,
    misfit double precision,
    span_pct double precision,
    span_sd_pct double precision,
    mean double precision[],
    covariance double precision[]
);

create unique index one_at_a_time on calibration (machine) where step in ('empty', 'loaded');
create index on calibration (machine, id);
comment on table calibration is 'Guided calibrations of machines'' scales: how far they are, and what came of them.';

create table zero (
    machine text collate "C" not null,
    at timestamptz not null,
    kg double precision not null,
    variance double precision not null,
    slope double precision[] not null,
    refused integer not null,
    primary key (machine, at)
);

comment on table zero is 'What the empty bucket weighs too much after the passes taken in, at the moments where they end.';

create table pass (
    machine text collate "C" not null,
    begun timestamptz not null,
    lifted timestamptz not null,
    ended timestamptz not null,
    payload_kg double precision,
    sd_kg double precision,
    common_kg double precision,
    zero_kg double precision not null,
    flaws integer not null,
    truck text,
    latitude_deg double precision,
    longitude_deg double precision,
    primary key (machine, begun)
);

create index on pass (begun);
create index on pass (truck, begun);
comment on table pass is 'Passes of a bucket with what they carried (null: counted and not weighed) and into which truck.';

create table carried (
    truck text collate "C" not null,
    begun timestamptz not null,
    filled timestamptz not null,
    dumped timestamptz,
    payload_kg double precision not null,
    sd_kg double precision not null,
    left_kg double precision,
    latitude_deg double precision,
    longitude_deg double precision,
    primary key (truck, begun)
);

create index on carried (begun);
comment on table carried is 'Loads by trucks'' own scales, what they carried back, and where they were dumped.';

create table production (
    machine text collate "C" not null,
    hour timestamptz not null,
    passes integer not null,
    weighed integer not null,
    payload_kg double precision not null,
    own_variance double precision not null,
    common_kg double precision not null,
    primary key (machine, hour)
);

create index on production (hour);
comment on table production is 'Passes of machines by the hour in which they began, summed; all counted as those weighed.';

create table filling (
    digger text collate "C" primary key,
    truck text,
    begun timestamptz not null,
    lifted timestamptz not null,
    passes integer not null,
    payload_kg double precision not null,
    sd_kg double precision not null
);

comment on table filling is 'The truck load that each digger is making, or made last.';

-- A scale outlives handovers, so only the service itself reads how it is.
alter table followed enable row level security;
create policy own on followed using ('worker' = any (access.viewers()));
alter table followed_hour enable row level security;
create policy own on followed_hour using ('worker' = any (access.viewers()));

-- The rest tells of a time, and is seen by those who see the machine in it. Whoever sees everything is asked once.
alter table calibration enable row level security;
create policy seen on calibration using ((select 'worker' = any (access.viewers())) or access.sees(machine, begun_at, 'production'));
alter table zero enable row level security;
create policy seen on zero using ((select 'worker' = any (access.viewers())) or access.sees(machine, at, 'production'));
alter table pass enable row level security;
create policy seen on pass using ((select 'worker' = any (access.viewers())) or access.sees(machine, begun, 'production'));
alter table carried enable row level security;
create policy seen on carried using ((select 'worker' = any (access.viewers())) or access.sees(truck, begun, 'production'));
alter table production enable row level security;
create policy seen on production using ((select 'worker' = any (access.viewers())) or access.sees(machine, hour, 'production'));
alter table filling enable row level security;
create policy seen on filling using ((select 'worker' = any (access.viewers())) or access.sees(digger, lifted, 'production'));
