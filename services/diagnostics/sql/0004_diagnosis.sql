-- What is kept of machines so that how they differ from their own healthy time is known without reading it all again.

-- Hours count from 1970; arrays are numbers in the order of the machine (little-endian), quantity by quantity.
create table account (
    machine text collate "C" not null,
    hour integer not null,
    samples integer not null,
    operating_h double precision,
    sums bytea,
    left_out jsonb not null,
    primary key (machine, hour)
);

alter table account alter column sums set storage external;
comment on table account is
    'What an hour tells (real sums by quantity, null: nothing that is judged), from how many samples, and what was left out.';

create table memory (
    machine text collate "C" primary key,
    version text not null,
    checked_at timestamptz not null,
    heard_at timestamptz,
    hour integer not null,
    judged integer not null,
    operating_h double precision not null,
    own bytea,
    recent bytea
);

comment on table memory is
    'The sums of a machine as they stood after an hour, before the oldest account that is kept; null: there was none.';

-- A large fleet is judged in one go by deviations and jumps, which stay on their pages; the rest, of which only a diagnosis
-- tells, lies apart.
create table standing (
    machine text collate "C" not null,
    hour integer not null,
    kind text not null,
    version text not null,
    judged integer not null,
    renewed boolean not null,
    learned_h real not null,
    operating_h double precision not null,
    left_out jsonb not null,
    recent bytea not null,
    usual bytea not null,
    deviations bytea not null,
    jump bytea not null,
    alarm boolean not null,
    run smallint not null,
    primary key (machine, hour)
) with (toast_tuple_target = 128);

alter table standing alter column recent set storage external;
alter table standing alter column usual set storage external;
alter table standing alter column deviations set storage plain;
alter table standing alter column jump set storage plain;
comment on table standing is
    'A machine after an hour: its fading sums, what is usual for it, how far and suddenly it left that, its alarm before.';

create table verdict (
    machine text collate "C" not null,
    hour integer not null,
    judged integer not null,
    operating_h double precision not null,
    health real,
    log_odds real not null,
    alarm boolean not null,
    run smallint not null,
    suspect text,
    deviations bytea not null,
    primary key (machine, hour)
);

alter table verdict alter column deviations set storage plain;
comment on table verdict is
    'What was judged of each hour; deviations are half-precision standard deviations, NaN where one is not known.';

create table diagnosed (
    machine text collate "C" not null,
    mode text not null,
    place text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    probability real not null,
    sentence text not null,
    next_step text not null,
    signals text[] not null,
    since timestamptz not null,
    data_from timestamptz not null,
    data_until timestamptz not null,
    primary key (machine, mode, place)
);

comment on table diagnosed is 'The diagnoses that are alarms at the newest judged hour of their machine.';

create table label (
    work_order bigint primary key,
    machine text collate "C" not null,
    mode text,
    place text not null,
    outcome text not null,
    other_mode text,
    repaired boolean not null,
    closed_at timestamptz not null
);

create index on label (machine, closed_at);
comment on table label is 'What people found when they looked at a machine; behind a repair the part''s own time begins anew.';

-- What is known of a machine's own health crosses handovers, so only the service itself reads that.
alter table account enable row level security;
create policy own on account using ('worker' = any (access.viewers()));
alter table memory enable row level security;
create policy own on memory using ('worker' = any (access.viewers()));
alter table label enable row level security;
create policy own on label using ('worker' = any (access.viewers()));

-- What is judged of an hour is seen by those who see the machine in it. Whoever sees everything is asked once, not by row.
alter table standing enable row level security;
create policy seen on standing
using ((select 'worker' = any (access.viewers())) or access.sees(machine, to_timestamp(hour * 3600.0), 'health'));
alter table verdict enable row level security;
create policy seen on verdict
using ((select 'worker' = any (access.viewers())) or access.sees(machine, to_timestamp(hour * 3600.0), 'health'));
alter table diagnosed enable row level security;
create policy seen on diagnosed
using (access.sees(machine, data_from, 'health') and access.sees(machine, data_until, 'health'))
with check (access.sees(machine, data_from, 'health') and access.sees(machine, data_until, 'health'));
