-- name: has_release
-- Whether the release of a quarter was made.
select exists (select from release where quarter = %(quarter)s) as found;

-- name: list_work
-- What machines hauled in a quarter, week by week and owner by owner: of those that the viewers see, and whose owner let
-- them be compared, and of simulated peers.
with contribution as materialized (
    select machine, customer, from_time, to_time from access.contributions('benchmarking')
)
select
    c.customer as owner, false as simulated, w.machine, w.model, w.region, w.site, w.way,
    coalesce(s.material, w.ground) as ground, coalesce(s.kind, '') as site_kind, w.from_time, w.to_time,
    whole_week(w.machine, w.from_time, w.to_time, w.week)::text as week, w.haulage::text as haulage
from machine_week w
join contribution c on c.machine = w.machine and w.from_time >= c.from_time and w.from_time < c.to_time
left join positioning.site_v1 s on s.site = w.site
where w.from_time >= %(from)s and w.from_time < %(to)s and w.haulage is not null and w.region <> ''
union all
select
    p.owner, true, p.machine, p.model, p.region, p.site, p.way, p.ground, '', p.from_time, p.to_time, p.week::text,
    p.haulage::text
from peer_week p
where p.from_time >= %(from)s and p.from_time < %(to)s and p.haulage is not null and p.region <> ''
order by owner, machine, from_time;

-- name: list_groups_before
-- Whose machines were in each group when it was told of last.
select distinct on (region, model) region, model, owners from release_group where told
order by region, model, quarter desc;

-- name: keep_release
-- Keep what is to be known of a release.
insert into release (quarter, from_time, to_time, told, sentence, simulated_owners, cv, beyond)
values (%(quarter)s, %(from)s, %(to)s, %(told)s, %(sentence)s, %(simulated_owners)s, %(cv)s, %(beyond)s);

-- name: keep_secret
-- Keep by which weights owners counted.
insert into release_secret (quarter, seed) values (%(quarter)s, %(seed)s);

-- name: keep_group
-- Keep whose machines are in a group, and whether it is told of.
insert into release_group (quarter, region, model, owners, told)
values (%(quarter)s, %(region)s, %(model)s, %(owners)s, %(told)s);

-- name: keep_typical
-- Keep how machines of a group work on the whole.
insert into typical (quarter, region, model, habits) values (%(quarter)s, %(region)s, %(model)s, %(habits)s::jsonb);

-- name: keep_part
-- Keep why litres a tonne differ in a region.
insert into region_part (quarter, region, reason, percent, low, high)
values (%(quarter)s, %(region)s, %(reason)s, %(percent)s, %(low)s, %(high)s);

-- name: keep_standing
-- Keep where a machine stands.
insert into standing (
    quarter, machine, from_time, to_time, region, model, missing_cycles, cycles, index, low, high, rank_low, rank_high,
    worst_tenth
) values (
    %(quarter)s, %(machine)s, %(from_time)s, %(to_time)s, %(region)s, %(model)s, %(missing_cycles)s, %(cycles)s,
    %(index)s, %(low)s, %(high)s, %(rank_low)s, %(rank_high)s, %(worst_tenth)s
);

-- name: forget_withdrawn
-- Forget where machines stood whose owners do not let them be compared any more.
delete from standing where not access.consented('benchmarking', machine, from_time);

-- name: newest_release
-- The newest release.
select quarter, from_time, to_time, made_at, told, sentence, simulated_owners, cv, beyond from release
order by quarter desc limit 1;

-- name: list_parts
-- Why litres a tonne differ in regions, in a quarter.
select region, reason, percent, low, high from region_part where quarter = %(quarter)s order by region, reason;
