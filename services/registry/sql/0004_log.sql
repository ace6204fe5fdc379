-- What reads in the log of access were for: purposes for which customers gave data at a time when somebody read them with some rights.
create function purposes_of(owner text, machines text[], rights text[], first_at timestamptz, last_at timestamptz)
returns text[] language sql stable
return (
    select coalesce(array_agg(distinct c.purpose order by c.purpose), '{}')
    from consent c
    left join withdrawal w on w.consent = c.id
    where c.customer = purposes_of.owner and (c.machine is null or c.machine = any (purposes_of.machines))
      and c.from_time <= purposes_of.last_at and least(c.to_time, w.withdrawn_at) > purposes_of.first_at
      and case
          when c.recipient = 'manufacturer' then exists (select from unnest(rights) r where starts_with(r, 'region:'))
          when c.recipient <> 'platform' then c.recipient = any (rights)
          when c.purpose = 'service' then 'all' = any (rights)
          else 'purpose:' || c.purpose = any (rights)
      end
);
