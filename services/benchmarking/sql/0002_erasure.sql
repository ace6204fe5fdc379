-- What is erased when a customer's data are, where the row policies do not say it.

insert into access.erasure_rule (schema, relation, condition, why) values
    ('benchmarking', 'peer_week', null, 'Its owners are nobody.');
