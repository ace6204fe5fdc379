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
    , case when l.engine_hours_h is not null then coalesce(l.engine_hours_h_time, l.time) end
    , case when l.idle_hours_h is not null then coalesce(l.idle_hours_h_time, l.time) end
    , case when l.fuel_used_l is not null then coalesce(l.fuel_used_l_time, l.time) end
    , case when l.payload_total_kg is not null then coalesce(l.payload_total_kg_time, l.time) end
    , case when l.load_count is not null then coalesce(l.load_count_time, l.time) end
    , case when l.latitude_deg is not null then coalesce(l.latitude_deg_time, l.time) end
    , case when l.longitude_deg is not null then coalesce(l.longitude_deg_time, l.time) end
    , case when l.odometer_km is not null then coalesce(l.odometer_km_time, l.time) end
    , case when l.engine_speed_rpm is not null then coalesce(l.engine_speed_rpm_time, l.time) end
    , case when l.engine_load_percent is not null then coalesce(l.engine_load_percent_time, l.time) end
    , case when l.engine_oil_pressure_kpa is not null then coalesce(l.engine_oil_pressure_kpa_time, l.time) end
    , case when l.engine_oil_temperature_c is not null then coalesce(l.engine_oil_temperature_c_time, l.time) end
    , case when l.coolant_temperature_c is not null then coalesce(l.coolant_temperature_c_time, l.time) end
    , case when l.coolant_level_percent is not null then coalesce(l.coolant_level_percent_time, l.time) end
    , case when l.fan_speed_rpm is not null then coalesce(l.fan_speed_rpm_time, l.time) end
    , case when l.ambient_temperature_c is not null then coalesce(l.ambient_temperature_c_time, l.time) end
    , case when l.fuel_rate_lph is not null then coalesce(l.fuel_rate_lph_time, l.time) end
    , case when l.fuel_level_percent is not null then coalesce(l.fuel_level_percent_time, l.time) end
    , case when l.def_level_percent is not null then coalesce(l.def_level_percent_time, l.time) end
    , case when l.boost_pressure_kpa is not null then coalesce(l.boost_pressure_kpa_time, l.time) end
    , case when l.air_filter_drop_kpa is not null then coalesce(l.air_filter_drop_kpa_time, l.time) end
    , case when l.exhaust_temperature_c is not null then coalesce(l.exhaust_temperature_c_time, l.time) end
    , case when l.dpf_drop_kpa is not null then coalesce(l.dpf_drop_kpa_time, l.time) end
    , case when l.battery_voltage_v is not null then coalesce(l.battery_voltage_v_time, l.time) end
    , case when l.hydraulic_oil_temperature_c is not null then coalesce(l.hydraulic_oil_temperature_c_time, l.time) end
    , case when l.hydraulic_pressure_bar is not null then coalesce(l.hydraulic_pressure_bar_time, l.time) end
    , case when l.pump_case_drain_lpm is not null then coalesce(l.pump_case_drain_lpm_time, l.time) end
    , case when l.hydraulic_filter_drop_bar is not null then coalesce(l.hydraulic_filter_drop_bar_time, l.time) end
    , case when l.boom_angle_deg is not null then coalesce(l.boom_angle_deg_time, l.time) end
    , case when l.boom_head_pressure_bar is not null then coalesce(l.boom_head_pressure_bar_time, l.time) end
    , case when l.boom_rod_pressure_bar is not null then coalesce(l.boom_rod_pressure_bar_time, l.time) end
    , case when l.payload_kg is not null then coalesce(l.payload_kg_time, l.time) end
    , case when l.body_angle_deg is not null then coalesce(l.body_angle_deg_time, l.time) end
    , case when l.crusher_power_kw is not null then coalesce(l.crusher_power_kw_time, l.time) end
    , case when l.crusher_speed_rpm is not null then coalesce(l.crusher_speed_rpm_time, l.time) end
    , case when l.crusher_throughput_tph is not null then coalesce(l.crusher_throughput_tph_time, l.time) end
    , case when l.crusher_level_percent is not null then coalesce(l.crusher_level_percent_time, l.time) end
    , case when l.crusher_setting_mm is not null then coalesce(l.crusher_setting_mm_time, l.time) end
    , case when l.crusher_vibration_mmps is not null then coalesce(l.crusher_vibration_mmps_time, l.time) end
    , case when l.crusher_bearing_temperature_c is not null then coalesce(l.crusher_bearing_temperature_c_time, l.time) end
    , case when l.crusher_oil_temperature_c is not null then coalesce(l.crusher_oil_temperature_c_time, l.time) end
    , case when l.brake_oil_temperature_c is not null then coalesce(l.brake_oil_temperature_c_time, l.time) end
    , case when l.brake_pressure_bar is not null then coalesce(l.brake_pressure_bar_time, l.time) end
    , case when l.transmission_oil_temperature_c is not null then coalesce(l.transmission_oil_temperature_c_time, l.time) end
    , case when l.transmission_oil_pressure_kpa is not null then coalesce(l.transmission_oil_pressure_kpa_time, l.time) end
    , case when l.clutch_slip_percent is not null then coalesce(l.clutch_slip_percent_time, l.time) end
    , case when l.tyre_front_left_kpa is not null then coalesce(l.tyre_front_left_kpa_time, l.time) end
    , case when l.tyre_front_right_kpa is not null then coalesce(l.tyre_front_right_kpa_time, l.time) end
    , case when l.tyre_rear_left_kpa is not null then coalesce(l.tyre_rear_left_kpa_time, l.time) end
    , case when l.tyre_rear_right_kpa is not null then coalesce(l.tyre_rear_right_kpa_time, l.time) end
    , case when l.tyre_temperature_c is not null then coalesce(l.tyre_temperature_c_time, l.time) end
    , case when l.altitude_m is not null then coalesce(l.altitude_m_time, l.time) end
    , case when l.heading_deg is not null then coalesce(l.heading_deg_time, l.time) end
    , case when l.pitch_deg is not null then coalesce(l.pitch_deg_time, l.time) end
    , case when l.ground_speed_kmh is not null then coalesce(l.ground_speed_kmh_time, l.time) end
    -- end
] as times
from latest l
where l.machine = any (%(machines)s::text[])

