-- name: lock_capability
-- Whether this transaction, and no other worker's, may find out what machines can do.
select pg_try_advisory_xact_lock(4203005)

-- name: due_machines
-- The machines whose capability is to be found out again, those never looked at first.
select capability_due(%(every)s, %(most)s)

-- name: begin_round
-- Notes that these machines are looked at, and from which time on.
insert into capability_round (refreshed_at, since, first_time, hours, machine)
select now(), w.since, h.first_time, h.hours, m.machine
from unnest(%(machines)s::text[]) m (machine)
cross join lateral (
    select greatest(now() - interval '7 days', held_since(m.machine)) as since
) w
cross join lateral (
    select min(h.first_time) as first_time, count(*)::integer as hours
    from rollup_hour h
    where h.machine = m.machine and h.bucket >= w.since and h.bucket < now() + interval '1 hour'
) h
on conflict (machine) do update
set refreshed_at = excluded.refreshed_at, since = excluded.since, first_time = excluded.first_time,
    hours = excluded.hours

-- name: forget_capability
-- Forgets what was known of these machines' signals.
delete from capability where machine = any (%(machines)s::text[])

-- name: newest_times
-- When each signal of these machines was last measured; a time for each signal, in the order of the columns.
select l.machine, array[
    l.time
    -- generated: newest
    , l.engine_hours_h_time
    , l.idle_hours_h_time
    , l.fuel_used_l_time
    , l.payload_total_kg_time
    , l.load_count_time
    , l.latitude_deg_time
    , l.longitude_deg_time
    , l.odometer_km_time
    , l.engine_speed_rpm_time
    , l.engine_load_percent_time
    , l.engine_oil_pressure_kpa_time
    , l.engine_oil_temperature_c_time
    , l.coolant_temperature_c_time
    , l.coolant_level_percent_time
    , l.fan_speed_rpm_time
    , l.ambient_temperature_c_time
    , l.fuel_rate_lph_time
    , l.fuel_level_percent_time
    , l.def_level_percent_time
    , l.boost_pressure_kpa_time
    , l.air_filter_drop_kpa_time
    , l.exhaust_temperature_c_time
    , l.dpf_drop_kpa_time
    , l.battery_voltage_v_time
    , l.hydraulic_oil_temperature_c_time
    , l.hydraulic_pressure_bar_time
    , l.pump_case_drain_lpm_time
    , l.hydraulic_filter_drop_bar_time
    , l.boom_angle_deg_time
    , l.boom_head_pressure_bar_time
    , l.boom_rod_pressure_bar_time
    , l.payload_kg_time
    , l.body_angle_deg_time
    , l.crusher_power_kw_time
    , l.crusher_speed_rpm_time
    , l.crusher_throughput_tph_time
    , l.crusher_level_percent_time
    , l.crusher_setting_mm_time
    , l.crusher_vibration_mmps_time
    , l.crusher_bearing_temperature_c_time
    , l.crusher_oil_temperature_c_time
    , l.brake_oil_temperature_c_time
    , l.brake_pressure_bar_time
    , l.transmission_oil_temperature_c_time
    , l.transmission_oil_pressure_kpa_time
    , l.clutch_slip_percent_time
    , l.tyre_front_left_kpa_time
    , l.tyre_front_right_kpa_time
    , l.tyre_rear_left_kpa_time
    , l.tyre_rear_right_kpa_time
    , l.tyre_temperature_c_time
    , l.altitude_m_time
    , l.heading_deg_time
    , l.pitch_deg_time
    , l.ground_speed_kmh_time
    -- end
] as times
from latest l
where l.machine = any (%(machines)s::text[])

