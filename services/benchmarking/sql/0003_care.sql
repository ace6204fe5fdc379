-- How healthy machines were, whether they could work, and how they were treated: week by week beside what they did.

create table misuse_hour (
    machine text collate "C" not null,
    hour integer not null,
    samples integer not null,
    watched_h real not null,
    misuse jsonb not null,
    taken_at timestamptz not null default now(),
    primary key (machine, hour)
);

comment on table misuse_hour is
    'How often a machine was treated badly in an hour since 1970, by kind, and for how long anybody watched, of so many samples.';

create table week_health (
    machine text collate "C" not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    sums jsonb not null,
    taken_at timestamptz not null default now(),
    primary key (machine, from_time),
    check (from_time < to_time)
);

create table week_uptime (like week_health including all);
create table week_misuse (like week_health including all);

comment on table week_health is 'Sums of a week (models/benchmarking/indicator.py: Week) by what was judged of each hour.';
comment on table week_uptime is 'Sums of a week by work orders, shifts and the counter of operating hours.';
comment on table week_misuse is 'Sums of a week by what was watched of each hour.';

-- Each is for those who see the groups of data that it was made of: another group than what a machine did.
alter table week_health enable row level security;
create policy seen on week_health
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, from_time, 'health') and access.sees(machine, to_time - interval '1 microsecond', 'health')
);
alter table week_uptime enable row level security;
create policy seen on week_uptime
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, from_time, 'engine', 'health')
        and access.sees(machine, to_time - interval '1 microsecond', 'engine', 'health')
);
alter table week_misuse enable row level security;
create policy seen on week_misuse
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, from_time, 'engine', 'payload', 'driveline', 'position')
        and access.sees(machine, to_time - interval '1 microsecond', 'engine', 'payload', 'driveline', 'position')
);
alter table misuse_hour enable row level security;
create policy own on misuse_hour using ('worker' = any (access.viewers()));

-- The sums of a machine's week with those that were made of other groups of data, as far as the viewers see them.
create function whole_week(of_machine text, of_from timestamptz, of_to timestamptz, week jsonb) returns jsonb
language sql stable return (
    select
        week
        || coalesce((select h.sums from week_health h where h.machine = of_machine and h.from_time = of_from and h.to_time = of_to), '{}')
        || coalesce((select u.sums from week_uptime u where u.machine = of_machine and u.from_time = of_from and u.to_time = of_to), '{}')
        || coalesce((select m.sums from week_misuse m where m.machine = of_machine and m.from_time = of_from and m.to_time = of_to), '{}')
);
