-- What the last examination of each machine found, so that the list of a large fleet is there at once.

create table examination (
    machine text collate "C" primary key,
    sentence text not null,
    evaluated_at timestamptz not null,
    data_from timestamptz not null,
    data_until timestamptz not null
);

comment on table examination is 'When a machine was last examined, and what is said of it where it has no problem.';

create table problem (
    machine text collate "C" not null references examination,
    name text not null,
    source text not null check (source in ('finding', 'fault', 'diagnosis', 'data')),
    severity text not null check (severity in ('critical', 'warning', 'info', 'not_enough_data')),
    urgency double precision not null,
    sentence text not null,
    since timestamptz not null,
    data_from timestamptz not null,
    data_until timestamptz not null,
    primary key (machine, source, name)
);

comment on table problem is 'A signal outside its band, an active fault code, a diagnosis or too little data, as last found.';

-- What was found tells of a time, so it is seen by those who see the machine's data of that time: neither does a buyer
-- read what the seller's data told, nor the seller what became of the machine.
alter table examination enable row level security;
create policy seen on examination
using (access.sees(machine, data_from, data_until, 'health'))
with check (access.sees(machine, data_from, data_until, 'health'));

alter table problem enable row level security;
create policy seen on problem
using (access.sees(machine, data_from, data_until, 'health'))
with check (access.sees(machine, data_from, data_until, 'health'));
