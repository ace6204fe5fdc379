-- name: known_machines
-- Which machines' messages are taken, and until when.
select machine, decommissioned_at from access.machine

-- name: ask_machines
-- Which of these machines' messages are taken, and until when: for those that were unknown a moment ago.
select machine, decommissioned_at from access.machine where machine = any (%(machines)s::text[])

-- name: insert_event
-- Keeps an event; the same boot and number again is no other event.
insert into event (time, received_at, seq, count, active, machine, boot, kind, code, severity, text)
values (
    %(time)s, %(received_at)s, %(seq)s, %(count)s, %(active)s, %(machine)s, %(boot)s, %(kind)s, %(code)s, %(severity)s,
    %(text)s
)
on conflict (machine, boot, seq) do nothing

-- name: same_event
-- Whether the event that is kept under this boot and number says the same.
select exists (
    select from event
    where machine = %(machine)s and boot = %(boot)s and seq = %(seq)s
        and (time, count, active, kind, code, severity, text)
        is not distinct from (
            %(time)s::timestamptz, %(count)s::integer, %(active)s::boolean, %(kind)s::text, %(code)s::text,
            %(severity)s::text, %(text)s::text
        )
)

-- name: put_state
-- Keeps a machine's state unless it is older than the one that is kept; of equal times the one that came last holds,
-- because a last will bears the time at which its connection began.
insert into state (time, received_at, online, machine, boot, software)
values (%(time)s, %(received_at)s, %(online)s, %(machine)s, %(boot)s, %(software)s)
on conflict (machine) do update set
    time = excluded.time, received_at = excluded.received_at, online = excluded.online, boot = excluded.boot,
    software = coalesce(nullif(excluded.software, ''), state.software)
where excluded.time >= state.time

-- name: count_rejects
-- Counts refused messages of a day and returns how many there are with these.
insert into reject_count (day, machine, reason, rejects)
values (%(day)s, %(machine)s, %(reason)s, %(rejects)s)
on conflict (day, machine, reason) do update set rejects = reject_count.rejects + excluded.rejects
returning rejects

-- name: insert_reject
-- Keeps a refused message as it came.
insert into reject (received_at, machine, reason, detail, topic, retain, payload_bytes, payload, sha256)
values (
    %(received_at)s, %(machine)s, %(reason)s, %(detail)s, %(topic)s, %(retain)s, %(payload_bytes)s, %(payload)s,
    %(sha256)s
)

-- name: expire_events
-- Forgets events before a time.
delete from event where time < %(before)s

-- name: expire_rejects
-- Forgets refused messages before a time.
delete from reject where received_at < %(before)s

-- name: expire_reject_counts
-- Forgets counts of refused messages before a day.
delete from reject_count where day < %(before)s::date

-- name: drop_expired
-- Drops whole chunks of readings, minutes and hours that lie before their times.
select drop_expired(%(readings_before)s, %(minutes_before)s, %(hours_before)s)

-- name: lock_housekeeping
-- Whether this transaction, and no other worker's, may roll up.
select pg_try_advisory_xact_lock(4203002)

-- name: mark_dirty
-- Marks minutes [from, to) of machines, so that their rollups are computed again.
insert into dirty (machine, from_minute, to_minute)
select * from unnest(%(machines)s::text[], %(from_minutes)s::timestamptz[], %(to_minutes)s::timestamptz[])

-- name: await_housekeeping
-- Waits until this transaction, and no other worker's, may roll up.
select true from pg_advisory_xact_lock(4203002)

-- name: take_marks
-- Takes up to so many marks away; who takes them rolls their minutes up in the same transaction.
delete from dirty where ctid = any (array(select ctid from dirty limit %(limit)s))
returning machine, from_minute, to_minute

-- name: are_first_and_single
-- Whether no minute of these ranges of machines, all on one day, is rolled up yet or has more than one reading.
select not exists (
    select from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) m (machine, start, stop)
    join rollup_minute r on r.machine = m.machine and r.bucket >= m.start and r.bucket < m.stop
    where r.bucket >= %(day)s and r.bucket < %(day)s::timestamptz + interval '1 day'
) and not exists (
    select from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) m (machine, start, stop)
    cross join lateral (
        select from reading r
        where r.machine = m.machine and r.time >= m.start and r.time < m.stop
            and r.time >= %(day)s and r.time < %(day)s::timestamptz + interval '1 day'
        group by date_trunc('minute', r.time)
        having count(*) > 1
    ) a
)

-- name: copy_minutes
-- Rolls up ranges of machines, all on one day, in which every minute has one reading and none is rolled up yet.
insert into rollup_minute (
    -- generated: rollup_columns
    engine_hours_h_mean, engine_hours_h_min, engine_hours_h_max, engine_hours_h_count,
    idle_hours_h_mean, idle_hours_h_min, idle_hours_h_max, idle_hours_h_count,
    fuel_used_l_mean, fuel_used_l_min, fuel_used_l_max, fuel_used_l_count,
    payload_total_kg_mean, payload_total_kg_min, payload_total_kg_max, payload_total_kg_count,
    load_count_mean, load_count_min, load_count_max, load_count_count,
    latitude_deg_mean, latitude_deg_min, latitude_deg_max, latitude_deg_count,
    longitude_deg_mean, longitude_deg_min, longitude_deg_max, longitude_deg_count,
    odometer_km_mean, odometer_km_min, odometer_km_max, odometer_km_count,
    engine_speed_rpm_mean, engine_speed_rpm_min, engine_speed_rpm_max, engine_speed_rpm_count,
    engine_load_percent_mean, engine_load_percent_min, engine_load_percent_max, engine_load_percent_count,
    engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean, engine_oil_temperature_c_min, engine_oil_temperature_c_max, engine_oil_temperature_c_count,
    coolant_temperature_c_mean, coolant_temperature_c_min, coolant_temperature_c_max, coolant_temperature_c_count,
    coolant_level_percent_mean, coolant_level_percent_min, coolant_level_percent_max, coolant_level_percent_count,
    fan_speed_rpm_mean, fan_speed_rpm_min, fan_speed_rpm_max, fan_speed_rpm_count,
    ambient_temperature_c_mean, ambient_temperature_c_min, ambient_temperature_c_max, ambient_temperature_c_count,
    fuel_rate_lph_mean, fuel_rate_lph_min, fuel_rate_lph_max, fuel_rate_lph_count,
    fuel_level_percent_mean, fuel_level_percent_min, fuel_level_percent_max, fuel_level_percent_count,
    def_level_percent_mean, def_level_percent_min, def_level_percent_max, def_level_percent_count,
    boost_pressure_kpa_mean, boost_pressure_kpa_min, boost_pressure_kpa_max, boost_pressure_kpa_count,
    air_filter_drop_kpa_mean, air_filter_drop_kpa_min, air_filter_drop_kpa_max, air_filter_drop_kpa_count,
    exhaust_temperature_c_mean, exhaust_temperature_c_min, exhaust_temperature_c_max, exhaust_temperature_c_count,
    dpf_drop_kpa_mean, dpf_drop_kpa_min, dpf_drop_kpa_max, dpf_drop_kpa_count,
    battery_voltage_v_mean, battery_voltage_v_min, battery_voltage_v_max, battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min, hydraulic_pressure_bar_max, hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean, pump_case_drain_lpm_min, pump_case_drain_lpm_max, pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean, boom_angle_deg_min, boom_angle_deg_max, boom_angle_deg_count,
    boom_head_pressure_bar_mean, boom_head_pressure_bar_min, boom_head_pressure_bar_max, boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min, boom_rod_pressure_bar_max, boom_rod_pressure_bar_count,
    payload_kg_mean, payload_kg_min, payload_kg_max, payload_kg_count,
    body_angle_deg_mean, body_angle_deg_min, body_angle_deg_max, body_angle_deg_count,
    crusher_power_kw_mean, crusher_power_kw_min, crusher_power_kw_max, crusher_power_kw_count,
    crusher_speed_rpm_mean, crusher_speed_rpm_min, crusher_speed_rpm_max, crusher_speed_rpm_count,
    crusher_throughput_tph_mean, crusher_throughput_tph_min, crusher_throughput_tph_max, crusher_throughput_tph_count,
    crusher_level_percent_mean, crusher_level_percent_min, crusher_level_percent_max, crusher_level_percent_count,
    crusher_setting_mm_mean, crusher_setting_mm_min, crusher_setting_mm_max, crusher_setting_mm_count,
    crusher_vibration_mmps_mean, crusher_vibration_mmps_min, crusher_vibration_mmps_max, crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min, crusher_oil_temperature_c_max, crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean, brake_oil_temperature_c_min, brake_oil_temperature_c_max, brake_oil_temperature_c_count,
    brake_pressure_bar_mean, brake_pressure_bar_min, brake_pressure_bar_max, brake_pressure_bar_count,
    transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min, transmission_oil_temperature_c_max, transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean, clutch_slip_percent_min, clutch_slip_percent_max, clutch_slip_percent_count,
    tyre_front_left_kpa_mean, tyre_front_left_kpa_min, tyre_front_left_kpa_max, tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean, tyre_front_right_kpa_min, tyre_front_right_kpa_max, tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min, tyre_rear_left_kpa_max, tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min, tyre_rear_right_kpa_max, tyre_rear_right_kpa_count,
    tyre_temperature_c_mean, tyre_temperature_c_min, tyre_temperature_c_max, tyre_temperature_c_count,
    altitude_m_mean, altitude_m_min, altitude_m_max, altitude_m_count,
    heading_deg_mean, heading_deg_min, heading_deg_max, heading_deg_count,
    pitch_deg_mean, pitch_deg_min, pitch_deg_max, pitch_deg_count,
    ground_speed_kmh_mean, ground_speed_kmh_min, ground_speed_kmh_max, ground_speed_kmh_count,
    -- end
    readings, first_time, last_time, machine, bucket
)
select
    -- generated: single_values
    r.engine_hours_h, r.engine_hours_h, r.engine_hours_h, (r.engine_hours_h is not null)::integer,
    r.idle_hours_h, r.idle_hours_h, r.idle_hours_h, (r.idle_hours_h is not null)::integer,
    r.fuel_used_l, r.fuel_used_l, r.fuel_used_l, (r.fuel_used_l is not null)::integer,
    r.payload_total_kg, r.payload_total_kg, r.payload_total_kg, (r.payload_total_kg is not null)::integer,
    r.load_count, r.load_count, r.load_count, (r.load_count is not null)::integer,
    r.latitude_deg, r.latitude_deg, r.latitude_deg, (r.latitude_deg is not null)::integer,
    r.longitude_deg, r.longitude_deg, r.longitude_deg, (r.longitude_deg is not null)::integer,
    r.odometer_km, r.odometer_km, r.odometer_km, (r.odometer_km is not null)::integer,
    r.engine_speed_rpm, r.engine_speed_rpm, r.engine_speed_rpm, (r.engine_speed_rpm is not null)::integer,
    r.engine_load_percent, r.engine_load_percent, r.engine_load_percent, (r.engine_load_percent is not null)::integer,
    r.engine_oil_pressure_kpa, r.engine_oil_pressure_kpa, r.engine_oil_pressure_kpa, (r.engine_oil_pressure_kpa is not null)::integer,
    r.engine_oil_temperature_c, r.engine_oil_temperature_c, r.engine_oil_temperature_c, (r.engine_oil_temperature_c is not null)::integer,
    r.coolant_temperature_c, r.coolant_temperature_c, r.coolant_temperature_c, (r.coolant_temperature_c is not null)::integer,
    r.coolant_level_percent, r.coolant_level_percent, r.coolant_level_percent, (r.coolant_level_percent is not null)::integer,
    r.fan_speed_rpm, r.fan_speed_rpm, r.fan_speed_rpm, (r.fan_speed_rpm is not null)::integer,
    r.ambient_temperature_c, r.ambient_temperature_c, r.ambient_temperature_c, (r.ambient_temperature_c is not null)::integer,
    r.fuel_rate_lph, r.fuel_rate_lph, r.fuel_rate_lph, (r.fuel_rate_lph is not null)::integer,
    r.fuel_level_percent, r.fuel_level_percent, r.fuel_level_percent, (r.fuel_level_percent is not null)::integer,
    r.def_level_percent, r.def_level_percent, r.def_level_percent, (r.def_level_percent is not null)::integer,
    r.boost_pressure_kpa, r.boost_pressure_kpa, r.boost_pressure_kpa, (r.boost_pressure_kpa is not null)::integer,
    r.air_filter_drop_kpa, r.air_filter_drop_kpa, r.air_filter_drop_kpa, (r.air_filter_drop_kpa is not null)::integer,
    r.exhaust_temperature_c, r.exhaust_temperature_c, r.exhaust_temperature_c, (r.exhaust_temperature_c is not null)::integer,
    r.dpf_drop_kpa, r.dpf_drop_kpa, r.dpf_drop_kpa, (r.dpf_drop_kpa is not null)::integer,
    r.battery_voltage_v, r.battery_voltage_v, r.battery_voltage_v, (r.battery_voltage_v is not null)::integer,
    r.hydraulic_oil_temperature_c, r.hydraulic_oil_temperature_c, r.hydraulic_oil_temperature_c, (r.hydraulic_oil_temperature_c is not null)::integer,
    r.hydraulic_pressure_bar, r.hydraulic_pressure_bar, r.hydraulic_pressure_bar, (r.hydraulic_pressure_bar is not null)::integer,
    r.pump_case_drain_lpm, r.pump_case_drain_lpm, r.pump_case_drain_lpm, (r.pump_case_drain_lpm is not null)::integer,
    r.hydraulic_filter_drop_bar, r.hydraulic_filter_drop_bar, r.hydraulic_filter_drop_bar, (r.hydraulic_filter_drop_bar is not null)::integer,
    r.boom_angle_deg, r.boom_angle_deg, r.boom_angle_deg, (r.boom_angle_deg is not null)::integer,
    r.boom_head_pressure_bar, r.boom_head_pressure_bar, r.boom_head_pressure_bar, (r.boom_head_pressure_bar is not null)::integer,
    r.boom_rod_pressure_bar, r.boom_rod_pressure_bar, r.boom_rod_pressure_bar, (r.boom_rod_pressure_bar is not null)::integer,
    r.payload_kg, r.payload_kg, r.payload_kg, (r.payload_kg is not null)::integer,
    r.body_angle_deg, r.body_angle_deg, r.body_angle_deg, (r.body_angle_deg is not null)::integer,
    r.crusher_power_kw, r.crusher_power_kw, r.crusher_power_kw, (r.crusher_power_kw is not null)::integer,
    r.crusher_speed_rpm, r.crusher_speed_rpm, r.crusher_speed_rpm, (r.crusher_speed_rpm is not null)::integer,
    r.crusher_throughput_tph, r.crusher_throughput_tph, r.crusher_throughput_tph, (r.crusher_throughput_tph is not null)::integer,
    r.crusher_level_percent, r.crusher_level_percent, r.crusher_level_percent, (r.crusher_level_percent is not null)::integer,
    r.crusher_setting_mm, r.crusher_setting_mm, r.crusher_setting_mm, (r.crusher_setting_mm is not null)::integer,
    r.crusher_vibration_mmps, r.crusher_vibration_mmps, r.crusher_vibration_mmps, (r.crusher_vibration_mmps is not null)::integer,
    r.crusher_bearing_temperature_c, r.crusher_bearing_temperature_c, r.crusher_bearing_temperature_c, (r.crusher_bearing_temperature_c is not null)::integer,
    r.crusher_oil_temperature_c, r.crusher_oil_temperature_c, r.crusher_oil_temperature_c, (r.crusher_oil_temperature_c is not null)::integer,
    r.brake_oil_temperature_c, r.brake_oil_temperature_c, r.brake_oil_temperature_c, (r.brake_oil_temperature_c is not null)::integer,
    r.brake_pressure_bar, r.brake_pressure_bar, r.brake_pressure_bar, (r.brake_pressure_bar is not null)::integer,
    r.transmission_oil_temperature_c, r.transmission_oil_temperature_c, r.transmission_oil_temperature_c, (r.transmission_oil_temperature_c is not null)::integer,
    r.transmission_oil_pressure_kpa, r.transmission_oil_pressure_kpa, r.transmission_oil_pressure_kpa, (r.transmission_oil_pressure_kpa is not null)::integer,
    r.clutch_slip_percent, r.clutch_slip_percent, r.clutch_slip_percent, (r.clutch_slip_percent is not null)::integer,
    r.tyre_front_left_kpa, r.tyre_front_left_kpa, r.tyre_front_left_kpa, (r.tyre_front_left_kpa is not null)::integer,
    r.tyre_front_right_kpa, r.tyre_front_right_kpa, r.tyre_front_right_kpa, (r.tyre_front_right_kpa is not null)::integer,
    r.tyre_rear_left_kpa, r.tyre_rear_left_kpa, r.tyre_rear_left_kpa, (r.tyre_rear_left_kpa is not null)::integer,
    r.tyre_rear_right_kpa, r.tyre_rear_right_kpa, r.tyre_rear_right_kpa, (r.tyre_rear_right_kpa is not null)::integer,
    r.tyre_temperature_c, r.tyre_temperature_c, r.tyre_temperature_c, (r.tyre_temperature_c is not null)::integer,
    r.altitude_m, r.altitude_m, r.altitude_m, (r.altitude_m is not null)::integer,
    r.heading_deg, r.heading_deg, r.heading_deg, (r.heading_deg is not null)::integer,
    r.pitch_deg, r.pitch_deg, r.pitch_deg, (r.pitch_deg is not null)::integer,
    r.ground_speed_kmh, r.ground_speed_kmh, r.ground_speed_kmh, (r.ground_speed_kmh is not null)::integer,
    -- end
    1, r.time, r.time, r.machine, date_trunc('minute', r.time)
