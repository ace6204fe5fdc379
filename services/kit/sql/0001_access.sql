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

create table visibility (
    viewer text collate "C" not null,
    machine text collate "C" not null references machine,
    from_time timestamptz not null,
    to_time timestamptz not null,
    primary key (viewer, machine, from_time),
    check (from_time < to_time)
);

create index on visibility (machine, viewer);

comment on table visibility is
    'A viewer (customer:…, region:…, all) sees a machine''s data of [from_time, to_time). Periods never overlap.';

-- The viewers of this transaction; none were named means none, so every view is empty.
create function viewers() returns text[] language sql stable parallel safe
return string_to_array(nullif(current_setting('howdah.viewers', true), ''), ',');

-- Whether this transaction's viewers see a machine's data of one moment: for row policies of the services' own tables.
create function sees(seen_machine text, seen_at timestamptz) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access
return exists (
    select from access.visibility v
    where v.machine = seen_machine and v.viewer = any (access.viewers())
      and seen_at >= v.from_time and seen_at < v.to_time
);

-- The moments at which somebody began or ceased to see a machine's data, and not who: what tells of a time is told in
-- parts that no such moment divides, so that whoever sees a bit of a part sees all of it.
create function handovers(of_machine text) returns timestamptz[]
language sql stable parallel safe security definer set search_path = pg_catalog, access
return (
    select coalesce(array_agg(distinct moment order by moment), '{}')
    from access.visibility v
    cross join lateral (values (v.from_time), (v.to_time)) m (moment)
    where v.machine = of_machine and isfinite(moment)
);

grant usage on schema access to public;
grant execute on function viewers(), sees(text, timestamptz), handovers(text) to public;
grant select on machine to ingest;
grant select, insert, update, delete on machine, visibility to svc_registry;