-- name: heard_hours
-- In how many hours each signal of these machines came, and how many of its values; in the order of the columns.
select h.machine, array[
    count(*)
    -- generated: hours
    , count(h.engine_hours_h_mean)
    , count(h.idle_hours_h_mean)
    , count(h.fuel_used_l_mean)
    , count(h.payload_total_kg_mean)
    , count(h.load_count_mean)
    , count(h.latitude_deg_mean)
    , count(h.longitude_deg_mean)
    , count(h.odometer_km_mean)
    , count(h.engine_speed_rpm_mean)
    , count(h.engine_load_percent_mean)
    , count(h.engine_oil_pressure_kpa_mean)
    , count(h.engine_oil_temperature_c_mean)
    , count(h.coolant_temperature_c_mean)
    , count(h.coolant_level_percent_mean)
    , count(h.fan_speed_rpm_mean)
    , count(h.ambient_temperature_c_mean)
    , count(h.fuel_rate_lph_mean)
    , count(h.fuel_level_percent_mean)
    , count(h.def_level_percent_mean)
    , count(h.boost_pressure_kpa_mean)
    , count(h.air_filter_drop_kpa_mean)
    , count(h.exhaust_temperature_c_mean)
    , count(h.dpf_drop_kpa_mean)
    , count(h.battery_voltage_v_mean)
    , count(h.hydraulic_oil_temperature_c_mean)
    , count(h.hydraulic_pressure_bar_mean)
    , count(h.pump_case_drain_lpm_mean)
    , count(h.hydraulic_filter_drop_bar_mean)
    , count(h.boom_angle_deg_mean)
    , count(h.boom_head_pressure_bar_mean)
    , count(h.boom_rod_pressure_bar_mean)
    , count(h.payload_kg_mean)
    , count(h.body_angle_deg_mean)
    , count(h.crusher_power_kw_mean)
    , count(h.crusher_speed_rpm_mean)
    , count(h.crusher_throughput_tph_mean)
    , count(h.crusher_level_percent_mean)
    , count(h.crusher_setting_mm_mean)
    , count(h.crusher_vibration_mmps_mean)
    , count(h.crusher_bearing_temperature_c_mean)
    , count(h.crusher_oil_temperature_c_mean)
    , count(h.brake_oil_temperature_c_mean)
    , count(h.brake_pressure_bar_mean)
    , count(h.transmission_oil_temperature_c_mean)
    , count(h.transmission_oil_pressure_kpa_mean)
    , count(h.clutch_slip_percent_mean)
    , count(h.tyre_front_left_kpa_mean)
    , count(h.tyre_front_right_kpa_mean)
    , count(h.tyre_rear_left_kpa_mean)
    , count(h.tyre_rear_right_kpa_mean)
    , count(h.tyre_temperature_c_mean)
    , count(h.altitude_m_mean)
    , count(h.heading_deg_mean)
    , count(h.pitch_deg_mean)
    , count(h.ground_speed_kmh_mean)
    -- end
] as hours, array[
    sum(h.readings)
    -- generated: counts
    , sum(case when h.engine_hours_h_mean is not null then coalesce(h.engine_hours_h_count, h.readings) end)
    , sum(case when h.idle_hours_h_mean is not null then coalesce(h.idle_hours_h_count, h.readings) end)
    , sum(case when h.fuel_used_l_mean is not null then coalesce(h.fuel_used_l_count, h.readings) end)
    , sum(case when h.payload_total_kg_mean is not null then coalesce(h.payload_total_kg_count, h.readings) end)
    , sum(case when h.load_count_mean is not null then coalesce(h.load_count_count, h.readings) end)
    , sum(case when h.latitude_deg_mean is not null then coalesce(h.latitude_deg_count, h.readings) end)
    , sum(case when h.longitude_deg_mean is not null then coalesce(h.longitude_deg_count, h.readings) end)
    , sum(case when h.odometer_km_mean is not null then coalesce(h.odometer_km_count, h.readings) end)
    , sum(case when h.engine_speed_rpm_mean is not null then coalesce(h.engine_speed_rpm_count, h.readings) end)
    , sum(case when h.engine_load_percent_mean is not null then coalesce(h.engine_load_percent_count, h.readings) end)
    , sum(case when h.engine_oil_pressure_kpa_mean is not null then coalesce(h.engine_oil_pressure_kpa_count, h.readings) end)
    , sum(case when h.engine_oil_temperature_c_mean is not null then coalesce(h.engine_oil_temperature_c_count, h.readings) end)
    , sum(case when h.coolant_temperature_c_mean is not null then coalesce(h.coolant_temperature_c_count, h.readings) end)
    , sum(case when h.coolant_level_percent_mean is not null then coalesce(h.coolant_level_percent_count, h.readings) end)
    , sum(case when h.fan_speed_rpm_mean is not null then coalesce(h.fan_speed_rpm_count, h.readings) end)
    , sum(case when h.ambient_temperature_c_mean is not null then coalesce(h.ambient_temperature_c_count, h.readings) end)
    , sum(case when h.fuel_rate_lph_mean is not null then coalesce(h.fuel_rate_lph_count, h.readings) end)
    , sum(case when h.fuel_level_percent_mean is not null then coalesce(h.fuel_level_percent_count, h.readings) end)
    , sum(case when h.def_level_percent_mean is not null then coalesce(h.def_level_percent_count, h.readings) end)
    , sum(case when h.boost_pressure_kpa_mean is not null then coalesce(h.boost_pressure_kpa_count, h.readings) end)
    , sum(case when h.air_filter_drop_kpa_mean is not null then coalesce(h.air_filter_drop_kpa_count, h.readings) end)
    , sum(case when h.exhaust_temperature_c_mean is not null then coalesce(h.exhaust_temperature_c_count, h.readings) end)
    , sum(case when h.dpf_drop_kpa_mean is not null then coalesce(h.dpf_drop_kpa_count, h.readings) end)
    , sum(case when h.battery_voltage_v_mean is not null then coalesce(h.battery_voltage_v_count, h.readings) end)
    , sum(case when h.hydraulic_oil_temperature_c_mean is not null then coalesce(h.hydraulic_oil_temperature_c_count, h.readings) end)
    , sum(case when h.hydraulic_pressure_bar_mean is not null then coalesce(h.hydraulic_pressure_bar_count, h.readings) end)
    , sum(case when h.pump_case_drain_lpm_mean is not null then coalesce(h.pump_case_drain_lpm_count, h.readings) end)
    , sum(case when h.hydraulic_filter_drop_bar_mean is not null then coalesce(h.hydraulic_filter_drop_bar_count, h.readings) end)
    , sum(case when h.boom_angle_deg_mean is not null then coalesce(h.boom_angle_deg_count, h.readings) end)
    , sum(case when h.boom_head_pressure_bar_mean is not null then coalesce(h.boom_head_pressure_bar_count, h.readings) end)
    , sum(case when h.boom_rod_pressure_bar_mean is not null then coalesce(h.boom_rod_pressure_bar_count, h.readings) end)
    , sum(case when h.payload_kg_mean is not null then coalesce(h.payload_kg_count, h.readings) end)
    , sum(case when h.body_angle_deg_mean is not null then coalesce(h.body_angle_deg_count, h.readings) end)
    , sum(case when h.crusher_power_kw_mean is not null then coalesce(h.crusher_power_kw_count, h.readings) end)
    , sum(case when h.crusher_speed_rpm_mean is not null then coalesce(h.crusher_speed_rpm_count, h.readings) end)
    , sum(case when h.crusher_throughput_tph_mean is not null then coalesce(h.crusher_throughput_tph_count, h.readings) end)
    , sum(case when h.crusher_level_percent_mean is not null then coalesce(h.crusher_level_percent_count, h.readings) end)
    , sum(case when h.crusher_setting_mm_mean is not null then coalesce(h.crusher_setting_mm_count, h.readings) end)
    , sum(case when h.crusher_vibration_mmps_mean is not null then coalesce(h.crusher_vibration_mmps_count, h.readings) end)
    , sum(case when h.crusher_bearing_temperature_c_mean is not null then coalesce(h.crusher_bearing_temperature_c_count, h.readings) end)
    , sum(case when h.crusher_oil_temperature_c_mean is not null then coalesce(h.crusher_oil_temperature_c_count, h.readings) end)
    , sum(case when h.brake_oil_temperature_c_mean is not null then coalesce(h.brake_oil_temperature_c_count, h.readings) end)
    , sum(case when h.brake_pressure_bar_mean is not null then coalesce(h.brake_pressure_bar_count, h.readings) end)
    , sum(case when h.transmission_oil_temperature_c_mean is not null then coalesce(h.transmission_oil_temperature_c_count, h.readings) end)
    , sum(case when h.transmission_oil_pressure_kpa_mean is not null then coalesce(h.transmission_oil_pressure_kpa_count, h.readings) end)
    , sum(case when h.clutch_slip_percent_mean is not null then coalesce(h.clutch_slip_percent_count, h.readings) end)
    , sum(case when h.tyre_front_left_kpa_mean is not null then coalesce(h.tyre_front_left_kpa_count, h.readings) end)
    , sum(case when h.tyre_front_right_kpa_mean is not null then coalesce(h.tyre_front_right_kpa_count, h.readings) end)
    , sum(case when h.tyre_rear_left_kpa_mean is not null then coalesce(h.tyre_rear_left_kpa_count, h.readings) end)
    , sum(case when h.tyre_rear_right_kpa_mean is not null then coalesce(h.tyre_rear_right_kpa_count, h.readings) end)
    , sum(case when h.tyre_temperature_c_mean is not null then coalesce(h.tyre_temperature_c_count, h.readings) end)
    , sum(case when h.altitude_m_mean is not null then coalesce(h.altitude_m_count, h.readings) end)
    , sum(case when h.heading_deg_mean is not null then coalesce(h.heading_deg_count, h.readings) end)
    , sum(case when h.pitch_deg_mean is not null then coalesce(h.pitch_deg_count, h.readings) end)
    , sum(case when h.ground_speed_kmh_mean is not null then coalesce(h.ground_speed_kmh_count, h.readings) end)
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
join machine_key k on k.machine = r.machine
cross join lateral (
    select
        extract(epoch from t.time)::double precision as time_s,
        t.delay_s::double precision as delay_s,
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
            , coalesce(t.engine_speed_rpm::real / 1::real, t.exact[1]) is not null
            , coalesce(t.engine_load_percent::real / 1::real, t.exact[2]) is not null
            , coalesce(t.engine_oil_pressure_kpa::real / 10::real, t.exact[3]) is not null
            , coalesce(t.engine_oil_temperature_c::real / 10::real, t.exact[4]) is not null
            , coalesce(t.coolant_temperature_c::real / 10::real, t.exact[5]) is not null
            , coalesce(t.coolant_level_percent::real / 10::real, t.exact[6]) is not null
            , coalesce(t.fan_speed_rpm::real / 1::real, t.exact[7]) is not null
            , coalesce(t.ambient_temperature_c::real / 10::real, t.exact[8]) is not null
            , coalesce(t.fuel_rate_lph::real / 10::real, t.exact[9]) is not null
            , coalesce(t.fuel_level_percent::real / 10::real, t.exact[10]) is not null
            , coalesce(t.def_level_percent::real / 10::real, t.exact[11]) is not null
            , coalesce(t.boost_pressure_kpa::real / 10::real, t.exact[12]) is not null
            , coalesce(t.air_filter_drop_kpa::real / 100::real, t.exact[13]) is not null
            , coalesce(t.exhaust_temperature_c::real / 1::real, t.exact[14]) is not null
            , coalesce(t.dpf_drop_kpa::real / 100::real, t.exact[15]) is not null
            , coalesce(t.battery_voltage_v::real / 100::real, t.exact[16]) is not null
            , coalesce(t.hydraulic_oil_temperature_c::real / 10::real, t.exact[17]) is not null
            , coalesce(t.hydraulic_pressure_bar::real / 10::real, t.exact[18]) is not null
            , coalesce(t.pump_case_drain_lpm::real / 10::real, t.exact[19]) is not null
            , coalesce(t.hydraulic_filter_drop_bar::real / 100::real, t.exact[20]) is not null
            , coalesce(t.boom_angle_deg::real / 100::real, t.exact[21]) is not null
            , t.boom_head_pressure_bar is not null
            , t.boom_rod_pressure_bar is not null
            , t.payload_kg is not null
            , coalesce(t.body_angle_deg::real / 10::real, t.exact[22]) is not null
            , coalesce(t.crusher_power_kw::real / 10::real, t.exact[23]) is not null
            , coalesce(t.crusher_speed_rpm::real / 10::real, t.exact[24]) is not null
            , t.crusher_throughput_tph is not null
            , coalesce(t.crusher_level_percent::real / 10::real, t.exact[25]) is not null
            , coalesce(t.crusher_setting_mm::real / 10::real, t.exact[26]) is not null
            , coalesce(t.crusher_vibration_mmps::real / 100::real, t.exact[27]) is not null
            , coalesce(t.crusher_bearing_temperature_c::real / 10::real, t.exact[28]) is not null
            , coalesce(t.crusher_oil_temperature_c::real / 10::real, t.exact[29]) is not null
            , coalesce(t.brake_oil_temperature_c::real / 10::real, t.exact[30]) is not null
            , coalesce(t.brake_pressure_bar::real / 10::real, t.exact[31]) is not null
            , coalesce(t.transmission_oil_temperature_c::real / 10::real, t.exact[32]) is not null
            , t.transmission_oil_pressure_kpa is not null
            , coalesce(t.clutch_slip_percent::real / 10::real, t.exact[33]) is not null
            , coalesce(t.tyre_front_left_kpa::real / 1::real, t.exact[34]) is not null
            , coalesce(t.tyre_front_right_kpa::real / 1::real, t.exact[35]) is not null
            , coalesce(t.tyre_rear_left_kpa::real / 1::real, t.exact[36]) is not null
            , coalesce(t.tyre_rear_right_kpa::real / 1::real, t.exact[37]) is not null
            , coalesce(t.tyre_temperature_c::real / 1::real, t.exact[38]) is not null
            , t.altitude_m is not null
            , coalesce(t.heading_deg::real / 10::real, t.exact[39]) is not null
            , coalesce(t.pitch_deg::real / 10::real, t.exact[40]) is not null
            , coalesce(t.ground_speed_kmh::real / 10::real, t.exact[41]) is not null
            -- end
        ], '') as told
    from reading_row t
    where t.machine = k.key and t.time >= greatest(r.since, l.time - interval '2 days') and t.time <= l.time
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
    join machine_key k on k.machine = r.machine
    cross join lateral (
        select t.time, t.delay_s, t.extra
        from reading_row t
        where t.machine = k.key and t.time >= greatest(r.since, l.time - interval '2 days') and t.time <= l.time
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
