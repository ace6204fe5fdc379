-- What is erased when a customer's data are, where the row policies do not say it.

insert into access.erasure_rule (schema, relation, condition, why) values
    ('benchmarking', 'peer_week', null, 'Its owners are nobody.'),
    ('benchmarking', 'misuse_hour',
     'machine = $1 and to_timestamp(hour * 3600.0) >= $2 and to_timestamp(hour * 3600.0) < $3',
     'Only the service itself reads it, by time.');