from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) as m (machine, start, stop)
cross join lateral (
    select * from reading r
    where r.machine = m.machine and r.time >= m.start and r.time < m.stop
        and r.time >= %(day)s and r.time < %(day)s::timestamptz + interval '1 day'
    offset 0
) r

-- name: roll_minutes
-- Computes the minutes in ranges of machines again, all of them on one day; the ranges of a machine never overlap.
insert into rollup_minute (
    -- generated: rollup_columns
    engine_hours_h_mean, engine_hours_h_min, engine_hours_h_max, engine_hours_h_count,
    idle_hours_h_mean, idle_hours_h_min, idle_hours_h_max, idle_hours_h_count,
    fuel_used_l_mean, fuel_used_l_min, fuel_used_l_max, fuel_used_l_count,
    payload_total_kg_mean, payload_total_kg_min, payload_total_kg_max, payload_total_kg_count,
    load_count_mean, load_count_min, load_count_max, load_count_count,
    latitude_deg_mean, latitude_deg_min, latitude_deg_max, latitude_deg_count,
    longitude_deg_mean, longitude_deg_min, longitude_deg_max, longitude_deg_count,
    odometer_km_mean, odometer_km_min, odometer_km_max, odometer_km_count,
    engine_speed_rpm_mean, engine_speed_rpm_min, engine_speed_rpm_max, engine_speed_rpm_count,
    engine_load_percent_mean, engine_load_percent_min, engine_load_percent_max, engine_load_percent_count,
    engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean, engine_oil_temperature_c_min, engine_oil_temperature_c_max, engine_oil_temperature_c_count,
    coolant_temperature_c_mean, coolant_temperature_c_min, coolant_temperature_c_max, coolant_temperature_c_count,
    coolant_level_percent_mean, coolant_level_percent_min, coolant_level_percent_max, coolant_level_percent_count,
    fan_speed_rpm_mean, fan_speed_rpm_min, fan_speed_rpm_max, fan_speed_rpm_count,
    ambient_temperature_c_mean, ambient_temperature_c_min, ambient_temperature_c_max, ambient_temperature_c_count,
    fuel_rate_lph_mean, fuel_rate_lph_min, fuel_rate_lph_max, fuel_rate_lph_count,
    fuel_level_percent_mean, fuel_level_percent_min, fuel_level_percent_max, fuel_level_percent_count,
    def_level_percent_mean, def_level_percent_min, def_level_percent_max, def_level_percent_count,
    boost_pressure_kpa_mean, boost_pressure_kpa_min, boost_pressure_kpa_max, boost_pressure_kpa_count,
    air_filter_drop_kpa_mean, air_filter_drop_kpa_min, air_filter_drop_kpa_max, air_filter_drop_kpa_count,
    exhaust_temperature_c_mean, exhaust_temperature_c_min, exhaust_temperature_c_max, exhaust_temperature_c_count,
    dpf_drop_kpa_mean, dpf_drop_kpa_min, dpf_drop_kpa_max, dpf_drop_kpa_count,
    battery_voltage_v_mean, battery_voltage_v_min, battery_voltage_v_max, battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min, hydraulic_pressure_bar_max, hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean, pump_case_drain_lpm_min, pump_case_drain_lpm_max, pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean, boom_angle_deg_min, boom_angle_deg_max, boom_angle_deg_count,
    boom_head_pressure_bar_mean, boom_head_pressure_bar_min, boom_head_pressure_bar_max, boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min, boom_rod_pressure_bar_max, boom_rod_pressure_bar_count,
    payload_kg_mean, payload_kg_min, payload_kg_max, payload_kg_count,
    body_angle_deg_mean, body_angle_deg_min, body_angle_deg_max, body_angle_deg_count,
    crusher_power_kw_mean, crusher_power_kw_min, crusher_power_kw_max, crusher_power_kw_count,
    crusher_speed_rpm_mean, crusher_speed_rpm_min, crusher_speed_rpm_max, crusher_speed_rpm_count,
    crusher_throughput_tph_mean, crusher_throughput_tph_min, crusher_throughput_tph_max, crusher_throughput_tph_count,
    crusher_level_percent_mean, crusher_level_percent_min, crusher_level_percent_max, crusher_level_percent_count,
    crusher_setting_mm_mean, crusher_setting_mm_min, crusher_setting_mm_max, crusher_setting_mm_count,
    crusher_vibration_mmps_mean, crusher_vibration_mmps_min, crusher_vibration_mmps_max, crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min, crusher_oil_temperature_c_max, crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean, brake_oil_temperature_c_min, brake_oil_temperature_c_max, brake_oil_temperature_c_count,
    brake_pressure_bar_mean, brake_pressure_bar_min, brake_pressure_bar_max, brake_pressure_bar_count,
    transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min, transmission_oil_temperature_c_max, transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean, clutch_slip_percent_min, clutch_slip_percent_max, clutch_slip_percent_count,
    tyre_front_left_kpa_mean, tyre_front_left_kpa_min, tyre_front_left_kpa_max, tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean, tyre_front_right_kpa_min, tyre_front_right_kpa_max, tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min, tyre_rear_left_kpa_max, tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min, tyre_rear_right_kpa_max, tyre_rear_right_kpa_count,
    tyre_temperature_c_mean, tyre_temperature_c_min, tyre_temperature_c_max, tyre_temperature_c_count,
    altitude_m_mean, altitude_m_min, altitude_m_max, altitude_m_count,
    heading_deg_mean, heading_deg_min, heading_deg_max, heading_deg_count,
    pitch_deg_mean, pitch_deg_min, pitch_deg_max, pitch_deg_count,
    ground_speed_kmh_mean, ground_speed_kmh_min, ground_speed_kmh_max, ground_speed_kmh_count,
    -- end
    readings, first_time, last_time, machine, bucket
)
select a.*
from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) as m (machine, start, stop)
cross join lateral (
    select
        -- generated: minute_values
        sum(r.engine_hours_h::double precision) / count(r.engine_hours_h) as engine_hours_h_mean, min(r.engine_hours_h) as engine_hours_h_min, max(r.engine_hours_h) as engine_hours_h_max, count(r.engine_hours_h)::integer as engine_hours_h_count,
        sum(r.idle_hours_h::double precision) / count(r.idle_hours_h) as idle_hours_h_mean, min(r.idle_hours_h) as idle_hours_h_min, max(r.idle_hours_h) as idle_hours_h_max, count(r.idle_hours_h)::integer as idle_hours_h_count,
        sum(r.fuel_used_l::double precision) / count(r.fuel_used_l) as fuel_used_l_mean, min(r.fuel_used_l) as fuel_used_l_min, max(r.fuel_used_l) as fuel_used_l_max, count(r.fuel_used_l)::integer as fuel_used_l_count,
        sum(r.payload_total_kg::double precision) / count(r.payload_total_kg) as payload_total_kg_mean, min(r.payload_total_kg) as payload_total_kg_min, max(r.payload_total_kg) as payload_total_kg_max, count(r.payload_total_kg)::integer as payload_total_kg_count,
        sum(r.load_count::double precision) / count(r.load_count) as load_count_mean, min(r.load_count) as load_count_min, max(r.load_count) as load_count_max, count(r.load_count)::integer as load_count_count,
        sum(r.latitude_deg::double precision) / count(r.latitude_deg) as latitude_deg_mean, min(r.latitude_deg) as latitude_deg_min, max(r.latitude_deg) as latitude_deg_max, count(r.latitude_deg)::integer as latitude_deg_count,
        sum(r.longitude_deg::double precision) / count(r.longitude_deg) as longitude_deg_mean, min(r.longitude_deg) as longitude_deg_min, max(r.longitude_deg) as longitude_deg_max, count(r.longitude_deg)::integer as longitude_deg_count,
        sum(r.odometer_km::double precision) / count(r.odometer_km) as odometer_km_mean, min(r.odometer_km) as odometer_km_min, max(r.odometer_km) as odometer_km_max, count(r.odometer_km)::integer as odometer_km_count,
        sum(r.engine_speed_rpm::double precision) / count(r.engine_speed_rpm) as engine_speed_rpm_mean, min(r.engine_speed_rpm) as engine_speed_rpm_min, max(r.engine_speed_rpm) as engine_speed_rpm_max, count(r.engine_speed_rpm)::integer as engine_speed_rpm_count,
        sum(r.engine_load_percent::double precision) / count(r.engine_load_percent) as engine_load_percent_mean, min(r.engine_load_percent) as engine_load_percent_min, max(r.engine_load_percent) as engine_load_percent_max, count(r.engine_load_percent)::integer as engine_load_percent_count,
        sum(r.engine_oil_pressure_kpa::double precision) / count(r.engine_oil_pressure_kpa) as engine_oil_pressure_kpa_mean, min(r.engine_oil_pressure_kpa) as engine_oil_pressure_kpa_min, max(r.engine_oil_pressure_kpa) as engine_oil_pressure_kpa_max, count(r.engine_oil_pressure_kpa)::integer as engine_oil_pressure_kpa_count,
        sum(r.engine_oil_temperature_c::double precision) / count(r.engine_oil_temperature_c) as engine_oil_temperature_c_mean, min(r.engine_oil_temperature_c) as engine_oil_temperature_c_min, max(r.engine_oil_temperature_c) as engine_oil_temperature_c_max, count(r.engine_oil_temperature_c)::integer as engine_oil_temperature_c_count,
        sum(r.coolant_temperature_c::double precision) / count(r.coolant_temperature_c) as coolant_temperature_c_mean, min(r.coolant_temperature_c) as coolant_temperature_c_min, max(r.coolant_temperature_c) as coolant_temperature_c_max, count(r.coolant_temperature_c)::integer as coolant_temperature_c_count,
        sum(r.coolant_level_percent::double precision) / count(r.coolant_level_percent) as coolant_level_percent_mean, min(r.coolant_level_percent) as coolant_level_percent_min, max(r.coolant_level_percent) as coolant_level_percent_max, count(r.coolant_level_percent)::integer as coolant_level_percent_count,
        sum(r.fan_speed_rpm::double precision) / count(r.fan_speed_rpm) as fan_speed_rpm_mean, min(r.fan_speed_rpm) as fan_speed_rpm_min, max(r.fan_speed_rpm) as fan_speed_rpm_max, count(r.fan_speed_rpm)::integer as fan_speed_rpm_count,
        sum(r.ambient_temperature_c::double precision) / count(r.ambient_temperature_c) as ambient_temperature_c_mean, min(r.ambient_temperature_c) as ambient_temperature_c_min, max(r.ambient_temperature_c) as ambient_temperature_c_max, count(r.ambient_temperature_c)::integer as ambient_temperature_c_count,
        sum(r.fuel_rate_lph::double precision) / count(r.fuel_rate_lph) as fuel_rate_lph_mean, min(r.fuel_rate_lph) as fuel_rate_lph_min, max(r.fuel_rate_lph) as fuel_rate_lph_max, count(r.fuel_rate_lph)::integer as fuel_rate_lph_count,
        sum(r.fuel_level_percent::double precision) / count(r.fuel_level_percent) as fuel_level_percent_mean, min(r.fuel_level_percent) as fuel_level_percent_min, max(r.fuel_level_percent) as fuel_level_percent_max, count(r.fuel_level_percent)::integer as fuel_level_percent_count,
        sum(r.def_level_percent::double precision) / count(r.def_level_percent) as def_level_percent_mean, min(r.def_level_percent) as def_level_percent_min, max(r.def_level_percent) as def_level_percent_max, count(r.def_level_percent)::integer as def_level_percent_count,
        sum(r.boost_pressure_kpa::double precision) / count(r.boost_pressure_kpa) as boost_pressure_kpa_mean, min(r.boost_pressure_kpa) as boost_pressure_kpa_min, max(r.boost_pressure_kpa) as boost_pressure_kpa_max, count(r.boost_pressure_kpa)::integer as boost_pressure_kpa_count,
        sum(r.air_filter_drop_kpa::double precision) / count(r.air_filter_drop_kpa) as air_filter_drop_kpa_mean, min(r.air_filter_drop_kpa) as air_filter_drop_kpa_min, max(r.air_filter_drop_kpa) as air_filter_drop_kpa_max, count(r.air_filter_drop_kpa)::integer as air_filter_drop_kpa_count,
        sum(r.exhaust_temperature_c::double precision) / count(r.exhaust_temperature_c) as exhaust_temperature_c_mean, min(r.exhaust_temperature_c) as exhaust_temperature_c_min, max(r.exhaust_temperature_c) as exhaust_temperature_c_max, count(r.exhaust_temperature_c)::integer as exhaust_temperature_c_count,
        sum(r.dpf_drop_kpa::double precision) / count(r.dpf_drop_kpa) as dpf_drop_kpa_mean, min(r.dpf_drop_kpa) as dpf_drop_kpa_min, max(r.dpf_drop_kpa) as dpf_drop_kpa_max, count(r.dpf_drop_kpa)::integer as dpf_drop_kpa_count,
        sum(r.battery_voltage_v::double precision) / count(r.battery_voltage_v) as battery_voltage_v_mean, min(r.battery_voltage_v) as battery_voltage_v_min, max(r.battery_voltage_v) as battery_voltage_v_max, count(r.battery_voltage_v)::integer as battery_voltage_v_count,
        sum(r.hydraulic_oil_temperature_c::double precision) / count(r.hydraulic_oil_temperature_c) as hydraulic_oil_temperature_c_mean, min(r.hydraulic_oil_temperature_c) as hydraulic_oil_temperature_c_min, max(r.hydraulic_oil_temperature_c) as hydraulic_oil_temperature_c_max, count(r.hydraulic_oil_temperature_c)::integer as hydraulic_oil_temperature_c_count,
        sum(r.hydraulic_pressure_bar::double precision) / count(r.hydraulic_pressure_bar) as hydraulic_pressure_bar_mean, min(r.hydraulic_pressure_bar) as hydraulic_pressure_bar_min, max(r.hydraulic_pressure_bar) as hydraulic_pressure_bar_max, count(r.hydraulic_pressure_bar)::integer as hydraulic_pressure_bar_count,
        sum(r.pump_case_drain_lpm::double precision) / count(r.pump_case_drain_lpm) as pump_case_drain_lpm_mean, min(r.pump_case_drain_lpm) as pump_case_drain_lpm_min, max(r.pump_case_drain_lpm) as pump_case_drain_lpm_max, count(r.pump_case_drain_lpm)::integer as pump_case_drain_lpm_count,
        sum(r.hydraulic_filter_drop_bar::double precision) / count(r.hydraulic_filter_drop_bar) as hydraulic_filter_drop_bar_mean, min(r.hydraulic_filter_drop_bar) as hydraulic_filter_drop_bar_min, max(r.hydraulic_filter_drop_bar) as hydraulic_filter_drop_bar_max, count(r.hydraulic_filter_drop_bar)::integer as hydraulic_filter_drop_bar_count,
        sum(r.boom_angle_deg::double precision) / count(r.boom_angle_deg) as boom_angle_deg_mean, min(r.boom_angle_deg) as boom_angle_deg_min, max(r.boom_angle_deg) as boom_angle_deg_max, count(r.boom_angle_deg)::integer as boom_angle_deg_count,
        sum(r.boom_head_pressure_bar::double precision) / count(r.boom_head_pressure_bar) as boom_head_pressure_bar_mean, min(r.boom_head_pressure_bar) as boom_head_pressure_bar_min, max(r.boom_head_pressure_bar) as boom_head_pressure_bar_max, count(r.boom_head_pressure_bar)::integer as boom_head_pressure_bar_count,
        sum(r.boom_rod_pressure_bar::double precision) / count(r.boom_rod_pressure_bar) as boom_rod_pressure_bar_mean, min(r.boom_rod_pressure_bar) as boom_rod_pressure_bar_min, max(r.boom_rod_pressure_bar) as boom_rod_pressure_bar_max, count(r.boom_rod_pressure_bar)::integer as boom_rod_pressure_bar_count,
        sum(r.payload_kg::double precision) / count(r.payload_kg) as payload_kg_mean, min(r.payload_kg) as payload_kg_min, max(r.payload_kg) as payload_kg_max, count(r.payload_kg)::integer as payload_kg_count,
        sum(r.body_angle_deg::double precision) / count(r.body_angle_deg) as body_angle_deg_mean, min(r.body_angle_deg) as body_angle_deg_min, max(r.body_angle_deg) as body_angle_deg_max, count(r.body_angle_deg)::integer as body_angle_deg_count,
        sum(r.crusher_power_kw::double precision) / count(r.crusher_power_kw) as crusher_power_kw_mean, min(r.crusher_power_kw) as crusher_power_kw_min, max(r.crusher_power_kw) as crusher_power_kw_max, count(r.crusher_power_kw)::integer as crusher_power_kw_count,
        sum(r.crusher_speed_rpm::double precision) / count(r.crusher_speed_rpm) as crusher_speed_rpm_mean, min(r.crusher_speed_rpm) as crusher_speed_rpm_min, max(r.crusher_speed_rpm) as crusher_speed_rpm_max, count(r.crusher_speed_rpm)::integer as crusher_speed_rpm_count,
        sum(r.crusher_throughput_tph::double precision) / count(r.crusher_throughput_tph) as crusher_throughput_tph_mean, min(r.crusher_throughput_tph) as crusher_throughput_tph_min, max(r.crusher_throughput_tph) as crusher_throughput_tph_max, count(r.crusher_throughput_tph)::integer as crusher_throughput_tph_count,
        sum(r.crusher_level_percent::double precision) / count(r.crusher_level_percent) as crusher_level_percent_mean, min(r.crusher_level_percent) as crusher_level_percent_min, max(r.crusher_level_percent) as crusher_level_percent_max, count(r.crusher_level_percent)::integer as crusher_level_percent_count,
        sum(r.crusher_setting_mm::double precision) / count(r.crusher_setting_mm) as crusher_setting_mm_mean, min(r.crusher_setting_mm) as crusher_setting_mm_min, max(r.crusher_setting_mm) as crusher_setting_mm_max, count(r.crusher_setting_mm)::integer as crusher_setting_mm_count,
        sum(r.crusher_vibration_mmps::double precision) / count(r.crusher_vibration_mmps) as crusher_vibration_mmps_mean, min(r.crusher_vibration_mmps) as crusher_vibration_mmps_min, max(r.crusher_vibration_mmps) as crusher_vibration_mmps_max, count(r.crusher_vibration_mmps)::integer as crusher_vibration_mmps_count,
        sum(r.crusher_bearing_temperature_c::double precision) / count(r.crusher_bearing_temperature_c) as crusher_bearing_temperature_c_mean, min(r.crusher_bearing_temperature_c) as crusher_bearing_temperature_c_min, max(r.crusher_bearing_temperature_c) as crusher_bearing_temperature_c_max, count(r.crusher_bearing_temperature_c)::integer as crusher_bearing_temperature_c_count,
        sum(r.crusher_oil_temperature_c::double precision) / count(r.crusher_oil_temperature_c) as crusher_oil_temperature_c_mean, min(r.crusher_oil_temperature_c) as crusher_oil_temperature_c_min, max(r.crusher_oil_temperature_c) as crusher_oil_temperature_c_max, count(r.crusher_oil_temperature_c)::integer as crusher_oil_temperature_c_count,
        sum(r.brake_oil_temperature_c::double precision) / count(r.brake_oil_temperature_c) as brake_oil_temperature_c_mean, min(r.brake_oil_temperature_c) as brake_oil_temperature_c_min, max(r.brake_oil_temperature_c) as brake_oil_temperature_c_max, count(r.brake_oil_temperature_c)::integer as brake_oil_temperature_c_count,
        sum(r.brake_pressure_bar::double precision) / count(r.brake_pressure_bar) as brake_pressure_bar_mean, min(r.brake_pressure_bar) as brake_pressure_bar_min, max(r.brake_pressure_bar) as brake_pressure_bar_max, count(r.brake_pressure_bar)::integer as brake_pressure_bar_count,
        sum(r.transmission_oil_temperature_c::double precision) / count(r.transmission_oil_temperature_c) as transmission_oil_temperature_c_mean, min(r.transmission_oil_temperature_c) as transmission_oil_temperature_c_min, max(r.transmission_oil_temperature_c) as transmission_oil_temperature_c_max, count(r.transmission_oil_temperature_c)::integer as transmission_oil_temperature_c_count,
        sum(r.transmission_oil_pressure_kpa::double precision) / count(r.transmission_oil_pressure_kpa) as transmission_oil_pressure_kpa_mean, min(r.transmission_oil_pressure_kpa) as transmission_oil_pressure_kpa_min, max(r.transmission_oil_pressure_kpa) as transmission_oil_pressure_kpa_max, count(r.transmission_oil_pressure_kpa)::integer as transmission_oil_pressure_kpa_count,
        sum(r.clutch_slip_percent::double precision) / count(r.clutch_slip_percent) as clutch_slip_percent_mean, min(r.clutch_slip_percent) as clutch_slip_percent_min, max(r.clutch_slip_percent) as clutch_slip_percent_max, count(r.clutch_slip_percent)::integer as clutch_slip_percent_count,
        sum(r.tyre_front_left_kpa::double precision) / count(r.tyre_front_left_kpa) as tyre_front_left_kpa_mean, min(r.tyre_front_left_kpa) as tyre_front_left_kpa_min, max(r.tyre_front_left_kpa) as tyre_front_left_kpa_max, count(r.tyre_front_left_kpa)::integer as tyre_front_left_kpa_count,
        sum(r.tyre_front_right_kpa::double precision) / count(r.tyre_front_right_kpa) as tyre_front_right_kpa_mean, min(r.tyre_front_right_kpa) as tyre_front_right_kpa_min, max(r.tyre_front_right_kpa) as tyre_front_right_kpa_max, count(r.tyre_front_right_kpa)::integer as tyre_front_right_kpa_count,
        sum(r.tyre_rear_left_kpa::double precision) / count(r.tyre_rear_left_kpa) as tyre_rear_left_kpa_mean, min(r.tyre_rear_left_kpa) as tyre_rear_left_kpa_min, max(r.tyre_rear_left_kpa) as tyre_rear_left_kpa_max, count(r.tyre_rear_left_kpa)::integer as tyre_rear_left_kpa_count,
        sum(r.tyre_rear_right_kpa::double precision) / count(r.tyre_rear_right_kpa) as tyre_rear_right_kpa_mean, min(r.tyre_rear_right_kpa) as tyre_rear_right_kpa_min, max(r.tyre_rear_right_kpa) as tyre_rear_right_kpa_max, count(r.tyre_rear_right_kpa)::integer as tyre_rear_right_kpa_count,
        sum(r.tyre_temperature_c::double precision) / count(r.tyre_temperature_c) as tyre_temperature_c_mean, min(r.tyre_temperature_c) as tyre_temperature_c_min, max(r.tyre_temperature_c) as tyre_temperature_c_max, count(r.tyre_temperature_c)::integer as tyre_temperature_c_count,
        sum(r.altitude_m::double precision) / count(r.altitude_m) as altitude_m_mean, min(r.altitude_m) as altitude_m_min, max(r.altitude_m) as altitude_m_max, count(r.altitude_m)::integer as altitude_m_count,
        sum(r.heading_deg::double precision) / count(r.heading_deg) as heading_deg_mean, min(r.heading_deg) as heading_deg_min, max(r.heading_deg) as heading_deg_max, count(r.heading_deg)::integer as heading_deg_count,
        sum(r.pitch_deg::double precision) / count(r.pitch_deg) as pitch_deg_mean, min(r.pitch_deg) as pitch_deg_min, max(r.pitch_deg) as pitch_deg_max, count(r.pitch_deg)::integer as pitch_deg_count,
        sum(r.ground_speed_kmh::double precision) / count(r.ground_speed_kmh) as ground_speed_kmh_mean, min(r.ground_speed_kmh) as ground_speed_kmh_min, max(r.ground_speed_kmh) as ground_speed_kmh_max, count(r.ground_speed_kmh)::integer as ground_speed_kmh_count,
        -- end
        count(*)::integer, min(r.time), max(r.time), m.machine, date_trunc('minute', r.time)
    from reading r
    where r.machine = m.machine and r.time >= m.start and r.time < m.stop
        and r.time >= %(day)s and r.time < %(day)s::timestamptz + interval '1 day'
    group by date_trunc('minute', r.time)
) a
on conflict (machine, bucket) do update set
    -- generated: rollup_update
    engine_hours_h_mean = excluded.engine_hours_h_mean, engine_hours_h_min = excluded.engine_hours_h_min, engine_hours_h_max = excluded.engine_hours_h_max, engine_hours_h_count = excluded.engine_hours_h_count,
    idle_hours_h_mean = excluded.idle_hours_h_mean, idle_hours_h_min = excluded.idle_hours_h_min, idle_hours_h_max = excluded.idle_hours_h_max, idle_hours_h_count = excluded.idle_hours_h_count,
    fuel_used_l_mean = excluded.fuel_used_l_mean, fuel_used_l_min = excluded.fuel_used_l_min, fuel_used_l_max = excluded.fuel_used_l_max, fuel_used_l_count = excluded.fuel_used_l_count,
    payload_total_kg_mean = excluded.payload_total_kg_mean, payload_total_kg_min = excluded.payload_total_kg_min, payload_total_kg_max = excluded.payload_total_kg_max, payload_total_kg_count = excluded.payload_total_kg_count,
    load_count_mean = excluded.load_count_mean, load_count_min = excluded.load_count_min, load_count_max = excluded.load_count_max, load_count_count = excluded.load_count_count,
    latitude_deg_mean = excluded.latitude_deg_mean, latitude_deg_min = excluded.latitude_deg_min, latitude_deg_max = excluded.latitude_deg_max, latitude_deg_count = excluded.latitude_deg_count,
    longitude_deg_mean = excluded.longitude_deg_mean, longitude_deg_min = excluded.longitude_deg_min, longitude_deg_max = excluded.longitude_deg_max, longitude_deg_count = excluded.longitude_deg_count,
    odometer_km_mean = excluded.odometer_km_mean, odometer_km_min = excluded.odometer_km_min, odometer_km_max = excluded.odometer_km_max, odometer_km_count = excluded.odometer_km_count,
    engine_speed_rpm_mean = excluded.engine_speed_rpm_mean, engine_speed_rpm_min = excluded.engine_speed_rpm_min, engine_speed_rpm_max = excluded.engine_speed_rpm_max, engine_speed_rpm_count = excluded.engine_speed_rpm_count,
    engine_load_percent_mean = excluded.engine_load_percent_mean, engine_load_percent_min = excluded.engine_load_percent_min, engine_load_percent_max = excluded.engine_load_percent_max, engine_load_percent_count = excluded.engine_load_percent_count,
    engine_oil_pressure_kpa_mean = excluded.engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min = excluded.engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max = excluded.engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count = excluded.engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean = excluded.engine_oil_temperature_c_mean, engine_oil_temperature_c_min = excluded.engine_oil_temperature_c_min, engine_oil_temperature_c_max = excluded.engine_oil_temperature_c_max, engine_oil_temperature_c_count = excluded.engine_oil_temperature_c_count,
    coolant_temperature_c_mean = excluded.coolant_temperature_c_mean, coolant_temperature_c_min = excluded.coolant_temperature_c_min, coolant_temperature_c_max = excluded.coolant_temperature_c_max, coolant_temperature_c_count = excluded.coolant_temperature_c_count,
    coolant_level_percent_mean = excluded.coolant_level_percent_mean, coolant_level_percent_min = excluded.coolant_level_percent_min, coolant_level_percent_max = excluded.coolant_level_percent_max, coolant_level_percent_count = excluded.coolant_level_percent_count,
    fan_speed_rpm_mean = excluded.fan_speed_rpm_mean, fan_speed_rpm_min = excluded.fan_speed_rpm_min, fan_speed_rpm_max = excluded.fan_speed_rpm_max, fan_speed_rpm_count = excluded.fan_speed_rpm_count,
    ambient_temperature_c_mean = excluded.ambient_temperature_c_mean, ambient_temperature_c_min = excluded.ambient_temperature_c_min, ambient_temperature_c_max = excluded.ambient_temperature_c_max, ambient_temperature_c_count = excluded.ambient_temperature_c_count,
    fuel_rate_lph_mean = excluded.fuel_rate_lph_mean, fuel_rate_lph_min = excluded.fuel_rate_lph_min, fuel_rate_lph_max = excluded.fuel_rate_lph_max, fuel_rate_lph_count = excluded.fuel_rate_lph_count,
    fuel_level_percent_mean = excluded.fuel_level_percent_mean, fuel_level_percent_min = excluded.fuel_level_percent_min, fuel_level_percent_max = excluded.fuel_level_percent_max, fuel_level_percent_count = excluded.fuel_level_percent_count,
    def_level_percent_mean = excluded.def_level_percent_mean, def_level_percent_min = excluded.def_level_percent_min, def_level_percent_max = excluded.def_level_percent_max, def_level_percent_count = excluded.def_level_percent_count,
    boost_pressure_kpa_mean = excluded.boost_pressure_kpa_mean, boost_pressure_kpa_min = excluded.boost_pressure_kpa_min, boost_pressure_kpa_max = excluded.boost_pressure_kpa_max, boost_pressure_kpa_count = excluded.boost_pressure_kpa_count,
    air_filter_drop_kpa_mean = excluded.air_filter_drop_kpa_mean, air_filter_drop_kpa_min = excluded.air_filter_drop_kpa_min, air_filter_drop_kpa_max = excluded.air_filter_drop_kpa_max, air_filter_drop_kpa_count = excluded.air_filter_drop_kpa_count,
    exhaust_temperature_c_mean = excluded.exhaust_temperature_c_mean, exhaust_temperature_c_min = excluded.exhaust_temperature_c_min, exhaust_temperature_c_max = excluded.exhaust_temperature_c_max, exhaust_temperature_c_count = excluded.exhaust_temperature_c_count,
    dpf_drop_kpa_mean = excluded.dpf_drop_kpa_mean, dpf_drop_kpa_min = excluded.dpf_drop_kpa_min, dpf_drop_kpa_max = excluded.dpf_drop_kpa_max, dpf_drop_kpa_count = excluded.dpf_drop_kpa_count,
    battery_voltage_v_mean = excluded.battery_voltage_v_mean, battery_voltage_v_min = excluded.battery_voltage_v_min, battery_voltage_v_max = excluded.battery_voltage_v_max, battery_voltage_v_count = excluded.battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean = excluded.hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min = excluded.hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max = excluded.hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count = excluded.hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean = excluded.hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min = excluded.hydraulic_pressure_bar_min, hydraulic_pressure_bar_max = excluded.hydraulic_pressure_bar_max, hydraulic_pressure_bar_count = excluded.hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean = excluded.pump_case_drain_lpm_mean, pump_case_drain_lpm_min = excluded.pump_case_drain_lpm_min, pump_case_drain_lpm_max = excluded.pump_case_drain_lpm_max, pump_case_drain_lpm_count = excluded.pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean = excluded.hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min = excluded.hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max = excluded.hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count = excluded.hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean = excluded.boom_angle_deg_mean, boom_angle_deg_min = excluded.boom_angle_deg_min, boom_angle_deg_max = excluded.boom_angle_deg_max, boom_angle_deg_count = excluded.boom_angle_deg_count,
    boom_head_pressure_bar_mean = excluded.boom_head_pressure_bar_mean, boom_head_pressure_bar_min = excluded.boom_head_pressure_bar_min, boom_head_pressure_bar_max = excluded.boom_head_pressure_bar_max, boom_head_pressure_bar_count = excluded.boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean = excluded.boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min = excluded.boom_rod_pressure_bar_min, boom_rod_pressure_bar_max = excluded.boom_rod_pressure_bar_max, boom_rod_pressure_bar_count = excluded.boom_rod_pressure_bar_count,
    payload_kg_mean = excluded.payload_kg_mean, payload_kg_min = excluded.payload_kg_min, payload_kg_max = excluded.payload_kg_max, payload_kg_count = excluded.payload_kg_count,
    body_angle_deg_mean = excluded.body_angle_deg_mean, body_angle_deg_min = excluded.body_angle_deg_min, body_angle_deg_max = excluded.body_angle_deg_max, body_angle_deg_count = excluded.body_angle_deg_count,
    crusher_power_kw_mean = excluded.crusher_power_kw_mean, crusher_power_kw_min = excluded.crusher_power_kw_min, crusher_power_kw_max = excluded.crusher_power_kw_max, crusher_power_kw_count = excluded.crusher_power_kw_count,
    crusher_speed_rpm_mean = excluded.crusher_speed_rpm_mean, crusher_speed_rpm_min = excluded.crusher_speed_rpm_min, crusher_speed_rpm_max = excluded.crusher_speed_rpm_max, crusher_speed_rpm_count = excluded.crusher_speed_rpm_count,
    crusher_throughput_tph_mean = excluded.crusher_throughput_tph_mean, crusher_throughput_tph_min = excluded.crusher_throughput_tph_min, crusher_throughput_tph_max = excluded.crusher_throughput_tph_max, crusher_throughput_tph_count = excluded.crusher_throughput_tph_count,
    crusher_level_percent_mean = excluded.crusher_level_percent_mean, crusher_level_percent_min = excluded.crusher_level_percent_min, crusher_level_percent_max = excluded.crusher_level_percent_max, crusher_level_percent_count = excluded.crusher_level_percent_count,
    crusher_setting_mm_mean = excluded.crusher_setting_mm_mean, crusher_setting_mm_min = excluded.crusher_setting_mm_min, crusher_setting_mm_max = excluded.crusher_setting_mm_max, crusher_setting_mm_count = excluded.crusher_setting_mm_count,
    crusher_vibration_mmps_mean = excluded.crusher_vibration_mmps_mean, crusher_vibration_mmps_min = excluded.crusher_vibration_mmps_min, crusher_vibration_mmps_max = excluded.crusher_vibration_mmps_max, crusher_vibration_mmps_count = excluded.crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean = excluded.crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min = excluded.crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max = excluded.crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count = excluded.crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean = excluded.crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min = excluded.crusher_oil_temperature_c_min, crusher_oil_temperature_c_max = excluded.crusher_oil_temperature_c_max, crusher_oil_temperature_c_count = excluded.crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean = excluded.brake_oil_temperature_c_mean, brake_oil_temperature_c_min = excluded.brake_oil_temperature_c_min, brake_oil_temperature_c_max = excluded.brake_oil_temperature_c_max, brake_oil_temperature_c_count = excluded.brake_oil_temperature_c_count,
    brake_pressure_bar_mean = excluded.brake_pressure_bar_mean, brake_pressure_bar_min = excluded.brake_pressure_bar_min, brake_pressure_bar_max = excluded.brake_pressure_bar_max, brake_pressure_bar_count = excluded.brake_pressure_bar_count,
    transmission_oil_temperature_c_mean = excluded.transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min = excluded.transmission_oil_temperature_c_min, transmission_oil_temperature_c_max = excluded.transmission_oil_temperature_c_max, transmission_oil_temperature_c_count = excluded.transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean = excluded.transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min = excluded.transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max = excluded.transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count = excluded.transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean = excluded.clutch_slip_percent_mean, clutch_slip_percent_min = excluded.clutch_slip_percent_min, clutch_slip_percent_max = excluded.clutch_slip_percent_max, clutch_slip_percent_count = excluded.clutch_slip_percent_count,
    tyre_front_left_kpa_mean = excluded.tyre_front_left_kpa_mean, tyre_front_left_kpa_min = excluded.tyre_front_left_kpa_min, tyre_front_left_kpa_max = excluded.tyre_front_left_kpa_max, tyre_front_left_kpa_count = excluded.tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean = excluded.tyre_front_right_kpa_mean, tyre_front_right_kpa_min = excluded.tyre_front_right_kpa_min, tyre_front_right_kpa_max = excluded.tyre_front_right_kpa_max, tyre_front_right_kpa_count = excluded.tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean = excluded.tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min = excluded.tyre_rear_left_kpa_min, tyre_rear_left_kpa_max = excluded.tyre_rear_left_kpa_max, tyre_rear_left_kpa_count = excluded.tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean = excluded.tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min = excluded.tyre_rear_right_kpa_min, tyre_rear_right_kpa_max = excluded.tyre_rear_right_kpa_max, tyre_rear_right_kpa_count = excluded.tyre_rear_right_kpa_count,
    tyre_temperature_c_mean = excluded.tyre_temperature_c_mean, tyre_temperature_c_min = excluded.tyre_temperature_c_min, tyre_temperature_c_max = excluded.tyre_temperature_c_max, tyre_temperature_c_count = excluded.tyre_temperature_c_count,
    altitude_m_mean = excluded.altitude_m_mean, altitude_m_min = excluded.altitude_m_min, altitude_m_max = excluded.altitude_m_max, altitude_m_count = excluded.altitude_m_count,
    heading_deg_mean = excluded.heading_deg_mean, heading_deg_min = excluded.heading_deg_min, heading_deg_max = excluded.heading_deg_max, heading_deg_count = excluded.heading_deg_count,
    pitch_deg_mean = excluded.pitch_deg_mean, pitch_deg_min = excluded.pitch_deg_min, pitch_deg_max = excluded.pitch_deg_max, pitch_deg_count = excluded.pitch_deg_count,
    ground_speed_kmh_mean = excluded.ground_speed_kmh_mean, ground_speed_kmh_min = excluded.ground_speed_kmh_min, ground_speed_kmh_max = excluded.ground_speed_kmh_max, ground_speed_kmh_count = excluded.ground_speed_kmh_count,
    -- end
    readings = excluded.readings, first_time = excluded.first_time, last_time = excluded.last_time

