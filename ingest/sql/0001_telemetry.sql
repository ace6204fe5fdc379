-- What the machines said: readings, what follows from them, and the only ways in which others may read them.
-- The parts between `generated` and `end` come from the signal catalogue: `python -m ingest.columns` writes them.

-- Eight-byte columns come first, so that no row spends bytes on alignment.
create table reading (
    time timestamptz not null,
    received_at timestamptz not null,
    sample bigint not null,
    -- generated: reading
    engine_hours_h double precision,
    idle_hours_h double precision,
    fuel_used_l double precision,
    payload_total_kg double precision,
    load_count double precision,
    latitude_deg double precision,
    longitude_deg double precision,
    odometer_km double precision,
    engine_speed_rpm real,
    engine_load_percent real,
    engine_oil_pressure_kpa real,
    engine_oil_temperature_c real,
    coolant_temperature_c real,
    coolant_level_percent real,
    fan_speed_rpm real,
    ambient_temperature_c real,
    fuel_rate_lph real,
    fuel_level_percent real,
    def_level_percent real,
    boost_pressure_kpa real,
    air_filter_drop_kpa real,
    exhaust_temperature_c real,
    dpf_drop_kpa real,
    battery_voltage_v real,
    hydraulic_oil_temperature_c real,
    hydraulic_pressure_bar real,
    pump_case_drain_lpm real,
    hydraulic_filter_drop_bar real,
    boom_angle_deg real,
    boom_head_pressure_bar real,
    boom_rod_pressure_bar real,
    payload_kg real,
    body_angle_deg real,
    crusher_power_kw real,
    crusher_speed_rpm real,
    crusher_throughput_tph real,
    crusher_level_percent real,
    crusher_setting_mm real,
    crusher_vibration_mmps real,
    crusher_bearing_temperature_c real,
    crusher_oil_temperature_c real,
    brake_oil_temperature_c real,
    brake_pressure_bar real,
    transmission_oil_temperature_c real,
    transmission_oil_pressure_kpa real,
    clutch_slip_percent real,
    tyre_front_left_kpa real,
    tyre_front_right_kpa real,
    tyre_rear_left_kpa real,
    tyre_rear_right_kpa real,
    tyre_temperature_c real,
    altitude_m real,
    heading_deg real,
    pitch_deg real,
    ground_speed_kmh real,
    -- end
    machine text collate "C" not null,
    extra jsonb,
    primary key (machine, time, sample)
);

comment on table reading is 'One row for each sample of a machine; a signal that was not measured is null.';
comment on column reading.sample is
    'Names the sample by the boot, the number and the place in its message: the same again is a duplicate.';
comment on column reading.extra is 'Values of signals that are not in the catalogue, by name.';

select create_hypertable('reading', by_range('time', interval '1 day'), create_default_indexes => false);

-- Rows are updated in place many times between vacuums: free space in the page spares the index.
create table latest (
    time timestamptz not null,
    received_at timestamptz not null,
    -- generated: latest_times
    engine_hours_h_time timestamptz,
    idle_hours_h_time timestamptz,
    fuel_used_l_time timestamptz,
    payload_total_kg_time timestamptz,
    load_count_time timestamptz,
    latitude_deg_time timestamptz,
    longitude_deg_time timestamptz,
    odometer_km_time timestamptz,
    engine_speed_rpm_time timestamptz,
    engine_load_percent_time timestamptz,
    engine_oil_pressure_kpa_time timestamptz,
    engine_oil_temperature_c_time timestamptz,
    coolant_temperature_c_time timestamptz,
    coolant_level_percent_time timestamptz,
    fan_speed_rpm_time timestamptz,
    ambient_temperature_c_time timestamptz,
    fuel_rate_lph_time timestamptz,
    fuel_level_percent_time timestamptz,
    def_level_percent_time timestamptz,
    boost_pressure_kpa_time timestamptz,
    air_filter_drop_kpa_time timestamptz,
    exhaust_temperature_c_time timestamptz,
    dpf_drop_kpa_time timestamptz,
    battery_voltage_v_time timestamptz,
    hydraulic_oil_temperature_c_time timestamptz,
    hydraulic_pressure_bar_time timestamptz,
    pump_case_drain_lpm_time timestamptz,
    hydraulic_filter_drop_bar_time timestamptz,
    boom_angle_deg_time timestamptz,
    boom_head_pressure_bar_time timestamptz,
    boom_rod_pressure_bar_time timestamptz,
    payload_kg_time timestamptz,
    body_angle_deg_time timestamptz,
    crusher_power_kw_time timestamptz,
    crusher_speed_rpm_time timestamptz,
    crusher_throughput_tph_time timestamptz,
    crusher_level_percent_time timestamptz,
    crusher_setting_mm_time timestamptz,
    crusher_vibration_mmps_time timestamptz,
    crusher_bearing_temperature_c_time timestamptz,
    crusher_oil_temperature_c_time timestamptz,
    brake_oil_temperature_c_time timestamptz,
    brake_pressure_bar_time timestamptz,
    transmission_oil_temperature_c_time timestamptz,
    transmission_oil_pressure_kpa_time timestamptz,
    clutch_slip_percent_time timestamptz,
    tyre_front_left_kpa_time timestamptz,
    tyre_front_right_kpa_time timestamptz,
    tyre_rear_left_kpa_time timestamptz,
    tyre_rear_right_kpa_time timestamptz,
    tyre_temperature_c_time timestamptz,
    altitude_m_time timestamptz,
    heading_deg_time timestamptz,
    pitch_deg_time timestamptz,
    ground_speed_kmh_time timestamptz,
    -- end
    -- generated: reading
    engine_hours_h double precision,
    idle_hours_h double precision,
    fuel_used_l double precision,
    payload_total_kg double precision,
    load_count double precision,
    latitude_deg double precision,
    longitude_deg double precision,
    odometer_km double precision,
    engine_speed_rpm real,
    engine_load_percent real,
    engine_oil_pressure_kpa real,
    engine_oil_temperature_c real,
    coolant_temperature_c real,
    coolant_level_percent real,
    fan_speed_rpm real,
    ambient_temperature_c real,
    fuel_rate_lph real,
    fuel_level_percent real,
    def_level_percent real,
    boost_pressure_kpa real,
    air_filter_drop_kpa real,
    exhaust_temperature_c real,
    dpf_drop_kpa real,
    battery_voltage_v real,
    hydraulic_oil_temperature_c real,
    hydraulic_pressure_bar real,
    pump_case_drain_lpm real,
    hydraulic_filter_drop_bar real,
    boom_angle_deg real,
    boom_head_pressure_bar real,
    boom_rod_pressure_bar real,
    payload_kg real,
    body_angle_deg real,
    crusher_power_kw real,
    crusher_speed_rpm real,
    crusher_throughput_tph real,
    crusher_level_percent real,
    crusher_setting_mm real,
    crusher_vibration_mmps real,
    crusher_bearing_temperature_c real,
    crusher_oil_temperature_c real,
    brake_oil_temperature_c real,
    brake_pressure_bar real,
    transmission_oil_temperature_c real,
    transmission_oil_pressure_kpa real,
    clutch_slip_percent real,
    tyre_front_left_kpa real,
    tyre_front_right_kpa real,
    tyre_rear_left_kpa real,
    tyre_rear_right_kpa real,
    tyre_temperature_c real,
    altitude_m real,
    heading_deg real,
    pitch_deg real,
    ground_speed_kmh real,
    -- end
    machine text collate "C" primary key
) with (fillfactor = 45);

