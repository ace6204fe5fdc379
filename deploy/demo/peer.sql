-- name: has_peers
-- Whether any simulated peer is there for a quarter.
select exists (select from benchmarking.peer_week where from_time >= %(from)s and from_time < %(to)s);

-- name: keep_peer
-- Keep a week of a simulated peer.
insert into benchmarking.peer_week (
    owner, machine, from_time, to_time, kind, model, source, region, site, way, told_h, counted, week, haulage, samples,
    cycles, cycle_s
) values (
    %(owner)s, %(machine)s, %(from_time)s, %(to_time)s, 'haul_truck', %(model)s, 'simulated', %(region)s, %(site)s,
    %(way)s, %(told_h)s, %(cycles)s, %(week)s::jsonb, %(haulage)s::jsonb, 0, %(cycles)s, 0
)
on conflict do nothing;

-- name: keep_own
-- Keep a week of one of the demo's own trucks from before it told anything.
insert into benchmarking.machine_week (
    machine, from_time, to_time, kind, model, source, region, site, way, told_h, counted, week, haulage, samples, cycles,
    cycle_s
) values (
    %(machine)s, %(from_time)s, %(to_time)s, 'haul_truck', %(model)s, 'simulated', %(region)s, %(site)s, %(way)s,
    %(told_h)s, %(cycles)s, %(week)s::jsonb, %(haulage)s::jsonb, 0, %(cycles)s, 0
)
on conflict do nothing;
