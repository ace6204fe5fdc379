-- Work on machines: who asked for it on which advice, how far it is, and what was found.

create table work_order (
    id bigint generated always as identity primary key,
    machine text collate "C" not null,
    mode text,
    place text not null,
    title text not null,
    state text not null check (state in ('open', 'scheduled', 'started', 'closed', 'cancelled')),
    created_at timestamptz not null,
    assignee text,
    scheduled_for timestamptz,
    started_at timestamptz,
    closed_at timestamptz,
    cancelled_at timestamptz,
    forecast bigint,
    advice jsonb,
    outcome text check (outcome in ('confirmed', 'not_found', 'other_cause')),
    other_mode text,
    found text check (found in ('worn', 'failed')),
    failed_at timestamptz,
    repaired boolean,
    labour_h double precision,
    downtime_h double precision,
    cost double precision,
    remark text,
    check ((state = 'closed') = (closed_at is not null and outcome is not null and repaired is not null))
);

create index on work_order (machine, id);
create index on work_order (closed_at) where closed_at is not null;
comment on table work_order is 'What is to be done on a machine; advice is what was told when it was made, word for word.';

create table order_turn (
    id bigint generated always as identity primary key,
    work_order bigint not null references work_order on delete cascade,
    at timestamptz not null,
    kind text not null,
    by text not null,
    by_name text not null,
    text text,
    assignee text,
    scheduled_for timestamptz
);

create index on order_turn (work_order, id);
comment on table order_turn is 'Who did what about a work order, and when.';

-- An order belongs to those who see the machine's data of the time at which it was made.
alter table work_order enable row level security;
create policy seen on work_order using (access.sees(machine, created_at, 'health')) with check (access.sees(machine, created_at, 'health'));
alter table order_turn enable row level security;
create policy seen on order_turn using (exists (select from work_order w where w.id = order_turn.work_order));