comment on table latest is 'The newest value of each signal of a machine with its own time; moves only to newer times.';

create table rollup_minute (
    bucket timestamptz not null,
    first_time timestamptz not null,
    last_time timestamptz not null,
    readings integer not null,
    -- generated: rollup
    engine_hours_h_mean double precision, engine_hours_h_min double precision, engine_hours_h_max double precision, engine_hours_h_count integer,
    idle_hours_h_mean double precision, idle_hours_h_min double precision, idle_hours_h_max double precision, idle_hours_h_count integer,
    fuel_used_l_mean double precision, fuel_used_l_min double precision, fuel_used_l_max double precision, fuel_used_l_count integer,
    payload_total_kg_mean double precision, payload_total_kg_min double precision, payload_total_kg_max double precision, payload_total_kg_count integer,
    load_count_mean double precision, load_count_min double precision, load_count_max double precision, load_count_count integer,
    latitude_deg_mean double precision, latitude_deg_min double precision, latitude_deg_max double precision, latitude_deg_count integer,
    longitude_deg_mean double precision, longitude_deg_min double precision, longitude_deg_max double precision, longitude_deg_count integer,
    odometer_km_mean double precision, odometer_km_min double precision, odometer_km_max double precision, odometer_km_count integer,
    engine_speed_rpm_mean real, engine_speed_rpm_min real, engine_speed_rpm_max real, engine_speed_rpm_count integer,
    engine_load_percent_mean real, engine_load_percent_min real, engine_load_percent_max real, engine_load_percent_count integer,
    engine_oil_pressure_kpa_mean real, engine_oil_pressure_kpa_min real, engine_oil_pressure_kpa_max real, engine_oil_pressure_kpa_count integer,
    engine_oil_temperature_c_mean real, engine_oil_temperature_c_min real, engine_oil_temperature_c_max real, engine_oil_temperature_c_count integer,
    coolant_temperature_c_mean real, coolant_temperature_c_min real, coolant_temperature_c_max real, coolant_temperature_c_count integer,
    coolant_level_percent_mean real, coolant_level_percent_min real, coolant_level_percent_max real, coolant_level_percent_count integer,
    fan_speed_rpm_mean real, fan_speed_rpm_min real, fan_speed_rpm_max real, fan_speed_rpm_count integer,
    ambient_temperature_c_mean real, ambient_temperature_c_min real, ambient_temperature_c_max real, ambient_temperature_c_count integer,
    fuel_rate_lph_mean real, fuel_rate_lph_min real, fuel_rate_lph_max real, fuel_rate_lph_count integer,
    fuel_level_percent_mean real, fuel_level_percent_min real, fuel_level_percent_max real, fuel_level_percent_count integer,
    def_level_percent_mean real, def_level_percent_min real, def_level_percent_max real, def_level_percent_count integer,
    boost_pressure_kpa_mean real, boost_pressure_kpa_min real, boost_pressure_kpa_max real, boost_pressure_kpa_count integer,
    air_filter_drop_kpa_mean real, air_filter_drop_kpa_min real, air_filter_drop_kpa_max real, air_filter_drop_kpa_count integer,
    exhaust_temperature_c_mean real, exhaust_temperature_c_min real, exhaust_temperature_c_max real, exhaust_temperature_c_count integer,
    dpf_drop_kpa_mean real, dpf_drop_kpa_min real, dpf_drop_kpa_max real, dpf_drop_kpa_count integer,
    battery_voltage_v_mean real, battery_voltage_v_min real, battery_voltage_v_max real, battery_voltage_v_count integer,
    hydraulic_oil_temperature_c_mean real, hydraulic_oil_temperature_c_min real, hydraulic_oil_temperature_c_max real, hydraulic_oil_temperature_c_count integer,
    hydraulic_pressure_bar_mean real, hydraulic_pressure_bar_min real, hydraulic_pressure_bar_max real, hydraulic_pressure_bar_count integer,
    pump_case_drain_lpm_mean real, pump_case_drain_lpm_min real, pump_case_drain_lpm_max real, pump_case_drain_lpm_count integer,
    hydraulic_filter_drop_bar_mean real, hydraulic_filter_drop_bar_min real, hydraulic_filter_drop_bar_max real, hydraulic_filter_drop_bar_count integer,
    boom_angle_deg_mean real, boom_angle_deg_min real, boom_angle_deg_max real, boom_angle_deg_count integer,
    boom_head_pressure_bar_mean real, boom_head_pressure_bar_min real, boom_head_pressure_bar_max real, boom_head_pressure_bar_count integer,
    boom_rod_pressure_bar_mean real, boom_rod_pressure_bar_min real, boom_rod_pressure_bar_max real, boom_rod_pressure_bar_count integer,
    payload_kg_mean real, payload_kg_min real, payload_kg_max real, payload_kg_count integer,
    body_angle_deg_mean real, body_angle_deg_min real, body_angle_deg_max real, body_angle_deg_count integer,
    crusher_power_kw_mean real, crusher_power_kw_min real, crusher_power_kw_max real, crusher_power_kw_count integer,
    crusher_speed_rpm_mean real, crusher_speed_rpm_min real, crusher_speed_rpm_max real, crusher_speed_rpm_count integer,
    crusher_throughput_tph_mean real, crusher_throughput_tph_min real, crusher_throughput_tph_max real, crusher_throughput_tph_count integer,
    crusher_level_percent_mean real, crusher_level_percent_min real, crusher_level_percent_max real, crusher_level_percent_count integer,
    crusher_setting_mm_mean real, crusher_setting_mm_min real, crusher_setting_mm_max real, crusher_setting_mm_count integer,
    crusher_vibration_mmps_mean real, crusher_vibration_mmps_min real, crusher_vibration_mmps_max real, crusher_vibration_mmps_count integer,
    crusher_bearing_temperature_c_mean real, crusher_bearing_temperature_c_min real, crusher_bearing_temperature_c_max real, crusher_bearing_temperature_c_count integer,
    crusher_oil_temperature_c_mean real, crusher_oil_temperature_c_min real, crusher_oil_temperature_c_max real, crusher_oil_temperature_c_count integer,
    brake_oil_temperature_c_mean real, brake_oil_temperature_c_min real, brake_oil_temperature_c_max real, brake_oil_temperature_c_count integer,
    brake_pressure_bar_mean real, brake_pressure_bar_min real, brake_pressure_bar_max real, brake_pressure_bar_count integer,
    transmission_oil_temperature_c_mean real, transmission_oil_temperature_c_min real, transmission_oil_temperature_c_max real, transmission_oil_temperature_c_count integer,
    transmission_oil_pressure_kpa_mean real, transmission_oil_pressure_kpa_min real, transmission_oil_pressure_kpa_max real, transmission_oil_pressure_kpa_count integer,
    clutch_slip_percent_mean real, clutch_slip_percent_min real, clutch_slip_percent_max real, clutch_slip_percent_count integer,
    tyre_front_left_kpa_mean real, tyre_front_left_kpa_min real, tyre_front_left_kpa_max real, tyre_front_left_kpa_count integer,
    tyre_front_right_kpa_mean real, tyre_front_right_kpa_min real, tyre_front_right_kpa_max real, tyre_front_right_kpa_count integer,
    tyre_rear_left_kpa_mean real, tyre_rear_left_kpa_min real, tyre_rear_left_kpa_max real, tyre_rear_left_kpa_count integer,
    tyre_rear_right_kpa_mean real, tyre_rear_right_kpa_min real, tyre_rear_right_kpa_max real, tyre_rear_right_kpa_count integer,
    tyre_temperature_c_mean real, tyre_temperature_c_min real, tyre_temperature_c_max real, tyre_temperature_c_count integer,
    altitude_m_mean real, altitude_m_min real, altitude_m_max real, altitude_m_count integer,
    heading_deg_mean real, heading_deg_min real, heading_deg_max real, heading_deg_count integer,
    pitch_deg_mean real, pitch_deg_min real, pitch_deg_max real, pitch_deg_count integer,
    ground_speed_kmh_mean real, ground_speed_kmh_min real, ground_speed_kmh_max real, ground_speed_kmh_count integer,
    -- end
    machine text collate "C" not null,
    primary key (machine, bucket)
);

