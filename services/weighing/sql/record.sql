-- name: forget_passes
-- Forget the passes of a machine that began in a span which is taken in anew, and return the moments at which they did.
delete from pass where machine = %(machine)s and begun >= %(from)s and begun < %(to)s
returning extract(epoch from begun)::double precision as begun_s, truck;

-- name: keep_passes
-- Keep passes of a machine.
insert into pass (
    machine, begun, lifted, ended, payload_kg, sd_kg, common_kg, zero_kg, flaws, truck, latitude_deg, longitude_deg
)
select
    %(machine)s, to_timestamp(p.begin_s), to_timestamp(p.at_s), to_timestamp(p.end_s), p.payload_kg, p.sd_kg, p.common_kg,
    p.zero_kg, p.flaws, p.truck, p.latitude_deg, p.longitude_deg
from unnest(
    %(begin_s)s::float8[], %(at_s)s::float8[], %(end_s)s::float8[], %(payload_kg)s::float8[], %(sd_kg)s::float8[],
    %(common_kg)s::float8[], %(zero_kg)s::float8[], %(flaws)s::int[], %(truck)s::text[], %(latitude_deg)s::float8[],
    %(longitude_deg)s::float8[]
) p (begin_s, at_s, end_s, payload_kg, sd_kg, common_kg, zero_kg, flaws, truck, latitude_deg, longitude_deg)
on conflict (machine, begun) do nothing;

-- name: forget_production
-- Forget the sums of a machine's hours that a span touches.
delete from production
where machine = %(machine)s and hour >= date_trunc('hour', %(from)s::timestamptz) and hour < %(to)s::timestamptz;

-- name: keep_production
-- Sum a machine's passes of the hours that a span touches; what was not weighed counts as what was.
insert into production (machine, hour, passes, weighed, payload_kg, own_variance, common_kg)
select
    machine, date_trunc('hour', begun), count(*), count(payload_kg), coalesce(avg(payload_kg), 0) * count(*),
    coalesce(sum(greatest(sd_kg ^ 2 - common_kg ^ 2, 0)), 0), coalesce(sum(common_kg), 0)
from pass
where machine = %(machine)s and begun >= date_trunc('hour', %(from)s::timestamptz)
    and begun < date_trunc('hour', %(to)s::timestamptz) + interval '1 hour'
group by 1, 2
on conflict (machine, hour) do update set
    passes = excluded.passes, weighed = excluded.weighed, payload_kg = excluded.payload_kg,
    own_variance = excluded.own_variance, common_kg = excluded.common_kg;

-- name: get_zero
-- What is known of a machine's zero at a moment at which nothing was under way.
select extract(epoch from at)::double precision as at_s, kg, variance, slope, refused from zero
where machine = %(machine)s and at <= %(at)s and at > %(at)s - interval '72 hours'
order by at desc
limit 1;

-- name: keep_zero
-- Keep a machine's zero, and forget those of the same hour before it and those too old to be needed.
with old as (
    delete from zero
    where machine = %(machine)s and at <> %(at)s
        and (at > %(at)s - interval '1 hour' and at > date_trunc('hour', %(at)s::timestamptz) or at < %(at)s - interval '80 hours')
)
insert into zero (machine, at, kg, variance, slope, refused)
values (%(machine)s, %(at)s, %(kg)s, %(variance)s, %(slope)s, %(refused)s)
on conflict (machine, at) do update set
    kg = excluded.kg, variance = excluded.variance, slope = excluded.slope, refused = excluded.refused;

-- name: list_unmatched
-- Passes of which no truck is known, with the place of the digger, in a time.
select machine, extract(epoch from begun)::double precision as begun_s, extract(epoch from lifted)::double precision as lifted_s,
    extract(epoch from ended)::double precision as ended_s, latitude_deg, longitude_deg
from pass
where truck is null and latitude_deg is not null and begun >= %(from)s and begun < %(to)s
    and latitude_deg between %(south)s and %(north)s and longitude_deg between %(west)s and %(east)s
order by machine, begun;

-- name: keep_truck
-- Keep into which truck passes went.
update pass set truck = %(truck)s
from unnest(%(machines)s::text[], %(begun_s)s::float8[]) m (machine, begun_s)
where pass.machine = m.machine and pass.begun = to_timestamp(m.begun_s) and pass.truck is null;

