-- The erasure of customers' data: what was asked for, how far it is, and what came of it. It stays, as the proof.

create table erasure (
    id bigint generated always as identity primary key,
    customer text collate "C" not null references customer,
    scope text not null check (scope in ('data', 'everything')),
    state text not null default 'counting'
        check (state in ('counting', 'planned', 'dropped', 'erasing', 'settling', 'erased')),
    asked_by text not null,
    asked_at timestamptz not null default now(),
    confirmed_by text,
    confirmed_at timestamptz,
    pass smallint not null default 0,
    due_at timestamptz not null default now(),
    finished_at timestamptz,
    document text,
    sha256 text,
    signature text
);

create unique index on erasure (customer) where state not in ('dropped', 'erased');

comment on column erasure.pass is '0 counts, 1 erases, and 2 erases what was still under way meanwhile.';

-- A row for each machine, and one (of no name) for what is of no machine, as soon as it is done.
create table erased (
    erasure bigint not null references erasure,
    pass smallint not null,
    machine text collate "C" not null,
    found jsonb not null,
    done_at timestamptz not null default now(),
    primary key (erasure, pass, machine)
);

comment on column erased.found is 'Rows by table.';

alter table erasure enable row level security;
alter table erasure force row level security;
create policy keeps on erasure using ('all' = any (access.viewers()));
create policy sees on erasure for select using ('customer:' || customer = any (access.viewers()));
alter table erased enable row level security;
alter table erased force row level security;
create policy keeps on erased using ('all' = any (access.viewers()));
create policy sees on erased for select using (exists (select from erasure e where e.id = erased.erasure));

revoke delete, truncate on erasure, erased from svc_registry;
