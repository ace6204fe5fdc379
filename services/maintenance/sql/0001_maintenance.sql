-- What was heard of machines' wear, and which lives were forecast from it by which model.

create table diagnosis (
    machine text collate "C" primary key,
    at timestamptz not null,
    heard_at timestamptz not null default clock_timestamp(),
    document jsonb not null,
    scored_with text
);

comment on table diagnosis is
    'The newest diagnosis heard of each machine, kept until and after lives are forecast; scored_with names the models.';

create table forecast (
    id bigint generated always as identity primary key,
    machine text collate "C" not null,
    mode text not null,
    place text not null,
    role text not null check (role in ('champion', 'challenger')),
    life_model text not null,
    life_version text not null,
    diagnosis_model text not null,
    diagnosis_version text not null,
    at timestamptz not null,
    since timestamptz not null,
    data_from timestamptz not null,
    data_until timestamptz not null,
    operating_h double precision,
    probability double precision not null,
    life_h double precision,
    low_h double precision,
    high_h double precision,
    told jsonb not null,
    unique (machine, mode, place, role, life_version, diagnosis_version, at)
);

create index on forecast (machine, at);
create index on forecast (at);

comment on table forecast is
    'What was forecast of a part at an hour, by which versions of the models; no life where no model could tell it.';

create table outlook (
    machine text collate "C" not null,
    role text not null,
    at timestamptz not null,
    data_from timestamptz not null,
    data_until timestamptz not null,
    document json not null,
    primary key (machine, role)
);

comment on table outlook is 'The answer about a machine as it is asked for, made when its newest diagnosis was heard.';

-- The answer about a machine as some viewers see it, in one statement: the transaction that a query takes otherwise
-- costs several times as much as the answer.
create function outlook_of(seen_by text, of_machine text, of_role text) returns text language plpgsql as $$
begin
    perform set_config('howdah.viewers', seen_by, true);
    return (select o.document from maintenance.outlook o where o.machine = of_machine and o.role = of_role);
end
$$;

-- What the service hears crosses handovers, so only it reads that.
alter table diagnosis enable row level security;
create policy own on diagnosis using ('worker' = any (access.viewers()));

-- What is forecast rests on data of a time, so it is seen by those who see the machine's data of all of that time.
alter table forecast enable row level security;
create policy seen on forecast
using ('worker' = any (access.viewers()) or access.sees(machine, data_from, data_until, 'health'))
with check ('worker' = any (access.viewers()));

alter table outlook enable row level security;
create policy seen on outlook
using ('worker' = any (access.viewers()) or access.sees(machine, data_from, data_until, 'health'))
with check ('worker' = any (access.viewers()));