-- name: forget_carried
-- Forget the loads of a truck that began in a span which is taken in anew.
delete from carried where truck = %(truck)s and begun >= %(from)s and begun < %(to)s;

-- name: keep_carried
-- Keep a load by the truck's own scale.
insert into carried (truck, begun, filled, dumped, payload_kg, sd_kg, left_kg, latitude_deg, longitude_deg)
values (
    %(truck)s, to_timestamp(%(begin_s)s), to_timestamp(%(full_s)s), to_timestamp(%(dumped_s)s), %(payload_kg)s, %(sd_kg)s,
    %(left_kg)s, %(latitude_deg)s, %(longitude_deg)s
)
on conflict (truck, begun) do update set
    filled = excluded.filled, dumped = excluded.dumped, payload_kg = excluded.payload_kg, sd_kg = excluded.sd_kg,
    left_kg = excluded.left_kg, latitude_deg = excluded.latitude_deg, longitude_deg = excluded.longitude_deg;

-- name: list_passes
-- The visible passes of a machine in a time, page by page; a truck that the viewers do not see has no name.
select machine, begun, lifted, ended, payload_kg, sd_kg, common_kg, zero_kg, flaws,
    case when truck is not null and access.sees(truck, begun, 'production') then truck end as truck
from pass
where machine = %(machine)s and begun >= %(from)s and begun < %(to)s
    and (%(after)s::timestamptz is null or begun > %(after)s)
order by begun
limit %(limit)s;

-- name: list_all_passes
-- The visible passes of a machine (of all where none is named) in a time, as columns. A truck that the viewers do not see
-- then has no name, and is still another one than others.
select machine, extract(epoch from begun)::double precision as begin_s, extract(epoch from lifted)::double precision as at_s,
    extract(epoch from ended)::double precision as end_s, payload_kg, sd_kg, common_kg, zero_kg, flaws,
    case
        when (select 'worker' = any (access.viewers())) or access.sees(truck, begun, 'production') then truck
        else '~' || md5(truck)
    end as truck
from pass
where begun >= %(from)s and begun < %(to)s
    and (
        %(machine)s::text is null or machine = %(machine)s
        or machine in (
            select p.machine from pass p
            where p.truck = %(machine)s and p.begun >= %(from)s and p.begun < %(to)s
                and access.sees(p.truck, p.begun, 'production')
        )
    )
order by machine, begun;

-- name: list_carried
-- The visible loads of a truck by its own scale (of all where none is named) that began in a time.
select truck, extract(epoch from begun)::double precision as begin_s, extract(epoch from filled)::double precision as full_s,
    extract(epoch from dumped)::double precision as dumped_s, payload_kg, sd_kg, left_kg, latitude_deg, longitude_deg
from carried
where begun >= %(from)s and begun < %(to)s and (%(machine)s::text is null or truck = %(machine)s)
order by truck, begun;

-- name: list_production
-- The visible production of machines by the hour, in a time.
select machine, hour, passes, weighed, payload_kg, sqrt(own_variance + common_kg ^ 2) as sd_kg, common_kg
from production
where hour >= %(from)s and hour < %(to)s and (%(machine)s::text is null or machine = %(machine)s)
order by hour, machine;

-- name: keep_filling
-- Keep the load that a digger is making, and return it where it changed.
insert into filling (digger, truck, begun, lifted, passes, payload_kg, sd_kg)
values (
    %(digger)s, %(truck)s, to_timestamp(%(begun_s)s), to_timestamp(%(lifted_s)s), %(passes)s, %(payload_kg)s, %(sd_kg)s
)
on conflict (digger) do update set
    truck = excluded.truck, begun = excluded.begun, lifted = excluded.lifted, passes = excluded.passes,
    payload_kg = excluded.payload_kg, sd_kg = excluded.sd_kg
where (filling.truck, filling.lifted, filling.passes, filling.payload_kg)
    is distinct from (excluded.truck, excluded.lifted, excluded.passes, excluded.payload_kg)
returning digger, truck, begun, lifted, passes, payload_kg, sd_kg;

-- name: list_filling
-- The visible load that a machine is making or getting, the newest first.
select digger, case when truck is not null and access.sees(truck, lifted, 'production') then truck end as truck,
    begun, lifted, passes, payload_kg, sd_kg
from filling
where digger = %(machine)s or truck = %(machine)s and access.sees(truck, lifted, 'production')
order by lifted desc
limit 1;