-- name: heard_hours
-- In how many hours each signal of these machines came, and how many of its values; in the order of the columns.
select h.machine, array[
    count(*)
    -- generated: hours
    , count(nullif(h.engine_hours_h_count, 0))
    , count(nullif(h.idle_hours_h_count, 0))
    , count(nullif(h.fuel_used_l_count, 0))
    , count(nullif(h.payload_total_kg_count, 0))
    , count(nullif(h.load_count_count, 0))
    , count(nullif(h.latitude_deg_count, 0))
    , count(nullif(h.longitude_deg_count, 0))
    , count(nullif(h.odometer_km_count, 0))
    , count(nullif(h.engine_speed_rpm_count, 0))
    , count(nullif(h.engine_load_percent_count, 0))
    , count(nullif(h.engine_oil_pressure_kpa_count, 0))
    , count(nullif(h.engine_oil_temperature_c_count, 0))
    , count(nullif(h.coolant_temperature_c_count, 0))
    , count(nullif(h.coolant_level_percent_count, 0))
    , count(nullif(h.fan_speed_rpm_count, 0))
    , count(nullif(h.ambient_temperature_c_count, 0))
    , count(nullif(h.fuel_rate_lph_count, 0))
    , count(nullif(h.fuel_level_percent_count, 0))
    , count(nullif(h.def_level_percent_count, 0))
    , count(nullif(h.boost_pressure_kpa_count, 0))
    , count(nullif(h.air_filter_drop_kpa_count, 0))
    , count(nullif(h.exhaust_temperature_c_count, 0))
    , count(nullif(h.dpf_drop_kpa_count, 0))
    , count(nullif(h.battery_voltage_v_count, 0))
    , count(nullif(h.hydraulic_oil_temperature_c_count, 0))
    , count(nullif(h.hydraulic_pressure_bar_count, 0))
    , count(nullif(h.pump_case_drain_lpm_count, 0))
    , count(nullif(h.hydraulic_filter_drop_bar_count, 0))
    , count(nullif(h.boom_angle_deg_count, 0))
    , count(nullif(h.boom_head_pressure_bar_count, 0))
    , count(nullif(h.boom_rod_pressure_bar_count, 0))
    , count(nullif(h.payload_kg_count, 0))
    , count(nullif(h.body_angle_deg_count, 0))
    , count(nullif(h.crusher_power_kw_count, 0))
    , count(nullif(h.crusher_speed_rpm_count, 0))
    , count(nullif(h.crusher_throughput_tph_count, 0))
    , count(nullif(h.crusher_level_percent_count, 0))
    , count(nullif(h.crusher_setting_mm_count, 0))
    , count(nullif(h.crusher_vibration_mmps_count, 0))
    , count(nullif(h.crusher_bearing_temperature_c_count, 0))
    , count(nullif(h.crusher_oil_temperature_c_count, 0))
    , count(nullif(h.brake_oil_temperature_c_count, 0))
    , count(nullif(h.brake_pressure_bar_count, 0))
    , count(nullif(h.transmission_oil_temperature_c_count, 0))
    , count(nullif(h.transmission_oil_pressure_kpa_count, 0))
    , count(nullif(h.clutch_slip_percent_count, 0))
    , count(nullif(h.tyre_front_left_kpa_count, 0))
    , count(nullif(h.tyre_front_right_kpa_count, 0))
    , count(nullif(h.tyre_rear_left_kpa_count, 0))
    , count(nullif(h.tyre_rear_right_kpa_count, 0))
    , count(nullif(h.tyre_temperature_c_count, 0))
    , count(nullif(h.altitude_m_count, 0))
    , count(nullif(h.heading_deg_count, 0))
    , count(nullif(h.pitch_deg_count, 0))
    , count(nullif(h.ground_speed_kmh_count, 0))
    -- end
] as hours, array[
    sum(h.readings)
    -- generated: counts
    , sum(h.engine_hours_h_count)
    , sum(h.idle_hours_h_count)
    , sum(h.fuel_used_l_count)
    , sum(h.payload_total_kg_count)
    , sum(h.load_count_count)
    , sum(h.latitude_deg_count)
    , sum(h.longitude_deg_count)
    , sum(h.odometer_km_count)
    , sum(h.engine_speed_rpm_count)
    , sum(h.engine_load_percent_count)
    , sum(h.engine_oil_pressure_kpa_count)
    , sum(h.engine_oil_temperature_c_count)
    , sum(h.coolant_temperature_c_count)
    , sum(h.coolant_level_percent_count)
    , sum(h.fan_speed_rpm_count)
    , sum(h.ambient_temperature_c_count)
    , sum(h.fuel_rate_lph_count)
    , sum(h.fuel_level_percent_count)
    , sum(h.def_level_percent_count)
    , sum(h.boost_pressure_kpa_count)
    , sum(h.air_filter_drop_kpa_count)
    , sum(h.exhaust_temperature_c_count)
    , sum(h.dpf_drop_kpa_count)
    , sum(h.battery_voltage_v_count)
    , sum(h.hydraulic_oil_temperature_c_count)
    , sum(h.hydraulic_pressure_bar_count)
    , sum(h.pump_case_drain_lpm_count)
    , sum(h.hydraulic_filter_drop_bar_count)
    , sum(h.boom_angle_deg_count)
    , sum(h.boom_head_pressure_bar_count)
    , sum(h.boom_rod_pressure_bar_count)
    , sum(h.payload_kg_count)
    , sum(h.body_angle_deg_count)
    , sum(h.crusher_power_kw_count)
    , sum(h.crusher_speed_rpm_count)
    , sum(h.crusher_throughput_tph_count)
    , sum(h.crusher_level_percent_count)
    , sum(h.crusher_setting_mm_count)
    , sum(h.crusher_vibration_mmps_count)
    , sum(h.crusher_bearing_temperature_c_count)
    , sum(h.crusher_oil_temperature_c_count)
    , sum(h.brake_oil_temperature_c_count)
    , sum(h.brake_pressure_bar_count)
    , sum(h.transmission_oil_temperature_c_count)
    , sum(h.transmission_oil_pressure_kpa_count)
    , sum(h.clutch_slip_percent_count)
    , sum(h.tyre_front_left_kpa_count)
    , sum(h.tyre_front_right_kpa_count)
    , sum(h.tyre_rear_left_kpa_count)
    , sum(h.tyre_rear_right_kpa_count)
    , sum(h.tyre_temperature_c_count)
    , sum(h.altitude_m_count)
    , sum(h.heading_deg_count)
    , sum(h.pitch_deg_count)
    , sum(h.ground_speed_kmh_count)
    -- end
] as readings
from capability_round r
join rollup_hour h on h.machine = r.machine and h.bucket >= r.since and h.bucket < now() + interval '1 hour'
where r.machine = any (%(machines)s::text[])
group by h.machine

