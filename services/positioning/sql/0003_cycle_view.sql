-- Haul cycles as history, for services that reckon with them: what the viewers of a transaction see, and nothing else.

create view cycle_v1 with (security_barrier) as
select
    c.machine, c.site, s.region, c.start_at, c.queue_at, c.spot_at, c.loading_at, c.hauling_at, c.dump_queue_at,
    c.dump_spot_at, c.dumping_at, c.stop_at, c.loaded_at, c.dumped_at, c.payload_kg, c.distance_m, c.loaded_m, c.climb_m,
    c.queue_s, c.dump_queue_s, c.hole_s
from cycle c
left join site s on s.id = c.site
where (select 'worker' = any (access.viewers()))
    or access.sees(c.machine, c.start_at, 'production', 'position')
        and access.sees(c.machine, c.stop_at, 'production', 'position');

comment on view cycle_v1 is
    'Haul cycles and the region of their site. A view is no table: the policy of `cycle` does not hold in it, so it says the same.';

grant usage on schema positioning to telemetry_reader;
grant select on cycle_v1 to telemetry_reader;
