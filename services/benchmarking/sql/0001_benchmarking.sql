-- How machines work week by week, and where they were said to stand, once a quarter.

create table machine_week (
    machine text collate "C" not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    kind text not null,
    model text not null,
    source text not null check (source in ('telemetry', 'simulated')),
    region text collate "C" not null default '',
    site text collate "C" not null default '',
    way text collate "C" not null default '',
    ground text collate "C" not null default '',
    told_h double precision not null,
    counted integer,
    week jsonb not null,
    haulage jsonb,
    samples bigint not null,
    cycles integer not null,
    cycle_s double precision not null,
    taken_at timestamptz not null default now(),
    primary key (machine, from_time),
    check (from_time < to_time)
);

create index on machine_week (from_time);
comment on table machine_week is
    'What a machine did in a week (UTC, from Monday), or in the part of it in which one owner had it: sums that can be added.';
comment on column machine_week.region is 'Where it hauled most, as site and way: empty where it did not haul.';
comment on column machine_week.ground is 'What its roads are made of, where no site says it: empty of what machines told.';
comment on column machine_week.told_h is 'Hours of the clock in which it told anything.';
comment on column machine_week.counted is 'Loads by its own counter; null: it has none.';
comment on column machine_week.week is 'models/benchmarking/indicator.py: Week.';
comment on column machine_week.haulage is 'models/benchmarking/tally.py: Tally; null: no cycle of which everything is known.';
comment on column machine_week.samples is 'From how many readings and cycles it was made: it is made anew where these are others.';

-- Owners who are nobody, and whom a demo brings along to be compared with.
create table peer_week (owner text collate "C" not null, like machine_week including defaults including comments);
alter table peer_week add primary key (machine, from_time);
comment on table peer_week is 'Weeks of simulated peers, which nobody has.';

create table release (
    quarter text collate "C" primary key,
    from_time timestamptz not null,
    to_time timestamptz not null,
    made_at timestamptz not null default now(),
    told boolean not null,
    sentence text not null,
    simulated_owners integer not null,
    cv double precision,
    beyond double precision
);

comment on table release is 'What was reckoned of a quarter, once: it tells of nobody, and is told to everybody.';

-- Who knows these can work out what others burnt: no route reads them, and no viewer but the worker.
create table release_secret (
    quarter text collate "C" primary key references release,
    seed text not null
);

create table release_group (
    quarter text collate "C" not null references release,
    region text collate "C" not null,
    model text collate "C" not null,
    owners text[] not null,
    told boolean not null,
    primary key (quarter, region, model)
);

comment on table release_group is 'Whose machines were in a group, by which the next release is held: empty names stand for all.';

create table typical (
    quarter text collate "C" not null references release,
    region text collate "C" not null,
    model text collate "C" not null,
    habits jsonb not null,
    primary key (quarter, region, model)
);

comment on table typical is 'How machines of a group that may be told of work on the whole, rounded.';

create table region_part (
    quarter text collate "C" not null references release,
    region text collate "C" not null,
    reason text not null,
    percent double precision not null,
    low double precision not null,
    high double precision not null,
    primary key (quarter, region, reason)
);

comment on table region_part is 'Why litres a tonne differ in a region from the others that may be told of.';

create table standing (
    quarter text collate "C" not null references release,
    machine text collate "C" not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    region text collate "C" not null,
    model text collate "C" not null,
    missing_cycles integer not null,
    cycles integer not null,
    index double precision,
    low double precision,
    high double precision,
    rank_low double precision,
    rank_high double precision,
    worst_tenth double precision,
    primary key (quarter, machine, from_time)
);

create index on standing (machine);
comment on table standing is 'What was told of where machines stand, of their weeks of [from_time, to_time) in a quarter.';

-- A week tells of fuel and engine, of loads and cycles and where they were; where a machine stands has a group of its own.
alter table machine_week enable row level security;
create policy seen on machine_week
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, from_time, 'engine', 'fuel', 'payload', 'position', 'production')
        and access.sees(
            machine, to_time - interval '1 microsecond', 'engine', 'fuel', 'payload', 'position', 'production'
        )
);
alter table standing enable row level security;
create policy seen on standing
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, from_time, 'benchmark')
        and access.sees(machine, to_time - interval '1 microsecond', 'benchmark')
);
alter table peer_week enable row level security;
create policy own on peer_week using (access.viewers() && array['worker', 'purpose:benchmarking']);
alter table release_secret enable row level security;
create policy own on release_secret using ('worker' = any (access.viewers()));
alter table release_group enable row level security;
create policy own on release_group using ('worker' = any (access.viewers()));

-- Peers are told to those who see a machine that is compared with them, and regions to those who serve one.
alter table typical enable row level security;
create policy seen on typical
using (
    'all' = any (access.viewers())
    or exists (
        select from standing s
        where s.quarter = typical.quarter and typical.region in ('', s.region) and typical.model in ('', s.model)
    )
);
alter table region_part enable row level security;
create policy seen on region_part
using (exists (select from unnest(access.viewers()) v where v = 'all' or starts_with(v, 'region:')));
