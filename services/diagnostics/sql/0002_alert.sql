-- What became of the problems of machines, and the evidence that says so.

-- Evidence is kept as sets of slots of five minutes of the machine's own time: what comes late, twice or in another order
-- makes the same sets. A set is as short as it has gaps.
create table look (
    machine text collate "C" primary key,
    looked int8multirange not null
);

comment on table look is 'When a machine was looked at, by the time of its data.';

create table sighting (
    machine text collate "C" not null,
    source text not null check (source in ('finding', 'fault', 'diagnosis')),
    name text not null,
    info int8multirange not null,
    warning int8multirange not null,
    critical int8multirange not null,
    blind int8multirange not null,
    primary key (machine, source, name)
);

comment on table sighting is
    'When a problem was found at least as bad as each level, and when a look could not tell whether it was there (blind).';

-- One alert a problem, as long as nobody begins or ceases to see the machine.
create table alert (
    id bigint generated always as identity primary key,
    machine text collate "C" not null,
    source text not null,
    name text not null,
    held_from timestamptz not null,
    state text not null check (state in ('open', 'acknowledged', 'resolved')),
    severity text not null check (severity in ('info', 'warning', 'critical')),
    present text check (present in ('info', 'warning', 'critical')),
    sentence text not null,
    raised_at timestamptz not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    count bigint not null,
    times integer not null,
    assignee text,
    snoozed_until timestamptz,
    resolved_at timestamptz,
    unique (machine, source, name, held_from)
);

comment on table alert is 'What the evidence and people''s actions make of a problem; written anew whenever either comes.';

create table action (
    id bigint generated always as identity primary key,
    alert bigint not null references alert on delete cascade,
    at timestamptz not null,
    kind text not null,
    by text not null,
    by_name text not null,
    text text,
    assignee text,
    until timestamptz
);

create index on action (alert, at);
comment on table action is 'Who did what about an alert, and when.';

create table turn (
    alert bigint not null references alert on delete cascade,
    number integer not null,
    at timestamptz not null,
    kind text not null,
    severity text,
    by text,
    by_name text,
    text text,
    assignee text,
    until timestamptz,
    primary key (alert, number)
);

comment on table turn is 'The history of an alert, by evidence and by people, in order of time.';

-- Evidence crosses handovers, so only the service itself reads it.
alter table look enable row level security;
create policy own on look using ('worker' = any (access.viewers()));
alter table sighting enable row level security;
create policy own on sighting using ('worker' = any (access.viewers()));

-- No handover divides what an alert tells of, so who sees its beginning and its end sees all of it.
alter table alert enable row level security;
create policy seen on alert
using (access.sees(machine, first_seen, 'health') and access.sees(machine, last_seen, 'health'))
with check (access.sees(machine, first_seen, 'health') and access.sees(machine, last_seen, 'health'));
alter table action enable row level security;
create policy seen on action using (exists (select from alert a where a.id = action.alert));
alter table turn enable row level security;
create policy seen on turn using (exists (select from alert a where a.id = turn.alert));
