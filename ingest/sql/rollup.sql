-- name: lock_housekeeping
-- Whether this transaction, and no other worker's, may roll up.
select pg_try_advisory_xact_lock(4203002)

-- name: mark_dirty
-- Marks minutes [from, to) of machines as out of date.
insert into dirty (machine, from_minute, to_minute, block, worker, unit)
select
    machine, 'epoch'::timestamptz + start * interval '1 minute', 'epoch'::timestamptz + stop * interval '1 minute',
    block, %(worker)s, 'minute'
from unnest(%(machines)s::text[], %(starts)s::bigint[], %(stops)s::bigint[], %(blocks)s::bigint[])
    m (machine, start, stop, block)

-- name: await_housekeeping
-- Waits until this transaction, and no other worker's, may roll up.
select true from pg_advisory_xact_lock(4203002)

-- name: take_marks
-- Takes up to so many marks of a worker away that belong to no block; who takes them rolls their minutes up in the same
-- transaction.
delete from dirty where ctid = any (array(
    select ctid from dirty
    where unit = 'minute' and worker = %(worker)s and block <= 0 and block >= %(since)s
    limit %(limit)s
))
returning machine, from_minute, to_minute

-- name: list_workers
-- Whose marks there are.
with recursive found as (
    (select worker from dirty where unit = 'minute' order by worker limit 1)
    union all
    select (select d.worker from dirty d where d.unit = 'minute' and d.worker > f.worker order by d.worker limit 1)
    from found f where f.worker is not null
)
select worker from found where worker is not null

-- name: lock_worker
-- Whether a worker is gone; if so it stays so until this transaction ends.
select pg_try_advisory_xact_lock(4203006, %(worker)s)

-- name: be_worker
-- Stands for a worker for as long as this connection lives.
select pg_advisory_lock(4203006, %(worker)s)

-- name: take_orphaned
-- Takes up to so many marks away of a worker that is gone.
delete from dirty where ctid = any (array(
    select ctid from dirty where unit = 'minute' and worker = %(worker)s limit %(limit)s
))
returning machine, from_minute, to_minute

-- name: take_block
-- Takes up to so many marks of one of a worker's blocks away, and returns their machines.
delete from dirty where ctid = any (array(
    select ctid from dirty where unit = 'minute' and worker = %(worker)s and block = %(block)s limit %(limit)s
))
returning machine

-- name: mark_coarse
-- Marks an hour or a day of machines as out of date.
insert into dirty (machine, from_minute, to_minute, block, worker, unit)
select
    machine, %(start)s, %(start)s::timestamptz + case when %(unit)s = 'hour' then interval '1 hour' else interval '1 day' end,
    0, 0, %(unit)s
from unnest(%(machines)s::text[]) m (machine)
on conflict (unit, machine, from_minute) where unit <> 'minute' do nothing

-- name: take_coarse
-- Takes up to so many marks of hours or days away, and returns their machines and beginnings.
delete from dirty where ctid = any (array(
    select ctid from dirty where unit <> 'minute' and unit = %(unit)s limit %(limit)s
))
returning machine, from_minute

-- name: find_partial
-- Of which of these machines a minute has other readings than so many, or is rolled up already; `others` tells whether
-- another worker has marked it too.
with counted as (
    select r.machine, count(*) as readings from reading_row r
    where r.machine = any (%(keys)s::integer[])
        and r.time >= %(start)s and r.time < %(start)s::timestamptz + interval '1 minute'
    group by r.machine
), rolled as (
    select c.machine from rollup_minute c where c.machine = any (%(machines)s::text[]) and c.bucket = %(start)s
), others as (
    select d.machine from dirty d
    -- In ranges, so that the index passes over the marks of this worker, which are many.
    where d.unit = 'minute' and (d.worker > %(worker)s or d.worker > 0 and d.worker < %(worker)s)
        and d.from_minute <= %(start)s and d.to_minute > %(start)s
)
select m.key, m.machine in (select machine from others)
from unnest(%(machines)s::text[], %(keys)s::integer[], %(readings)s::bigint[]) m (machine, key, readings)
left join counted c on c.machine = m.key
where m.readings <> coalesce(c.readings, 0) or m.machine in (select machine from rolled)

-- name: are_first_and_single
-- Whether no minute of these ranges of machines, all on one day, is rolled up yet or has more than one reading.
select not exists (
    select from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) m (machine, start, stop)
    cross join lateral (
        select from rollup_minute r
        where r.machine = m.machine and r.bucket >= m.start and r.bucket < m.stop
            and r.bucket >= %(day)s and r.bucket < %(day)s::timestamptz + interval '1 day'
        -- So that each range is looked up by itself, however many there are.
        limit 1
    ) a
) and not exists (
    select from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) m (machine, start, stop)
    join machine_key k on k.machine = m.machine
    cross join lateral (
        select from reading_row r
        where r.machine = k.key and r.time >= m.start and r.time < m.stop
            and r.time >= %(day)s and r.time < %(day)s::timestamptz + interval '1 day'
        group by date_trunc('minute', r.time)
        having count(*) > 1
    ) a
)

-- name: copy_minutes
-- Rolls up ranges of machines, all on one day, in which every minute has one reading and none is rolled up yet.
insert into rollup_minute (
    -- generated: mean_columns
    engine_hours_h_mean,
    idle_hours_h_mean,
    fuel_used_l_mean,
    payload_total_kg_mean,
    load_count_mean,
    latitude_deg_mean,
    longitude_deg_mean,
    odometer_km_mean,
    engine_speed_rpm_mean,
    engine_load_percent_mean,
    engine_oil_pressure_kpa_mean,
    engine_oil_temperature_c_mean,
    coolant_temperature_c_mean,
    coolant_level_percent_mean,
    fan_speed_rpm_mean,
    ambient_temperature_c_mean,
    fuel_rate_lph_mean,
    fuel_level_percent_mean,
    def_level_percent_mean,
    boost_pressure_kpa_mean,
    air_filter_drop_kpa_mean,
    exhaust_temperature_c_mean,
    dpf_drop_kpa_mean,
    battery_voltage_v_mean,
    hydraulic_oil_temperature_c_mean,
    hydraulic_pressure_bar_mean,
    pump_case_drain_lpm_mean,
    hydraulic_filter_drop_bar_mean,
    boom_angle_deg_mean,
    boom_head_pressure_bar_mean,
    boom_rod_pressure_bar_mean,
    payload_kg_mean,
    body_angle_deg_mean,
    crusher_power_kw_mean,
    crusher_speed_rpm_mean,
    crusher_throughput_tph_mean,
    crusher_level_percent_mean,
    crusher_setting_mm_mean,
    crusher_vibration_mmps_mean,
    crusher_bearing_temperature_c_mean,
    crusher_oil_temperature_c_mean,
    brake_oil_temperature_c_mean,
    brake_pressure_bar_mean,
    transmission_oil_temperature_c_mean,
    transmission_oil_pressure_kpa_mean,
    clutch_slip_percent_mean,
    tyre_front_left_kpa_mean,
    tyre_front_right_kpa_mean,
    tyre_rear_left_kpa_mean,
    tyre_rear_right_kpa_mean,
    tyre_temperature_c_mean,
    altitude_m_mean,
    heading_deg_mean,
    pitch_deg_mean,
    ground_speed_kmh_mean,
    -- end
    readings, first_time, last_time, machine, bucket
)
select
    -- generated: single_values
    r.engine_hours_h / 1000::double precision,
    r.idle_hours_h / 1000::double precision,
    r.fuel_used_l / 100::double precision,
    r.payload_total_kg,
    r.load_count / 1::double precision,
    r.latitude_deg / 10000000::double precision,
    r.longitude_deg / 10000000::double precision,
    r.odometer_km / 1000::double precision,
    coalesce(r.engine_speed_rpm::real / 1::real, r.exact[1]),
    coalesce(r.engine_load_percent::real / 1::real, r.exact[2]),
    coalesce(r.engine_oil_pressure_kpa::real / 10::real, r.exact[3]),
    coalesce(r.engine_oil_temperature_c::real / 10::real, r.exact[4]),
    coalesce(r.coolant_temperature_c::real / 10::real, r.exact[5]),
    coalesce(r.coolant_level_percent::real / 10::real, r.exact[6]),
    coalesce(r.fan_speed_rpm::real / 1::real, r.exact[7]),
    coalesce(r.ambient_temperature_c::real / 10::real, r.exact[8]),
    coalesce(r.fuel_rate_lph::real / 10::real, r.exact[9]),
    coalesce(r.fuel_level_percent::real / 10::real, r.exact[10]),
    coalesce(r.def_level_percent::real / 10::real, r.exact[11]),
    coalesce(r.boost_pressure_kpa::real / 10::real, r.exact[12]),
    coalesce(r.air_filter_drop_kpa::real / 100::real, r.exact[13]),
    coalesce(r.exhaust_temperature_c::real / 1::real, r.exact[14]),
    coalesce(r.dpf_drop_kpa::real / 100::real, r.exact[15]),
    coalesce(r.battery_voltage_v::real / 100::real, r.exact[16]),
    coalesce(r.hydraulic_oil_temperature_c::real / 10::real, r.exact[17]),
    coalesce(r.hydraulic_pressure_bar::real / 10::real, r.exact[18]),
    coalesce(r.pump_case_drain_lpm::real / 10::real, r.exact[19]),
    coalesce(r.hydraulic_filter_drop_bar::real / 100::real, r.exact[20]),
    coalesce(r.boom_angle_deg::real / 100::real, r.exact[21]),
    r.boom_head_pressure_bar,
    r.boom_rod_pressure_bar,
    r.payload_kg,
    coalesce(r.body_angle_deg::real / 10::real, r.exact[22]),
    coalesce(r.crusher_power_kw::real / 10::real, r.exact[23]),
    coalesce(r.crusher_speed_rpm::real / 10::real, r.exact[24]),
    r.crusher_throughput_tph,
    coalesce(r.crusher_level_percent::real / 10::real, r.exact[25]),
    coalesce(r.crusher_setting_mm::real / 10::real, r.exact[26]),
    coalesce(r.crusher_vibration_mmps::real / 100::real, r.exact[27]),
    coalesce(r.crusher_bearing_temperature_c::real / 10::real, r.exact[28]),
    coalesce(r.crusher_oil_temperature_c::real / 10::real, r.exact[29]),
    coalesce(r.brake_oil_temperature_c::real / 10::real, r.exact[30]),
    coalesce(r.brake_pressure_bar::real / 10::real, r.exact[31]),
    coalesce(r.transmission_oil_temperature_c::real / 10::real, r.exact[32]),
    r.transmission_oil_pressure_kpa,
    coalesce(r.clutch_slip_percent::real / 10::real, r.exact[33]),
    coalesce(r.tyre_front_left_kpa::real / 1::real, r.exact[34]),
    coalesce(r.tyre_front_right_kpa::real / 1::real, r.exact[35]),
    coalesce(r.tyre_rear_left_kpa::real / 1::real, r.exact[36]),
    coalesce(r.tyre_rear_right_kpa::real / 1::real, r.exact[37]),
    coalesce(r.tyre_temperature_c::real / 1::real, r.exact[38]),
    r.altitude_m,
    coalesce(r.heading_deg::real / 10::real, r.exact[39]),
    coalesce(r.pitch_deg::real / 10::real, r.exact[40]),
    coalesce(r.ground_speed_kmh::real / 10::real, r.exact[41]),
    -- end
    1, r.time, r.time, m.machine, date_trunc('minute', r.time)
