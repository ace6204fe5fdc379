-- What haul cycles come to by the hour, and on which sites machines were.

alter table cycle add column loaded_m real;
comment on column cycle.loaded_m is 'Metres from the loader to the dump; null: not told.';

create table hauled (
    machine text collate "C" not null,
    hour timestamptz not null,
    site text collate "C" not null,
    loaded_at text collate "C" not null,
    dumped_at text collate "C" not null,
    began_behind integer not null,
    ended_behind integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    cycles integer not null,
    weighed integer not null,
    measured integer not null,
    payload_kg double precision not null,
    kg_m double precision not null,
    distance_m double precision not null,
    loaded_m double precision not null,
    climb_m double precision not null,
    seconds double precision not null,
    queue_s double precision not null,
    dump_queue_s double precision not null,
    loading_s double precision not null,
    loading_s2 double precision not null,
    dumping_s double precision not null,
    dumping_s2 double precision not null,
    travelled_s double precision not null,
    primary key (machine, hour, site, loaded_at, dumped_at, began_behind, ended_behind)
);

create index on hauled (site, hour);
comment on table hauled is
    'Cycles of a truck by the hour in which they began and their zones (empty: none near), summed; travelled_s is a median.';
comment on column hauled.began_behind is
    'Behind how many handovers of the truck they began: a row is of no two owners, and is seen as its cycles are.';
comment on column hauled.kg_m is 'Payload times the way from loader to dump, of the cycles of which both are known: measured.';

-- The cycles of a period, of a truck or of a site, summed as above. Whoever calls it sums what they see.
create function summed(of_machine text, of_site text, from_time timestamptz, to_time timestamptz)
returns setof hauled language sql stable
begin atomic
    select
        machine, date_trunc('hour', start_at), site, coalesce(loaded_at, ''), coalesce(dumped_at, ''),
        width_bucket(start_at, access.handovers(machine)), width_bucket(stop_at, access.handovers(machine)),
        min(start_at), max(stop_at), count(*)::integer, count(payload_kg)::integer,
        count(payload_kg * loaded_m)::integer, coalesce(sum(payload_kg::double precision), 0),
        coalesce(sum(payload_kg::double precision * loaded_m), 0), sum(distance_m::double precision),
        coalesce(sum(loaded_m::double precision), 0), coalesce(sum(climb_m::double precision), 0),
        sum(extract(epoch from stop_at - start_at)::double precision), sum(queue_s::double precision),
        sum(dump_queue_s::double precision),
        sum(extract(epoch from hauling_at - loading_at)::double precision),
        sum(extract(epoch from hauling_at - loading_at)::double precision ^ 2),
        sum(extract(epoch from stop_at - dumping_at)::double precision),
        sum(extract(epoch from stop_at - dumping_at)::double precision ^ 2),
        percentile_cont(0.5) within group (
            order by extract(epoch from
                (queue_at - start_at) + (loading_at - spot_at) + (dump_queue_at - hauling_at) + (dumping_at - dump_spot_at)
            )::double precision
        )
    from cycle
    where site is not null and start_at >= from_time and start_at < to_time
        and (of_machine is null or machine = of_machine) and (of_site is null or site = of_site)
    group by 1, 2, 3, 4, 5, 6, 7;
end;

insert into hauled select * from summed(null, null, '-infinity', 'infinity');

create table present (
    machine text collate "C" not null,
    day timestamptz not null,
    site text collate "C" not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    primary key (machine, day, site)
);

create index on present (site, day);
comment on table present is 'On which site a machine was on a day (UTC), by its own fixes.';

alter table hauled enable row level security;
create policy seen on hauled
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, first_at, 'production', 'position') and access.sees(machine, last_at, 'production', 'position')
);
alter table present enable row level security;
create policy seen on present
using (
    (select 'worker' = any (access.viewers()))
    or access.sees(machine, first_at, 'position') or access.sees(machine, last_at, 'position')
);
