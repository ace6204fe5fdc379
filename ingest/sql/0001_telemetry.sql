-- What the machines said: readings, what follows from them, and the only ways in which others may read them.
-- The parts between `generated` and `end` come from the signal catalogue: `python -m ingest.columns` writes them.

-- Machines are written by number, because every row and every entry of an index has one: a short key of one width, in
-- whose index PostgreSQL fills the pages. Everybody else reads names.
create table machine_key (
    key integer generated always as identity primary key,
    machine text collate "C" not null unique
);

comment on table machine_key is 'The number under which the readings of a machine are kept.';

-- Eight-byte columns come first, so that no row spends bytes on alignment.
create table reading_row (
    time timestamptz not null,
    -- generated: wide
    payload_total_kg double precision,
    -- end
    machine integer not null,
    sample integer not null,
    delay_s real not null,
    -- generated: narrow
    engine_hours_h integer,
    idle_hours_h integer,
    fuel_used_l integer,
    load_count integer,
    latitude_deg integer,
    longitude_deg integer,
    odometer_km integer,
    boom_head_pressure_bar real,
    boom_rod_pressure_bar real,
    payload_kg real,
    crusher_throughput_tph real,
    transmission_oil_pressure_kpa real,
    altitude_m real,
    -- end
    -- generated: small
    engine_speed_rpm smallint,
    engine_load_percent smallint,
    engine_oil_pressure_kpa smallint,
    engine_oil_temperature_c smallint,
    coolant_temperature_c smallint,
    coolant_level_percent smallint,
    fan_speed_rpm smallint,
    ambient_temperature_c smallint,
    fuel_rate_lph smallint,
    fuel_level_percent smallint,
    def_level_percent smallint,
    boost_pressure_kpa smallint,
    air_filter_drop_kpa smallint,
    exhaust_temperature_c smallint,
    dpf_drop_kpa smallint,
    battery_voltage_v smallint,
    hydraulic_oil_temperature_c smallint,
    hydraulic_pressure_bar smallint,
    pump_case_drain_lpm smallint,
    hydraulic_filter_drop_bar smallint,
    boom_angle_deg smallint,
    body_angle_deg smallint,
    crusher_power_kw smallint,
    crusher_speed_rpm smallint,
    crusher_level_percent smallint,
    crusher_setting_mm smallint,
    crusher_vibration_mmps smallint,
    crusher_bearing_temperature_c smallint,
    crusher_oil_temperature_c smallint,
    brake_oil_temperature_c smallint,
    brake_pressure_bar smallint,
    transmission_oil_temperature_c smallint,
    clutch_slip_percent smallint,
    tyre_front_left_kpa smallint,
    tyre_front_right_kpa smallint,
    tyre_rear_left_kpa smallint,
    tyre_rear_right_kpa smallint,
    tyre_temperature_c smallint,
    heading_deg smallint,
    pitch_deg smallint,
    ground_speed_kmh smallint,
    -- end
    exact real[],
    extra jsonb,
    primary key (machine, time) with (fillfactor = 100)
);

comment on table reading_row is
    'One row for each sample of a machine; a signal that was not measured is null, and a whole number counts last decimals.';
comment on column reading_row.time is 'A second sample that bears the same time is kept a microsecond later.';
comment on column reading_row.sample is
    'Names the sample by the boot, the number and the place in its message: the same again is a duplicate.';
comment on column reading_row.exact is
    'Values that are no whole number of last decimals, of the signals that are kept as such in two bytes; mostly null.';
comment on column reading_row.delay_s is 'How long after its time it was received.';
comment on column reading_row.extra is 'Values of signals that are not in the catalogue, by name.';

select create_hypertable('reading_row', by_range('time', interval '1 day'), create_default_indexes => false);

create view reading as
select
    r.time, r.time + r.delay_s * interval '1 second' as received_at, r.sample::bigint as sample,
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
    k.machine, r.extra
from reading_row r
join machine_key k on k.key = r.machine;

comment on view reading is 'The samples as the machines told them.';

-- How many of its last decimals a value is, null when it is no whole number of them.
create function counted(value real, units integer) returns smallint language sql immutable return
    case
        when abs(round(value * units)) < 32768 and round(value * units)::real / units::real = value
        then round(value * units)::smallint
    end;

-- What is not told by a machine, such as the rows of a test or of an import, may be written as it is read.
create function put_reading() returns trigger language plpgsql as $$
begin
    insert into telemetry.machine_key (machine) values (new.machine) on conflict do nothing;
    insert into telemetry.reading_row (
        -- generated: columns
        engine_hours_h,
        idle_hours_h,
        fuel_used_l,
        payload_total_kg,
        load_count,
        latitude_deg,
        longitude_deg,
        odometer_km,
        engine_speed_rpm,
        engine_load_percent,
        engine_oil_pressure_kpa,
        engine_oil_temperature_c,
        coolant_temperature_c,
        coolant_level_percent,
        fan_speed_rpm,
        ambient_temperature_c,
        fuel_rate_lph,
        fuel_level_percent,
        def_level_percent,
        boost_pressure_kpa,
        air_filter_drop_kpa,
        exhaust_temperature_c,
        dpf_drop_kpa,
        battery_voltage_v,
        hydraulic_oil_temperature_c,
        hydraulic_pressure_bar,
        pump_case_drain_lpm,
        hydraulic_filter_drop_bar,
        boom_angle_deg,
        boom_head_pressure_bar,
        boom_rod_pressure_bar,
        payload_kg,
        body_angle_deg,
        crusher_power_kw,
        crusher_speed_rpm,
        crusher_throughput_tph,
        crusher_level_percent,
        crusher_setting_mm,
        crusher_vibration_mmps,
        crusher_bearing_temperature_c,
        crusher_oil_temperature_c,
        brake_oil_temperature_c,
        brake_pressure_bar,
        transmission_oil_temperature_c,
        transmission_oil_pressure_kpa,
        clutch_slip_percent,
        tyre_front_left_kpa,
        tyre_front_right_kpa,
        tyre_rear_left_kpa,
        tyre_rear_right_kpa,
        tyre_temperature_c,
        altitude_m,
        heading_deg,
        pitch_deg,
        ground_speed_kmh,
        -- end
        time, machine, sample, delay_s, exact, extra
    )
    values (
        -- generated: counted
        round(new.engine_hours_h * 1000),
        round(new.idle_hours_h * 1000),
        round(new.fuel_used_l * 100),
        new.payload_total_kg,
        round(new.load_count * 1),
        round(new.latitude_deg * 10000000),
        round(new.longitude_deg * 10000000),
        round(new.odometer_km * 1000),
        telemetry.counted(new.engine_speed_rpm, 1),
        telemetry.counted(new.engine_load_percent, 1),
        telemetry.counted(new.engine_oil_pressure_kpa, 10),
        telemetry.counted(new.engine_oil_temperature_c, 10),
        telemetry.counted(new.coolant_temperature_c, 10),
        telemetry.counted(new.coolant_level_percent, 10),
        telemetry.counted(new.fan_speed_rpm, 1),
        telemetry.counted(new.ambient_temperature_c, 10),
        telemetry.counted(new.fuel_rate_lph, 10),
        telemetry.counted(new.fuel_level_percent, 10),
        telemetry.counted(new.def_level_percent, 10),
        telemetry.counted(new.boost_pressure_kpa, 10),
        telemetry.counted(new.air_filter_drop_kpa, 100),
        telemetry.counted(new.exhaust_temperature_c, 1),
        telemetry.counted(new.dpf_drop_kpa, 100),
        telemetry.counted(new.battery_voltage_v, 100),
        telemetry.counted(new.hydraulic_oil_temperature_c, 10),
        telemetry.counted(new.hydraulic_pressure_bar, 10),
        telemetry.counted(new.pump_case_drain_lpm, 10),
        telemetry.counted(new.hydraulic_filter_drop_bar, 100),
        telemetry.counted(new.boom_angle_deg, 100),
        new.boom_head_pressure_bar,
        new.boom_rod_pressure_bar,
        new.payload_kg,
        telemetry.counted(new.body_angle_deg, 10),
        telemetry.counted(new.crusher_power_kw, 10),
        telemetry.counted(new.crusher_speed_rpm, 10),
        new.crusher_throughput_tph,
        telemetry.counted(new.crusher_level_percent, 10),
        telemetry.counted(new.crusher_setting_mm, 10),
        telemetry.counted(new.crusher_vibration_mmps, 100),
        telemetry.counted(new.crusher_bearing_temperature_c, 10),
        telemetry.counted(new.crusher_oil_temperature_c, 10),
        telemetry.counted(new.brake_oil_temperature_c, 10),
        telemetry.counted(new.brake_pressure_bar, 10),
        telemetry.counted(new.transmission_oil_temperature_c, 10),
        new.transmission_oil_pressure_kpa,
        telemetry.counted(new.clutch_slip_percent, 10),
        telemetry.counted(new.tyre_front_left_kpa, 1),
        telemetry.counted(new.tyre_front_right_kpa, 1),
        telemetry.counted(new.tyre_rear_left_kpa, 1),
        telemetry.counted(new.tyre_rear_right_kpa, 1),
        telemetry.counted(new.tyre_temperature_c, 1),
        new.altitude_m,
        telemetry.counted(new.heading_deg, 10),
        telemetry.counted(new.pitch_deg, 10),
        telemetry.counted(new.ground_speed_kmh, 10),
        -- end
        new.time, (select key from telemetry.machine_key where machine = new.machine), new.sample::bit(32)::integer,
        coalesce(extract(epoch from new.received_at - new.time), 0),
        (
            select x.exact
            from (select array[
                -- generated: exact
                case when telemetry.counted(new.engine_speed_rpm, 1) is null then new.engine_speed_rpm end
                , case when telemetry.counted(new.engine_load_percent, 1) is null then new.engine_load_percent end
                , case when telemetry.counted(new.engine_oil_pressure_kpa, 10) is null then new.engine_oil_pressure_kpa end
                , case when telemetry.counted(new.engine_oil_temperature_c, 10) is null then new.engine_oil_temperature_c end
                , case when telemetry.counted(new.coolant_temperature_c, 10) is null then new.coolant_temperature_c end
                , case when telemetry.counted(new.coolant_level_percent, 10) is null then new.coolant_level_percent end
                , case when telemetry.counted(new.fan_speed_rpm, 1) is null then new.fan_speed_rpm end
                , case when telemetry.counted(new.ambient_temperature_c, 10) is null then new.ambient_temperature_c end
                , case when telemetry.counted(new.fuel_rate_lph, 10) is null then new.fuel_rate_lph end
                , case when telemetry.counted(new.fuel_level_percent, 10) is null then new.fuel_level_percent end
                , case when telemetry.counted(new.def_level_percent, 10) is null then new.def_level_percent end
                , case when telemetry.counted(new.boost_pressure_kpa, 10) is null then new.boost_pressure_kpa end
                , case when telemetry.counted(new.air_filter_drop_kpa, 100) is null then new.air_filter_drop_kpa end
                , case when telemetry.counted(new.exhaust_temperature_c, 1) is null then new.exhaust_temperature_c end
                , case when telemetry.counted(new.dpf_drop_kpa, 100) is null then new.dpf_drop_kpa end
                , case when telemetry.counted(new.battery_voltage_v, 100) is null then new.battery_voltage_v end
                , case when telemetry.counted(new.hydraulic_oil_temperature_c, 10) is null then new.hydraulic_oil_temperature_c end
                , case when telemetry.counted(new.hydraulic_pressure_bar, 10) is null then new.hydraulic_pressure_bar end
                , case when telemetry.counted(new.pump_case_drain_lpm, 10) is null then new.pump_case_drain_lpm end
                , case when telemetry.counted(new.hydraulic_filter_drop_bar, 100) is null then new.hydraulic_filter_drop_bar end
                , case when telemetry.counted(new.boom_angle_deg, 100) is null then new.boom_angle_deg end
                , case when telemetry.counted(new.body_angle_deg, 10) is null then new.body_angle_deg end
                , case when telemetry.counted(new.crusher_power_kw, 10) is null then new.crusher_power_kw end
                , case when telemetry.counted(new.crusher_speed_rpm, 10) is null then new.crusher_speed_rpm end
                , case when telemetry.counted(new.crusher_level_percent, 10) is null then new.crusher_level_percent end
                , case when telemetry.counted(new.crusher_setting_mm, 10) is null then new.crusher_setting_mm end
                , case when telemetry.counted(new.crusher_vibration_mmps, 100) is null then new.crusher_vibration_mmps end
                , case when telemetry.counted(new.crusher_bearing_temperature_c, 10) is null then new.crusher_bearing_temperature_c end
                , case when telemetry.counted(new.crusher_oil_temperature_c, 10) is null then new.crusher_oil_temperature_c end
                , case when telemetry.counted(new.brake_oil_temperature_c, 10) is null then new.brake_oil_temperature_c end
                , case when telemetry.counted(new.brake_pressure_bar, 10) is null then new.brake_pressure_bar end
                , case when telemetry.counted(new.transmission_oil_temperature_c, 10) is null then new.transmission_oil_temperature_c end
                , case when telemetry.counted(new.clutch_slip_percent, 10) is null then new.clutch_slip_percent end
                , case when telemetry.counted(new.tyre_front_left_kpa, 1) is null then new.tyre_front_left_kpa end
                , case when telemetry.counted(new.tyre_front_right_kpa, 1) is null then new.tyre_front_right_kpa end
                , case when telemetry.counted(new.tyre_rear_left_kpa, 1) is null then new.tyre_rear_left_kpa end
                , case when telemetry.counted(new.tyre_rear_right_kpa, 1) is null then new.tyre_rear_right_kpa end
                , case when telemetry.counted(new.tyre_temperature_c, 1) is null then new.tyre_temperature_c end
                , case when telemetry.counted(new.heading_deg, 10) is null then new.heading_deg end
                , case when telemetry.counted(new.pitch_deg, 10) is null then new.pitch_deg end
                , case when telemetry.counted(new.ground_speed_kmh, 10) is null then new.ground_speed_kmh end
                -- end
            ]) x (exact)
            where num_nonnulls(variadic x.exact) > 0
        ),
        new.extra
    );
    return new;
end
$$;

create trigger put_reading instead of insert on reading for each row execute function put_reading();

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
) with (fillfactor = 50);

comment on table latest is
    'The newest value of each signal of a machine, with its time where that is not the row''s; moves only to newer times.';

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
    'Mean, least and greatest value and count of each signal in a minute; first_time and last_time are of its readings.';
comment on column rollup_minute.readings is
    'Also the count of a signal that has a mean and no count; its least and greatest value, where null, equal its mean.';

create table rollup_hour (like rollup_minute including all);
create table rollup_day (like rollup_minute including all);

select create_hypertable('rollup_minute', by_range('bucket', interval '7 days'), create_default_indexes => false);
select create_hypertable('rollup_hour', by_range('bucket', interval '60 days'), create_default_indexes => false);

-- Marks are only ever appended, so that no writer waits for another. Those of a worker are its own to take while its
-- connection lives: it may hold in memory what they stand for. Those of worker 0 are anybody's.
create table dirty (
    from_minute timestamptz not null,
    to_minute timestamptz not null,
    block bigint not null,
    worker integer not null,
    unit text not null,
    machine text collate "C" not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create index on dirty (worker, block) where unit = 'minute';
create unique index on dirty (unit, machine, from_minute) where unit <> 'minute';

comment on table dirty is
    'Minutes [from, to) of machines that readings do not yet have followed into rollups, and hours and days likewise.';
comment on column dirty.block is 'What a worker closes at once; below zero the batch that marked it.';

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
    (select count(*) from drop_chunks('telemetry.reading_row', readings_before))
    + (select count(*) from drop_chunks('telemetry.rollup_minute', minutes_before))
    + (select count(*) from drop_chunks('telemetry.rollup_hour', hours_before))
)::integer;

