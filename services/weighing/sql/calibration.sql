-- name: begin_calibration
-- Begin a calibration where the machine is visible at this moment and no other goes on.
insert into calibration (machine, step, weight_kg, asked_by, begun_at)
select %(machine)s, 'empty', %(weight_kg)s, %(asked_by)s, %(now)s
where access.sees(%(machine)s, %(now)s, 'production')
on conflict (machine) where step in ('empty', 'loaded') do nothing
returning id;

-- name: list_calibrations
-- The visible calibrations of a machine, newest first, older than the last one of the page before.
select id, machine, step, weight_kg, asked_by, begun_at, loaded_at, ended_at, verdict, shortcomings, empty_lifts,
    loaded_lifts, misfit, span_pct, span_sd_pct, mean, covariance
from calibration
where machine = %(machine)s and (%(before)s::bigint is null or id < %(before)s)
order by id desc
limit %(limit)s;

-- name: get_calibration
-- One calibration, where it is visible.
select id, machine, step, weight_kg, asked_by, begun_at, loaded_at, ended_at, verdict, shortcomings, empty_lifts,
    loaded_lifts, misfit, span_pct, span_sd_pct, mean, covariance
from calibration
where id = %(id)s
for update;

-- name: newest_calibration
-- The newest calibration of a machine that may be used by a moment.
select id, machine, step, weight_kg, asked_by, begun_at, loaded_at, ended_at, verdict, shortcomings, empty_lifts,
    loaded_lifts, misfit, span_pct, span_sd_pct, mean, covariance
from calibration
where machine = %(machine)s and step = 'done' and verdict in ('good', 'fair') and ended_at <= %(by)s
order by ended_at desc
limit 1;

-- name: hang_weight
-- Keep that the weight is in the bucket.
update calibration set step = 'loaded', loaded_at = %(now)s, empty_lifts = %(empty_lifts)s where id = %(id)s;

-- name: end_calibration
-- Keep what came of a calibration.
update calibration set
    step = %(step)s, ended_at = %(now)s, verdict = %(verdict)s, shortcomings = %(shortcomings)s,
    empty_lifts = %(empty_lifts)s, loaded_lifts = %(loaded_lifts)s, misfit = %(misfit)s, span_pct = %(span_pct)s,
    span_sd_pct = %(span_sd_pct)s, mean = %(mean)s, covariance = %(covariance)s
where id = %(id)s;
