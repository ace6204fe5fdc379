-- Who outside the platform is told of alerts, and what became of what was sent.

create table webhook (
    id text collate "C" primary key,
    owner text collate "C" not null,
    url text not null,
    secret text not null,
    kinds text[] not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    disabled_why text
);

create index on webhook (owner);
comment on table webhook is 'Where the alerts that its owner, a viewer, sees are sent; the secret signs, so it is kept as it is.';

create table delivery (
    number bigint generated always as identity primary key,
    id text collate "C" not null,
    webhook text collate "C" not null references webhook on delete cascade,
    alert bigint not null references alert on delete cascade,
    machine text collate "C" not null,
    kind text not null,
    body text not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'dropped')),
    attempts integer not null default 0,
    made_at timestamptz not null,
    next_at timestamptz not null,
    last_status integer,
    last_error text
);

create index on delivery (webhook, number);
create index on delivery (next_at) where state = 'waiting';
create index on delivery (made_at);
comment on table delivery is 'What is sent, made together with the change that it tells of, so that none is lost.';

alter table webhook enable row level security;
create policy own on webhook
using (owner = any (access.viewers()) or 'worker' = any (access.viewers()))
with check (owner = any (access.viewers()) or 'worker' = any (access.viewers()));
alter table delivery enable row level security;
create policy own on delivery using (exists (select from webhook w where w.id = delivery.webhook));
