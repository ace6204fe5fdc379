-- What customers allow: who may have which of their machines' data for which purpose, and when. What was said stays said: a
-- consent is ended by a withdrawal, and neither is ever changed.

create table party (
    id text collate "C" primary key,
    name text not null,
    kind text not null check (kind in ('dealer', 'service'))
);

comment on table party is 'Somebody beside customers and the manufacturer to whom data can be given.';

create table account_party (
    account text collate "C" not null references account,
    party text collate "C" not null references party,
    primary key (account, party)
);

create table consent (
    id bigint generated always as identity primary key,
    customer text collate "C" not null references customer,
    machine text collate "C" references machine,
    recipient text collate "C" not null,
    purpose text not null check (purpose in ('support', 'contract', 'service', 'benchmarking', 'training')),
    groups text[],
    data_from timestamptz not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    basis text not null check (basis in ('contract', 'consent')),
    given_by text not null,
    given_at timestamptz not null default now(),
    check (from_time < to_time),
    check (cardinality(groups) > 0)
);

create index on consent (customer);
create index on consent (recipient);

comment on column consent.machine is 'Null: each machine that the customer has, for the time in which it is theirs.';
comment on column consent.recipient is 'manufacturer, platform, customer:… or party:…';
comment on column consent.groups is 'Null: all groups of data, those to come too.';
comment on column consent.data_from is 'Data measured before are not given.';
comment on column consent.from_time is 'From then on, until to_time, the recipient may have the data.';

create table withdrawal (
    consent bigint primary key references consent,
    withdrawn_by text not null,
    withdrawn_at timestamptz not null default now(),
    why text not null
);

-- Nobody rewrites what was said, whoever finds a way into the registry.
revoke update, delete, truncate on consent, withdrawal from svc_registry;

alter table account_party enable row level security;
alter table account_party force row level security;
create policy keeps on account_party
using ('all' = any (access.viewers()) or 'user:' || account = any (access.viewers()));

alter table consent enable row level security;
alter table consent force row level security;
create policy keeps on consent using ('all' = any (access.viewers()));
create policy sees on consent for select
using (
    'customer:' || customer = any (access.viewers())
    or recipient = any (access.viewers())
    or recipient = 'manufacturer' and exists (
        select from customer c where c.id = consent.customer
        and exists (select from unnest(access.viewers()) v where starts_with(v, 'region:'))
    )
);

alter table withdrawal enable row level security;
alter table withdrawal force row level security;
create policy keeps on withdrawal using ('all' = any (access.viewers()));
create policy sees on withdrawal for select using (exists (select from consent c where c.id = withdrawal.consent));