revoke execute on function drop_expired from public;
grant execute on function drop_expired to ingest;

-- The readers' views. A barrier: no condition of a reader runs on a row that its viewers may not see.

-- What one of several viewers sees of a machine, and whether it stands apart: nothing of another touches it.
create view seen as
select
    v.machine, v.from_time, v.to_time, v.groups,
    coalesce(
        v.from_time > max(v.to_time) over (
            partition by v.machine order by v.from_time, v.to_time rows between unbounded preceding and 1 preceding
        ), true
    )
    and coalesce(
        v.to_time < lead(v.from_time) over (partition by v.machine order by v.from_time, v.to_time), true
    ) as apart
from access.visibility v
where cardinality(access.lookers()) > 1 and v.viewer = any (access.lookers())
    and now() >= v.open_from and now() < v.open_to;

-- What the viewers together see of a machine: groups of data, in periods that do not overlap. What several see at a time is
-- cut into such periods; `single` is one that one of them sees all of.
create view visible as
select v.machine, v.from_time, v.to_time, v.groups, true as single
from access.visibility v
where cardinality(access.lookers()) = 1 and v.viewer = (access.lookers())[1]
    and now() >= v.open_from and now() < v.open_to
union all
select machine, from_time, to_time, groups, true from seen where apart
union all
select
    p.machine, lower(p.period), upper(p.period), p.groups,
    exists (
        select from seen v
        where v.machine = p.machine and lower(p.period) >= v.from_time and upper(p.period) <= v.to_time
    )
from (
    select w.machine, w.groups, unnest(range_agg(tstzrange(w.from_time, w.to_time))) as period
    from (
        select s.machine, s.from_time, s.to_time, bit_or(v.groups) as groups
        from (
            select b.machine, b.moment as from_time, lead(b.moment) over (partition by b.machine order by b.moment) as to_time
            from (
                select distinct v.machine, m.moment
                from seen v
                cross join lateral (values (v.from_time), (v.to_time)) m (moment)
                where not v.apart
            ) b
        ) s
        join seen v on v.machine = s.machine and v.from_time <= s.from_time and v.to_time >= s.to_time
        group by s.machine, s.from_time, s.to_time
    ) w
    group by w.machine, w.groups
) p;

-- A signal of a group that the viewers may not have is null, and a sample of which they may have nothing is no row.
create view reading_v1 with (security_barrier) as
select
    t.time, t.received_at, t.sample,
    -- generated: reading_v1
    case when p.groups & 1 <> 0 then t.engine_hours_h end as engine_hours_h,
    case when p.groups & 1 <> 0 then t.idle_hours_h end as idle_hours_h,
    case when p.groups & 2 <> 0 then t.fuel_used_l end as fuel_used_l,
    case when p.groups & 8 <> 0 then t.payload_total_kg end as payload_total_kg,
    case when p.groups & 8 <> 0 then t.load_count end as load_count,
    case when p.groups & 64 <> 0 then t.latitude_deg end as latitude_deg,
    case when p.groups & 64 <> 0 then t.longitude_deg end as longitude_deg,
    case when p.groups & 64 <> 0 then t.odometer_km end as odometer_km,
    case when p.groups & 1 <> 0 then t.engine_speed_rpm end as engine_speed_rpm,
    case when p.groups & 1 <> 0 then t.engine_load_percent end as engine_load_percent,
    case when p.groups & 1 <> 0 then t.engine_oil_pressure_kpa end as engine_oil_pressure_kpa,
    case when p.groups & 1 <> 0 then t.engine_oil_temperature_c end as engine_oil_temperature_c,
    case when p.groups & 1 <> 0 then t.coolant_temperature_c end as coolant_temperature_c,
    case when p.groups & 1 <> 0 then t.coolant_level_percent end as coolant_level_percent,
    case when p.groups & 1 <> 0 then t.fan_speed_rpm end as fan_speed_rpm,
    case when p.groups & 1 <> 0 then t.ambient_temperature_c end as ambient_temperature_c,
    case when p.groups & 2 <> 0 then t.fuel_rate_lph end as fuel_rate_lph,
    case when p.groups & 2 <> 0 then t.fuel_level_percent end as fuel_level_percent,
    case when p.groups & 2 <> 0 then t.def_level_percent end as def_level_percent,
    case when p.groups & 1 <> 0 then t.boost_pressure_kpa end as boost_pressure_kpa,
    case when p.groups & 1 <> 0 then t.air_filter_drop_kpa end as air_filter_drop_kpa,
    case when p.groups & 1 <> 0 then t.exhaust_temperature_c end as exhaust_temperature_c,
    case when p.groups & 1 <> 0 then t.dpf_drop_kpa end as dpf_drop_kpa,
    case when p.groups & 1 <> 0 then t.battery_voltage_v end as battery_voltage_v,
    case when p.groups & 4 <> 0 then t.hydraulic_oil_temperature_c end as hydraulic_oil_temperature_c,
    case when p.groups & 4 <> 0 then t.hydraulic_pressure_bar end as hydraulic_pressure_bar,
    case when p.groups & 4 <> 0 then t.pump_case_drain_lpm end as pump_case_drain_lpm,
    case when p.groups & 4 <> 0 then t.hydraulic_filter_drop_bar end as hydraulic_filter_drop_bar,
    case when p.groups & 4 <> 0 then t.boom_angle_deg end as boom_angle_deg,
    case when p.groups & 4 <> 0 then t.boom_head_pressure_bar end as boom_head_pressure_bar,
    case when p.groups & 4 <> 0 then t.boom_rod_pressure_bar end as boom_rod_pressure_bar,
    case when p.groups & 8 <> 0 then t.payload_kg end as payload_kg,
    case when p.groups & 8 <> 0 then t.body_angle_deg end as body_angle_deg,
    case when p.groups & 32 <> 0 then t.crusher_power_kw end as crusher_power_kw,
    case when p.groups & 32 <> 0 then t.crusher_speed_rpm end as crusher_speed_rpm,
    case when p.groups & 32 <> 0 then t.crusher_throughput_tph end as crusher_throughput_tph,
    case when p.groups & 32 <> 0 then t.crusher_level_percent end as crusher_level_percent,
    case when p.groups & 32 <> 0 then t.crusher_setting_mm end as crusher_setting_mm,
    case when p.groups & 32 <> 0 then t.crusher_vibration_mmps end as crusher_vibration_mmps,
    case when p.groups & 32 <> 0 then t.crusher_bearing_temperature_c end as crusher_bearing_temperature_c,
    case when p.groups & 32 <> 0 then t.crusher_oil_temperature_c end as crusher_oil_temperature_c,
    case when p.groups & 16 <> 0 then t.brake_oil_temperature_c end as brake_oil_temperature_c,
    case when p.groups & 16 <> 0 then t.brake_pressure_bar end as brake_pressure_bar,
    case when p.groups & 16 <> 0 then t.transmission_oil_temperature_c end as transmission_oil_temperature_c,
    case when p.groups & 16 <> 0 then t.transmission_oil_pressure_kpa end as transmission_oil_pressure_kpa,
    case when p.groups & 16 <> 0 then t.clutch_slip_percent end as clutch_slip_percent,
    case when p.groups & 16 <> 0 then t.tyre_front_left_kpa end as tyre_front_left_kpa,
    case when p.groups & 16 <> 0 then t.tyre_front_right_kpa end as tyre_front_right_kpa,
    case when p.groups & 16 <> 0 then t.tyre_rear_left_kpa end as tyre_rear_left_kpa,
    case when p.groups & 16 <> 0 then t.tyre_rear_right_kpa end as tyre_rear_right_kpa,
    case when p.groups & 16 <> 0 then t.tyre_temperature_c end as tyre_temperature_c,
    case when p.groups & 64 <> 0 then t.altitude_m end as altitude_m,
    case when p.groups & 64 <> 0 then t.heading_deg end as heading_deg,
    case when p.groups & 64 <> 0 then t.pitch_deg end as pitch_deg,
    case when p.groups & 64 <> 0 then t.ground_speed_kmh end as ground_speed_kmh,
    -- end
    t.machine, case when p.groups & 255 = 255 then t.extra end as extra
from reading t
join visible p on p.machine = t.machine and t.time >= p.from_time and t.time < p.to_time
where p.groups & 255 <> 0;

