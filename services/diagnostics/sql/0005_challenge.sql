-- What a challenger would have said, beside what the champion said of the same hours.

create table challenger (
    machine text collate "C" primary key,
    version text not null,
    hour integer not null,
    judged integer not null,
    operating_h double precision not null,
    own bytea,
    recent bytea,
    offsets bytea not null,
    alarm boolean not null,
    run smallint not null
);

comment on table challenger is
    'How a machine stands by a challenger after the newest hour that it judged; offsets are those of the hours before.';

create table challenge (
    machine text collate "C" not null,
    hour integer not null,
    version text not null,
    log_odds real not null,
    alarm boolean not null,
    suspect text,
    primary key (machine, hour)
);

comment on table challenge is 'What a challenger says of an hour; nobody is alerted by it.';

alter table challenger enable row level security;
create policy own on challenger using ('worker' = any (access.viewers()));
alter table challenge enable row level security;
create policy seen on challenge
using ((select 'worker' = any (access.viewers())) or access.sees(machine, to_timestamp(hour * 3600.0), 'health'));

-- What people found on a machine is told, in figures of models, to those who saw the machine then.
create policy seen on label for select using (access.sees(machine, closed_at, 'health'));