-- name: roll_hours
-- Computes hours of machines again from their minutes, all of them on one day.
insert into rollup_hour (
    -- generated: rollup_columns
    engine_hours_h_mean, engine_hours_h_min, engine_hours_h_max, engine_hours_h_count,
    idle_hours_h_mean, idle_hours_h_min, idle_hours_h_max, idle_hours_h_count,
    fuel_used_l_mean, fuel_used_l_min, fuel_used_l_max, fuel_used_l_count,
    payload_total_kg_mean, payload_total_kg_min, payload_total_kg_max, payload_total_kg_count,
    load_count_mean, load_count_min, load_count_max, load_count_count,
    latitude_deg_mean, latitude_deg_min, latitude_deg_max, latitude_deg_count,
    longitude_deg_mean, longitude_deg_min, longitude_deg_max, longitude_deg_count,
    odometer_km_mean, odometer_km_min, odometer_km_max, odometer_km_count,
    engine_speed_rpm_mean, engine_speed_rpm_min, engine_speed_rpm_max, engine_speed_rpm_count,
    engine_load_percent_mean, engine_load_percent_min, engine_load_percent_max, engine_load_percent_count,
    engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean, engine_oil_temperature_c_min, engine_oil_temperature_c_max, engine_oil_temperature_c_count,
    coolant_temperature_c_mean, coolant_temperature_c_min, coolant_temperature_c_max, coolant_temperature_c_count,
    coolant_level_percent_mean, coolant_level_percent_min, coolant_level_percent_max, coolant_level_percent_count,
    fan_speed_rpm_mean, fan_speed_rpm_min, fan_speed_rpm_max, fan_speed_rpm_count,
    ambient_temperature_c_mean, ambient_temperature_c_min, ambient_temperature_c_max, ambient_temperature_c_count,
    fuel_rate_lph_mean, fuel_rate_lph_min, fuel_rate_lph_max, fuel_rate_lph_count,
    fuel_level_percent_mean, fuel_level_percent_min, fuel_level_percent_max, fuel_level_percent_count,
    def_level_percent_mean, def_level_percent_min, def_level_percent_max, def_level_percent_count,
    boost_pressure_kpa_mean, boost_pressure_kpa_min, boost_pressure_kpa_max, boost_pressure_kpa_count,
    air_filter_drop_kpa_mean, air_filter_drop_kpa_min, air_filter_drop_kpa_max, air_filter_drop_kpa_count,
    exhaust_temperature_c_mean, exhaust_temperature_c_min, exhaust_temperature_c_max, exhaust_temperature_c_count,
    dpf_drop_kpa_mean, dpf_drop_kpa_min, dpf_drop_kpa_max, dpf_drop_kpa_count,
    battery_voltage_v_mean, battery_voltage_v_min, battery_voltage_v_max, battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min, hydraulic_pressure_bar_max, hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean, pump_case_drain_lpm_min, pump_case_drain_lpm_max, pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean, boom_angle_deg_min, boom_angle_deg_max, boom_angle_deg_count,
    boom_head_pressure_bar_mean, boom_head_pressure_bar_min, boom_head_pressure_bar_max, boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min, boom_rod_pressure_bar_max, boom_rod_pressure_bar_count,
    payload_kg_mean, payload_kg_min, payload_kg_max, payload_kg_count,
    body_angle_deg_mean, body_angle_deg_min, body_angle_deg_max, body_angle_deg_count,
    crusher_power_kw_mean, crusher_power_kw_min, crusher_power_kw_max, crusher_power_kw_count,
    crusher_speed_rpm_mean, crusher_speed_rpm_min, crusher_speed_rpm_max, crusher_speed_rpm_count,
    crusher_throughput_tph_mean, crusher_throughput_tph_min, crusher_throughput_tph_max, crusher_throughput_tph_count,
    crusher_level_percent_mean, crusher_level_percent_min, crusher_level_percent_max, crusher_level_percent_count,
    crusher_setting_mm_mean, crusher_setting_mm_min, crusher_setting_mm_max, crusher_setting_mm_count,
    crusher_vibration_mmps_mean, crusher_vibration_mmps_min, crusher_vibration_mmps_max, crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min, crusher_oil_temperature_c_max, crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean, brake_oil_temperature_c_min, brake_oil_temperature_c_max, brake_oil_temperature_c_count,
    brake_pressure_bar_mean, brake_pressure_bar_min, brake_pressure_bar_max, brake_pressure_bar_count,
    transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min, transmission_oil_temperature_c_max, transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean, clutch_slip_percent_min, clutch_slip_percent_max, clutch_slip_percent_count,
    tyre_front_left_kpa_mean, tyre_front_left_kpa_min, tyre_front_left_kpa_max, tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean, tyre_front_right_kpa_min, tyre_front_right_kpa_max, tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min, tyre_rear_left_kpa_max, tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min, tyre_rear_right_kpa_max, tyre_rear_right_kpa_count,
    tyre_temperature_c_mean, tyre_temperature_c_min, tyre_temperature_c_max, tyre_temperature_c_count,
    altitude_m_mean, altitude_m_min, altitude_m_max, altitude_m_count,
    heading_deg_mean, heading_deg_min, heading_deg_max, heading_deg_count,
    pitch_deg_mean, pitch_deg_min, pitch_deg_max, pitch_deg_count,
    ground_speed_kmh_mean, ground_speed_kmh_min, ground_speed_kmh_max, ground_speed_kmh_count,
    -- end
    readings, first_time, last_time, machine, bucket
)
select a.*, m.machine, m.bucket
from (
    select machine, %(day)s::timestamptz + hour * interval '1 hour' as bucket
    from unnest(%(machines)s::text[], %(hours)s::integer[]) as marks (machine, hour)
) m
cross join lateral (
    select
        -- generated: coarser_values
        sum(r.engine_hours_h_mean * r.engine_hours_h_count::double precision) / nullif(sum(r.engine_hours_h_count), 0) as engine_hours_h_mean, min(r.engine_hours_h_min) as engine_hours_h_min, max(r.engine_hours_h_max) as engine_hours_h_max, sum(r.engine_hours_h_count)::integer as engine_hours_h_count,
        sum(r.idle_hours_h_mean * r.idle_hours_h_count::double precision) / nullif(sum(r.idle_hours_h_count), 0) as idle_hours_h_mean, min(r.idle_hours_h_min) as idle_hours_h_min, max(r.idle_hours_h_max) as idle_hours_h_max, sum(r.idle_hours_h_count)::integer as idle_hours_h_count,
        sum(r.fuel_used_l_mean * r.fuel_used_l_count::double precision) / nullif(sum(r.fuel_used_l_count), 0) as fuel_used_l_mean, min(r.fuel_used_l_min) as fuel_used_l_min, max(r.fuel_used_l_max) as fuel_used_l_max, sum(r.fuel_used_l_count)::integer as fuel_used_l_count,
        sum(r.payload_total_kg_mean * r.payload_total_kg_count::double precision) / nullif(sum(r.payload_total_kg_count), 0) as payload_total_kg_mean, min(r.payload_total_kg_min) as payload_total_kg_min, max(r.payload_total_kg_max) as payload_total_kg_max, sum(r.payload_total_kg_count)::integer as payload_total_kg_count,
        sum(r.load_count_mean * r.load_count_count::double precision) / nullif(sum(r.load_count_count), 0) as load_count_mean, min(r.load_count_min) as load_count_min, max(r.load_count_max) as load_count_max, sum(r.load_count_count)::integer as load_count_count,
        sum(r.latitude_deg_mean * r.latitude_deg_count::double precision) / nullif(sum(r.latitude_deg_count), 0) as latitude_deg_mean, min(r.latitude_deg_min) as latitude_deg_min, max(r.latitude_deg_max) as latitude_deg_max, sum(r.latitude_deg_count)::integer as latitude_deg_count,
        sum(r.longitude_deg_mean * r.longitude_deg_count::double precision) / nullif(sum(r.longitude_deg_count), 0) as longitude_deg_mean, min(r.longitude_deg_min) as longitude_deg_min, max(r.longitude_deg_max) as longitude_deg_max, sum(r.longitude_deg_count)::integer as longitude_deg_count,
        sum(r.odometer_km_mean * r.odometer_km_count::double precision) / nullif(sum(r.odometer_km_count), 0) as odometer_km_mean, min(r.odometer_km_min) as odometer_km_min, max(r.odometer_km_max) as odometer_km_max, sum(r.odometer_km_count)::integer as odometer_km_count,
        sum(r.engine_speed_rpm_mean * r.engine_speed_rpm_count::double precision) / nullif(sum(r.engine_speed_rpm_count), 0) as engine_speed_rpm_mean, min(r.engine_speed_rpm_min) as engine_speed_rpm_min, max(r.engine_speed_rpm_max) as engine_speed_rpm_max, sum(r.engine_speed_rpm_count)::integer as engine_speed_rpm_count,
        sum(r.engine_load_percent_mean * r.engine_load_percent_count::double precision) / nullif(sum(r.engine_load_percent_count), 0) as engine_load_percent_mean, min(r.engine_load_percent_min) as engine_load_percent_min, max(r.engine_load_percent_max) as engine_load_percent_max, sum(r.engine_load_percent_count)::integer as engine_load_percent_count,
        sum(r.engine_oil_pressure_kpa_mean * r.engine_oil_pressure_kpa_count::double precision) / nullif(sum(r.engine_oil_pressure_kpa_count), 0) as engine_oil_pressure_kpa_mean, min(r.engine_oil_pressure_kpa_min) as engine_oil_pressure_kpa_min, max(r.engine_oil_pressure_kpa_max) as engine_oil_pressure_kpa_max, sum(r.engine_oil_pressure_kpa_count)::integer as engine_oil_pressure_kpa_count,
        sum(r.engine_oil_temperature_c_mean * r.engine_oil_temperature_c_count::double precision) / nullif(sum(r.engine_oil_temperature_c_count), 0) as engine_oil_temperature_c_mean, min(r.engine_oil_temperature_c_min) as engine_oil_temperature_c_min, max(r.engine_oil_temperature_c_max) as engine_oil_temperature_c_max, sum(r.engine_oil_temperature_c_count)::integer as engine_oil_temperature_c_count,
        sum(r.coolant_temperature_c_mean * r.coolant_temperature_c_count::double precision) / nullif(sum(r.coolant_temperature_c_count), 0) as coolant_temperature_c_mean, min(r.coolant_temperature_c_min) as coolant_temperature_c_min, max(r.coolant_temperature_c_max) as coolant_temperature_c_max, sum(r.coolant_temperature_c_count)::integer as coolant_temperature_c_count,
        sum(r.coolant_level_percent_mean * r.coolant_level_percent_count::double precision) / nullif(sum(r.coolant_level_percent_count), 0) as coolant_level_percent_mean, min(r.coolant_level_percent_min) as coolant_level_percent_min, max(r.coolant_level_percent_max) as coolant_level_percent_max, sum(r.coolant_level_percent_count)::integer as coolant_level_percent_count,
        sum(r.fan_speed_rpm_mean * r.fan_speed_rpm_count::double precision) / nullif(sum(r.fan_speed_rpm_count), 0) as fan_speed_rpm_mean, min(r.fan_speed_rpm_min) as fan_speed_rpm_min, max(r.fan_speed_rpm_max) as fan_speed_rpm_max, sum(r.fan_speed_rpm_count)::integer as fan_speed_rpm_count,
        sum(r.ambient_temperature_c_mean * r.ambient_temperature_c_count::double precision) / nullif(sum(r.ambient_temperature_c_count), 0) as ambient_temperature_c_mean, min(r.ambient_temperature_c_min) as ambient_temperature_c_min, max(r.ambient_temperature_c_max) as ambient_temperature_c_max, sum(r.ambient_temperature_c_count)::integer as ambient_temperature_c_count,
        sum(r.fuel_rate_lph_mean * r.fuel_rate_lph_count::double precision) / nullif(sum(r.fuel_rate_lph_count), 0) as fuel_rate_lph_mean, min(r.fuel_rate_lph_min) as fuel_rate_lph_min, max(r.fuel_rate_lph_max) as fuel_rate_lph_max, sum(r.fuel_rate_lph_count)::integer as fuel_rate_lph_count,
        sum(r.fuel_level_percent_mean * r.fuel_level_percent_count::double precision) / nullif(sum(r.fuel_level_percent_count), 0) as fuel_level_percent_mean, min(r.fuel_level_percent_min) as fuel_level_percent_min, max(r.fuel_level_percent_max) as fuel_level_percent_max, sum(r.fuel_level_percent_count)::integer as fuel_level_percent_count,
        sum(r.def_level_percent_mean * r.def_level_percent_count::double precision) / nullif(sum(r.def_level_percent_count), 0) as def_level_percent_mean, min(r.def_level_percent_min) as def_level_percent_min, max(r.def_level_percent_max) as def_level_percent_max, sum(r.def_level_percent_count)::integer as def_level_percent_count,
        sum(r.boost_pressure_kpa_mean * r.boost_pressure_kpa_count::double precision) / nullif(sum(r.boost_pressure_kpa_count), 0) as boost_pressure_kpa_mean, min(r.boost_pressure_kpa_min) as boost_pressure_kpa_min, max(r.boost_pressure_kpa_max) as boost_pressure_kpa_max, sum(r.boost_pressure_kpa_count)::integer as boost_pressure_kpa_count,
        sum(r.air_filter_drop_kpa_mean * r.air_filter_drop_kpa_count::double precision) / nullif(sum(r.air_filter_drop_kpa_count), 0) as air_filter_drop_kpa_mean, min(r.air_filter_drop_kpa_min) as air_filter_drop_kpa_min, max(r.air_filter_drop_kpa_max) as air_filter_drop_kpa_max, sum(r.air_filter_drop_kpa_count)::integer as air_filter_drop_kpa_count,
        sum(r.exhaust_temperature_c_mean * r.exhaust_temperature_c_count::double precision) / nullif(sum(r.exhaust_temperature_c_count), 0) as exhaust_temperature_c_mean, min(r.exhaust_temperature_c_min) as exhaust_temperature_c_min, max(r.exhaust_temperature_c_max) as exhaust_temperature_c_max, sum(r.exhaust_temperature_c_count)::integer as exhaust_temperature_c_count,
        sum(r.dpf_drop_kpa_mean * r.dpf_drop_kpa_count::double precision) / nullif(sum(r.dpf_drop_kpa_count), 0) as dpf_drop_kpa_mean, min(r.dpf_drop_kpa_min) as dpf_drop_kpa_min, max(r.dpf_drop_kpa_max) as dpf_drop_kpa_max, sum(r.dpf_drop_kpa_count)::integer as dpf_drop_kpa_count,
        sum(r.battery_voltage_v_mean * r.battery_voltage_v_count::double precision) / nullif(sum(r.battery_voltage_v_count), 0) as battery_voltage_v_mean, min(r.battery_voltage_v_min) as battery_voltage_v_min, max(r.battery_voltage_v_max) as battery_voltage_v_max, sum(r.battery_voltage_v_count)::integer as battery_voltage_v_count,
        sum(r.hydraulic_oil_temperature_c_mean * r.hydraulic_oil_temperature_c_count::double precision) / nullif(sum(r.hydraulic_oil_temperature_c_count), 0) as hydraulic_oil_temperature_c_mean, min(r.hydraulic_oil_temperature_c_min) as hydraulic_oil_temperature_c_min, max(r.hydraulic_oil_temperature_c_max) as hydraulic_oil_temperature_c_max, sum(r.hydraulic_oil_temperature_c_count)::integer as hydraulic_oil_temperature_c_count,
        sum(r.hydraulic_pressure_bar_mean * r.hydraulic_pressure_bar_count::double precision) / nullif(sum(r.hydraulic_pressure_bar_count), 0) as hydraulic_pressure_bar_mean, min(r.hydraulic_pressure_bar_min) as hydraulic_pressure_bar_min, max(r.hydraulic_pressure_bar_max) as hydraulic_pressure_bar_max, sum(r.hydraulic_pressure_bar_count)::integer as hydraulic_pressure_bar_count,
        sum(r.pump_case_drain_lpm_mean * r.pump_case_drain_lpm_count::double precision) / nullif(sum(r.pump_case_drain_lpm_count), 0) as pump_case_drain_lpm_mean, min(r.pump_case_drain_lpm_min) as pump_case_drain_lpm_min, max(r.pump_case_drain_lpm_max) as pump_case_drain_lpm_max, sum(r.pump_case_drain_lpm_count)::integer as pump_case_drain_lpm_count,
        sum(r.hydraulic_filter_drop_bar_mean * r.hydraulic_filter_drop_bar_count::double precision) / nullif(sum(r.hydraulic_filter_drop_bar_count), 0) as hydraulic_filter_drop_bar_mean, min(r.hydraulic_filter_drop_bar_min) as hydraulic_filter_drop_bar_min, max(r.hydraulic_filter_drop_bar_max) as hydraulic_filter_drop_bar_max, sum(r.hydraulic_filter_drop_bar_count)::integer as hydraulic_filter_drop_bar_count,
        sum(r.boom_angle_deg_mean * r.boom_angle_deg_count::double precision) / nullif(sum(r.boom_angle_deg_count), 0) as boom_angle_deg_mean, min(r.boom_angle_deg_min) as boom_angle_deg_min, max(r.boom_angle_deg_max) as boom_angle_deg_max, sum(r.boom_angle_deg_count)::integer as boom_angle_deg_count,
        sum(r.boom_head_pressure_bar_mean * r.boom_head_pressure_bar_count::double precision) / nullif(sum(r.boom_head_pressure_bar_count), 0) as boom_head_pressure_bar_mean, min(r.boom_head_pressure_bar_min) as boom_head_pressure_bar_min, max(r.boom_head_pressure_bar_max) as boom_head_pressure_bar_max, sum(r.boom_head_pressure_bar_count)::integer as boom_head_pressure_bar_count,
        sum(r.boom_rod_pressure_bar_mean * r.boom_rod_pressure_bar_count::double precision) / nullif(sum(r.boom_rod_pressure_bar_count), 0) as boom_rod_pressure_bar_mean, min(r.boom_rod_pressure_bar_min) as boom_rod_pressure_bar_min, max(r.boom_rod_pressure_bar_max) as boom_rod_pressure_bar_max, sum(r.boom_rod_pressure_bar_count)::integer as boom_rod_pressure_bar_count,
        sum(r.payload_kg_mean * r.payload_kg_count::double precision) / nullif(sum(r.payload_kg_count), 0) as payload_kg_mean, min(r.payload_kg_min) as payload_kg_min, max(r.payload_kg_max) as payload_kg_max, sum(r.payload_kg_count)::integer as payload_kg_count,
        sum(r.body_angle_deg_mean * r.body_angle_deg_count::double precision) / nullif(sum(r.body_angle_deg_count), 0) as body_angle_deg_mean, min(r.body_angle_deg_min) as body_angle_deg_min, max(r.body_angle_deg_max) as body_angle_deg_max, sum(r.body_angle_deg_count)::integer as body_angle_deg_count,
        sum(r.crusher_power_kw_mean * r.crusher_power_kw_count::double precision) / nullif(sum(r.crusher_power_kw_count), 0) as crusher_power_kw_mean, min(r.crusher_power_kw_min) as crusher_power_kw_min, max(r.crusher_power_kw_max) as crusher_power_kw_max, sum(r.crusher_power_kw_count)::integer as crusher_power_kw_count,
        sum(r.crusher_speed_rpm_mean * r.crusher_speed_rpm_count::double precision) / nullif(sum(r.crusher_speed_rpm_count), 0) as crusher_speed_rpm_mean, min(r.crusher_speed_rpm_min) as crusher_speed_rpm_min, max(r.crusher_speed_rpm_max) as crusher_speed_rpm_max, sum(r.crusher_speed_rpm_count)::integer as crusher_speed_rpm_count,
        sum(r.crusher_throughput_tph_mean * r.crusher_throughput_tph_count::double precision) / nullif(sum(r.crusher_throughput_tph_count), 0) as crusher_throughput_tph_mean, min(r.crusher_throughput_tph_min) as crusher_throughput_tph_min, max(r.crusher_throughput_tph_max) as crusher_throughput_tph_max, sum(r.crusher_throughput_tph_count)::integer as crusher_throughput_tph_count,
        sum(r.crusher_level_percent_mean * r.crusher_level_percent_count::double precision) / nullif(sum(r.crusher_level_percent_count), 0) as crusher_level_percent_mean, min(r.crusher_level_percent_min) as crusher_level_percent_min, max(r.crusher_level_percent_max) as crusher_level_percent_max, sum(r.crusher_level_percent_count)::integer as crusher_level_percent_count,
        sum(r.crusher_setting_mm_mean * r.crusher_setting_mm_count::double precision) / nullif(sum(r.crusher_setting_mm_count), 0) as crusher_setting_mm_mean, min(r.crusher_setting_mm_min) as crusher_setting_mm_min, max(r.crusher_setting_mm_max) as crusher_setting_mm_max, sum(r.crusher_setting_mm_count)::integer as crusher_setting_mm_count,
        sum(r.crusher_vibration_mmps_mean * r.crusher_vibration_mmps_count::double precision) / nullif(sum(r.crusher_vibration_mmps_count), 0) as crusher_vibration_mmps_mean, min(r.crusher_vibration_mmps_min) as crusher_vibration_mmps_min, max(r.crusher_vibration_mmps_max) as crusher_vibration_mmps_max, sum(r.crusher_vibration_mmps_count)::integer as crusher_vibration_mmps_count,
        sum(r.crusher_bearing_temperature_c_mean * r.crusher_bearing_temperature_c_count::double precision) / nullif(sum(r.crusher_bearing_temperature_c_count), 0) as crusher_bearing_temperature_c_mean, min(r.crusher_bearing_temperature_c_min) as crusher_bearing_temperature_c_min, max(r.crusher_bearing_temperature_c_max) as crusher_bearing_temperature_c_max, sum(r.crusher_bearing_temperature_c_count)::integer as crusher_bearing_temperature_c_count,
        sum(r.crusher_oil_temperature_c_mean * r.crusher_oil_temperature_c_count::double precision) / nullif(sum(r.crusher_oil_temperature_c_count), 0) as crusher_oil_temperature_c_mean, min(r.crusher_oil_temperature_c_min) as crusher_oil_temperature_c_min, max(r.crusher_oil_temperature_c_max) as crusher_oil_temperature_c_max, sum(r.crusher_oil_temperature_c_count)::integer as crusher_oil_temperature_c_count,
        sum(r.brake_oil_temperature_c_mean * r.brake_oil_temperature_c_count::double precision) / nullif(sum(r.brake_oil_temperature_c_count), 0) as brake_oil_temperature_c_mean, min(r.brake_oil_temperature_c_min) as brake_oil_temperature_c_min, max(r.brake_oil_temperature_c_max) as brake_oil_temperature_c_max, sum(r.brake_oil_temperature_c_count)::integer as brake_oil_temperature_c_count,
        sum(r.brake_pressure_bar_mean * r.brake_pressure_bar_count::double precision) / nullif(sum(r.brake_pressure_bar_count), 0) as brake_pressure_bar_mean, min(r.brake_pressure_bar_min) as brake_pressure_bar_min, max(r.brake_pressure_bar_max) as brake_pressure_bar_max, sum(r.brake_pressure_bar_count)::integer as brake_pressure_bar_count,
        sum(r.transmission_oil_temperature_c_mean * r.transmission_oil_temperature_c_count::double precision) / nullif(sum(r.transmission_oil_temperature_c_count), 0) as transmission_oil_temperature_c_mean, min(r.transmission_oil_temperature_c_min) as transmission_oil_temperature_c_min, max(r.transmission_oil_temperature_c_max) as transmission_oil_temperature_c_max, sum(r.transmission_oil_temperature_c_count)::integer as transmission_oil_temperature_c_count,
        sum(r.transmission_oil_pressure_kpa_mean * r.transmission_oil_pressure_kpa_count::double precision) / nullif(sum(r.transmission_oil_pressure_kpa_count), 0) as transmission_oil_pressure_kpa_mean, min(r.transmission_oil_pressure_kpa_min) as transmission_oil_pressure_kpa_min, max(r.transmission_oil_pressure_kpa_max) as transmission_oil_pressure_kpa_max, sum(r.transmission_oil_pressure_kpa_count)::integer as transmission_oil_pressure_kpa_count,
        sum(r.clutch_slip_percent_mean * r.clutch_slip_percent_count::double precision) / nullif(sum(r.clutch_slip_percent_count), 0) as clutch_slip_percent_mean, min(r.clutch_slip_percent_min) as clutch_slip_percent_min, max(r.clutch_slip_percent_max) as clutch_slip_percent_max, sum(r.clutch_slip_percent_count)::integer as clutch_slip_percent_count,
        sum(r.tyre_front_left_kpa_mean * r.tyre_front_left_kpa_count::double precision) / nullif(sum(r.tyre_front_left_kpa_count), 0) as tyre_front_left_kpa_mean, min(r.tyre_front_left_kpa_min) as tyre_front_left_kpa_min, max(r.tyre_front_left_kpa_max) as tyre_front_left_kpa_max, sum(r.tyre_front_left_kpa_count)::integer as tyre_front_left_kpa_count,
        sum(r.tyre_front_right_kpa_mean * r.tyre_front_right_kpa_count::double precision) / nullif(sum(r.tyre_front_right_kpa_count), 0) as tyre_front_right_kpa_mean, min(r.tyre_front_right_kpa_min) as tyre_front_right_kpa_min, max(r.tyre_front_right_kpa_max) as tyre_front_right_kpa_max, sum(r.tyre_front_right_kpa_count)::integer as tyre_front_right_kpa_count,
        sum(r.tyre_rear_left_kpa_mean * r.tyre_rear_left_kpa_count::double precision) / nullif(sum(r.tyre_rear_left_kpa_count), 0) as tyre_rear_left_kpa_mean, min(r.tyre_rear_left_kpa_min) as tyre_rear_left_kpa_min, max(r.tyre_rear_left_kpa_max) as tyre_rear_left_kpa_max, sum(r.tyre_rear_left_kpa_count)::integer as tyre_rear_left_kpa_count,
        sum(r.tyre_rear_right_kpa_mean * r.tyre_rear_right_kpa_count::double precision) / nullif(sum(r.tyre_rear_right_kpa_count), 0) as tyre_rear_right_kpa_mean, min(r.tyre_rear_right_kpa_min) as tyre_rear_right_kpa_min, max(r.tyre_rear_right_kpa_max) as tyre_rear_right_kpa_max, sum(r.tyre_rear_right_kpa_count)::integer as tyre_rear_right_kpa_count,
        sum(r.tyre_temperature_c_mean * r.tyre_temperature_c_count::double precision) / nullif(sum(r.tyre_temperature_c_count), 0) as tyre_temperature_c_mean, min(r.tyre_temperature_c_min) as tyre_temperature_c_min, max(r.tyre_temperature_c_max) as tyre_temperature_c_max, sum(r.tyre_temperature_c_count)::integer as tyre_temperature_c_count,
        sum(r.altitude_m_mean * r.altitude_m_count::double precision) / nullif(sum(r.altitude_m_count), 0) as altitude_m_mean, min(r.altitude_m_min) as altitude_m_min, max(r.altitude_m_max) as altitude_m_max, sum(r.altitude_m_count)::integer as altitude_m_count,
        sum(r.heading_deg_mean * r.heading_deg_count::double precision) / nullif(sum(r.heading_deg_count), 0) as heading_deg_mean, min(r.heading_deg_min) as heading_deg_min, max(r.heading_deg_max) as heading_deg_max, sum(r.heading_deg_count)::integer as heading_deg_count,
        sum(r.pitch_deg_mean * r.pitch_deg_count::double precision) / nullif(sum(r.pitch_deg_count), 0) as pitch_deg_mean, min(r.pitch_deg_min) as pitch_deg_min, max(r.pitch_deg_max) as pitch_deg_max, sum(r.pitch_deg_count)::integer as pitch_deg_count,
        sum(r.ground_speed_kmh_mean * r.ground_speed_kmh_count::double precision) / nullif(sum(r.ground_speed_kmh_count), 0) as ground_speed_kmh_mean, min(r.ground_speed_kmh_min) as ground_speed_kmh_min, max(r.ground_speed_kmh_max) as ground_speed_kmh_max, sum(r.ground_speed_kmh_count)::integer as ground_speed_kmh_count,
        -- end
        sum(r.readings)::integer as readings, min(r.first_time) as first_time, max(r.last_time) as last_time
    from rollup_minute r
    where r.machine = m.machine and r.bucket >= m.bucket and r.bucket < m.bucket + interval '1 hour'
        and r.bucket >= %(day)s and r.bucket < %(day)s::timestamptz + interval '1 day'
) a
where a.readings > 0
on conflict (machine, bucket) do update set
    -- generated: rollup_update
    engine_hours_h_mean = excluded.engine_hours_h_mean, engine_hours_h_min = excluded.engine_hours_h_min, engine_hours_h_max = excluded.engine_hours_h_max, engine_hours_h_count = excluded.engine_hours_h_count,
    idle_hours_h_mean = excluded.idle_hours_h_mean, idle_hours_h_min = excluded.idle_hours_h_min, idle_hours_h_max = excluded.idle_hours_h_max, idle_hours_h_count = excluded.idle_hours_h_count,
    fuel_used_l_mean = excluded.fuel_used_l_mean, fuel_used_l_min = excluded.fuel_used_l_min, fuel_used_l_max = excluded.fuel_used_l_max, fuel_used_l_count = excluded.fuel_used_l_count,
    payload_total_kg_mean = excluded.payload_total_kg_mean, payload_total_kg_min = excluded.payload_total_kg_min, payload_total_kg_max = excluded.payload_total_kg_max, payload_total_kg_count = excluded.payload_total_kg_count,
    load_count_mean = excluded.load_count_mean, load_count_min = excluded.load_count_min, load_count_max = excluded.load_count_max, load_count_count = excluded.load_count_count,
    latitude_deg_mean = excluded.latitude_deg_mean, latitude_deg_min = excluded.latitude_deg_min, latitude_deg_max = excluded.latitude_deg_max, latitude_deg_count = excluded.latitude_deg_count,
    longitude_deg_mean = excluded.longitude_deg_mean, longitude_deg_min = excluded.longitude_deg_min, longitude_deg_max = excluded.longitude_deg_max, longitude_deg_count = excluded.longitude_deg_count,
    odometer_km_mean = excluded.odometer_km_mean, odometer_km_min = excluded.odometer_km_min, odometer_km_max = excluded.odometer_km_max, odometer_km_count = excluded.odometer_km_count,
    engine_speed_rpm_mean = excluded.engine_speed_rpm_mean, engine_speed_rpm_min = excluded.engine_speed_rpm_min, engine_speed_rpm_max = excluded.engine_speed_rpm_max, engine_speed_rpm_count = excluded.engine_speed_rpm_count,
    engine_load_percent_mean = excluded.engine_load_percent_mean, engine_load_percent_min = excluded.engine_load_percent_min, engine_load_percent_max = excluded.engine_load_percent_max, engine_load_percent_count = excluded.engine_load_percent_count,
    engine_oil_pressure_kpa_mean = excluded.engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min = excluded.engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max = excluded.engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count = excluded.engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean = excluded.engine_oil_temperature_c_mean, engine_oil_temperature_c_min = excluded.engine_oil_temperature_c_min, engine_oil_temperature_c_max = excluded.engine_oil_temperature_c_max, engine_oil_temperature_c_count = excluded.engine_oil_temperature_c_count,
    coolant_temperature_c_mean = excluded.coolant_temperature_c_mean, coolant_temperature_c_min = excluded.coolant_temperature_c_min, coolant_temperature_c_max = excluded.coolant_temperature_c_max, coolant_temperature_c_count = excluded.coolant_temperature_c_count,
    coolant_level_percent_mean = excluded.coolant_level_percent_mean, coolant_level_percent_min = excluded.coolant_level_percent_min, coolant_level_percent_max = excluded.coolant_level_percent_max, coolant_level_percent_count = excluded.coolant_level_percent_count,
    fan_speed_rpm_mean = excluded.fan_speed_rpm_mean, fan_speed_rpm_min = excluded.fan_speed_rpm_min, fan_speed_rpm_max = excluded.fan_speed_rpm_max, fan_speed_rpm_count = excluded.fan_speed_rpm_count,
    ambient_temperature_c_mean = excluded.ambient_temperature_c_mean, ambient_temperature_c_min = excluded.ambient_temperature_c_min, ambient_temperature_c_max = excluded.ambient_temperature_c_max, ambient_temperature_c_count = excluded.ambient_temperature_c_count,
    fuel_rate_lph_mean = excluded.fuel_rate_lph_mean, fuel_rate_lph_min = excluded.fuel_rate_lph_min, fuel_rate_lph_max = excluded.fuel_rate_lph_max, fuel_rate_lph_count = excluded.fuel_rate_lph_count,
    fuel_level_percent_mean = excluded.fuel_level_percent_mean, fuel_level_percent_min = excluded.fuel_level_percent_min, fuel_level_percent_max = excluded.fuel_level_percent_max, fuel_level_percent_count = excluded.fuel_level_percent_count,
    def_level_percent_mean = excluded.def_level_percent_mean, def_level_percent_min = excluded.def_level_percent_min, def_level_percent_max = excluded.def_level_percent_max, def_level_percent_count = excluded.def_level_percent_count,
    boost_pressure_kpa_mean = excluded.boost_pressure_kpa_mean, boost_pressure_kpa_min = excluded.boost_pressure_kpa_min, boost_pressure_kpa_max = excluded.boost_pressure_kpa_max, boost_pressure_kpa_count = excluded.boost_pressure_kpa_count,
    air_filter_drop_kpa_mean = excluded.air_filter_drop_kpa_mean, air_filter_drop_kpa_min = excluded.air_filter_drop_kpa_min, air_filter_drop_kpa_max = excluded.air_filter_drop_kpa_max, air_filter_drop_kpa_count = excluded.air_filter_drop_kpa_count,
    exhaust_temperature_c_mean = excluded.exhaust_temperature_c_mean, exhaust_temperature_c_min = excluded.exhaust_temperature_c_min, exhaust_temperature_c_max = excluded.exhaust_temperature_c_max, exhaust_temperature_c_count = excluded.exhaust_temperature_c_count,
    dpf_drop_kpa_mean = excluded.dpf_drop_kpa_mean, dpf_drop_kpa_min = excluded.dpf_drop_kpa_min, dpf_drop_kpa_max = excluded.dpf_drop_kpa_max, dpf_drop_kpa_count = excluded.dpf_drop_kpa_count,
    battery_voltage_v_mean = excluded.battery_voltage_v_mean, battery_voltage_v_min = excluded.battery_voltage_v_min, battery_voltage_v_max = excluded.battery_voltage_v_max, battery_voltage_v_count = excluded.battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean = excluded.hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min = excluded.hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max = excluded.hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count = excluded.hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean = excluded.hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min = excluded.hydraulic_pressure_bar_min, hydraulic_pressure_bar_max = excluded.hydraulic_pressure_bar_max, hydraulic_pressure_bar_count = excluded.hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean = excluded.pump_case_drain_lpm_mean, pump_case_drain_lpm_min = excluded.pump_case_drain_lpm_min, pump_case_drain_lpm_max = excluded.pump_case_drain_lpm_max, pump_case_drain_lpm_count = excluded.pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean = excluded.hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min = excluded.hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max = excluded.hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count = excluded.hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean = excluded.boom_angle_deg_mean, boom_angle_deg_min = excluded.boom_angle_deg_min, boom_angle_deg_max = excluded.boom_angle_deg_max, boom_angle_deg_count = excluded.boom_angle_deg_count,
    boom_head_pressure_bar_mean = excluded.boom_head_pressure_bar_mean, boom_head_pressure_bar_min = excluded.boom_head_pressure_bar_min, boom_head_pressure_bar_max = excluded.boom_head_pressure_bar_max, boom_head_pressure_bar_count = excluded.boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean = excluded.boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min = excluded.boom_rod_pressure_bar_min, boom_rod_pressure_bar_max = excluded.boom_rod_pressure_bar_max, boom_rod_pressure_bar_count = excluded.boom_rod_pressure_bar_count,
    payload_kg_mean = excluded.payload_kg_mean, payload_kg_min = excluded.payload_kg_min, payload_kg_max = excluded.payload_kg_max, payload_kg_count = excluded.payload_kg_count,
    body_angle_deg_mean = excluded.body_angle_deg_mean, body_angle_deg_min = excluded.body_angle_deg_min, body_angle_deg_max = excluded.body_angle_deg_max, body_angle_deg_count = excluded.body_angle_deg_count,
    crusher_power_kw_mean = excluded.crusher_power_kw_mean, crusher_power_kw_min = excluded.crusher_power_kw_min, crusher_power_kw_max = excluded.crusher_power_kw_max, crusher_power_kw_count = excluded.crusher_power_kw_count,
    crusher_speed_rpm_mean = excluded.crusher_speed_rpm_mean, crusher_speed_rpm_min = excluded.crusher_speed_rpm_min, crusher_speed_rpm_max = excluded.crusher_speed_rpm_max, crusher_speed_rpm_count = excluded.crusher_speed_rpm_count,
    crusher_throughput_tph_mean = excluded.crusher_throughput_tph_mean, crusher_throughput_tph_min = excluded.crusher_throughput_tph_min, crusher_throughput_tph_max = excluded.crusher_throughput_tph_max, crusher_throughput_tph_count = excluded.crusher_throughput_tph_count,
    crusher_level_percent_mean = excluded.crusher_level_percent_mean, crusher_level_percent_min = excluded.crusher_level_percent_min, crusher_level_percent_max = excluded.crusher_level_percent_max, crusher_level_percent_count = excluded.crusher_level_percent_count,
    crusher_setting_mm_mean = excluded.crusher_setting_mm_mean, crusher_setting_mm_min = excluded.crusher_setting_mm_min, crusher_setting_mm_max = excluded.crusher_setting_mm_max, crusher_setting_mm_count = excluded.crusher_setting_mm_count,
    crusher_vibration_mmps_mean = excluded.crusher_vibration_mmps_mean, crusher_vibration_mmps_min = excluded.crusher_vibration_mmps_min, crusher_vibration_mmps_max = excluded.crusher_vibration_mmps_max, crusher_vibration_mmps_count = excluded.crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean = excluded.crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min = excluded.crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max = excluded.crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count = excluded.crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean = excluded.crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min = excluded.crusher_oil_temperature_c_min, crusher_oil_temperature_c_max = excluded.crusher_oil_temperature_c_max, crusher_oil_temperature_c_count = excluded.crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean = excluded.brake_oil_temperature_c_mean, brake_oil_temperature_c_min = excluded.brake_oil_temperature_c_min, brake_oil_temperature_c_max = excluded.brake_oil_temperature_c_max, brake_oil_temperature_c_count = excluded.brake_oil_temperature_c_count,
    brake_pressure_bar_mean = excluded.brake_pressure_bar_mean, brake_pressure_bar_min = excluded.brake_pressure_bar_min, brake_pressure_bar_max = excluded.brake_pressure_bar_max, brake_pressure_bar_count = excluded.brake_pressure_bar_count,
    transmission_oil_temperature_c_mean = excluded.transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min = excluded.transmission_oil_temperature_c_min, transmission_oil_temperature_c_max = excluded.transmission_oil_temperature_c_max, transmission_oil_temperature_c_count = excluded.transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean = excluded.transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min = excluded.transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max = excluded.transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count = excluded.transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean = excluded.clutch_slip_percent_mean, clutch_slip_percent_min = excluded.clutch_slip_percent_min, clutch_slip_percent_max = excluded.clutch_slip_percent_max, clutch_slip_percent_count = excluded.clutch_slip_percent_count,
    tyre_front_left_kpa_mean = excluded.tyre_front_left_kpa_mean, tyre_front_left_kpa_min = excluded.tyre_front_left_kpa_min, tyre_front_left_kpa_max = excluded.tyre_front_left_kpa_max, tyre_front_left_kpa_count = excluded.tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean = excluded.tyre_front_right_kpa_mean, tyre_front_right_kpa_min = excluded.tyre_front_right_kpa_min, tyre_front_right_kpa_max = excluded.tyre_front_right_kpa_max, tyre_front_right_kpa_count = excluded.tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean = excluded.tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min = excluded.tyre_rear_left_kpa_min, tyre_rear_left_kpa_max = excluded.tyre_rear_left_kpa_max, tyre_rear_left_kpa_count = excluded.tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean = excluded.tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min = excluded.tyre_rear_right_kpa_min, tyre_rear_right_kpa_max = excluded.tyre_rear_right_kpa_max, tyre_rear_right_kpa_count = excluded.tyre_rear_right_kpa_count,
    tyre_temperature_c_mean = excluded.tyre_temperature_c_mean, tyre_temperature_c_min = excluded.tyre_temperature_c_min, tyre_temperature_c_max = excluded.tyre_temperature_c_max, tyre_temperature_c_count = excluded.tyre_temperature_c_count,
    altitude_m_mean = excluded.altitude_m_mean, altitude_m_min = excluded.altitude_m_min, altitude_m_max = excluded.altitude_m_max, altitude_m_count = excluded.altitude_m_count,
    heading_deg_mean = excluded.heading_deg_mean, heading_deg_min = excluded.heading_deg_min, heading_deg_max = excluded.heading_deg_max, heading_deg_count = excluded.heading_deg_count,
    pitch_deg_mean = excluded.pitch_deg_mean, pitch_deg_min = excluded.pitch_deg_min, pitch_deg_max = excluded.pitch_deg_max, pitch_deg_count = excluded.pitch_deg_count,
    ground_speed_kmh_mean = excluded.ground_speed_kmh_mean, ground_speed_kmh_min = excluded.ground_speed_kmh_min, ground_speed_kmh_max = excluded.ground_speed_kmh_max, ground_speed_kmh_count = excluded.ground_speed_kmh_count,
    -- end
    readings = excluded.readings, first_time = excluded.first_time, last_time = excluded.last_time