-- A signal that was last measured outside the visible period is null: it belongs to another owner's time.
create view latest_v1 with (security_barrier) as
select
    t.machine, t.time, t.received_at
    -- generated: latest_v1
    , case when p.groups & 1 <> 0 and (t.engine_hours_h_time is null or t.engine_hours_h_time >= p.from_time and t.engine_hours_h_time < p.to_time) then t.engine_hours_h end as engine_hours_h
    , case when t.engine_hours_h is not null and p.groups & 1 <> 0 and (t.engine_hours_h_time is null or t.engine_hours_h_time >= p.from_time and t.engine_hours_h_time < p.to_time) then coalesce(t.engine_hours_h_time, t.time) end as engine_hours_h_time
    , case when p.groups & 1 <> 0 and (t.idle_hours_h_time is null or t.idle_hours_h_time >= p.from_time and t.idle_hours_h_time < p.to_time) then t.idle_hours_h end as idle_hours_h
    , case when t.idle_hours_h is not null and p.groups & 1 <> 0 and (t.idle_hours_h_time is null or t.idle_hours_h_time >= p.from_time and t.idle_hours_h_time < p.to_time) then coalesce(t.idle_hours_h_time, t.time) end as idle_hours_h_time
    , case when p.groups & 2 <> 0 and (t.fuel_used_l_time is null or t.fuel_used_l_time >= p.from_time and t.fuel_used_l_time < p.to_time) then t.fuel_used_l end as fuel_used_l
    , case when t.fuel_used_l is not null and p.groups & 2 <> 0 and (t.fuel_used_l_time is null or t.fuel_used_l_time >= p.from_time and t.fuel_used_l_time < p.to_time) then coalesce(t.fuel_used_l_time, t.time) end as fuel_used_l_time
    , case when p.groups & 8 <> 0 and (t.payload_total_kg_time is null or t.payload_total_kg_time >= p.from_time and t.payload_total_kg_time < p.to_time) then t.payload_total_kg end as payload_total_kg
    , case when t.payload_total_kg is not null and p.groups & 8 <> 0 and (t.payload_total_kg_time is null or t.payload_total_kg_time >= p.from_time and t.payload_total_kg_time < p.to_time) then coalesce(t.payload_total_kg_time, t.time) end as payload_total_kg_time
    , case when p.groups & 8 <> 0 and (t.load_count_time is null or t.load_count_time >= p.from_time and t.load_count_time < p.to_time) then t.load_count end as load_count
    , case when t.load_count is not null and p.groups & 8 <> 0 and (t.load_count_time is null or t.load_count_time >= p.from_time and t.load_count_time < p.to_time) then coalesce(t.load_count_time, t.time) end as load_count_time
    , case when p.groups & 64 <> 0 and (t.latitude_deg_time is null or t.latitude_deg_time >= p.from_time and t.latitude_deg_time < p.to_time) then t.latitude_deg end as latitude_deg
    , case when t.latitude_deg is not null and p.groups & 64 <> 0 and (t.latitude_deg_time is null or t.latitude_deg_time >= p.from_time and t.latitude_deg_time < p.to_time) then coalesce(t.latitude_deg_time, t.time) end as latitude_deg_time
    , case when p.groups & 64 <> 0 and (t.longitude_deg_time is null or t.longitude_deg_time >= p.from_time and t.longitude_deg_time < p.to_time) then t.longitude_deg end as longitude_deg
    , case when t.longitude_deg is not null and p.groups & 64 <> 0 and (t.longitude_deg_time is null or t.longitude_deg_time >= p.from_time and t.longitude_deg_time < p.to_time) then coalesce(t.longitude_deg_time, t.time) end as longitude_deg_time
    , case when p.groups & 64 <> 0 and (t.odometer_km_time is null or t.odometer_km_time >= p.from_time and t.odometer_km_time < p.to_time) then t.odometer_km end as odometer_km
    , case when t.odometer_km is not null and p.groups & 64 <> 0 and (t.odometer_km_time is null or t.odometer_km_time >= p.from_time and t.odometer_km_time < p.to_time) then coalesce(t.odometer_km_time, t.time) end as odometer_km_time
    , case when p.groups & 1 <> 0 and (t.engine_speed_rpm_time is null or t.engine_speed_rpm_time >= p.from_time and t.engine_speed_rpm_time < p.to_time) then t.engine_speed_rpm end as engine_speed_rpm
    , case when t.engine_speed_rpm is not null and p.groups & 1 <> 0 and (t.engine_speed_rpm_time is null or t.engine_speed_rpm_time >= p.from_time and t.engine_speed_rpm_time < p.to_time) then coalesce(t.engine_speed_rpm_time, t.time) end as engine_speed_rpm_time
    , case when p.groups & 1 <> 0 and (t.engine_load_percent_time is null or t.engine_load_percent_time >= p.from_time and t.engine_load_percent_time < p.to_time) then t.engine_load_percent end as engine_load_percent
    , case when t.engine_load_percent is not null and p.groups & 1 <> 0 and (t.engine_load_percent_time is null or t.engine_load_percent_time >= p.from_time and t.engine_load_percent_time < p.to_time) then coalesce(t.engine_load_percent_time, t.time) end as engine_load_percent_time
    , case when p.groups & 1 <> 0 and (t.engine_oil_pressure_kpa_time is null or t.engine_oil_pressure_kpa_time >= p.from_time and t.engine_oil_pressure_kpa_time < p.to_time) then t.engine_oil_pressure_kpa end as engine_oil_pressure_kpa
    , case when t.engine_oil_pressure_kpa is not null and p.groups & 1 <> 0 and (t.engine_oil_pressure_kpa_time is null or t.engine_oil_pressure_kpa_time >= p.from_time and t.engine_oil_pressure_kpa_time < p.to_time) then coalesce(t.engine_oil_pressure_kpa_time, t.time) end as engine_oil_pressure_kpa_time
    , case when p.groups & 1 <> 0 and (t.engine_oil_temperature_c_time is null or t.engine_oil_temperature_c_time >= p.from_time and t.engine_oil_temperature_c_time < p.to_time) then t.engine_oil_temperature_c end as engine_oil_temperature_c
    , case when t.engine_oil_temperature_c is not null and p.groups & 1 <> 0 and (t.engine_oil_temperature_c_time is null or t.engine_oil_temperature_c_time >= p.from_time and t.engine_oil_temperature_c_time < p.to_time) then coalesce(t.engine_oil_temperature_c_time, t.time) end as engine_oil_temperature_c_time
    , case when p.groups & 1 <> 0 and (t.coolant_temperature_c_time is null or t.coolant_temperature_c_time >= p.from_time and t.coolant_temperature_c_time < p.to_time) then t.coolant_temperature_c end as coolant_temperature_c
    , case when t.coolant_temperature_c is not null and p.groups & 1 <> 0 and (t.coolant_temperature_c_time is null or t.coolant_temperature_c_time >= p.from_time and t.coolant_temperature_c_time < p.to_time) then coalesce(t.coolant_temperature_c_time, t.time) end as coolant_temperature_c_time
    , case when p.groups & 1 <> 0 and (t.coolant_level_percent_time is null or t.coolant_level_percent_time >= p.from_time and t.coolant_level_percent_time < p.to_time) then t.coolant_level_percent end as coolant_level_percent
    , case when t.coolant_level_percent is not null and p.groups & 1 <> 0 and (t.coolant_level_percent_time is null or t.coolant_level_percent_time >= p.from_time and t.coolant_level_percent_time < p.to_time) then coalesce(t.coolant_level_percent_time, t.time) end as coolant_level_percent_time
    , case when p.groups & 1 <> 0 and (t.fan_speed_rpm_time is null or t.fan_speed_rpm_time >= p.from_time and t.fan_speed_rpm_time < p.to_time) then t.fan_speed_rpm end as fan_speed_rpm
    , case when t.fan_speed_rpm is not null and p.groups & 1 <> 0 and (t.fan_speed_rpm_time is null or t.fan_speed_rpm_time >= p.from_time and t.fan_speed_rpm_time < p.to_time) then coalesce(t.fan_speed_rpm_time, t.time) end as fan_speed_rpm_time
    , case when p.groups & 1 <> 0 and (t.ambient_temperature_c_time is null or t.ambient_temperature_c_time >= p.from_time and t.ambient_temperature_c_time < p.to_time) then t.ambient_temperature_c end as ambient_temperature_c
    , case when t.ambient_temperature_c is not null and p.groups & 1 <> 0 and (t.ambient_temperature_c_time is null or t.ambient_temperature_c_time >= p.from_time and t.ambient_temperature_c_time < p.to_time) then coalesce(t.ambient_temperature_c_time, t.time) end as ambient_temperature_c_time
    , case when p.groups & 2 <> 0 and (t.fuel_rate_lph_time is null or t.fuel_rate_lph_time >= p.from_time and t.fuel_rate_lph_time < p.to_time) then t.fuel_rate_lph end as fuel_rate_lph
    , case when t.fuel_rate_lph is not null and p.groups & 2 <> 0 and (t.fuel_rate_lph_time is null or t.fuel_rate_lph_time >= p.from_time and t.fuel_rate_lph_time < p.to_time) then coalesce(t.fuel_rate_lph_time, t.time) end as fuel_rate_lph_time
    , case when p.groups & 2 <> 0 and (t.fuel_level_percent_time is null or t.fuel_level_percent_time >= p.from_time and t.fuel_level_percent_time < p.to_time) then t.fuel_level_percent end as fuel_level_percent
    , case when t.fuel_level_percent is not null and p.groups & 2 <> 0 and (t.fuel_level_percent_time is null or t.fuel_level_percent_time >= p.from_time and t.fuel_level_percent_time < p.to_time) then coalesce(t.fuel_level_percent_time, t.time) end as fuel_level_percent_time
    , case when p.groups & 2 <> 0 and (t.def_level_percent_time is null or t.def_level_percent_time >= p.from_time and t.def_level_percent_time < p.to_time) then t.def_level_percent end as def_level_percent
    , case when t.def_level_percent is not null and p.groups & 2 <> 0 and (t.def_level_percent_time is null or t.def_level_percent_time >= p.from_time and t.def_level_percent_time < p.to_time) then coalesce(t.def_level_percent_time, t.time) end as def_level_percent_time
    , case when p.groups & 1 <> 0 and (t.boost_pressure_kpa_time is null or t.boost_pressure_kpa_time >= p.from_time and t.boost_pressure_kpa_time < p.to_time) then t.boost_pressure_kpa end as boost_pressure_kpa
    , case when t.boost_pressure_kpa is not null and p.groups & 1 <> 0 and (t.boost_pressure_kpa_time is null or t.boost_pressure_kpa_time >= p.from_time and t.boost_pressure_kpa_time < p.to_time) then coalesce(t.boost_pressure_kpa_time, t.time) end as boost_pressure_kpa_time
    , case when p.groups & 1 <> 0 and (t.air_filter_drop_kpa_time is null or t.air_filter_drop_kpa_time >= p.from_time and t.air_filter_drop_kpa_time < p.to_time) then t.air_filter_drop_kpa end as air_filter_drop_kpa
    , case when t.air_filter_drop_kpa is not null and p.groups & 1 <> 0 and (t.air_filter_drop_kpa_time is null or t.air_filter_drop_kpa_time >= p.from_time and t.air_filter_drop_kpa_time < p.to_time) then coalesce(t.air_filter_drop_kpa_time, t.time) end as air_filter_drop_kpa_time
    , case when p.groups & 1 <> 0 and (t.exhaust_temperature_c_time is null or t.exhaust_temperature_c_time >= p.from_time and t.exhaust_temperature_c_time < p.to_time) then t.exhaust_temperature_c end as exhaust_temperature_c
    , case when t.exhaust_temperature_c is not null and p.groups & 1 <> 0 and (t.exhaust_temperature_c_time is null or t.exhaust_temperature_c_time >= p.from_time and t.exhaust_temperature_c_time < p.to_time) then coalesce(t.exhaust_temperature_c_time, t.time) end as exhaust_temperature_c_time
    , case when p.groups & 1 <> 0 and (t.dpf_drop_kpa_time is null or t.dpf_drop_kpa_time >= p.from_time and t.dpf_drop_kpa_time < p.to_time) then t.dpf_drop_kpa end as dpf_drop_kpa
    , case when t.dpf_drop_kpa is not null and p.groups & 1 <> 0 and (t.dpf_drop_kpa_time is null or t.dpf_drop_kpa_time >= p.from_time and t.dpf_drop_kpa_time < p.to_time) then coalesce(t.dpf_drop_kpa_time, t.time) end as dpf_drop_kpa_time
    , case when p.groups & 1 <> 0 and (t.battery_voltage_v_time is null or t.battery_voltage_v_time >= p.from_time and t.battery_voltage_v_time < p.to_time) then t.battery_voltage_v end as battery_voltage_v
    , case when t.battery_voltage_v is not null and p.groups & 1 <> 0 and (t.battery_voltage_v_time is null or t.battery_voltage_v_time >= p.from_time and t.battery_voltage_v_time < p.to_time) then coalesce(t.battery_voltage_v_time, t.time) end as battery_voltage_v_time
    , case when p.groups & 4 <> 0 and (t.hydraulic_oil_temperature_c_time is null or t.hydraulic_oil_temperature_c_time >= p.from_time and t.hydraulic_oil_temperature_c_time < p.to_time) then t.hydraulic_oil_temperature_c end as hydraulic_oil_temperature_c
    , case when t.hydraulic_oil_temperature_c is not null and p.groups & 4 <> 0 and (t.hydraulic_oil_temperature_c_time is null or t.hydraulic_oil_temperature_c_time >= p.from_time and t.hydraulic_oil_temperature_c_time < p.to_time) then coalesce(t.hydraulic_oil_temperature_c_time, t.time) end as hydraulic_oil_temperature_c_time
    , case when p.groups & 4 <> 0 and (t.hydraulic_pressure_bar_time is null or t.hydraulic_pressure_bar_time >= p.from_time and t.hydraulic_pressure_bar_time < p.to_time) then t.hydraulic_pressure_bar end as hydraulic_pressure_bar
    , case when t.hydraulic_pressure_bar is not null and p.groups & 4 <> 0 and (t.hydraulic_pressure_bar_time is null or t.hydraulic_pressure_bar_time >= p.from_time and t.hydraulic_pressure_bar_time < p.to_time) then coalesce(t.hydraulic_pressure_bar_time, t.time) end as hydraulic_pressure_bar_time
    , case when p.groups & 4 <> 0 and (t.pump_case_drain_lpm_time is null or t.pump_case_drain_lpm_time >= p.from_time and t.pump_case_drain_lpm_time < p.to_time) then t.pump_case_drain_lpm end as pump_case_drain_lpm
    , case when t.pump_case_drain_lpm is not null and p.groups & 4 <> 0 and (t.pump_case_drain_lpm_time is null or t.pump_case_drain_lpm_time >= p.from_time and t.pump_case_drain_lpm_time < p.to_time) then coalesce(t.pump_case_drain_lpm_time, t.time) end as pump_case_drain_lpm_time
    , case when p.groups & 4 <> 0 and (t.hydraulic_filter_drop_bar_time is null or t.hydraulic_filter_drop_bar_time >= p.from_time and t.hydraulic_filter_drop_bar_time < p.to_time) then t.hydraulic_filter_drop_bar end as hydraulic_filter_drop_bar
    , case when t.hydraulic_filter_drop_bar is not null and p.groups & 4 <> 0 and (t.hydraulic_filter_drop_bar_time is null or t.hydraulic_filter_drop_bar_time >= p.from_time and t.hydraulic_filter_drop_bar_time < p.to_time) then coalesce(t.hydraulic_filter_drop_bar_time, t.time) end as hydraulic_filter_drop_bar_time
    , case when p.groups & 4 <> 0 and (t.boom_angle_deg_time is null or t.boom_angle_deg_time >= p.from_time and t.boom_angle_deg_time < p.to_time) then t.boom_angle_deg end as boom_angle_deg
    , case when t.boom_angle_deg is not null and p.groups & 4 <> 0 and (t.boom_angle_deg_time is null or t.boom_angle_deg_time >= p.from_time and t.boom_angle_deg_time < p.to_time) then coalesce(t.boom_angle_deg_time, t.time) end as boom_angle_deg_time
    , case when p.groups & 4 <> 0 and (t.boom_head_pressure_bar_time is null or t.boom_head_pressure_bar_time >= p.from_time and t.boom_head_pressure_bar_time < p.to_time) then t.boom_head_pressure_bar end as boom_head_pressure_bar
    , case when t.boom_head_pressure_bar is not null and p.groups & 4 <> 0 and (t.boom_head_pressure_bar_time is null or t.boom_head_pressure_bar_time >= p.from_time and t.boom_head_pressure_bar_time < p.to_time) then coalesce(t.boom_head_pressure_bar_time, t.time) end as boom_head_pressure_bar_time
    , case when p.groups & 4 <> 0 and (t.boom_rod_pressure_bar_time is null or t.boom_rod_pressure_bar_time >= p.from_time and t.boom_rod_pressure_bar_time < p.to_time) then t.boom_rod_pressure_bar end as boom_rod_pressure_bar
    , case when t.boom_rod_pressure_bar is not null and p.groups & 4 <> 0 and (t.boom_rod_pressure_bar_time is null or t.boom_rod_pressure_bar_time >= p.from_time and t.boom_rod_pressure_bar_time < p.to_time) then coalesce(t.boom_rod_pressure_bar_time, t.time) end as boom_rod_pressure_bar_time
    , case when p.groups & 8 <> 0 and (t.payload_kg_time is null or t.payload_kg_time >= p.from_time and t.payload_kg_time < p.to_time) then t.payload_kg end as payload_kg
    , case when t.payload_kg is not null and p.groups & 8 <> 0 and (t.payload_kg_time is null or t.payload_kg_time >= p.from_time and t.payload_kg_time < p.to_time) then coalesce(t.payload_kg_time, t.time) end as payload_kg_time
    , case when p.groups & 8 <> 0 and (t.body_angle_deg_time is null or t.body_angle_deg_time >= p.from_time and t.body_angle_deg_time < p.to_time) then t.body_angle_deg end as body_angle_deg
    , case when t.body_angle_deg is not null and p.groups & 8 <> 0 and (t.body_angle_deg_time is null or t.body_angle_deg_time >= p.from_time and t.body_angle_deg_time < p.to_time) then coalesce(t.body_angle_deg_time, t.time) end as body_angle_deg_time
    , case when p.groups & 32 <> 0 and (t.crusher_power_kw_time is null or t.crusher_power_kw_time >= p.from_time and t.crusher_power_kw_time < p.to_time) then t.crusher_power_kw end as crusher_power_kw
    , case when t.crusher_power_kw is not null and p.groups & 32 <> 0 and (t.crusher_power_kw_time is null or t.crusher_power_kw_time >= p.from_time and t.crusher_power_kw_time < p.to_time) then coalesce(t.crusher_power_kw_time, t.time) end as crusher_power_kw_time
    , case when p.groups & 32 <> 0 and (t.crusher_speed_rpm_time is null or t.crusher_speed_rpm_time >= p.from_time and t.crusher_speed_rpm_time < p.to_time) then t.crusher_speed_rpm end as crusher_speed_rpm
    , case when t.crusher_speed_rpm is not null and p.groups & 32 <> 0 and (t.crusher_speed_rpm_time is null or t.crusher_speed_rpm_time >= p.from_time and t.crusher_speed_rpm_time < p.to_time) then coalesce(t.crusher_speed_rpm_time, t.time) end as crusher_speed_rpm_time
    , case when p.groups & 32 <> 0 and (t.crusher_throughput_tph_time is null or t.crusher_throughput_tph_time >= p.from_time and t.crusher_throughput_tph_time < p.to_time) then t.crusher_throughput_tph end as crusher_throughput_tph
    , case when t.crusher_throughput_tph is not null and p.groups & 32 <> 0 and (t.crusher_throughput_tph_time is null or t.crusher_throughput_tph_time >= p.from_time and t.crusher_throughput_tph_time < p.to_time) then coalesce(t.crusher_throughput_tph_time, t.time) end as crusher_throughput_tph_time
    , case when p.groups & 32 <> 0 and (t.crusher_level_percent_time is null or t.crusher_level_percent_time >= p.from_time and t.crusher_level_percent_time < p.to_time) then t.crusher_level_percent end as crusher_level_percent
    , case when t.crusher_level_percent is not null and p.groups & 32 <> 0 and (t.crusher_level_percent_time is null or t.crusher_level_percent_time >= p.from_time and t.crusher_level_percent_time < p.to_time) then coalesce(t.crusher_level_percent_time, t.time) end as crusher_level_percent_time
    , case when p.groups & 32 <> 0 and (t.crusher_setting_mm_time is null or t.crusher_setting_mm_time >= p.from_time and t.crusher_setting_mm_time < p.to_time) then t.crusher_setting_mm end as crusher_setting_mm
    , case when t.crusher_setting_mm is not null and p.groups & 32 <> 0 and (t.crusher_setting_mm_time is null or t.crusher_setting_mm_time >= p.from_time and t.crusher_setting_mm_time < p.to_time) then coalesce(t.crusher_setting_mm_time, t.time) end as crusher_setting_mm_time
    , case when p.groups & 32 <> 0 and (t.crusher_vibration_mmps_time is null or t.crusher_vibration_mmps_time >= p.from_time and t.crusher_vibration_mmps_time < p.to_time) then t.crusher_vibration_mmps end as crusher_vibration_mmps
    , case when t.crusher_vibration_mmps is not null and p.groups & 32 <> 0 and (t.crusher_vibration_mmps_time is null or t.crusher_vibration_mmps_time >= p.from_time and t.crusher_vibration_mmps_time < p.to_time) then coalesce(t.crusher_vibration_mmps_time, t.time) end as crusher_vibration_mmps_time
    , case when p.groups & 32 <> 0 and (t.crusher_bearing_temperature_c_time is null or t.crusher_bearing_temperature_c_time >= p.from_time and t.crusher_bearing_temperature_c_time < p.to_time) then t.crusher_bearing_temperature_c end as crusher_bearing_temperature_c
    , case when t.crusher_bearing_temperature_c is not null and p.groups & 32 <> 0 and (t.crusher_bearing_temperature_c_time is null or t.crusher_bearing_temperature_c_time >= p.from_time and t.crusher_bearing_temperature_c_time < p.to_time) then coalesce(t.crusher_bearing_temperature_c_time, t.time) end as crusher_bearing_temperature_c_time
    , case when p.groups & 32 <> 0 and (t.crusher_oil_temperature_c_time is null or t.crusher_oil_temperature_c_time >= p.from_time and t.crusher_oil_temperature_c_time < p.to_time) then t.crusher_oil_temperature_c end as crusher_oil_temperature_c
    , case when t.crusher_oil_temperature_c is not null and p.groups & 32 <> 0 and (t.crusher_oil_temperature_c_time is null or t.crusher_oil_temperature_c_time >= p.from_time and t.crusher_oil_temperature_c_time < p.to_time) then coalesce(t.crusher_oil_temperature_c_time, t.time) end as crusher_oil_temperature_c_time
    , case when p.groups & 16 <> 0 and (t.brake_oil_temperature_c_time is null or t.brake_oil_temperature_c_time >= p.from_time and t.brake_oil_temperature_c_time < p.to_time) then t.brake_oil_temperature_c end as brake_oil_temperature_c
    , case when t.brake_oil_temperature_c is not null and p.groups & 16 <> 0 and (t.brake_oil_temperature_c_time is null or t.brake_oil_temperature_c_time >= p.from_time and t.brake_oil_temperature_c_time < p.to_time) then coalesce(t.brake_oil_temperature_c_time, t.time) end as brake_oil_temperature_c_time
    , case when p.groups & 16 <> 0 and (t.brake_pressure_bar_time is null or t.brake_pressure_bar_time >= p.from_time and t.brake_pressure_bar_time < p.to_time) then t.brake_pressure_bar end as brake_pressure_bar
    , case when t.brake_pressure_bar is not null and p.groups & 16 <> 0 and (t.brake_pressure_bar_time is null or t.brake_pressure_bar_time >= p.from_time and t.brake_pressure_bar_time < p.to_time) then coalesce(t.brake_pressure_bar_time, t.time) end as brake_pressure_bar_time
    , case when p.groups & 16 <> 0 and (t.transmission_oil_temperature_c_time is null or t.transmission_oil_temperature_c_time >= p.from_time and t.transmission_oil_temperature_c_time < p.to_time) then t.transmission_oil_temperature_c end as transmission_oil_temperature_c
    , case when t.transmission_oil_temperature_c is not null and p.groups & 16 <> 0 and (t.transmission_oil_temperature_c_time is null or t.transmission_oil_temperature_c_time >= p.from_time and t.transmission_oil_temperature_c_time < p.to_time) then coalesce(t.transmission_oil_temperature_c_time, t.time) end as transmission_oil_temperature_c_time
    , case when p.groups & 16 <> 0 and (t.transmission_oil_pressure_kpa_time is null or t.transmission_oil_pressure_kpa_time >= p.from_time and t.transmission_oil_pressure_kpa_time < p.to_time) then t.transmission_oil_pressure_kpa end as transmission_oil_pressure_kpa
    , case when t.transmission_oil_pressure_kpa is not null and p.groups & 16 <> 0 and (t.transmission_oil_pressure_kpa_time is null or t.transmission_oil_pressure_kpa_time >= p.from_time and t.transmission_oil_pressure_kpa_time < p.to_time) then coalesce(t.transmission_oil_pressure_kpa_time, t.time) end as transmission_oil_pressure_kpa_time
    , case when p.groups & 16 <> 0 and (t.clutch_slip_percent_time is null or t.clutch_slip_percent_time >= p.from_time and t.clutch_slip_percent_time < p.to_time) then t.clutch_slip_percent end as clutch_slip_percent
    , case when t.clutch_slip_percent is not null and p.groups & 16 <> 0 and (t.clutch_slip_percent_time is null or t.clutch_slip_percent_time >= p.from_time and t.clutch_slip_percent_time < p.to_time) then coalesce(t.clutch_slip_percent_time, t.time) end as clutch_slip_percent_time
    , case when p.groups & 16 <> 0 and (t.tyre_front_left_kpa_time is null or t.tyre_front_left_kpa_time >= p.from_time and t.tyre_front_left_kpa_time < p.to_time) then t.tyre_front_left_kpa end as tyre_front_left_kpa
    , case when t.tyre_front_left_kpa is not null and p.groups & 16 <> 0 and (t.tyre_front_left_kpa_time is null or t.tyre_front_left_kpa_time >= p.from_time and t.tyre_front_left_kpa_time < p.to_time) then coalesce(t.tyre_front_left_kpa_time, t.time) end as tyre_front_left_kpa_time
    , case when p.groups & 16 <> 0 and (t.tyre_front_right_kpa_time is null or t.tyre_front_right_kpa_time >= p.from_time and t.tyre_front_right_kpa_time < p.to_time) then t.tyre_front_right_kpa end as tyre_front_right_kpa
    , case when t.tyre_front_right_kpa is not null and p.groups & 16 <> 0 and (t.tyre_front_right_kpa_time is null or t.tyre_front_right_kpa_time >= p.from_time and t.tyre_front_right_kpa_time < p.to_time) then coalesce(t.tyre_front_right_kpa_time, t.time) end as tyre_front_right_kpa_time
    , case when p.groups & 16 <> 0 and (t.tyre_rear_left_kpa_time is null or t.tyre_rear_left_kpa_time >= p.from_time and t.tyre_rear_left_kpa_time < p.to_time) then t.tyre_rear_left_kpa end as tyre_rear_left_kpa
    , case when t.tyre_rear_left_kpa is not null and p.groups & 16 <> 0 and (t.tyre_rear_left_kpa_time is null or t.tyre_rear_left_kpa_time >= p.from_time and t.tyre_rear_left_kpa_time < p.to_time) then coalesce(t.tyre_rear_left_kpa_time, t.time) end as tyre_rear_left_kpa_time
    , case when p.groups & 16 <> 0 and (t.tyre_rear_right_kpa_time is null or t.tyre_rear_right_kpa_time >= p.from_time and t.tyre_rear_right_kpa_time < p.to_time) then t.tyre_rear_right_kpa end as tyre_rear_right_kpa
    , case when t.tyre_rear_right_kpa is not null and p.groups & 16 <> 0 and (t.tyre_rear_right_kpa_time is null or t.tyre_rear_right_kpa_time >= p.from_time and t.tyre_rear_right_kpa_time < p.to_time) then coalesce(t.tyre_rear_right_kpa_time, t.time) end as tyre_rear_right_kpa_time
    , case when p.groups & 16 <> 0 and (t.tyre_temperature_c_time is null or t.tyre_temperature_c_time >= p.from_time and t.tyre_temperature_c_time < p.to_time) then t.tyre_temperature_c end as tyre_temperature_c
    , case when t.tyre_temperature_c is not null and p.groups & 16 <> 0 and (t.tyre_temperature_c_time is null or t.tyre_temperature_c_time >= p.from_time and t.tyre_temperature_c_time < p.to_time) then coalesce(t.tyre_temperature_c_time, t.time) end as tyre_temperature_c_time
    , case when p.groups & 64 <> 0 and (t.altitude_m_time is null or t.altitude_m_time >= p.from_time and t.altitude_m_time < p.to_time) then t.altitude_m end as altitude_m
    , case when t.altitude_m is not null and p.groups & 64 <> 0 and (t.altitude_m_time is null or t.altitude_m_time >= p.from_time and t.altitude_m_time < p.to_time) then coalesce(t.altitude_m_time, t.time) end as altitude_m_time
    , case when p.groups & 64 <> 0 and (t.heading_deg_time is null or t.heading_deg_time >= p.from_time and t.heading_deg_time < p.to_time) then t.heading_deg end as heading_deg
    , case when t.heading_deg is not null and p.groups & 64 <> 0 and (t.heading_deg_time is null or t.heading_deg_time >= p.from_time and t.heading_deg_time < p.to_time) then coalesce(t.heading_deg_time, t.time) end as heading_deg_time
    , case when p.groups & 64 <> 0 and (t.pitch_deg_time is null or t.pitch_deg_time >= p.from_time and t.pitch_deg_time < p.to_time) then t.pitch_deg end as pitch_deg
    , case when t.pitch_deg is not null and p.groups & 64 <> 0 and (t.pitch_deg_time is null or t.pitch_deg_time >= p.from_time and t.pitch_deg_time < p.to_time) then coalesce(t.pitch_deg_time, t.time) end as pitch_deg_time
    , case when p.groups & 64 <> 0 and (t.ground_speed_kmh_time is null or t.ground_speed_kmh_time >= p.from_time and t.ground_speed_kmh_time < p.to_time) then t.ground_speed_kmh end as ground_speed_kmh
    , case when t.ground_speed_kmh is not null and p.groups & 64 <> 0 and (t.ground_speed_kmh_time is null or t.ground_speed_kmh_time >= p.from_time and t.ground_speed_kmh_time < p.to_time) then coalesce(t.ground_speed_kmh_time, t.time) end as ground_speed_kmh_time
    -- end
