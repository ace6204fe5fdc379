-- How a customer's data are erased: by the row policies of each table, or by a rule where these cannot say it.

create table erasure_rule (
    schema text not null,
    relation text not null,
    condition text,
    also text,
    why text not null,
    primary key (schema, relation)
);

comment on table erasure_rule is
    'What is erased of tables whose rows are not seen one by one by whose they are; each room writes its own in its SQL files.';
comment on column erasure_rule.condition is 'Of machine $1 and the time [$2, $3); null: nothing is erased.';
comment on column erasure_rule.also is 'A statement that erases what is not a whole row.';

-- The tables that tell of machines, as they are there, with the columns that name one.
create function erasable() returns table (schema text, relation text, columns text[], condition text, also text, kept boolean, why text)
language sql stable security definer set search_path = pg_catalog, access, pg_temp
begin atomic
    select
        n.nspname, c.relname, array_agg(a.attname::text order by a.attname), r.condition, r.also,
        r.relation is not null and r.condition is null, r.why
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname in ('machine', 'truck', 'digger', 'other') and not a.attisdropped
    left join access.erasure_rule r on r.schema = n.nspname and r.relation = c.relname
    where c.relkind in ('r', 'p') and pg_get_userbyid(n.nspowner) = 'howdah_owner' and n.nspname not in ('access', 'registry')
    group by n.nspname, c.oid, c.relname, r.relation, r.condition, r.also, r.why
    -- What refers to another table goes before it.
    order by 1, not exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), 2;
end;

-- Does something to rows of a room with the rights of its role, whose policies say which these are; telemetry, which has no
-- policies, is its owner's. Returns to how many rows, or how many there are.
create function act(room text, statement text, viewers text, machine text, from_time timestamptz, to_time timestamptz)
returns bigint language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    counted bigint;
begin
    if to_regprocedure(format('%I.act(text,text,text,timestamptz,timestamptz)', room)) is not null then
        execute format('select %I.act($1, $2, $3, $4, $5)', room) into counted
        using statement, viewers, machine, from_time, to_time;
    else
        execute statement using machine, from_time, to_time;
        get diagnostics counted = row_count;
    end if;
    return counted;
end
$$;

-- Erases, or only counts, what a table tells of a machine's time. What others gave to its owner is not theirs, so the rows
-- are those that somebody sees who sees this time and nothing else.
create function erase(
    in_schema text, in_relation text, of_machine text, from_time timestamptz, to_time timestamptz, really boolean
) returns bigint language plpgsql security definer set search_path = pg_catalog, access, pg_temp as $$
declare
    place record;
    wanted text;
    counted bigint;
begin
    select * into strict place from erasable() e where e.schema = in_schema and e.relation = in_relation;
    if place.kept then
        return 0;
    end if;
    wanted := coalesce(place.condition, (select string_agg(format('%I = $1', one), ' or ') from unnest(place.columns) one));
    wanted := format(case when really then 'delete from %I.%I' else 'select from %I.%I' end || ' where ', in_schema, in_relation)
        || format('(%s) and $2 < $3', wanted);
    insert into visibility (viewer, machine, from_time, to_time, standing)
    select 'erasure', of_machine, case when ruled then '-infinity' else from_time end,
           case when ruled then 'infinity' else to_time end, false
    from (values (place.condition is not null)) rule (ruled);
    counted := act(
        in_schema, wanted, case when place.condition is null then 'erasure' else 'all,worker,erasure' end, of_machine, from_time, to_time
    );
    if really and place.also is not null then
        perform act(in_schema, place.also, '', of_machine, from_time, to_time);
    end if;
    delete from visibility where viewer = 'erasure';
    return counted;
end
$$;

-- Erases, or only counts, what a customer or somebody for them made that tells of no machine: sites, drawings, costs, webhooks.
create function erase_belongings(of_customer text, sites text[], really boolean)
returns table (schema text, relation text, counted bigint)
language plpgsql security definer set search_path = pg_catalog, access, pg_temp as $$
declare
    place record;
    wanted text;
begin
    for place in
        select n.nspname, c.relname, a.attname
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname in ('customer', 'owner', 'site') and not a.attisdropped
        where c.relkind in ('r', 'p') and pg_get_userbyid(n.nspowner) = 'howdah_owner'
          and n.nspname not in ('access', 'registry', 'telemetry')
          and not exists (select from erasable() e where e.schema = n.nspname and e.relation = c.relname)
        -- What is of a site refers to it.
        order by a.attname = 'site' desc, 1, 2
    loop
        wanted := case place.attname
            when 'customer' then format('customer = %L', of_customer)
            when 'owner' then format('owner = %L', 'customer:' || of_customer)
            else format('site = any (%L)', sites)
        end;
        wanted := format(case when really then 'delete from %I.%I where ' else 'select from %I.%I where ' end,
            place.nspname, place.relname) || wanted;
        schema := place.nspname;
        relation := place.relname;
        counted := act(schema, wanted, 'all,worker', null, null, null);
        return next;
    end loop;
end
$$;

-- Writes 'erased' for persons wherever it is kept who did something, in rows that are not erased because they are another's.
create function forget_persons(persons text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, access, pg_temp as $$
declare
    place record;
    changed bigint := 0;
begin
    insert into visibility (viewer, machine, from_time, to_time, standing)
    select 'erasure', machine, '-infinity', 'infinity', false from machine;
    for place in
        select n.nspname, c.relname, a.attname
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'text'::regtype
        where c.relkind in ('r', 'p') and pg_get_userbyid(n.nspowner) = 'howdah_owner'
          and n.nspname not in ('access', 'registry', 'telemetry')
          and (a.attname in ('by', 'by_name', 'author', 'assignee') or a.attname like '%\_by')
    loop
        changed := changed + act(
            place.nspname,
            format('update %I.%I set %I = %L where %3$I = any (%5$L)',
                place.nspname, place.relname, place.attname, 'erased', persons),
            'all,worker,erasure', null, null, null
        );
    end loop;
    delete from visibility where viewer = 'erasure';
    return changed;
end
$$;

revoke execute on function act(text, text, text, text, timestamptz, timestamptz), erasable(),
    erase(text, text, text, timestamptz, timestamptz, boolean), erase_belongings(text, text[], boolean),
    forget_persons(text[]) from public;
grant execute on function erasable(), erase(text, text, text, timestamptz, timestamptz, boolean),
    erase_belongings(text, text[], boolean), forget_persons(text[]) to svc_registry;
