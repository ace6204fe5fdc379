-- name: list_tables
-- The room's tables that tell of somebody, and others that are named, with columns and pages; secrets are nobody's to take.
select
    n.nspname as schema,
    c.relname as name,
    array_agg(a.attname::text order by a.attnum) as columns,
    coalesce((select max(pg_relation_size(p.relid)) from pg_partition_tree(c.oid) p), pg_relation_size(c.oid))
    / current_setting('block_size')::bigint as pages
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'secret'
where c.relkind in ('r', 'p') and c.relrowsecurity
  and (n.nspname = %(schema)s or n.nspname || '.' || c.relname = any (%(also)s))
group by n.nspname, c.oid, c.relname
order by 1, 2;

-- name: list_columns
-- The columns of some views of telemetry.
select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'telemetry'::regnamespace and c.relname = any (%(views)s)
group by c.relname;

-- name: get_span
-- From when until when there is something of a machine, as far as it is seen; nulls where there is nothing.
select min(bucket) as from_time, max(bucket) + interval '1 day' as to_time
from telemetry.rollup_day_v1
where machine = %(machine)s;