from latest t
join visible p on p.machine = t.machine and t.time >= p.from_time and t.time < p.to_time
where p.groups & 255 <> 0;

-- Whether one of the viewers alone sees all of a bucket.
create function is_whole(bucket_machine text, first_time timestamptz, last_time timestamptz) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, access, pg_temp
return exists (
    select from access.visibility v
    where v.machine = bucket_machine and v.viewer = any (access.viewers())
      and first_time >= v.from_time and last_time < v.to_time and now() >= v.open_from and now() < v.open_to
);

-- A bucket is visible where each of its readings is, so one in which a machine changed hands belongs to nobody.
create view rollup_minute_v1 with (security_barrier) as
select
    t.bucket, t.first_time, t.last_time, t.readings,
    -- generated: rollup_v1
    case when p.groups & 1 <> 0 then t.engine_hours_h_mean end as engine_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_min, t.engine_hours_h_mean) end as engine_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_max, t.engine_hours_h_mean) end as engine_hours_h_max, case when p.groups & 1 <> 0 and t.engine_hours_h_mean is not null then coalesce(t.engine_hours_h_count, t.readings) else 0 end as engine_hours_h_count,
    case when p.groups & 1 <> 0 then t.idle_hours_h_mean end as idle_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_min, t.idle_hours_h_mean) end as idle_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_max, t.idle_hours_h_mean) end as idle_hours_h_max, case when p.groups & 1 <> 0 and t.idle_hours_h_mean is not null then coalesce(t.idle_hours_h_count, t.readings) else 0 end as idle_hours_h_count,
    case when p.groups & 2 <> 0 then t.fuel_used_l_mean end as fuel_used_l_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_min, t.fuel_used_l_mean) end as fuel_used_l_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_max, t.fuel_used_l_mean) end as fuel_used_l_max, case when p.groups & 2 <> 0 and t.fuel_used_l_mean is not null then coalesce(t.fuel_used_l_count, t.readings) else 0 end as fuel_used_l_count,
    case when p.groups & 8 <> 0 then t.payload_total_kg_mean end as payload_total_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_min, t.payload_total_kg_mean) end as payload_total_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_max, t.payload_total_kg_mean) end as payload_total_kg_max, case when p.groups & 8 <> 0 and t.payload_total_kg_mean is not null then coalesce(t.payload_total_kg_count, t.readings) else 0 end as payload_total_kg_count,
    case when p.groups & 8 <> 0 then t.load_count_mean end as load_count_mean, case when p.groups & 8 <> 0 then coalesce(t.load_count_min, t.load_count_mean) end as load_count_min, case when p.groups & 8 <> 0 then coalesce(t.load_count_max, t.load_count_mean) end as load_count_max, case when p.groups & 8 <> 0 and t.load_count_mean is not null then coalesce(t.load_count_count, t.readings) else 0 end as load_count_count,
    case when p.groups & 64 <> 0 then t.latitude_deg_mean end as latitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_min, t.latitude_deg_mean) end as latitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_max, t.latitude_deg_mean) end as latitude_deg_max, case when p.groups & 64 <> 0 and t.latitude_deg_mean is not null then coalesce(t.latitude_deg_count, t.readings) else 0 end as latitude_deg_count,
    case when p.groups & 64 <> 0 then t.longitude_deg_mean end as longitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_min, t.longitude_deg_mean) end as longitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_max, t.longitude_deg_mean) end as longitude_deg_max, case when p.groups & 64 <> 0 and t.longitude_deg_mean is not null then coalesce(t.longitude_deg_count, t.readings) else 0 end as longitude_deg_count,
    case when p.groups & 64 <> 0 then t.odometer_km_mean end as odometer_km_mean, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_min, t.odometer_km_mean) end as odometer_km_min, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_max, t.odometer_km_mean) end as odometer_km_max, case when p.groups & 64 <> 0 and t.odometer_km_mean is not null then coalesce(t.odometer_km_count, t.readings) else 0 end as odometer_km_count,
    case when p.groups & 1 <> 0 then t.engine_speed_rpm_mean end as engine_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_min, t.engine_speed_rpm_mean) end as engine_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_max, t.engine_speed_rpm_mean) end as engine_speed_rpm_max, case when p.groups & 1 <> 0 and t.engine_speed_rpm_mean is not null then coalesce(t.engine_speed_rpm_count, t.readings) else 0 end as engine_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.engine_load_percent_mean end as engine_load_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_min, t.engine_load_percent_mean) end as engine_load_percent_min, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_max, t.engine_load_percent_mean) end as engine_load_percent_max, case when p.groups & 1 <> 0 and t.engine_load_percent_mean is not null then coalesce(t.engine_load_percent_count, t.readings) else 0 end as engine_load_percent_count,
    case when p.groups & 1 <> 0 then t.engine_oil_pressure_kpa_mean end as engine_oil_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_min, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_max, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_max, case when p.groups & 1 <> 0 and t.engine_oil_pressure_kpa_mean is not null then coalesce(t.engine_oil_pressure_kpa_count, t.readings) else 0 end as engine_oil_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.engine_oil_temperature_c_mean end as engine_oil_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_min, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_max, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_max, case when p.groups & 1 <> 0 and t.engine_oil_temperature_c_mean is not null then coalesce(t.engine_oil_temperature_c_count, t.readings) else 0 end as engine_oil_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_temperature_c_mean end as coolant_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_min, t.coolant_temperature_c_mean) end as coolant_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_max, t.coolant_temperature_c_mean) end as coolant_temperature_c_max, case when p.groups & 1 <> 0 and t.coolant_temperature_c_mean is not null then coalesce(t.coolant_temperature_c_count, t.readings) else 0 end as coolant_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_level_percent_mean end as coolant_level_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_min, t.coolant_level_percent_mean) end as coolant_level_percent_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_max, t.coolant_level_percent_mean) end as coolant_level_percent_max, case when p.groups & 1 <> 0 and t.coolant_level_percent_mean is not null then coalesce(t.coolant_level_percent_count, t.readings) else 0 end as coolant_level_percent_count,
    case when p.groups & 1 <> 0 then t.fan_speed_rpm_mean end as fan_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_min, t.fan_speed_rpm_mean) end as fan_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_max, t.fan_speed_rpm_mean) end as fan_speed_rpm_max, case when p.groups & 1 <> 0 and t.fan_speed_rpm_mean is not null then coalesce(t.fan_speed_rpm_count, t.readings) else 0 end as fan_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.ambient_temperature_c_mean end as ambient_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_min, t.ambient_temperature_c_mean) end as ambient_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_max, t.ambient_temperature_c_mean) end as ambient_temperature_c_max, case when p.groups & 1 <> 0 and t.ambient_temperature_c_mean is not null then coalesce(t.ambient_temperature_c_count, t.readings) else 0 end as ambient_temperature_c_count,
    case when p.groups & 2 <> 0 then t.fuel_rate_lph_mean end as fuel_rate_lph_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_min, t.fuel_rate_lph_mean) end as fuel_rate_lph_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_max, t.fuel_rate_lph_mean) end as fuel_rate_lph_max, case when p.groups & 2 <> 0 and t.fuel_rate_lph_mean is not null then coalesce(t.fuel_rate_lph_count, t.readings) else 0 end as fuel_rate_lph_count,
    case when p.groups & 2 <> 0 then t.fuel_level_percent_mean end as fuel_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_min, t.fuel_level_percent_mean) end as fuel_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_max, t.fuel_level_percent_mean) end as fuel_level_percent_max, case when p.groups & 2 <> 0 and t.fuel_level_percent_mean is not null then coalesce(t.fuel_level_percent_count, t.readings) else 0 end as fuel_level_percent_count,
    case when p.groups & 2 <> 0 then t.def_level_percent_mean end as def_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_min, t.def_level_percent_mean) end as def_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_max, t.def_level_percent_mean) end as def_level_percent_max, case when p.groups & 2 <> 0 and t.def_level_percent_mean is not null then coalesce(t.def_level_percent_count, t.readings) else 0 end as def_level_percent_count,
    case when p.groups & 1 <> 0 then t.boost_pressure_kpa_mean end as boost_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_min, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_max, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_max, case when p.groups & 1 <> 0 and t.boost_pressure_kpa_mean is not null then coalesce(t.boost_pressure_kpa_count, t.readings) else 0 end as boost_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.air_filter_drop_kpa_mean end as air_filter_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_min, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_max, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_max, case when p.groups & 1 <> 0 and t.air_filter_drop_kpa_mean is not null then coalesce(t.air_filter_drop_kpa_count, t.readings) else 0 end as air_filter_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.exhaust_temperature_c_mean end as exhaust_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_min, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_max, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_max, case when p.groups & 1 <> 0 and t.exhaust_temperature_c_mean is not null then coalesce(t.exhaust_temperature_c_count, t.readings) else 0 end as exhaust_temperature_c_count,
    case when p.groups & 1 <> 0 then t.dpf_drop_kpa_mean end as dpf_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_min, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_max, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_max, case when p.groups & 1 <> 0 and t.dpf_drop_kpa_mean is not null then coalesce(t.dpf_drop_kpa_count, t.readings) else 0 end as dpf_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.battery_voltage_v_mean end as battery_voltage_v_mean, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_min, t.battery_voltage_v_mean) end as battery_voltage_v_min, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_max, t.battery_voltage_v_mean) end as battery_voltage_v_max, case when p.groups & 1 <> 0 and t.battery_voltage_v_mean is not null then coalesce(t.battery_voltage_v_count, t.readings) else 0 end as battery_voltage_v_count,
    case when p.groups & 4 <> 0 then t.hydraulic_oil_temperature_c_mean end as hydraulic_oil_temperature_c_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_min, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_max, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_max, case when p.groups & 4 <> 0 and t.hydraulic_oil_temperature_c_mean is not null then coalesce(t.hydraulic_oil_temperature_c_count, t.readings) else 0 end as hydraulic_oil_temperature_c_count,
    case when p.groups & 4 <> 0 then t.hydraulic_pressure_bar_mean end as hydraulic_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_min, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_max, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_pressure_bar_mean is not null then coalesce(t.hydraulic_pressure_bar_count, t.readings) else 0 end as hydraulic_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.pump_case_drain_lpm_mean end as pump_case_drain_lpm_mean, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_min, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_min, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_max, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_max, case when p.groups & 4 <> 0 and t.pump_case_drain_lpm_mean is not null then coalesce(t.pump_case_drain_lpm_count, t.readings) else 0 end as pump_case_drain_lpm_count,
    case when p.groups & 4 <> 0 then t.hydraulic_filter_drop_bar_mean end as hydraulic_filter_drop_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_min, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_max, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_filter_drop_bar_mean is not null then coalesce(t.hydraulic_filter_drop_bar_count, t.readings) else 0 end as hydraulic_filter_drop_bar_count,
    case when p.groups & 4 <> 0 then t.boom_angle_deg_mean end as boom_angle_deg_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_min, t.boom_angle_deg_mean) end as boom_angle_deg_min, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_max, t.boom_angle_deg_mean) end as boom_angle_deg_max, case when p.groups & 4 <> 0 and t.boom_angle_deg_mean is not null then coalesce(t.boom_angle_deg_count, t.readings) else 0 end as boom_angle_deg_count,
    case when p.groups & 4 <> 0 then t.boom_head_pressure_bar_mean end as boom_head_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_min, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_max, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_head_pressure_bar_mean is not null then coalesce(t.boom_head_pressure_bar_count, t.readings) else 0 end as boom_head_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.boom_rod_pressure_bar_mean end as boom_rod_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_min, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_max, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_rod_pressure_bar_mean is not null then coalesce(t.boom_rod_pressure_bar_count, t.readings) else 0 end as boom_rod_pressure_bar_count,
    case when p.groups & 8 <> 0 then t.payload_kg_mean end as payload_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_min, t.payload_kg_mean) end as payload_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_max, t.payload_kg_mean) end as payload_kg_max, case when p.groups & 8 <> 0 and t.payload_kg_mean is not null then coalesce(t.payload_kg_count, t.readings) else 0 end as payload_kg_count,
    case when p.groups & 8 <> 0 then t.body_angle_deg_mean end as body_angle_deg_mean, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_min, t.body_angle_deg_mean) end as body_angle_deg_min, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_max, t.body_angle_deg_mean) end as body_angle_deg_max, case when p.groups & 8 <> 0 and t.body_angle_deg_mean is not null then coalesce(t.body_angle_deg_count, t.readings) else 0 end as body_angle_deg_count,
    case when p.groups & 32 <> 0 then t.crusher_power_kw_mean end as crusher_power_kw_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_min, t.crusher_power_kw_mean) end as crusher_power_kw_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_max, t.crusher_power_kw_mean) end as crusher_power_kw_max, case when p.groups & 32 <> 0 and t.crusher_power_kw_mean is not null then coalesce(t.crusher_power_kw_count, t.readings) else 0 end as crusher_power_kw_count,
    case when p.groups & 32 <> 0 then t.crusher_speed_rpm_mean end as crusher_speed_rpm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_min, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_max, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_max, case when p.groups & 32 <> 0 and t.crusher_speed_rpm_mean is not null then coalesce(t.crusher_speed_rpm_count, t.readings) else 0 end as crusher_speed_rpm_count,
    case when p.groups & 32 <> 0 then t.crusher_throughput_tph_mean end as crusher_throughput_tph_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_min, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_max, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_max, case when p.groups & 32 <> 0 and t.crusher_throughput_tph_mean is not null then coalesce(t.crusher_throughput_tph_count, t.readings) else 0 end as crusher_throughput_tph_count,
    case when p.groups & 32 <> 0 then t.crusher_level_percent_mean end as crusher_level_percent_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_min, t.crusher_level_percent_mean) end as crusher_level_percent_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_max, t.crusher_level_percent_mean) end as crusher_level_percent_max, case when p.groups & 32 <> 0 and t.crusher_level_percent_mean is not null then coalesce(t.crusher_level_percent_count, t.readings) else 0 end as crusher_level_percent_count,
    case when p.groups & 32 <> 0 then t.crusher_setting_mm_mean end as crusher_setting_mm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_min, t.crusher_setting_mm_mean) end as crusher_setting_mm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_max, t.crusher_setting_mm_mean) end as crusher_setting_mm_max, case when p.groups & 32 <> 0 and t.crusher_setting_mm_mean is not null then coalesce(t.crusher_setting_mm_count, t.readings) else 0 end as crusher_setting_mm_count,
    case when p.groups & 32 <> 0 then t.crusher_vibration_mmps_mean end as crusher_vibration_mmps_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_min, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_max, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_max, case when p.groups & 32 <> 0 and t.crusher_vibration_mmps_mean is not null then coalesce(t.crusher_vibration_mmps_count, t.readings) else 0 end as crusher_vibration_mmps_count,
    case when p.groups & 32 <> 0 then t.crusher_bearing_temperature_c_mean end as crusher_bearing_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_min, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_max, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_bearing_temperature_c_mean is not null then coalesce(t.crusher_bearing_temperature_c_count, t.readings) else 0 end as crusher_bearing_temperature_c_count,
    case when p.groups & 32 <> 0 then t.crusher_oil_temperature_c_mean end as crusher_oil_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_min, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_max, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_oil_temperature_c_mean is not null then coalesce(t.crusher_oil_temperature_c_count, t.readings) else 0 end as crusher_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_oil_temperature_c_mean end as brake_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_min, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_max, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.brake_oil_temperature_c_mean is not null then coalesce(t.brake_oil_temperature_c_count, t.readings) else 0 end as brake_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_pressure_bar_mean end as brake_pressure_bar_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_min, t.brake_pressure_bar_mean) end as brake_pressure_bar_min, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_max, t.brake_pressure_bar_mean) end as brake_pressure_bar_max, case when p.groups & 16 <> 0 and t.brake_pressure_bar_mean is not null then coalesce(t.brake_pressure_bar_count, t.readings) else 0 end as brake_pressure_bar_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_temperature_c_mean end as transmission_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_min, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_max, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.transmission_oil_temperature_c_mean is not null then coalesce(t.transmission_oil_temperature_c_count, t.readings) else 0 end as transmission_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_pressure_kpa_mean end as transmission_oil_pressure_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_min, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_max, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_max, case when p.groups & 16 <> 0 and t.transmission_oil_pressure_kpa_mean is not null then coalesce(t.transmission_oil_pressure_kpa_count, t.readings) else 0 end as transmission_oil_pressure_kpa_count,
    case when p.groups & 16 <> 0 then t.clutch_slip_percent_mean end as clutch_slip_percent_mean, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_min, t.clutch_slip_percent_mean) end as clutch_slip_percent_min, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_max, t.clutch_slip_percent_mean) end as clutch_slip_percent_max, case when p.groups & 16 <> 0 and t.clutch_slip_percent_mean is not null then coalesce(t.clutch_slip_percent_count, t.readings) else 0 end as clutch_slip_percent_count,
    case when p.groups & 16 <> 0 then t.tyre_front_left_kpa_mean end as tyre_front_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_min, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_max, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_left_kpa_mean is not null then coalesce(t.tyre_front_left_kpa_count, t.readings) else 0 end as tyre_front_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_front_right_kpa_mean end as tyre_front_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_min, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_max, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_right_kpa_mean is not null then coalesce(t.tyre_front_right_kpa_count, t.readings) else 0 end as tyre_front_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_left_kpa_mean end as tyre_rear_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_min, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_max, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_left_kpa_mean is not null then coalesce(t.tyre_rear_left_kpa_count, t.readings) else 0 end as tyre_rear_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_right_kpa_mean end as tyre_rear_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_min, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_max, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_right_kpa_mean is not null then coalesce(t.tyre_rear_right_kpa_count, t.readings) else 0 end as tyre_rear_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_temperature_c_mean end as tyre_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_min, t.tyre_temperature_c_mean) end as tyre_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_max, t.tyre_temperature_c_mean) end as tyre_temperature_c_max, case when p.groups & 16 <> 0 and t.tyre_temperature_c_mean is not null then coalesce(t.tyre_temperature_c_count, t.readings) else 0 end as tyre_temperature_c_count,
    case when p.groups & 64 <> 0 then t.altitude_m_mean end as altitude_m_mean, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_min, t.altitude_m_mean) end as altitude_m_min, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_max, t.altitude_m_mean) end as altitude_m_max, case when p.groups & 64 <> 0 and t.altitude_m_mean is not null then coalesce(t.altitude_m_count, t.readings) else 0 end as altitude_m_count,
    case when p.groups & 64 <> 0 then t.heading_deg_mean end as heading_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_min, t.heading_deg_mean) end as heading_deg_min, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_max, t.heading_deg_mean) end as heading_deg_max, case when p.groups & 64 <> 0 and t.heading_deg_mean is not null then coalesce(t.heading_deg_count, t.readings) else 0 end as heading_deg_count,
    case when p.groups & 64 <> 0 then t.pitch_deg_mean end as pitch_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_min, t.pitch_deg_mean) end as pitch_deg_min, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_max, t.pitch_deg_mean) end as pitch_deg_max, case when p.groups & 64 <> 0 and t.pitch_deg_mean is not null then coalesce(t.pitch_deg_count, t.readings) else 0 end as pitch_deg_count,
    case when p.groups & 64 <> 0 then t.ground_speed_kmh_mean end as ground_speed_kmh_mean, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_min, t.ground_speed_kmh_mean) end as ground_speed_kmh_min, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_max, t.ground_speed_kmh_mean) end as ground_speed_kmh_max, case when p.groups & 64 <> 0 and t.ground_speed_kmh_mean is not null then coalesce(t.ground_speed_kmh_count, t.readings) else 0 end as ground_speed_kmh_count,
    -- end
    t.machine
