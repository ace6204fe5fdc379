-- Of a long log, most is what programs read; what people read is found without looking through that.
create index log_people on log (owner, number) where document not like '%"reader" : "service:%';
