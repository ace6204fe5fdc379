-- Who is who, which machines there are, who had them when, and how the services are.
-- Rows of customers are seen by those whom the transaction's viewers name; only 'all' may write them.

create table region (
    id text collate "C" primary key,
    name text not null
);

create table customer (
    id text collate "C" primary key,
    name text not null,
    region text collate "C" not null references region
);

comment on column customer.region is 'The region that serves the customer''s machines where they are on no site.';

create table site (
    id text collate "C" primary key,
    name text not null,
    customer text collate "C" not null references customer,
    region text collate "C" not null references region,
    timezone text not null,
    latitude_deg double precision not null,
    longitude_deg double precision not null,
    kind text,
    material text collate "C",
    features jsonb not null,
    unique (id, customer)
);

create index on site (customer);

comment on column site.material is 'What its roads are made of; null: nobody said.';
comment on column site.features is 'Zones and roads as a GeoJSON FeatureCollection.';

create table model (
    id text collate "C" primary key,
    make text not null,
    name text not null,
    kind text not null
);

create table machine (
    id text collate "C" primary key,
    name text not null,
    model text collate "C" not null references model,
    serial text not null,
    pin text unique,
    generation text not null,
    commissioned_at timestamptz not null default now(),
    decommissioned_at timestamptz,
    access text not null default 'granted' check (access in ('granted', 'revoking', 'revoked')),
    unique (model, serial),
    check ((decommissioned_at is null) = (access = 'granted'))
);

create index on machine (id) where access = 'revoking';

create table tenure (
    id bigint generated always as identity primary key,
    machine text collate "C" not null references machine,
    basis text not null check (basis in ('owned', 'rented')),
    customer text collate "C" not null references customer,
    site text collate "C",
    from_time timestamptz not null,
    to_time timestamptz not null default 'infinity',
    unique (machine, basis, from_time),
    check (from_time < to_time),
    foreign key (site, customer) references site (id, customer)
);

create index on tenure (customer);
create index on tenure (site);

comment on table tenure is
    'Who has a machine over [from_time, to_time), where. Periods of one basis never overlap; a rented one goes first.';

create function refuse_overlap() returns trigger language plpgsql set search_path = registry, pg_temp as $$
begin
    -- Two transactions that write tenures of one machine take turns, so that each sees the other's.
    perform 1 from machine where id = new.machine for update;
    if exists (
        select from tenure t
        where t.machine = new.machine and t.basis = new.basis and t.id <> new.id
          and t.from_time < new.to_time and new.from_time < t.to_time
    ) then
        raise exclusion_violation using message = 'tenures of one machine and basis overlap', table = 'tenure';
    end if;
    return null;
end $$;

create trigger refuse_overlap after insert or update on tenure for each row execute function refuse_overlap();

create table account (
    id text collate "C" primary key,
    name text not null,
    role text not null check (role in ('engineer', 'customer', 'developer', 'administrator')),
    customer text collate "C" references customer,
    password_hash text,
    created_at timestamptz not null default now(),
    disabled_at timestamptz,
    check ((role = 'customer') = (customer is not null))
);

create table account_region (
    account text collate "C" not null references account,
    region text collate "C" not null references region,
    primary key (account, region)
);

create table api_key (
    id text collate "C" primary key,
    account text collate "C" not null references account,
    name text not null,
    hash bytea not null unique,
    permissions text[] not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);

create index on api_key (account);

comment on column api_key.hash is 'SHA-256 of the key; 256 random bits need no slower hash.';

create table sign_in_attempt (
    subject text collate "C" primary key,
    attempts integer not null,
    begun_at timestamptz not null
);

comment on table sign_in_attempt is 'Attempts to sign in by user (hashed) and by address, within a window of time.';

create table service_status (
    name text collate "C" primary key,
    question text,
    version text,
    health text not null,
    reasons text[] not null,
    dependencies text[] not null default '{}',
    answered_at timestamptz,
    checked_at timestamptz not null
);

-- Who sees which row.

alter table site enable row level security;
alter table site force row level security;
create policy keeps on site using ('all' = any (access.viewers()));
create policy sees on site for select
using ('customer:' || customer = any (access.viewers()) or 'region:' || region = any (access.viewers()));

alter table customer enable row level security;
alter table customer force row level security;
create policy keeps on customer using ('all' = any (access.viewers()));
create policy sees on customer for select
using (
    'customer:' || id = any (access.viewers())
    or 'region:' || region = any (access.viewers())
    or exists (select from site s where s.customer = customer.id)
);

alter table machine enable row level security;
alter table machine force row level security;
create policy keeps on machine using ('all' = any (access.viewers()));
create policy sees on machine for select
using (
    exists (
        select from access.visibility v
        where v.machine = machine.id and v.viewer = any (access.viewers()) and now() >= v.open_from and now() < v.open_to
    )
);

alter table tenure enable row level security;
alter table tenure force row level security;
create policy keeps on tenure using ('all' = any (access.viewers()));
create policy sees on tenure for select
using (
    'customer:' || customer = any (access.viewers())
    or exists (select from site s where s.id = tenure.site and 'region:' || s.region = any (access.viewers()))
    or site is null
    and exists (select from customer c where c.id = tenure.customer and 'region:' || c.region = any (access.viewers()))
);

alter table account enable row level security;
alter table account force row level security;
create policy keeps on account using ('all' = any (access.viewers()) or 'user:' || id = any (access.viewers()));

alter table account_region enable row level security;
alter table account_region force row level security;
create policy keeps on account_region
using ('all' = any (access.viewers()) or 'user:' || account = any (access.viewers()));

alter table api_key enable row level security;
alter table api_key force row level security;
create policy keeps on api_key
using (
    'all' = any (access.viewers()) or 'user:' || account = any (access.viewers())
    -- A key can end itself: signing out of a browser's session does.
    or 'key:' || id = any (access.viewers())
);