from rollup_minute t
join visible p on p.machine = t.machine and t.first_time >= p.from_time and t.last_time < p.to_time
where p.groups & 255 <> 0 and (p.single or is_whole(t.machine, t.first_time, t.last_time));

create view rollup_hour_v1 with (security_barrier) as
select
    t.bucket, t.first_time, t.last_time, t.readings,
    -- generated: rollup_v1
    case when p.groups & 1 <> 0 then t.engine_hours_h_mean end as engine_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_min, t.engine_hours_h_mean) end as engine_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_max, t.engine_hours_h_mean) end as engine_hours_h_max, case when p.groups & 1 <> 0 and t.engine_hours_h_mean is not null then coalesce(t.engine_hours_h_count, t.readings) else 0 end as engine_hours_h_count,
    case when p.groups & 1 <> 0 then t.idle_hours_h_mean end as idle_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_min, t.idle_hours_h_mean) end as idle_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_max, t.idle_hours_h_mean) end as idle_hours_h_max, case when p.groups & 1 <> 0 and t.idle_hours_h_mean is not null then coalesce(t.idle_hours_h_count, t.readings) else 0 end as idle_hours_h_count,
    case when p.groups & 2 <> 0 then t.fuel_used_l_mean end as fuel_used_l_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_min, t.fuel_used_l_mean) end as fuel_used_l_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_max, t.fuel_used_l_mean) end as fuel_used_l_max, case when p.groups & 2 <> 0 and t.fuel_used_l_mean is not null then coalesce(t.fuel_used_l_count, t.readings) else 0 end as fuel_used_l_count,
    case when p.groups & 8 <> 0 then t.payload_total_kg_mean end as payload_total_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_min, t.payload_total_kg_mean) end as payload_total_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_max, t.payload_total_kg_mean) end as payload_total_kg_max, case when p.groups & 8 <> 0 and t.payload_total_kg_mean is not null then coalesce(t.payload_total_kg_count, t.readings) else 0 end as payload_total_kg_count,
    case when p.groups & 8 <> 0 then t.load_count_mean end as load_count_mean, case when p.groups & 8 <> 0 then coalesce(t.load_count_min, t.load_count_mean) end as load_count_min, case when p.groups & 8 <> 0 then coalesce(t.load_count_max, t.load_count_mean) end as load_count_max, case when p.groups & 8 <> 0 and t.load_count_mean is not null then coalesce(t.load_count_count, t.readings) else 0 end as load_count_count,
    case when p.groups & 64 <> 0 then t.latitude_deg_mean end as latitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_min, t.latitude_deg_mean) end as latitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_max, t.latitude_deg_mean) end as latitude_deg_max, case when p.groups & 64 <> 0 and t.latitude_deg_mean is not null then coalesce(t.latitude_deg_count, t.readings) else 0 end as latitude_deg_count,
    case when p.groups & 64 <> 0 then t.longitude_deg_mean end as longitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_min, t.longitude_deg_mean) end as longitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_max, t.longitude_deg_mean) end as longitude_deg_max, case when p.groups & 64 <> 0 and t.longitude_deg_mean is not null then coalesce(t.longitude_deg_count, t.readings) else 0 end as longitude_deg_count,
    case when p.groups & 64 <> 0 then t.odometer_km_mean end as odometer_km_mean, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_min, t.odometer_km_mean) end as odometer_km_min, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_max, t.odometer_km_mean) end as odometer_km_max, case when p.groups & 64 <> 0 and t.odometer_km_mean is not null then coalesce(t.odometer_km_count, t.readings) else 0 end as odometer_km_count,
    case when p.groups & 1 <> 0 then t.engine_speed_rpm_mean end as engine_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_min, t.engine_speed_rpm_mean) end as engine_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_max, t.engine_speed_rpm_mean) end as engine_speed_rpm_max, case when p.groups & 1 <> 0 and t.engine_speed_rpm_mean is not null then coalesce(t.engine_speed_rpm_count, t.readings) else 0 end as engine_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.engine_load_percent_mean end as engine_load_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_min, t.engine_load_percent_mean) end as engine_load_percent_min, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_max, t.engine_load_percent_mean) end as engine_load_percent_max, case when p.groups & 1 <> 0 and t.engine_load_percent_mean is not null then coalesce(t.engine_load_percent_count, t.readings) else 0 end as engine_load_percent_count,
    case when p.groups & 1 <> 0 then t.engine_oil_pressure_kpa_mean end as engine_oil_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_min, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_max, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_max, case when p.groups & 1 <> 0 and t.engine_oil_pressure_kpa_mean is not null then coalesce(t.engine_oil_pressure_kpa_count, t.readings) else 0 end as engine_oil_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.engine_oil_temperature_c_mean end as engine_oil_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_min, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_max, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_max, case when p.groups & 1 <> 0 and t.engine_oil_temperature_c_mean is not null then coalesce(t.engine_oil_temperature_c_count, t.readings) else 0 end as engine_oil_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_temperature_c_mean end as coolant_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_min, t.coolant_temperature_c_mean) end as coolant_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_max, t.coolant_temperature_c_mean) end as coolant_temperature_c_max, case when p.groups & 1 <> 0 and t.coolant_temperature_c_mean is not null then coalesce(t.coolant_temperature_c_count, t.readings) else 0 end as coolant_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_level_percent_mean end as coolant_level_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_min, t.coolant_level_percent_mean) end as coolant_level_percent_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_max, t.coolant_level_percent_mean) end as coolant_level_percent_max, case when p.groups & 1 <> 0 and t.coolant_level_percent_mean is not null then coalesce(t.coolant_level_percent_count, t.readings) else 0 end as coolant_level_percent_count,
    case when p.groups & 1 <> 0 then t.fan_speed_rpm_mean end as fan_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_min, t.fan_speed_rpm_mean) end as fan_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_max, t.fan_speed_rpm_mean) end as fan_speed_rpm_max, case when p.groups & 1 <> 0 and t.fan_speed_rpm_mean is not null then coalesce(t.fan_speed_rpm_count, t.readings) else 0 end as fan_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.ambient_temperature_c_mean end as ambient_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_min, t.ambient_temperature_c_mean) end as ambient_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_max, t.ambient_temperature_c_mean) end as ambient_temperature_c_max, case when p.groups & 1 <> 0 and t.ambient_temperature_c_mean is not null then coalesce(t.ambient_temperature_c_count, t.readings) else 0 end as ambient_temperature_c_count,
    case when p.groups & 2 <> 0 then t.fuel_rate_lph_mean end as fuel_rate_lph_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_min, t.fuel_rate_lph_mean) end as fuel_rate_lph_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_max, t.fuel_rate_lph_mean) end as fuel_rate_lph_max, case when p.groups & 2 <> 0 and t.fuel_rate_lph_mean is not null then coalesce(t.fuel_rate_lph_count, t.readings) else 0 end as fuel_rate_lph_count,
    case when p.groups & 2 <> 0 then t.fuel_level_percent_mean end as fuel_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_min, t.fuel_level_percent_mean) end as fuel_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_max, t.fuel_level_percent_mean) end as fuel_level_percent_max, case when p.groups & 2 <> 0 and t.fuel_level_percent_mean is not null then coalesce(t.fuel_level_percent_count, t.readings) else 0 end as fuel_level_percent_count,
    case when p.groups & 2 <> 0 then t.def_level_percent_mean end as def_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_min, t.def_level_percent_mean) end as def_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_max, t.def_level_percent_mean) end as def_level_percent_max, case when p.groups & 2 <> 0 and t.def_level_percent_mean is not null then coalesce(t.def_level_percent_count, t.readings) else 0 end as def_level_percent_count,
    case when p.groups & 1 <> 0 then t.boost_pressure_kpa_mean end as boost_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_min, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_max, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_max, case when p.groups & 1 <> 0 and t.boost_pressure_kpa_mean is not null then coalesce(t.boost_pressure_kpa_count, t.readings) else 0 end as boost_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.air_filter_drop_kpa_mean end as air_filter_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_min, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_max, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_max, case when p.groups & 1 <> 0 and t.air_filter_drop_kpa_mean is not null then coalesce(t.air_filter_drop_kpa_count, t.readings) else 0 end as air_filter_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.exhaust_temperature_c_mean end as exhaust_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_min, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_max, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_max, case when p.groups & 1 <> 0 and t.exhaust_temperature_c_mean is not null then coalesce(t.exhaust_temperature_c_count, t.readings) else 0 end as exhaust_temperature_c_count,
    case when p.groups & 1 <> 0 then t.dpf_drop_kpa_mean end as dpf_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_min, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_max, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_max, case when p.groups & 1 <> 0 and t.dpf_drop_kpa_mean is not null then coalesce(t.dpf_drop_kpa_count, t.readings) else 0 end as dpf_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.battery_voltage_v_mean end as battery_voltage_v_mean, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_min, t.battery_voltage_v_mean) end as battery_voltage_v_min, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_max, t.battery_voltage_v_mean) end as battery_voltage_v_max, case when p.groups & 1 <> 0 and t.battery_voltage_v_mean is not null then coalesce(t.battery_voltage_v_count, t.readings) else 0 end as battery_voltage_v_count,
    case when p.groups & 4 <> 0 then t.hydraulic_oil_temperature_c_mean end as hydraulic_oil_temperature_c_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_min, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_max, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_max, case when p.groups & 4 <> 0 and t.hydraulic_oil_temperature_c_mean is not null then coalesce(t.hydraulic_oil_temperature_c_count, t.readings) else 0 end as hydraulic_oil_temperature_c_count,
    case when p.groups & 4 <> 0 then t.hydraulic_pressure_bar_mean end as hydraulic_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_min, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_max, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_pressure_bar_mean is not null then coalesce(t.hydraulic_pressure_bar_count, t.readings) else 0 end as hydraulic_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.pump_case_drain_lpm_mean end as pump_case_drain_lpm_mean, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_min, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_min, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_max, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_max, case when p.groups & 4 <> 0 and t.pump_case_drain_lpm_mean is not null then coalesce(t.pump_case_drain_lpm_count, t.readings) else 0 end as pump_case_drain_lpm_count,
    case when p.groups & 4 <> 0 then t.hydraulic_filter_drop_bar_mean end as hydraulic_filter_drop_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_min, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_max, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_filter_drop_bar_mean is not null then coalesce(t.hydraulic_filter_drop_bar_count, t.readings) else 0 end as hydraulic_filter_drop_bar_count,
    case when p.groups & 4 <> 0 then t.boom_angle_deg_mean end as boom_angle_deg_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_min, t.boom_angle_deg_mean) end as boom_angle_deg_min, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_max, t.boom_angle_deg_mean) end as boom_angle_deg_max, case when p.groups & 4 <> 0 and t.boom_angle_deg_mean is not null then coalesce(t.boom_angle_deg_count, t.readings) else 0 end as boom_angle_deg_count,
    case when p.groups & 4 <> 0 then t.boom_head_pressure_bar_mean end as boom_head_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_min, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_max, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_head_pressure_bar_mean is not null then coalesce(t.boom_head_pressure_bar_count, t.readings) else 0 end as boom_head_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.boom_rod_pressure_bar_mean end as boom_rod_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_min, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_max, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_rod_pressure_bar_mean is not null then coalesce(t.boom_rod_pressure_bar_count, t.readings) else 0 end as boom_rod_pressure_bar_count,
    case when p.groups & 8 <> 0 then t.payload_kg_mean end as payload_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_min, t.payload_kg_mean) end as payload_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_max, t.payload_kg_mean) end as payload_kg_max, case when p.groups & 8 <> 0 and t.payload_kg_mean is not null then coalesce(t.payload_kg_count, t.readings) else 0 end as payload_kg_count,
    case when p.groups & 8 <> 0 then t.body_angle_deg_mean end as body_angle_deg_mean, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_min, t.body_angle_deg_mean) end as body_angle_deg_min, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_max, t.body_angle_deg_mean) end as body_angle_deg_max, case when p.groups & 8 <> 0 and t.body_angle_deg_mean is not null then coalesce(t.body_angle_deg_count, t.readings) else 0 end as body_angle_deg_count,
    case when p.groups & 32 <> 0 then t.crusher_power_kw_mean end as crusher_power_kw_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_min, t.crusher_power_kw_mean) end as crusher_power_kw_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_max, t.crusher_power_kw_mean) end as crusher_power_kw_max, case when p.groups & 32 <> 0 and t.crusher_power_kw_mean is not null then coalesce(t.crusher_power_kw_count, t.readings) else 0 end as crusher_power_kw_count,
    case when p.groups & 32 <> 0 then t.crusher_speed_rpm_mean end as crusher_speed_rpm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_min, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_max, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_max, case when p.groups & 32 <> 0 and t.crusher_speed_rpm_mean is not null then coalesce(t.crusher_speed_rpm_count, t.readings) else 0 end as crusher_speed_rpm_count,
    case when p.groups & 32 <> 0 then t.crusher_throughput_tph_mean end as crusher_throughput_tph_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_min, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_max, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_max, case when p.groups & 32 <> 0 and t.crusher_throughput_tph_mean is not null then coalesce(t.crusher_throughput_tph_count, t.readings) else 0 end as crusher_throughput_tph_count,
    case when p.groups & 32 <> 0 then t.crusher_level_percent_mean end as crusher_level_percent_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_min, t.crusher_level_percent_mean) end as crusher_level_percent_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_max, t.crusher_level_percent_mean) end as crusher_level_percent_max, case when p.groups & 32 <> 0 and t.crusher_level_percent_mean is not null then coalesce(t.crusher_level_percent_count, t.readings) else 0 end as crusher_level_percent_count,
    case when p.groups & 32 <> 0 then t.crusher_setting_mm_mean end as crusher_setting_mm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_min, t.crusher_setting_mm_mean) end as crusher_setting_mm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_max, t.crusher_setting_mm_mean) end as crusher_setting_mm_max, case when p.groups & 32 <> 0 and t.crusher_setting_mm_mean is not null then coalesce(t.crusher_setting_mm_count, t.readings) else 0 end as crusher_setting_mm_count,
    case when p.groups & 32 <> 0 then t.crusher_vibration_mmps_mean end as crusher_vibration_mmps_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_min, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_max, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_max, case when p.groups & 32 <> 0 and t.crusher_vibration_mmps_mean is not null then coalesce(t.crusher_vibration_mmps_count, t.readings) else 0 end as crusher_vibration_mmps_count,
    case when p.groups & 32 <> 0 then t.crusher_bearing_temperature_c_mean end as crusher_bearing_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_min, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_max, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_bearing_temperature_c_mean is not null then coalesce(t.crusher_bearing_temperature_c_count, t.readings) else 0 end as crusher_bearing_temperature_c_count,
    case when p.groups & 32 <> 0 then t.crusher_oil_temperature_c_mean end as crusher_oil_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_min, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_max, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_oil_temperature_c_mean is not null then coalesce(t.crusher_oil_temperature_c_count, t.readings) else 0 end as crusher_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_oil_temperature_c_mean end as brake_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_min, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_max, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.brake_oil_temperature_c_mean is not null then coalesce(t.brake_oil_temperature_c_count, t.readings) else 0 end as brake_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_pressure_bar_mean end as brake_pressure_bar_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_min, t.brake_pressure_bar_mean) end as brake_pressure_bar_min, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_max, t.brake_pressure_bar_mean) end as brake_pressure_bar_max, case when p.groups & 16 <> 0 and t.brake_pressure_bar_mean is not null then coalesce(t.brake_pressure_bar_count, t.readings) else 0 end as brake_pressure_bar_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_temperature_c_mean end as transmission_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_min, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_max, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.transmission_oil_temperature_c_mean is not null then coalesce(t.transmission_oil_temperature_c_count, t.readings) else 0 end as transmission_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_pressure_kpa_mean end as transmission_oil_pressure_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_min, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_max, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_max, case when p.groups & 16 <> 0 and t.transmission_oil_pressure_kpa_mean is not null then coalesce(t.transmission_oil_pressure_kpa_count, t.readings) else 0 end as transmission_oil_pressure_kpa_count,
    case when p.groups & 16 <> 0 then t.clutch_slip_percent_mean end as clutch_slip_percent_mean, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_min, t.clutch_slip_percent_mean) end as clutch_slip_percent_min, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_max, t.clutch_slip_percent_mean) end as clutch_slip_percent_max, case when p.groups & 16 <> 0 and t.clutch_slip_percent_mean is not null then coalesce(t.clutch_slip_percent_count, t.readings) else 0 end as clutch_slip_percent_count,
    case when p.groups & 16 <> 0 then t.tyre_front_left_kpa_mean end as tyre_front_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_min, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_max, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_left_kpa_mean is not null then coalesce(t.tyre_front_left_kpa_count, t.readings) else 0 end as tyre_front_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_front_right_kpa_mean end as tyre_front_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_min, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_max, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_right_kpa_mean is not null then coalesce(t.tyre_front_right_kpa_count, t.readings) else 0 end as tyre_front_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_left_kpa_mean end as tyre_rear_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_min, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_max, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_left_kpa_mean is not null then coalesce(t.tyre_rear_left_kpa_count, t.readings) else 0 end as tyre_rear_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_right_kpa_mean end as tyre_rear_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_min, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_max, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_right_kpa_mean is not null then coalesce(t.tyre_rear_right_kpa_count, t.readings) else 0 end as tyre_rear_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_temperature_c_mean end as tyre_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_min, t.tyre_temperature_c_mean) end as tyre_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_max, t.tyre_temperature_c_mean) end as tyre_temperature_c_max, case when p.groups & 16 <> 0 and t.tyre_temperature_c_mean is not null then coalesce(t.tyre_temperature_c_count, t.readings) else 0 end as tyre_temperature_c_count,
    case when p.groups & 64 <> 0 then t.altitude_m_mean end as altitude_m_mean, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_min, t.altitude_m_mean) end as altitude_m_min, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_max, t.altitude_m_mean) end as altitude_m_max, case when p.groups & 64 <> 0 and t.altitude_m_mean is not null then coalesce(t.altitude_m_count, t.readings) else 0 end as altitude_m_count,
    case when p.groups & 64 <> 0 then t.heading_deg_mean end as heading_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_min, t.heading_deg_mean) end as heading_deg_min, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_max, t.heading_deg_mean) end as heading_deg_max, case when p.groups & 64 <> 0 and t.heading_deg_mean is not null then coalesce(t.heading_deg_count, t.readings) else 0 end as heading_deg_count,
    case when p.groups & 64 <> 0 then t.pitch_deg_mean end as pitch_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_min, t.pitch_deg_mean) end as pitch_deg_min, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_max, t.pitch_deg_mean) end as pitch_deg_max, case when p.groups & 64 <> 0 and t.pitch_deg_mean is not null then coalesce(t.pitch_deg_count, t.readings) else 0 end as pitch_deg_count,
    case when p.groups & 64 <> 0 then t.ground_speed_kmh_mean end as ground_speed_kmh_mean, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_min, t.ground_speed_kmh_mean) end as ground_speed_kmh_min, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_max, t.ground_speed_kmh_mean) end as ground_speed_kmh_max, case when p.groups & 64 <> 0 and t.ground_speed_kmh_mean is not null then coalesce(t.ground_speed_kmh_count, t.readings) else 0 end as ground_speed_kmh_count,
    -- end
    t.machine