-- name: roll_days
-- Computes one UTC day of machines again from its hours.
insert into rollup_day (
    -- generated: rollup_columns
    engine_hours_h_mean, engine_hours_h_min, engine_hours_h_max, engine_hours_h_count,
    idle_hours_h_mean, idle_hours_h_min, idle_hours_h_max, idle_hours_h_count,
    fuel_used_l_mean, fuel_used_l_min, fuel_used_l_max, fuel_used_l_count,
    payload_total_kg_mean, payload_total_kg_min, payload_total_kg_max, payload_total_kg_count,
    load_count_mean, load_count_min, load_count_max, load_count_count,
    latitude_deg_mean, latitude_deg_min, latitude_deg_max, latitude_deg_count,
    longitude_deg_mean, longitude_deg_min, longitude_deg_max, longitude_deg_count,
    odometer_km_mean, odometer_km_min, odometer_km_max, odometer_km_count,
    engine_speed_rpm_mean, engine_speed_rpm_min, engine_speed_rpm_max, engine_speed_rpm_count,
    engine_load_percent_mean, engine_load_percent_min, engine_load_percent_max, engine_load_percent_count,
    engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean, engine_oil_temperature_c_min, engine_oil_temperature_c_max, engine_oil_temperature_c_count,
    coolant_temperature_c_mean, coolant_temperature_c_min, coolant_temperature_c_max, coolant_temperature_c_count,
    coolant_level_percent_mean, coolant_level_percent_min, coolant_level_percent_max, coolant_level_percent_count,
    fan_speed_rpm_mean, fan_speed_rpm_min, fan_speed_rpm_max, fan_speed_rpm_count,
    ambient_temperature_c_mean, ambient_temperature_c_min, ambient_temperature_c_max, ambient_temperature_c_count,
    fuel_rate_lph_mean, fuel_rate_lph_min, fuel_rate_lph_max, fuel_rate_lph_count,
    fuel_level_percent_mean, fuel_level_percent_min, fuel_level_percent_max, fuel_level_percent_count,
    def_level_percent_mean, def_level_percent_min, def_level_percent_max, def_level_percent_count,
    boost_pressure_kpa_mean, boost_pressure_kpa_min, boost_pressure_kpa_max, boost_pressure_kpa_count,
    air_filter_drop_kpa_mean, air_filter_drop_kpa_min, air_filter_drop_kpa_max, air_filter_drop_kpa_count,
    exhaust_temperature_c_mean, exhaust_temperature_c_min, exhaust_temperature_c_max, exhaust_temperature_c_count,
    dpf_drop_kpa_mean, dpf_drop_kpa_min, dpf_drop_kpa_max, dpf_drop_kpa_count,
    battery_voltage_v_mean, battery_voltage_v_min, battery_voltage_v_max, battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min, hydraulic_pressure_bar_max, hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean, pump_case_drain_lpm_min, pump_case_drain_lpm_max, pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean, boom_angle_deg_min, boom_angle_deg_max, boom_angle_deg_count,
    boom_head_pressure_bar_mean, boom_head_pressure_bar_min, boom_head_pressure_bar_max, boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min, boom_rod_pressure_bar_max, boom_rod_pressure_bar_count,
    payload_kg_mean, payload_kg_min, payload_kg_max, payload_kg_count,
    body_angle_deg_mean, body_angle_deg_min, body_angle_deg_max, body_angle_deg_count,
    crusher_power_kw_mean, crusher_power_kw_min, crusher_power_kw_max, crusher_power_kw_count,
    crusher_speed_rpm_mean, crusher_speed_rpm_min, crusher_speed_rpm_max, crusher_speed_rpm_count,
    crusher_throughput_tph_mean, crusher_throughput_tph_min, crusher_throughput_tph_max, crusher_throughput_tph_count,
    crusher_level_percent_mean, crusher_level_percent_min, crusher_level_percent_max, crusher_level_percent_count,
    crusher_setting_mm_mean, crusher_setting_mm_min, crusher_setting_mm_max, crusher_setting_mm_count,
    crusher_vibration_mmps_mean, crusher_vibration_mmps_min, crusher_vibration_mmps_max, crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min, crusher_oil_temperature_c_max, crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean, brake_oil_temperature_c_min, brake_oil_temperature_c_max, brake_oil_temperature_c_count,
    brake_pressure_bar_mean, brake_pressure_bar_min, brake_pressure_bar_max, brake_pressure_bar_count,
    transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min, transmission_oil_temperature_c_max, transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean, clutch_slip_percent_min, clutch_slip_percent_max, clutch_slip_percent_count,
    tyre_front_left_kpa_mean, tyre_front_left_kpa_min, tyre_front_left_kpa_max, tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean, tyre_front_right_kpa_min, tyre_front_right_kpa_max, tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min, tyre_rear_left_kpa_max, tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min, tyre_rear_right_kpa_max, tyre_rear_right_kpa_count,
    tyre_temperature_c_mean, tyre_temperature_c_min, tyre_temperature_c_max, tyre_temperature_c_count,
    altitude_m_mean, altitude_m_min, altitude_m_max, altitude_m_count,
    heading_deg_mean, heading_deg_min, heading_deg_max, heading_deg_count,
    pitch_deg_mean, pitch_deg_min, pitch_deg_max, pitch_deg_count,
    ground_speed_kmh_mean, ground_speed_kmh_min, ground_speed_kmh_max, ground_speed_kmh_count,
    -- end
    readings, first_time, last_time, machine, bucket
)
select a.*, m.machine, %(day)s
from unnest(%(machines)s::text[]) as m (machine)
cross join lateral (
    select
        -- generated: coarser_values
        sum(r.engine_hours_h_mean * r.engine_hours_h_count::double precision) / nullif(sum(r.engine_hours_h_count), 0) as engine_hours_h_mean, min(r.engine_hours_h_min) as engine_hours_h_min, max(r.engine_hours_h_max) as engine_hours_h_max, sum(r.engine_hours_h_count)::integer as engine_hours_h_count,
        sum(r.idle_hours_h_mean * r.idle_hours_h_count::double precision) / nullif(sum(r.idle_hours_h_count), 0) as idle_hours_h_mean, min(r.idle_hours_h_min) as idle_hours_h_min, max(r.idle_hours_h_max) as idle_hours_h_max, sum(r.idle_hours_h_count)::integer as idle_hours_h_count,
        sum(r.fuel_used_l_mean * r.fuel_used_l_count::double precision) / nullif(sum(r.fuel_used_l_count), 0) as fuel_used_l_mean, min(r.fuel_used_l_min) as fuel_used_l_min, max(r.fuel_used_l_max) as fuel_used_l_max, sum(r.fuel_used_l_count)::integer as fuel_used_l_count,
        sum(r.payload_total_kg_mean * r.payload_total_kg_count::double precision) / nullif(sum(r.payload_total_kg_count), 0) as payload_total_kg_mean, min(r.payload_total_kg_min) as payload_total_kg_min, max(r.payload_total_kg_max) as payload_total_kg_max, sum(r.payload_total_kg_count)::integer as payload_total_kg_count,
        sum(r.load_count_mean * r.load_count_count::double precision) / nullif(sum(r.load_count_count), 0) as load_count_mean, min(r.load_count_min) as load_count_min, max(r.load_count_max) as load_count_max, sum(r.load_count_count)::integer as load_count_count,
        sum(r.latitude_deg_mean * r.latitude_deg_count::double precision) / nullif(sum(r.latitude_deg_count), 0) as latitude_deg_mean, min(r.latitude_deg_min) as latitude_deg_min, max(r.latitude_deg_max) as latitude_deg_max, sum(r.latitude_deg_count)::integer as latitude_deg_count,
        sum(r.longitude_deg_mean * r.longitude_deg_count::double precision) / nullif(sum(r.longitude_deg_count), 0) as longitude_deg_mean, min(r.longitude_deg_min) as longitude_deg_min, max(r.longitude_deg_max) as longitude_deg_max, sum(r.longitude_deg_count)::integer as longitude_deg_count,
        sum(r.odometer_km_mean * r.odometer_km_count::double precision) / nullif(sum(r.odometer_km_count), 0) as odometer_km_mean, min(r.odometer_km_min) as odometer_km_min, max(r.odometer_km_max) as odometer_km_max, sum(r.odometer_km_count)::integer as odometer_km_count,
        sum(r.engine_speed_rpm_mean * r.engine_speed_rpm_count::double precision) / nullif(sum(r.engine_speed_rpm_count), 0) as engine_speed_rpm_mean, min(r.engine_speed_rpm_min) as engine_speed_rpm_min, max(r.engine_speed_rpm_max) as engine_speed_rpm_max, sum(r.engine_speed_rpm_count)::integer as engine_speed_rpm_count,
        sum(r.engine_load_percent_mean * r.engine_load_percent_count::double precision) / nullif(sum(r.engine_load_percent_count), 0) as engine_load_percent_mean, min(r.engine_load_percent_min) as engine_load_percent_min, max(r.engine_load_percent_max) as engine_load_percent_max, sum(r.engine_load_percent_count)::integer as engine_load_percent_count,
        sum(r.engine_oil_pressure_kpa_mean * r.engine_oil_pressure_kpa_count::double precision) / nullif(sum(r.engine_oil_pressure_kpa_count), 0) as engine_oil_pressure_kpa_mean, min(r.engine_oil_pressure_kpa_min) as engine_oil_pressure_kpa_min, max(r.engine_oil_pressure_kpa_max) as engine_oil_pressure_kpa_max, sum(r.engine_oil_pressure_kpa_count)::integer as engine_oil_pressure_kpa_count,
        sum(r.engine_oil_temperature_c_mean * r.engine_oil_temperature_c_count::double precision) / nullif(sum(r.engine_oil_temperature_c_count), 0) as engine_oil_temperature_c_mean, min(r.engine_oil_temperature_c_min) as engine_oil_temperature_c_min, max(r.engine_oil_temperature_c_max) as engine_oil_temperature_c_max, sum(r.engine_oil_temperature_c_count)::integer as engine_oil_temperature_c_count,
        sum(r.coolant_temperature_c_mean * r.coolant_temperature_c_count::double precision) / nullif(sum(r.coolant_temperature_c_count), 0) as coolant_temperature_c_mean, min(r.coolant_temperature_c_min) as coolant_temperature_c_min, max(r.coolant_temperature_c_max) as coolant_temperature_c_max, sum(r.coolant_temperature_c_count)::integer as coolant_temperature_c_count,
        sum(r.coolant_level_percent_mean * r.coolant_level_percent_count::double precision) / nullif(sum(r.coolant_level_percent_count), 0) as coolant_level_percent_mean, min(r.coolant_level_percent_min) as coolant_level_percent_min, max(r.coolant_level_percent_max) as coolant_level_percent_max, sum(r.coolant_level_percent_count)::integer as coolant_level_percent_count,
        sum(r.fan_speed_rpm_mean * r.fan_speed_rpm_count::double precision) / nullif(sum(r.fan_speed_rpm_count), 0) as fan_speed_rpm_mean, min(r.fan_speed_rpm_min) as fan_speed_rpm_min, max(r.fan_speed_rpm_max) as fan_speed_rpm_max, sum(r.fan_speed_rpm_count)::integer as fan_speed_rpm_count,
        sum(r.ambient_temperature_c_mean * r.ambient_temperature_c_count::double precision) / nullif(sum(r.ambient_temperature_c_count), 0) as ambient_temperature_c_mean, min(r.ambient_temperature_c_min) as ambient_temperature_c_min, max(r.ambient_temperature_c_max) as ambient_temperature_c_max, sum(r.ambient_temperature_c_count)::integer as ambient_temperature_c_count,
        sum(r.fuel_rate_lph_mean * r.fuel_rate_lph_count::double precision) / nullif(sum(r.fuel_rate_lph_count), 0) as fuel_rate_lph_mean, min(r.fuel_rate_lph_min) as fuel_rate_lph_min, max(r.fuel_rate_lph_max) as fuel_rate_lph_max, sum(r.fuel_rate_lph_count)::integer as fuel_rate_lph_count,
        sum(r.fuel_level_percent_mean * r.fuel_level_percent_count::double precision) / nullif(sum(r.fuel_level_percent_count), 0) as fuel_level_percent_mean, min(r.fuel_level_percent_min) as fuel_level_percent_min, max(r.fuel_level_percent_max) as fuel_level_percent_max, sum(r.fuel_level_percent_count)::integer as fuel_level_percent_count,
        sum(r.def_level_percent_mean * r.def_level_percent_count::double precision) / nullif(sum(r.def_level_percent_count), 0) as def_level_percent_mean, min(r.def_level_percent_min) as def_level_percent_min, max(r.def_level_percent_max) as def_level_percent_max, sum(r.def_level_percent_count)::integer as def_level_percent_count,
        sum(r.boost_pressure_kpa_mean * r.boost_pressure_kpa_count::double precision) / nullif(sum(r.boost_pressure_kpa_count), 0) as boost_pressure_kpa_mean, min(r.boost_pressure_kpa_min) as boost_pressure_kpa_min, max(r.boost_pressure_kpa_max) as boost_pressure_kpa_max, sum(r.boost_pressure_kpa_count)::integer as boost_pressure_kpa_count,
        sum(r.air_filter_drop_kpa_mean * r.air_filter_drop_kpa_count::double precision) / nullif(sum(r.air_filter_drop_kpa_count), 0) as air_filter_drop_kpa_mean, min(r.air_filter_drop_kpa_min) as air_filter_drop_kpa_min, max(r.air_filter_drop_kpa_max) as air_filter_drop_kpa_max, sum(r.air_filter_drop_kpa_count)::integer as air_filter_drop_kpa_count,
        sum(r.exhaust_temperature_c_mean * r.exhaust_temperature_c_count::double precision) / nullif(sum(r.exhaust_temperature_c_count), 0) as exhaust_temperature_c_mean, min(r.exhaust_temperature_c_min) as exhaust_temperature_c_min, max(r.exhaust_temperature_c_max) as exhaust_temperature_c_max, sum(r.exhaust_temperature_c_count)::integer as exhaust_temperature_c_count,
        sum(r.dpf_drop_kpa_mean * r.dpf_drop_kpa_count::double precision) / nullif(sum(r.dpf_drop_kpa_count), 0) as dpf_drop_kpa_mean, min(r.dpf_drop_kpa_min) as dpf_drop_kpa_min, max(r.dpf_drop_kpa_max) as dpf_drop_kpa_max, sum(r.dpf_drop_kpa_count)::integer as dpf_drop_kpa_count,
        sum(r.battery_voltage_v_mean * r.battery_voltage_v_count::double precision) / nullif(sum(r.battery_voltage_v_count), 0) as battery_voltage_v_mean, min(r.battery_voltage_v_min) as battery_voltage_v_min, max(r.battery_voltage_v_max) as battery_voltage_v_max, sum(r.battery_voltage_v_count)::integer as battery_voltage_v_count,
        sum(r.hydraulic_oil_temperature_c_mean * r.hydraulic_oil_temperature_c_count::double precision) / nullif(sum(r.hydraulic_oil_temperature_c_count), 0) as hydraulic_oil_temperature_c_mean, min(r.hydraulic_oil_temperature_c_min) as hydraulic_oil_temperature_c_min, max(r.hydraulic_oil_temperature_c_max) as hydraulic_oil_temperature_c_max, sum(r.hydraulic_oil_temperature_c_count)::integer as hydraulic_oil_temperature_c_count,
        sum(r.hydraulic_pressure_bar_mean * r.hydraulic_pressure_bar_count::double precision) / nullif(sum(r.hydraulic_pressure_bar_count), 0) as hydraulic_pressure_bar_mean, min(r.hydraulic_pressure_bar_min) as hydraulic_pressure_bar_min, max(r.hydraulic_pressure_bar_max) as hydraulic_pressure_bar_max, sum(r.hydraulic_pressure_bar_count)::integer as hydraulic_pressure_bar_count,
        sum(r.pump_case_drain_lpm_mean * r.pump_case_drain_lpm_count::double precision) / nullif(sum(r.pump_case_drain_lpm_count), 0) as pump_case_drain_lpm_mean, min(r.pump_case_drain_lpm_min) as pump_case_drain_lpm_min, max(r.pump_case_drain_lpm_max) as pump_case_drain_lpm_max, sum(r.pump_case_drain_lpm_count)::integer as pump_case_drain_lpm_count,
        sum(r.hydraulic_filter_drop_bar_mean * r.hydraulic_filter_drop_bar_count::double precision) / nullif(sum(r.hydraulic_filter_drop_bar_count), 0) as hydraulic_filter_drop_bar_mean, min(r.hydraulic_filter_drop_bar_min) as hydraulic_filter_drop_bar_min, max(r.hydraulic_filter_drop_bar_max) as hydraulic_filter_drop_bar_max, sum(r.hydraulic_filter_drop_bar_count)::integer as hydraulic_filter_drop_bar_count,
        sum(r.boom_angle_deg_mean * r.boom_angle_deg_count::double precision) / nullif(sum(r.boom_angle_deg_count), 0) as boom_angle_deg_mean, min(r.boom_angle_deg_min) as boom_angle_deg_min, max(r.boom_angle_deg_max) as boom_angle_deg_max, sum(r.boom_angle_deg_count)::integer as boom_angle_deg_count,
        sum(r.boom_head_pressure_bar_mean * r.boom_head_pressure_bar_count::double precision) / nullif(sum(r.boom_head_pressure_bar_count), 0) as boom_head_pressure_bar_mean, min(r.boom_head_pressure_bar_min) as boom_head_pressure_bar_min, max(r.boom_head_pressure_bar_max) as boom_head_pressure_bar_max, sum(r.boom_head_pressure_bar_count)::integer as boom_head_pressure_bar_count,
        sum(r.boom_rod_pressure_bar_mean * r.boom_rod_pressure_bar_count::double precision) / nullif(sum(r.boom_rod_pressure_bar_count), 0) as boom_rod_pressure_bar_mean, min(r.boom_rod_pressure_bar_min) as boom_rod_pressure_bar_min, max(r.boom_rod_pressure_bar_max) as boom_rod_pressure_bar_max, sum(r.boom_rod_pressure_bar_count)::integer as boom_rod_pressure_bar_count,
        sum(r.payload_kg_mean * r.payload_kg_count::double precision) / nullif(sum(r.payload_kg_count), 0) as payload_kg_mean, min(r.payload_kg_min) as payload_kg_min, max(r.payload_kg_max) as payload_kg_max, sum(r.payload_kg_count)::integer as payload_kg_count,
        sum(r.body_angle_deg_mean * r.body_angle_deg_count::double precision) / nullif(sum(r.body_angle_deg_count), 0) as body_angle_deg_mean, min(r.body_angle_deg_min) as body_angle_deg_min, max(r.body_angle_deg_max) as body_angle_deg_max, sum(r.body_angle_deg_count)::integer as body_angle_deg_count,
        sum(r.crusher_power_kw_mean * r.crusher_power_kw_count::double precision) / nullif(sum(r.crusher_power_kw_count), 0) as crusher_power_kw_mean, min(r.crusher_power_kw_min) as crusher_power_kw_min, max(r.crusher_power_kw_max) as crusher_power_kw_max, sum(r.crusher_power_kw_count)::integer as crusher_power_kw_count,
        sum(r.crusher_speed_rpm_mean * r.crusher_speed_rpm_count::double precision) / nullif(sum(r.crusher_speed_rpm_count), 0) as crusher_speed_rpm_mean, min(r.crusher_speed_rpm_min) as crusher_speed_rpm_min, max(r.crusher_speed_rpm_max) as crusher_speed_rpm_max, sum(r.crusher_speed_rpm_count)::integer as crusher_speed_rpm_count,
        sum(r.crusher_throughput_tph_mean * r.crusher_throughput_tph_count::double precision) / nullif(sum(r.crusher_throughput_tph_count), 0) as crusher_throughput_tph_mean, min(r.crusher_throughput_tph_min) as crusher_throughput_tph_min, max(r.crusher_throughput_tph_max) as crusher_throughput_tph_max, sum(r.crusher_throughput_tph_count)::integer as crusher_throughput_tph_count,
        sum(r.crusher_level_percent_mean * r.crusher_level_percent_count::double precision) / nullif(sum(r.crusher_level_percent_count), 0) as crusher_level_percent_mean, min(r.crusher_level_percent_min) as crusher_level_percent_min, max(r.crusher_level_percent_max) as crusher_level_percent_max, sum(r.crusher_level_percent_count)::integer as crusher_level_percent_count,
        sum(r.crusher_setting_mm_mean * r.crusher_setting_mm_count::double precision) / nullif(sum(r.crusher_setting_mm_count), 0) as crusher_setting_mm_mean, min(r.crusher_setting_mm_min) as crusher_setting_mm_min, max(r.crusher_setting_mm_max) as crusher_setting_mm_max, sum(r.crusher_setting_mm_count)::integer as crusher_setting_mm_count,
        sum(r.crusher_vibration_mmps_mean * r.crusher_vibration_mmps_count::double precision) / nullif(sum(r.crusher_vibration_mmps_count), 0) as crusher_vibration_mmps_mean, min(r.crusher_vibration_mmps_min) as crusher_vibration_mmps_min, max(r.crusher_vibration_mmps_max) as crusher_vibration_mmps_max, sum(r.crusher_vibration_mmps_count)::integer as crusher_vibration_mmps_count,
        sum(r.crusher_bearing_temperature_c_mean * r.crusher_bearing_temperature_c_count::double precision) / nullif(sum(r.crusher_bearing_temperature_c_count), 0) as crusher_bearing_temperature_c_mean, min(r.crusher_bearing_temperature_c_min) as crusher_bearing_temperature_c_min, max(r.crusher_bearing_temperature_c_max) as crusher_bearing_temperature_c_max, sum(r.crusher_bearing_temperature_c_count)::integer as crusher_bearing_temperature_c_count,
        sum(r.crusher_oil_temperature_c_mean * r.crusher_oil_temperature_c_count::double precision) / nullif(sum(r.crusher_oil_temperature_c_count), 0) as crusher_oil_temperature_c_mean, min(r.crusher_oil_temperature_c_min) as crusher_oil_temperature_c_min, max(r.crusher_oil_temperature_c_max) as crusher_oil_temperature_c_max, sum(r.crusher_oil_temperature_c_count)::integer as crusher_oil_temperature_c_count,
        sum(r.brake_oil_temperature_c_mean * r.brake_oil_temperature_c_count::double precision) / nullif(sum(r.brake_oil_temperature_c_count), 0) as brake_oil_temperature_c_mean, min(r.brake_oil_temperature_c_min) as brake_oil_temperature_c_min, max(r.brake_oil_temperature_c_max) as brake_oil_temperature_c_max, sum(r.brake_oil_temperature_c_count)::integer as brake_oil_temperature_c_count,
        sum(r.brake_pressure_bar_mean * r.brake_pressure_bar_count::double precision) / nullif(sum(r.brake_pressure_bar_count), 0) as brake_pressure_bar_mean, min(r.brake_pressure_bar_min) as brake_pressure_bar_min, max(r.brake_pressure_bar_max) as brake_pressure_bar_max, sum(r.brake_pressure_bar_count)::integer as brake_pressure_bar_count,
        sum(r.transmission_oil_temperature_c_mean * r.transmission_oil_temperature_c_count::double precision) / nullif(sum(r.transmission_oil_temperature_c_count), 0) as transmission_oil_temperature_c_mean, min(r.transmission_oil_temperature_c_min) as transmission_oil_temperature_c_min, max(r.transmission_oil_temperature_c_max) as transmission_oil_temperature_c_max, sum(r.transmission_oil_temperature_c_count)::integer as transmission_oil_temperature_c_count,
        sum(r.transmission_oil_pressure_kpa_mean * r.transmission_oil_pressure_kpa_count::double precision) / nullif(sum(r.transmission_oil_pressure_kpa_count), 0) as transmission_oil_pressure_kpa_mean, min(r.transmission_oil_pressure_kpa_min) as transmission_oil_pressure_kpa_min, max(r.transmission_oil_pressure_kpa_max) as transmission_oil_pressure_kpa_max, sum(r.transmission_oil_pressure_kpa_count)::integer as transmission_oil_pressure_kpa_count,
        sum(r.clutch_slip_percent_mean * r.clutch_slip_percent_count::double precision) / nullif(sum(r.clutch_slip_percent_count), 0) as clutch_slip_percent_mean, min(r.clutch_slip_percent_min) as clutch_slip_percent_min, max(r.clutch_slip_percent_max) as clutch_slip_percent_max, sum(r.clutch_slip_percent_count)::integer as clutch_slip_percent_count,
        sum(r.tyre_front_left_kpa_mean * r.tyre_front_left_kpa_count::double precision) / nullif(sum(r.tyre_front_left_kpa_count), 0) as tyre_front_left_kpa_mean, min(r.tyre_front_left_kpa_min) as tyre_front_left_kpa_min, max(r.tyre_front_left_kpa_max) as tyre_front_left_kpa_max, sum(r.tyre_front_left_kpa_count)::integer as tyre_front_left_kpa_count,
        sum(r.tyre_front_right_kpa_mean * r.tyre_front_right_kpa_count::double precision) / nullif(sum(r.tyre_front_right_kpa_count), 0) as tyre_front_right_kpa_mean, min(r.tyre_front_right_kpa_min) as tyre_front_right_kpa_min, max(r.tyre_front_right_kpa_max) as tyre_front_right_kpa_max, sum(r.tyre_front_right_kpa_count)::integer as tyre_front_right_kpa_count,
        sum(r.tyre_rear_left_kpa_mean * r.tyre_rear_left_kpa_count::double precision) / nullif(sum(r.tyre_rear_left_kpa_count), 0) as tyre_rear_left_kpa_mean, min(r.tyre_rear_left_kpa_min) as tyre_rear_left_kpa_min, max(r.tyre_rear_left_kpa_max) as tyre_rear_left_kpa_max, sum(r.tyre_rear_left_kpa_count)::integer as tyre_rear_left_kpa_count,
        sum(r.tyre_rear_right_kpa_mean * r.tyre_rear_right_kpa_count::double precision) / nullif(sum(r.tyre_rear_right_kpa_count), 0) as tyre_rear_right_kpa_mean, min(r.tyre_rear_right_kpa_min) as tyre_rear_right_kpa_min, max(r.tyre_rear_right_kpa_max) as tyre_rear_right_kpa_max, sum(r.tyre_rear_right_kpa_count)::integer as tyre_rear_right_kpa_count,
        sum(r.tyre_temperature_c_mean * r.tyre_temperature_c_count::double precision) / nullif(sum(r.tyre_temperature_c_count), 0) as tyre_temperature_c_mean, min(r.tyre_temperature_c_min) as tyre_temperature_c_min, max(r.tyre_temperature_c_max) as tyre_temperature_c_max, sum(r.tyre_temperature_c_count)::integer as tyre_temperature_c_count,
        sum(r.altitude_m_mean * r.altitude_m_count::double precision) / nullif(sum(r.altitude_m_count), 0) as altitude_m_mean, min(r.altitude_m_min) as altitude_m_min, max(r.altitude_m_max) as altitude_m_max, sum(r.altitude_m_count)::integer as altitude_m_count,
        sum(r.heading_deg_mean * r.heading_deg_count::double precision) / nullif(sum(r.heading_deg_count), 0) as heading_deg_mean, min(r.heading_deg_min) as heading_deg_min, max(r.heading_deg_max) as heading_deg_max, sum(r.heading_deg_count)::integer as heading_deg_count,
        sum(r.pitch_deg_mean * r.pitch_deg_count::double precision) / nullif(sum(r.pitch_deg_count), 0) as pitch_deg_mean, min(r.pitch_deg_min) as pitch_deg_min, max(r.pitch_deg_max) as pitch_deg_max, sum(r.pitch_deg_count)::integer as pitch_deg_count,
        sum(r.ground_speed_kmh_mean * r.ground_speed_kmh_count::double precision) / nullif(sum(r.ground_speed_kmh_count), 0) as ground_speed_kmh_mean, min(r.ground_speed_kmh_min) as ground_speed_kmh_min, max(r.ground_speed_kmh_max) as ground_speed_kmh_max, sum(r.ground_speed_kmh_count)::integer as ground_speed_kmh_count,
        -- end
        sum(r.readings)::integer as readings, min(r.first_time) as first_time, max(r.last_time) as last_time
    from rollup_hour r
    where r.machine = m.machine and r.bucket >= %(day)s and r.bucket < %(day)s::timestamptz + interval '1 day'
) a
where a.readings > 0
on conflict (machine, bucket) do update set
    -- generated: rollup_update
    engine_hours_h_mean = excluded.engine_hours_h_mean, engine_hours_h_min = excluded.engine_hours_h_min, engine_hours_h_max = excluded.engine_hours_h_max, engine_hours_h_count = excluded.engine_hours_h_count,
    idle_hours_h_mean = excluded.idle_hours_h_mean, idle_hours_h_min = excluded.idle_hours_h_min, idle_hours_h_max = excluded.idle_hours_h_max, idle_hours_h_count = excluded.idle_hours_h_count,
    fuel_used_l_mean = excluded.fuel_used_l_mean, fuel_used_l_min = excluded.fuel_used_l_min, fuel_used_l_max = excluded.fuel_used_l_max, fuel_used_l_count = excluded.fuel_used_l_count,
    payload_total_kg_mean = excluded.payload_total_kg_mean, payload_total_kg_min = excluded.payload_total_kg_min, payload_total_kg_max = excluded.payload_total_kg_max, payload_total_kg_count = excluded.payload_total_kg_count,
    load_count_mean = excluded.load_count_mean, load_count_min = excluded.load_count_min, load_count_max = excluded.load_count_max, load_count_count = excluded.load_count_count,
    latitude_deg_mean = excluded.latitude_deg_mean, latitude_deg_min = excluded.latitude_deg_min, latitude_deg_max = excluded.latitude_deg_max, latitude_deg_count = excluded.latitude_deg_count,
    longitude_deg_mean = excluded.longitude_deg_mean, longitude_deg_min = excluded.longitude_deg_min, longitude_deg_max = excluded.longitude_deg_max, longitude_deg_count = excluded.longitude_deg_count,
    odometer_km_mean = excluded.odometer_km_mean, odometer_km_min = excluded.odometer_km_min, odometer_km_max = excluded.odometer_km_max, odometer_km_count = excluded.odometer_km_count,
    engine_speed_rpm_mean = excluded.engine_speed_rpm_mean, engine_speed_rpm_min = excluded.engine_speed_rpm_min, engine_speed_rpm_max = excluded.engine_speed_rpm_max, engine_speed_rpm_count = excluded.engine_speed_rpm_count,
    engine_load_percent_mean = excluded.engine_load_percent_mean, engine_load_percent_min = excluded.engine_load_percent_min, engine_load_percent_max = excluded.engine_load_percent_max, engine_load_percent_count = excluded.engine_load_percent_count,
    engine_oil_pressure_kpa_mean = excluded.engine_oil_pressure_kpa_mean, engine_oil_pressure_kpa_min = excluded.engine_oil_pressure_kpa_min, engine_oil_pressure_kpa_max = excluded.engine_oil_pressure_kpa_max, engine_oil_pressure_kpa_count = excluded.engine_oil_pressure_kpa_count,
    engine_oil_temperature_c_mean = excluded.engine_oil_temperature_c_mean, engine_oil_temperature_c_min = excluded.engine_oil_temperature_c_min, engine_oil_temperature_c_max = excluded.engine_oil_temperature_c_max, engine_oil_temperature_c_count = excluded.engine_oil_temperature_c_count,
    coolant_temperature_c_mean = excluded.coolant_temperature_c_mean, coolant_temperature_c_min = excluded.coolant_temperature_c_min, coolant_temperature_c_max = excluded.coolant_temperature_c_max, coolant_temperature_c_count = excluded.coolant_temperature_c_count,
    coolant_level_percent_mean = excluded.coolant_level_percent_mean, coolant_level_percent_min = excluded.coolant_level_percent_min, coolant_level_percent_max = excluded.coolant_level_percent_max, coolant_level_percent_count = excluded.coolant_level_percent_count,
    fan_speed_rpm_mean = excluded.fan_speed_rpm_mean, fan_speed_rpm_min = excluded.fan_speed_rpm_min, fan_speed_rpm_max = excluded.fan_speed_rpm_max, fan_speed_rpm_count = excluded.fan_speed_rpm_count,
    ambient_temperature_c_mean = excluded.ambient_temperature_c_mean, ambient_temperature_c_min = excluded.ambient_temperature_c_min, ambient_temperature_c_max = excluded.ambient_temperature_c_max, ambient_temperature_c_count = excluded.ambient_temperature_c_count,
    fuel_rate_lph_mean = excluded.fuel_rate_lph_mean, fuel_rate_lph_min = excluded.fuel_rate_lph_min, fuel_rate_lph_max = excluded.fuel_rate_lph_max, fuel_rate_lph_count = excluded.fuel_rate_lph_count,
    fuel_level_percent_mean = excluded.fuel_level_percent_mean, fuel_level_percent_min = excluded.fuel_level_percent_min, fuel_level_percent_max = excluded.fuel_level_percent_max, fuel_level_percent_count = excluded.fuel_level_percent_count,
    def_level_percent_mean = excluded.def_level_percent_mean, def_level_percent_min = excluded.def_level_percent_min, def_level_percent_max = excluded.def_level_percent_max, def_level_percent_count = excluded.def_level_percent_count,
    boost_pressure_kpa_mean = excluded.boost_pressure_kpa_mean, boost_pressure_kpa_min = excluded.boost_pressure_kpa_min, boost_pressure_kpa_max = excluded.boost_pressure_kpa_max, boost_pressure_kpa_count = excluded.boost_pressure_kpa_count,
    air_filter_drop_kpa_mean = excluded.air_filter_drop_kpa_mean, air_filter_drop_kpa_min = excluded.air_filter_drop_kpa_min, air_filter_drop_kpa_max = excluded.air_filter_drop_kpa_max, air_filter_drop_kpa_count = excluded.air_filter_drop_kpa_count,
    exhaust_temperature_c_mean = excluded.exhaust_temperature_c_mean, exhaust_temperature_c_min = excluded.exhaust_temperature_c_min, exhaust_temperature_c_max = excluded.exhaust_temperature_c_max, exhaust_temperature_c_count = excluded.exhaust_temperature_c_count,
    dpf_drop_kpa_mean = excluded.dpf_drop_kpa_mean, dpf_drop_kpa_min = excluded.dpf_drop_kpa_min, dpf_drop_kpa_max = excluded.dpf_drop_kpa_max, dpf_drop_kpa_count = excluded.dpf_drop_kpa_count,
    battery_voltage_v_mean = excluded.battery_voltage_v_mean, battery_voltage_v_min = excluded.battery_voltage_v_min, battery_voltage_v_max = excluded.battery_voltage_v_max, battery_voltage_v_count = excluded.battery_voltage_v_count,
    hydraulic_oil_temperature_c_mean = excluded.hydraulic_oil_temperature_c_mean, hydraulic_oil_temperature_c_min = excluded.hydraulic_oil_temperature_c_min, hydraulic_oil_temperature_c_max = excluded.hydraulic_oil_temperature_c_max, hydraulic_oil_temperature_c_count = excluded.hydraulic_oil_temperature_c_count,
    hydraulic_pressure_bar_mean = excluded.hydraulic_pressure_bar_mean, hydraulic_pressure_bar_min = excluded.hydraulic_pressure_bar_min, hydraulic_pressure_bar_max = excluded.hydraulic_pressure_bar_max, hydraulic_pressure_bar_count = excluded.hydraulic_pressure_bar_count,
    pump_case_drain_lpm_mean = excluded.pump_case_drain_lpm_mean, pump_case_drain_lpm_min = excluded.pump_case_drain_lpm_min, pump_case_drain_lpm_max = excluded.pump_case_drain_lpm_max, pump_case_drain_lpm_count = excluded.pump_case_drain_lpm_count,
    hydraulic_filter_drop_bar_mean = excluded.hydraulic_filter_drop_bar_mean, hydraulic_filter_drop_bar_min = excluded.hydraulic_filter_drop_bar_min, hydraulic_filter_drop_bar_max = excluded.hydraulic_filter_drop_bar_max, hydraulic_filter_drop_bar_count = excluded.hydraulic_filter_drop_bar_count,
    boom_angle_deg_mean = excluded.boom_angle_deg_mean, boom_angle_deg_min = excluded.boom_angle_deg_min, boom_angle_deg_max = excluded.boom_angle_deg_max, boom_angle_deg_count = excluded.boom_angle_deg_count,
    boom_head_pressure_bar_mean = excluded.boom_head_pressure_bar_mean, boom_head_pressure_bar_min = excluded.boom_head_pressure_bar_min, boom_head_pressure_bar_max = excluded.boom_head_pressure_bar_max, boom_head_pressure_bar_count = excluded.boom_head_pressure_bar_count,
    boom_rod_pressure_bar_mean = excluded.boom_rod_pressure_bar_mean, boom_rod_pressure_bar_min = excluded.boom_rod_pressure_bar_min, boom_rod_pressure_bar_max = excluded.boom_rod_pressure_bar_max, boom_rod_pressure_bar_count = excluded.boom_rod_pressure_bar_count,
    payload_kg_mean = excluded.payload_kg_mean, payload_kg_min = excluded.payload_kg_min, payload_kg_max = excluded.payload_kg_max, payload_kg_count = excluded.payload_kg_count,
    body_angle_deg_mean = excluded.body_angle_deg_mean, body_angle_deg_min = excluded.body_angle_deg_min, body_angle_deg_max = excluded.body_angle_deg_max, body_angle_deg_count = excluded.body_angle_deg_count,
    crusher_power_kw_mean = excluded.crusher_power_kw_mean, crusher_power_kw_min = excluded.crusher_power_kw_min, crusher_power_kw_max = excluded.crusher_power_kw_max, crusher_power_kw_count = excluded.crusher_power_kw_count,
    crusher_speed_rpm_mean = excluded.crusher_speed_rpm_mean, crusher_speed_rpm_min = excluded.crusher_speed_rpm_min, crusher_speed_rpm_max = excluded.crusher_speed_rpm_max, crusher_speed_rpm_count = excluded.crusher_speed_rpm_count,
    crusher_throughput_tph_mean = excluded.crusher_throughput_tph_mean, crusher_throughput_tph_min = excluded.crusher_throughput_tph_min, crusher_throughput_tph_max = excluded.crusher_throughput_tph_max, crusher_throughput_tph_count = excluded.crusher_throughput_tph_count,
    crusher_level_percent_mean = excluded.crusher_level_percent_mean, crusher_level_percent_min = excluded.crusher_level_percent_min, crusher_level_percent_max = excluded.crusher_level_percent_max, crusher_level_percent_count = excluded.crusher_level_percent_count,
    crusher_setting_mm_mean = excluded.crusher_setting_mm_mean, crusher_setting_mm_min = excluded.crusher_setting_mm_min, crusher_setting_mm_max = excluded.crusher_setting_mm_max, crusher_setting_mm_count = excluded.crusher_setting_mm_count,
    crusher_vibration_mmps_mean = excluded.crusher_vibration_mmps_mean, crusher_vibration_mmps_min = excluded.crusher_vibration_mmps_min, crusher_vibration_mmps_max = excluded.crusher_vibration_mmps_max, crusher_vibration_mmps_count = excluded.crusher_vibration_mmps_count,
    crusher_bearing_temperature_c_mean = excluded.crusher_bearing_temperature_c_mean, crusher_bearing_temperature_c_min = excluded.crusher_bearing_temperature_c_min, crusher_bearing_temperature_c_max = excluded.crusher_bearing_temperature_c_max, crusher_bearing_temperature_c_count = excluded.crusher_bearing_temperature_c_count,
    crusher_oil_temperature_c_mean = excluded.crusher_oil_temperature_c_mean, crusher_oil_temperature_c_min = excluded.crusher_oil_temperature_c_min, crusher_oil_temperature_c_max = excluded.crusher_oil_temperature_c_max, crusher_oil_temperature_c_count = excluded.crusher_oil_temperature_c_count,
    brake_oil_temperature_c_mean = excluded.brake_oil_temperature_c_mean, brake_oil_temperature_c_min = excluded.brake_oil_temperature_c_min, brake_oil_temperature_c_max = excluded.brake_oil_temperature_c_max, brake_oil_temperature_c_count = excluded.brake_oil_temperature_c_count,
    brake_pressure_bar_mean = excluded.brake_pressure_bar_mean, brake_pressure_bar_min = excluded.brake_pressure_bar_min, brake_pressure_bar_max = excluded.brake_pressure_bar_max, brake_pressure_bar_count = excluded.brake_pressure_bar_count,
    transmission_oil_temperature_c_mean = excluded.transmission_oil_temperature_c_mean, transmission_oil_temperature_c_min = excluded.transmission_oil_temperature_c_min, transmission_oil_temperature_c_max = excluded.transmission_oil_temperature_c_max, transmission_oil_temperature_c_count = excluded.transmission_oil_temperature_c_count,
    transmission_oil_pressure_kpa_mean = excluded.transmission_oil_pressure_kpa_mean, transmission_oil_pressure_kpa_min = excluded.transmission_oil_pressure_kpa_min, transmission_oil_pressure_kpa_max = excluded.transmission_oil_pressure_kpa_max, transmission_oil_pressure_kpa_count = excluded.transmission_oil_pressure_kpa_count,
    clutch_slip_percent_mean = excluded.clutch_slip_percent_mean, clutch_slip_percent_min = excluded.clutch_slip_percent_min, clutch_slip_percent_max = excluded.clutch_slip_percent_max, clutch_slip_percent_count = excluded.clutch_slip_percent_count,
    tyre_front_left_kpa_mean = excluded.tyre_front_left_kpa_mean, tyre_front_left_kpa_min = excluded.tyre_front_left_kpa_min, tyre_front_left_kpa_max = excluded.tyre_front_left_kpa_max, tyre_front_left_kpa_count = excluded.tyre_front_left_kpa_count,
    tyre_front_right_kpa_mean = excluded.tyre_front_right_kpa_mean, tyre_front_right_kpa_min = excluded.tyre_front_right_kpa_min, tyre_front_right_kpa_max = excluded.tyre_front_right_kpa_max, tyre_front_right_kpa_count = excluded.tyre_front_right_kpa_count,
    tyre_rear_left_kpa_mean = excluded.tyre_rear_left_kpa_mean, tyre_rear_left_kpa_min = excluded.tyre_rear_left_kpa_min, tyre_rear_left_kpa_max = excluded.tyre_rear_left_kpa_max, tyre_rear_left_kpa_count = excluded.tyre_rear_left_kpa_count,
    tyre_rear_right_kpa_mean = excluded.tyre_rear_right_kpa_mean, tyre_rear_right_kpa_min = excluded.tyre_rear_right_kpa_min, tyre_rear_right_kpa_max = excluded.tyre_rear_right_kpa_max, tyre_rear_right_kpa_count = excluded.tyre_rear_right_kpa_count,
    tyre_temperature_c_mean = excluded.tyre_temperature_c_mean, tyre_temperature_c_min = excluded.tyre_temperature_c_min, tyre_temperature_c_max = excluded.tyre_temperature_c_max, tyre_temperature_c_count = excluded.tyre_temperature_c_count,
    altitude_m_mean = excluded.altitude_m_mean, altitude_m_min = excluded.altitude_m_min, altitude_m_max = excluded.altitude_m_max, altitude_m_count = excluded.altitude_m_count,
    heading_deg_mean = excluded.heading_deg_mean, heading_deg_min = excluded.heading_deg_min, heading_deg_max = excluded.heading_deg_max, heading_deg_count = excluded.heading_deg_count,
    pitch_deg_mean = excluded.pitch_deg_mean, pitch_deg_min = excluded.pitch_deg_min, pitch_deg_max = excluded.pitch_deg_max, pitch_deg_count = excluded.pitch_deg_count,
    ground_speed_kmh_mean = excluded.ground_speed_kmh_mean, ground_speed_kmh_min = excluded.ground_speed_kmh_min, ground_speed_kmh_max = excluded.ground_speed_kmh_max, ground_speed_kmh_count = excluded.ground_speed_kmh_count,
    -- end
    readings = excluded.readings, first_time = excluded.first_time, last_time = excluded.last_time
