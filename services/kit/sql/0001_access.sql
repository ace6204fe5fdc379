-- Who may see which machine when: the one fact that every room shares. The registry writes it, nobody else.

create table machine (
    machine text collate "C" primary key,
    kind text not null,
    model text not null,
    generation text not null,
    commissioned_at timestamptz not null,
    decommissioned_at timestamptz
);

comment on table machine is 'Machines whose messages are taken: commissioned and not decommissioned.';

-- Tells whoever keeps a list of the machines which ones have changed; nothing: so many that it is better read anew.
create function tell_machines() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    perform pg_notify('access_machine', case when count(*) <= 100 then string_agg(machine, ',') else '' end) from changed;
    return null;
end
$$;

create trigger tell_inserted after insert on machine referencing new table as changed
for each statement execute function tell_machines();
create trigger tell_updated after update on machine referencing new table as changed
for each statement execute function tell_machines();
create trigger tell_deleted after delete on machine referencing old table as changed
for each statement execute function tell_machines();

-- A bit for each group of data, as models/consent.py names them in this order; a name that is none stands for all of them.
create function mask(variadic named text[]) returns integer language sql immutable parallel safe
return (
    select coalesce(bit_or(coalesce(1 << (array_position(array[
        'engine', 'fuel', 'hydraulics', 'payload', 'driveline', 'crusher', 'position', 'events',
        'health', 'production', 'benchmark'
    ], one) - 1), -1)), -1)
    from unnest(named) one
);

create table visibility (
    viewer text collate "C" not null,
    machine text collate "C" not null references machine,
    from_time timestamptz not null,
    to_time timestamptz not null,
    groups integer not null default -1,
    open_from timestamptz not null default '-infinity',
    open_to timestamptz not null default 'infinity',
    standing boolean not null default true,
    holder text collate "C",
    primary key (viewer, machine, from_time, open_from),
    check (from_time < to_time),
    check (open_from < open_to),
    check (groups <> 0)
);

create index on visibility (machine, viewer);

comment on table visibility is
    'A viewer (customer:…, region:…, party:…, purpose:…, all) sees groups of a machine''s data of [from_time, to_time) while '
    'it is open. Of one viewer, what is open at one moment never overlaps.';
comment on column visibility.groups is 'A bit for each group of data that is seen; -1: all, those to come too.';
comment on column visibility.open_from is 'When the viewer begins to see it, which is another time than the data''s own.';
comment on column visibility.standing is 'Whether it follows from who has the machine where, and from nobody''s consent.';
comment on column visibility.holder is 'Of purposes: whose machine it was, and who consented.';

-- The viewers of this transaction; none were named means none, so every view is empty.
create function viewers() returns text[] language sql stable parallel safe
return string_to_array(nullif(current_setting('howdah.viewers', true), ''), ',');

-- Those of them that see machines. A worker of a service is told from who may look at everything by one viewer more, of whom
-- no machine is: who does not count it looks machines up as one viewer, which is several times as fast.
create function lookers() returns text[] language sql stable parallel safe
return array_remove(access.viewers(), 'worker');

-- Whether this transaction's viewers see all groups of some bits. Policies name groups: what turns the names into bits
-- is worked out once a statement, which for every row takes ten times as long.
create function sees_bits(seen_machine text, seen_at timestamptz, bits integer) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access
return (
    select coalesce(bit_or(v.groups) & bits = bits, false)
    from access.visibility v
    where v.machine = seen_machine and v.viewer = any (access.viewers())
      and seen_at >= v.from_time and seen_at < v.to_time and now() >= v.open_from and now() < v.open_to
);

-- Whether this transaction's viewers together see groups of a machine's data of one moment, all of those that are named: for
-- row policies of the services' own tables.
create function sees(seen_machine text, seen_at timestamptz, variadic named text[]) returns boolean
language sql stable parallel safe
return access.sees_bits(seen_machine, seen_at, access.mask(variadic named));