-- name: newest_readings
-- The newest readings of these machines, newest first: time and delay in seconds, and which columns hold a value.
select r.machine, s.time_s, s.delay_s, s.told
from capability_round r
join latest l on l.machine = r.machine
cross join lateral (
    select
        extract(epoch from t.time)::double precision as time_s,
        extract(epoch from t.received_at - t.time)::double precision as delay_s,
        array_to_string(array[
            t.extra is not null
            -- generated: told
            , t.engine_hours_h is not null
            , t.idle_hours_h is not null
            , t.fuel_used_l is not null
            , t.payload_total_kg is not null
            , t.load_count is not null
            , t.latitude_deg is not null
            , t.longitude_deg is not null
            , t.odometer_km is not null
            , t.engine_speed_rpm is not null
            , t.engine_load_percent is not null
            , t.engine_oil_pressure_kpa is not null
            , t.engine_oil_temperature_c is not null
            , t.coolant_temperature_c is not null
            , t.coolant_level_percent is not null
            , t.fan_speed_rpm is not null
            , t.ambient_temperature_c is not null
            , t.fuel_rate_lph is not null
            , t.fuel_level_percent is not null
            , t.def_level_percent is not null
            , t.boost_pressure_kpa is not null
            , t.air_filter_drop_kpa is not null
            , t.exhaust_temperature_c is not null
            , t.dpf_drop_kpa is not null
            , t.battery_voltage_v is not null
            , t.hydraulic_oil_temperature_c is not null
            , t.hydraulic_pressure_bar is not null
            , t.pump_case_drain_lpm is not null
            , t.hydraulic_filter_drop_bar is not null
            , t.boom_angle_deg is not null
            , t.boom_head_pressure_bar is not null
            , t.boom_rod_pressure_bar is not null
            , t.payload_kg is not null
            , t.body_angle_deg is not null
            , t.crusher_power_kw is not null
            , t.crusher_speed_rpm is not null
            , t.crusher_throughput_tph is not null
            , t.crusher_level_percent is not null
            , t.crusher_setting_mm is not null
            , t.crusher_vibration_mmps is not null
            , t.crusher_bearing_temperature_c is not null
            , t.crusher_oil_temperature_c is not null
            , t.brake_oil_temperature_c is not null
            , t.brake_pressure_bar is not null
            , t.transmission_oil_temperature_c is not null
            , t.transmission_oil_pressure_kpa is not null
            , t.clutch_slip_percent is not null
            , t.tyre_front_left_kpa is not null
            , t.tyre_front_right_kpa is not null
            , t.tyre_rear_left_kpa is not null
            , t.tyre_rear_right_kpa is not null
            , t.tyre_temperature_c is not null
            , t.altitude_m is not null
            , t.heading_deg is not null
            , t.pitch_deg is not null
            , t.ground_speed_kmh is not null
            -- end
        ], '') as told
    from reading t
    where t.machine = r.machine and t.time >= greatest(r.since, l.time - interval '2 days') and t.time <= l.time
    order by t.time desc
    limit 120
) s
where r.machine = any (%(machines)s::text[])

-- name: newest_others
-- What the newest readings of these machines hold outside the catalogue: when last, how often and how fresh.
select o.machine, o.signal, max(o.time),
    percentile_cont(0.5) within group (order by extract(epoch from o.step)),
    percentile_cont(0.5) within group (order by o.delay_s)
from (
    select r.machine, e.signal, s.time, s.delay_s,
        s.time - lag(s.time) over (partition by r.machine, e.signal order by s.time) as step
    from capability_round r
    join latest l on l.machine = r.machine
    cross join lateral (
        select t.time, extract(epoch from t.received_at - t.time) as delay_s, t.extra
        from reading t
        where t.machine = r.machine and t.time >= greatest(r.since, l.time - interval '2 days') and t.time <= l.time
        order by t.time desc
        limit 120
    ) s
    cross join lateral jsonb_object_keys(s.extra) e (signal)
    where r.machine = any (%(machines)s::text[])
) o
group by o.machine, o.signal

-- name: put_capability
-- Keeps what was found out of machines' signals.
insert into capability (last_time, interval_s, delay_s, hours, machine, signal)
select n.last_time, n.interval_s, n.delay_s, n.hours, n.machine, n.signal
from unnest(
    %(machines)s::text[], %(signals)s::text[], %(last_times)s::timestamptz[], %(intervals)s::double precision[],
    %(delays)s::double precision[], %(hours)s::integer[]
) n (machine, signal, last_time, interval_s, delay_s, hours)
join capability_round r on r.machine = n.machine and n.last_time >= r.since
