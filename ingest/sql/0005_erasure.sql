-- What is erased of telemetry when a customer's data are.

insert into access.erasure_rule (schema, relation, condition, why) values
    ('telemetry', 'machine_key', null, 'It is the number of a machine.'),
    ('telemetry', 'reading_row',
     'machine = (select key from telemetry.machine_key where machine = $1) and time >= $2 and time < $3',
     'By time.'),
    ('telemetry', 'rollup_minute',
     'machine = $1 and last_time >= $2 and first_time < $3',
     'A bucket in which a machine changed hands is nobody''s, and holds of both.'),
    ('telemetry', 'rollup_hour',
     'machine = $1 and last_time >= $2 and first_time < $3',
     'A bucket in which a machine changed hands is nobody''s, and holds of both.'),
    ('telemetry', 'rollup_day',
     'machine = $1 and last_time >= $2 and first_time < $3',
     'A bucket in which a machine changed hands is nobody''s, and holds of both.'),
    ('telemetry', 'event', 'machine = $1 and time >= $2 and time < $3', 'By time.'),
    ('telemetry', 'state', 'machine = $1 and time >= $2 and time < $3', 'By time.'),
    ('telemetry', 'latest',
     'machine = $1 and time >= $2 and time < $3',
     'By time; values that are older than their row are nulled.'),
    ('telemetry', 'reject', 'machine = $1 and received_at >= $2 and received_at < $3', 'By time.'),
    ('telemetry', 'reject_count', 'machine = $1 and day >= ($2 at time zone ''UTC'')::date and day < $3', 'By day.'),
    ('telemetry', 'dirty', null, 'It says which minutes are to be summed again, and is taken within minutes.'),
    ('telemetry', 'delivery',
     'machine = $1 and to_time >= $2 and to_time < $3 and changed_at < now() - interval ''1 day''',
     'Numbers of messages; those of a boot that goes on are needed to tell what is missing.'),
    ('telemetry', 'gap', 'machine = $1 and to_time >= $2 and to_time < $3', 'By time.'),
    ('telemetry', 'capability',
     'machine = $1 and exists (select from telemetry.capability_round r where r.machine = $1 and r.since >= $2 and r.since < $3)',
     'By the time of its round.'),
    ('telemetry', 'capability_round', 'machine = $1 and since >= $2 and since < $3', 'By time.'),
    ('telemetry', 'node_birth',
     'machine = $1 and received_at >= $2 and received_at < $3',
     'By time; a node that goes on is asked for its birth again.'),
    ('telemetry', 'node_waiting', 'machine = $1 and received_at >= $2 and received_at < $3', 'By time.');

-- A newest value can be older than its row, and of another holder's time.
create function forget_newest(of_machine text, from_time timestamptz, to_time timestamptz) returns void
language plpgsql set search_path = telemetry, pg_catalog, pg_temp as $$
declare
    forgotten text := (
        select string_agg(format(
            '%1$I = case when %2$I >= $2 and %2$I < $3 then null else %1$I end, '
            '%2$I = case when %2$I >= $2 and %2$I < $3 then null else %2$I end',
            left(a.attname, -5), a.attname
        ), ', ')
        from pg_attribute a
        where a.attrelid = 'latest'::regclass and a.attname like '%\_time' and not a.attisdropped
    );
begin
    execute 'update latest set ' || forgotten || ' where machine = $1' using of_machine, from_time, to_time;
end
$$;

revoke execute on function forget_newest from public;
update access.erasure_rule set also = 'select telemetry.forget_newest($1, $2, $3)' where relation = 'latest';