from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) as m (machine, start, stop)
join machine_key k on k.machine = m.machine
cross join lateral (
    select * from reading_row r
    where r.machine = k.key and r.time >= m.start and r.time < m.stop
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
select
    -- generated: narrowed
    a.engine_hours_h_mean, nullif(a.engine_hours_h_min, a.engine_hours_h_mean), nullif(a.engine_hours_h_max, a.engine_hours_h_mean), nullif(nullif(a.engine_hours_h_count, 0), a.readings),
    a.idle_hours_h_mean, nullif(a.idle_hours_h_min, a.idle_hours_h_mean), nullif(a.idle_hours_h_max, a.idle_hours_h_mean), nullif(nullif(a.idle_hours_h_count, 0), a.readings),
    a.fuel_used_l_mean, nullif(a.fuel_used_l_min, a.fuel_used_l_mean), nullif(a.fuel_used_l_max, a.fuel_used_l_mean), nullif(nullif(a.fuel_used_l_count, 0), a.readings),
    a.payload_total_kg_mean, nullif(a.payload_total_kg_min, a.payload_total_kg_mean), nullif(a.payload_total_kg_max, a.payload_total_kg_mean), nullif(nullif(a.payload_total_kg_count, 0), a.readings),
    a.load_count_mean, nullif(a.load_count_min, a.load_count_mean), nullif(a.load_count_max, a.load_count_mean), nullif(nullif(a.load_count_count, 0), a.readings),
    a.latitude_deg_mean, nullif(a.latitude_deg_min, a.latitude_deg_mean), nullif(a.latitude_deg_max, a.latitude_deg_mean), nullif(nullif(a.latitude_deg_count, 0), a.readings),
    a.longitude_deg_mean, nullif(a.longitude_deg_min, a.longitude_deg_mean), nullif(a.longitude_deg_max, a.longitude_deg_mean), nullif(nullif(a.longitude_deg_count, 0), a.readings),
    a.odometer_km_mean, nullif(a.odometer_km_min, a.odometer_km_mean), nullif(a.odometer_km_max, a.odometer_km_mean), nullif(nullif(a.odometer_km_count, 0), a.readings),
    a.engine_speed_rpm_mean, nullif(a.engine_speed_rpm_min, a.engine_speed_rpm_mean), nullif(a.engine_speed_rpm_max, a.engine_speed_rpm_mean), nullif(nullif(a.engine_speed_rpm_count, 0), a.readings),
    a.engine_load_percent_mean, nullif(a.engine_load_percent_min, a.engine_load_percent_mean), nullif(a.engine_load_percent_max, a.engine_load_percent_mean), nullif(nullif(a.engine_load_percent_count, 0), a.readings),
    a.engine_oil_pressure_kpa_mean, nullif(a.engine_oil_pressure_kpa_min, a.engine_oil_pressure_kpa_mean), nullif(a.engine_oil_pressure_kpa_max, a.engine_oil_pressure_kpa_mean), nullif(nullif(a.engine_oil_pressure_kpa_count, 0), a.readings),
    a.engine_oil_temperature_c_mean, nullif(a.engine_oil_temperature_c_min, a.engine_oil_temperature_c_mean), nullif(a.engine_oil_temperature_c_max, a.engine_oil_temperature_c_mean), nullif(nullif(a.engine_oil_temperature_c_count, 0), a.readings),
    a.coolant_temperature_c_mean, nullif(a.coolant_temperature_c_min, a.coolant_temperature_c_mean), nullif(a.coolant_temperature_c_max, a.coolant_temperature_c_mean), nullif(nullif(a.coolant_temperature_c_count, 0), a.readings),
    a.coolant_level_percent_mean, nullif(a.coolant_level_percent_min, a.coolant_level_percent_mean), nullif(a.coolant_level_percent_max, a.coolant_level_percent_mean), nullif(nullif(a.coolant_level_percent_count, 0), a.readings),
    a.fan_speed_rpm_mean, nullif(a.fan_speed_rpm_min, a.fan_speed_rpm_mean), nullif(a.fan_speed_rpm_max, a.fan_speed_rpm_mean), nullif(nullif(a.fan_speed_rpm_count, 0), a.readings),
    a.ambient_temperature_c_mean, nullif(a.ambient_temperature_c_min, a.ambient_temperature_c_mean), nullif(a.ambient_temperature_c_max, a.ambient_temperature_c_mean), nullif(nullif(a.ambient_temperature_c_count, 0), a.readings),
    a.fuel_rate_lph_mean, nullif(a.fuel_rate_lph_min, a.fuel_rate_lph_mean), nullif(a.fuel_rate_lph_max, a.fuel_rate_lph_mean), nullif(nullif(a.fuel_rate_lph_count, 0), a.readings),
    a.fuel_level_percent_mean, nullif(a.fuel_level_percent_min, a.fuel_level_percent_mean), nullif(a.fuel_level_percent_max, a.fuel_level_percent_mean), nullif(nullif(a.fuel_level_percent_count, 0), a.readings),
    a.def_level_percent_mean, nullif(a.def_level_percent_min, a.def_level_percent_mean), nullif(a.def_level_percent_max, a.def_level_percent_mean), nullif(nullif(a.def_level_percent_count, 0), a.readings),
    a.boost_pressure_kpa_mean, nullif(a.boost_pressure_kpa_min, a.boost_pressure_kpa_mean), nullif(a.boost_pressure_kpa_max, a.boost_pressure_kpa_mean), nullif(nullif(a.boost_pressure_kpa_count, 0), a.readings),
    a.air_filter_drop_kpa_mean, nullif(a.air_filter_drop_kpa_min, a.air_filter_drop_kpa_mean), nullif(a.air_filter_drop_kpa_max, a.air_filter_drop_kpa_mean), nullif(nullif(a.air_filter_drop_kpa_count, 0), a.readings),
    a.exhaust_temperature_c_mean, nullif(a.exhaust_temperature_c_min, a.exhaust_temperature_c_mean), nullif(a.exhaust_temperature_c_max, a.exhaust_temperature_c_mean), nullif(nullif(a.exhaust_temperature_c_count, 0), a.readings),
    a.dpf_drop_kpa_mean, nullif(a.dpf_drop_kpa_min, a.dpf_drop_kpa_mean), nullif(a.dpf_drop_kpa_max, a.dpf_drop_kpa_mean), nullif(nullif(a.dpf_drop_kpa_count, 0), a.readings),
    a.battery_voltage_v_mean, nullif(a.battery_voltage_v_min, a.battery_voltage_v_mean), nullif(a.battery_voltage_v_max, a.battery_voltage_v_mean), nullif(nullif(a.battery_voltage_v_count, 0), a.readings),
    a.hydraulic_oil_temperature_c_mean, nullif(a.hydraulic_oil_temperature_c_min, a.hydraulic_oil_temperature_c_mean), nullif(a.hydraulic_oil_temperature_c_max, a.hydraulic_oil_temperature_c_mean), nullif(nullif(a.hydraulic_oil_temperature_c_count, 0), a.readings),
    a.hydraulic_pressure_bar_mean, nullif(a.hydraulic_pressure_bar_min, a.hydraulic_pressure_bar_mean), nullif(a.hydraulic_pressure_bar_max, a.hydraulic_pressure_bar_mean), nullif(nullif(a.hydraulic_pressure_bar_count, 0), a.readings),
    a.pump_case_drain_lpm_mean, nullif(a.pump_case_drain_lpm_min, a.pump_case_drain_lpm_mean), nullif(a.pump_case_drain_lpm_max, a.pump_case_drain_lpm_mean), nullif(nullif(a.pump_case_drain_lpm_count, 0), a.readings),
    a.hydraulic_filter_drop_bar_mean, nullif(a.hydraulic_filter_drop_bar_min, a.hydraulic_filter_drop_bar_mean), nullif(a.hydraulic_filter_drop_bar_max, a.hydraulic_filter_drop_bar_mean), nullif(nullif(a.hydraulic_filter_drop_bar_count, 0), a.readings),
    a.boom_angle_deg_mean, nullif(a.boom_angle_deg_min, a.boom_angle_deg_mean), nullif(a.boom_angle_deg_max, a.boom_angle_deg_mean), nullif(nullif(a.boom_angle_deg_count, 0), a.readings),
    a.boom_head_pressure_bar_mean, nullif(a.boom_head_pressure_bar_min, a.boom_head_pressure_bar_mean), nullif(a.boom_head_pressure_bar_max, a.boom_head_pressure_bar_mean), nullif(nullif(a.boom_head_pressure_bar_count, 0), a.readings),
    a.boom_rod_pressure_bar_mean, nullif(a.boom_rod_pressure_bar_min, a.boom_rod_pressure_bar_mean), nullif(a.boom_rod_pressure_bar_max, a.boom_rod_pressure_bar_mean), nullif(nullif(a.boom_rod_pressure_bar_count, 0), a.readings),
    a.payload_kg_mean, nullif(a.payload_kg_min, a.payload_kg_mean), nullif(a.payload_kg_max, a.payload_kg_mean), nullif(nullif(a.payload_kg_count, 0), a.readings),
    a.body_angle_deg_mean, nullif(a.body_angle_deg_min, a.body_angle_deg_mean), nullif(a.body_angle_deg_max, a.body_angle_deg_mean), nullif(nullif(a.body_angle_deg_count, 0), a.readings),
    a.crusher_power_kw_mean, nullif(a.crusher_power_kw_min, a.crusher_power_kw_mean), nullif(a.crusher_power_kw_max, a.crusher_power_kw_mean), nullif(nullif(a.crusher_power_kw_count, 0), a.readings),
    a.crusher_speed_rpm_mean, nullif(a.crusher_speed_rpm_min, a.crusher_speed_rpm_mean), nullif(a.crusher_speed_rpm_max, a.crusher_speed_rpm_mean), nullif(nullif(a.crusher_speed_rpm_count, 0), a.readings),
    a.crusher_throughput_tph_mean, nullif(a.crusher_throughput_tph_min, a.crusher_throughput_tph_mean), nullif(a.crusher_throughput_tph_max, a.crusher_throughput_tph_mean), nullif(nullif(a.crusher_throughput_tph_count, 0), a.readings),
    a.crusher_level_percent_mean, nullif(a.crusher_level_percent_min, a.crusher_level_percent_mean), nullif(a.crusher_level_percent_max, a.crusher_level_percent_mean), nullif(nullif(a.crusher_level_percent_count, 0), a.readings),
    a.crusher_setting_mm_mean, nullif(a.crusher_setting_mm_min, a.crusher_setting_mm_mean), nullif(a.crusher_setting_mm_max, a.crusher_setting_mm_mean), nullif(nullif(a.crusher_setting_mm_count, 0), a.readings),
    a.crusher_vibration_mmps_mean, nullif(a.crusher_vibration_mmps_min, a.crusher_vibration_mmps_mean), nullif(a.crusher_vibration_mmps_max, a.crusher_vibration_mmps_mean), nullif(nullif(a.crusher_vibration_mmps_count, 0), a.readings),
    a.crusher_bearing_temperature_c_mean, nullif(a.crusher_bearing_temperature_c_min, a.crusher_bearing_temperature_c_mean), nullif(a.crusher_bearing_temperature_c_max, a.crusher_bearing_temperature_c_mean), nullif(nullif(a.crusher_bearing_temperature_c_count, 0), a.readings),
    a.crusher_oil_temperature_c_mean, nullif(a.crusher_oil_temperature_c_min, a.crusher_oil_temperature_c_mean), nullif(a.crusher_oil_temperature_c_max, a.crusher_oil_temperature_c_mean), nullif(nullif(a.crusher_oil_temperature_c_count, 0), a.readings),
    a.brake_oil_temperature_c_mean, nullif(a.brake_oil_temperature_c_min, a.brake_oil_temperature_c_mean), nullif(a.brake_oil_temperature_c_max, a.brake_oil_temperature_c_mean), nullif(nullif(a.brake_oil_temperature_c_count, 0), a.readings),
    a.brake_pressure_bar_mean, nullif(a.brake_pressure_bar_min, a.brake_pressure_bar_mean), nullif(a.brake_pressure_bar_max, a.brake_pressure_bar_mean), nullif(nullif(a.brake_pressure_bar_count, 0), a.readings),
    a.transmission_oil_temperature_c_mean, nullif(a.transmission_oil_temperature_c_min, a.transmission_oil_temperature_c_mean), nullif(a.transmission_oil_temperature_c_max, a.transmission_oil_temperature_c_mean), nullif(nullif(a.transmission_oil_temperature_c_count, 0), a.readings),
    a.transmission_oil_pressure_kpa_mean, nullif(a.transmission_oil_pressure_kpa_min, a.transmission_oil_pressure_kpa_mean), nullif(a.transmission_oil_pressure_kpa_max, a.transmission_oil_pressure_kpa_mean), nullif(nullif(a.transmission_oil_pressure_kpa_count, 0), a.readings),
    a.clutch_slip_percent_mean, nullif(a.clutch_slip_percent_min, a.clutch_slip_percent_mean), nullif(a.clutch_slip_percent_max, a.clutch_slip_percent_mean), nullif(nullif(a.clutch_slip_percent_count, 0), a.readings),
    a.tyre_front_left_kpa_mean, nullif(a.tyre_front_left_kpa_min, a.tyre_front_left_kpa_mean), nullif(a.tyre_front_left_kpa_max, a.tyre_front_left_kpa_mean), nullif(nullif(a.tyre_front_left_kpa_count, 0), a.readings),
    a.tyre_front_right_kpa_mean, nullif(a.tyre_front_right_kpa_min, a.tyre_front_right_kpa_mean), nullif(a.tyre_front_right_kpa_max, a.tyre_front_right_kpa_mean), nullif(nullif(a.tyre_front_right_kpa_count, 0), a.readings),
    a.tyre_rear_left_kpa_mean, nullif(a.tyre_rear_left_kpa_min, a.tyre_rear_left_kpa_mean), nullif(a.tyre_rear_left_kpa_max, a.tyre_rear_left_kpa_mean), nullif(nullif(a.tyre_rear_left_kpa_count, 0), a.readings),
    a.tyre_rear_right_kpa_mean, nullif(a.tyre_rear_right_kpa_min, a.tyre_rear_right_kpa_mean), nullif(a.tyre_rear_right_kpa_max, a.tyre_rear_right_kpa_mean), nullif(nullif(a.tyre_rear_right_kpa_count, 0), a.readings),
    a.tyre_temperature_c_mean, nullif(a.tyre_temperature_c_min, a.tyre_temperature_c_mean), nullif(a.tyre_temperature_c_max, a.tyre_temperature_c_mean), nullif(nullif(a.tyre_temperature_c_count, 0), a.readings),
    a.altitude_m_mean, nullif(a.altitude_m_min, a.altitude_m_mean), nullif(a.altitude_m_max, a.altitude_m_mean), nullif(nullif(a.altitude_m_count, 0), a.readings),
    a.heading_deg_mean, nullif(a.heading_deg_min, a.heading_deg_mean), nullif(a.heading_deg_max, a.heading_deg_mean), nullif(nullif(a.heading_deg_count, 0), a.readings),
    a.pitch_deg_mean, nullif(a.pitch_deg_min, a.pitch_deg_mean), nullif(a.pitch_deg_max, a.pitch_deg_mean), nullif(nullif(a.pitch_deg_count, 0), a.readings),
    a.ground_speed_kmh_mean, nullif(a.ground_speed_kmh_min, a.ground_speed_kmh_mean), nullif(a.ground_speed_kmh_max, a.ground_speed_kmh_mean), nullif(nullif(a.ground_speed_kmh_count, 0), a.readings),
    -- end
    a.readings, a.first_time, a.last_time, m.machine, a.bucket
from unnest(%(machines)s::text[], %(starts)s::timestamptz[], %(stops)s::timestamptz[]) as m (machine, start, stop)
join machine_key k on k.machine = m.machine
cross join lateral (
    select
        -- generated: minute_values
        (sum(r.engine_hours_h::double precision) / count(r.engine_hours_h))::double precision as engine_hours_h_mean, min(r.engine_hours_h) as engine_hours_h_min, max(r.engine_hours_h) as engine_hours_h_max, count(r.engine_hours_h)::integer as engine_hours_h_count,
        (sum(r.idle_hours_h::double precision) / count(r.idle_hours_h))::double precision as idle_hours_h_mean, min(r.idle_hours_h) as idle_hours_h_min, max(r.idle_hours_h) as idle_hours_h_max, count(r.idle_hours_h)::integer as idle_hours_h_count,
        (sum(r.fuel_used_l::double precision) / count(r.fuel_used_l))::double precision as fuel_used_l_mean, min(r.fuel_used_l) as fuel_used_l_min, max(r.fuel_used_l) as fuel_used_l_max, count(r.fuel_used_l)::integer as fuel_used_l_count,
        (sum(r.payload_total_kg::double precision) / count(r.payload_total_kg))::double precision as payload_total_kg_mean, min(r.payload_total_kg) as payload_total_kg_min, max(r.payload_total_kg) as payload_total_kg_max, count(r.payload_total_kg)::integer as payload_total_kg_count,
        (sum(r.load_count::double precision) / count(r.load_count))::double precision as load_count_mean, min(r.load_count) as load_count_min, max(r.load_count) as load_count_max, count(r.load_count)::integer as load_count_count,
        (sum(r.latitude_deg::double precision) / count(r.latitude_deg))::double precision as latitude_deg_mean, min(r.latitude_deg) as latitude_deg_min, max(r.latitude_deg) as latitude_deg_max, count(r.latitude_deg)::integer as latitude_deg_count,
        (sum(r.longitude_deg::double precision) / count(r.longitude_deg))::double precision as longitude_deg_mean, min(r.longitude_deg) as longitude_deg_min, max(r.longitude_deg) as longitude_deg_max, count(r.longitude_deg)::integer as longitude_deg_count,
        (sum(r.odometer_km::double precision) / count(r.odometer_km))::double precision as odometer_km_mean, min(r.odometer_km) as odometer_km_min, max(r.odometer_km) as odometer_km_max, count(r.odometer_km)::integer as odometer_km_count,
        (sum(r.engine_speed_rpm::double precision) / count(r.engine_speed_rpm))::real as engine_speed_rpm_mean, min(r.engine_speed_rpm) as engine_speed_rpm_min, max(r.engine_speed_rpm) as engine_speed_rpm_max, count(r.engine_speed_rpm)::integer as engine_speed_rpm_count,
        (sum(r.engine_load_percent::double precision) / count(r.engine_load_percent))::real as engine_load_percent_mean, min(r.engine_load_percent) as engine_load_percent_min, max(r.engine_load_percent) as engine_load_percent_max, count(r.engine_load_percent)::integer as engine_load_percent_count,
        (sum(r.engine_oil_pressure_kpa::double precision) / count(r.engine_oil_pressure_kpa))::real as engine_oil_pressure_kpa_mean, min(r.engine_oil_pressure_kpa) as engine_oil_pressure_kpa_min, max(r.engine_oil_pressure_kpa) as engine_oil_pressure_kpa_max, count(r.engine_oil_pressure_kpa)::integer as engine_oil_pressure_kpa_count,
        (sum(r.engine_oil_temperature_c::double precision) / count(r.engine_oil_temperature_c))::real as engine_oil_temperature_c_mean, min(r.engine_oil_temperature_c) as engine_oil_temperature_c_min, max(r.engine_oil_temperature_c) as engine_oil_temperature_c_max, count(r.engine_oil_temperature_c)::integer as engine_oil_temperature_c_count,
        (sum(r.coolant_temperature_c::double precision) / count(r.coolant_temperature_c))::real as coolant_temperature_c_mean, min(r.coolant_temperature_c) as coolant_temperature_c_min, max(r.coolant_temperature_c) as coolant_temperature_c_max, count(r.coolant_temperature_c)::integer as coolant_temperature_c_count,
        (sum(r.coolant_level_percent::double precision) / count(r.coolant_level_percent))::real as coolant_level_percent_mean, min(r.coolant_level_percent) as coolant_level_percent_min, max(r.coolant_level_percent) as coolant_level_percent_max, count(r.coolant_level_percent)::integer as coolant_level_percent_count,
        (sum(r.fan_speed_rpm::double precision) / count(r.fan_speed_rpm))::real as fan_speed_rpm_mean, min(r.fan_speed_rpm) as fan_speed_rpm_min, max(r.fan_speed_rpm) as fan_speed_rpm_max, count(r.fan_speed_rpm)::integer as fan_speed_rpm_count,
        (sum(r.ambient_temperature_c::double precision) / count(r.ambient_temperature_c))::real as ambient_temperature_c_mean, min(r.ambient_temperature_c) as ambient_temperature_c_min, max(r.ambient_temperature_c) as ambient_temperature_c_max, count(r.ambient_temperature_c)::integer as ambient_temperature_c_count,
        (sum(r.fuel_rate_lph::double precision) / count(r.fuel_rate_lph))::real as fuel_rate_lph_mean, min(r.fuel_rate_lph) as fuel_rate_lph_min, max(r.fuel_rate_lph) as fuel_rate_lph_max, count(r.fuel_rate_lph)::integer as fuel_rate_lph_count,
        (sum(r.fuel_level_percent::double precision) / count(r.fuel_level_percent))::real as fuel_level_percent_mean, min(r.fuel_level_percent) as fuel_level_percent_min, max(r.fuel_level_percent) as fuel_level_percent_max, count(r.fuel_level_percent)::integer as fuel_level_percent_count,
        (sum(r.def_level_percent::double precision) / count(r.def_level_percent))::real as def_level_percent_mean, min(r.def_level_percent) as def_level_percent_min, max(r.def_level_percent) as def_level_percent_max, count(r.def_level_percent)::integer as def_level_percent_count,
        (sum(r.boost_pressure_kpa::double precision) / count(r.boost_pressure_kpa))::real as boost_pressure_kpa_mean, min(r.boost_pressure_kpa) as boost_pressure_kpa_min, max(r.boost_pressure_kpa) as boost_pressure_kpa_max, count(r.boost_pressure_kpa)::integer as boost_pressure_kpa_count,
        (sum(r.air_filter_drop_kpa::double precision) / count(r.air_filter_drop_kpa))::real as air_filter_drop_kpa_mean, min(r.air_filter_drop_kpa) as air_filter_drop_kpa_min, max(r.air_filter_drop_kpa) as air_filter_drop_kpa_max, count(r.air_filter_drop_kpa)::integer as air_filter_drop_kpa_count,
        (sum(r.exhaust_temperature_c::double precision) / count(r.exhaust_temperature_c))::real as exhaust_temperature_c_mean, min(r.exhaust_temperature_c) as exhaust_temperature_c_min, max(r.exhaust_temperature_c) as exhaust_temperature_c_max, count(r.exhaust_temperature_c)::integer as exhaust_temperature_c_count,
        (sum(r.dpf_drop_kpa::double precision) / count(r.dpf_drop_kpa))::real as dpf_drop_kpa_mean, min(r.dpf_drop_kpa) as dpf_drop_kpa_min, max(r.dpf_drop_kpa) as dpf_drop_kpa_max, count(r.dpf_drop_kpa)::integer as dpf_drop_kpa_count,
        (sum(r.battery_voltage_v::double precision) / count(r.battery_voltage_v))::real as battery_voltage_v_mean, min(r.battery_voltage_v) as battery_voltage_v_min, max(r.battery_voltage_v) as battery_voltage_v_max, count(r.battery_voltage_v)::integer as battery_voltage_v_count,
        (sum(r.hydraulic_oil_temperature_c::double precision) / count(r.hydraulic_oil_temperature_c))::real as hydraulic_oil_temperature_c_mean, min(r.hydraulic_oil_temperature_c) as hydraulic_oil_temperature_c_min, max(r.hydraulic_oil_temperature_c) as hydraulic_oil_temperature_c_max, count(r.hydraulic_oil_temperature_c)::integer as hydraulic_oil_temperature_c_count,
        (sum(r.hydraulic_pressure_bar::double precision) / count(r.hydraulic_pressure_bar))::real as hydraulic_pressure_bar_mean, min(r.hydraulic_pressure_bar) as hydraulic_pressure_bar_min, max(r.hydraulic_pressure_bar) as hydraulic_pressure_bar_max, count(r.hydraulic_pressure_bar)::integer as hydraulic_pressure_bar_count,
        (sum(r.pump_case_drain_lpm::double precision) / count(r.pump_case_drain_lpm))::real as pump_case_drain_lpm_mean, min(r.pump_case_drain_lpm) as pump_case_drain_lpm_min, max(r.pump_case_drain_lpm) as pump_case_drain_lpm_max, count(r.pump_case_drain_lpm)::integer as pump_case_drain_lpm_count,
        (sum(r.hydraulic_filter_drop_bar::double precision) / count(r.hydraulic_filter_drop_bar))::real as hydraulic_filter_drop_bar_mean, min(r.hydraulic_filter_drop_bar) as hydraulic_filter_drop_bar_min, max(r.hydraulic_filter_drop_bar) as hydraulic_filter_drop_bar_max, count(r.hydraulic_filter_drop_bar)::integer as hydraulic_filter_drop_bar_count,
        (sum(r.boom_angle_deg::double precision) / count(r.boom_angle_deg))::real as boom_angle_deg_mean, min(r.boom_angle_deg) as boom_angle_deg_min, max(r.boom_angle_deg) as boom_angle_deg_max, count(r.boom_angle_deg)::integer as boom_angle_deg_count,
        (sum(r.boom_head_pressure_bar::double precision) / count(r.boom_head_pressure_bar))::real as boom_head_pressure_bar_mean, min(r.boom_head_pressure_bar) as boom_head_pressure_bar_min, max(r.boom_head_pressure_bar) as boom_head_pressure_bar_max, count(r.boom_head_pressure_bar)::integer as boom_head_pressure_bar_count,
        (sum(r.boom_rod_pressure_bar::double precision) / count(r.boom_rod_pressure_bar))::real as boom_rod_pressure_bar_mean, min(r.boom_rod_pressure_bar) as boom_rod_pressure_bar_min, max(r.boom_rod_pressure_bar) as boom_rod_pressure_bar_max, count(r.boom_rod_pressure_bar)::integer as boom_rod_pressure_bar_count,
        (sum(r.payload_kg::double precision) / count(r.payload_kg))::real as payload_kg_mean, min(r.payload_kg) as payload_kg_min, max(r.payload_kg) as payload_kg_max, count(r.payload_kg)::integer as payload_kg_count,
        (sum(r.body_angle_deg::double precision) / count(r.body_angle_deg))::real as body_angle_deg_mean, min(r.body_angle_deg) as body_angle_deg_min, max(r.body_angle_deg) as body_angle_deg_max, count(r.body_angle_deg)::integer as body_angle_deg_count,
        (sum(r.crusher_power_kw::double precision) / count(r.crusher_power_kw))::real as crusher_power_kw_mean, min(r.crusher_power_kw) as crusher_power_kw_min, max(r.crusher_power_kw) as crusher_power_kw_max, count(r.crusher_power_kw)::integer as crusher_power_kw_count,
        (sum(r.crusher_speed_rpm::double precision) / count(r.crusher_speed_rpm))::real as crusher_speed_rpm_mean, min(r.crusher_speed_rpm) as crusher_speed_rpm_min, max(r.crusher_speed_rpm) as crusher_speed_rpm_max, count(r.crusher_speed_rpm)::integer as crusher_speed_rpm_count,
        (sum(r.crusher_throughput_tph::double precision) / count(r.crusher_throughput_tph))::real as crusher_throughput_tph_mean, min(r.crusher_throughput_tph) as crusher_throughput_tph_min, max(r.crusher_throughput_tph) as crusher_throughput_tph_max, count(r.crusher_throughput_tph)::integer as crusher_throughput_tph_count,
        (sum(r.crusher_level_percent::double precision) / count(r.crusher_level_percent))::real as crusher_level_percent_mean, min(r.crusher_level_percent) as crusher_level_percent_min, max(r.crusher_level_percent) as crusher_level_percent_max, count(r.crusher_level_percent)::integer as crusher_level_percent_count,
        (sum(r.crusher_setting_mm::double precision) / count(r.crusher_setting_mm))::real as crusher_setting_mm_mean, min(r.crusher_setting_mm) as crusher_setting_mm_min, max(r.crusher_setting_mm) as crusher_setting_mm_max, count(r.crusher_setting_mm)::integer as crusher_setting_mm_count,
        (sum(r.crusher_vibration_mmps::double precision) / count(r.crusher_vibration_mmps))::real as crusher_vibration_mmps_mean, min(r.crusher_vibration_mmps) as crusher_vibration_mmps_min, max(r.crusher_vibration_mmps) as crusher_vibration_mmps_max, count(r.crusher_vibration_mmps)::integer as crusher_vibration_mmps_count,
        (sum(r.crusher_bearing_temperature_c::double precision) / count(r.crusher_bearing_temperature_c))::real as crusher_bearing_temperature_c_mean, min(r.crusher_bearing_temperature_c) as crusher_bearing_temperature_c_min, max(r.crusher_bearing_temperature_c) as crusher_bearing_temperature_c_max, count(r.crusher_bearing_temperature_c)::integer as crusher_bearing_temperature_c_count,
        (sum(r.crusher_oil_temperature_c::double precision) / count(r.crusher_oil_temperature_c))::real as crusher_oil_temperature_c_mean, min(r.crusher_oil_temperature_c) as crusher_oil_temperature_c_min, max(r.crusher_oil_temperature_c) as crusher_oil_temperature_c_max, count(r.crusher_oil_temperature_c)::integer as crusher_oil_temperature_c_count,
        (sum(r.brake_oil_temperature_c::double precision) / count(r.brake_oil_temperature_c))::real as brake_oil_temperature_c_mean, min(r.brake_oil_temperature_c) as brake_oil_temperature_c_min, max(r.brake_oil_temperature_c) as brake_oil_temperature_c_max, count(r.brake_oil_temperature_c)::integer as brake_oil_temperature_c_count,
        (sum(r.brake_pressure_bar::double precision) / count(r.brake_pressure_bar))::real as brake_pressure_bar_mean, min(r.brake_pressure_bar) as brake_pressure_bar_min, max(r.brake_pressure_bar) as brake_pressure_bar_max, count(r.brake_pressure_bar)::integer as brake_pressure_bar_count,
        (sum(r.transmission_oil_temperature_c::double precision) / count(r.transmission_oil_temperature_c))::real as transmission_oil_temperature_c_mean, min(r.transmission_oil_temperature_c) as transmission_oil_temperature_c_min, max(r.transmission_oil_temperature_c) as transmission_oil_temperature_c_max, count(r.transmission_oil_temperature_c)::integer as transmission_oil_temperature_c_count,
        (sum(r.transmission_oil_pressure_kpa::double precision) / count(r.transmission_oil_pressure_kpa))::real as transmission_oil_pressure_kpa_mean, min(r.transmission_oil_pressure_kpa) as transmission_oil_pressure_kpa_min, max(r.transmission_oil_pressure_kpa) as transmission_oil_pressure_kpa_max, count(r.transmission_oil_pressure_kpa)::integer as transmission_oil_pressure_kpa_count,
        (sum(r.clutch_slip_percent::double precision) / count(r.clutch_slip_percent))::real as clutch_slip_percent_mean, min(r.clutch_slip_percent) as clutch_slip_percent_min, max(r.clutch_slip_percent) as clutch_slip_percent_max, count(r.clutch_slip_percent)::integer as clutch_slip_percent_count,
        (sum(r.tyre_front_left_kpa::double precision) / count(r.tyre_front_left_kpa))::real as tyre_front_left_kpa_mean, min(r.tyre_front_left_kpa) as tyre_front_left_kpa_min, max(r.tyre_front_left_kpa) as tyre_front_left_kpa_max, count(r.tyre_front_left_kpa)::integer as tyre_front_left_kpa_count,
        (sum(r.tyre_front_right_kpa::double precision) / count(r.tyre_front_right_kpa))::real as tyre_front_right_kpa_mean, min(r.tyre_front_right_kpa) as tyre_front_right_kpa_min, max(r.tyre_front_right_kpa) as tyre_front_right_kpa_max, count(r.tyre_front_right_kpa)::integer as tyre_front_right_kpa_count,
        (sum(r.tyre_rear_left_kpa::double precision) / count(r.tyre_rear_left_kpa))::real as tyre_rear_left_kpa_mean, min(r.tyre_rear_left_kpa) as tyre_rear_left_kpa_min, max(r.tyre_rear_left_kpa) as tyre_rear_left_kpa_max, count(r.tyre_rear_left_kpa)::integer as tyre_rear_left_kpa_count,
        (sum(r.tyre_rear_right_kpa::double precision) / count(r.tyre_rear_right_kpa))::real as tyre_rear_right_kpa_mean, min(r.tyre_rear_right_kpa) as tyre_rear_right_kpa_min, max(r.tyre_rear_right_kpa) as tyre_rear_right_kpa_max, count(r.tyre_rear_right_kpa)::integer as tyre_rear_right_kpa_count,
        (sum(r.tyre_temperature_c::double precision) / count(r.tyre_temperature_c))::real as tyre_temperature_c_mean, min(r.tyre_temperature_c) as tyre_temperature_c_min, max(r.tyre_temperature_c) as tyre_temperature_c_max, count(r.tyre_temperature_c)::integer as tyre_temperature_c_count,
        (sum(r.altitude_m::double precision) / count(r.altitude_m))::real as altitude_m_mean, min(r.altitude_m) as altitude_m_min, max(r.altitude_m) as altitude_m_max, count(r.altitude_m)::integer as altitude_m_count,
        (sum(r.heading_deg::double precision) / count(r.heading_deg))::real as heading_deg_mean, min(r.heading_deg) as heading_deg_min, max(r.heading_deg) as heading_deg_max, count(r.heading_deg)::integer as heading_deg_count,
        (sum(r.pitch_deg::double precision) / count(r.pitch_deg))::real as pitch_deg_mean, min(r.pitch_deg) as pitch_deg_min, max(r.pitch_deg) as pitch_deg_max, count(r.pitch_deg)::integer as pitch_deg_count,
        (sum(r.ground_speed_kmh::double precision) / count(r.ground_speed_kmh))::real as ground_speed_kmh_mean, min(r.ground_speed_kmh) as ground_speed_kmh_min, max(r.ground_speed_kmh) as ground_speed_kmh_max, count(r.ground_speed_kmh)::integer as ground_speed_kmh_count,
        -- end
        count(*)::integer as readings, min(r.time) as first_time, max(r.time) as last_time,
        date_trunc('minute', r.time) as bucket
    from (
        select
            -- generated: shown
            r.engine_hours_h / 1000::double precision as engine_hours_h,
            r.idle_hours_h / 1000::double precision as idle_hours_h,
            r.fuel_used_l / 100::double precision as fuel_used_l,
            r.payload_total_kg as payload_total_kg,
            r.load_count / 1::double precision as load_count,
            r.latitude_deg / 10000000::double precision as latitude_deg,
            r.longitude_deg / 10000000::double precision as longitude_deg,
            r.odometer_km / 1000::double precision as odometer_km,
            coalesce(r.engine_speed_rpm::real / 1::real, r.exact[1]) as engine_speed_rpm,
            coalesce(r.engine_load_percent::real / 1::real, r.exact[2]) as engine_load_percent,
            coalesce(r.engine_oil_pressure_kpa::real / 10::real, r.exact[3]) as engine_oil_pressure_kpa,
            coalesce(r.engine_oil_temperature_c::real / 10::real, r.exact[4]) as engine_oil_temperature_c,
            coalesce(r.coolant_temperature_c::real / 10::real, r.exact[5]) as coolant_temperature_c,
            coalesce(r.coolant_level_percent::real / 10::real, r.exact[6]) as coolant_level_percent,
            coalesce(r.fan_speed_rpm::real / 1::real, r.exact[7]) as fan_speed_rpm,
            coalesce(r.ambient_temperature_c::real / 10::real, r.exact[8]) as ambient_temperature_c,
            coalesce(r.fuel_rate_lph::real / 10::real, r.exact[9]) as fuel_rate_lph,
            coalesce(r.fuel_level_percent::real / 10::real, r.exact[10]) as fuel_level_percent,
            coalesce(r.def_level_percent::real / 10::real, r.exact[11]) as def_level_percent,
            coalesce(r.boost_pressure_kpa::real / 10::real, r.exact[12]) as boost_pressure_kpa,
            coalesce(r.air_filter_drop_kpa::real / 100::real, r.exact[13]) as air_filter_drop_kpa,
            coalesce(r.exhaust_temperature_c::real / 1::real, r.exact[14]) as exhaust_temperature_c,
            coalesce(r.dpf_drop_kpa::real / 100::real, r.exact[15]) as dpf_drop_kpa,
            coalesce(r.battery_voltage_v::real / 100::real, r.exact[16]) as battery_voltage_v,
            coalesce(r.hydraulic_oil_temperature_c::real / 10::real, r.exact[17]) as hydraulic_oil_temperature_c,
            coalesce(r.hydraulic_pressure_bar::real / 10::real, r.exact[18]) as hydraulic_pressure_bar,
            coalesce(r.pump_case_drain_lpm::real / 10::real, r.exact[19]) as pump_case_drain_lpm,
            coalesce(r.hydraulic_filter_drop_bar::real / 100::real, r.exact[20]) as hydraulic_filter_drop_bar,
            coalesce(r.boom_angle_deg::real / 100::real, r.exact[21]) as boom_angle_deg,
            r.boom_head_pressure_bar as boom_head_pressure_bar,
            r.boom_rod_pressure_bar as boom_rod_pressure_bar,
            r.payload_kg as payload_kg,
            coalesce(r.body_angle_deg::real / 10::real, r.exact[22]) as body_angle_deg,
            coalesce(r.crusher_power_kw::real / 10::real, r.exact[23]) as crusher_power_kw,
            coalesce(r.crusher_speed_rpm::real / 10::real, r.exact[24]) as crusher_speed_rpm,
            r.crusher_throughput_tph as crusher_throughput_tph,
            coalesce(r.crusher_level_percent::real / 10::real, r.exact[25]) as crusher_level_percent,
            coalesce(r.crusher_setting_mm::real / 10::real, r.exact[26]) as crusher_setting_mm,
            coalesce(r.crusher_vibration_mmps::real / 100::real, r.exact[27]) as crusher_vibration_mmps,
            coalesce(r.crusher_bearing_temperature_c::real / 10::real, r.exact[28]) as crusher_bearing_temperature_c,
            coalesce(r.crusher_oil_temperature_c::real / 10::real, r.exact[29]) as crusher_oil_temperature_c,
            coalesce(r.brake_oil_temperature_c::real / 10::real, r.exact[30]) as brake_oil_temperature_c,
            coalesce(r.brake_pressure_bar::real / 10::real, r.exact[31]) as brake_pressure_bar,
            coalesce(r.transmission_oil_temperature_c::real / 10::real, r.exact[32]) as transmission_oil_temperature_c,
            r.transmission_oil_pressure_kpa as transmission_oil_pressure_kpa,
            coalesce(r.clutch_slip_percent::real / 10::real, r.exact[33]) as clutch_slip_percent,
            coalesce(r.tyre_front_left_kpa::real / 1::real, r.exact[34]) as tyre_front_left_kpa,
            coalesce(r.tyre_front_right_kpa::real / 1::real, r.exact[35]) as tyre_front_right_kpa,
            coalesce(r.tyre_rear_left_kpa::real / 1::real, r.exact[36]) as tyre_rear_left_kpa,
            coalesce(r.tyre_rear_right_kpa::real / 1::real, r.exact[37]) as tyre_rear_right_kpa,
            coalesce(r.tyre_temperature_c::real / 1::real, r.exact[38]) as tyre_temperature_c,
            r.altitude_m as altitude_m,
            coalesce(r.heading_deg::real / 10::real, r.exact[39]) as heading_deg,
            coalesce(r.pitch_deg::real / 10::real, r.exact[40]) as pitch_deg,
            coalesce(r.ground_speed_kmh::real / 10::real, r.exact[41]) as ground_speed_kmh,
            -- end
            r.time
        from reading_row r
        where r.machine = k.key and r.time >= m.start and r.time < m.stop
            and r.time >= %(day)s and r.time < %(day)s::timestamptz + interval '1 day'
        offset 0
    ) r
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
select
    -- generated: narrowed
    a.engine_hours_h_mean, nullif(a.engine_hours_h_min, a.engine_hours_h_mean), nullif(a.engine_hours_h_max, a.engine_hours_h_mean), nullif(nullif(a.engine_hours_h_count, 0), a.readings),
    a.idle_hours_h_mean, nullif(a.idle_hours_h_min, a.idle_hours_h_mean), nullif(a.idle_hours_h_max, a.idle_hours_h_mean), nullif(nullif(a.idle_hours_h_count, 0), a.readings),
    a.fuel_used_l_mean, nullif(a.fuel_used_l_min, a.fuel_used_l_mean), nullif(a.fuel_used_l_max, a.fuel_used_l_mean), nullif(nullif(a.fuel_used_l_count, 0), a.readings),
    a.payload_total_kg_mean, nullif(a.payload_total_kg_min, a.payload_total_kg_mean), nullif(a.payload_total_kg_max, a.payload_total_kg_mean), nullif(nullif(a.payload_total_kg_count, 0), a.readings),
    a.load_count_mean, nullif(a.load_count_min, a.load_count_mean), nullif(a.load_count_max, a.load_count_mean), nullif(nullif(a.load_count_count, 0), a.readings),
    a.latitude_deg_mean, nullif(a.latitude_deg_min, a.latitude_deg_mean), nullif(a.latitude_deg_max, a.latitude_deg_mean), nullif(nullif(a.latitude_deg_count, 0), a.readings),
    a.longitude_deg_mean, nullif(a.longitude_deg_min, a.longitude_deg_mean), nullif(a.longitude_deg_max, a.longitude_deg_mean), nullif(nullif(a.longitude_deg_count, 0), a.readings),
    a.odometer_km_mean, nullif(a.odometer_km_min, a.odometer_km_mean), nullif(a.odometer_km_max, a.odometer_km_mean), nullif(nullif(a.odometer_km_count, 0), a.readings),
    a.engine_speed_rpm_mean, nullif(a.engine_speed_rpm_min, a.engine_speed_rpm_mean), nullif(a.engine_speed_rpm_max, a.engine_speed_rpm_mean), nullif(nullif(a.engine_speed_rpm_count, 0), a.readings),
    a.engine_load_percent_mean, nullif(a.engine_load_percent_min, a.engine_load_percent_mean), nullif(a.engine_load_percent_max, a.engine_load_percent_mean), nullif(nullif(a.engine_load_percent_count, 0), a.readings),
    a.engine_oil_pressure_kpa_mean, nullif(a.engine_oil_pressure_kpa_min, a.engine_oil_pressure_kpa_mean), nullif(a.engine_oil_pressure_kpa_max, a.engine_oil_pressure_kpa_mean), nullif(nullif(a.engine_oil_pressure_kpa_count, 0), a.readings),
    a.engine_oil_temperature_c_mean, nullif(a.engine_oil_temperature_c_min, a.engine_oil_temperature_c_mean), nullif(a.engine_oil_temperature_c_max, a.engine_oil_temperature_c_mean), nullif(nullif(a.engine_oil_temperature_c_count, 0), a.readings),
    a.coolant_temperature_c_mean, nullif(a.coolant_temperature_c_min, a.coolant_temperature_c_mean), nullif(a.coolant_temperature_c_max, a.coolant_temperature_c_mean), nullif(nullif(a.coolant_temperature_c_count, 0), a.readings),
    a.coolant_level_percent_mean, nullif(a.coolant_level_percent_min, a.coolant_level_percent_mean), nullif(a.coolant_level_percent_max, a.coolant_level_percent_mean), nullif(nullif(a.coolant_level_percent_count, 0), a.readings),
    a.fan_speed_rpm_mean, nullif(a.fan_speed_rpm_min, a.fan_speed_rpm_mean), nullif(a.fan_speed_rpm_max, a.fan_speed_rpm_mean), nullif(nullif(a.fan_speed_rpm_count, 0), a.readings),
    a.ambient_temperature_c_mean, nullif(a.ambient_temperature_c_min, a.ambient_temperature_c_mean), nullif(a.ambient_temperature_c_max, a.ambient_temperature_c_mean), nullif(nullif(a.ambient_temperature_c_count, 0), a.readings),
    a.fuel_rate_lph_mean, nullif(a.fuel_rate_lph_min, a.fuel_rate_lph_mean), nullif(a.fuel_rate_lph_max, a.fuel_rate_lph_mean), nullif(nullif(a.fuel_rate_lph_count, 0), a.readings),
    a.fuel_level_percent_mean, nullif(a.fuel_level_percent_min, a.fuel_level_percent_mean), nullif(a.fuel_level_percent_max, a.fuel_level_percent_mean), nullif(nullif(a.fuel_level_percent_count, 0), a.readings),
    a.def_level_percent_mean, nullif(a.def_level_percent_min, a.def_level_percent_mean), nullif(a.def_level_percent_max, a.def_level_percent_mean), nullif(nullif(a.def_level_percent_count, 0), a.readings),
    a.boost_pressure_kpa_mean, nullif(a.boost_pressure_kpa_min, a.boost_pressure_kpa_mean), nullif(a.boost_pressure_kpa_max, a.boost_pressure_kpa_mean), nullif(nullif(a.boost_pressure_kpa_count, 0), a.readings),
    a.air_filter_drop_kpa_mean, nullif(a.air_filter_drop_kpa_min, a.air_filter_drop_kpa_mean), nullif(a.air_filter_drop_kpa_max, a.air_filter_drop_kpa_mean), nullif(nullif(a.air_filter_drop_kpa_count, 0), a.readings),
    a.exhaust_temperature_c_mean, nullif(a.exhaust_temperature_c_min, a.exhaust_temperature_c_mean), nullif(a.exhaust_temperature_c_max, a.exhaust_temperature_c_mean), nullif(nullif(a.exhaust_temperature_c_count, 0), a.readings),
    a.dpf_drop_kpa_mean, nullif(a.dpf_drop_kpa_min, a.dpf_drop_kpa_mean), nullif(a.dpf_drop_kpa_max, a.dpf_drop_kpa_mean), nullif(nullif(a.dpf_drop_kpa_count, 0), a.readings),
    a.battery_voltage_v_mean, nullif(a.battery_voltage_v_min, a.battery_voltage_v_mean), nullif(a.battery_voltage_v_max, a.battery_voltage_v_mean), nullif(nullif(a.battery_voltage_v_count, 0), a.readings),
    a.hydraulic_oil_temperature_c_mean, nullif(a.hydraulic_oil_temperature_c_min, a.hydraulic_oil_temperature_c_mean), nullif(a.hydraulic_oil_temperature_c_max, a.hydraulic_oil_temperature_c_mean), nullif(nullif(a.hydraulic_oil_temperature_c_count, 0), a.readings),
    a.hydraulic_pressure_bar_mean, nullif(a.hydraulic_pressure_bar_min, a.hydraulic_pressure_bar_mean), nullif(a.hydraulic_pressure_bar_max, a.hydraulic_pressure_bar_mean), nullif(nullif(a.hydraulic_pressure_bar_count, 0), a.readings),
    a.pump_case_drain_lpm_mean, nullif(a.pump_case_drain_lpm_min, a.pump_case_drain_lpm_mean), nullif(a.pump_case_drain_lpm_max, a.pump_case_drain_lpm_mean), nullif(nullif(a.pump_case_drain_lpm_count, 0), a.readings),
    a.hydraulic_filter_drop_bar_mean, nullif(a.hydraulic_filter_drop_bar_min, a.hydraulic_filter_drop_bar_mean), nullif(a.hydraulic_filter_drop_bar_max, a.hydraulic_filter_drop_bar_mean), nullif(nullif(a.hydraulic_filter_drop_bar_count, 0), a.readings),
    a.boom_angle_deg_mean, nullif(a.boom_angle_deg_min, a.boom_angle_deg_mean), nullif(a.boom_angle_deg_max, a.boom_angle_deg_mean), nullif(nullif(a.boom_angle_deg_count, 0), a.readings),
    a.boom_head_pressure_bar_mean, nullif(a.boom_head_pressure_bar_min, a.boom_head_pressure_bar_mean), nullif(a.boom_head_pressure_bar_max, a.boom_head_pressure_bar_mean), nullif(nullif(a.boom_head_pressure_bar_count, 0), a.readings),
    a.boom_rod_pressure_bar_mean, nullif(a.boom_rod_pressure_bar_min, a.boom_rod_pressure_bar_mean), nullif(a.boom_rod_pressure_bar_max, a.boom_rod_pressure_bar_mean), nullif(nullif(a.boom_rod_pressure_bar_count, 0), a.readings),
    a.payload_kg_mean, nullif(a.payload_kg_min, a.payload_kg_mean), nullif(a.payload_kg_max, a.payload_kg_mean), nullif(nullif(a.payload_kg_count, 0), a.readings),
    a.body_angle_deg_mean, nullif(a.body_angle_deg_min, a.body_angle_deg_mean), nullif(a.body_angle_deg_max, a.body_angle_deg_mean), nullif(nullif(a.body_angle_deg_count, 0), a.readings),
    a.crusher_power_kw_mean, nullif(a.crusher_power_kw_min, a.crusher_power_kw_mean), nullif(a.crusher_power_kw_max, a.crusher_power_kw_mean), nullif(nullif(a.crusher_power_kw_count, 0), a.readings),
    a.crusher_speed_rpm_mean, nullif(a.crusher_speed_rpm_min, a.crusher_speed_rpm_mean), nullif(a.crusher_speed_rpm_max, a.crusher_speed_rpm_mean), nullif(nullif(a.crusher_speed_rpm_count, 0), a.readings),
    a.crusher_throughput_tph_mean, nullif(a.crusher_throughput_tph_min, a.crusher_throughput_tph_mean), nullif(a.crusher_throughput_tph_max, a.crusher_throughput_tph_mean), nullif(nullif(a.crusher_throughput_tph_count, 0), a.readings),
    a.crusher_level_percent_mean, nullif(a.crusher_level_percent_min, a.crusher_level_percent_mean), nullif(a.crusher_level_percent_max, a.crusher_level_percent_mean), nullif(nullif(a.crusher_level_percent_count, 0), a.readings),
    a.crusher_setting_mm_mean, nullif(a.crusher_setting_mm_min, a.crusher_setting_mm_mean), nullif(a.crusher_setting_mm_max, a.crusher_setting_mm_mean), nullif(nullif(a.crusher_setting_mm_count, 0), a.readings),
    a.crusher_vibration_mmps_mean, nullif(a.crusher_vibration_mmps_min, a.crusher_vibration_mmps_mean), nullif(a.crusher_vibration_mmps_max, a.crusher_vibration_mmps_mean), nullif(nullif(a.crusher_vibration_mmps_count, 0), a.readings),
    a.crusher_bearing_temperature_c_mean, nullif(a.crusher_bearing_temperature_c_min, a.crusher_bearing_temperature_c_mean), nullif(a.crusher_bearing_temperature_c_max, a.crusher_bearing_temperature_c_mean), nullif(nullif(a.crusher_bearing_temperature_c_count, 0), a.readings),
    a.crusher_oil_temperature_c_mean, nullif(a.crusher_oil_temperature_c_min, a.crusher_oil_temperature_c_mean), nullif(a.crusher_oil_temperature_c_max, a.crusher_oil_temperature_c_mean), nullif(nullif(a.crusher_oil_temperature_c_count, 0), a.readings),
    a.brake_oil_temperature_c_mean, nullif(a.brake_oil_temperature_c_min, a.brake_oil_temperature_c_mean), nullif(a.brake_oil_temperature_c_max, a.brake_oil_temperature_c_mean), nullif(nullif(a.brake_oil_temperature_c_count, 0), a.readings),
    a.brake_pressure_bar_mean, nullif(a.brake_pressure_bar_min, a.brake_pressure_bar_mean), nullif(a.brake_pressure_bar_max, a.brake_pressure_bar_mean), nullif(nullif(a.brake_pressure_bar_count, 0), a.readings),
    a.transmission_oil_temperature_c_mean, nullif(a.transmission_oil_temperature_c_min, a.transmission_oil_temperature_c_mean), nullif(a.transmission_oil_temperature_c_max, a.transmission_oil_temperature_c_mean), nullif(nullif(a.transmission_oil_temperature_c_count, 0), a.readings),
    a.transmission_oil_pressure_kpa_mean, nullif(a.transmission_oil_pressure_kpa_min, a.transmission_oil_pressure_kpa_mean), nullif(a.transmission_oil_pressure_kpa_max, a.transmission_oil_pressure_kpa_mean), nullif(nullif(a.transmission_oil_pressure_kpa_count, 0), a.readings),
    a.clutch_slip_percent_mean, nullif(a.clutch_slip_percent_min, a.clutch_slip_percent_mean), nullif(a.clutch_slip_percent_max, a.clutch_slip_percent_mean), nullif(nullif(a.clutch_slip_percent_count, 0), a.readings),
    a.tyre_front_left_kpa_mean, nullif(a.tyre_front_left_kpa_min, a.tyre_front_left_kpa_mean), nullif(a.tyre_front_left_kpa_max, a.tyre_front_left_kpa_mean), nullif(nullif(a.tyre_front_left_kpa_count, 0), a.readings),
    a.tyre_front_right_kpa_mean, nullif(a.tyre_front_right_kpa_min, a.tyre_front_right_kpa_mean), nullif(a.tyre_front_right_kpa_max, a.tyre_front_right_kpa_mean), nullif(nullif(a.tyre_front_right_kpa_count, 0), a.readings),
    a.tyre_rear_left_kpa_mean, nullif(a.tyre_rear_left_kpa_min, a.tyre_rear_left_kpa_mean), nullif(a.tyre_rear_left_kpa_max, a.tyre_rear_left_kpa_mean), nullif(nullif(a.tyre_rear_left_kpa_count, 0), a.readings),
    a.tyre_rear_right_kpa_mean, nullif(a.tyre_rear_right_kpa_min, a.tyre_rear_right_kpa_mean), nullif(a.tyre_rear_right_kpa_max, a.tyre_rear_right_kpa_mean), nullif(nullif(a.tyre_rear_right_kpa_count, 0), a.readings),
    a.tyre_temperature_c_mean, nullif(a.tyre_temperature_c_min, a.tyre_temperature_c_mean), nullif(a.tyre_temperature_c_max, a.tyre_temperature_c_mean), nullif(nullif(a.tyre_temperature_c_count, 0), a.readings),
    a.altitude_m_mean, nullif(a.altitude_m_min, a.altitude_m_mean), nullif(a.altitude_m_max, a.altitude_m_mean), nullif(nullif(a.altitude_m_count, 0), a.readings),
    a.heading_deg_mean, nullif(a.heading_deg_min, a.heading_deg_mean), nullif(a.heading_deg_max, a.heading_deg_mean), nullif(nullif(a.heading_deg_count, 0), a.readings),
    a.pitch_deg_mean, nullif(a.pitch_deg_min, a.pitch_deg_mean), nullif(a.pitch_deg_max, a.pitch_deg_mean), nullif(nullif(a.pitch_deg_count, 0), a.readings),
    a.ground_speed_kmh_mean, nullif(a.ground_speed_kmh_min, a.ground_speed_kmh_mean), nullif(a.ground_speed_kmh_max, a.ground_speed_kmh_mean), nullif(nullif(a.ground_speed_kmh_count, 0), a.readings),
    -- end
    a.readings, a.first_time, a.last_time, m.machine, m.bucket
from (
    select machine, %(day)s::timestamptz + hour * interval '1 hour' as bucket
    from unnest(%(machines)s::text[], %(hours)s::integer[]) as marks (machine, hour)
) m
cross join lateral (
    select
        -- generated: coarser_values
        (sum(r.engine_hours_h_mean * coalesce(r.engine_hours_h_count, r.readings)::double precision) / nullif(sum(case when r.engine_hours_h_mean is not null then coalesce(r.engine_hours_h_count, r.readings) end), 0))::double precision as engine_hours_h_mean, min(coalesce(r.engine_hours_h_min, r.engine_hours_h_mean)) as engine_hours_h_min, max(coalesce(r.engine_hours_h_max, r.engine_hours_h_mean)) as engine_hours_h_max, sum(case when r.engine_hours_h_mean is not null then coalesce(r.engine_hours_h_count, r.readings) end)::integer as engine_hours_h_count,
        (sum(r.idle_hours_h_mean * coalesce(r.idle_hours_h_count, r.readings)::double precision) / nullif(sum(case when r.idle_hours_h_mean is not null then coalesce(r.idle_hours_h_count, r.readings) end), 0))::double precision as idle_hours_h_mean, min(coalesce(r.idle_hours_h_min, r.idle_hours_h_mean)) as idle_hours_h_min, max(coalesce(r.idle_hours_h_max, r.idle_hours_h_mean)) as idle_hours_h_max, sum(case when r.idle_hours_h_mean is not null then coalesce(r.idle_hours_h_count, r.readings) end)::integer as idle_hours_h_count,
        (sum(r.fuel_used_l_mean * coalesce(r.fuel_used_l_count, r.readings)::double precision) / nullif(sum(case when r.fuel_used_l_mean is not null then coalesce(r.fuel_used_l_count, r.readings) end), 0))::double precision as fuel_used_l_mean, min(coalesce(r.fuel_used_l_min, r.fuel_used_l_mean)) as fuel_used_l_min, max(coalesce(r.fuel_used_l_max, r.fuel_used_l_mean)) as fuel_used_l_max, sum(case when r.fuel_used_l_mean is not null then coalesce(r.fuel_used_l_count, r.readings) end)::integer as fuel_used_l_count,
        (sum(r.payload_total_kg_mean * coalesce(r.payload_total_kg_count, r.readings)::double precision) / nullif(sum(case when r.payload_total_kg_mean is not null then coalesce(r.payload_total_kg_count, r.readings) end), 0))::double precision as payload_total_kg_mean, min(coalesce(r.payload_total_kg_min, r.payload_total_kg_mean)) as payload_total_kg_min, max(coalesce(r.payload_total_kg_max, r.payload_total_kg_mean)) as payload_total_kg_max, sum(case when r.payload_total_kg_mean is not null then coalesce(r.payload_total_kg_count, r.readings) end)::integer as payload_total_kg_count,
        (sum(r.load_count_mean * coalesce(r.load_count_count, r.readings)::double precision) / nullif(sum(case when r.load_count_mean is not null then coalesce(r.load_count_count, r.readings) end), 0))::double precision as load_count_mean, min(coalesce(r.load_count_min, r.load_count_mean)) as load_count_min, max(coalesce(r.load_count_max, r.load_count_mean)) as load_count_max, sum(case when r.load_count_mean is not null then coalesce(r.load_count_count, r.readings) end)::integer as load_count_count,
        (sum(r.latitude_deg_mean * coalesce(r.latitude_deg_count, r.readings)::double precision) / nullif(sum(case when r.latitude_deg_mean is not null then coalesce(r.latitude_deg_count, r.readings) end), 0))::double precision as latitude_deg_mean, min(coalesce(r.latitude_deg_min, r.latitude_deg_mean)) as latitude_deg_min, max(coalesce(r.latitude_deg_max, r.latitude_deg_mean)) as latitude_deg_max, sum(case when r.latitude_deg_mean is not null then coalesce(r.latitude_deg_count, r.readings) end)::integer as latitude_deg_count,
        (sum(r.longitude_deg_mean * coalesce(r.longitude_deg_count, r.readings)::double precision) / nullif(sum(case when r.longitude_deg_mean is not null then coalesce(r.longitude_deg_count, r.readings) end), 0))::double precision as longitude_deg_mean, min(coalesce(r.longitude_deg_min, r.longitude_deg_mean)) as longitude_deg_min, max(coalesce(r.longitude_deg_max, r.longitude_deg_mean)) as longitude_deg_max, sum(case when r.longitude_deg_mean is not null then coalesce(r.longitude_deg_count, r.readings) end)::integer as longitude_deg_count,
        (sum(r.odometer_km_mean * coalesce(r.odometer_km_count, r.readings)::double precision) / nullif(sum(case when r.odometer_km_mean is not null then coalesce(r.odometer_km_count, r.readings) end), 0))::double precision as odometer_km_mean, min(coalesce(r.odometer_km_min, r.odometer_km_mean)) as odometer_km_min, max(coalesce(r.odometer_km_max, r.odometer_km_mean)) as odometer_km_max, sum(case when r.odometer_km_mean is not null then coalesce(r.odometer_km_count, r.readings) end)::integer as odometer_km_count,
        (sum(r.engine_speed_rpm_mean * coalesce(r.engine_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.engine_speed_rpm_mean is not null then coalesce(r.engine_speed_rpm_count, r.readings) end), 0))::real as engine_speed_rpm_mean, min(coalesce(r.engine_speed_rpm_min, r.engine_speed_rpm_mean)) as engine_speed_rpm_min, max(coalesce(r.engine_speed_rpm_max, r.engine_speed_rpm_mean)) as engine_speed_rpm_max, sum(case when r.engine_speed_rpm_mean is not null then coalesce(r.engine_speed_rpm_count, r.readings) end)::integer as engine_speed_rpm_count,
        (sum(r.engine_load_percent_mean * coalesce(r.engine_load_percent_count, r.readings)::double precision) / nullif(sum(case when r.engine_load_percent_mean is not null then coalesce(r.engine_load_percent_count, r.readings) end), 0))::real as engine_load_percent_mean, min(coalesce(r.engine_load_percent_min, r.engine_load_percent_mean)) as engine_load_percent_min, max(coalesce(r.engine_load_percent_max, r.engine_load_percent_mean)) as engine_load_percent_max, sum(case when r.engine_load_percent_mean is not null then coalesce(r.engine_load_percent_count, r.readings) end)::integer as engine_load_percent_count,
        (sum(r.engine_oil_pressure_kpa_mean * coalesce(r.engine_oil_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.engine_oil_pressure_kpa_mean is not null then coalesce(r.engine_oil_pressure_kpa_count, r.readings) end), 0))::real as engine_oil_pressure_kpa_mean, min(coalesce(r.engine_oil_pressure_kpa_min, r.engine_oil_pressure_kpa_mean)) as engine_oil_pressure_kpa_min, max(coalesce(r.engine_oil_pressure_kpa_max, r.engine_oil_pressure_kpa_mean)) as engine_oil_pressure_kpa_max, sum(case when r.engine_oil_pressure_kpa_mean is not null then coalesce(r.engine_oil_pressure_kpa_count, r.readings) end)::integer as engine_oil_pressure_kpa_count,
        (sum(r.engine_oil_temperature_c_mean * coalesce(r.engine_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.engine_oil_temperature_c_mean is not null then coalesce(r.engine_oil_temperature_c_count, r.readings) end), 0))::real as engine_oil_temperature_c_mean, min(coalesce(r.engine_oil_temperature_c_min, r.engine_oil_temperature_c_mean)) as engine_oil_temperature_c_min, max(coalesce(r.engine_oil_temperature_c_max, r.engine_oil_temperature_c_mean)) as engine_oil_temperature_c_max, sum(case when r.engine_oil_temperature_c_mean is not null then coalesce(r.engine_oil_temperature_c_count, r.readings) end)::integer as engine_oil_temperature_c_count,
        (sum(r.coolant_temperature_c_mean * coalesce(r.coolant_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.coolant_temperature_c_mean is not null then coalesce(r.coolant_temperature_c_count, r.readings) end), 0))::real as coolant_temperature_c_mean, min(coalesce(r.coolant_temperature_c_min, r.coolant_temperature_c_mean)) as coolant_temperature_c_min, max(coalesce(r.coolant_temperature_c_max, r.coolant_temperature_c_mean)) as coolant_temperature_c_max, sum(case when r.coolant_temperature_c_mean is not null then coalesce(r.coolant_temperature_c_count, r.readings) end)::integer as coolant_temperature_c_count,
        (sum(r.coolant_level_percent_mean * coalesce(r.coolant_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.coolant_level_percent_mean is not null then coalesce(r.coolant_level_percent_count, r.readings) end), 0))::real as coolant_level_percent_mean, min(coalesce(r.coolant_level_percent_min, r.coolant_level_percent_mean)) as coolant_level_percent_min, max(coalesce(r.coolant_level_percent_max, r.coolant_level_percent_mean)) as coolant_level_percent_max, sum(case when r.coolant_level_percent_mean is not null then coalesce(r.coolant_level_percent_count, r.readings) end)::integer as coolant_level_percent_count,
        (sum(r.fan_speed_rpm_mean * coalesce(r.fan_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.fan_speed_rpm_mean is not null then coalesce(r.fan_speed_rpm_count, r.readings) end), 0))::real as fan_speed_rpm_mean, min(coalesce(r.fan_speed_rpm_min, r.fan_speed_rpm_mean)) as fan_speed_rpm_min, max(coalesce(r.fan_speed_rpm_max, r.fan_speed_rpm_mean)) as fan_speed_rpm_max, sum(case when r.fan_speed_rpm_mean is not null then coalesce(r.fan_speed_rpm_count, r.readings) end)::integer as fan_speed_rpm_count,
        (sum(r.ambient_temperature_c_mean * coalesce(r.ambient_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.ambient_temperature_c_mean is not null then coalesce(r.ambient_temperature_c_count, r.readings) end), 0))::real as ambient_temperature_c_mean, min(coalesce(r.ambient_temperature_c_min, r.ambient_temperature_c_mean)) as ambient_temperature_c_min, max(coalesce(r.ambient_temperature_c_max, r.ambient_temperature_c_mean)) as ambient_temperature_c_max, sum(case when r.ambient_temperature_c_mean is not null then coalesce(r.ambient_temperature_c_count, r.readings) end)::integer as ambient_temperature_c_count,
        (sum(r.fuel_rate_lph_mean * coalesce(r.fuel_rate_lph_count, r.readings)::double precision) / nullif(sum(case when r.fuel_rate_lph_mean is not null then coalesce(r.fuel_rate_lph_count, r.readings) end), 0))::real as fuel_rate_lph_mean, min(coalesce(r.fuel_rate_lph_min, r.fuel_rate_lph_mean)) as fuel_rate_lph_min, max(coalesce(r.fuel_rate_lph_max, r.fuel_rate_lph_mean)) as fuel_rate_lph_max, sum(case when r.fuel_rate_lph_mean is not null then coalesce(r.fuel_rate_lph_count, r.readings) end)::integer as fuel_rate_lph_count,
        (sum(r.fuel_level_percent_mean * coalesce(r.fuel_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.fuel_level_percent_mean is not null then coalesce(r.fuel_level_percent_count, r.readings) end), 0))::real as fuel_level_percent_mean, min(coalesce(r.fuel_level_percent_min, r.fuel_level_percent_mean)) as fuel_level_percent_min, max(coalesce(r.fuel_level_percent_max, r.fuel_level_percent_mean)) as fuel_level_percent_max, sum(case when r.fuel_level_percent_mean is not null then coalesce(r.fuel_level_percent_count, r.readings) end)::integer as fuel_level_percent_count,
        (sum(r.def_level_percent_mean * coalesce(r.def_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.def_level_percent_mean is not null then coalesce(r.def_level_percent_count, r.readings) end), 0))::real as def_level_percent_mean, min(coalesce(r.def_level_percent_min, r.def_level_percent_mean)) as def_level_percent_min, max(coalesce(r.def_level_percent_max, r.def_level_percent_mean)) as def_level_percent_max, sum(case when r.def_level_percent_mean is not null then coalesce(r.def_level_percent_count, r.readings) end)::integer as def_level_percent_count,
        (sum(r.boost_pressure_kpa_mean * coalesce(r.boost_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.boost_pressure_kpa_mean is not null then coalesce(r.boost_pressure_kpa_count, r.readings) end), 0))::real as boost_pressure_kpa_mean, min(coalesce(r.boost_pressure_kpa_min, r.boost_pressure_kpa_mean)) as boost_pressure_kpa_min, max(coalesce(r.boost_pressure_kpa_max, r.boost_pressure_kpa_mean)) as boost_pressure_kpa_max, sum(case when r.boost_pressure_kpa_mean is not null then coalesce(r.boost_pressure_kpa_count, r.readings) end)::integer as boost_pressure_kpa_count,
        (sum(r.air_filter_drop_kpa_mean * coalesce(r.air_filter_drop_kpa_count, r.readings)::double precision) / nullif(sum(case when r.air_filter_drop_kpa_mean is not null then coalesce(r.air_filter_drop_kpa_count, r.readings) end), 0))::real as air_filter_drop_kpa_mean, min(coalesce(r.air_filter_drop_kpa_min, r.air_filter_drop_kpa_mean)) as air_filter_drop_kpa_min, max(coalesce(r.air_filter_drop_kpa_max, r.air_filter_drop_kpa_mean)) as air_filter_drop_kpa_max, sum(case when r.air_filter_drop_kpa_mean is not null then coalesce(r.air_filter_drop_kpa_count, r.readings) end)::integer as air_filter_drop_kpa_count,
        (sum(r.exhaust_temperature_c_mean * coalesce(r.exhaust_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.exhaust_temperature_c_mean is not null then coalesce(r.exhaust_temperature_c_count, r.readings) end), 0))::real as exhaust_temperature_c_mean, min(coalesce(r.exhaust_temperature_c_min, r.exhaust_temperature_c_mean)) as exhaust_temperature_c_min, max(coalesce(r.exhaust_temperature_c_max, r.exhaust_temperature_c_mean)) as exhaust_temperature_c_max, sum(case when r.exhaust_temperature_c_mean is not null then coalesce(r.exhaust_temperature_c_count, r.readings) end)::integer as exhaust_temperature_c_count,
        (sum(r.dpf_drop_kpa_mean * coalesce(r.dpf_drop_kpa_count, r.readings)::double precision) / nullif(sum(case when r.dpf_drop_kpa_mean is not null then coalesce(r.dpf_drop_kpa_count, r.readings) end), 0))::real as dpf_drop_kpa_mean, min(coalesce(r.dpf_drop_kpa_min, r.dpf_drop_kpa_mean)) as dpf_drop_kpa_min, max(coalesce(r.dpf_drop_kpa_max, r.dpf_drop_kpa_mean)) as dpf_drop_kpa_max, sum(case when r.dpf_drop_kpa_mean is not null then coalesce(r.dpf_drop_kpa_count, r.readings) end)::integer as dpf_drop_kpa_count,
        (sum(r.battery_voltage_v_mean * coalesce(r.battery_voltage_v_count, r.readings)::double precision) / nullif(sum(case when r.battery_voltage_v_mean is not null then coalesce(r.battery_voltage_v_count, r.readings) end), 0))::real as battery_voltage_v_mean, min(coalesce(r.battery_voltage_v_min, r.battery_voltage_v_mean)) as battery_voltage_v_min, max(coalesce(r.battery_voltage_v_max, r.battery_voltage_v_mean)) as battery_voltage_v_max, sum(case when r.battery_voltage_v_mean is not null then coalesce(r.battery_voltage_v_count, r.readings) end)::integer as battery_voltage_v_count,
        (sum(r.hydraulic_oil_temperature_c_mean * coalesce(r.hydraulic_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_oil_temperature_c_mean is not null then coalesce(r.hydraulic_oil_temperature_c_count, r.readings) end), 0))::real as hydraulic_oil_temperature_c_mean, min(coalesce(r.hydraulic_oil_temperature_c_min, r.hydraulic_oil_temperature_c_mean)) as hydraulic_oil_temperature_c_min, max(coalesce(r.hydraulic_oil_temperature_c_max, r.hydraulic_oil_temperature_c_mean)) as hydraulic_oil_temperature_c_max, sum(case when r.hydraulic_oil_temperature_c_mean is not null then coalesce(r.hydraulic_oil_temperature_c_count, r.readings) end)::integer as hydraulic_oil_temperature_c_count,
        (sum(r.hydraulic_pressure_bar_mean * coalesce(r.hydraulic_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_pressure_bar_mean is not null then coalesce(r.hydraulic_pressure_bar_count, r.readings) end), 0))::real as hydraulic_pressure_bar_mean, min(coalesce(r.hydraulic_pressure_bar_min, r.hydraulic_pressure_bar_mean)) as hydraulic_pressure_bar_min, max(coalesce(r.hydraulic_pressure_bar_max, r.hydraulic_pressure_bar_mean)) as hydraulic_pressure_bar_max, sum(case when r.hydraulic_pressure_bar_mean is not null then coalesce(r.hydraulic_pressure_bar_count, r.readings) end)::integer as hydraulic_pressure_bar_count,
        (sum(r.pump_case_drain_lpm_mean * coalesce(r.pump_case_drain_lpm_count, r.readings)::double precision) / nullif(sum(case when r.pump_case_drain_lpm_mean is not null then coalesce(r.pump_case_drain_lpm_count, r.readings) end), 0))::real as pump_case_drain_lpm_mean, min(coalesce(r.pump_case_drain_lpm_min, r.pump_case_drain_lpm_mean)) as pump_case_drain_lpm_min, max(coalesce(r.pump_case_drain_lpm_max, r.pump_case_drain_lpm_mean)) as pump_case_drain_lpm_max, sum(case when r.pump_case_drain_lpm_mean is not null then coalesce(r.pump_case_drain_lpm_count, r.readings) end)::integer as pump_case_drain_lpm_count,
        (sum(r.hydraulic_filter_drop_bar_mean * coalesce(r.hydraulic_filter_drop_bar_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_filter_drop_bar_mean is not null then coalesce(r.hydraulic_filter_drop_bar_count, r.readings) end), 0))::real as hydraulic_filter_drop_bar_mean, min(coalesce(r.hydraulic_filter_drop_bar_min, r.hydraulic_filter_drop_bar_mean)) as hydraulic_filter_drop_bar_min, max(coalesce(r.hydraulic_filter_drop_bar_max, r.hydraulic_filter_drop_bar_mean)) as hydraulic_filter_drop_bar_max, sum(case when r.hydraulic_filter_drop_bar_mean is not null then coalesce(r.hydraulic_filter_drop_bar_count, r.readings) end)::integer as hydraulic_filter_drop_bar_count,
        (sum(r.boom_angle_deg_mean * coalesce(r.boom_angle_deg_count, r.readings)::double precision) / nullif(sum(case when r.boom_angle_deg_mean is not null then coalesce(r.boom_angle_deg_count, r.readings) end), 0))::real as boom_angle_deg_mean, min(coalesce(r.boom_angle_deg_min, r.boom_angle_deg_mean)) as boom_angle_deg_min, max(coalesce(r.boom_angle_deg_max, r.boom_angle_deg_mean)) as boom_angle_deg_max, sum(case when r.boom_angle_deg_mean is not null then coalesce(r.boom_angle_deg_count, r.readings) end)::integer as boom_angle_deg_count,
        (sum(r.boom_head_pressure_bar_mean * coalesce(r.boom_head_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.boom_head_pressure_bar_mean is not null then coalesce(r.boom_head_pressure_bar_count, r.readings) end), 0))::real as boom_head_pressure_bar_mean, min(coalesce(r.boom_head_pressure_bar_min, r.boom_head_pressure_bar_mean)) as boom_head_pressure_bar_min, max(coalesce(r.boom_head_pressure_bar_max, r.boom_head_pressure_bar_mean)) as boom_head_pressure_bar_max, sum(case when r.boom_head_pressure_bar_mean is not null then coalesce(r.boom_head_pressure_bar_count, r.readings) end)::integer as boom_head_pressure_bar_count,
        (sum(r.boom_rod_pressure_bar_mean * coalesce(r.boom_rod_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.boom_rod_pressure_bar_mean is not null then coalesce(r.boom_rod_pressure_bar_count, r.readings) end), 0))::real as boom_rod_pressure_bar_mean, min(coalesce(r.boom_rod_pressure_bar_min, r.boom_rod_pressure_bar_mean)) as boom_rod_pressure_bar_min, max(coalesce(r.boom_rod_pressure_bar_max, r.boom_rod_pressure_bar_mean)) as boom_rod_pressure_bar_max, sum(case when r.boom_rod_pressure_bar_mean is not null then coalesce(r.boom_rod_pressure_bar_count, r.readings) end)::integer as boom_rod_pressure_bar_count,
        (sum(r.payload_kg_mean * coalesce(r.payload_kg_count, r.readings)::double precision) / nullif(sum(case when r.payload_kg_mean is not null then coalesce(r.payload_kg_count, r.readings) end), 0))::real as payload_kg_mean, min(coalesce(r.payload_kg_min, r.payload_kg_mean)) as payload_kg_min, max(coalesce(r.payload_kg_max, r.payload_kg_mean)) as payload_kg_max, sum(case when r.payload_kg_mean is not null then coalesce(r.payload_kg_count, r.readings) end)::integer as payload_kg_count,
        (sum(r.body_angle_deg_mean * coalesce(r.body_angle_deg_count, r.readings)::double precision) / nullif(sum(case when r.body_angle_deg_mean is not null then coalesce(r.body_angle_deg_count, r.readings) end), 0))::real as body_angle_deg_mean, min(coalesce(r.body_angle_deg_min, r.body_angle_deg_mean)) as body_angle_deg_min, max(coalesce(r.body_angle_deg_max, r.body_angle_deg_mean)) as body_angle_deg_max, sum(case when r.body_angle_deg_mean is not null then coalesce(r.body_angle_deg_count, r.readings) end)::integer as body_angle_deg_count,
        (sum(r.crusher_power_kw_mean * coalesce(r.crusher_power_kw_count, r.readings)::double precision) / nullif(sum(case when r.crusher_power_kw_mean is not null then coalesce(r.crusher_power_kw_count, r.readings) end), 0))::real as crusher_power_kw_mean, min(coalesce(r.crusher_power_kw_min, r.crusher_power_kw_mean)) as crusher_power_kw_min, max(coalesce(r.crusher_power_kw_max, r.crusher_power_kw_mean)) as crusher_power_kw_max, sum(case when r.crusher_power_kw_mean is not null then coalesce(r.crusher_power_kw_count, r.readings) end)::integer as crusher_power_kw_count,
        (sum(r.crusher_speed_rpm_mean * coalesce(r.crusher_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.crusher_speed_rpm_mean is not null then coalesce(r.crusher_speed_rpm_count, r.readings) end), 0))::real as crusher_speed_rpm_mean, min(coalesce(r.crusher_speed_rpm_min, r.crusher_speed_rpm_mean)) as crusher_speed_rpm_min, max(coalesce(r.crusher_speed_rpm_max, r.crusher_speed_rpm_mean)) as crusher_speed_rpm_max, sum(case when r.crusher_speed_rpm_mean is not null then coalesce(r.crusher_speed_rpm_count, r.readings) end)::integer as crusher_speed_rpm_count,
        (sum(r.crusher_throughput_tph_mean * coalesce(r.crusher_throughput_tph_count, r.readings)::double precision) / nullif(sum(case when r.crusher_throughput_tph_mean is not null then coalesce(r.crusher_throughput_tph_count, r.readings) end), 0))::real as crusher_throughput_tph_mean, min(coalesce(r.crusher_throughput_tph_min, r.crusher_throughput_tph_mean)) as crusher_throughput_tph_min, max(coalesce(r.crusher_throughput_tph_max, r.crusher_throughput_tph_mean)) as crusher_throughput_tph_max, sum(case when r.crusher_throughput_tph_mean is not null then coalesce(r.crusher_throughput_tph_count, r.readings) end)::integer as crusher_throughput_tph_count,
        (sum(r.crusher_level_percent_mean * coalesce(r.crusher_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.crusher_level_percent_mean is not null then coalesce(r.crusher_level_percent_count, r.readings) end), 0))::real as crusher_level_percent_mean, min(coalesce(r.crusher_level_percent_min, r.crusher_level_percent_mean)) as crusher_level_percent_min, max(coalesce(r.crusher_level_percent_max, r.crusher_level_percent_mean)) as crusher_level_percent_max, sum(case when r.crusher_level_percent_mean is not null then coalesce(r.crusher_level_percent_count, r.readings) end)::integer as crusher_level_percent_count,
        (sum(r.crusher_setting_mm_mean * coalesce(r.crusher_setting_mm_count, r.readings)::double precision) / nullif(sum(case when r.crusher_setting_mm_mean is not null then coalesce(r.crusher_setting_mm_count, r.readings) end), 0))::real as crusher_setting_mm_mean, min(coalesce(r.crusher_setting_mm_min, r.crusher_setting_mm_mean)) as crusher_setting_mm_min, max(coalesce(r.crusher_setting_mm_max, r.crusher_setting_mm_mean)) as crusher_setting_mm_max, sum(case when r.crusher_setting_mm_mean is not null then coalesce(r.crusher_setting_mm_count, r.readings) end)::integer as crusher_setting_mm_count,
        (sum(r.crusher_vibration_mmps_mean * coalesce(r.crusher_vibration_mmps_count, r.readings)::double precision) / nullif(sum(case when r.crusher_vibration_mmps_mean is not null then coalesce(r.crusher_vibration_mmps_count, r.readings) end), 0))::real as crusher_vibration_mmps_mean, min(coalesce(r.crusher_vibration_mmps_min, r.crusher_vibration_mmps_mean)) as crusher_vibration_mmps_min, max(coalesce(r.crusher_vibration_mmps_max, r.crusher_vibration_mmps_mean)) as crusher_vibration_mmps_max, sum(case when r.crusher_vibration_mmps_mean is not null then coalesce(r.crusher_vibration_mmps_count, r.readings) end)::integer as crusher_vibration_mmps_count,
        (sum(r.crusher_bearing_temperature_c_mean * coalesce(r.crusher_bearing_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.crusher_bearing_temperature_c_mean is not null then coalesce(r.crusher_bearing_temperature_c_count, r.readings) end), 0))::real as crusher_bearing_temperature_c_mean, min(coalesce(r.crusher_bearing_temperature_c_min, r.crusher_bearing_temperature_c_mean)) as crusher_bearing_temperature_c_min, max(coalesce(r.crusher_bearing_temperature_c_max, r.crusher_bearing_temperature_c_mean)) as crusher_bearing_temperature_c_max, sum(case when r.crusher_bearing_temperature_c_mean is not null then coalesce(r.crusher_bearing_temperature_c_count, r.readings) end)::integer as crusher_bearing_temperature_c_count,
        (sum(r.crusher_oil_temperature_c_mean * coalesce(r.crusher_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.crusher_oil_temperature_c_mean is not null then coalesce(r.crusher_oil_temperature_c_count, r.readings) end), 0))::real as crusher_oil_temperature_c_mean, min(coalesce(r.crusher_oil_temperature_c_min, r.crusher_oil_temperature_c_mean)) as crusher_oil_temperature_c_min, max(coalesce(r.crusher_oil_temperature_c_max, r.crusher_oil_temperature_c_mean)) as crusher_oil_temperature_c_max, sum(case when r.crusher_oil_temperature_c_mean is not null then coalesce(r.crusher_oil_temperature_c_count, r.readings) end)::integer as crusher_oil_temperature_c_count,
        (sum(r.brake_oil_temperature_c_mean * coalesce(r.brake_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.brake_oil_temperature_c_mean is not null then coalesce(r.brake_oil_temperature_c_count, r.readings) end), 0))::real as brake_oil_temperature_c_mean, min(coalesce(r.brake_oil_temperature_c_min, r.brake_oil_temperature_c_mean)) as brake_oil_temperature_c_min, max(coalesce(r.brake_oil_temperature_c_max, r.brake_oil_temperature_c_mean)) as brake_oil_temperature_c_max, sum(case when r.brake_oil_temperature_c_mean is not null then coalesce(r.brake_oil_temperature_c_count, r.readings) end)::integer as brake_oil_temperature_c_count,
        (sum(r.brake_pressure_bar_mean * coalesce(r.brake_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.brake_pressure_bar_mean is not null then coalesce(r.brake_pressure_bar_count, r.readings) end), 0))::real as brake_pressure_bar_mean, min(coalesce(r.brake_pressure_bar_min, r.brake_pressure_bar_mean)) as brake_pressure_bar_min, max(coalesce(r.brake_pressure_bar_max, r.brake_pressure_bar_mean)) as brake_pressure_bar_max, sum(case when r.brake_pressure_bar_mean is not null then coalesce(r.brake_pressure_bar_count, r.readings) end)::integer as brake_pressure_bar_count,
        (sum(r.transmission_oil_temperature_c_mean * coalesce(r.transmission_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.transmission_oil_temperature_c_mean is not null then coalesce(r.transmission_oil_temperature_c_count, r.readings) end), 0))::real as transmission_oil_temperature_c_mean, min(coalesce(r.transmission_oil_temperature_c_min, r.transmission_oil_temperature_c_mean)) as transmission_oil_temperature_c_min, max(coalesce(r.transmission_oil_temperature_c_max, r.transmission_oil_temperature_c_mean)) as transmission_oil_temperature_c_max, sum(case when r.transmission_oil_temperature_c_mean is not null then coalesce(r.transmission_oil_temperature_c_count, r.readings) end)::integer as transmission_oil_temperature_c_count,
        (sum(r.transmission_oil_pressure_kpa_mean * coalesce(r.transmission_oil_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.transmission_oil_pressure_kpa_mean is not null then coalesce(r.transmission_oil_pressure_kpa_count, r.readings) end), 0))::real as transmission_oil_pressure_kpa_mean, min(coalesce(r.transmission_oil_pressure_kpa_min, r.transmission_oil_pressure_kpa_mean)) as transmission_oil_pressure_kpa_min, max(coalesce(r.transmission_oil_pressure_kpa_max, r.transmission_oil_pressure_kpa_mean)) as transmission_oil_pressure_kpa_max, sum(case when r.transmission_oil_pressure_kpa_mean is not null then coalesce(r.transmission_oil_pressure_kpa_count, r.readings) end)::integer as transmission_oil_pressure_kpa_count,
        (sum(r.clutch_slip_percent_mean * coalesce(r.clutch_slip_percent_count, r.readings)::double precision) / nullif(sum(case when r.clutch_slip_percent_mean is not null then coalesce(r.clutch_slip_percent_count, r.readings) end), 0))::real as clutch_slip_percent_mean, min(coalesce(r.clutch_slip_percent_min, r.clutch_slip_percent_mean)) as clutch_slip_percent_min, max(coalesce(r.clutch_slip_percent_max, r.clutch_slip_percent_mean)) as clutch_slip_percent_max, sum(case when r.clutch_slip_percent_mean is not null then coalesce(r.clutch_slip_percent_count, r.readings) end)::integer as clutch_slip_percent_count,
        (sum(r.tyre_front_left_kpa_mean * coalesce(r.tyre_front_left_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_front_left_kpa_mean is not null then coalesce(r.tyre_front_left_kpa_count, r.readings) end), 0))::real as tyre_front_left_kpa_mean, min(coalesce(r.tyre_front_left_kpa_min, r.tyre_front_left_kpa_mean)) as tyre_front_left_kpa_min, max(coalesce(r.tyre_front_left_kpa_max, r.tyre_front_left_kpa_mean)) as tyre_front_left_kpa_max, sum(case when r.tyre_front_left_kpa_mean is not null then coalesce(r.tyre_front_left_kpa_count, r.readings) end)::integer as tyre_front_left_kpa_count,
        (sum(r.tyre_front_right_kpa_mean * coalesce(r.tyre_front_right_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_front_right_kpa_mean is not null then coalesce(r.tyre_front_right_kpa_count, r.readings) end), 0))::real as tyre_front_right_kpa_mean, min(coalesce(r.tyre_front_right_kpa_min, r.tyre_front_right_kpa_mean)) as tyre_front_right_kpa_min, max(coalesce(r.tyre_front_right_kpa_max, r.tyre_front_right_kpa_mean)) as tyre_front_right_kpa_max, sum(case when r.tyre_front_right_kpa_mean is not null then coalesce(r.tyre_front_right_kpa_count, r.readings) end)::integer as tyre_front_right_kpa_count,
        (sum(r.tyre_rear_left_kpa_mean * coalesce(r.tyre_rear_left_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_rear_left_kpa_mean is not null then coalesce(r.tyre_rear_left_kpa_count, r.readings) end), 0))::real as tyre_rear_left_kpa_mean, min(coalesce(r.tyre_rear_left_kpa_min, r.tyre_rear_left_kpa_mean)) as tyre_rear_left_kpa_min, max(coalesce(r.tyre_rear_left_kpa_max, r.tyre_rear_left_kpa_mean)) as tyre_rear_left_kpa_max, sum(case when r.tyre_rear_left_kpa_mean is not null then coalesce(r.tyre_rear_left_kpa_count, r.readings) end)::integer as tyre_rear_left_kpa_count,
        (sum(r.tyre_rear_right_kpa_mean * coalesce(r.tyre_rear_right_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_rear_right_kpa_mean is not null then coalesce(r.tyre_rear_right_kpa_count, r.readings) end), 0))::real as tyre_rear_right_kpa_mean, min(coalesce(r.tyre_rear_right_kpa_min, r.tyre_rear_right_kpa_mean)) as tyre_rear_right_kpa_min, max(coalesce(r.tyre_rear_right_kpa_max, r.tyre_rear_right_kpa_mean)) as tyre_rear_right_kpa_max, sum(case when r.tyre_rear_right_kpa_mean is not null then coalesce(r.tyre_rear_right_kpa_count, r.readings) end)::integer as tyre_rear_right_kpa_count,
        (sum(r.tyre_temperature_c_mean * coalesce(r.tyre_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.tyre_temperature_c_mean is not null then coalesce(r.tyre_temperature_c_count, r.readings) end), 0))::real as tyre_temperature_c_mean, min(coalesce(r.tyre_temperature_c_min, r.tyre_temperature_c_mean)) as tyre_temperature_c_min, max(coalesce(r.tyre_temperature_c_max, r.tyre_temperature_c_mean)) as tyre_temperature_c_max, sum(case when r.tyre_temperature_c_mean is not null then coalesce(r.tyre_temperature_c_count, r.readings) end)::integer as tyre_temperature_c_count,
        (sum(r.altitude_m_mean * coalesce(r.altitude_m_count, r.readings)::double precision) / nullif(sum(case when r.altitude_m_mean is not null then coalesce(r.altitude_m_count, r.readings) end), 0))::real as altitude_m_mean, min(coalesce(r.altitude_m_min, r.altitude_m_mean)) as altitude_m_min, max(coalesce(r.altitude_m_max, r.altitude_m_mean)) as altitude_m_max, sum(case when r.altitude_m_mean is not null then coalesce(r.altitude_m_count, r.readings) end)::integer as altitude_m_count,
        (sum(r.heading_deg_mean * coalesce(r.heading_deg_count, r.readings)::double precision) / nullif(sum(case when r.heading_deg_mean is not null then coalesce(r.heading_deg_count, r.readings) end), 0))::real as heading_deg_mean, min(coalesce(r.heading_deg_min, r.heading_deg_mean)) as heading_deg_min, max(coalesce(r.heading_deg_max, r.heading_deg_mean)) as heading_deg_max, sum(case when r.heading_deg_mean is not null then coalesce(r.heading_deg_count, r.readings) end)::integer as heading_deg_count,
        (sum(r.pitch_deg_mean * coalesce(r.pitch_deg_count, r.readings)::double precision) / nullif(sum(case when r.pitch_deg_mean is not null then coalesce(r.pitch_deg_count, r.readings) end), 0))::real as pitch_deg_mean, min(coalesce(r.pitch_deg_min, r.pitch_deg_mean)) as pitch_deg_min, max(coalesce(r.pitch_deg_max, r.pitch_deg_mean)) as pitch_deg_max, sum(case when r.pitch_deg_mean is not null then coalesce(r.pitch_deg_count, r.readings) end)::integer as pitch_deg_count,
        (sum(r.ground_speed_kmh_mean * coalesce(r.ground_speed_kmh_count, r.readings)::double precision) / nullif(sum(case when r.ground_speed_kmh_mean is not null then coalesce(r.ground_speed_kmh_count, r.readings) end), 0))::real as ground_speed_kmh_mean, min(coalesce(r.ground_speed_kmh_min, r.ground_speed_kmh_mean)) as ground_speed_kmh_min, max(coalesce(r.ground_speed_kmh_max, r.ground_speed_kmh_mean)) as ground_speed_kmh_max, sum(case when r.ground_speed_kmh_mean is not null then coalesce(r.ground_speed_kmh_count, r.readings) end)::integer as ground_speed_kmh_count,
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
select
    -- generated: narrowed
    a.engine_hours_h_mean, nullif(a.engine_hours_h_min, a.engine_hours_h_mean), nullif(a.engine_hours_h_max, a.engine_hours_h_mean), nullif(nullif(a.engine_hours_h_count, 0), a.readings),
    a.idle_hours_h_mean, nullif(a.idle_hours_h_min, a.idle_hours_h_mean), nullif(a.idle_hours_h_max, a.idle_hours_h_mean), nullif(nullif(a.idle_hours_h_count, 0), a.readings),
    a.fuel_used_l_mean, nullif(a.fuel_used_l_min, a.fuel_used_l_mean), nullif(a.fuel_used_l_max, a.fuel_used_l_mean), nullif(nullif(a.fuel_used_l_count, 0), a.readings),
    a.payload_total_kg_mean, nullif(a.payload_total_kg_min, a.payload_total_kg_mean), nullif(a.payload_total_kg_max, a.payload_total_kg_mean), nullif(nullif(a.payload_total_kg_count, 0), a.readings),
    a.load_count_mean, nullif(a.load_count_min, a.load_count_mean), nullif(a.load_count_max, a.load_count_mean), nullif(nullif(a.load_count_count, 0), a.readings),
    a.latitude_deg_mean, nullif(a.latitude_deg_min, a.latitude_deg_mean), nullif(a.latitude_deg_max, a.latitude_deg_mean), nullif(nullif(a.latitude_deg_count, 0), a.readings),
    a.longitude_deg_mean, nullif(a.longitude_deg_min, a.longitude_deg_mean), nullif(a.longitude_deg_max, a.longitude_deg_mean), nullif(nullif(a.longitude_deg_count, 0), a.readings),
    a.odometer_km_mean, nullif(a.odometer_km_min, a.odometer_km_mean), nullif(a.odometer_km_max, a.odometer_km_mean), nullif(nullif(a.odometer_km_count, 0), a.readings),
    a.engine_speed_rpm_mean, nullif(a.engine_speed_rpm_min, a.engine_speed_rpm_mean), nullif(a.engine_speed_rpm_max, a.engine_speed_rpm_mean), nullif(nullif(a.engine_speed_rpm_count, 0), a.readings),
    a.engine_load_percent_mean, nullif(a.engine_load_percent_min, a.engine_load_percent_mean), nullif(a.engine_load_percent_max, a.engine_load_percent_mean), nullif(nullif(a.engine_load_percent_count, 0), a.readings),
    a.engine_oil_pressure_kpa_mean, nullif(a.engine_oil_pressure_kpa_min, a.engine_oil_pressure_kpa_mean), nullif(a.engine_oil_pressure_kpa_max, a.engine_oil_pressure_kpa_mean), nullif(nullif(a.engine_oil_pressure_kpa_count, 0), a.readings),
    a.engine_oil_temperature_c_mean, nullif(a.engine_oil_temperature_c_min, a.engine_oil_temperature_c_mean), nullif(a.engine_oil_temperature_c_max, a.engine_oil_temperature_c_mean), nullif(nullif(a.engine_oil_temperature_c_count, 0), a.readings),
    a.coolant_temperature_c_mean, nullif(a.coolant_temperature_c_min, a.coolant_temperature_c_mean), nullif(a.coolant_temperature_c_max, a.coolant_temperature_c_mean), nullif(nullif(a.coolant_temperature_c_count, 0), a.readings),
    a.coolant_level_percent_mean, nullif(a.coolant_level_percent_min, a.coolant_level_percent_mean), nullif(a.coolant_level_percent_max, a.coolant_level_percent_mean), nullif(nullif(a.coolant_level_percent_count, 0), a.readings),
    a.fan_speed_rpm_mean, nullif(a.fan_speed_rpm_min, a.fan_speed_rpm_mean), nullif(a.fan_speed_rpm_max, a.fan_speed_rpm_mean), nullif(nullif(a.fan_speed_rpm_count, 0), a.readings),
    a.ambient_temperature_c_mean, nullif(a.ambient_temperature_c_min, a.ambient_temperature_c_mean), nullif(a.ambient_temperature_c_max, a.ambient_temperature_c_mean), nullif(nullif(a.ambient_temperature_c_count, 0), a.readings),
    a.fuel_rate_lph_mean, nullif(a.fuel_rate_lph_min, a.fuel_rate_lph_mean), nullif(a.fuel_rate_lph_max, a.fuel_rate_lph_mean), nullif(nullif(a.fuel_rate_lph_count, 0), a.readings),
    a.fuel_level_percent_mean, nullif(a.fuel_level_percent_min, a.fuel_level_percent_mean), nullif(a.fuel_level_percent_max, a.fuel_level_percent_mean), nullif(nullif(a.fuel_level_percent_count, 0), a.readings),
    a.def_level_percent_mean, nullif(a.def_level_percent_min, a.def_level_percent_mean), nullif(a.def_level_percent_max, a.def_level_percent_mean), nullif(nullif(a.def_level_percent_count, 0), a.readings),
    a.boost_pressure_kpa_mean, nullif(a.boost_pressure_kpa_min, a.boost_pressure_kpa_mean), nullif(a.boost_pressure_kpa_max, a.boost_pressure_kpa_mean), nullif(nullif(a.boost_pressure_kpa_count, 0), a.readings),
    a.air_filter_drop_kpa_mean, nullif(a.air_filter_drop_kpa_min, a.air_filter_drop_kpa_mean), nullif(a.air_filter_drop_kpa_max, a.air_filter_drop_kpa_mean), nullif(nullif(a.air_filter_drop_kpa_count, 0), a.readings),
    a.exhaust_temperature_c_mean, nullif(a.exhaust_temperature_c_min, a.exhaust_temperature_c_mean), nullif(a.exhaust_temperature_c_max, a.exhaust_temperature_c_mean), nullif(nullif(a.exhaust_temperature_c_count, 0), a.readings),
    a.dpf_drop_kpa_mean, nullif(a.dpf_drop_kpa_min, a.dpf_drop_kpa_mean), nullif(a.dpf_drop_kpa_max, a.dpf_drop_kpa_mean), nullif(nullif(a.dpf_drop_kpa_count, 0), a.readings),
    a.battery_voltage_v_mean, nullif(a.battery_voltage_v_min, a.battery_voltage_v_mean), nullif(a.battery_voltage_v_max, a.battery_voltage_v_mean), nullif(nullif(a.battery_voltage_v_count, 0), a.readings),
    a.hydraulic_oil_temperature_c_mean, nullif(a.hydraulic_oil_temperature_c_min, a.hydraulic_oil_temperature_c_mean), nullif(a.hydraulic_oil_temperature_c_max, a.hydraulic_oil_temperature_c_mean), nullif(nullif(a.hydraulic_oil_temperature_c_count, 0), a.readings),
    a.hydraulic_pressure_bar_mean, nullif(a.hydraulic_pressure_bar_min, a.hydraulic_pressure_bar_mean), nullif(a.hydraulic_pressure_bar_max, a.hydraulic_pressure_bar_mean), nullif(nullif(a.hydraulic_pressure_bar_count, 0), a.readings),
    a.pump_case_drain_lpm_mean, nullif(a.pump_case_drain_lpm_min, a.pump_case_drain_lpm_mean), nullif(a.pump_case_drain_lpm_max, a.pump_case_drain_lpm_mean), nullif(nullif(a.pump_case_drain_lpm_count, 0), a.readings),
    a.hydraulic_filter_drop_bar_mean, nullif(a.hydraulic_filter_drop_bar_min, a.hydraulic_filter_drop_bar_mean), nullif(a.hydraulic_filter_drop_bar_max, a.hydraulic_filter_drop_bar_mean), nullif(nullif(a.hydraulic_filter_drop_bar_count, 0), a.readings),
    a.boom_angle_deg_mean, nullif(a.boom_angle_deg_min, a.boom_angle_deg_mean), nullif(a.boom_angle_deg_max, a.boom_angle_deg_mean), nullif(nullif(a.boom_angle_deg_count, 0), a.readings),
    a.boom_head_pressure_bar_mean, nullif(a.boom_head_pressure_bar_min, a.boom_head_pressure_bar_mean), nullif(a.boom_head_pressure_bar_max, a.boom_head_pressure_bar_mean), nullif(nullif(a.boom_head_pressure_bar_count, 0), a.readings),
    a.boom_rod_pressure_bar_mean, nullif(a.boom_rod_pressure_bar_min, a.boom_rod_pressure_bar_mean), nullif(a.boom_rod_pressure_bar_max, a.boom_rod_pressure_bar_mean), nullif(nullif(a.boom_rod_pressure_bar_count, 0), a.readings),
    a.payload_kg_mean, nullif(a.payload_kg_min, a.payload_kg_mean), nullif(a.payload_kg_max, a.payload_kg_mean), nullif(nullif(a.payload_kg_count, 0), a.readings),
    a.body_angle_deg_mean, nullif(a.body_angle_deg_min, a.body_angle_deg_mean), nullif(a.body_angle_deg_max, a.body_angle_deg_mean), nullif(nullif(a.body_angle_deg_count, 0), a.readings),
    a.crusher_power_kw_mean, nullif(a.crusher_power_kw_min, a.crusher_power_kw_mean), nullif(a.crusher_power_kw_max, a.crusher_power_kw_mean), nullif(nullif(a.crusher_power_kw_count, 0), a.readings),
    a.crusher_speed_rpm_mean, nullif(a.crusher_speed_rpm_min, a.crusher_speed_rpm_mean), nullif(a.crusher_speed_rpm_max, a.crusher_speed_rpm_mean), nullif(nullif(a.crusher_speed_rpm_count, 0), a.readings),
    a.crusher_throughput_tph_mean, nullif(a.crusher_throughput_tph_min, a.crusher_throughput_tph_mean), nullif(a.crusher_throughput_tph_max, a.crusher_throughput_tph_mean), nullif(nullif(a.crusher_throughput_tph_count, 0), a.readings),
    a.crusher_level_percent_mean, nullif(a.crusher_level_percent_min, a.crusher_level_percent_mean), nullif(a.crusher_level_percent_max, a.crusher_level_percent_mean), nullif(nullif(a.crusher_level_percent_count, 0), a.readings),
    a.crusher_setting_mm_mean, nullif(a.crusher_setting_mm_min, a.crusher_setting_mm_mean), nullif(a.crusher_setting_mm_max, a.crusher_setting_mm_mean), nullif(nullif(a.crusher_setting_mm_count, 0), a.readings),
    a.crusher_vibration_mmps_mean, nullif(a.crusher_vibration_mmps_min, a.crusher_vibration_mmps_mean), nullif(a.crusher_vibration_mmps_max, a.crusher_vibration_mmps_mean), nullif(nullif(a.crusher_vibration_mmps_count, 0), a.readings),
    a.crusher_bearing_temperature_c_mean, nullif(a.crusher_bearing_temperature_c_min, a.crusher_bearing_temperature_c_mean), nullif(a.crusher_bearing_temperature_c_max, a.crusher_bearing_temperature_c_mean), nullif(nullif(a.crusher_bearing_temperature_c_count, 0), a.readings),
    a.crusher_oil_temperature_c_mean, nullif(a.crusher_oil_temperature_c_min, a.crusher_oil_temperature_c_mean), nullif(a.crusher_oil_temperature_c_max, a.crusher_oil_temperature_c_mean), nullif(nullif(a.crusher_oil_temperature_c_count, 0), a.readings),
    a.brake_oil_temperature_c_mean, nullif(a.brake_oil_temperature_c_min, a.brake_oil_temperature_c_mean), nullif(a.brake_oil_temperature_c_max, a.brake_oil_temperature_c_mean), nullif(nullif(a.brake_oil_temperature_c_count, 0), a.readings),
    a.brake_pressure_bar_mean, nullif(a.brake_pressure_bar_min, a.brake_pressure_bar_mean), nullif(a.brake_pressure_bar_max, a.brake_pressure_bar_mean), nullif(nullif(a.brake_pressure_bar_count, 0), a.readings),
    a.transmission_oil_temperature_c_mean, nullif(a.transmission_oil_temperature_c_min, a.transmission_oil_temperature_c_mean), nullif(a.transmission_oil_temperature_c_max, a.transmission_oil_temperature_c_mean), nullif(nullif(a.transmission_oil_temperature_c_count, 0), a.readings),
    a.transmission_oil_pressure_kpa_mean, nullif(a.transmission_oil_pressure_kpa_min, a.transmission_oil_pressure_kpa_mean), nullif(a.transmission_oil_pressure_kpa_max, a.transmission_oil_pressure_kpa_mean), nullif(nullif(a.transmission_oil_pressure_kpa_count, 0), a.readings),
    a.clutch_slip_percent_mean, nullif(a.clutch_slip_percent_min, a.clutch_slip_percent_mean), nullif(a.clutch_slip_percent_max, a.clutch_slip_percent_mean), nullif(nullif(a.clutch_slip_percent_count, 0), a.readings),
    a.tyre_front_left_kpa_mean, nullif(a.tyre_front_left_kpa_min, a.tyre_front_left_kpa_mean), nullif(a.tyre_front_left_kpa_max, a.tyre_front_left_kpa_mean), nullif(nullif(a.tyre_front_left_kpa_count, 0), a.readings),
    a.tyre_front_right_kpa_mean, nullif(a.tyre_front_right_kpa_min, a.tyre_front_right_kpa_mean), nullif(a.tyre_front_right_kpa_max, a.tyre_front_right_kpa_mean), nullif(nullif(a.tyre_front_right_kpa_count, 0), a.readings),
    a.tyre_rear_left_kpa_mean, nullif(a.tyre_rear_left_kpa_min, a.tyre_rear_left_kpa_mean), nullif(a.tyre_rear_left_kpa_max, a.tyre_rear_left_kpa_mean), nullif(nullif(a.tyre_rear_left_kpa_count, 0), a.readings),
    a.tyre_rear_right_kpa_mean, nullif(a.tyre_rear_right_kpa_min, a.tyre_rear_right_kpa_mean), nullif(a.tyre_rear_right_kpa_max, a.tyre_rear_right_kpa_mean), nullif(nullif(a.tyre_rear_right_kpa_count, 0), a.readings),
    a.tyre_temperature_c_mean, nullif(a.tyre_temperature_c_min, a.tyre_temperature_c_mean), nullif(a.tyre_temperature_c_max, a.tyre_temperature_c_mean), nullif(nullif(a.tyre_temperature_c_count, 0), a.readings),
    a.altitude_m_mean, nullif(a.altitude_m_min, a.altitude_m_mean), nullif(a.altitude_m_max, a.altitude_m_mean), nullif(nullif(a.altitude_m_count, 0), a.readings),
    a.heading_deg_mean, nullif(a.heading_deg_min, a.heading_deg_mean), nullif(a.heading_deg_max, a.heading_deg_mean), nullif(nullif(a.heading_deg_count, 0), a.readings),
    a.pitch_deg_mean, nullif(a.pitch_deg_min, a.pitch_deg_mean), nullif(a.pitch_deg_max, a.pitch_deg_mean), nullif(nullif(a.pitch_deg_count, 0), a.readings),
    a.ground_speed_kmh_mean, nullif(a.ground_speed_kmh_min, a.ground_speed_kmh_mean), nullif(a.ground_speed_kmh_max, a.ground_speed_kmh_mean), nullif(nullif(a.ground_speed_kmh_count, 0), a.readings),
    -- end
    a.readings, a.first_time, a.last_time, m.machine, %(day)s
from unnest(%(machines)s::text[]) as m (machine)
cross join lateral (
    select
        -- generated: coarser_values
        (sum(r.engine_hours_h_mean * coalesce(r.engine_hours_h_count, r.readings)::double precision) / nullif(sum(case when r.engine_hours_h_mean is not null then coalesce(r.engine_hours_h_count, r.readings) end), 0))::double precision as engine_hours_h_mean, min(coalesce(r.engine_hours_h_min, r.engine_hours_h_mean)) as engine_hours_h_min, max(coalesce(r.engine_hours_h_max, r.engine_hours_h_mean)) as engine_hours_h_max, sum(case when r.engine_hours_h_mean is not null then coalesce(r.engine_hours_h_count, r.readings) end)::integer as engine_hours_h_count,
        (sum(r.idle_hours_h_mean * coalesce(r.idle_hours_h_count, r.readings)::double precision) / nullif(sum(case when r.idle_hours_h_mean is not null then coalesce(r.idle_hours_h_count, r.readings) end), 0))::double precision as idle_hours_h_mean, min(coalesce(r.idle_hours_h_min, r.idle_hours_h_mean)) as idle_hours_h_min, max(coalesce(r.idle_hours_h_max, r.idle_hours_h_mean)) as idle_hours_h_max, sum(case when r.idle_hours_h_mean is not null then coalesce(r.idle_hours_h_count, r.readings) end)::integer as idle_hours_h_count,
        (sum(r.fuel_used_l_mean * coalesce(r.fuel_used_l_count, r.readings)::double precision) / nullif(sum(case when r.fuel_used_l_mean is not null then coalesce(r.fuel_used_l_count, r.readings) end), 0))::double precision as fuel_used_l_mean, min(coalesce(r.fuel_used_l_min, r.fuel_used_l_mean)) as fuel_used_l_min, max(coalesce(r.fuel_used_l_max, r.fuel_used_l_mean)) as fuel_used_l_max, sum(case when r.fuel_used_l_mean is not null then coalesce(r.fuel_used_l_count, r.readings) end)::integer as fuel_used_l_count,
        (sum(r.payload_total_kg_mean * coalesce(r.payload_total_kg_count, r.readings)::double precision) / nullif(sum(case when r.payload_total_kg_mean is not null then coalesce(r.payload_total_kg_count, r.readings) end), 0))::double precision as payload_total_kg_mean, min(coalesce(r.payload_total_kg_min, r.payload_total_kg_mean)) as payload_total_kg_min, max(coalesce(r.payload_total_kg_max, r.payload_total_kg_mean)) as payload_total_kg_max, sum(case when r.payload_total_kg_mean is not null then coalesce(r.payload_total_kg_count, r.readings) end)::integer as payload_total_kg_count,
        (sum(r.load_count_mean * coalesce(r.load_count_count, r.readings)::double precision) / nullif(sum(case when r.load_count_mean is not null then coalesce(r.load_count_count, r.readings) end), 0))::double precision as load_count_mean, min(coalesce(r.load_count_min, r.load_count_mean)) as load_count_min, max(coalesce(r.load_count_max, r.load_count_mean)) as load_count_max, sum(case when r.load_count_mean is not null then coalesce(r.load_count_count, r.readings) end)::integer as load_count_count,
        (sum(r.latitude_deg_mean * coalesce(r.latitude_deg_count, r.readings)::double precision) / nullif(sum(case when r.latitude_deg_mean is not null then coalesce(r.latitude_deg_count, r.readings) end), 0))::double precision as latitude_deg_mean, min(coalesce(r.latitude_deg_min, r.latitude_deg_mean)) as latitude_deg_min, max(coalesce(r.latitude_deg_max, r.latitude_deg_mean)) as latitude_deg_max, sum(case when r.latitude_deg_mean is not null then coalesce(r.latitude_deg_count, r.readings) end)::integer as latitude_deg_count,
        (sum(r.longitude_deg_mean * coalesce(r.longitude_deg_count, r.readings)::double precision) / nullif(sum(case when r.longitude_deg_mean is not null then coalesce(r.longitude_deg_count, r.readings) end), 0))::double precision as longitude_deg_mean, min(coalesce(r.longitude_deg_min, r.longitude_deg_mean)) as longitude_deg_min, max(coalesce(r.longitude_deg_max, r.longitude_deg_mean)) as longitude_deg_max, sum(case when r.longitude_deg_mean is not null then coalesce(r.longitude_deg_count, r.readings) end)::integer as longitude_deg_count,
        (sum(r.odometer_km_mean * coalesce(r.odometer_km_count, r.readings)::double precision) / nullif(sum(case when r.odometer_km_mean is not null then coalesce(r.odometer_km_count, r.readings) end), 0))::double precision as odometer_km_mean, min(coalesce(r.odometer_km_min, r.odometer_km_mean)) as odometer_km_min, max(coalesce(r.odometer_km_max, r.odometer_km_mean)) as odometer_km_max, sum(case when r.odometer_km_mean is not null then coalesce(r.odometer_km_count, r.readings) end)::integer as odometer_km_count,
        (sum(r.engine_speed_rpm_mean * coalesce(r.engine_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.engine_speed_rpm_mean is not null then coalesce(r.engine_speed_rpm_count, r.readings) end), 0))::real as engine_speed_rpm_mean, min(coalesce(r.engine_speed_rpm_min, r.engine_speed_rpm_mean)) as engine_speed_rpm_min, max(coalesce(r.engine_speed_rpm_max, r.engine_speed_rpm_mean)) as engine_speed_rpm_max, sum(case when r.engine_speed_rpm_mean is not null then coalesce(r.engine_speed_rpm_count, r.readings) end)::integer as engine_speed_rpm_count,
        (sum(r.engine_load_percent_mean * coalesce(r.engine_load_percent_count, r.readings)::double precision) / nullif(sum(case when r.engine_load_percent_mean is not null then coalesce(r.engine_load_percent_count, r.readings) end), 0))::real as engine_load_percent_mean, min(coalesce(r.engine_load_percent_min, r.engine_load_percent_mean)) as engine_load_percent_min, max(coalesce(r.engine_load_percent_max, r.engine_load_percent_mean)) as engine_load_percent_max, sum(case when r.engine_load_percent_mean is not null then coalesce(r.engine_load_percent_count, r.readings) end)::integer as engine_load_percent_count,
        (sum(r.engine_oil_pressure_kpa_mean * coalesce(r.engine_oil_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.engine_oil_pressure_kpa_mean is not null then coalesce(r.engine_oil_pressure_kpa_count, r.readings) end), 0))::real as engine_oil_pressure_kpa_mean, min(coalesce(r.engine_oil_pressure_kpa_min, r.engine_oil_pressure_kpa_mean)) as engine_oil_pressure_kpa_min, max(coalesce(r.engine_oil_pressure_kpa_max, r.engine_oil_pressure_kpa_mean)) as engine_oil_pressure_kpa_max, sum(case when r.engine_oil_pressure_kpa_mean is not null then coalesce(r.engine_oil_pressure_kpa_count, r.readings) end)::integer as engine_oil_pressure_kpa_count,
        (sum(r.engine_oil_temperature_c_mean * coalesce(r.engine_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.engine_oil_temperature_c_mean is not null then coalesce(r.engine_oil_temperature_c_count, r.readings) end), 0))::real as engine_oil_temperature_c_mean, min(coalesce(r.engine_oil_temperature_c_min, r.engine_oil_temperature_c_mean)) as engine_oil_temperature_c_min, max(coalesce(r.engine_oil_temperature_c_max, r.engine_oil_temperature_c_mean)) as engine_oil_temperature_c_max, sum(case when r.engine_oil_temperature_c_mean is not null then coalesce(r.engine_oil_temperature_c_count, r.readings) end)::integer as engine_oil_temperature_c_count,
        (sum(r.coolant_temperature_c_mean * coalesce(r.coolant_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.coolant_temperature_c_mean is not null then coalesce(r.coolant_temperature_c_count, r.readings) end), 0))::real as coolant_temperature_c_mean, min(coalesce(r.coolant_temperature_c_min, r.coolant_temperature_c_mean)) as coolant_temperature_c_min, max(coalesce(r.coolant_temperature_c_max, r.coolant_temperature_c_mean)) as coolant_temperature_c_max, sum(case when r.coolant_temperature_c_mean is not null then coalesce(r.coolant_temperature_c_count, r.readings) end)::integer as coolant_temperature_c_count,
        (sum(r.coolant_level_percent_mean * coalesce(r.coolant_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.coolant_level_percent_mean is not null then coalesce(r.coolant_level_percent_count, r.readings) end), 0))::real as coolant_level_percent_mean, min(coalesce(r.coolant_level_percent_min, r.coolant_level_percent_mean)) as coolant_level_percent_min, max(coalesce(r.coolant_level_percent_max, r.coolant_level_percent_mean)) as coolant_level_percent_max, sum(case when r.coolant_level_percent_mean is not null then coalesce(r.coolant_level_percent_count, r.readings) end)::integer as coolant_level_percent_count,
        (sum(r.fan_speed_rpm_mean * coalesce(r.fan_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.fan_speed_rpm_mean is not null then coalesce(r.fan_speed_rpm_count, r.readings) end), 0))::real as fan_speed_rpm_mean, min(coalesce(r.fan_speed_rpm_min, r.fan_speed_rpm_mean)) as fan_speed_rpm_min, max(coalesce(r.fan_speed_rpm_max, r.fan_speed_rpm_mean)) as fan_speed_rpm_max, sum(case when r.fan_speed_rpm_mean is not null then coalesce(r.fan_speed_rpm_count, r.readings) end)::integer as fan_speed_rpm_count,
        (sum(r.ambient_temperature_c_mean * coalesce(r.ambient_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.ambient_temperature_c_mean is not null then coalesce(r.ambient_temperature_c_count, r.readings) end), 0))::real as ambient_temperature_c_mean, min(coalesce(r.ambient_temperature_c_min, r.ambient_temperature_c_mean)) as ambient_temperature_c_min, max(coalesce(r.ambient_temperature_c_max, r.ambient_temperature_c_mean)) as ambient_temperature_c_max, sum(case when r.ambient_temperature_c_mean is not null then coalesce(r.ambient_temperature_c_count, r.readings) end)::integer as ambient_temperature_c_count,
        (sum(r.fuel_rate_lph_mean * coalesce(r.fuel_rate_lph_count, r.readings)::double precision) / nullif(sum(case when r.fuel_rate_lph_mean is not null then coalesce(r.fuel_rate_lph_count, r.readings) end), 0))::real as fuel_rate_lph_mean, min(coalesce(r.fuel_rate_lph_min, r.fuel_rate_lph_mean)) as fuel_rate_lph_min, max(coalesce(r.fuel_rate_lph_max, r.fuel_rate_lph_mean)) as fuel_rate_lph_max, sum(case when r.fuel_rate_lph_mean is not null then coalesce(r.fuel_rate_lph_count, r.readings) end)::integer as fuel_rate_lph_count,
        (sum(r.fuel_level_percent_mean * coalesce(r.fuel_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.fuel_level_percent_mean is not null then coalesce(r.fuel_level_percent_count, r.readings) end), 0))::real as fuel_level_percent_mean, min(coalesce(r.fuel_level_percent_min, r.fuel_level_percent_mean)) as fuel_level_percent_min, max(coalesce(r.fuel_level_percent_max, r.fuel_level_percent_mean)) as fuel_level_percent_max, sum(case when r.fuel_level_percent_mean is not null then coalesce(r.fuel_level_percent_count, r.readings) end)::integer as fuel_level_percent_count,
        (sum(r.def_level_percent_mean * coalesce(r.def_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.def_level_percent_mean is not null then coalesce(r.def_level_percent_count, r.readings) end), 0))::real as def_level_percent_mean, min(coalesce(r.def_level_percent_min, r.def_level_percent_mean)) as def_level_percent_min, max(coalesce(r.def_level_percent_max, r.def_level_percent_mean)) as def_level_percent_max, sum(case when r.def_level_percent_mean is not null then coalesce(r.def_level_percent_count, r.readings) end)::integer as def_level_percent_count,
        (sum(r.boost_pressure_kpa_mean * coalesce(r.boost_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.boost_pressure_kpa_mean is not null then coalesce(r.boost_pressure_kpa_count, r.readings) end), 0))::real as boost_pressure_kpa_mean, min(coalesce(r.boost_pressure_kpa_min, r.boost_pressure_kpa_mean)) as boost_pressure_kpa_min, max(coalesce(r.boost_pressure_kpa_max, r.boost_pressure_kpa_mean)) as boost_pressure_kpa_max, sum(case when r.boost_pressure_kpa_mean is not null then coalesce(r.boost_pressure_kpa_count, r.readings) end)::integer as boost_pressure_kpa_count,
        (sum(r.air_filter_drop_kpa_mean * coalesce(r.air_filter_drop_kpa_count, r.readings)::double precision) / nullif(sum(case when r.air_filter_drop_kpa_mean is not null then coalesce(r.air_filter_drop_kpa_count, r.readings) end), 0))::real as air_filter_drop_kpa_mean, min(coalesce(r.air_filter_drop_kpa_min, r.air_filter_drop_kpa_mean)) as air_filter_drop_kpa_min, max(coalesce(r.air_filter_drop_kpa_max, r.air_filter_drop_kpa_mean)) as air_filter_drop_kpa_max, sum(case when r.air_filter_drop_kpa_mean is not null then coalesce(r.air_filter_drop_kpa_count, r.readings) end)::integer as air_filter_drop_kpa_count,
        (sum(r.exhaust_temperature_c_mean * coalesce(r.exhaust_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.exhaust_temperature_c_mean is not null then coalesce(r.exhaust_temperature_c_count, r.readings) end), 0))::real as exhaust_temperature_c_mean, min(coalesce(r.exhaust_temperature_c_min, r.exhaust_temperature_c_mean)) as exhaust_temperature_c_min, max(coalesce(r.exhaust_temperature_c_max, r.exhaust_temperature_c_mean)) as exhaust_temperature_c_max, sum(case when r.exhaust_temperature_c_mean is not null then coalesce(r.exhaust_temperature_c_count, r.readings) end)::integer as exhaust_temperature_c_count,
        (sum(r.dpf_drop_kpa_mean * coalesce(r.dpf_drop_kpa_count, r.readings)::double precision) / nullif(sum(case when r.dpf_drop_kpa_mean is not null then coalesce(r.dpf_drop_kpa_count, r.readings) end), 0))::real as dpf_drop_kpa_mean, min(coalesce(r.dpf_drop_kpa_min, r.dpf_drop_kpa_mean)) as dpf_drop_kpa_min, max(coalesce(r.dpf_drop_kpa_max, r.dpf_drop_kpa_mean)) as dpf_drop_kpa_max, sum(case when r.dpf_drop_kpa_mean is not null then coalesce(r.dpf_drop_kpa_count, r.readings) end)::integer as dpf_drop_kpa_count,
        (sum(r.battery_voltage_v_mean * coalesce(r.battery_voltage_v_count, r.readings)::double precision) / nullif(sum(case when r.battery_voltage_v_mean is not null then coalesce(r.battery_voltage_v_count, r.readings) end), 0))::real as battery_voltage_v_mean, min(coalesce(r.battery_voltage_v_min, r.battery_voltage_v_mean)) as battery_voltage_v_min, max(coalesce(r.battery_voltage_v_max, r.battery_voltage_v_mean)) as battery_voltage_v_max, sum(case when r.battery_voltage_v_mean is not null then coalesce(r.battery_voltage_v_count, r.readings) end)::integer as battery_voltage_v_count,
        (sum(r.hydraulic_oil_temperature_c_mean * coalesce(r.hydraulic_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_oil_temperature_c_mean is not null then coalesce(r.hydraulic_oil_temperature_c_count, r.readings) end), 0))::real as hydraulic_oil_temperature_c_mean, min(coalesce(r.hydraulic_oil_temperature_c_min, r.hydraulic_oil_temperature_c_mean)) as hydraulic_oil_temperature_c_min, max(coalesce(r.hydraulic_oil_temperature_c_max, r.hydraulic_oil_temperature_c_mean)) as hydraulic_oil_temperature_c_max, sum(case when r.hydraulic_oil_temperature_c_mean is not null then coalesce(r.hydraulic_oil_temperature_c_count, r.readings) end)::integer as hydraulic_oil_temperature_c_count,
        (sum(r.hydraulic_pressure_bar_mean * coalesce(r.hydraulic_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_pressure_bar_mean is not null then coalesce(r.hydraulic_pressure_bar_count, r.readings) end), 0))::real as hydraulic_pressure_bar_mean, min(coalesce(r.hydraulic_pressure_bar_min, r.hydraulic_pressure_bar_mean)) as hydraulic_pressure_bar_min, max(coalesce(r.hydraulic_pressure_bar_max, r.hydraulic_pressure_bar_mean)) as hydraulic_pressure_bar_max, sum(case when r.hydraulic_pressure_bar_mean is not null then coalesce(r.hydraulic_pressure_bar_count, r.readings) end)::integer as hydraulic_pressure_bar_count,
        (sum(r.pump_case_drain_lpm_mean * coalesce(r.pump_case_drain_lpm_count, r.readings)::double precision) / nullif(sum(case when r.pump_case_drain_lpm_mean is not null then coalesce(r.pump_case_drain_lpm_count, r.readings) end), 0))::real as pump_case_drain_lpm_mean, min(coalesce(r.pump_case_drain_lpm_min, r.pump_case_drain_lpm_mean)) as pump_case_drain_lpm_min, max(coalesce(r.pump_case_drain_lpm_max, r.pump_case_drain_lpm_mean)) as pump_case_drain_lpm_max, sum(case when r.pump_case_drain_lpm_mean is not null then coalesce(r.pump_case_drain_lpm_count, r.readings) end)::integer as pump_case_drain_lpm_count,
        (sum(r.hydraulic_filter_drop_bar_mean * coalesce(r.hydraulic_filter_drop_bar_count, r.readings)::double precision) / nullif(sum(case when r.hydraulic_filter_drop_bar_mean is not null then coalesce(r.hydraulic_filter_drop_bar_count, r.readings) end), 0))::real as hydraulic_filter_drop_bar_mean, min(coalesce(r.hydraulic_filter_drop_bar_min, r.hydraulic_filter_drop_bar_mean)) as hydraulic_filter_drop_bar_min, max(coalesce(r.hydraulic_filter_drop_bar_max, r.hydraulic_filter_drop_bar_mean)) as hydraulic_filter_drop_bar_max, sum(case when r.hydraulic_filter_drop_bar_mean is not null then coalesce(r.hydraulic_filter_drop_bar_count, r.readings) end)::integer as hydraulic_filter_drop_bar_count,
        (sum(r.boom_angle_deg_mean * coalesce(r.boom_angle_deg_count, r.readings)::double precision) / nullif(sum(case when r.boom_angle_deg_mean is not null then coalesce(r.boom_angle_deg_count, r.readings) end), 0))::real as boom_angle_deg_mean, min(coalesce(r.boom_angle_deg_min, r.boom_angle_deg_mean)) as boom_angle_deg_min, max(coalesce(r.boom_angle_deg_max, r.boom_angle_deg_mean)) as boom_angle_deg_max, sum(case when r.boom_angle_deg_mean is not null then coalesce(r.boom_angle_deg_count, r.readings) end)::integer as boom_angle_deg_count,
        (sum(r.boom_head_pressure_bar_mean * coalesce(r.boom_head_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.boom_head_pressure_bar_mean is not null then coalesce(r.boom_head_pressure_bar_count, r.readings) end), 0))::real as boom_head_pressure_bar_mean, min(coalesce(r.boom_head_pressure_bar_min, r.boom_head_pressure_bar_mean)) as boom_head_pressure_bar_min, max(coalesce(r.boom_head_pressure_bar_max, r.boom_head_pressure_bar_mean)) as boom_head_pressure_bar_max, sum(case when r.boom_head_pressure_bar_mean is not null then coalesce(r.boom_head_pressure_bar_count, r.readings) end)::integer as boom_head_pressure_bar_count,
        (sum(r.boom_rod_pressure_bar_mean * coalesce(r.boom_rod_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.boom_rod_pressure_bar_mean is not null then coalesce(r.boom_rod_pressure_bar_count, r.readings) end), 0))::real as boom_rod_pressure_bar_mean, min(coalesce(r.boom_rod_pressure_bar_min, r.boom_rod_pressure_bar_mean)) as boom_rod_pressure_bar_min, max(coalesce(r.boom_rod_pressure_bar_max, r.boom_rod_pressure_bar_mean)) as boom_rod_pressure_bar_max, sum(case when r.boom_rod_pressure_bar_mean is not null then coalesce(r.boom_rod_pressure_bar_count, r.readings) end)::integer as boom_rod_pressure_bar_count,
        (sum(r.payload_kg_mean * coalesce(r.payload_kg_count, r.readings)::double precision) / nullif(sum(case when r.payload_kg_mean is not null then coalesce(r.payload_kg_count, r.readings) end), 0))::real as payload_kg_mean, min(coalesce(r.payload_kg_min, r.payload_kg_mean)) as payload_kg_min, max(coalesce(r.payload_kg_max, r.payload_kg_mean)) as payload_kg_max, sum(case when r.payload_kg_mean is not null then coalesce(r.payload_kg_count, r.readings) end)::integer as payload_kg_count,
        (sum(r.body_angle_deg_mean * coalesce(r.body_angle_deg_count, r.readings)::double precision) / nullif(sum(case when r.body_angle_deg_mean is not null then coalesce(r.body_angle_deg_count, r.readings) end), 0))::real as body_angle_deg_mean, min(coalesce(r.body_angle_deg_min, r.body_angle_deg_mean)) as body_angle_deg_min, max(coalesce(r.body_angle_deg_max, r.body_angle_deg_mean)) as body_angle_deg_max, sum(case when r.body_angle_deg_mean is not null then coalesce(r.body_angle_deg_count, r.readings) end)::integer as body_angle_deg_count,
        (sum(r.crusher_power_kw_mean * coalesce(r.crusher_power_kw_count, r.readings)::double precision) / nullif(sum(case when r.crusher_power_kw_mean is not null then coalesce(r.crusher_power_kw_count, r.readings) end), 0))::real as crusher_power_kw_mean, min(coalesce(r.crusher_power_kw_min, r.crusher_power_kw_mean)) as crusher_power_kw_min, max(coalesce(r.crusher_power_kw_max, r.crusher_power_kw_mean)) as crusher_power_kw_max, sum(case when r.crusher_power_kw_mean is not null then coalesce(r.crusher_power_kw_count, r.readings) end)::integer as crusher_power_kw_count,
        (sum(r.crusher_speed_rpm_mean * coalesce(r.crusher_speed_rpm_count, r.readings)::double precision) / nullif(sum(case when r.crusher_speed_rpm_mean is not null then coalesce(r.crusher_speed_rpm_count, r.readings) end), 0))::real as crusher_speed_rpm_mean, min(coalesce(r.crusher_speed_rpm_min, r.crusher_speed_rpm_mean)) as crusher_speed_rpm_min, max(coalesce(r.crusher_speed_rpm_max, r.crusher_speed_rpm_mean)) as crusher_speed_rpm_max, sum(case when r.crusher_speed_rpm_mean is not null then coalesce(r.crusher_speed_rpm_count, r.readings) end)::integer as crusher_speed_rpm_count,
        (sum(r.crusher_throughput_tph_mean * coalesce(r.crusher_throughput_tph_count, r.readings)::double precision) / nullif(sum(case when r.crusher_throughput_tph_mean is not null then coalesce(r.crusher_throughput_tph_count, r.readings) end), 0))::real as crusher_throughput_tph_mean, min(coalesce(r.crusher_throughput_tph_min, r.crusher_throughput_tph_mean)) as crusher_throughput_tph_min, max(coalesce(r.crusher_throughput_tph_max, r.crusher_throughput_tph_mean)) as crusher_throughput_tph_max, sum(case when r.crusher_throughput_tph_mean is not null then coalesce(r.crusher_throughput_tph_count, r.readings) end)::integer as crusher_throughput_tph_count,
        (sum(r.crusher_level_percent_mean * coalesce(r.crusher_level_percent_count, r.readings)::double precision) / nullif(sum(case when r.crusher_level_percent_mean is not null then coalesce(r.crusher_level_percent_count, r.readings) end), 0))::real as crusher_level_percent_mean, min(coalesce(r.crusher_level_percent_min, r.crusher_level_percent_mean)) as crusher_level_percent_min, max(coalesce(r.crusher_level_percent_max, r.crusher_level_percent_mean)) as crusher_level_percent_max, sum(case when r.crusher_level_percent_mean is not null then coalesce(r.crusher_level_percent_count, r.readings) end)::integer as crusher_level_percent_count,
        (sum(r.crusher_setting_mm_mean * coalesce(r.crusher_setting_mm_count, r.readings)::double precision) / nullif(sum(case when r.crusher_setting_mm_mean is not null then coalesce(r.crusher_setting_mm_count, r.readings) end), 0))::real as crusher_setting_mm_mean, min(coalesce(r.crusher_setting_mm_min, r.crusher_setting_mm_mean)) as crusher_setting_mm_min, max(coalesce(r.crusher_setting_mm_max, r.crusher_setting_mm_mean)) as crusher_setting_mm_max, sum(case when r.crusher_setting_mm_mean is not null then coalesce(r.crusher_setting_mm_count, r.readings) end)::integer as crusher_setting_mm_count,
        (sum(r.crusher_vibration_mmps_mean * coalesce(r.crusher_vibration_mmps_count, r.readings)::double precision) / nullif(sum(case when r.crusher_vibration_mmps_mean is not null then coalesce(r.crusher_vibration_mmps_count, r.readings) end), 0))::real as crusher_vibration_mmps_mean, min(coalesce(r.crusher_vibration_mmps_min, r.crusher_vibration_mmps_mean)) as crusher_vibration_mmps_min, max(coalesce(r.crusher_vibration_mmps_max, r.crusher_vibration_mmps_mean)) as crusher_vibration_mmps_max, sum(case when r.crusher_vibration_mmps_mean is not null then coalesce(r.crusher_vibration_mmps_count, r.readings) end)::integer as crusher_vibration_mmps_count,
        (sum(r.crusher_bearing_temperature_c_mean * coalesce(r.crusher_bearing_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.crusher_bearing_temperature_c_mean is not null then coalesce(r.crusher_bearing_temperature_c_count, r.readings) end), 0))::real as crusher_bearing_temperature_c_mean, min(coalesce(r.crusher_bearing_temperature_c_min, r.crusher_bearing_temperature_c_mean)) as crusher_bearing_temperature_c_min, max(coalesce(r.crusher_bearing_temperature_c_max, r.crusher_bearing_temperature_c_mean)) as crusher_bearing_temperature_c_max, sum(case when r.crusher_bearing_temperature_c_mean is not null then coalesce(r.crusher_bearing_temperature_c_count, r.readings) end)::integer as crusher_bearing_temperature_c_count,
        (sum(r.crusher_oil_temperature_c_mean * coalesce(r.crusher_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.crusher_oil_temperature_c_mean is not null then coalesce(r.crusher_oil_temperature_c_count, r.readings) end), 0))::real as crusher_oil_temperature_c_mean, min(coalesce(r.crusher_oil_temperature_c_min, r.crusher_oil_temperature_c_mean)) as crusher_oil_temperature_c_min, max(coalesce(r.crusher_oil_temperature_c_max, r.crusher_oil_temperature_c_mean)) as crusher_oil_temperature_c_max, sum(case when r.crusher_oil_temperature_c_mean is not null then coalesce(r.crusher_oil_temperature_c_count, r.readings) end)::integer as crusher_oil_temperature_c_count,
        (sum(r.brake_oil_temperature_c_mean * coalesce(r.brake_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.brake_oil_temperature_c_mean is not null then coalesce(r.brake_oil_temperature_c_count, r.readings) end), 0))::real as brake_oil_temperature_c_mean, min(coalesce(r.brake_oil_temperature_c_min, r.brake_oil_temperature_c_mean)) as brake_oil_temperature_c_min, max(coalesce(r.brake_oil_temperature_c_max, r.brake_oil_temperature_c_mean)) as brake_oil_temperature_c_max, sum(case when r.brake_oil_temperature_c_mean is not null then coalesce(r.brake_oil_temperature_c_count, r.readings) end)::integer as brake_oil_temperature_c_count,
        (sum(r.brake_pressure_bar_mean * coalesce(r.brake_pressure_bar_count, r.readings)::double precision) / nullif(sum(case when r.brake_pressure_bar_mean is not null then coalesce(r.brake_pressure_bar_count, r.readings) end), 0))::real as brake_pressure_bar_mean, min(coalesce(r.brake_pressure_bar_min, r.brake_pressure_bar_mean)) as brake_pressure_bar_min, max(coalesce(r.brake_pressure_bar_max, r.brake_pressure_bar_mean)) as brake_pressure_bar_max, sum(case when r.brake_pressure_bar_mean is not null then coalesce(r.brake_pressure_bar_count, r.readings) end)::integer as brake_pressure_bar_count,
        (sum(r.transmission_oil_temperature_c_mean * coalesce(r.transmission_oil_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.transmission_oil_temperature_c_mean is not null then coalesce(r.transmission_oil_temperature_c_count, r.readings) end), 0))::real as transmission_oil_temperature_c_mean, min(coalesce(r.transmission_oil_temperature_c_min, r.transmission_oil_temperature_c_mean)) as transmission_oil_temperature_c_min, max(coalesce(r.transmission_oil_temperature_c_max, r.transmission_oil_temperature_c_mean)) as transmission_oil_temperature_c_max, sum(case when r.transmission_oil_temperature_c_mean is not null then coalesce(r.transmission_oil_temperature_c_count, r.readings) end)::integer as transmission_oil_temperature_c_count,
        (sum(r.transmission_oil_pressure_kpa_mean * coalesce(r.transmission_oil_pressure_kpa_count, r.readings)::double precision) / nullif(sum(case when r.transmission_oil_pressure_kpa_mean is not null then coalesce(r.transmission_oil_pressure_kpa_count, r.readings) end), 0))::real as transmission_oil_pressure_kpa_mean, min(coalesce(r.transmission_oil_pressure_kpa_min, r.transmission_oil_pressure_kpa_mean)) as transmission_oil_pressure_kpa_min, max(coalesce(r.transmission_oil_pressure_kpa_max, r.transmission_oil_pressure_kpa_mean)) as transmission_oil_pressure_kpa_max, sum(case when r.transmission_oil_pressure_kpa_mean is not null then coalesce(r.transmission_oil_pressure_kpa_count, r.readings) end)::integer as transmission_oil_pressure_kpa_count,
        (sum(r.clutch_slip_percent_mean * coalesce(r.clutch_slip_percent_count, r.readings)::double precision) / nullif(sum(case when r.clutch_slip_percent_mean is not null then coalesce(r.clutch_slip_percent_count, r.readings) end), 0))::real as clutch_slip_percent_mean, min(coalesce(r.clutch_slip_percent_min, r.clutch_slip_percent_mean)) as clutch_slip_percent_min, max(coalesce(r.clutch_slip_percent_max, r.clutch_slip_percent_mean)) as clutch_slip_percent_max, sum(case when r.clutch_slip_percent_mean is not null then coalesce(r.clutch_slip_percent_count, r.readings) end)::integer as clutch_slip_percent_count,
        (sum(r.tyre_front_left_kpa_mean * coalesce(r.tyre_front_left_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_front_left_kpa_mean is not null then coalesce(r.tyre_front_left_kpa_count, r.readings) end), 0))::real as tyre_front_left_kpa_mean, min(coalesce(r.tyre_front_left_kpa_min, r.tyre_front_left_kpa_mean)) as tyre_front_left_kpa_min, max(coalesce(r.tyre_front_left_kpa_max, r.tyre_front_left_kpa_mean)) as tyre_front_left_kpa_max, sum(case when r.tyre_front_left_kpa_mean is not null then coalesce(r.tyre_front_left_kpa_count, r.readings) end)::integer as tyre_front_left_kpa_count,
        (sum(r.tyre_front_right_kpa_mean * coalesce(r.tyre_front_right_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_front_right_kpa_mean is not null then coalesce(r.tyre_front_right_kpa_count, r.readings) end), 0))::real as tyre_front_right_kpa_mean, min(coalesce(r.tyre_front_right_kpa_min, r.tyre_front_right_kpa_mean)) as tyre_front_right_kpa_min, max(coalesce(r.tyre_front_right_kpa_max, r.tyre_front_right_kpa_mean)) as tyre_front_right_kpa_max, sum(case when r.tyre_front_right_kpa_mean is not null then coalesce(r.tyre_front_right_kpa_count, r.readings) end)::integer as tyre_front_right_kpa_count,
        (sum(r.tyre_rear_left_kpa_mean * coalesce(r.tyre_rear_left_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_rear_left_kpa_mean is not null then coalesce(r.tyre_rear_left_kpa_count, r.readings) end), 0))::real as tyre_rear_left_kpa_mean, min(coalesce(r.tyre_rear_left_kpa_min, r.tyre_rear_left_kpa_mean)) as tyre_rear_left_kpa_min, max(coalesce(r.tyre_rear_left_kpa_max, r.tyre_rear_left_kpa_mean)) as tyre_rear_left_kpa_max, sum(case when r.tyre_rear_left_kpa_mean is not null then coalesce(r.tyre_rear_left_kpa_count, r.readings) end)::integer as tyre_rear_left_kpa_count,
        (sum(r.tyre_rear_right_kpa_mean * coalesce(r.tyre_rear_right_kpa_count, r.readings)::double precision) / nullif(sum(case when r.tyre_rear_right_kpa_mean is not null then coalesce(r.tyre_rear_right_kpa_count, r.readings) end), 0))::real as tyre_rear_right_kpa_mean, min(coalesce(r.tyre_rear_right_kpa_min, r.tyre_rear_right_kpa_mean)) as tyre_rear_right_kpa_min, max(coalesce(r.tyre_rear_right_kpa_max, r.tyre_rear_right_kpa_mean)) as tyre_rear_right_kpa_max, sum(case when r.tyre_rear_right_kpa_mean is not null then coalesce(r.tyre_rear_right_kpa_count, r.readings) end)::integer as tyre_rear_right_kpa_count,
        (sum(r.tyre_temperature_c_mean * coalesce(r.tyre_temperature_c_count, r.readings)::double precision) / nullif(sum(case when r.tyre_temperature_c_mean is not null then coalesce(r.tyre_temperature_c_count, r.readings) end), 0))::real as tyre_temperature_c_mean, min(coalesce(r.tyre_temperature_c_min, r.tyre_temperature_c_mean)) as tyre_temperature_c_min, max(coalesce(r.tyre_temperature_c_max, r.tyre_temperature_c_mean)) as tyre_temperature_c_max, sum(case when r.tyre_temperature_c_mean is not null then coalesce(r.tyre_temperature_c_count, r.readings) end)::integer as tyre_temperature_c_count,
        (sum(r.altitude_m_mean * coalesce(r.altitude_m_count, r.readings)::double precision) / nullif(sum(case when r.altitude_m_mean is not null then coalesce(r.altitude_m_count, r.readings) end), 0))::real as altitude_m_mean, min(coalesce(r.altitude_m_min, r.altitude_m_mean)) as altitude_m_min, max(coalesce(r.altitude_m_max, r.altitude_m_mean)) as altitude_m_max, sum(case when r.altitude_m_mean is not null then coalesce(r.altitude_m_count, r.readings) end)::integer as altitude_m_count,
        (sum(r.heading_deg_mean * coalesce(r.heading_deg_count, r.readings)::double precision) / nullif(sum(case when r.heading_deg_mean is not null then coalesce(r.heading_deg_count, r.readings) end), 0))::real as heading_deg_mean, min(coalesce(r.heading_deg_min, r.heading_deg_mean)) as heading_deg_min, max(coalesce(r.heading_deg_max, r.heading_deg_mean)) as heading_deg_max, sum(case when r.heading_deg_mean is not null then coalesce(r.heading_deg_count, r.readings) end)::integer as heading_deg_count,
        (sum(r.pitch_deg_mean * coalesce(r.pitch_deg_count, r.readings)::double precision) / nullif(sum(case when r.pitch_deg_mean is not null then coalesce(r.pitch_deg_count, r.readings) end), 0))::real as pitch_deg_mean, min(coalesce(r.pitch_deg_min, r.pitch_deg_mean)) as pitch_deg_min, max(coalesce(r.pitch_deg_max, r.pitch_deg_mean)) as pitch_deg_max, sum(case when r.pitch_deg_mean is not null then coalesce(r.pitch_deg_count, r.readings) end)::integer as pitch_deg_count,
        (sum(r.ground_speed_kmh_mean * coalesce(r.ground_speed_kmh_count, r.readings)::double precision) / nullif(sum(case when r.ground_speed_kmh_mean is not null then coalesce(r.ground_speed_kmh_count, r.readings) end), 0))::real as ground_speed_kmh_mean, min(coalesce(r.ground_speed_kmh_min, r.ground_speed_kmh_mean)) as ground_speed_kmh_min, max(coalesce(r.ground_speed_kmh_max, r.ground_speed_kmh_mean)) as ground_speed_kmh_max, sum(case when r.ground_speed_kmh_mean is not null then coalesce(r.ground_speed_kmh_count, r.readings) end)::integer as ground_speed_kmh_count,
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