comment on table rollup_minute is
    'Count, mean, least and greatest value of each signal in a minute; first_time and last_time are of its readings.';

create table rollup_hour (like rollup_minute including all);
create table rollup_day (like rollup_minute including all);

select create_hypertable('rollup_minute', by_range('bucket', interval '7 days'), create_default_indexes => false);
select create_hypertable('rollup_hour', by_range('bucket', interval '60 days'), create_default_indexes => false);

-- Marks are only ever appended, so that no writer waits for another; housekeeping takes them away.
create table dirty (
    from_minute timestamptz not null,
    to_minute timestamptz not null,
    machine text collate "C" not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

comment on table dirty is 'Minutes [from, to) of machines whose rollups must be computed again from their readings.';

create table event (
    time timestamptz not null,
    received_at timestamptz not null,
    seq bigint not null,
    count integer,
    active boolean not null,
    machine text collate "C" not null,
    boot text collate "C" not null,
    kind text not null,
    code text not null,
    severity text not null,
    text text,
    primary key (machine, boot, seq)
);

create index on event (machine, time desc);
create index on event (time desc);

comment on table event is 'What machines reported at one moment, such as fault codes.';

create table state (
    time timestamptz not null,
    received_at timestamptz not null,
    online boolean not null,
    machine text collate "C" primary key,
    boot text not null,
    software text
) with (fillfactor = 50);

comment on table state is 'Whether a machine is connected, by its own word or its last will, and what it runs.';

create table reject (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    replayed_at timestamptz,
    payload_bytes integer not null,
    retain boolean not null default false,
    outcome text check (outcome in ('stored', 'duplicate', 'rejected')),
    machine text collate "C",
    reason text not null,
    detail text not null,
    topic text not null,
    payload bytea not null,
    sha256 bytea not null
);

create index on reject (machine, received_at desc);
create index on reject (received_at desc);

comment on table reject is 'Messages that were refused, whole or in part, as they came; machine is null where none is known.';
comment on column reject.payload_bytes is 'The size as it came; payload keeps at most the size limit of it.';
comment on column reject.outcome is 'What became of it when it was last replayed; what is stored is refused no more.';

create table reject_count (
    day date not null,
    machine text collate "C" not null,
    reason text not null,
    rejects bigint not null,
    primary key (day, machine, reason)
);

comment on table reject_count is 'How many messages were refused, those included that a flood kept out of reject.';

-- Retention needs the owner's right, and ingest has only this one use of it.
create function drop_expired(readings_before timestamptz, minutes_before timestamptz, hours_before timestamptz)
returns integer language sql security definer set search_path = telemetry, public, pg_temp
return (
    (select count(*) from drop_chunks('telemetry.reading', readings_before))
    + (select count(*) from drop_chunks('telemetry.rollup_minute', minutes_before))
    + (select count(*) from drop_chunks('telemetry.rollup_hour', hours_before))
)::integer;

revoke execute on function drop_expired from public;
grant execute on function drop_expired to ingest;

-- The readers' views. A barrier: no condition of a reader runs on a row that its viewers may not see.

create view reading_v1 with (security_barrier) as
select t.* from reading t
where exists (
    select from access.visibility v
    where v.machine = t.machine and v.viewer = any (access.viewers())
      and t.time >= v.from_time and t.time < v.to_time
);

-- What the viewers together see of a machine, in periods that neither touch nor overlap.
create view visible as
select seen.machine, lower(seen.period) as from_time, upper(seen.period) as to_time
from (
    select v.machine, unnest(range_agg(tstzrange(v.from_time, v.to_time))) as period from access.visibility v
    where v.viewer = any (access.viewers())
    group by v.machine
) seen;

-- A signal that was last measured outside the visible period is null: it belongs to another owner's time.
create view latest_v1 with (security_barrier) as
select
    t.machine, t.time, t.received_at
    -- generated: latest_v1
    , case when t.engine_hours_h_time >= p.from_time and t.engine_hours_h_time < p.to_time then t.engine_hours_h end as engine_hours_h
    , case when t.engine_hours_h_time >= p.from_time and t.engine_hours_h_time < p.to_time then t.engine_hours_h_time end as engine_hours_h_time
    , case when t.idle_hours_h_time >= p.from_time and t.idle_hours_h_time < p.to_time then t.idle_hours_h end as idle_hours_h
    , case when t.idle_hours_h_time >= p.from_time and t.idle_hours_h_time < p.to_time then t.idle_hours_h_time end as idle_hours_h_time
    , case when t.fuel_used_l_time >= p.from_time and t.fuel_used_l_time < p.to_time then t.fuel_used_l end as fuel_used_l
    , case when t.fuel_used_l_time >= p.from_time and t.fuel_used_l_time < p.to_time then t.fuel_used_l_time end as fuel_used_l_time
    , case when t.payload_total_kg_time >= p.from_time and t.payload_total_kg_time < p.to_time then t.payload_total_kg end as payload_total_kg
    , case when t.payload_total_kg_time >= p.from_time and t.payload_total_kg_time < p.to_time then t.payload_total_kg_time end as payload_total_kg_time
    , case when t.load_count_time >= p.from_time and t.load_count_time < p.to_time then t.load_count end as load_count
    , case when t.load_count_time >= p.from_time and t.load_count_time < p.to_time then t.load_count_time end as load_count_time
    , case when t.latitude_deg_time >= p.from_time and t.latitude_deg_time < p.to_time then t.latitude_deg end as latitude_deg
    , case when t.latitude_deg_time >= p.from_time and t.latitude_deg_time < p.to_time then t.latitude_deg_time end as latitude_deg_time
    , case when t.longitude_deg_time >= p.from_time and t.longitude_deg_time < p.to_time then t.longitude_deg end as longitude_deg
    , case when t.longitude_deg_time >= p.from_time and t.longitude_deg_time < p.to_time then t.longitude_deg_time end as longitude_deg_time
    , case when t.odometer_km_time >= p.from_time and t.odometer_km_time < p.to_time then t.odometer_km end as odometer_km
    , case when t.odometer_km_time >= p.from_time and t.odometer_km_time < p.to_time then t.odometer_km_time end as odometer_km_time
    , case when t.engine_speed_rpm_time >= p.from_time and t.engine_speed_rpm_time < p.to_time then t.engine_speed_rpm end as engine_speed_rpm
    , case when t.engine_speed_rpm_time >= p.from_time and t.engine_speed_rpm_time < p.to_time then t.engine_speed_rpm_time end as engine_speed_rpm_time
    , case when t.engine_load_percent_time >= p.from_time and t.engine_load_percent_time < p.to_time then t.engine_load_percent end as engine_load_percent
    , case when t.engine_load_percent_time >= p.from_time and t.engine_load_percent_time < p.to_time then t.engine_load_percent_time end as engine_load_percent_time
    , case when t.engine_oil_pressure_kpa_time >= p.from_time and t.engine_oil_pressure_kpa_time < p.to_time then t.engine_oil_pressure_kpa end as engine_oil_pressure_kpa
    , case when t.engine_oil_pressure_kpa_time >= p.from_time and t.engine_oil_pressure_kpa_time < p.to_time then t.engine_oil_pressure_kpa_time end as engine_oil_pressure_kpa_time
    , case when t.engine_oil_temperature_c_time >= p.from_time and t.engine_oil_temperature_c_time < p.to_time then t.engine_oil_temperature_c end as engine_oil_temperature_c
    , case when t.engine_oil_temperature_c_time >= p.from_time and t.engine_oil_temperature_c_time < p.to_time then t.engine_oil_temperature_c_time end as engine_oil_temperature_c_time
    , case when t.coolant_temperature_c_time >= p.from_time and t.coolant_temperature_c_time < p.to_time then t.coolant_temperature_c end as coolant_temperature_c
    , case when t.coolant_temperature_c_time >= p.from_time and t.coolant_temperature_c_time < p.to_time then t.coolant_temperature_c_time end as coolant_temperature_c_time
    , case when t.coolant_level_percent_time >= p.from_time and t.coolant_level_percent_time < p.to_time then t.coolant_level_percent end as coolant_level_percent
    , case when t.coolant_level_percent_time >= p.from_time and t.coolant_level_percent_time < p.to_time then t.coolant_level_percent_time end as coolant_level_percent_time
    , case when t.fan_speed_rpm_time >= p.from_time and t.fan_speed_rpm_time < p.to_time then t.fan_speed_rpm end as fan_speed_rpm
    , case when t.fan_speed_rpm_time >= p.from_time and t.fan_speed_rpm_time < p.to_time then t.fan_speed_rpm_time end as fan_speed_rpm_time
    , case when t.ambient_temperature_c_time >= p.from_time and t.ambient_temperature_c_time < p.to_time then t.ambient_temperature_c end as ambient_temperature_c
    , case when t.ambient_temperature_c_time >= p.from_time and t.ambient_temperature_c_time < p.to_time then t.ambient_temperature_c_time end as ambient_temperature_c_time
    , case when t.fuel_rate_lph_time >= p.from_time and t.fuel_rate_lph_time < p.to_time then t.fuel_rate_lph end as fuel_rate_lph
    , case when t.fuel_rate_lph_time >= p.from_time and t.fuel_rate_lph_time < p.to_time then t.fuel_rate_lph_time end as fuel_rate_lph_time
    , case when t.fuel_level_percent_time >= p.from_time and t.fuel_level_percent_time < p.to_time then t.fuel_level_percent end as fuel_level_percent
    , case when t.fuel_level_percent_time >= p.from_time and t.fuel_level_percent_time < p.to_time then t.fuel_level_percent_time end as fuel_level_percent_time
    , case when t.def_level_percent_time >= p.from_time and t.def_level_percent_time < p.to_time then t.def_level_percent end as def_level_percent
    , case when t.def_level_percent_time >= p.from_time and t.def_level_percent_time < p.to_time then t.def_level_percent_time end as def_level_percent_time
    , case when t.boost_pressure_kpa_time >= p.from_time and t.boost_pressure_kpa_time < p.to_time then t.boost_pressure_kpa end as boost_pressure_kpa
    , case when t.boost_pressure_kpa_time >= p.from_time and t.boost_pressure_kpa_time < p.to_time then t.boost_pressure_kpa_time end as boost_pressure_kpa_time
    , case when t.air_filter_drop_kpa_time >= p.from_time and t.air_filter_drop_kpa_time < p.to_time then t.air_filter_drop_kpa end as air_filter_drop_kpa
    , case when t.air_filter_drop_kpa_time >= p.from_time and t.air_filter_drop_kpa_time < p.to_time then t.air_filter_drop_kpa_time end as air_filter_drop_kpa_time
    , case when t.exhaust_temperature_c_time >= p.from_time and t.exhaust_temperature_c_time < p.to_time then t.exhaust_temperature_c end as exhaust_temperature_c
    , case when t.exhaust_temperature_c_time >= p.from_time and t.exhaust_temperature_c_time < p.to_time then t.exhaust_temperature_c_time end as exhaust_temperature_c_time
    , case when t.dpf_drop_kpa_time >= p.from_time and t.dpf_drop_kpa_time < p.to_time then t.dpf_drop_kpa end as dpf_drop_kpa
    , case when t.dpf_drop_kpa_time >= p.from_time and t.dpf_drop_kpa_time < p.to_time then t.dpf_drop_kpa_time end as dpf_drop_kpa_time
    , case when t.battery_voltage_v_time >= p.from_time and t.battery_voltage_v_time < p.to_time then t.battery_voltage_v end as battery_voltage_v
    , case when t.battery_voltage_v_time >= p.from_time and t.battery_voltage_v_time < p.to_time then t.battery_voltage_v_time end as battery_voltage_v_time
    , case when t.hydraulic_oil_temperature_c_time >= p.from_time and t.hydraulic_oil_temperature_c_time < p.to_time then t.hydraulic_oil_temperature_c end as hydraulic_oil_temperature_c
    , case when t.hydraulic_oil_temperature_c_time >= p.from_time and t.hydraulic_oil_temperature_c_time < p.to_time then t.hydraulic_oil_temperature_c_time end as hydraulic_oil_temperature_c_time
    , case when t.hydraulic_pressure_bar_time >= p.from_time and t.hydraulic_pressure_bar_time < p.to_time then t.hydraulic_pressure_bar end as hydraulic_pressure_bar
    , case when t.hydraulic_pressure_bar_time >= p.from_time and t.hydraulic_pressure_bar_time < p.to_time then t.hydraulic_pressure_bar_time end as hydraulic_pressure_bar_time
    , case when t.pump_case_drain_lpm_time >= p.from_time and t.pump_case_drain_lpm_time < p.to_time then t.pump_case_drain_lpm end as pump_case_drain_lpm
    , case when t.pump_case_drain_lpm_time >= p.from_time and t.pump_case_drain_lpm_time < p.to_time then t.pump_case_drain_lpm_time end as pump_case_drain_lpm_time
    , case when t.hydraulic_filter_drop_bar_time >= p.from_time and t.hydraulic_filter_drop_bar_time < p.to_time then t.hydraulic_filter_drop_bar end as hydraulic_filter_drop_bar
    , case when t.hydraulic_filter_drop_bar_time >= p.from_time and t.hydraulic_filter_drop_bar_time < p.to_time then t.hydraulic_filter_drop_bar_time end as hydraulic_filter_drop_bar_time
    , case when t.boom_angle_deg_time >= p.from_time and t.boom_angle_deg_time < p.to_time then t.boom_angle_deg end as boom_angle_deg
    , case when t.boom_angle_deg_time >= p.from_time and t.boom_angle_deg_time < p.to_time then t.boom_angle_deg_time end as boom_angle_deg_time
    , case when t.boom_head_pressure_bar_time >= p.from_time and t.boom_head_pressure_bar_time < p.to_time then t.boom_head_pressure_bar end as boom_head_pressure_bar
    , case when t.boom_head_pressure_bar_time >= p.from_time and t.boom_head_pressure_bar_time < p.to_time then t.boom_head_pressure_bar_time end as boom_head_pressure_bar_time
    , case when t.boom_rod_pressure_bar_time >= p.from_time and t.boom_rod_pressure_bar_time < p.to_time then t.boom_rod_pressure_bar end as boom_rod_pressure_bar
    , case when t.boom_rod_pressure_bar_time >= p.from_time and t.boom_rod_pressure_bar_time < p.to_time then t.boom_rod_pressure_bar_time end as boom_rod_pressure_bar_time
    , case when t.payload_kg_time >= p.from_time and t.payload_kg_time < p.to_time then t.payload_kg end as payload_kg
    , case when t.payload_kg_time >= p.from_time and t.payload_kg_time < p.to_time then t.payload_kg_time end as payload_kg_time
    , case when t.body_angle_deg_time >= p.from_time and t.body_angle_deg_time < p.to_time then t.body_angle_deg end as body_angle_deg
    , case when t.body_angle_deg_time >= p.from_time and t.body_angle_deg_time < p.to_time then t.body_angle_deg_time end as body_angle_deg_time
    , case when t.crusher_power_kw_time >= p.from_time and t.crusher_power_kw_time < p.to_time then t.crusher_power_kw end as crusher_power_kw
    , case when t.crusher_power_kw_time >= p.from_time and t.crusher_power_kw_time < p.to_time then t.crusher_power_kw_time end as crusher_power_kw_time
    , case when t.crusher_speed_rpm_time >= p.from_time and t.crusher_speed_rpm_time < p.to_time then t.crusher_speed_rpm end as crusher_speed_rpm
    , case when t.crusher_speed_rpm_time >= p.from_time and t.crusher_speed_rpm_time < p.to_time then t.crusher_speed_rpm_time end as crusher_speed_rpm_time
    , case when t.crusher_throughput_tph_time >= p.from_time and t.crusher_throughput_tph_time < p.to_time then t.crusher_throughput_tph end as crusher_throughput_tph
    , case when t.crusher_throughput_tph_time >= p.from_time and t.crusher_throughput_tph_time < p.to_time then t.crusher_throughput_tph_time end as crusher_throughput_tph_time
    , case when t.crusher_level_percent_time >= p.from_time and t.crusher_level_percent_time < p.to_time then t.crusher_level_percent end as crusher_level_percent
    , case when t.crusher_level_percent_time >= p.from_time and t.crusher_level_percent_time < p.to_time then t.crusher_level_percent_time end as crusher_level_percent_time
    , case when t.crusher_setting_mm_time >= p.from_time and t.crusher_setting_mm_time < p.to_time then t.crusher_setting_mm end as crusher_setting_mm
    , case when t.crusher_setting_mm_time >= p.from_time and t.crusher_setting_mm_time < p.to_time then t.crusher_setting_mm_time end as crusher_setting_mm_time
    , case when t.crusher_vibration_mmps_time >= p.from_time and t.crusher_vibration_mmps_time < p.to_time then t.crusher_vibration_mmps end as crusher_vibration_mmps
    , case when t.crusher_vibration_mmps_time >= p.from_time and t.crusher_vibration_mmps_time < p.to_time then t.crusher_vibration_mmps_time end as crusher_vibration_mmps_time
    , case when t.crusher_bearing_temperature_c_time >= p.from_time and t.crusher_bearing_temperature_c_time < p.to_time then t.crusher_bearing_temperature_c end as crusher_bearing_temperature_c
    , case when t.crusher_bearing_temperature_c_time >= p.from_time and t.crusher_bearing_temperature_c_time < p.to_time then t.crusher_bearing_temperature_c_time end as crusher_bearing_temperature_c_time
    , case when t.crusher_oil_temperature_c_time >= p.from_time and t.crusher_oil_temperature_c_time < p.to_time then t.crusher_oil_temperature_c end as crusher_oil_temperature_c
    , case when t.crusher_oil_temperature_c_time >= p.from_time and t.crusher_oil_temperature_c_time < p.to_time then t.crusher_oil_temperature_c_time end as crusher_oil_temperature_c_time
    , case when t.brake_oil_temperature_c_time >= p.from_time and t.brake_oil_temperature_c_time < p.to_time then t.brake_oil_temperature_c end as brake_oil_temperature_c
    , case when t.brake_oil_temperature_c_time >= p.from_time and t.brake_oil_temperature_c_time < p.to_time then t.brake_oil_temperature_c_time end as brake_oil_temperature_c_time
    , case when t.brake_pressure_bar_time >= p.from_time and t.brake_pressure_bar_time < p.to_time then t.brake_pressure_bar end as brake_pressure_bar
    , case when t.brake_pressure_bar_time >= p.from_time and t.brake_pressure_bar_time < p.to_time then t.brake_pressure_bar_time end as brake_pressure_bar_time
    , case when t.transmission_oil_temperature_c_time >= p.from_time and t.transmission_oil_temperature_c_time < p.to_time then t.transmission_oil_temperature_c end as transmission_oil_temperature_c
    , case when t.transmission_oil_temperature_c_time >= p.from_time and t.transmission_oil_temperature_c_time < p.to_time then t.transmission_oil_temperature_c_time end as transmission_oil_temperature_c_time
    , case when t.transmission_oil_pressure_kpa_time >= p.from_time and t.transmission_oil_pressure_kpa_time < p.to_time then t.transmission_oil_pressure_kpa end as transmission_oil_pressure_kpa
    , case when t.transmission_oil_pressure_kpa_time >= p.from_time and t.transmission_oil_pressure_kpa_time < p.to_time then t.transmission_oil_pressure_kpa_time end as transmission_oil_pressure_kpa_time
    , case when t.clutch_slip_percent_time >= p.from_time and t.clutch_slip_percent_time < p.to_time then t.clutch_slip_percent end as clutch_slip_percent
    , case when t.clutch_slip_percent_time >= p.from_time and t.clutch_slip_percent_time < p.to_time then t.clutch_slip_percent_time end as clutch_slip_percent_time
    , case when t.tyre_front_left_kpa_time >= p.from_time and t.tyre_front_left_kpa_time < p.to_time then t.tyre_front_left_kpa end as tyre_front_left_kpa
    , case when t.tyre_front_left_kpa_time >= p.from_time and t.tyre_front_left_kpa_time < p.to_time then t.tyre_front_left_kpa_time end as tyre_front_left_kpa_time
    , case when t.tyre_front_right_kpa_time >= p.from_time and t.tyre_front_right_kpa_time < p.to_time then t.tyre_front_right_kpa end as tyre_front_right_kpa
    , case when t.tyre_front_right_kpa_time >= p.from_time and t.tyre_front_right_kpa_time < p.to_time then t.tyre_front_right_kpa_time end as tyre_front_right_kpa_time
    , case when t.tyre_rear_left_kpa_time >= p.from_time and t.tyre_rear_left_kpa_time < p.to_time then t.tyre_rear_left_kpa end as tyre_rear_left_kpa
    , case when t.tyre_rear_left_kpa_time >= p.from_time and t.tyre_rear_left_kpa_time < p.to_time then t.tyre_rear_left_kpa_time end as tyre_rear_left_kpa_time
    , case when t.tyre_rear_right_kpa_time >= p.from_time and t.tyre_rear_right_kpa_time < p.to_time then t.tyre_rear_right_kpa end as tyre_rear_right_kpa
    , case when t.tyre_rear_right_kpa_time >= p.from_time and t.tyre_rear_right_kpa_time < p.to_time then t.tyre_rear_right_kpa_time end as tyre_rear_right_kpa_time
    , case when t.tyre_temperature_c_time >= p.from_time and t.tyre_temperature_c_time < p.to_time then t.tyre_temperature_c end as tyre_temperature_c
    , case when t.tyre_temperature_c_time >= p.from_time and t.tyre_temperature_c_time < p.to_time then t.tyre_temperature_c_time end as tyre_temperature_c_time
    , case when t.altitude_m_time >= p.from_time and t.altitude_m_time < p.to_time then t.altitude_m end as altitude_m
    , case when t.altitude_m_time >= p.from_time and t.altitude_m_time < p.to_time then t.altitude_m_time end as altitude_m_time
    , case when t.heading_deg_time >= p.from_time and t.heading_deg_time < p.to_time then t.heading_deg end as heading_deg
    , case when t.heading_deg_time >= p.from_time and t.heading_deg_time < p.to_time then t.heading_deg_time end as heading_deg_time
    , case when t.pitch_deg_time >= p.from_time and t.pitch_deg_time < p.to_time then t.pitch_deg end as pitch_deg
    , case when t.pitch_deg_time >= p.from_time and t.pitch_deg_time < p.to_time then t.pitch_deg_time end as pitch_deg_time
    , case when t.ground_speed_kmh_time >= p.from_time and t.ground_speed_kmh_time < p.to_time then t.ground_speed_kmh end as ground_speed_kmh
    , case when t.ground_speed_kmh_time >= p.from_time and t.ground_speed_kmh_time < p.to_time then t.ground_speed_kmh_time end as ground_speed_kmh_time
    -- end
from latest t
join visible p on p.machine = t.machine and t.time >= p.from_time and t.time < p.to_time;

-- A bucket is visible where each of its readings is, so one in which a machine changed hands belongs to nobody.
create view rollup_minute_v1 with (security_barrier) as
select t.* from rollup_minute t
where exists (
    select from access.visibility v
    where v.machine = t.machine and v.viewer = any (access.viewers())
      and t.first_time >= v.from_time and t.last_time < v.to_time
);

create view rollup_hour_v1 with (security_barrier) as
select t.* from rollup_hour t
where exists (
    select from access.visibility v
    where v.machine = t.machine and v.viewer = any (access.viewers())
      and t.first_time >= v.from_time and t.last_time < v.to_time
);

create view rollup_day_v1 with (security_barrier) as
select t.* from rollup_day t
where exists (
    select from access.visibility v
    where v.machine = t.machine and v.viewer = any (access.viewers())
      and t.first_time >= v.from_time and t.last_time < v.to_time
);

create view event_v1 with (security_barrier) as
select t.* from event t
where exists (
    select from access.visibility v
    where v.machine = t.machine and v.viewer = any (access.viewers())
      and t.time >= v.from_time and t.time < v.to_time
);

-- Being connected is a fact of the present: it is seen by those who see the machine at this moment.
create view state_v1 with (security_barrier) as
select t.machine, greatest(t.time, p.from_time) as time, t.received_at, t.online, t.boot, t.software
from state t
join visible p on p.machine = t.machine and now() >= p.from_time and now() < p.to_time;

-- What came under no known machine's name is seen by those who see everything.
create view reject_v1 with (security_barrier) as
select t.* from reject t
where coalesce(t.outcome, 'rejected') = 'rejected' and (
    (t.machine is null and 'all' = any (access.viewers()))
    or exists (
        select from access.visibility v
        where v.machine = t.machine and v.viewer = any (access.viewers())
          and t.received_at >= v.from_time and t.received_at < v.to_time
    )
);

-- One row for each visible period; one without an end ends in the year 9999, for programs that know no infinity.
create view machine_v1 with (security_barrier) as
select
    m.machine, m.kind, m.model, m.generation,
    greatest(p.from_time, '0001-01-02 00:00Z') as from_time, least(p.to_time, '9999-12-30 00:00Z') as to_time
from access.machine m
join visible p on p.machine = m.machine;

grant usage on schema telemetry to telemetry_reader;
grant select on reading_v1, latest_v1, rollup_minute_v1, rollup_hour_v1, rollup_day_v1, event_v1, state_v1, reject_v1,
    machine_v1 to telemetry_reader;
