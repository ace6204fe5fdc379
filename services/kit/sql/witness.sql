-- name: list_meanings
-- What a service reads and how that is defined: its tables by their policies, anybody's views by those of their tables, and
-- its functions.
select c.relname as name, string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') as definition
from pg_policy p
join pg_class c on c.oid = p.polrelid
where c.relnamespace = current_schema()::regnamespace and p.polqual is not null
group by c.relname
union all
select v.relname, pg_get_viewdef(v.oid) || ' ' || coalesce(string_agg(pg_get_expr(p.polqual, p.polrelid), ' '), '')
from pg_class v
join pg_rewrite w on w.ev_class = v.oid
join pg_depend d on d.objid = w.oid and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
left join pg_policy p on p.polrelid = d.refobjid
where v.relkind = 'v' and v.relnamespace not in ('pg_catalog'::regnamespace, 'telemetry'::regnamespace)
  and has_table_privilege(v.oid, 'select') and v.relowner = (select nspowner from pg_namespace where nspname = 'access')
group by v.oid, v.relname
union all
select proname, pg_get_functiondef(oid) from pg_proc where pronamespace = current_schema()::regnamespace and prokind = 'f';

-- name: note_reads
-- Notes what was read, each for the customer whose data it was.
select access.note_reads(%(reads)s::jsonb);