from rollup_hour t
join visible p on p.machine = t.machine and t.first_time >= p.from_time and t.last_time < p.to_time
where p.groups & 255 <> 0 and (p.single or is_whole(t.machine, t.first_time, t.last_time));

create view rollup_day_v1 with (security_barrier) as
select
    t.bucket, t.first_time, t.last_time, t.readings,
    -- generated: rollup_v1
    case when p.groups & 1 <> 0 then t.engine_hours_h_mean end as engine_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_min, t.engine_hours_h_mean) end as engine_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.engine_hours_h_max, t.engine_hours_h_mean) end as engine_hours_h_max, case when p.groups & 1 <> 0 and t.engine_hours_h_mean is not null then coalesce(t.engine_hours_h_count, t.readings) else 0 end as engine_hours_h_count,
    case when p.groups & 1 <> 0 then t.idle_hours_h_mean end as idle_hours_h_mean, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_min, t.idle_hours_h_mean) end as idle_hours_h_min, case when p.groups & 1 <> 0 then coalesce(t.idle_hours_h_max, t.idle_hours_h_mean) end as idle_hours_h_max, case when p.groups & 1 <> 0 and t.idle_hours_h_mean is not null then coalesce(t.idle_hours_h_count, t.readings) else 0 end as idle_hours_h_count,
    case when p.groups & 2 <> 0 then t.fuel_used_l_mean end as fuel_used_l_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_min, t.fuel_used_l_mean) end as fuel_used_l_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_used_l_max, t.fuel_used_l_mean) end as fuel_used_l_max, case when p.groups & 2 <> 0 and t.fuel_used_l_mean is not null then coalesce(t.fuel_used_l_count, t.readings) else 0 end as fuel_used_l_count,
    case when p.groups & 8 <> 0 then t.payload_total_kg_mean end as payload_total_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_min, t.payload_total_kg_mean) end as payload_total_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_total_kg_max, t.payload_total_kg_mean) end as payload_total_kg_max, case when p.groups & 8 <> 0 and t.payload_total_kg_mean is not null then coalesce(t.payload_total_kg_count, t.readings) else 0 end as payload_total_kg_count,
    case when p.groups & 8 <> 0 then t.load_count_mean end as load_count_mean, case when p.groups & 8 <> 0 then coalesce(t.load_count_min, t.load_count_mean) end as load_count_min, case when p.groups & 8 <> 0 then coalesce(t.load_count_max, t.load_count_mean) end as load_count_max, case when p.groups & 8 <> 0 and t.load_count_mean is not null then coalesce(t.load_count_count, t.readings) else 0 end as load_count_count,
    case when p.groups & 64 <> 0 then t.latitude_deg_mean end as latitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_min, t.latitude_deg_mean) end as latitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.latitude_deg_max, t.latitude_deg_mean) end as latitude_deg_max, case when p.groups & 64 <> 0 and t.latitude_deg_mean is not null then coalesce(t.latitude_deg_count, t.readings) else 0 end as latitude_deg_count,
    case when p.groups & 64 <> 0 then t.longitude_deg_mean end as longitude_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_min, t.longitude_deg_mean) end as longitude_deg_min, case when p.groups & 64 <> 0 then coalesce(t.longitude_deg_max, t.longitude_deg_mean) end as longitude_deg_max, case when p.groups & 64 <> 0 and t.longitude_deg_mean is not null then coalesce(t.longitude_deg_count, t.readings) else 0 end as longitude_deg_count,
    case when p.groups & 64 <> 0 then t.odometer_km_mean end as odometer_km_mean, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_min, t.odometer_km_mean) end as odometer_km_min, case when p.groups & 64 <> 0 then coalesce(t.odometer_km_max, t.odometer_km_mean) end as odometer_km_max, case when p.groups & 64 <> 0 and t.odometer_km_mean is not null then coalesce(t.odometer_km_count, t.readings) else 0 end as odometer_km_count,
    case when p.groups & 1 <> 0 then t.engine_speed_rpm_mean end as engine_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_min, t.engine_speed_rpm_mean) end as engine_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.engine_speed_rpm_max, t.engine_speed_rpm_mean) end as engine_speed_rpm_max, case when p.groups & 1 <> 0 and t.engine_speed_rpm_mean is not null then coalesce(t.engine_speed_rpm_count, t.readings) else 0 end as engine_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.engine_load_percent_mean end as engine_load_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_min, t.engine_load_percent_mean) end as engine_load_percent_min, case when p.groups & 1 <> 0 then coalesce(t.engine_load_percent_max, t.engine_load_percent_mean) end as engine_load_percent_max, case when p.groups & 1 <> 0 and t.engine_load_percent_mean is not null then coalesce(t.engine_load_percent_count, t.readings) else 0 end as engine_load_percent_count,
    case when p.groups & 1 <> 0 then t.engine_oil_pressure_kpa_mean end as engine_oil_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_min, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_pressure_kpa_max, t.engine_oil_pressure_kpa_mean) end as engine_oil_pressure_kpa_max, case when p.groups & 1 <> 0 and t.engine_oil_pressure_kpa_mean is not null then coalesce(t.engine_oil_pressure_kpa_count, t.readings) else 0 end as engine_oil_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.engine_oil_temperature_c_mean end as engine_oil_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_min, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.engine_oil_temperature_c_max, t.engine_oil_temperature_c_mean) end as engine_oil_temperature_c_max, case when p.groups & 1 <> 0 and t.engine_oil_temperature_c_mean is not null then coalesce(t.engine_oil_temperature_c_count, t.readings) else 0 end as engine_oil_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_temperature_c_mean end as coolant_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_min, t.coolant_temperature_c_mean) end as coolant_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_temperature_c_max, t.coolant_temperature_c_mean) end as coolant_temperature_c_max, case when p.groups & 1 <> 0 and t.coolant_temperature_c_mean is not null then coalesce(t.coolant_temperature_c_count, t.readings) else 0 end as coolant_temperature_c_count,
    case when p.groups & 1 <> 0 then t.coolant_level_percent_mean end as coolant_level_percent_mean, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_min, t.coolant_level_percent_mean) end as coolant_level_percent_min, case when p.groups & 1 <> 0 then coalesce(t.coolant_level_percent_max, t.coolant_level_percent_mean) end as coolant_level_percent_max, case when p.groups & 1 <> 0 and t.coolant_level_percent_mean is not null then coalesce(t.coolant_level_percent_count, t.readings) else 0 end as coolant_level_percent_count,
    case when p.groups & 1 <> 0 then t.fan_speed_rpm_mean end as fan_speed_rpm_mean, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_min, t.fan_speed_rpm_mean) end as fan_speed_rpm_min, case when p.groups & 1 <> 0 then coalesce(t.fan_speed_rpm_max, t.fan_speed_rpm_mean) end as fan_speed_rpm_max, case when p.groups & 1 <> 0 and t.fan_speed_rpm_mean is not null then coalesce(t.fan_speed_rpm_count, t.readings) else 0 end as fan_speed_rpm_count,
    case when p.groups & 1 <> 0 then t.ambient_temperature_c_mean end as ambient_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_min, t.ambient_temperature_c_mean) end as ambient_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.ambient_temperature_c_max, t.ambient_temperature_c_mean) end as ambient_temperature_c_max, case when p.groups & 1 <> 0 and t.ambient_temperature_c_mean is not null then coalesce(t.ambient_temperature_c_count, t.readings) else 0 end as ambient_temperature_c_count,
    case when p.groups & 2 <> 0 then t.fuel_rate_lph_mean end as fuel_rate_lph_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_min, t.fuel_rate_lph_mean) end as fuel_rate_lph_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_rate_lph_max, t.fuel_rate_lph_mean) end as fuel_rate_lph_max, case when p.groups & 2 <> 0 and t.fuel_rate_lph_mean is not null then coalesce(t.fuel_rate_lph_count, t.readings) else 0 end as fuel_rate_lph_count,
    case when p.groups & 2 <> 0 then t.fuel_level_percent_mean end as fuel_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_min, t.fuel_level_percent_mean) end as fuel_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.fuel_level_percent_max, t.fuel_level_percent_mean) end as fuel_level_percent_max, case when p.groups & 2 <> 0 and t.fuel_level_percent_mean is not null then coalesce(t.fuel_level_percent_count, t.readings) else 0 end as fuel_level_percent_count,
    case when p.groups & 2 <> 0 then t.def_level_percent_mean end as def_level_percent_mean, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_min, t.def_level_percent_mean) end as def_level_percent_min, case when p.groups & 2 <> 0 then coalesce(t.def_level_percent_max, t.def_level_percent_mean) end as def_level_percent_max, case when p.groups & 2 <> 0 and t.def_level_percent_mean is not null then coalesce(t.def_level_percent_count, t.readings) else 0 end as def_level_percent_count,
    case when p.groups & 1 <> 0 then t.boost_pressure_kpa_mean end as boost_pressure_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_min, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.boost_pressure_kpa_max, t.boost_pressure_kpa_mean) end as boost_pressure_kpa_max, case when p.groups & 1 <> 0 and t.boost_pressure_kpa_mean is not null then coalesce(t.boost_pressure_kpa_count, t.readings) else 0 end as boost_pressure_kpa_count,
    case when p.groups & 1 <> 0 then t.air_filter_drop_kpa_mean end as air_filter_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_min, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.air_filter_drop_kpa_max, t.air_filter_drop_kpa_mean) end as air_filter_drop_kpa_max, case when p.groups & 1 <> 0 and t.air_filter_drop_kpa_mean is not null then coalesce(t.air_filter_drop_kpa_count, t.readings) else 0 end as air_filter_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.exhaust_temperature_c_mean end as exhaust_temperature_c_mean, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_min, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_min, case when p.groups & 1 <> 0 then coalesce(t.exhaust_temperature_c_max, t.exhaust_temperature_c_mean) end as exhaust_temperature_c_max, case when p.groups & 1 <> 0 and t.exhaust_temperature_c_mean is not null then coalesce(t.exhaust_temperature_c_count, t.readings) else 0 end as exhaust_temperature_c_count,
    case when p.groups & 1 <> 0 then t.dpf_drop_kpa_mean end as dpf_drop_kpa_mean, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_min, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_min, case when p.groups & 1 <> 0 then coalesce(t.dpf_drop_kpa_max, t.dpf_drop_kpa_mean) end as dpf_drop_kpa_max, case when p.groups & 1 <> 0 and t.dpf_drop_kpa_mean is not null then coalesce(t.dpf_drop_kpa_count, t.readings) else 0 end as dpf_drop_kpa_count,
    case when p.groups & 1 <> 0 then t.battery_voltage_v_mean end as battery_voltage_v_mean, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_min, t.battery_voltage_v_mean) end as battery_voltage_v_min, case when p.groups & 1 <> 0 then coalesce(t.battery_voltage_v_max, t.battery_voltage_v_mean) end as battery_voltage_v_max, case when p.groups & 1 <> 0 and t.battery_voltage_v_mean is not null then coalesce(t.battery_voltage_v_count, t.readings) else 0 end as battery_voltage_v_count,
    case when p.groups & 4 <> 0 then t.hydraulic_oil_temperature_c_mean end as hydraulic_oil_temperature_c_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_min, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_oil_temperature_c_max, t.hydraulic_oil_temperature_c_mean) end as hydraulic_oil_temperature_c_max, case when p.groups & 4 <> 0 and t.hydraulic_oil_temperature_c_mean is not null then coalesce(t.hydraulic_oil_temperature_c_count, t.readings) else 0 end as hydraulic_oil_temperature_c_count,
    case when p.groups & 4 <> 0 then t.hydraulic_pressure_bar_mean end as hydraulic_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_min, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_pressure_bar_max, t.hydraulic_pressure_bar_mean) end as hydraulic_pressure_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_pressure_bar_mean is not null then coalesce(t.hydraulic_pressure_bar_count, t.readings) else 0 end as hydraulic_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.pump_case_drain_lpm_mean end as pump_case_drain_lpm_mean, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_min, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_min, case when p.groups & 4 <> 0 then coalesce(t.pump_case_drain_lpm_max, t.pump_case_drain_lpm_mean) end as pump_case_drain_lpm_max, case when p.groups & 4 <> 0 and t.pump_case_drain_lpm_mean is not null then coalesce(t.pump_case_drain_lpm_count, t.readings) else 0 end as pump_case_drain_lpm_count,
    case when p.groups & 4 <> 0 then t.hydraulic_filter_drop_bar_mean end as hydraulic_filter_drop_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_min, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_min, case when p.groups & 4 <> 0 then coalesce(t.hydraulic_filter_drop_bar_max, t.hydraulic_filter_drop_bar_mean) end as hydraulic_filter_drop_bar_max, case when p.groups & 4 <> 0 and t.hydraulic_filter_drop_bar_mean is not null then coalesce(t.hydraulic_filter_drop_bar_count, t.readings) else 0 end as hydraulic_filter_drop_bar_count,
    case when p.groups & 4 <> 0 then t.boom_angle_deg_mean end as boom_angle_deg_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_min, t.boom_angle_deg_mean) end as boom_angle_deg_min, case when p.groups & 4 <> 0 then coalesce(t.boom_angle_deg_max, t.boom_angle_deg_mean) end as boom_angle_deg_max, case when p.groups & 4 <> 0 and t.boom_angle_deg_mean is not null then coalesce(t.boom_angle_deg_count, t.readings) else 0 end as boom_angle_deg_count,
    case when p.groups & 4 <> 0 then t.boom_head_pressure_bar_mean end as boom_head_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_min, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_head_pressure_bar_max, t.boom_head_pressure_bar_mean) end as boom_head_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_head_pressure_bar_mean is not null then coalesce(t.boom_head_pressure_bar_count, t.readings) else 0 end as boom_head_pressure_bar_count,
    case when p.groups & 4 <> 0 then t.boom_rod_pressure_bar_mean end as boom_rod_pressure_bar_mean, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_min, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_min, case when p.groups & 4 <> 0 then coalesce(t.boom_rod_pressure_bar_max, t.boom_rod_pressure_bar_mean) end as boom_rod_pressure_bar_max, case when p.groups & 4 <> 0 and t.boom_rod_pressure_bar_mean is not null then coalesce(t.boom_rod_pressure_bar_count, t.readings) else 0 end as boom_rod_pressure_bar_count,
    case when p.groups & 8 <> 0 then t.payload_kg_mean end as payload_kg_mean, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_min, t.payload_kg_mean) end as payload_kg_min, case when p.groups & 8 <> 0 then coalesce(t.payload_kg_max, t.payload_kg_mean) end as payload_kg_max, case when p.groups & 8 <> 0 and t.payload_kg_mean is not null then coalesce(t.payload_kg_count, t.readings) else 0 end as payload_kg_count,
    case when p.groups & 8 <> 0 then t.body_angle_deg_mean end as body_angle_deg_mean, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_min, t.body_angle_deg_mean) end as body_angle_deg_min, case when p.groups & 8 <> 0 then coalesce(t.body_angle_deg_max, t.body_angle_deg_mean) end as body_angle_deg_max, case when p.groups & 8 <> 0 and t.body_angle_deg_mean is not null then coalesce(t.body_angle_deg_count, t.readings) else 0 end as body_angle_deg_count,
    case when p.groups & 32 <> 0 then t.crusher_power_kw_mean end as crusher_power_kw_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_min, t.crusher_power_kw_mean) end as crusher_power_kw_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_power_kw_max, t.crusher_power_kw_mean) end as crusher_power_kw_max, case when p.groups & 32 <> 0 and t.crusher_power_kw_mean is not null then coalesce(t.crusher_power_kw_count, t.readings) else 0 end as crusher_power_kw_count,
    case when p.groups & 32 <> 0 then t.crusher_speed_rpm_mean end as crusher_speed_rpm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_min, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_speed_rpm_max, t.crusher_speed_rpm_mean) end as crusher_speed_rpm_max, case when p.groups & 32 <> 0 and t.crusher_speed_rpm_mean is not null then coalesce(t.crusher_speed_rpm_count, t.readings) else 0 end as crusher_speed_rpm_count,
    case when p.groups & 32 <> 0 then t.crusher_throughput_tph_mean end as crusher_throughput_tph_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_min, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_throughput_tph_max, t.crusher_throughput_tph_mean) end as crusher_throughput_tph_max, case when p.groups & 32 <> 0 and t.crusher_throughput_tph_mean is not null then coalesce(t.crusher_throughput_tph_count, t.readings) else 0 end as crusher_throughput_tph_count,
    case when p.groups & 32 <> 0 then t.crusher_level_percent_mean end as crusher_level_percent_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_min, t.crusher_level_percent_mean) end as crusher_level_percent_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_level_percent_max, t.crusher_level_percent_mean) end as crusher_level_percent_max, case when p.groups & 32 <> 0 and t.crusher_level_percent_mean is not null then coalesce(t.crusher_level_percent_count, t.readings) else 0 end as crusher_level_percent_count,
    case when p.groups & 32 <> 0 then t.crusher_setting_mm_mean end as crusher_setting_mm_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_min, t.crusher_setting_mm_mean) end as crusher_setting_mm_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_setting_mm_max, t.crusher_setting_mm_mean) end as crusher_setting_mm_max, case when p.groups & 32 <> 0 and t.crusher_setting_mm_mean is not null then coalesce(t.crusher_setting_mm_count, t.readings) else 0 end as crusher_setting_mm_count,
    case when p.groups & 32 <> 0 then t.crusher_vibration_mmps_mean end as crusher_vibration_mmps_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_min, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_vibration_mmps_max, t.crusher_vibration_mmps_mean) end as crusher_vibration_mmps_max, case when p.groups & 32 <> 0 and t.crusher_vibration_mmps_mean is not null then coalesce(t.crusher_vibration_mmps_count, t.readings) else 0 end as crusher_vibration_mmps_count,
    case when p.groups & 32 <> 0 then t.crusher_bearing_temperature_c_mean end as crusher_bearing_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_min, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_bearing_temperature_c_max, t.crusher_bearing_temperature_c_mean) end as crusher_bearing_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_bearing_temperature_c_mean is not null then coalesce(t.crusher_bearing_temperature_c_count, t.readings) else 0 end as crusher_bearing_temperature_c_count,
    case when p.groups & 32 <> 0 then t.crusher_oil_temperature_c_mean end as crusher_oil_temperature_c_mean, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_min, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_min, case when p.groups & 32 <> 0 then coalesce(t.crusher_oil_temperature_c_max, t.crusher_oil_temperature_c_mean) end as crusher_oil_temperature_c_max, case when p.groups & 32 <> 0 and t.crusher_oil_temperature_c_mean is not null then coalesce(t.crusher_oil_temperature_c_count, t.readings) else 0 end as crusher_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_oil_temperature_c_mean end as brake_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_min, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.brake_oil_temperature_c_max, t.brake_oil_temperature_c_mean) end as brake_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.brake_oil_temperature_c_mean is not null then coalesce(t.brake_oil_temperature_c_count, t.readings) else 0 end as brake_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.brake_pressure_bar_mean end as brake_pressure_bar_mean, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_min, t.brake_pressure_bar_mean) end as brake_pressure_bar_min, case when p.groups & 16 <> 0 then coalesce(t.brake_pressure_bar_max, t.brake_pressure_bar_mean) end as brake_pressure_bar_max, case when p.groups & 16 <> 0 and t.brake_pressure_bar_mean is not null then coalesce(t.brake_pressure_bar_count, t.readings) else 0 end as brake_pressure_bar_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_temperature_c_mean end as transmission_oil_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_min, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_temperature_c_max, t.transmission_oil_temperature_c_mean) end as transmission_oil_temperature_c_max, case when p.groups & 16 <> 0 and t.transmission_oil_temperature_c_mean is not null then coalesce(t.transmission_oil_temperature_c_count, t.readings) else 0 end as transmission_oil_temperature_c_count,
    case when p.groups & 16 <> 0 then t.transmission_oil_pressure_kpa_mean end as transmission_oil_pressure_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_min, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.transmission_oil_pressure_kpa_max, t.transmission_oil_pressure_kpa_mean) end as transmission_oil_pressure_kpa_max, case when p.groups & 16 <> 0 and t.transmission_oil_pressure_kpa_mean is not null then coalesce(t.transmission_oil_pressure_kpa_count, t.readings) else 0 end as transmission_oil_pressure_kpa_count,
    case when p.groups & 16 <> 0 then t.clutch_slip_percent_mean end as clutch_slip_percent_mean, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_min, t.clutch_slip_percent_mean) end as clutch_slip_percent_min, case when p.groups & 16 <> 0 then coalesce(t.clutch_slip_percent_max, t.clutch_slip_percent_mean) end as clutch_slip_percent_max, case when p.groups & 16 <> 0 and t.clutch_slip_percent_mean is not null then coalesce(t.clutch_slip_percent_count, t.readings) else 0 end as clutch_slip_percent_count,
    case when p.groups & 16 <> 0 then t.tyre_front_left_kpa_mean end as tyre_front_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_min, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_left_kpa_max, t.tyre_front_left_kpa_mean) end as tyre_front_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_left_kpa_mean is not null then coalesce(t.tyre_front_left_kpa_count, t.readings) else 0 end as tyre_front_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_front_right_kpa_mean end as tyre_front_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_min, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_front_right_kpa_max, t.tyre_front_right_kpa_mean) end as tyre_front_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_front_right_kpa_mean is not null then coalesce(t.tyre_front_right_kpa_count, t.readings) else 0 end as tyre_front_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_left_kpa_mean end as tyre_rear_left_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_min, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_left_kpa_max, t.tyre_rear_left_kpa_mean) end as tyre_rear_left_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_left_kpa_mean is not null then coalesce(t.tyre_rear_left_kpa_count, t.readings) else 0 end as tyre_rear_left_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_rear_right_kpa_mean end as tyre_rear_right_kpa_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_min, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_rear_right_kpa_max, t.tyre_rear_right_kpa_mean) end as tyre_rear_right_kpa_max, case when p.groups & 16 <> 0 and t.tyre_rear_right_kpa_mean is not null then coalesce(t.tyre_rear_right_kpa_count, t.readings) else 0 end as tyre_rear_right_kpa_count,
    case when p.groups & 16 <> 0 then t.tyre_temperature_c_mean end as tyre_temperature_c_mean, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_min, t.tyre_temperature_c_mean) end as tyre_temperature_c_min, case when p.groups & 16 <> 0 then coalesce(t.tyre_temperature_c_max, t.tyre_temperature_c_mean) end as tyre_temperature_c_max, case when p.groups & 16 <> 0 and t.tyre_temperature_c_mean is not null then coalesce(t.tyre_temperature_c_count, t.readings) else 0 end as tyre_temperature_c_count,
    case when p.groups & 64 <> 0 then t.altitude_m_mean end as altitude_m_mean, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_min, t.altitude_m_mean) end as altitude_m_min, case when p.groups & 64 <> 0 then coalesce(t.altitude_m_max, t.altitude_m_mean) end as altitude_m_max, case when p.groups & 64 <> 0 and t.altitude_m_mean is not null then coalesce(t.altitude_m_count, t.readings) else 0 end as altitude_m_count,
    case when p.groups & 64 <> 0 then t.heading_deg_mean end as heading_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_min, t.heading_deg_mean) end as heading_deg_min, case when p.groups & 64 <> 0 then coalesce(t.heading_deg_max, t.heading_deg_mean) end as heading_deg_max, case when p.groups & 64 <> 0 and t.heading_deg_mean is not null then coalesce(t.heading_deg_count, t.readings) else 0 end as heading_deg_count,
    case when p.groups & 64 <> 0 then t.pitch_deg_mean end as pitch_deg_mean, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_min, t.pitch_deg_mean) end as pitch_deg_min, case when p.groups & 64 <> 0 then coalesce(t.pitch_deg_max, t.pitch_deg_mean) end as pitch_deg_max, case when p.groups & 64 <> 0 and t.pitch_deg_mean is not null then coalesce(t.pitch_deg_count, t.readings) else 0 end as pitch_deg_count,
    case when p.groups & 64 <> 0 then t.ground_speed_kmh_mean end as ground_speed_kmh_mean, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_min, t.ground_speed_kmh_mean) end as ground_speed_kmh_min, case when p.groups & 64 <> 0 then coalesce(t.ground_speed_kmh_max, t.ground_speed_kmh_mean) end as ground_speed_kmh_max, case when p.groups & 64 <> 0 and t.ground_speed_kmh_mean is not null then coalesce(t.ground_speed_kmh_count, t.readings) else 0 end as ground_speed_kmh_count,
    -- end
    t.machine
