-- name: list_meanings
-- What is named in this service's schema and how that is defined: tables by their policies, views and functions.
select c.relname as name, string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') as definition
from pg_policy p
join pg_class c on c.oid = p.polrelid
where c.relnamespace = current_schema()::regnamespace and p.polqual is not null
group by c.relname
union all
select viewname, definition from pg_views where schemaname = current_schema()
union all
select proname, pg_get_functiondef(oid) from pg_proc where pronamespace = current_schema()::regnamespace and prokind = 'f';

-- name: note_reads
-- Notes what was read, each for the customer whose data it was.
select access.note_reads(%(reads)s::jsonb);