-- The same of two moments, in one look: what was found of a time is seen by those who see both ends of it.
create function sees_bits(seen_machine text, first_at timestamptz, last_at timestamptz, bits integer) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access
return (
    select coalesce(
        bit_or(v.groups) filter (where first_at >= v.from_time and first_at < v.to_time)
            & bit_or(v.groups) filter (where last_at >= v.from_time and last_at < v.to_time) & bits = bits,
        false
    )
    from access.visibility v
    where v.machine = seen_machine and v.viewer = any (access.viewers()) and now() >= v.open_from and now() < v.open_to
);

create function sees(seen_machine text, first_at timestamptz, last_at timestamptz, variadic named text[]) returns boolean
language sql stable parallel safe
return access.sees_bits(seen_machine, first_at, last_at, access.mask(variadic named));

-- The same of all groups: what nobody has said a group of is seen by those who see everything of the machine.
create function sees(seen_machine text, seen_at timestamptz) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access
return (
    select coalesce(bit_or(v.groups) & 2047 = 2047, false)
    from access.visibility v
    where v.machine = seen_machine and v.viewer = any (access.viewers())
      and seen_at >= v.from_time and seen_at < v.to_time and now() >= v.open_from and now() < v.open_to
);

-- The moments at which somebody began or ceased to have a machine, and not who: what tells of a time is told in parts that no
-- such moment divides, so that whoever sees a bit of a part sees all of it.
create function handovers(of_machine text) returns timestamptz[]
language sql stable parallel safe security definer set search_path = pg_catalog, access
return (
    select coalesce(array_agg(distinct moment order by moment), '{}')
    from access.visibility v
    cross join lateral (values (v.from_time), (v.to_time)) m (moment)
    where v.machine = of_machine and v.standing and isfinite(moment)
);

-- Whether any data of a machine of one moment may be used for a purpose at present.
create function consented(purpose text, of_machine text, at timestamptz) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access
return exists (
    select from access.visibility v
    where v.viewer = 'purpose:' || purpose and v.machine = of_machine
      and at >= v.from_time and at < v.to_time and now() >= v.open_from and now() < v.open_to
);

-- The same of many machines, each at a moment of its own, in one look.
create function consented_among(purpose text, machines text[], moments timestamptz[]) returns setof text
language sql stable parallel safe security definer set search_path = pg_catalog, access
begin atomic
    select m.machine
    from unnest(machines, moments) m (machine, at)
    where exists (
        select from access.visibility v
        where v.viewer = 'purpose:' || purpose and v.machine = m.machine
          and m.at >= v.from_time and m.at < v.to_time and now() >= v.open_from and now() < v.open_to
    );
end;

-- Of whose machines which data of which time may be used for a purpose at present.
create function contributions(purpose text)
returns table (machine text, customer text, from_time timestamptz, to_time timestamptz, groups text[])
language sql stable parallel safe security definer set search_path = pg_catalog, access
begin atomic
    select
        v.machine, v.holder, v.from_time, v.to_time,
        array(
            select g.name from unnest(array[
                'engine', 'fuel', 'hydraulics', 'payload', 'driveline', 'crusher', 'position', 'events',
                'health', 'production', 'benchmark'
            ]) with ordinality g (name, place)
            where v.groups & (1 << (g.place::integer - 1)) <> 0
        )
    from access.visibility v
    where v.viewer = 'purpose:' || purpose and now() >= v.open_from and now() < v.open_to
    order by 1, 3;
end;

grant usage on schema access to public;
grant execute on function viewers(), lookers(), mask(text[]), sees_bits(text, timestamptz, integer), sees(text, timestamptz),
    sees(text, timestamptz, text[]), sees_bits(text, timestamptz, timestamptz, integer),
    sees(text, timestamptz, timestamptz, text[]), handovers(text), consented(text, text, timestamptz), consented_among(text, text[], timestamptz[]),
    contributions(text) to public;
grant select on machine to ingest;
grant select, insert, update, delete on machine, visibility to svc_registry;