from rollup_day t
join visible p on p.machine = t.machine and t.first_time >= p.from_time and t.last_time < p.to_time
where p.groups & 255 <> 0 and (p.single or is_whole(t.machine, t.first_time, t.last_time));

create view event_v1 with (security_barrier) as
select t.* from event t
join visible p on p.machine = t.machine and t.time >= p.from_time and t.time < p.to_time
where p.groups & access.mask('events') <> 0;

-- Being connected is a fact of the present: it is seen by those who see the machine at this moment.
create view state_v1 with (security_barrier) as
select t.machine, greatest(t.time, p.from_time) as time, t.received_at, t.online, t.boot, t.software
from state t
join visible p on p.machine = t.machine and now() >= p.from_time and now() < p.to_time
where p.groups & 255 <> 0;

-- What came under no known machine's name is seen by those who see everything.
create view reject_v1 with (security_barrier) as
select t.* from reject t
where coalesce(t.outcome, 'rejected') = 'rejected' and (
    (t.machine is null and 'all' = any (access.viewers()))
    -- Anything may stand in a message that was refused.
    or exists (
        select from visible p
        where p.machine = t.machine and t.received_at >= p.from_time and t.received_at < p.to_time
          and p.groups & 255 = 255
    )
);

-- One row for each visible period; one without an end ends in the year 9999, for programs that know no infinity.
create view machine_v1 with (security_barrier) as
select
    m.machine, m.kind, m.model, m.generation,
    greatest(p.from_time, '0001-01-02 00:00Z') as from_time, least(p.to_time, '9999-12-30 00:00Z') as to_time
