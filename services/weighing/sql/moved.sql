-- name: list_moved
-- What machines moved in a period, by a step of time: whole hours as they are summed, and the passes before and behind.
select
    date_trunc(%(step)s, hour, %(timezone)s) as "time", machine, sum(passes)::int as passes, sum(weighed)::int as weighed,
    sum(payload_kg) / 1000 as payload_t, sqrt(sum(own_variance)) / 1000 as own_sd_t, sum(common_kg) / 1000 as common_sd_t
from (
    select machine, hour, passes, weighed, payload_kg, own_variance, common_kg
    from production
    where machine = any(%(machines)s) and hour >= %(first_to)s and hour < %(last_from)s
    union all
    select
        machine, date_trunc('hour', begun), count(*), count(payload_kg), coalesce(avg(payload_kg), 0) * count(*),
        coalesce(sum(greatest(sd_kg ^ 2 - common_kg ^ 2, 0)), 0), coalesce(sum(common_kg), 0)
    from pass
    where machine = any(%(machines)s)
        and (begun >= %(from)s and begun < %(first_to)s or begun >= %(last_from)s and begun < %(to)s)
    group by 1, 2
) p
group by 1, 2
order by 1, 2;

-- name: list_carried_by
-- What trucks carried in a period by their own scales, and how many loads were above 1.1 and 1.2 times their target.
select
    c.truck, t.target_kg / 1000 as target_t, count(*)::int as loads, sum(c.payload_kg) / 1000 as payload_t,
    sqrt(sum(c.sd_kg ^ 2)) / 1000 as root_t, sum(c.sd_kg) / 1000 as sum_t,
    (count(*) filter (where c.payload_kg > 1.1 * t.target_kg))::int as above_110,
    (count(*) filter (where c.payload_kg > 1.2 * t.target_kg))::int as above_120
from unnest(%(machines)s::text[], %(targets_kg)s::float8[]) t (truck, target_kg)
join carried c on c.truck = t.truck and c.begun >= %(from)s and c.begun < %(to)s
group by 1, 2
order by 1;

-- name: list_known
-- Up to when what machines told is taken in.
select machine, until from followed where machine = any(%(machines)s);