from access.machine m
join visible p on p.machine = m.machine;

-- In which group a signal is shared; one outside the catalogue is seen by those who see all groups.
create function signal_group(signal text) returns integer language sql immutable parallel safe return
    case signal
        -- generated: group
        when 'engine_hours_h' then 1
        when 'idle_hours_h' then 1
        when 'fuel_used_l' then 2
        when 'payload_total_kg' then 8
        when 'load_count' then 8
        when 'latitude_deg' then 64
        when 'longitude_deg' then 64
        when 'odometer_km' then 64
        when 'engine_speed_rpm' then 1
        when 'engine_load_percent' then 1
        when 'engine_oil_pressure_kpa' then 1
        when 'engine_oil_temperature_c' then 1
        when 'coolant_temperature_c' then 1
        when 'coolant_level_percent' then 1
        when 'fan_speed_rpm' then 1
        when 'ambient_temperature_c' then 1
        when 'fuel_rate_lph' then 2
        when 'fuel_level_percent' then 2
        when 'def_level_percent' then 2
        when 'boost_pressure_kpa' then 1
        when 'air_filter_drop_kpa' then 1
        when 'exhaust_temperature_c' then 1
        when 'dpf_drop_kpa' then 1
        when 'battery_voltage_v' then 1
        when 'hydraulic_oil_temperature_c' then 4
        when 'hydraulic_pressure_bar' then 4
        when 'pump_case_drain_lpm' then 4
        when 'hydraulic_filter_drop_bar' then 4
        when 'boom_angle_deg' then 4
        when 'boom_head_pressure_bar' then 4
        when 'boom_rod_pressure_bar' then 4
        when 'payload_kg' then 8
        when 'body_angle_deg' then 8
        when 'crusher_power_kw' then 32
        when 'crusher_speed_rpm' then 32
        when 'crusher_throughput_tph' then 32
        when 'crusher_level_percent' then 32
        when 'crusher_setting_mm' then 32
        when 'crusher_vibration_mmps' then 32
        when 'crusher_bearing_temperature_c' then 32
        when 'crusher_oil_temperature_c' then 32
        when 'brake_oil_temperature_c' then 16
        when 'brake_pressure_bar' then 16
        when 'transmission_oil_temperature_c' then 16
        when 'transmission_oil_pressure_kpa' then 16
        when 'clutch_slip_percent' then 16
        when 'tyre_front_left_kpa' then 16
        when 'tyre_front_right_kpa' then 16
        when 'tyre_rear_left_kpa' then 16
        when 'tyre_rear_right_kpa' then 16
        when 'tyre_temperature_c' then 16
        when 'altitude_m' then 64
        when 'heading_deg' then 64
        when 'pitch_deg' then 64
        when 'ground_speed_kmh' then 64
        -- end
        else 255
    end;

grant usage on schema telemetry to telemetry_reader;
grant select on reading_v1, latest_v1, rollup_minute_v1, rollup_hour_v1, rollup_day_v1, event_v1, state_v1, reject_v1,
    machine_v1 to telemetry_reader;
